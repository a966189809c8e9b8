"""What strict dominance leaves of draws, by the signs of comparisons."""

import numpy as np

from belarusgame.explore.sampling.left_of_draws import LeftOfDraws


def test_dominance_leaves_what_is_strictly_better_step_by_step(told_apart):
    def alive(payoffs):
        at, signs = told_apart(payoffs)
        return LeftOfDraws(at, signs[None], np.arange(len(payoffs))[None]).alive(0)

    assert alive([[[2, 0], [3, 1]], [[2, 3], [0, 1]]]) == ((1,), (1,))
    # The last column is worse than the first one; without it the top row is worse.
    assert alive([[[1, 1, 5], [2, 2, 0]], [[2, 1, 1], [1, 2, 0]]]) == ((1,), (1,))
    assert alive([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]) == ((0, 1), (0, 1))
    # A tie in one place is no strict dominance.
    assert alive([[[0, -1], [0, 0]], [[0, 3], [0, -1]]]) == ((0, 1), (0, 1))


def test_draws_that_dominance_leaves_alike_have_one_key(told_apart):
    """Signs of strategies that are struck make no difference."""
    at, signs = told_apart([[[2, 2], [3, 3], [0, 1]], [[2, 3], [0, 1], [4, 4]]])
    other = signs.copy()
    struck = np.abs(at.pairs[at.situation_of[1].reshape(3, 2)[2, 0], 0, 1])  # of the last row
    other[struck] = 1
    left = LeftOfDraws(at, np.stack([signs, other]), np.array([[0, 1]] * 2))
    assert left.alive(0) == ((1,), (1,))
    assert left.key(0) == left.key(1)
    assert left.reduced(0).pairs == left.reduced(1).pairs
