import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore.sampling.by_draw import decided_by_draw, solved_by_draw
from belarusgame.explore.sampling.one_draw import ExactSolver


def solver(scenario, draws):
    return ExactSolver(scenario=scenario, draws=draws, concept="sequential", select=None, watched=())


def test_payoffs_of_a_draw_are_those_of_its_game():
    scenario = first_edition()
    draws = bg.explore.make_draws(scenario, 4)
    values = draws.values(0, 20)
    exact = solver(scenario, draws)
    profile = {"lukashenko": "join", "putin": "coerce", "west": "differentiate", "china": "intercede"}
    for player in scenario.labels.players:
        found = decided_by_draw(scenario, draws, values, player, profile)
        wanted = [float(exact.game(np.ascontiguousarray(v)).payoff(player, profile)) for v in values.T]
        assert found == pytest.approx(wanted, abs=1e-12)


def test_every_draw_has_the_outcomes_of_its_game():
    scenario = first_edition()
    draws = bg.explore.make_draws(scenario, 4)
    found = solved_by_draw(scenario, draws, 20, "sequential", {"putin": "coerce"}, 8)
    for code, values in zip(found.codes, draws.values(0, 20).T, strict=True):
        game = solver(scenario, draws).game(np.ascontiguousarray(values)).restrict({"putin": ("coerce",)})
        solution = bg.solve.sequential_equilibria(game, scenario.order)
        wanted = [outcome.pure_profile for outcome in solution.outcomes]
        assert sorted(map(str, found.profiles(found.kinds[code]))) == sorted(map(str, wanted))
