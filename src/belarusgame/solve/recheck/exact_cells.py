"""The arithmetic of a check that trusts no solver: cells, sums and roots in rational numbers.

Nothing here shares code with the search. Every number of a certificate is taken at its exact value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

Exact = NDArray[np.object_]

_HALF = Fraction(1, 2)


def fractions(values: Any) -> Exact:
    """Return the exact values of floats."""
    array = np.asarray(values)
    return np.array([Fraction(float(value)) for value in array.flat], dtype=object).reshape(array.shape)


@dataclass(slots=True, kw_only=True, eq=False)
class ExactCell:
    """One cell of a support, with its rows."""

    corners: list[Exact]  #: for every player its corners, shape ``(size, size)``
    #: For every player the rows of all its strategies but the reference, shape ``(count - 1, *sizes)``, the
    #: player's own axis having length 1.
    rows: list[Exact]

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of corners of every player."""
        return tuple(len(part) for part in self.corners)

    def moved(self, player: int, weights: Exact) -> ExactCell:
        """Return the cell whose corners of one player are combinations of the old ones, one line each."""
        corners, rows, axis = list(self.corners), list(self.rows), player + 1
        corners[player] = weights.dot(corners[player])
        for i, own in enumerate(self.rows):
            # What a player's strategies earn does not depend on its own mixture.
            if i != player:
                rows[i] = np.moveaxis(np.tensordot(weights, own, axes=(1, axis)), 0, axis)
        return ExactCell(corners=corners, rows=rows)

    def halved(self, player: int, v: int, w: int) -> ExactCell:
        """Return the cell whose corner v has moved to the middle of its edge to w."""
        # Only what stands at v changes: to combine all corners would take ten times as long.
        corners, rows = list(self.corners), list(self.rows)
        corners[player] = _with_middle(corners[player], v, w)
        for i, own in enumerate(self.rows):
            if i != player:
                rows[i] = _with_middle(own.swapaxes(0, player + 1), v, w).swapaxes(0, player + 1)
        return ExactCell(corners=corners, rows=rows)

    def shrunk(self, player: int, lower: Exact) -> ExactCell:
        """Return the part of the cell where one player's coordinates are at least ``lower``."""
        size = self.sizes[player]
        # Every corner becomes the lower bounds plus what they leave, all of it on that corner.
        weights = np.array([lower] * size, dtype=object) + (1 - sum(lower)) * identity(size)
        return self.moved(player, weights)

    def sums(self, multipliers: Sequence[Fraction]) -> Exact:
        """Return the sum of the support rows, weighed by multipliers, at every combination."""
        total = np.zeros(self.sizes, dtype=object)
        at = 0
        for i, size in enumerate(self.sizes):
            inside = size - 1
            shape = [1] * len(self.sizes)
            shape[i] = size
            for r in range(inside):
                weights = np.array([multipliers[at + v * inside + r] for v in range(size)], dtype=object)
                total = total + self.rows[i][r] * weights.reshape(shape)
            at += size * inside
        return total


def _with_middle(values: Exact, v: int, w: int) -> Exact:
    """Return a copy in which line v is the mean of the lines v and w."""
    changed = values.copy()
    changed[v] = (values[v] + values[w]) * _HALF
    return changed


def identity(size: int) -> Exact:
    """Return the identity matrix in exact numbers."""
    return np.array([[Fraction(int(a == b)) for b in range(size)] for a in range(size)], dtype=object)


def whole_cell(payoffs: Exact, support: Sequence[Sequence[int]]) -> ExactCell:
    """Return the cell of a whole support; a player's outside rows follow those of the support, in order."""
    rows: list[Exact] = []
    for i, inside in enumerate(support):
        outside = [a for a in range(payoffs.shape[i + 1]) if a not in inside]
        index = [list(labels) for labels in support]
        lines: list[Exact] = []
        for a in [*inside[1:], *outside]:
            index[i] = [a]
            here = payoffs[i][np.ix_(*index)]
            index[i] = [inside[0]]
            lines.append(here - payoffs[i][np.ix_(*index)])
        shape = tuple(1 if j == i else len(labels) for j, labels in enumerate(support))
        rows.append(np.array(lines, dtype=object).reshape(len(lines), *shape))
    return ExactCell(corners=[identity(len(labels)) for labels in support], rows=rows)


