"""The parts of the walk over supports, uncompiled, on sets written as bits."""

import numpy as np
import pytest

from belarusgame.solve.structured import walk_kernel


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    for name in ("opponents_profiles", "beats", "survives"):
        monkeypatch.setattr(walk_kernel, name, getattr(walk_kernel, name).py_func)


@pytest.mark.parametrize(
    ("i", "chosen", "expected", "block"),
    [
        (0, 2, [0, 4, 1, 5], 2),  # the third has not chosen: what the second does runs fastest
        (0, 0, [0, 1, 4, 5], 1),  # nobody has
        (0, 3, [0, 1, 4, 5], 4),  # everybody has
        (2, 1, [0, 3, 2, 5], 2),  # to the last, the first two make rows of three
    ],
)
def test_profiles_of_the_others_are_listed_by_those_who_have_chosen(i, chosen, expected, block):
    counts, allowed = np.array([2, 3, 2]), np.array([0b11, 0b101, 0b11])
    places = np.zeros(24, dtype=np.int64)
    found, size = walk_kernel.opponents_profiles(counts, allowed, i, chosen, places)
    assert (places[:found].tolist(), size) == (expected, block)


@pytest.mark.parametrize(
    ("gains", "block", "excludes"),
    [
        ([1, 0, 0, 2], 2, True),  # better somewhere, whatever those do who have not chosen
        ([1, 0, 0, 0], 2, False),
        ([1, 0, 0, 0], 4, True),
        ([2, 2, 2, -1], 4, False),
        ([0, 0, 0, 0], 4, False),
        ([1, 1, 1, 1], 1, True),
        ([1, 1, 0, 1], 1, False),
    ],
)
def test_a_strategy_excludes_another_if_it_is_never_worse_and_better_where_play_is(gains, block, excludes):
    own = np.array([0] * 4 + gains)
    assert walk_kernel.beats(own, 4, 0, np.arange(4), 4, block) == excludes


def survives(payoffs, allowed, chosen):
    payoffs = np.array(payoffs)
    lines = np.stack([np.moveaxis(own, i, 0).ravel() for i, own in enumerate(payoffs)])
    left = np.array(allowed)
    places = np.zeros(2 * lines.shape[1], dtype=np.int64)
    return walk_kernel.survives(lines, np.array(payoffs.shape[1:]), left, chosen, places), left.tolist()


#: The last column is worse than the first; without it the top row is worse, and then the first column.
STEPS = [[[1, 1, 5], [2, 2, 0]], [[2, 1, 1], [1, 2, 0]]]


def test_what_nobody_can_use_any_more_is_deleted_step_by_step():
    assert survives(STEPS, [0b11, 0b111], 0) == (True, [0b10, 0b010])


def test_a_choice_that_is_beaten_does_not_survive():
    assert not survives(STEPS, [0b11, 0b111], 1)[0]  # the first would use its top row too
    assert survives(STEPS, [0b10, 0b111], 1) == (True, [0b10, 0b010])
    assert not survives(STEPS, [0b10, 0b001], 2)[0]


def test_a_strategy_that_is_not_allowed_may_beat_all_the_same():
    dilemma = [[[2, 0], [3, 1]], [[2, 3], [0, 1]]]
    assert not survives(dilemma, [0b01, 0b11], 1)[0]
    pennies = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    assert survives(pennies, [0b11, 0b11], 2) == (True, [0b11, 0b11])
    assert not survives(pennies, [0b11, 0b01], 2)[0]
