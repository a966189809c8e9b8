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
    Types,
    Weights,
    read_choice,
    read_fix,
    show,
    whole,
)
from belarusgame.errors import GameError
from belarusgame.exchange import is_game_file, read_game
from belarusgame.report.as_data import game_data, record_data
from belarusgame.report.text import print_sentences, print_table
from belarusgame.scenario import BUILT_IN, load_scenario

__all__ = ["backtest", "campaign", "learn"]

Seed = Annotated[str, typer.Option("--seed", metavar="NUMBER", help="The same seed gives the same answer.")]
Runs = Annotated[str, typer.Option("--runs", "-n", metavar="NUMBER", help="How many runs.")]
Policy = Annotated[
    str, typer.Option("--policy", help="myopic players look at the month, farsighted ones at what follows.")
]


def campaign(
    file: File = BUILT_IN,
    months: Annotated[str, typer.Option("--months", "-m", metavar="NUMBER", help="How many months.")] = "36",
    runs: Runs = "1000",
    seed: Seed = "0",
    policy: Policy = "myopic",
    fix: Fix = None,
    from_month: Annotated[
        str, typer.Option("--from-month", metavar="NUMBER", help="The month from which they are given.")
    ] = "1",
    replay: Annotated[
        str, typer.Option("--replay", metavar="NUMBER", help="Explain this run, month by month.")
    ] = "",
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
    settings: dict[str, Any] = {
        "months": whole(months, "--months"),
        "runs": whole(runs, "--runs"),
        "seed": whole(seed, "--seed"),
        "policy": policy,
    }
    found = simulate.campaign(scenario, **settings, fix=given, from_month=whole(from_month, "--from-month"))
    if replay:
        told = found.replay(whole(replay, "--replay"))
        _show_replay(told, as_json=as_json, as_csv=as_csv)
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
        str, typer.Option("--rounds", metavar="NUMBER", help="How many rounds; for replicator the time.")
    ] = "",
    runs: Runs = "100",
    seed: Seed = "0",
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
    if is_game_file(file) and (weight or driver or type_ or delegation):
        raise GameError(f"{file}: a game has no weights, drivers, types or delegations to set")
    game = (
        read_game(file)
        if is_game_file(file)
        else read_choice(load_scenario(file), weight, driver, type_, delegation).game()
    )
    found = simulate.learn(
        game,
        cast(Any, rule),
        rounds=whole(rounds, "--rounds") if rounds else None,
        runs=whole(runs, "--runs"),
        seed=whole(seed, "--seed"),
    )
    show(found, lambda: record_data(found), as_json=as_json, as_csv=as_csv)


def backtest(
    file: File = BUILT_IN,
    history: Annotated[
        str, typer.Option("--history", help="A file of what happened; by default the packaged one.")
    ] = "history",
    runs: Runs = "4000",
    seed: Seed = "0",
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
        runs=whole(runs, "--runs"),
        seed=whole(seed, "--seed"),
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


def _show_replay(told: simulate.Replay, *, as_json: bool, as_csv: bool) -> None:
    def page(screen: Screen) -> None:
        print_table(screen, told)
        print_sentences(screen, told.sentences)

    def data() -> dict[str, Any]:
        return record_data(told) | {"sentences": list(told.sentences)}

    show(told, data, as_json=as_json, as_csv=as_csv, page=page)


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
