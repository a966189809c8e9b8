"""A support is left out exactly where a strategy is weakly dominated against the mixtures of the others."""

from itertools import chain, combinations, product

import numpy as np
import pytest

from belarusgame.solve.structured.walk import supports


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
    assert sorted(supports(payoffs, kept)) == sorted(expected)


def test_the_walk_stops_when_it_is_told_to():
    assert list(supports(np.zeros((2, 3, 3)), [range(3)] * 2, ended=lambda: True)) == []
