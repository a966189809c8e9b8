"""All equilibria of a group in one draw, uncompiled, of games whose equilibria are known."""

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels import group_equilibria, group_mixtures, supports
from belarusgame.explore.sampling.kernels.group_equilibria import OPEN


@pytest.fixture
def solved(uncompiled, group_of):
    """Return a function that finds the equilibria, each as the range of the first player's first strategy."""
    uncompiled(group_equilibria, group_mixtures, supports)

    def find(payoffs, **more):
        entries, group, lists = group_of(payoffs, **more)
        found = group_equilibria.find_equilibria(entries, group, lists)
        ends = group.found[: max(found, 0)]
        ranges = [(float(entries.low[k, 0]), float(entries.high[k, 0])) for k in ends]
        return found, sorted(zip([int(entries.reach[k, 0]) for k in ends], ranges, strict=True))

    return find


def test_a_dilemma_has_the_one_equilibrium_that_dominance_leaves(solved):
    assert solved([[[2, 0], [3, 1]], [[2, 3], [0, 1]]]) == (1, [(0b1000, (0, 0))])


def test_the_battle_of_the_sexes_has_two_pure_ones_and_a_mixture(solved):
    """R. D. Luce and H. Raiffa (1957): who prefers the fight goes there with probability 2/3."""
    count, found = solved([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    assert count == 3
    assert [reach for reach, _ in found] == [0b0001, 0b1000, 0b1111]
    assert found[2][1] == pytest.approx((2 / 3, 2 / 3), abs=1e-12)


def test_rock_paper_scissors_with_unequal_stakes_is_mixed_by_those_of_the_other(solved):
    """Against a cyclic game with stakes a, b, c each choice is as likely as the stake of the other two."""
    own = np.array([[0, -1, 3], [1, 0, -2], [-3, 2, 0]])
    count, found = solved([own, -own])
    assert count == 1
    reach, (low, high) = found[0]
    assert reach == (1 << 9) - 1
    assert low == high == pytest.approx(2 / 6, abs=1e-12)


def test_who_is_indifferent_mixes_as_far_as_the_other_stays(solved):
    """The second stays away as long as the first attacks with at most 1/4."""
    assert solved([[[0, -1], [0, 0]], [[0, 3], [0, -1]]]) == (1, [(0b0101, (0, 0.25))])


def test_where_nobody_would_ever_leave_all_is_one_cluster(solved):
    assert solved(np.zeros((2, 2, 3))) == (1, [(0b111111, (0, 1))])
    # The same beside a third who has its choice: cells 1, 3, 5 and 7.
    third = np.array([[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    assert solved([np.zeros((2, 2, 2)), np.zeros((2, 2, 2)), third]) == (1, [(0b10101010, (0, 1))])


def test_who_minds_nothing_keeps_another_indifferent_at_one_mixture(solved):
    """The second matches the first, who does not care: three times as much on the left."""
    count, found = solved([np.zeros((2, 2)), [[3, 0], [0, 1]]])
    assert count > 0
    assert (0b1111, (0.25, 0.25)) in found
    assert (0b0101, (0.25, 1.0)) in found  # the second stays on the left
    assert (0b1010, (0.0, 0.25)) in found


@pytest.mark.parametrize(
    "payoffs",
    [
        # Three who each want to be unlike the next one: all three mix, which is not solved in closed form.
        [
            [[[0, 0], [1, 1]], [[1, 1], [0, 0]]],
            [[[0, 1], [1, 0]], [[0, 1], [1, 0]]],
            [[[1, 0], [1, 0]], [[0, 1], [0, 1]]],
        ],
        # One mixture of two would have to make the other indifferent between three, and does.
        [[[0, 1], [1, 0], [0.5, 0.5]], [[1, 0], [0, 1], [0, 0]]],
        # A whole that somebody leaves in some of its cells.
        [[[0, 0, 0], [0, 0, 0]], [[0, 0, 1], [0, 0, -1]]],
    ],
    ids=["three mix", "two against three", "left in part"],
)
def test_what_is_of_another_kind_is_left_open(solved, payoffs):
    assert solved(payoffs) == (OPEN, [])


def test_two_against_three_is_no_equilibrium_where_the_demands_differ(solved):
    count, found = solved([[[0, 1], [1, 0], [0.75, 0.4]], [[1, 0], [0, 1], [0, 0.2]]])
    assert count >= 1
    assert all(reach != 0b111111 for reach, _ in found)


def test_an_answer_that_has_no_room_is_open(solved, monkeypatch):
    assert solved([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], room=2) == (OPEN, [])
    monkeypatch.setattr(group_equilibria, "MOST_SUPPORTS", 9)
    assert solved([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])[0] == 3
    monkeypatch.setattr(group_equilibria, "MOST_SUPPORTS", 8)
    assert solved([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]) == (OPEN, [])
