"""One equilibrium, whatever the game's size and ties."""

import time
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.two_player.extreme import extreme_equilibria
from belarusgame.solve.two_player.lemke_howson import one_equilibrium


@pytest.mark.parametrize("seed", range(12))
def test_the_path_ends_at_an_extreme_equilibrium_also_with_ties(seed):
    draw = np.random.default_rng(seed)
    shape = tuple(draw.integers(1, 6, 2))
    A, B = draw.integers(1, 2 + seed % 4, (2, *shape)).tolist()
    x, y = one_equilibrium(A, B)
    point = tuple(tuple(Fraction(w, sum(own)) for w in own) for own in (x, y))
    assert point in extreme_equilibria(A, B).vertices


def test_a_budget_that_ends_leaves_at_least_one_equilibrium():
    game = bg.Game(np.random.default_rng(1).integers(-50, 51, (2, 24, 24)))
    solution = bg.solve.all_equilibria(game, max_cells=2000)
    assert solution.status == "partial"
    assert solution.equilibria
    assert max(e.regret for e in solution.equilibria) < 1e-9
    assert "max_cells = 2000 ended the search" in solution.messages[0]


def test_nothing_is_found_when_the_time_is_up():
    A, B = np.random.default_rng(0).integers(1, 100, (2, 30, 30)).tolist()
    assert one_equilibrium(A, B, deadline=time.monotonic()) is None
