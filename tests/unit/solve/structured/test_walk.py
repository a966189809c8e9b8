"""A support is left out exactly where a strategy is weakly dominated against the mixtures of the others."""

from itertools import chain, combinations, product

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.structured.rows import rows_of, whole_payoffs
from belarusgame.solve.structured.walk import OneSide, sides_of, supports, survives, unsettled


def subsets(count):
    return list(chain.from_iterable(combinations(range(count), k) for k in range(1, count + 1)))


def weakly_dominated(payoffs, support):
    """Try every pair of strategies: the slow, obvious way."""
    for i, inside in enumerate(support):
        index = list(support)
        index[i] = range(payoffs.shape[i + 1])
        own = np.moveaxis(payoffs[i][np.ix_(*index)], i, 0)
        for a, b in product(inside, range(len(own))):
            if (own[b] >= own[a]).all() and (own[b] > own[a]).any():
                return True
    return False


@pytest.mark.parametrize("shape", [(2, 3, 2), (3, 3), (2, 2, 2, 2)])
@pytest.mark.parametrize("seed", range(4))
def test_the_walk_finds_what_trying_everything_finds(shape, seed):
    payoffs = np.random.default_rng(seed).integers(0, 3, (len(shape), *shape))
    kept = [range(count) for count in shape]
    expected = [s for s in product(*(subsets(count) for count in shape)) if not weakly_dominated(payoffs, s)]
    assert sorted(supports(sides_of(payoffs, kept))) == sorted(expected)


def test_the_walk_stops_when_it_is_told_to():
    assert list(supports(sides_of(np.zeros((2, 3, 3)), [range(3)] * 2), ended=lambda: True)) == []


@pytest.mark.parametrize("seed", range(4))
def test_only_rows_that_signs_do_not_settle_are_left(seed):
    payoffs = np.random.default_rng(seed).integers(0, 2, (3, 3, 3, 2))
    kept = [[0, 2], [1, 2], [0, 1]]
    sides, whole = sides_of(payoffs, kept), whole_payoffs(bg.Game(payoffs))
    for support in product(*[[(labels[0],), (labels[1],), tuple(labels)] for labels in kept]):
        rows = rows_of(whole, support)
        expected = [
            tuple(
                k
                for k, row in enumerate(tensor)
                if (row > 0).any() or (rows.is_equation(i, k) and (row < 0).any())
            )
            for i, tensor in enumerate(rows.tensors)
        ]
        assert list(unsettled(sides, support)) == expected


@pytest.mark.parametrize("limit", [1, 2])
def test_the_walk_asks_whether_to_stop_after_so_many_supports(limit):
    asked = list[None]()

    def ended():
        asked.append(None)
        return len(asked) > limit

    nothing_matters = sides_of(np.zeros((2, 7, 7)), [range(7), range(7)])
    assert len(list(supports(nothing_matters, ended=ended))) == 1024 * limit


#: Of shape 2 x 3 x 2: to the first, what the second does runs fastest.
@pytest.mark.parametrize(
    ("player", "allowed", "profiles"),
    [
        (0, [0b11, 0b101, 0b11], 0b101101),
        (0, [0b11, 0b101, 0b10], 0b101000),
        (1, [0b10, 0b111, 0b11], 0b1010),
        (2, [0b11, 0b101, 0b11], 0b110011),
    ],
)
def test_profiles_in_which_the_others_do_what_is_allowed(player, allowed, profiles):
    assert OneSide(np.zeros((2, 3, 2)), player, range(2 + player % 2)).profiles(allowed) == profiles


@pytest.mark.parametrize(
    ("chosen", "profiles", "blocks"),
    [
        (1, 0b100110, 0b100110),  # nobody else has chosen: each profile is a block
        (2, 0b100110, 0b100100),  # the second has: blocks of three, whose last bits stand for them
        (2, 0b000010, 0b000100),
        (2, 0b100000, 0b100000),
        (3, 0b000010, 0b100000),  # all have
        (3, 0, 0),
    ],
)
def test_a_block_is_there_if_one_of_its_profiles_is(chosen, profiles, blocks):
    assert OneSide(np.zeros((2, 3, 2)), 0, [0, 1]).blocks(profiles, chosen) == blocks


@pytest.mark.parametrize(
    ("gains", "chosen", "excludes"),
    [
        ([[1, 0], [0, 2]], 2, True),  # better somewhere, whatever the third does, who has not chosen
        ([[1, 0], [0, 0]], 2, False),
        ([[1, 1], [0, 0]], 2, True),
        ([[1, 0], [1, 0]], 2, False),
        ([[1, 0], [1, 0]], 3, True),
        ([[2, 2], [2, -1]], 3, False),
        ([[0, 0], [0, 0]], 3, False),
        ([[1, 1], [1, 1]], 1, True),
        ([[1, 1], [0, 1]], 1, False),
    ],
)
def test_a_strategy_excludes_another_if_it_is_never_worse_and_better_where_play_is(gains, chosen, excludes):
    side = OneSide(np.array([np.zeros((2, 2)), gains]), 0, [0, 1])
    assert side.beaten([0b11, 0b11, 0b11], chosen) == (0b01 if excludes else 0)


def left_of(payoffs, allowed, chosen):
    payoffs = np.array(payoffs)
    sides = sides_of(payoffs, [range(count) for count in payoffs.shape[1:]])
    return survives(sides, allowed, chosen), allowed


#: The last column is worse than the first; without it the top row is worse, and then the first column.
STEPS = [[[1, 1, 5], [2, 2, 0]], [[2, 1, 1], [1, 2, 0]]]


def test_what_nobody_can_use_any_more_is_deleted_step_by_step():
    assert left_of(STEPS, [0b11, 0b111], 0) == (True, [0b10, 0b010])


def test_a_choice_that_is_beaten_does_not_survive():
    assert not left_of(STEPS, [0b11, 0b111], 1)[0]  # the first would use its top row too
    assert left_of(STEPS, [0b10, 0b111], 1) == (True, [0b10, 0b010])
    assert not left_of(STEPS, [0b10, 0b001], 2)[0]


def test_a_strategy_that_is_not_allowed_may_beat_all_the_same():
    dilemma = [[[2, 0], [3, 1]], [[2, 3], [0, 1]]]
    assert not left_of(dilemma, [0b01, 0b11], 1)[0]
    pennies = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    assert left_of(pennies, [0b11, 0b11], 2) == (True, [0b11, 0b11])
    assert not left_of(pennies, [0b11, 0b01], 2)[0]


def test_no_more_is_remembered_than_fits_whatever_the_number_of_sets():
    for side in sides_of(np.zeros((3, 2, 2, 2)), [[0, 1]] * 3):
        for remembered in (side._rivals, *(played for _, played in side._played)):
            assert remembered.cache_info().maxsize == 1 << 15
