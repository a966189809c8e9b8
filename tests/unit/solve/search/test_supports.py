"""The supports that are visited are those that strict dominance does not exclude, told by trying all."""

from itertools import product

import numpy as np
import pytest

from belarusgame.solve.search.supports import FINISHED, FOUND, LATER

SHAPES = [(2, 3, 2), (4, 2), (3, 1, 2), (3, 3, 3), (2, 2, 2, 2)]


def labels(mask):
    return [a for a in range(10) if mask >> a & 1]


def after_dominance(payoffs, allowed, chosen):
    """Delete dominated strategies of the players who have not chosen, one a time; None if a chosen one is."""
    allowed = [set(part) for part in allowed]
    again = True
    while again:
        again = False
        for i, a in [(i, a) for i, part in enumerate(allowed) for a in sorted(part)]:
            index = [sorted(part) for part in allowed]
            index[i] = list(range(payoffs.shape[i + 1]))
            own = np.moveaxis(payoffs[i][np.ix_(*index)], i, 0).reshape(payoffs.shape[i + 1], -1)
            if a in allowed[i] and any((own[b] > own[a]).all() for b in range(len(own))):
                if i < chosen:
                    return None
                allowed[i].discard(a)
                again = True
                if not allowed[i]:
                    return None
    return allowed


def draw(shape, seed):
    return np.random.default_rng([seed, *shape]).integers(0, 7, (len(shape), *shape)).astype(float)


def lines(payoffs):
    return np.stack([np.moveaxis(part, i, 0).ravel() for i, part in enumerate(payoffs)])


def walked(plain, payoffs):
    """Return the supports in the order in which they are visited, and all that was answered."""
    counts = np.array(payoffs.shape[1:])
    walk, allowed, places = plain.supports.start_walk(counts)
    found, answers = [], []
    while not answers or answers[-1] != FINISHED:
        answers.append(plain.supports.next_support(lines(payoffs), counts, walk, allowed, places))
        if answers[-1] == FOUND:
            found.append(tuple(int(mask) for mask in allowed[len(counts)]))
    again = plain.supports.next_support(lines(payoffs), counts, walk, allowed, places)
    assert again == FINISHED
    return found, answers


@pytest.mark.parametrize("shape", SHAPES)
def test_the_supports_that_survive_are_visited_in_order_and_once(plain, shape):
    """A strategy of a support must not be worse than any other, chosen or not, wherever the support is."""
    numbers = []
    for seed in range(6):
        payoffs = draw(shape, seed)
        supports = product(*(range(1, 1 << count) for count in shape))
        expected = [
            support
            for support in supports
            if after_dominance(payoffs, [labels(mask) for mask in support], len(shape)) is not None
        ]
        found, _ = walked(plain, payoffs)
        assert found == expected
        numbers.append(len(found))
    assert 0 < sum(numbers) < 6 * np.prod([2.0**count - 1 for count in shape])


@pytest.mark.parametrize("shape", SHAPES)
def test_dominated_strategies_of_those_who_have_not_chosen_are_deleted(plain, shape):
    rejected = 0
    for seed in range(60):
        rng = np.random.default_rng([seed, 1, *shape])
        payoffs = draw(shape, seed)
        chosen = int(rng.integers(0, len(shape) + 1))
        masks = [
            int(rng.integers(1, 1 << count)) if i < chosen else (1 << count) - 1
            for i, count in enumerate(shape)
        ]
        allowed = np.array(masks)
        places = np.zeros(2 * int(np.prod(shape)), dtype=np.int64)
        alive = plain.supports.survives(lines(payoffs), np.array(shape), allowed, chosen, places)
        expected = after_dominance(payoffs, [labels(mask) for mask in masks], chosen)
        assert alive == (expected is not None)
        if expected is not None:
            assert [set(labels(mask)) for mask in allowed.tolist()] == expected
        rejected += not alive
    assert 0 < rejected < 60


def test_equal_payoffs_dominate_nothing(plain):
    """Better against one strategy and equal against the other is not enough, from either side."""
    for own in ([[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]]):
        payoffs = np.array([own, [[0.0, 0.0], [0.0, 0.0]]])
        found, _ = walked(plain, payoffs)
        # only where the other player settles on the strategy against which one is better
        better = int(np.argmax(np.ptp(own, axis=0))) + 1
        loser = int(np.argmin(np.array(own)[:, better - 1])) + 1
        assert set(found) == set(product((1, 2, 3), repeat=2)) - {(loser, better), (3, better)}


def test_the_profiles_of_the_opponents_are_listed_in_order(plain):
    counts = np.array([2, 3, 4, 2])
    for seed in range(20):
        masks = np.array(
            [np.random.default_rng([seed, k]).integers(1, 1 << count) for k, count in enumerate(counts)]
        )
        for i in range(4):
            places = np.full(2 * 48, 99)
            found = plain.supports.opponents_profiles(counts, masks, i, places)
            others = [j for j in range(4) if j != i]
            profiles = list(product(*(labels(int(masks[j])) for j in others)))
            expected = [int(np.ravel_multi_index(profile, counts[others])) for profile in profiles]
            assert (found, places[:found].tolist()) == (len(profiles), expected)


def test_a_walk_says_now_and_then_that_it_is_not_done(plain):
    """Every 200 steps; here the first player has 511 subsets, all but one of which are dominated."""
    payoffs = np.ones((2, 9, 2))
    payoffs[0, 0] = 5.0
    found, answers = walked(plain, payoffs)
    assert found == [(1, 1), (1, 2), (1, 3)]
    assert answers == [FOUND, FOUND, FOUND, LATER, LATER, FINISHED]


@pytest.mark.parametrize(
    ("masks", "support", "sizes", "equations"),
    [
        ([0b101, 0b10, 0b1101], [[0, 2, 1, 9], [1, 0, 9, 9], [0, 2, 3, 1]], [2, 1, 3], 3),
        ([0b010, 0b11, 0b1000], [[1, 0, 2, 9], [0, 1, 9, 9], [3, 0, 1, 2]], [1, 2, 1], 1),
        ([0b100, 0b01, 0b0010], [[2, 0, 1, 9], [0, 1, 9, 9], [1, 0, 2, 3]], [1, 1, 1], 0),
    ],
)
def test_a_support_is_listed_before_what_is_outside(plain, masks, support, sizes, equations):
    listed, found = np.full((3, 4), 9), np.zeros(3, dtype=np.int64)
    counts = np.array([3, 2, 4])
    assert plain.supports.list_support(counts, np.array(masks), listed, found) == equations
    assert listed.tolist() == support
    assert found.tolist() == sizes


def test_a_walk_starts_with_everything_allowed(plain):
    walk, allowed, places = plain.supports.start_walk(np.array([2, 3, 1]))
    assert walk[:2].tolist() == [0, 0]
    assert len(walk) >= 4
    assert allowed[0].tolist() == [3, 7, 1]
    assert len(allowed) == 4
    assert len(places) >= 12
