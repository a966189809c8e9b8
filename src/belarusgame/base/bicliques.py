"""Which products do pairs form? The maximal bicliques of a graph between two kinds of corners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from belarusgame.base.rays import Budget, OutOfStepsError

#: The numbers of a corner of the one kind and of one of the other that go together.
Edge: TypeAlias = tuple[int, int]


def maximal_bicliques(edges: Sequence[Edge], budget: Budget) -> tuple[tuple[int, ...], ...] | None:
    """Find the largest sets of edges that are products: the closed sets of partners.

    Parameters
    ----------
    edges : sequence of pairs of int
        Each once.
    budget : Budget
        What the search may spend.

    Returns
    -------
    tuple of tuple of int, or None
        Each by the positions of its edges; None if the budget ended.

    Examples
    --------
    >>> maximal_bicliques([(0, 0), (0, 1), (1, 1)], Budget(100))
    ((0, 1), (1, 2))
    """
    partners: dict[int, int] = {}
    for x, y in edges:
        partners[x] = partners.get(x, 0) | 1 << y
    closed: set[int] = set()
    try:
        # What is closed is the meet of partners' sets: adding them one by one, each meets all that were found
        # before. There may be exponentially many, so that every meet is paid for.
        for mask in dict.fromkeys(partners.values()):
            budget.spend(1 + len(closed))
            closed |= {mask, *(mask & other for other in closed)}
        # Nobody's common partners: no edge.
        closed.discard(0)
        budget.spend(len(closed) * len(edges))
    except OutOfStepsError:
        return None
    return tuple(sorted(tuple(_members(mask, partners, edges)) for mask in closed))


def _members(mask: int, partners: Mapping[int, int], edges: Sequence[Edge]) -> Iterator[int]:
    for number, (x, y) in enumerate(edges):
        # An edge belongs to the product if its one end is among these partners, and its other end has all of
        # them.
        if mask >> y & 1 and partners[x] & mask == mask:
            yield number
