"""Which figures a page shows, in its order."""

from __future__ import annotations

from collections.abc import Iterator

import belarusgame.report.figures as figures
from belarusgame.explore import TellingPairs, region_map
from belarusgame.game import Game
from belarusgame.report.assessment import Assessment
from belarusgame.report.figures import Chart
from belarusgame.report.figures.best_replies import MOST_DRAWN
from belarusgame.report.page.further import Further
from belarusgame.scenario import Scenario
from belarusgame.solve.logit import logit_path

#: A game with more profiles has a path of logit equilibria that takes too long to follow for a page.
MOST_PROFILES = 2_000


def charts_of(
    assessment: Assessment, telling: TellingPairs | None, further: Further
) -> Iterator[tuple[str, Chart]]:
    """Make the figures, in the order of the page; those whose data is not there are left out."""
    scenario, main = assessment.scenario, assessment.readings[0]
    if main.solution.outcomes:
        yield "play", figures.play(main.solution.outcomes[0], scenario=scenario)
    if main.explanations:
        yield "margins", figures.margins(main.explanations[0], scenario=scenario)
    yield from _matrix(assessment)
    if main.solution.game is not None and len(scenario.players) > 2 and _small(main.solution.game):
        yield "best_replies", figures.best_replies(main.solution.game, scenario=scenario)
    if assessment.structures is not None:
        yield "structures", figures.structures(assessment.structures, scenario=scenario)
    yield "basis", figures.basis(assessment.audit, scenario=scenario)
    found = assessment.headlines[0] if assessment.headlines else None
    if found is not None:
        yield "shares", figures.shares(found.sweep, scenario=scenario)
    game = main.solution.game
    if scenario.rationality is not None and game is not None and game.payoffs[0].size <= MOST_PROFILES:
        path = logit_path(game)
        yield "mistakes", figures.mistakes(path, scenario=scenario)
        three = [player for player in _asked_first(scenario) if len(scenario.player(player).strategies) == 3]
        if three:
            yield "triangle", figures.mistakes(path, scenario=scenario, player=three[0], as_triangle=True)
    if further.signals is not None:
        yield "signals", figures.signals(further.signals, scenario=scenario)
    if further.months is not None:
        yield "months", figures.months(further.months)
    if further.backtest is not None:
        yield "backtest", figures.backtest(further.backtest)
    if found is not None:
        # Of what happens already the question is what would stop it.
        yield "walk", figures.walk(found.tipping.stops or found.tipping, scenario=scenario)
    if telling is not None and telling.pairs:
        first = telling.pairs[0]
        drawn = region_map(
            scenario, first.x, first.y, concept="pure" if scenario.order is None else "sequential"
        )
        yield "regions", figures.regions(drawn, scenario=scenario)
    varied = None if found is None else found.mistakes or found.sensitivity
    if varied is not None:
        yield "sensitivity", figures.sensitivity(varied, scenario=scenario)
    if found is not None and found.without is not None and found.without.claims:
        yield "carriers", figures.carriers(found.without, scenario=scenario)


def _small(game: Game) -> bool:
    """Whether all best replies can be drawn; of two players the table shows them."""
    return game.payoffs[0].size <= MOST_DRAWN


def _asked_first(scenario: Scenario) -> list[str]:
    """Return the players, those first whom the question is about, then in the order of moves."""
    moving = [player for group in scenario.order or () for player in group] or list(scenario.labels.players)
    return list(dict.fromkeys([*(scenario.question or {}), *moving]))


def _matrix(assessment: Assessment) -> Iterator[tuple[str, Chart]]:
    """Make the table of the player asked about and who decides for it, or moves first; the rest are fixed."""
    scenario, solution = assessment.scenario, assessment.readings[0].solution
    if len(scenario.players) < 2 or solution.game is None or not solution.outcomes:
        return
    asked = _asked_first(scenario)
    deciders = [d.to for d in solution.game.delegations if d.player == asked[0]]
    shown = set(list(dict.fromkeys([asked[0], *deciders, *asked]))[:2])
    # Of a mixed outcome there is no single table in which the others could be held.
    if solution.outcomes[0].is_pure:
        profile = solution.outcomes[0].pure_profile
        fixed = {player: label for player, label in profile.items() if player not in shown}
        yield (
            "matrix",
            figures.matrix(solution.game.fix(fixed) if fixed else solution.game, scenario=scenario),
        )
