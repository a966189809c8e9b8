"""The command `belarusgame`: the main job without arguments, and one command for each question."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from belarusgame import report
from belarusgame.base.labels import PartialProfile
from belarusgame.base.screen import Screen
from belarusgame.base.tables import Listed
from belarusgame.base.writing import write_text
from belarusgame.command import explore, handing_on, modelling, simulate
from belarusgame.command.ending import REFUTED, CarriedError, end
from belarusgame.command.options import (
    AsCsv,
    AsJson,
    ConceptOption,
    Delegations,
    Drivers,
    File,
    Fix,
    ListedOption,
    MaxExact,
    OrderOption,
    Types,
    Weights,
    Without,
    partial_profile,
    print_json,
    read_choice,
    read_fix,
    read_most_exact,
    read_order,
    read_scenario,
    show,
    whole,
)
from belarusgame.command.signals import signals
from belarusgame.errors import GameError
from belarusgame.evidence import template
from belarusgame.exchange import is_game_file, read_efg, read_game
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
    MOST_OUTCOMES,
    print_assessment,
    print_check,
    print_claims,
    print_explanation,
    print_payoffs,
    print_sentences,
    print_solution,
    print_table,
)
from belarusgame.scenario import BUILT_IN, Scenario, load_scenario
from belarusgame.solve.concepts import Concept, outcomes_of, solve_by_name
from belarusgame.solve.solution import Solution
from belarusgame.solve.subgame_perfect import subgame_perfect

__all__ = ["app", "run"]

#: What the headlines of the main job rest on.
HEADLINE_DRAWS = 100_000

#: Far more than any coded article needs; six players with four strategies each would take hours.
SEARCH_SECONDS = 60.0


class _Commands(TyperGroup):
    """Commands whose exceptions reach :func:`end` as they are."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, EOFError, OSError) as error:
            raise CarriedError(error) from error


app = typer.Typer(
    cls=_Commands,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Turn a political assessment into a game, solve it, and say how far the answer can be trusted.

    Without a command: the main job on the built-in scenario, "Will Belarus enter the war?".

    Exit codes: 0 done, 1 something was refuted, 2 bad input, 70 a fault of the program, 130 interrupted.
    """
    if show_version:
        print(f"belarusgame {version('belarusgame')}")
    elif context.invoked_subcommand is None:
        assess(as_json=as_json, as_csv=as_csv)
    elif as_json:
        raise GameError(f"--json comes after the command: belarusgame {context.invoked_subcommand} --json")


@app.command()
def assess(
    file: File = BUILT_IN,
    draws: Annotated[
        str,
        typer.Option(
            "--draws",
            metavar="NUMBER",
            help="How many draws the headlines rest on; 0 for none. By default 100000.",
        ),
    ] = "",
    fix: Fix = None,
    without: Without = None,
    order: OrderOption = "",
    brief: Annotated[bool, typer.Option("--brief", help="The first screen alone.")] = False,
    max_exact: MaxExact = "",
    max_seconds: Annotated[
        float,
        typer.Option(
            "--max-seconds", help="The time to search for all Nash equilibria; then the answer is partial."
        ),
    ] = SEARCH_SECONDS,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
    delegation: Delegations = None,
) -> None:
    """Solve a scenario in both readings, explain the answer, and say how sure it is.

    The headlines on uncertain payoffs need a scenario that asks a question; they are left out where
    weights, drivers, types or delegations are set.

    Examples: belarusgame assess my-case.toml

    belarusgame assess -w putin.manpower=1.5 -d shortage=2

    belarusgame assess --fix west=isolate --order "putin; lukashenko; west, china"
    """
    scenario = read_scenario(file, order, fix, without)
    choice = read_choice(scenario, weight, driver, type_, delegation)
    by_default = 0 if scenario.question is None or choice.changes else HEADLINE_DRAWS
    count = whole(draws, "--draws") if draws else by_default
    assessment = report.assess(
        scenario,
        draws=count,
        fix=read_fix(fix),
        brief=brief,
        max_seconds=max_seconds,
        max_exact=read_most_exact(max_exact),
        **choice.arguments,
    )
    show(
        assessment,
        lambda: assessment_data(assessment),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: print_assessment(screen, assessment, brief=brief),
    )


@app.command()
def claims(
    file: File = BUILT_IN,
    audit: Annotated[
        bool, typer.Option("--audit", help="What the numbers rest on, instead of the claims.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List what the sources say and what uses it; with --audit, what the coding rests on.

    Examples: belarusgame claims

    belarusgame claims my-case.toml --audit
    """
    scenario = load_scenario(file)
    from belarusgame.report.carrying import CLAIM_DRAWS

    found = report.audit(scenario, draws=CLAIM_DRAWS if audit else 0)
    show(
        found if audit else scenario.evidence,
        lambda: audit_data(scenario, found),
        as_json=as_json,
        as_csv=as_csv,
        page=None if audit else lambda screen: print_claims(screen, scenario, found),
    )


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
    as_csv: AsCsv = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
    delegation: Delegations = None,
) -> None:
    """List the payoffs of every profile, or take one payoff apart into considerations and claims.

    Examples: belarusgame payoffs --at "putin=coerce west=isolate"

    belarusgame payoffs -p putin --at "lukashenko=join putin=coerce west=isolate china=intercede"
    """
    scenario = load_scenario(file)
    choice = read_choice(scenario, weight, driver, type_, delegation)
    where = partial_profile(at, "--at") or {}
    if player:
        trace = report.trace(scenario, player, where, **choice.arguments)
        show(trace, lambda: trace_data(trace), as_json=as_json, as_csv=as_csv)
        return
    game = choice.game()
    rows = [row for row in game.rows() if _matches(scenario, row, where)]
    show(
        Listed(rows),
        lambda: game_data(rows),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: print_payoffs(screen, game, rows),
    )


