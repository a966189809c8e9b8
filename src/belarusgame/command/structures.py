"""The commands about what is no number: which modelling choice decides, and does the present hold?"""

from __future__ import annotations

from typing import Annotated

import typer

from belarusgame import explore
from belarusgame.command.explore import EventOption
from belarusgame.command.options import AsCsv, AsJson, File, ListedOption, partial_profile, show, whole
from belarusgame.report.as_data import record_data
from belarusgame.scenario import BUILT_IN, load_scenario

__all__ = ["status_quo", "structures", "what_if"]

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
    show(found, lambda: record_data(found), as_json=as_json, as_csv=as_csv)


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
    show(found, lambda: record_data(found), as_json=as_json, as_csv=as_csv)


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
    show(found, lambda: record_data(found), as_json=as_json, as_csv=as_csv)
