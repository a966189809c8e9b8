"""The draws that strict dominance solves, uncompiled, on games laid out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels import nash


@pytest.fixture
def solved(uncompiled, told_apart):
    """Return a function that solves two draws, of which the second is hard already."""
    uncompiled(nash)

    def solve(payoffs):
        at, signs = told_apart(payoffs)
        players = len(at.counts)
        buffers = SimpleNamespace(
            tables=np.arange(players)[:, None].repeat(2, axis=1), signs=signs[:, None].repeat(2, axis=1)
        )
        bits = np.full((2, at.digits.shape[1] // 64 + 1), 7, dtype=np.uint64)
        hard = np.array([0, 1], dtype=np.uint8)
        nash.solve_nash(at, np.zeros((1, 2)), buffers, bits, hard)
        assert (bits[1].tolist(), hard[1]) == ([0] * bits.shape[1], 1)  # is left as it is, without outcomes
        return None if hard[0] else int.from_bytes(bits[0].tobytes(), "little")

    return solve


def test_a_dilemma_is_solved_at_once(solved):
    assert solved([[[2, 0], [3, 1]], [[2, 3], [0, 1]]]) == 1 << 3


def test_dominance_goes_on_where_it_has_struck(solved):
    # The last column is worse than the first; without it the top row is worse, then the first column.
    assert solved([[[1, 1, 5], [2, 2, 0]], [[2, 1, 1], [1, 2, 0]]]) == 1 << 4


@pytest.mark.parametrize(
    "payoffs",
    [[[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]],
    ids=["pennies", "sexes"],
)
def test_a_draw_that_dominance_does_not_solve_is_hard(solved, payoffs):
    assert solved(payoffs) is None


def test_a_tie_is_no_strict_dominance_as_long_as_it_may_be_faced(solved):
    assert solved([[[1, 1], [1, 1]], [[0, 1], [0, 1]]]) is None
    # Here the tie is on the left, which the second player never uses.
    assert solved([[[1, 1], [1, 2]], [[0, 1], [0, 1]]]) == 1 << 3


def test_three_players_and_profiles_beyond_the_first_word(solved):
    sizes = (2, 3, 12)
    own = [np.broadcast_to(axis, sizes) for axis in np.ogrid[tuple(slice(size) for size in sizes)]]
    assert solved(own) == 1 << 71  # the last strategy of each is best
    assert solved([-own[0], own[1], -own[2]]) == 1 << 24
