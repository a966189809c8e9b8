"""Mixed strategies of a group: what members gain by leaving them, and what they are worth."""

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels import group_mixtures, supports
from belarusgame.explore.sampling.kernels.continuations import CLOSE
from belarusgame.explore.sampling.kernels.group_mixtures import OPEN


@pytest.fixture(autouse=True)
def _plain(uncompiled):
    uncompiled(group_mixtures, supports)


#: The first gains 2 on the diagonal's start and 1 on its end; the second has a third strategy that pays 1/2.
PAYOFFS = [[[2, 0, 0], [0, 1, 0]], [[1, 0, 0.5], [0, 2, 0.5]]]


def test_everybody_begins_with_the_first_strategy_of_its_support(group_of):
    _, group, _ = group_of(PAYOFFS)
    group.mixes[:] = 7
    group.used[:] = 0b10, 0b110
    group_mixtures.set_pure(group)
    assert group.mixes.tolist() == [[0, 1, 0], [0, 1, 0]]


def test_a_gain_is_averaged_over_what_the_others_do_and_not_over_ones_own_mixture(group_of):
    _, group, _ = group_of(PAYOFFS)
    group.mixes[0] = 0.25, 0.75, 0
    group.mixes[1] = 0.5, 0.25, 0.25
    # Down instead of up: -2 half of the time and 1 a quarter of it.
    assert group_mixtures.gain_of(group, 0, 0, 1) == -0.75
    assert group_mixtures.gain_of(group, 0, 1, 0) == 0.75
    # The middle instead of left: -1 with up (1/4) and 2 with down.
    assert group_mixtures.gain_of(group, 1, 0, 1) == 1.25


@pytest.mark.parametrize(("up", "answer"), [(0.75, 1), (0.25, 0), (0.5, CLOSE), (0.5 - 2e-9, 0)])
def test_a_member_stays_if_nothing_outside_of_its_support_gains(group_of, up, answer):
    """The second is at left, which pays as much as ``up``; the right strategy pays 1/2 for sure."""
    entries, group, _ = group_of([[[0, 0], [0, 0]], [[1, 0.5], [0, 0.5]]])
    group.used[:] = 0b11, 0b01
    group_mixtures.set_pure(group)
    group.mixes[0] = up, 1 - up
    assert group_mixtures.stays_put(entries, group, 1) == answer
    assert group_mixtures.stays_put(entries, group, 0) == 1  # all it has is in use


def test_a_mixture_is_worth_its_average_and_reaches_what_it_may_lead_to(group_of):
    entries, group, lists = group_of(PAYOFFS)
    group.mixes[0], group.mixes[1] = (0.25, 0.75, 0), (0.5, 0, 0.5)
    new = group_mixtures.mixture(entries, group, lists)
    assert entries.worst[:, new].tolist() == entries.best[:, new].tolist() == [0.25, 0.125 + 0.25]
    assert entries.low[new, 0] == entries.high[new, 0] == 0.25
    assert entries.reach[new, 0] == 0b101101  # up or down, with left or right


def test_where_a_cell_goes_on_in_several_ways_a_mixture_lies_between_them(group_of):
    entries, group, _ = group_of(PAYOFFS)
    group.many[0] = 2  # up and left leads to the first end or, perhaps, to the fifth
    lists = np.array([0, 4, 1, 2, 3, 4, 5])
    group.begin[:] = 0, 2, 3, 4, 5, 6
    group.mixes[0], group.mixes[1] = (0.5, 0.5, 0), (1, 0, 0)
    new = group_mixtures.mixture(entries, group, lists)
    assert (entries.worst[0, new], entries.best[0, new]) == (0.5, 1.0)
    assert (entries.worst[1, new], entries.best[1, new]) == (0.5, 1.0)
    assert (entries.low[new, 0], entries.high[new, 0]) == (0.0, 0.5)
    assert entries.reach[new, 0] == 0b011001


def test_what_has_no_room_leaves_the_answer_open(group_of):
    entries, group, lists = group_of(PAYOFFS, room=1)
    assert group_mixtures.add_entry(group, 0, 5) == 1
    assert group.found[0] == 5
    assert group_mixtures.add_entry(group, 1, 5) == OPEN
    assert group_mixtures.add_entry(group, 0, -1) == OPEN
    entries.used[0] = entries.reach.shape[0]
    assert group_mixtures.mixture(entries, group, lists) == -1


@pytest.mark.parametrize(
    ("low", "high", "found"), [(0.25, 0.75, 1), (0.5, 0.5 + 1e-10, OPEN), (0.75, 0.25, 0)]
)
def test_a_segment_runs_from_the_least_to_the_greatest_probability_of_the_second_strategy(
    group_of, low, high, found
):
    entries, group, lists = group_of([[[4, 0], [0, 8]], [[0, 0], [0, 0]]])
    group.used[:] = 0b11, 0b01
    group_mixtures.set_pure(group)
    assert group_mixtures.add_segment(entries, group, lists, 0, 0, low, high) == found
    if found == 1:
        new = group.found[0]
        assert (entries.worst[0, new], entries.best[0, new]) == (1.0, 3.0)
        assert (entries.low[new, 0], entries.high[new, 0]) == (0.25, 0.75)
        assert entries.worst[0, entries.corners[new]].tolist() == [3.0, 1.0]
        assert group.numbers[2] == 1  # smaller supports are ends of it
