"""The command about hidden information: what each type does, what the others then believe."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from belarusgame.base.screen import Screen
from belarusgame.command.options import AsCsv, AsJson, Drivers, File, Weights, read_choice
from belarusgame.command.showing import show
from belarusgame.report.text import print_line, print_sentences
from belarusgame.scenario import BUILT_IN, Scenario, load_scenario
from belarusgame.solve.bayesian import (
    BayesianSolution,
    PerfectBayesianSolution,
    bayesian_equilibria,
    perfect_bayesian_equilibria,
    sentences_of,
    what_beliefs_do,
)

#: More equilibria are left to ``--json`` and ``--csv``.
MOST_SHOWN = 10

#: The library's default.
SEARCH_SECONDS = 60.0


def signals(
    file: File = BUILT_IN,
    intuitive: Annotated[
        bool,
        typer.Option(
            "--intuitive", help="Keep what passes the intuitive criterion; for one sender and one receiver."
        ),
    ] = False,
    max_seconds: Annotated[
        float,
        typer.Option(
            "--max-seconds",
            help="The time to search where the file has an order; then the answer is partial.",
        ),
    ] = SEARCH_SECONDS,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    weight: Weights = None,
    driver: Drivers = None,
) -> None:
    """Say what each type does, what the others then believe, and which beliefs hold it up.

    Each player alone knows its type. Where the file has an order of moves, these are all perfect Bayesian
    equilibria; else all Bayesian equilibria.

    Examples: belarusgame signals

    belarusgame signals my-case.toml --driver shortage=2
    """
    scenario = load_scenario(file)
    choice = read_choice(scenario, weight, driver, None, None)
    game = scenario.bayesian_game(choice.weights, choice.drivers)
    if scenario.order is None:
        together = bayesian_equilibria(game)
        show(together, lambda: _together_data(together), as_json=as_json, as_csv=as_csv)
        return
    found = perfect_bayesian_equilibria(
        game, scenario.order, refine="intuitive" if intuitive else None, max_seconds=max_seconds
    )
    show(
        found,
        lambda: _data(found),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: _print(screen, scenario, found),
    )


def _print(screen: Screen, scenario: Scenario, found: PerfectBayesianSolution) -> None:
    """Print every equilibrium in sentences."""
    names = {player.key: player.name for player in scenario.players}
    print_line(screen, scenario.title)
    screen.print()
    print_line(
        screen, f"{len(found.equilibria)} perfect Bayesian, {found.status}; sequential: {found.sequential}."
    )
    print_sentences(screen, [_types(found, names), what_beliefs_do(found, names), *found.messages])
    for number, record in enumerate(found.equilibria[:MOST_SHOWN], start=1):
        screen.print(
            f"\n{number}. {'One equilibrium' if record.isolated else 'Equilibria that hang together'}"
        )
        print_sentences(screen, sentences_of(record, names))
    if len(found.equilibria) > MOST_SHOWN:
        print_sentences(screen, ["The other equilibria are listed by --json and --csv."])


def _types(found: PerfectBayesianSolution, names: dict[str, str]) -> str:
    """Say who knows what about itself, and how likely that is."""
    game = found.game
    parts = [
        f"the type of {names[player]} is "
        + " or ".join(f"{kind} ({float(chance):.4g})" for kind, chance in game.marginals[player].items())
        for player in game.typed
    ]
    return f"{'; '.join(parts)}; each alone knows its own." if parts else "No player has types."


def _data(found: PerfectBayesianSolution) -> dict[str, Any]:
    """Return the answer as plain data, exact numbers as text."""
    return {
        "status": found.status,
        "sequential": found.sequential,
        "beliefs about": list(found.used),
        "messages": list(found.messages),
        "equilibria": [
            {
                "sentences": sentences_of(record),
                "probabilities": {
                    name: [str(low), str(high)] for name, (low, high) in record.ranges().items()
                },
                "payoffs": {
                    player: [str(low), str(high)] for player, (low, high) in record.payoff_ranges().items()
                },
                "regions": [
                    {
                        "coordinates": list(region.coordinates),
                        "corners": [list(map(str, corner)) for corner in region.vertices],
                        "conditions": region.words(),
                    }
                    for piece in record.pieces
                    for region in piece.regions
                ],
            }
            for record in found.equilibria
        ],
    }


def _together_data(found: BayesianSolution) -> dict[str, Any]:
    return {
        "status": found.status,
        "messages": list(found.messages),
        "equilibria": [record.strategies for record in found.equilibria],
    }
