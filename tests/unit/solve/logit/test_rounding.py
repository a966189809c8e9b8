"""No answer hangs on the last bits: every linear solve is disturbed by a few units in the last place."""

import numpy as np
import pytest

from belarusgame import Game
from belarusgame.solve.logit import logit_path
from belarusgame.solve.logit import path as path_module
from belarusgame.solve.logit.arrays import allocate
from belarusgame.solve.logit.system import logit_system

DISTURBANCES = 50
LAST_PLACES = 4.0 * np.finfo(float).eps
ILL_CONDITIONED = np.array([[2, -4, 2, -3], [2, 1, -1, 1], [3, 0, 0, 4], [4, 0, -3, 1]])
SYMMETRIC = np.array([[2, -3, 1], [0, 4, -2], [3, 1, -1]])
DRAWN = np.random.default_rng(11)

#: The game that used to fail, then symmetric ones, ones that fold or tie, and random ones.
GAMES = {
    "ill-conditioned": [ILL_CONDITIONED, ILL_CONDITIONED.T],
    "two equal sides": [np.eye(2), np.eye(2)],
    "three equal sides": [np.eye(3), np.eye(3)],
    "a hidden symmetry": [[[6, 1], [6, 2]], [[5, 4], [4, 4]]],
    "symmetric": [SYMMETRIC, SYMMETRIC.T],
    "stag hunt": [[[4, 0], [3, 2]], [[4, 3], [0, 2]]],
    "matching pennies": [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]],
    "folded": [[[6, 6, 1], [6, 0, 4]], [[6, 3, 3], [5, 5, 6]]],
    "tied": DRAWN.integers(-1, 2, (2, 3, 3)),
    "tied, three players": DRAWN.integers(-1, 2, (3, 2, 2, 2)),
    "random 0": DRAWN.uniform(-1, 1, (2, 3, 3)),
    "random 1": DRAWN.uniform(-1, 1, (3, 2, 2, 2)),
    "random 2": DRAWN.uniform(-1, 1, (3, 2, 3, 2)),
}


class Disturbed:
    """Functions of linear algebra that round as another processor might."""

    def __init__(self, seed):
        self.generator = np.random.default_rng(seed)
        self.calls = 0

    def disturb(self, array):
        self.calls += 1
        return array * (1.0 + LAST_PLACES * self.generator.uniform(-1, 1, np.shape(array)))

    def solving(self, solve):
        def solved(matrix, sides):
            answers, sign = solve(self.disturb(matrix), self.disturb(sides))
            return self.disturb(answers), sign

        return solved

    def taking(self, function):
        return lambda matrix, *more, **settings: function(self.disturb(matrix), *more, **settings)


def shape_of(path):
    """What must not hang on rounding: status, meetings, folds and the limit, and no branch beside it."""
    messages = [message.split(" near rationality")[0] for message in path.messages]
    return path.status, len(path.singular), len(path.turning_points), messages


@pytest.mark.parametrize("name", GAMES)
def test_branches_limits_and_statuses_do_not_hang_on_rounding(monkeypatch, name):
    game = Game(np.array([np.array(part, dtype=float) for part in GAMES[name]]))
    expected = logit_path(game)
    solve, count, squares = path_module.solve, path_module.negative_eigenvalues, np.linalg.lstsq
    for seed in range(DISTURBANCES):
        other = Disturbed(seed)
        monkeypatch.setattr(path_module, "solve", other.solving(solve))
        monkeypatch.setattr(path_module, "negative_eigenvalues", other.taking(count))
        monkeypatch.setattr(np.linalg, "lstsq", other.taking(squares))
        found = logit_path(game)
        assert other.calls > 100
        assert shape_of(found) == shape_of(expected), seed
        assert found.singular == pytest.approx(expected.singular, rel=1e-4)
        for one, two in zip(found.limit.mixed, expected.limit.mixed, strict=True):
            np.testing.assert_allclose(one, two, atol=1e-6)
        at = [np.interp(1.0, p.rationalities, p.profiles[0][:, 0]) for p in (found, expected)]
        assert at[0] == pytest.approx(at[1], abs=1e-3)  # the same branch on the way


@pytest.mark.parametrize("name", ["symmetric", "stag hunt", "tied", "random 0"])
def test_raised_rationality_does_not_hang_on_rounding(plain, name):
    kernel, eliminate = plain["kernel"], plain["kernel"].eliminate
    payoffs = np.array([np.array(part, dtype=float) for part in GAMES[name]])[None]
    system = logit_system(payoffs, [np.full(n, 1 / n) for n in payoffs.shape[2:]])

    def raised():
        z, stalled = np.empty_like(system.log_base), np.zeros(1, dtype=bool)
        kernel.raise_rationality(system.at, np.array([5.0]), allocate(system.at), z, stalled)
        return z, stalled

    expected, stalled = raised()
    assert not stalled[0]
    for seed in range(DISTURBANCES):
        other = Disturbed(seed)

        def disturbed(matrix, sides, other=other):
            matrix[:], sides[:] = other.disturb(matrix), other.disturb(sides)
            return eliminate(matrix, sides)

        kernel.eliminate = disturbed
        found, stalled = raised()
        assert other.calls > 15
        assert not stalled[0]
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)
