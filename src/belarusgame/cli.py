"""The command `belarusgame`: the main job without arguments, and one command for each question."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from decimal import Decimal, InvalidOperation
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from typer.core import TyperGroup

from belarusgame import report
from belarusgame._files import write_text
from belarusgame._reading import template
from belarusgame._tables import Tabular
from belarusgame.errors import BelarusGameError, GameError, quoted
from belarusgame.game import Game
from belarusgame.report.as_data import (
    assessment_data,
    audit_data,
    check_data,
    explanation_data,
    game_data,
    record_data,
    solution_data,
    trace_data,
)
from belarusgame.report.text import (
    print_assessment,
    print_check,
    print_claims,
    print_explanation,
    print_payoffs,
    print_solution,
    print_table,
)
from belarusgame.scenario import BUILT_IN, Scenario, load_scenario
from belarusgame.solve.concepts import Concept, outcomes_of, solve_by_name
from belarusgame.solve.solution import Solution

__all__ = ["app", "main"]

#: The exit codes; 0 is done.
REFUTED = 1
BAD_INPUT = 2


class _Commands(TyperGroup):
    """Commands that end well when whoever reads their output has seen enough, as in ``| head``."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at the end
            sys.exit(0)
        return result


class _Screen(Console):
    """A console that leaves it to the command what to do when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


app = typer.Typer(cls=_Commands, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Pairs = list[str] | None
File = Annotated[str, typer.Argument(help="A scenario file (*.toml), or the name of a packaged scenario.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead.")]
Weights = Annotated[
    Pairs, typer.Option("--weight", "-w", help="Set a weight: putin.manpower=1.4. Repeatable.")
]
Drivers = Annotated[
    Pairs, typer.Option("--driver", "-d", help="Set a driver's level: shortage=2. Repeatable.")
]
Types = Annotated[
    Pairs, typer.Option("--type", "-t", help="Set a player's type: putin=desperate. Repeatable.")
]


ConceptOption = Annotated[
    Concept | None,
    typer.Option(
        "--concept",
        "-c",
        help="Which outcomes; by default sequential where the file has an order, else nash.",
    ),
]


@app.callback(invoke_without_command=True)
def start(context: typer.Context, as_json: AsJson = False) -> None:
    """Turn a political assessment into a game, solve it, and say how far the answer can be trusted.

    Without a command: the main job on the built-in scenario, "Will Belarus enter the war?".

    Exit codes: 0 done, 1 something was refuted, 2 bad input.
    """
    if context.invoked_subcommand is None:
        assess(as_json=as_json)
    elif as_json:
        raise GameError(f"--json comes after the command: belarusgame {context.invoked_subcommand} --json")


@app.command()
def assess(
    file: File = BUILT_IN,
    as_json: AsJson = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
) -> None:
    """Solve a scenario in both readings and explain the answer.

    Examples: belarusgame assess my-case.toml

    belarusgame assess -w putin.manpower=1.5 -d shortage=2
    """
    assessment = report.assess(load_scenario(file), **_choices(weight, driver, type_))
    if as_json:
        _print_json(assessment_data(assessment))
    else:
        print_assessment(_console(), assessment)


@app.command()
def claims(
    file: File = BUILT_IN,
    audit: Annotated[
        bool, typer.Option("--audit", help="What the numbers rest on, instead of the claims.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what the sources say and what uses it; with --audit, what the coding rests on.

    Examples: belarusgame claims

    belarusgame claims my-case.toml --audit
    """
    scenario = load_scenario(file)
    found = report.audit(scenario)
    if as_json:
        _print_json(audit_data(scenario, found))
    elif audit:
        print_table(_console(), found)
    else:
        print_claims(_console(), scenario, found)


@app.command()
def payoffs(
    file: File = BUILT_IN,
    at: Annotated[
        str, typer.Option("--at", help='A profile, or part of one: "lukashenko=join putin=coerce".')
    ] = "",
    player: Annotated[
        str, typer.Option("--player", "-p", help="Take this player's payoff apart; needs a full --at.")
    ] = "",
    as_json: AsJson = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
) -> None:
    """List the payoffs of every profile, or take one payoff apart into considerations and claims.

    Examples: belarusgame payoffs --at "putin=coerce west=isolate"

    belarusgame payoffs -p putin --at "lukashenko=join putin=coerce west=isolate china=intercede"
    """
    scenario = load_scenario(file)
    choices = _choices(weight, driver, type_)
    where = _pairs(at.replace(",", " ").split(), "--at")
    if player:
        trace = report.trace(scenario, player, where, **choices)
        _show(trace, trace_data(trace), as_json=as_json)
        return
    game = scenario.game(**choices)
    rows = [row for row in game.rows() if _matches(scenario, row, where)]
    if as_json:
        _print_json(game_data(rows))
    else:
        print_payoffs(_console(), game, rows)


@app.command()
def explain(
    file: File = BUILT_IN,
    concept: ConceptOption = None,
    as_json: AsJson = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
) -> None:
    """Explain every outcome: for each player, why this and not the alternatives.

    Examples: belarusgame explain

    belarusgame explain my-case.toml --concept pure
    """
    scenario = load_scenario(file)
    choices = _choices(weight, driver, type_)
    solution = outcomes_of(scenario.game(**choices), concept, scenario.order)
    explanations = [report.explain(scenario, outcome, **choices) for outcome in solution.outcomes]
    if as_json:
        _print_json([explanation_data(explanation) for explanation in explanations])
        return
    console = _console()
    print_solution(console, solution, _names(scenario))
    for explanation in explanations:
        print_explanation(console, explanation)


