"""The commands about time: the months, players who learn, and a look back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

import typer

from belarusgame import simulate
from belarusgame.base.screen import Screen
from belarusgame.base.tables import Listed
from belarusgame.command.options import (
    AsCsv,
    AsJson,
    Delegations,
    Drivers,
    File,
    Fix,
    Seed,
    Types,
    Weights,
    number,
    read_choice,
    read_fix,
    without_choice,
)
from belarusgame.command.showing import show
from belarusgame.errors import GameError
from belarusgame.exchange import is_game_file, read_game
from belarusgame.report.as_data import game_data, record_data
from belarusgame.report.text import print_sentences, print_table
from belarusgame.scenario import BUILT_IN, load_scenario

Runs = Annotated[int, number("--runs", "-n", about="How many runs.")]
Policy = Annotated[
    str, typer.Option("--policy", help="myopic players look at the month, farsighted ones at what follows.")
]


def campaign(
    file: File = BUILT_IN,
    months: Annotated[int, number("--months", "-m", about="How many months.")] = 36,
    runs: Runs = 1000,
    seed: Seed = 0,
    policy: Policy = "myopic",
    fix: Fix = None,
    from_month: Annotated[int, number("--from-month", about="The month from which they are given.")] = 1,
    replay: Annotated[int | None, number("--replay", about="Explain this run, month by month.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Go through the months many times: drivers move, players choose anew, and some events end play.

    Examples: belarusgame campaign --months 12

    belarusgame campaign --months 24 --fix west=differentiate --from-month 3

    belarusgame campaign my-case.toml --policy farsighted --replay 3
    """
    scenario = load_scenario(file)
    given = _choices(read_fix(fix))
    settings: dict[str, Any] = {"months": months, "runs": runs, "seed": seed, "policy": policy}
    found = simulate.campaign(scenario, **settings, fix=given, from_month=from_month)
    if replay is not None:
        told = found.replay(replay)
        show(told, as_json=as_json, as_csv=as_csv, below={"sentences": told.sentences})
        return
    instead = simulate.campaign(scenario, **settings) if given and found.event else None
    gained = None if instead is None else simulate.difference(instead, found)

    def page(screen: Screen) -> None:
        mostly = f"the share of runs with {found.said_event} by then, and " if found.event else ""
        print_table(screen, Listed(_short(found), f"{found.heading}: {mostly}what players mostly do"))
        print_sentences(screen, found.below)
        if gained is not None:
            print_table(screen, gained)

    def data() -> dict[str, Any]:
        lengths = [
            {"move_months": one.move_months, "tremble": one.tremble, "by_month": one.by_month.tolist()}
            for one in found.lengths
        ]
        more = {} if gained is None else {"difference": record_data(gained)}
        said = {"unique": found.unique, "clamped": dict(found.clamped), "messages": list(found.messages)}
        return record_data(found) | {"lengths": lengths} | said | more

    show(found, data, as_json=as_json, as_csv=as_csv, page=page)


def learn(
    file: File = BUILT_IN,
    rule: Annotated[
        str,
        typer.Option(
            "--rule",
            "-r",
            help="best_reply, fictitious_play, stochastic_fictitious_play, logit_response, replicator or "
            "regret_matching.",
        ),
    ] = "replicator",
    rounds: Annotated[
        int | None, number("--rounds", about="How many rounds; for replicator the time.")
    ] = None,
    runs: Runs = 100,
    seed: Seed = 0,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
    delegation: Delegations = None,
) -> None:
    """Let players learn from many starts, and say where it leads: at rest, round in circles, or neither.

    Examples: belarusgame learn

    belarusgame learn game.nfg --rule fictitious_play --rounds 100000
    """
    if is_game_file(file):
        without_choice(file, weight, driver, type_, delegation)
        game = read_game(file)
    else:
        game = read_choice(load_scenario(file), weight, driver, type_, delegation).game()
    found = simulate.learn(
        game,
        cast(Any, rule),
        rounds=rounds,
        runs=runs,
        seed=seed,
    )
    show(found, as_json=as_json, as_csv=as_csv)


def backtest(
    file: File = BUILT_IN,
    history: Annotated[
        str, typer.Option("--history", help="A file of what happened; by default the packaged one.")
    ] = "history",
    runs: Runs = 4000,
    seed: Seed = 0,
    policy: Policy = "myopic",
    structures: Annotated[
        bool, typer.Option("--structures", help="Score every modelling choice too; takes a minute.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Score what would have been forecast at the scenario's date, and say how little one outcome shows.

    Examples: belarusgame backtest

    belarusgame backtest my-case.toml --history what-happened.toml
    """
    found = simulate.backtest(
        load_scenario(file),
        history,
        runs=runs,
        seed=seed,
        policy=cast(Any, policy),
        structures=structures,
    )

    def page(screen: Screen) -> None:
        print_table(screen, found)
        print_sentences(screen, found.sentences)
        for part in found.below:
            if not isinstance(part, str):
                print_table(screen, part)

    def data() -> dict[str, Any]:
        parts = {part.heading: game_data(part.rows()) for part in found.below if not isinstance(part, str)}
        return record_data(found) | {"sentences": list(found.sentences)} | {"parts": parts}

    show(found, data, as_json=as_json, as_csv=as_csv, page=page)


def _choices(fixed: Mapping[str, Any]) -> dict[str, str]:
    """Check choices that are given: one strategy a player."""
    found: dict[str, str] = {}
    for player, label in fixed.items():
        if not isinstance(label, str):
            raise GameError(f"--fix: {player}: give one strategy, not several")
        found[player] = label
    return found


def _short(found: simulate.Campaign) -> list[dict[str, object]]:
    """Return the months in a table that fits: what has happened by then, and what each mostly does."""
    rows: list[dict[str, object]] = []
    strategies, by_month = found.strategies, found.by_month
    for month in range(1, found.settings.months + 1):
        row: dict[str, object] = {"month": month}
        if found.event:
            row["by then"] = float(by_month[month - 1])
        for player, labels in zip(found.labels.players, found.labels.strategies, strict=True):
            shares = strategies[player][month - 1]
            row[player] = f"{labels[int(shares.argmax())]} {float(shares.max()):.2f}"
        rows.append(row)
    return rows
