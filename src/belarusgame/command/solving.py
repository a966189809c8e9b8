"""The commands that solve: the main job, payoffs, outcomes explained, equilibria by their concept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from belarusgame import report
from belarusgame.base.expected_time import announce_time
from belarusgame.base.labels import PartialProfile
from belarusgame.base.screen import Screen
from belarusgame.base.tables import Listed
from belarusgame.command.options import (
    AsCsv,
    AsJson,
    Brief,
    ConceptOption,
    Delegations,
    Drivers,
    File,
    Fix,
    ListedOption,
    MaxExact,
    OrderOption,
    Partial,
    Types,
    Weights,
    Without,
    most_exact,
    number,
    partial_profile,
    read_choice,
    read_fix,
    read_order,
    read_scenario,
    without_choice,
)
from belarusgame.command.showing import show
from belarusgame.exchange import is_game_file, read_efg, read_game
from belarusgame.report.as_data import (
    assessment_data,
    explanation_data,
    game_data,
    record_data,
    solution_data,
    trace_data,
)
from belarusgame.report.text import (
    MOST_OUTCOMES,
    print_assessment,
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

#: What the headlines of the main job rest on.
HEADLINE_DRAWS = 100_000

#: Explaining an outcome compares it with every other strategy of each player; measured with 200 of them.
COMPARISON_SECONDS = 0.01

#: Far more than any coded article needs; six players with four strategies each would take hours.
SEARCH_SECONDS = 60.0


def assess(
    file: File = BUILT_IN,
    draws: Annotated[
        int | None,
        number("--draws", about="How many draws the headlines rest on; 0 for none. By default 100000."),
    ] = None,
    fix: Fix = None,
    without: Without = None,
    order: OrderOption = "",
    brief: Brief = False,
    max_exact: MaxExact = None,
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
    assessment = report.assess(
        scenario,
        draws=by_default if draws is None else draws,
        fix=read_fix(fix),
        brief=brief,
        max_seconds=max_seconds,
        max_exact=most_exact(max_exact),
        **choice.arguments,
    )
    show(
        assessment,
        lambda: assessment_data(assessment),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: print_assessment(screen, assessment, brief=brief),
    )


def payoffs(
    file: File = BUILT_IN,
    at: Annotated[
        Partial, partial_profile("--at", about='A profile, or part of one: "lukashenko=join putin=coerce".')
    ] = None,
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
    where = at or {}
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
    compared = sum(len(labels) for labels in scenario.labels.strategies) - len(scenario.players)
    announce_time(
        len(explained) * compared * COMPARISON_SECONDS,
        f"explaining {len(explained)} outcomes",
        "--concept, --order, or no --json and no --csv, which explain every outcome",
    )
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


def equilibria(
    file: File = BUILT_IN,
    concept: ConceptOption = None,
    event: Annotated[
        Partial,
        partial_profile(
            "--event", about='Ask correlated equilibria about a partial profile: "putin=coerce".'
        ),
    ] = None,
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
        int | None, number("--max-cells", about="For nash: the work that the search may take.")
    ] = None,
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
    scenario = None
    if is_game_file(file):
        without_choice(file, weight, driver, type_, delegation, fix, without)
    else:
        scenario = read_scenario(file, order, fix, without).fixing(read_fix(fix))
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
        event=event,
        leader=leader or None,
        rationality=rationality,
        max_cells=max_cells,
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