@app.command()
def equilibria(
    file: File = BUILT_IN,
    concept: ConceptOption = None,
    event: Annotated[
        str,
        typer.Option("--event", help='Ask correlated equilibria about a partial profile: "putin=coerce".'),
    ] = "",
    leader: Annotated[
        str, typer.Option("--leader", help="Who commits itself; by default the first mover.")
    ] = "",
    rationality: Annotated[
        float | None,
        typer.Option("--rationality", help="For logit; by default the file's likely level, or 2."),
    ] = None,
    as_json: AsJson = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
) -> None:
    """Answer one question about a scenario, or about a game in a .nfg file.

    Examples: belarusgame equilibria --concept nash

    belarusgame equilibria --concept correlated --event lukashenko=join

    belarusgame equilibria game.nfg --concept commitment --leader "Player 1"
    """
    choices = _choices(weight, driver, type_)
    scenario = None if file.endswith(".nfg") else load_scenario(file)
    if scenario is None and any(choices.values()):
        raise GameError("a .nfg file has no weights, drivers or types to set")
    found = solve_by_name(
        _game_of(file) if scenario is None else scenario.game(**choices),
        concept,
        order=None if scenario is None else scenario.order,
        event=_pairs(event.replace(",", " ").split(), "--event") or None,
        leader=leader or None,
        rationality=_rationality(scenario) if rationality is None else rationality,
    )
    if as_json:
        _print_json(solution_data(found) if isinstance(found, Solution) else record_data(found))
    elif isinstance(found, Solution):
        print_solution(_console(), found, {} if scenario is None else _names(scenario))
    else:
        print_table(_console(), found)


@app.command()
def check(file: File = BUILT_IN, as_json: AsJson = False) -> None:
    """Prove or refute every assumption of a scenario, over all weights, drivers and types in their ranges.

    Exit code 1 if a requirement is refuted; a refuted finding is only reported.

    Examples: belarusgame check

    belarusgame check my-case.toml --json
    """
    from belarusgame.assume.check import check as check_assumptions

    found = check_assumptions(load_scenario(file))
    if as_json:
        _print_json(check_data(found))
    else:
        print_check(_console(), found)
    if not found.passed:
        raise typer.Exit(REFUTED)


@app.command()
def schema(
    as_json: Annotated[bool, typer.Option("--json", help="Changes nothing: a schema is JSON.")] = True,
) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check TOML.

    Example: belarusgame schema > scenario.schema.json
    """
    from belarusgame._schema import json_schema

    del as_json
    _print_json(json_schema())


@app.command()
def new(
    file: Annotated[str, typer.Argument(help="The file to write; it must not exist yet.")],
    as_json: AsJson = False,
) -> None:
    """Write a small commented scenario that loads and solves, to start your own from.

    Example: belarusgame new my-case.toml
    """
    path = Path(file)
    if path.suffix != ".toml":
        raise GameError(f"{file}: a scenario file's name ends in .toml")
    if path.exists():
        raise GameError(f"{file}: this file exists already; choose another name")
    write_text(path, template("new.toml"))
    if as_json:
        _print_json({"wrote": file})
    else:
        print(f"Wrote {file}. Next: belarusgame assess {file}")


def main() -> NoReturn:
    """Run the command; bad input ends with its message and exit code 2, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without umlauts still shows the rest
    try:
        app(prog_name="belarusgame")
    except BelarusGameError as error:
        print(f"belarusgame: {error}", file=sys.stderr)
    except OSError as error:
        print(f"belarusgame: the output cannot be written: {error}", file=sys.stderr)
        with contextlib.suppress(OSError):
            sys.stdout.close()  # what is left in it would end in a traceback
    sys.exit(BAD_INPUT)


def _game_of(file: str) -> Game:
    from belarusgame.exchange import read_nfg

    return read_nfg(file)


def _rationality(scenario: Scenario | None) -> float:
    """Return the likely level of a scenario; 2 where it says nothing."""
    entry = None if scenario is None else scenario.rationality
    return 2.0 if entry is None else float(entry.level.likely)


def _names(scenario: Scenario) -> dict[str, str]:
    return {player.key: player.name for player in scenario.players}


def _choices(weights: Pairs, drivers: Pairs, types: Pairs) -> dict[str, Any]:
    """Read the options that set weights, drivers and types."""
    return {
        "weights": _numbers(weights or [], "--weight"),
        "drivers": _numbers(drivers or [], "--driver"),
        "types": _pairs(types or [], "--type"),
    }


def _pairs(entries: list[str], option: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for entry in entries:
        name, sign, value = entry.partition("=")
        if not (name and sign and value):
            raise GameError(f"{option} {quoted(entry)}: must be of the form NAME=VALUE")
        pairs[name] = value
    return pairs


def _numbers(entries: list[str], option: str) -> dict[str, Decimal]:
    numbers: dict[str, Decimal] = {}
    for name, value in _pairs(entries, option).items():
        try:
            numbers[name] = Decimal(value)
        except InvalidOperation:
            raise GameError(f"{option} {name}: {quoted(value)} is not a number") from None
    return numbers


def _matches(scenario: Scenario, row: Any, where: dict[str, str]) -> bool:
    admitted = scenario.labels.allowed(where)
    return all(
        scenario.labels.strategy_index(i, row[player]) in admitted[i]
        for i, player in enumerate(scenario.labels.players)
    )


def _show(record: Tabular, data: Any, *, as_json: bool) -> None:
    if as_json:
        _print_json(data)
    else:
        print_table(_console(), record)


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False))


def _console() -> Console:
    return _Screen(highlight=False)
