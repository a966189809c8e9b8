"""Every order in which some players can move: one after the other, or some of them at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

Order = tuple[tuple[str, ...], ...]

#: So many players have 75 orders, all of which are listed; five have 541, of which so many are drawn.
MOST_LISTED = 4
DRAWN = 75


def orders_of(players: Sequence[str], seed: int, most: int = DRAWN) -> list[Order]:
    """Return every order of moves of up to four players, else a sample of them.

    The number of all orders is the ordered Bell number (Cayley 1859): 1, 3, 13, 75, 541, ...

    Parameters
    ----------
    players : sequence of str
        Who moves.
    seed : int
        Which sample, above four players; every order is equally likely in it, and none occurs twice.
    most : int
        How many orders the sample has.
    """
    if len(players) <= MOST_LISTED:
        return list(_all(tuple(players)))
    rng = np.random.default_rng(seed)
    found: dict[Order, None] = {}
    # A repeated order is drawn again: above four players there are 541 and more, so that few of the default
    # 75 repeat.
    while len(found) < min(most, number_of_orders(len(players))):
        found[_drawn(tuple(players), rng)] = None
    return list(found)


def _all(players: tuple[str, ...]) -> Iterator[Order]:
    """Yield every order: a first group, and an order of the others."""
    if not players:
        yield ()
    for size in range(1, len(players) + 1):
        for first in combinations(players, size):
            for rest in _all(tuple(player for player in players if player not in first)):
                yield (first, *rest)


def _drawn(players: tuple[str, ...], rng: np.random.Generator) -> Order:
    """Draw one order: the size of each first group by how many orders begin with such a group."""
    left, order = list(players), list[tuple[str, ...]]()
    counts = _counts(len(players))
    while left:
        n = len(left)
        # A first group of k players can be chosen in C(n, k) ways, and the others ordered in as many as they
        # have.
        chance = np.array([_choose(n, k) * counts[n - k] for k in range(1, n + 1)], dtype=np.float64)
        size = 1 + int(np.searchsorted(np.cumsum(chance) / counts[n], rng.random(), side="right"))
        shuffled: list[int] = rng.permutation(n).tolist()
        # The order within a group means nothing: sorted, one order is one tuple.
        picked = sorted(shuffled[:size])
        order.append(tuple(left[k] for k in picked))
        left = [player for k, player in enumerate(left) if k not in picked]
    return tuple(order)


def number_of_orders(players: int) -> int:
    """Return in how many orders so many players can move."""
    return _counts(players)[players]


def _counts(most: int) -> list[int]:
    """Return how many orders 0, 1, ..., ``most`` players have."""
    counts = [1]
    for n in range(1, most + 1):
        counts.append(sum(_choose(n, k) * counts[n - k] for k in range(1, n + 1)))
    return counts


def _choose(n: int, k: int) -> int:
    from math import comb

    return comb(n, k)
