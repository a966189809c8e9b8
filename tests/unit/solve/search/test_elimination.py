"""What iterated strict dominance leaves, told by deleting one strategy at a time."""

from itertools import product

import numpy as np
import pytest

SHAPES = [(2, 3, 2), (4, 2), (3, 1, 2), (3, 3, 3), (2, 2, 2, 2)]


@pytest.mark.parametrize("shape", SHAPES)
def test_dominated_strategies_of_those_who_have_not_chosen_are_deleted(plain, by_hand, shape):
    rejected = 0
    for seed in range(60):
        rng = np.random.default_rng([seed, 1, *shape])
        payoffs = by_hand.draw(shape, seed)
        chosen = int(rng.integers(0, len(shape) + 1))
        masks = [
            int(rng.integers(1, 1 << count)) if i < chosen else (1 << count) - 1
            for i, count in enumerate(shape)
        ]
        allowed = np.array(masks)
        places = np.zeros(2 * int(np.prod(shape)), dtype=np.int64)
        alive = plain.elimination.survives(
            by_hand.lines(payoffs), by_hand.lines(payoffs), np.array(shape), allowed, chosen, places
        )
        expected = by_hand.after_dominance(payoffs, [by_hand.labels(mask) for mask in masks], chosen)
        assert alive == (expected is not None)
        if expected is not None:
            assert [set(by_hand.labels(mask)) for mask in allowed.tolist()] == expected
        rejected += not alive
    assert 0 < rejected < 60


def test_the_profiles_of_the_opponents_are_listed_in_order(plain, by_hand):
    counts = np.array([2, 3, 4, 2])
    for seed in range(20):
        masks = np.array(
            [np.random.default_rng([seed, k]).integers(1, 1 << count) for k, count in enumerate(counts)]
        )
        for i in range(4):
            places = np.full(2 * 48, 99)
            found = plain.elimination.opponents_profiles(counts, masks, i, places)
            others = [j for j in range(4) if j != i]
            profiles = list(product(*(by_hand.labels(int(masks[j])) for j in others)))
            expected = [int(np.ravel_multi_index(profile, counts[others])) for profile in profiles]
            assert (found, places[:found].tolist()) == (len(profiles), expected)


def test_payoffs_that_are_known_up_to_an_error_dominate_by_their_bounds(plain, by_hand):
    """One strategy gives 2 and the other 1, whatever the opponent does: an error of 1/2 each is too much."""
    middle = by_hand.lines(np.array([[[2.0, 2.0], [1.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]]))
    for error, left in ((0.49, 0b01), (0.5, 0b11), (0.51, 0b11)):
        allowed = np.array([0b11, 0b11])
        plain.elimination.survives(
            middle - error, middle + error, np.array([2, 2]), allowed, 0, np.zeros(8, dtype=np.int64)
        )
        assert allowed.tolist() == [left, 0b11]
