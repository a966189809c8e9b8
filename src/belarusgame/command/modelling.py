"""The commands about what is no number: which modelling choice decides, and does the present hold?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from belarusgame import explore
from belarusgame.base.screen import Screen
from belarusgame.base.tables import Tabular
from belarusgame.command.explore import EventOption
from belarusgame.command.options import AsCsv, AsJson, File, ListedOption, partial_profile, show, whole
from belarusgame.report.as_data import record_data
from belarusgame.report.text import print_sentences, print_table
from belarusgame.scenario import BUILT_IN, load_scenario

__all__ = ["compare", "show_whole", "status_quo", "structures", "what_if"]

Draws = Annotated[str, typer.Option("--draws", "-n", metavar="NUMBER", help="How many draws.")]
Seed = Annotated[str, typer.Option("--seed", metavar="NUMBER", help="The same seed gives the same answer.")]


def structures(
    file: File = BUILT_IN,
    event: EventOption = "",
    concept: ListedOption = None,
    draws: Draws = "2000",
    seed: Seed = "0",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask under every modelling choice that is no number: who decides, in which order, by whose coding.

    Examples: belarusgame structures

    belarusgame structures my-case.toml --event union=strike
    """
    found = explore.structures(
        load_scenario(file),
        partial_profile(event, "--event"),
        concept=concept,
        draws=whole(draws, "--draws"),
        seed=whole(seed, "--seed"),
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)


def what_if(
    file: File = BUILT_IN,
    player: Annotated[str, typer.Option("--player", "-p", help="Who is held at each strategy in turn.")] = "",
    event: EventOption = "",
    concept: ListedOption = None,
    draws: Draws = "20000",
    seed: Seed = "0",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask what happens whatever one player does: it is held at each of its strategies in turn.

    Examples: belarusgame what-if --player west

    belarusgame what-if my-case.toml -p employer --event union=strike
    """
    found = explore.what_if(
        load_scenario(file),
        player,
        partial_profile(event, "--event"),
        concept=concept,
        draws=whole(draws, "--draws"),
        seed=whole(seed, "--seed"),
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)


def status_quo(
    file: File = BUILT_IN,
    concept: ListedOption = None,
    draws: Draws = "2000",
    seed: Seed = "0",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask whether the situation of the day is an outcome of its own model, and what breaks it.

    Examples: belarusgame status-quo

    belarusgame status-quo my-case.toml
    """
    found = explore.status_quo(
        load_scenario(file), concept=concept, draws=whole(draws, "--draws"), seed=whole(seed, "--seed")
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)


def compare(
    a: Annotated[str, typer.Argument(help="A scenario file, or the name of a packaged scenario.")],
    b: Annotated[str, typer.Argument(help="Another coding of the same source, or another version of it.")],
    event: EventOption = "",
    concept: ListedOption = None,
    draws: Draws = "20000",
    seed: Seed = "0",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Set two codings of one source side by side: where they differ, and whose coding decides.

    Of two versions of one file it also says what each change alone does to the answer.

    Examples: belarusgame compare my-case.toml codings/second.toml

    belarusgame compare my-case.toml my-case-v2.toml --event union=strike
    """
    found = explore.compare(
        load_scenario(a),
        load_scenario(b),
        partial_profile(event, "--event"),
        concept=concept,
        draws=whole(draws, "--draws"),
        seed=whole(seed, "--seed"),
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)


def show_whole(record: Tabular, *, as_json: bool, as_csv: bool) -> None:
    """Print a record with all that stands below its table."""
    show(
        record,
        lambda: _data(record),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: _print(screen, record),
    )


def _print(screen: Screen, record: Tabular) -> None:
    print_table(screen, record)
    for part in record.below:
        if isinstance(part, str):
            print_sentences(screen, [part])
        else:
            _print(screen, part)


def _data(record: Tabular) -> dict[str, Any]:
    below = [part if isinstance(part, str) else _data(part) for part in record.below]
    return record_data(record) | ({"below": below} if below else {})
