"""Extreme points of a best-reply polyhedron: that each listed one is extreme, and that none is missing.

The polyhedron holds all (x, u) with x a mixed strategy and u at least what each of the opponent's strategies
earns against it. Its constraints are its *labels*: own strategies first (x[i] >= 0), then the opponent's. A
list is checked with inequalities alone. A point is extreme if it is the only one where its labels are tight.
The extreme points and bounded edges of a pointed polyhedron hang together (Balinski 1961, "On the graph
structure of convex polyhedra in n-space"), so that none is missing if every edge at a listed one ends at
another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations
from typing import TypeAlias

from belarusgame.solve.recheck.search_certificate import Rejected

Point: TypeAlias = tuple[Fraction, ...]
#: What each of the opponent's strategies earns against each of the player's own, which come first.
Gains: TypeAlias = Sequence[Sequence[Fraction]]
#: The constraints that are tight at a point, one bit each.
Labels: TypeAlias = int


def labelled(gains: Gains, points: Iterable[Sequence[Fraction]]) -> dict[Point, Labels]:
    """Return every listed point with its labels, once each is shown to be extreme.

    Raises
    ------
    Rejected
        If one is no mixed strategy, or is not determined by its labels.
    """
    found: dict[Point, Labels] = {}
    for listed in points:
        point = tuple(Fraction(chance) for chance in listed)
        if len(point) != len(gains) or min(point) < 0 or sum(point) != 1:
            raise Rejected("an extreme point of a best-reply polyhedron is no mixed strategy")
        earned = [sum(map(Fraction.__mul__, point, line), Fraction(0)) for line in zip(*gains, strict=True)]
        tight = [not chance for chance in point] + [value == max(earned) for value in earned]
        found[point] = sum(1 << label for label, holds in enumerate(tight) if holds)
        # At an extreme point so many independent constraints are tight that no direction keeps them all.
        if _kernel(_equations(gains, _members(found[point])), len(gains) + 1):
            raise Rejected("a point that is listed as extreme is not determined by what is tight at it")
    return found


def check_closed(gains: Gains, labels: Mapping[Point, Labels]) -> None:
    """Check that the other end of every bounded edge at a listed extreme point is listed too.

    Along an edge of a polyhedron with n strategies n - 1 independent labels stay tight. Where another listed
    point has them too it is the other end; only where none has is the direction worked out.

    Raises
    ------
    Rejected
        If an edge leads to a point that is not listed, or nothing is listed.
    """
    carriers = [
        sum(1 << number for number, own in enumerate(labels.values()) if own >> label & 1)
        for label in range(len(gains) + len(gains[0]))
    ]
    everyone = (1 << len(labels)) - 1
    for number, own in enumerate(labels.values()):
        # A degenerate point has more labels than an edge needs: every choice of them is tried.
        for kept in combinations(_members(own), len(gains) - 1):
            sharing = reduce(int.__and__, (carriers[label] for label in kept), everyone)
            if sharing == 1 << number and _is_bounded_edge(gains, _members(own), kept):
                raise Rejected("an extreme point of a best-reply polyhedron is not listed")
    if not labels:
        raise Rejected("no extreme point of a best-reply polyhedron is listed")


def _members(labels: Labels) -> list[int]:
    return [label for label in range(labels.bit_length()) if labels >> label & 1]


def _is_bounded_edge(gains: Gains, own: Sequence[int], kept: Sequence[int]) -> bool:
    """Whether the labels kept leave one line, one half of which stays in the polyhedron and changes x."""
    lines = _kernel(_equations(gains, kept), len(gains) + 1)
    if len(lines) != 1 or not any(lines[0][:-1]):
        return False
    changes = [sum(map(Fraction.__mul__, row, lines[0]), Fraction(0)) for row in _equations(gains, own)[1:]]
    return all(change >= 0 for change in changes) or all(change <= 0 for change in changes)


def _equations(gains: Gains, labels: Sequence[int]) -> list[list[Fraction]]:
    """Return, for a direction of (x, u), the change of the sum of x, and of the slack of each label."""
    size = len(gains)
    rows = [[Fraction(1)] * size + [Fraction(0)]]
    for label in labels:
        if label < size:
            rows.append([Fraction(int(i == label)) for i in range(size + 1)])
        else:
            rows.append([-line[label - size] for line in gains] + [Fraction(1)])
    return rows


def _kernel(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Return a basis of the vectors of so many numbers that all rows map to zero, by elimination."""
    pivots: list[int] = []
    for column in range(width):
        at = len(pivots)
        source = next((r for r in range(at, len(rows)) if rows[r][column]), None)
        if source is None:
            continue
        rows[at], rows[source] = rows[source], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for r, row in enumerate(rows):
            if r != at and row[column]:
                rows[r] = [a - row[column] * b for a, b in zip(row, rows[at], strict=True)]
        pivots.append(column)
    basis: list[list[Fraction]] = []
    # Every column without a pivot can be chosen, and gives one vector of the basis.
    for free in sorted(set(range(width)) - set(pivots)):
        vector = [Fraction(int(column == free)) for column in range(width)]
        for row, column in zip(rows, pivots, strict=False):
            vector[column] = -row[free]
        basis.append(vector)
    return basis
