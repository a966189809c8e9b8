"""The supports that are visited are those that strict dominance does not exclude, told by trying all."""

from itertools import product

import numpy as np
import pytest

from belarusgame.solve.search.supports import FINISHED, FOUND, LATER

SHAPES = [(2, 3, 2), (4, 2), (3, 1, 2), (3, 3, 3), (2, 2, 2, 2)]


def walked(plain, by_hand, payoffs):
    """Return the supports in the order in which they are visited, and all that was answered."""
    counts = np.array(payoffs.shape[1:])
    walk, allowed, places = plain.supports.start_walk(counts)
    found, answers = [], []
    while not answers or answers[-1] != FINISHED:
        answers.append(plain.supports.next_support(by_hand.lines(payoffs), counts, walk, allowed, places))
        if answers[-1] == FOUND:
            found.append(tuple(int(mask) for mask in allowed[len(counts)]))
    again = plain.supports.next_support(by_hand.lines(payoffs), counts, walk, allowed, places)
    assert again == FINISHED
    return found, answers


@pytest.mark.parametrize("shape", SHAPES)
def test_the_supports_that_survive_are_visited_in_order_and_once(plain, by_hand, shape):
    """A strategy of a support must not be worse than any other, chosen or not, wherever the support is."""
    numbers = []
    for seed in range(6):
        payoffs = by_hand.draw(shape, seed)
        supports = product(*(range(1, 1 << count) for count in shape))
        expected = [
            support
            for support in supports
            if by_hand.after_dominance(payoffs, [by_hand.labels(mask) for mask in support], len(shape))
            is not None
        ]
        found, _ = walked(plain, by_hand, payoffs)
        assert found == expected
        numbers.append(len(found))
    assert 0 < sum(numbers) < 6 * np.prod([2.0**count - 1 for count in shape])


def test_equal_payoffs_dominate_nothing(plain, by_hand):
    """Better against one strategy and equal against the other is not enough, from either side."""
    for own in ([[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]]):
        payoffs = np.array([own, [[0.0, 0.0], [0.0, 0.0]]])
        found, _ = walked(plain, by_hand, payoffs)
        # only where the other player settles on the strategy against which one is better
        better = int(np.argmax(np.ptp(own, axis=0))) + 1
        loser = int(np.argmin(np.array(own)[:, better - 1])) + 1
        assert set(found) == set(product((1, 2, 3), repeat=2)) - {(loser, better), (3, better)}


def test_a_walk_says_now_and_then_that_it_is_not_done(plain, by_hand):
    """Every 200 steps; here the first player has 511 subsets, all but one of which are dominated."""
    payoffs = np.ones((2, 9, 2))
    payoffs[0, 0] = 5.0
    found, answers = walked(plain, by_hand, payoffs)
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
