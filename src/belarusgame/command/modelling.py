"""The commands about what is no number: which modelling choice decides, and does the present hold?"""

from __future__ import annotations

from typing import Annotated

import typer

from belarusgame import explore
from belarusgame.command.options import (
    AsCsv,
    AsJson,
    Draws,
    EventOption,
    File,
    ListedOption,
    MaxExact,
    MaxSeconds,
    Seed,
    most_exact,
)
from belarusgame.command.showing import show_whole
from belarusgame.errors import GameError
from belarusgame.scenario import BUILT_IN, load_scenario


def structures(
    file: File = BUILT_IN,
    event: EventOption = None,
    concept: ListedOption = None,
    draws: Draws = 2000,
    seed: Seed = 0,
    max_exact: MaxExact = None,
    max_seconds: MaxSeconds = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask under every modelling choice that is no number: who decides, in which order, by whose coding.

    Examples: belarusgame structures

    belarusgame structures my-case.toml --event union=strike
    """
    found = explore.structures(
        load_scenario(file),
        event,
        concept=concept,
        draws=draws,
        seed=seed,
        max_exact=most_exact(max_exact),
        max_seconds=max_seconds,
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)


def what_if(
    file: File = BUILT_IN,
    player: Annotated[str, typer.Option("--player", "-p", help="Who is held at each strategy in turn.")] = "",
    event: EventOption = None,
    concept: ListedOption = None,
    draws: Draws = 20000,
    seed: Seed = 0,
    max_exact: MaxExact = None,
    max_seconds: MaxSeconds = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask what happens whatever one player does: it is held at each of its strategies in turn.

    Examples: belarusgame what-if --player west

    belarusgame what-if my-case.toml -p employer --event union=strike
    """
    scenario = load_scenario(file)
    if not player:
        names = " or ".join(scenario.labels.players)
        raise GameError(f"--player is needed: say who is held at each strategy in turn, {names}")
    found = explore.what_if(
        scenario,
        player,
        event,
        concept=concept,
        draws=draws,
        seed=seed,
        max_exact=most_exact(max_exact),
        max_seconds=max_seconds,
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)


def status_quo(
    file: File = BUILT_IN,
    concept: ListedOption = None,
    draws: Draws = 2000,
    seed: Seed = 0,
    max_exact: MaxExact = None,
    max_seconds: MaxSeconds = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask whether the situation of the day is an outcome of its own model, and what breaks it.

    Examples: belarusgame status-quo

    belarusgame status-quo my-case.toml
    """
    found = explore.status_quo(
        load_scenario(file),
        concept=concept,
        draws=draws,
        seed=seed,
        max_exact=most_exact(max_exact),
        max_seconds=max_seconds,
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)


def compare(
    a: Annotated[str, typer.Argument(help="A scenario file, or the name of a packaged scenario.")],
    b: Annotated[str, typer.Argument(help="Another coding of the same source, or another version of it.")],
    event: EventOption = None,
    concept: ListedOption = None,
    draws: Draws = 20000,
    seed: Seed = 0,
    max_exact: MaxExact = None,
    max_seconds: MaxSeconds = None,
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
        event,
        concept=concept,
        draws=draws,
        seed=seed,
        max_exact=most_exact(max_exact),
        max_seconds=max_seconds,
    )
    show_whole(found, as_json=as_json, as_csv=as_csv)
