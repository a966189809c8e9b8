from itertools import combinations

import numpy as np
import pytest

from belarusgame.base.bicliques import maximal_bicliques
from belarusgame.base.rays import Budget


def one_by_one(edges):
    """Try every set of left ends with all the right ends that they share."""
    left, given = sorted({x for x, _ in edges}), set(edges)
    products = set()
    for size in range(1, len(left) + 1):
        for chosen in combinations(left, size):
            right = {y for _, y in edges if all((x, y) in given for x in chosen)}
            whole = {x for x in left if right and all((x, y) in given for y in right)}
            if right:
                products.add(frozenset((x, y) for x in whole for y in right))
    return {found for found in products if not any(found < other for other in products)}


@pytest.mark.parametrize("seed", range(10))
def test_agrees_with_trying_every_set(seed):
    chosen = np.argwhere(np.random.default_rng(seed).random((4, 5)) < 0.6).tolist()
    edges = [(x, y) for x, y in chosen]
    found = maximal_bicliques(edges, Budget(10_000))
    assert {frozenset(edges[e] for e in members) for members in found} == one_by_one(edges)


def test_the_budget_ends_the_search():
    assert maximal_bicliques([(0, 0), (0, 1), (1, 1)], Budget(2)) is None
