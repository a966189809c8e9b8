"""Backward induction of one draw step by step, uncompiled, against definitions."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels import sequential
from belarusgame.solve.search import elimination


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    """Let every part be called from Python."""
    names = ("_bound", "_choose", "_settle", "add_bit", "compare", "load", "survives")
    for module, name in [*((sequential, name) for name in names), (elimination, "opponents_profiles")]:
        function = getattr(module, name)
        monkeypatch.setattr(module, name, getattr(function, "py_func", function))


def play_of(worth, ends, many, variables=(1.0,)):
    worth, cells = np.array(worth, dtype=float), len(many)
    players, profiles = worth.shape
    return SimpleNamespace(
        worth=worth,
        tables=np.arange(players),
        variables=np.array(variables),
        ends=np.array(ends),
        many=np.array(many),
        worst=np.zeros(profiles, dtype=np.int64),
        least=np.zeros(players * cells),
        most=np.zeros(players * cells),
        sizes=np.zeros(players, dtype=np.int64),
        allowed=np.zeros(players, dtype=np.int64),
        places=np.zeros(2 * profiles, dtype=np.int64),
    )


def exact(worth, slack=0.0):
    """Each player's payoffs are one coefficient times the one variable, so that no difference is a sum."""
    worth = np.array(worth, dtype=float)
    return SimpleNamespace(
        table=worth[:, None, :],
        extent=np.array([[0, 1]] * len(worth)),
        slack=np.full(len(worth), slack),
        counts=np.array([2, 3]),
    )


def test_profiles_are_noted_as_bits_beyond_the_first_word_too():
    bits = np.zeros((2, 2), dtype=np.uint64)
    for profile in (0, 63, 64, 70, 70):
        sequential.add_bit(bits, 1, profile)
    assert bits.tolist() == [[0, 0], [1 | 1 << 63, 1 | 1 << 6]]


def test_what_decides_is_summed_up_from_the_table_that_is_set():
    at = SimpleNamespace(
        counts=np.array([2, 2]),
        extent=np.array([[0, 1], [1, 2], [1, 2]]),
        table=np.array([[[1.0, 2.0], [0, 0]], [[3.0, 4.0], [5.0, 6.0]], [[7.0, 8.0], [9.0, 10.0]]]),
        terminal=np.array([1, 0]),
    )
    buffers = SimpleNamespace(
        variables=np.array([[0.0, 2.0], [0.0, 3.0], [0.0, 4.0]]), tables=np.array([[0, 0], [1, 2]])
    )
    play = play_of([[9, 9], [9, 9]], [7, 7], [7, 7], np.zeros(3))
    sequential.load(at, buffers, 1, play)
    assert play.worth.tolist() == [[2.0, 4.0], [7 * 3 + 9 * 4.0, 8 * 3 + 10 * 4.0]]
    assert (play.tables.tolist(), play.ends.tolist(), play.many.tolist()) == ([0, 2], [1, 0], [1, 1])


@pytest.mark.parametrize(
    ("worth", "table", "sign"),
    [
        ([2.0, 1.0], [[2.0, 1.0], [0.0, 0.0]], 1),  # further apart than the slack
        ([1.0, 2.0], [[1.0, 2.0], [0.0, 0.0]], -1),
        ([1.0, 1.0], [[3.0, 3.0], [4.0, 4.0]], 0),  # no term differs: a tie
        ([1.0, 1.2], [[2.0, 1.0], [4.0, 4.0]], 1),  # within the slack one product says the sign
        ([1.2, 1.0], [[1.0, 2.0], [4.0, 4.0]], -1),
        ([1.0, 1.0], [[2.0, 1.0], [4.0, 5.0]], 2),  # a sum is too close to call
        ([1.5, 1.0], [[2.0, 1.0], [4.0, 5.0]], 2),  # also where it equals the slack
    ],
)
def test_two_ends_are_compared_as_safely_as_numbers_allow(worth, table, sign):
    at = SimpleNamespace(
        table=np.array([table]), extent=np.array([[0, 2]]), slack=np.array([0.5]), counts=None
    )
    assert sequential.compare(at, play_of([worth], [0, 1], [1, 1], [0.1, 0.1]), 0, 0, 1) == sign


@pytest.mark.parametrize("seed", range(20))
def test_an_action_is_supported_if_every_other_one_can_be_followed_by_something_no_better(seed):
    draw = np.random.default_rng(seed)
    cells, span, first = 3, 3, 1  # the second point of its level
    worth = draw.integers(0, 4, (1, 2 * cells * span))
    many = draw.integers(1, span + 1, 2 * cells)
    play = play_of(worth, np.arange(2 * cells * span), many)
    lists = [
        [(first * cells + own) * span + k for k in range(many[first * cells + own])] for own in range(cells)
    ]
    expected = [
        end
        for own, ends in enumerate(lists)
        for end in ends
        if all(min(worth[0, lists[other]]) <= worth[0, end] for other in range(cells) if other != own)
    ]
    found = sequential._choose(exact(worth), play, 0, first * cells, cells, span)
    assert play.ends[first * cells * span :][:found].tolist() == expected


def test_a_choice_too_close_to_call_is_not_made():
    at = SimpleNamespace(
        table=np.array([[[2.0, 1.0], [4.0, 5.0]]]), extent=np.array([[0, 2]]), slack=np.array([0.5])
    )
    play = play_of([[1.0, 1.0]], [0, 1], [1, 1], [1.0, 1.0])
    assert sequential._choose(at, play, 0, 0, 2, 1) == -1  # between two actions
    play = play_of([[1.0, 1.0]], [0, 1], [2], [1.0, 1.0])
    assert sequential._choose(at, play, 0, 0, 1, 2) == -1  # between two continuations of one


def group(worth, many, slack=0.25):
    """Two players with 2 and 3 strategies; up to two continuations a cell, each end of its own."""
    play = play_of(worth, np.arange(12), many)
    play.sizes[:] = 2, 3
    return exact(worth, slack), play


def test_a_member_gets_in_a_cell_the_least_to_the_most_of_its_continuations():
    worth = np.random.default_rng(1).integers(0, 50, (2, 12))
    many = np.array([2, 1, 2, 1, 2, 2])
    at, play = group(worth, many)
    for player, (before, own, after) in enumerate([(1, 2, 3), (2, 3, 1)]):
        least, most = np.zeros(6), np.zeros(6)
        sequential._bound(at, play, player, 0, 2, own, before, after, least, most)
        for cell, (a, b) in enumerate(product(range(2), range(3))):
            place = a * 3 + b if player == 0 else b * 2 + a  # the own strategy runs slowest
            earned = worth[player, 2 * cell : 2 * cell + many[cell]]
            assert (least[place], most[place]) == (earned.min() - 0.25, earned.max())


def test_a_group_is_settled_where_dominance_leaves_one_cell():
    """Whatever follows, the first gains by its second strategy; then the second by its third."""
    first = [0, 1, 0, 1, 0, 1, 5, 6, 5, 6, 5, 6]
    second = [9, 9, 0, 0, 0, 0, 1, 2, 1, 2, 3, 4]
    at, play = group([first, second], [2] * 6)
    assert sequential._settle(at, play, np.array([0, 1]), 0, 6, 2) == 2
    assert play.ends[:2].tolist() == [10, 11]


def test_a_group_that_may_mix_is_not_settled():
    at, play = group([[0, 1] * 3 + [1, 2] * 3, [0] * 12], [2] * 6)  # at best equal to the other's worst
    assert sequential._settle(at, play, np.array([0, 1]), 0, 6, 2) == -1