@app.command()
def explain(
    file: File = BUILT_IN,
    concept: ListedOption = None,
    order: OrderOption = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
    delegation: Delegations = None,
) -> None:
    """Explain every outcome: for each player, why this and not the alternatives.

    Examples: belarusgame explain

    belarusgame explain my-case.toml --concept pure
    """
    scenario = read_scenario(file, order)
    choice = read_choice(scenario, weight, driver, type_, delegation)
    solution = outcomes_of(choice.game(), concept, scenario.order)
    # Each takes a second where there are hundreds of strategies; then there may be hundreds of outcomes too.
    explained = solution.outcomes if as_json or as_csv else solution.outcomes[:MOST_OUTCOMES]
    explanations = [report.explain(scenario, outcome, **choice.arguments) for outcome in explained]

    def page(screen: Screen) -> None:
        print_solution(screen, solution, _names(scenario))
        for explanation in explanations:
            print_explanation(screen, explanation)
        if len(explained) < len(solution.outcomes):
            print_sentences(screen, ["The other outcomes are explained by --json and --csv."])

    show(
        Listed([row for explanation in explanations for row in explanation.rows()]),
        lambda: [explanation_data(explanation) for explanation in explanations],
        as_json=as_json,
        as_csv=as_csv,
        page=page,
    )


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
        typer.Option(
            "--rationality", help="For logit and sequential-logit; by default the file's likely level, or 2."
        ),
    ] = None,
    fix: Fix = None,
    without: Without = None,
    order: OrderOption = "",
    max_cells: Annotated[
        str,
        typer.Option("--max-cells", metavar="NUMBER", help="For nash: the work that the search may take."),
    ] = "",
    max_seconds: Annotated[
        float | None, typer.Option("--max-seconds", help="For nash: the time that the search may take.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    weight: Weights = None,
    driver: Drivers = None,
    type_: Types = None,
    delegation: Delegations = None,
) -> None:
    """Answer one question about a scenario, or about a game in a .nfg, .efg or .csv file.

    Of a tree in a .efg file the reduced strategic form is solved; with --concept sequential, where every move
    is seen, the tree itself.

    Examples: belarusgame equilibria --concept nash

    belarusgame equilibria --concept correlated --event lukashenko=join

    belarusgame equilibria game.nfg --concept commitment --leader "Player 1"

    belarusgame equilibria --concept sequential-logit --order "putin; lukashenko; west, china"
    """
    scenario = None if is_game_file(file) else read_scenario(file, order, fix, without)
    if scenario is None and (weight or driver or type_ or delegation or fix or without):
        raise GameError(
            f"{file}: a game has no weights, drivers, types or delegations to set; --fix and --without also "
            "need a scenario"
        )
    if scenario is not None:
        scenario = scenario.fixing(read_fix(fix))
    if rationality is None and concept in (Concept.logit, Concept.sequential_logit):
        rationality = _rationality(scenario)
    if concept is Concept.sequential and Path(file).suffix.lower() == ".efg":
        perfect = subgame_perfect(read_efg(file))
        show(
            perfect,
            lambda: solution_data(perfect),
            as_json=as_json,
            as_csv=as_csv,
            page=lambda screen: print_solution(screen, perfect, {}),
        )
        return
    found = solve_by_name(
        read_game(file)
        if scenario is None
        else read_choice(scenario, weight, driver, type_, delegation).game(),
        concept,
        order=read_order(order) if scenario is None else scenario.order,
        event=partial_profile(event, "--event"),
        leader=leader or None,
        rationality=rationality,
        max_cells=whole(max_cells, "--max-cells") if max_cells else None,
        max_seconds=max_seconds,
    )

    def page(screen: Screen) -> None:
        if isinstance(found, Solution):
            print_solution(screen, found, {} if scenario is None else _names(scenario))
        else:
            print_table(screen, found)

    show(
        found,
        lambda: solution_data(found) if isinstance(found, Solution) else record_data(found),
        as_json=as_json,
        as_csv=as_csv,
        page=page,
    )


@app.command()
def check(
    file: File = BUILT_IN,
    strength: Annotated[
        bool,
        typer.Option("--strength", help="Which mistakes of coding the requirements would notice, instead."),
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Prove or refute every assumption of a scenario, over all weights, drivers and types in their ranges.

    Exit code 1 if a requirement is refuted; a refuted finding is only reported. With --strength, mistakes of
    coding are made on purpose, one at a time, and it says which of them some requirement notices.

    Examples: belarusgame check

    belarusgame check my-case.toml --strength
    """
    from belarusgame import assume

    if strength:
        modelling.show_whole(assume.strength(load_scenario(file)), as_json=as_json, as_csv=as_csv)
        return
    found = assume.check(load_scenario(file))
    show(
        found,
        lambda: check_data(found),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: print_check(screen, found),
    )
    if not found.passed:
        raise typer.Exit(REFUTED)


@app.command()
def schema(
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Of files that hold sources and claims only.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Changes nothing: a schema is JSON.")] = True,
) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check TOML.

    Examples: belarusgame schema > scenario.schema.json

    belarusgame schema --evidence > evidence.schema.json
    """
    from belarusgame.scenario import json_schema

    del as_json
    print_json(json_schema("evidence" if evidence else "scenario"))


@app.command()
def new(
    file: Annotated[str, typer.Argument(help="The file to write; it must not exist yet.")],
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="With everything that a file may hold: drivers, types, delegations, assumptions."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a small commented scenario that loads and solves, to start your own from.

    Examples: belarusgame new my-case.toml

    belarusgame new my-case.toml --full
    """
    path = Path(file)
    if path.suffix != ".toml":
        raise GameError(f"{file}: a scenario file's name ends in .toml")
    write_text(path, template("full.toml" if full else "new.toml"), new=True)
    if as_json:
        print_json({"wrote": file})
    else:
        print(f"Wrote {file}. Next: belarusgame assess {file}")


app.command("signals")(signals)
app.command("sweep")(explore.sweep)
app.command("tipping-points")(explore.tipping_points)
app.command("guarantee")(explore.guarantee)
app.command("sensitivity")(explore.sensitivity)
app.command("structures")(modelling.structures)
app.command("what-if")(modelling.what_if)
app.command("status-quo")(modelling.status_quo)
app.command("compare")(modelling.compare)
app.command("report")(handing_on.report)
app.command("figures")(handing_on.figures)
app.command("campaign")(simulate.campaign)
app.command("learn")(simulate.learn)
app.command("backtest")(simulate.backtest)


def run() -> NoReturn:
    """Run the command; bad input ends with its message and exit code 2, never with a traceback."""
    end(lambda: app(prog_name="belarusgame", standalone_mode=False))


def _rationality(scenario: Scenario | None) -> float:
    """Return the likely level of a scenario; 2 where it says nothing."""
    entry = None if scenario is None else scenario.rationality
    return 2.0 if entry is None else float(entry.level.likely)


def _names(scenario: Scenario) -> dict[str, str]:
    return {player.key: player.name for player in scenario.players}


def _matches(scenario: Scenario, row: Any, where: PartialProfile) -> bool:
    admitted = scenario.labels.allowed(where)
    return all(
        scenario.labels.strategy_index(i, row[player]) in admitted[i]
        for i, player in enumerate(scenario.labels.players)
    )
