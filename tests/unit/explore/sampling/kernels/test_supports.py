"""Supports of a group: how they are walked through, and which of them signs exclude."""

from itertools import product

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels import supports


@pytest.fixture(autouse=True)
def _plain(uncompiled):
    uncompiled(supports)


def test_a_support_is_read_bit_by_bit():
    assert [supports.count_of(bits) for bits in (0, 1, 0b1011)] == [0, 1, 3]
    assert [supports.lowest(bits) for bits in (1, 0b1100)] == [0, 2]
    assert supports.next_above(0b10110, 1) == 2
    assert supports.next_above(0b10110, 2) == 4


def test_every_choice_of_supports_is_met_once_and_after_those_that_contain_it(group_of):
    _, group, _ = group_of(np.zeros((2, 3, 2)))
    group.alive[:] = 0b101, 0b11  # the second strategy of the first is struck
    group.used[:] = group.alive
    met = []
    for _ in range(9):
        met.append(tuple(group.used.tolist()))
        supports.next_supports(group)
    assert sorted(met) == sorted(product((0b001, 0b100, 0b101), (0b01, 0b10, 0b11)))
    for place, (one, two) in enumerate(met):
        assert not any(a & one == one and b & two == two for a, b in met[place + 1 :])
    assert group.used.tolist() == group.alive.tolist()  # and begins anew


def test_dominance_strikes_step_by_step_what_is_strictly_worse(group_of):
    # The last column is worse than the first; without it the top row is worse than the bottom one.
    _, group, _ = group_of([[[1, 1, 5], [2, 2, 0]], [[2, 1, 1], [1, 2, 0]]])
    supports.strike_dominated(group)
    assert group.alive.tolist() == [0b10, 0b10]
    _, group, _ = group_of([[[1, 1], [1, 2]], [[0, 0], [0, 0]]])  # a tie in one cell is not strict
    supports.strike_dominated(group)
    assert group.alive.tolist() == [0b11, 0b11]


SEXES = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]


def test_signs_are_seen_in_the_cells_in_use_only(group_of):
    _, group, _ = group_of(SEXES)
    assert supports.signs_seen(group, 0, 0, 1) == 3
    group.used[1] = 0b01
    assert [supports.in_use(group, cell) for cell in range(4)] == [True, False, True, False]
    assert supports.signs_seen(group, 0, 0, 1) == 2
    assert supports.signs_seen(group, 0, 1, 0) == 1


@pytest.mark.parametrize(
    ("used", "may"),
    [((0b11, 0b11), True), ((0b01, 0b01), True), ((0b01, 0b10), False), ((0b11, 0b01), False)],
)
def test_supports_are_excluded_where_somebody_would_leave_or_is_not_indifferent(group_of, used, may):
    _, group, _ = group_of(SEXES)
    group.used[:] = used
    assert supports.may_be(group) == may


def test_a_strategy_that_is_never_better_and_worse_somewhere_is_not_used_beside_the_other(group_of):
    _, group, _ = group_of([[[1, 1], [1, 0]], [[0, 0], [0, 0]]])
    assert not supports.may_be(group)  # the second row ties on the left and loses on the right
    group.used[:] = 0b10, 0b11
    assert not supports.may_be(group)
    group.used[:] = 0b01, 0b11
    assert supports.may_be(group)
    group.used[:] = 0b11, 0b01
    assert supports.may_be(group)


@pytest.mark.parametrize(
    ("own", "kind"),
    [
        ([[3, 3], [3, 3], [3, 3]], 0),  # indifferent whatever the other does
        ([[1, 0], [0, 1], [2, -1]], 1),  # between no two
        ([[1, 0], [1, 0], [0, 1]], -1),  # between some
    ],
)
def test_a_member_is_indifferent_always_never_or_in_part(group_of, own, kind):
    _, group, _ = group_of([own, np.zeros((3, 2))])
    assert supports.kind_of(group, 0) == kind


def test_who_uses_more_than_one_strategy_mixes(group_of):
    _, group, _ = group_of(np.zeros((3, 2, 3, 2)))
    group.used[:] = 0b01, 0b101, 0b10
    assert supports.mixers(group) == 1
    group.used[:] = 0b11, 0b110, 0b11
    assert supports.mixers(group) == 3


def test_what_lies_inside_a_cluster_is_known_and_only_so_many_are_remembered(group_of):
    _, group, _ = group_of(np.zeros((2, 3, 2)))
    assert not supports.is_known(group)
    group.used[:] = 0b011, 0b10
    assert supports.remember(group)
    for used, known in (
        ((0b011, 0b10), True),
        ((0b001, 0b10), True),
        ((0b101, 0b10), False),
        ((1, 3), False),
    ):
        group.used[:] = used
        assert supports.is_known(group) == known
    assert supports.remember(group)
    assert not supports.remember(group)  # there is room for two
    assert group.numbers[2] == 2