def excluded_by_range(cell: ExactCell) -> bool:
    """Whether the range of a row, or of a difference of two, shows that the cell holds no equilibrium."""
    for i, size in enumerate(cell.sizes):
        rows = cell.rows[i]
        for r in range(len(rows)):
            if rows[r].min() > 0 or (r < size - 1 and rows[r].max() < 0):
                return True
            for q in range(min(r, size - 1)):
                gap = rows[r] - rows[q]
                if gap.min() > 0 or (r < size - 1 and gap.max() < 0):
                    return True
    return False


def coordinate_bounds(
    player: int, sums: Iterable[Exact], wanted: Exact | None = None
) -> list[Fraction] | None:
    """Bound one player's coordinates from below by sums that are at most zero at equilibria.

    Return None if they show that there is no equilibrium; bounds that reach those wanted will do.
    """
    lower: list[Fraction] = []
    for values in sums:
        least = [facet.min() for facet in np.moveaxis(values, player, 0)]
        lower = lower or [Fraction(0)] * len(least)
        for v, own in enumerate(least):
            rest = min(least[:v] + least[v + 1 :])
            # x[v] * own + (1 - x[v]) * rest <= 0, since the sum is at most zero.
            if rest > 0:
                if own > 0:
                    return None
                lower[v] = max(lower[v], Fraction(rest, rest - own))
        if wanted is not None and (lower >= wanted).all():
            break
    return lower if sum(lower) <= 1 else None


def at_least(values: Exact, player: int, lower: Exact, one: int = 1) -> Exact:
    """Return a function at the corners of the part where one player's coordinates are at least ``lower``.

    If these are in units of which so many make one, so is what the function is returned in.
    """
    shift = np.expand_dims(np.tensordot(lower, values, axes=(0, player)), player)
    return values * (one - sum(lower)) + shift


def whole_numbers(values: Exact) -> tuple[Exact, int]:
    """Return numbers in the largest unit of which they and one are multiples, and how many make one."""
    flat: list[Fraction] = values.ravel().tolist()
    one = lcm(*(value.denominator for value in flat))
    whole = [value.numerator * (one // value.denominator) for value in flat]
    return np.array(whole, dtype=object).reshape(values.shape), one


def one_to_one(cell: ExactCell, sums: Sequence[Exact]) -> bool:
    """Whether the derivatives of the sums by the coordinates are near enough to the identity."""
    columns = [(j, v) for j, size in enumerate(cell.sizes) for v in range(1, size)]
    for t, values in enumerate(sums):
        # |J - 1| with sums of rows below one makes x - F(x) a contraction: F takes no value twice.
        distance = Fraction(0)
        for k, (j, v) in enumerate(columns):
            facets = np.moveaxis(values, j, 0)
            change = facets[v] - facets[0] - int(k == t)
            distance += max(change.max(), -change.min())
        if distance >= 1:
            return False
    return True


def remainder(sums: Sequence[Exact]) -> Exact:
    """Return minus the total: the sum of a player's coordinate 0, given those of its other coordinates."""
    return -np.sum(np.stack(sums), axis=0)


def points_inwards(cell: ExactCell, sums: Sequence[Exact]) -> bool:
    """Whether for every player each coordinate's sum is negative wherever its corner is not played."""
    at = 0
    for j, size in enumerate(cell.sizes):
        own = list(sums[at : at + size - 1])
        at += size - 1
        if size > 1:
            for v, values in enumerate([remainder(own), *own]):
                facets = np.moveaxis(values, j, 0)
                if any(facets[w].max() >= 0 for w in range(size) if w != v):
                    return False
    return True


def determinant_sign(matrix: Exact) -> int:
    """Return the sign of a determinant, by exact elimination."""
    rows = [list(row) for row in matrix]
    sign = 1
    for k in range(len(rows)):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k] != 0), None)
        if pivot is None:
            return 0
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            sign = -sign
        sign = sign if rows[k][k] > 0 else -sign
        for r in range(k + 1, len(rows)):
            factor = rows[r][k] / rows[k][k]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[k], strict=True)]
    return sign
