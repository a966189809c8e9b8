"""Uniform numbers by counter, and what the inverse distribution functions make of them."""

import numpy as np
import pytest

from belarusgame.base.counter import key_schedule, seed_keys
from belarusgame.explore.sampling.random import TRIANGULAR, UNIFORM, fill_uniforms, to_ranges


def filled(keys, first, wanted, count):
    rows = np.full((2 * len(wanted), count), 7.0)
    fill_uniforms(keys, first, np.array(wanted), rows)
    return rows


def test_a_draw_takes_two_midpoints_from_the_published_words():
    """The words of Philox at counter and key 0, as its authors publish them; 53 bits of each pair count."""
    even, odd = filled(key_schedule(0, 0), 0, [True], 1)[:, 0]
    for found, words in ((even, 0x6627E8D5_E169C58D), (odd, 0xBC57AC4C_9B00DBD8)):
        assert found * 2**54 == 2 * (words >> 11) + 1


def test_any_draw_can_be_made_by_itself_also_beyond_the_first_word_of_its_number():
    keys = seed_keys(3)
    whole = filled(keys, 0, [True, True], 9)
    assert filled(keys, 5, [True, True], 3).tolist() == whole[:, 5:8].tolist()
    assert len(np.unique(whole)) == whole.size
    ends = filled(keys, 2**32 - 2, [True, True], 4)
    assert ends[:, 2:].tolist() == filled(keys, 2**32, [True, True], 2).tolist()
    assert (ends[:, 2:] != whole[:, :2]).all()


def test_pairs_that_nobody_wants_are_left_and_change_no_other():
    keys = seed_keys(3)
    rows = filled(keys, 0, [False, True], 5)
    assert (rows[:2] == 7).all()
    assert rows[2:].tolist() == filled(keys, 0, [True, True], 5)[2:].tolist()


@pytest.mark.parametrize(
    ("shape", "ends", "expected"),
    [
        (UNIFORM, (2, 3, 6), {0.25: 3, 0.5: 4}),
        # likely at a quarter: (x / 1)^2 / 4 up to there, then 1 - ((4 - x) / 3)^2 * 3 / 4
        (TRIANGULAR, (0, 1, 4), {1 / 16: 0.5, 0.25: 1, 13 / 16: 2.5}),
        (TRIANGULAR, (1, 1, 3), {0.75: 2}),  # most likely at the low end
        (TRIANGULAR, (1, 3, 3), {0.25: 2}),  # and at the high one
        (0, (2, 3, 6), {0.25: 0.25}),  # made elsewhere
    ],
)
def test_points_become_draws_by_the_inverse_distribution_function(shape, ends, expected):
    rows = np.array([list(expected)])
    to_ranges(np.array([shape]), np.array([ends], dtype=float), rows)
    assert rows[0].tolist() == pytest.approx(list(expected.values()), abs=1e-15)


@pytest.mark.parametrize("shape", [UNIFORM, TRIANGULAR])
def test_no_draw_leaves_its_range(shape):
    ends = np.array([[0.1, 0.1, 0.3], [0.1, 0.3, 0.3], [0.7, 0.9, 1.1]])
    rows = np.tile([2.0**-54, 2.0**-53, 0.5, 1 - 2.0**-53], (3, 1))
    to_ranges(np.full(3, shape), ends, rows)
    assert (rows >= ends[:, :1]).all()
    assert (rows <= ends[:, 2:]).all()
