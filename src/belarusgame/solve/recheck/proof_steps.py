"""Every step of a proof on products of polytopes loses no equilibrium that uses the whole support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from belarusgame.base.program import independent_solution
from belarusgame.solve.recheck.exact_cells import Exact, ExactCell
from belarusgame.solve.recheck.search_certificate import Rejected


def is_equation(cell: ExactCell, player: int, row: int) -> bool:
    """Whether the row is that of a strategy of the support, and must vanish."""
    return 0 <= row < cell.corners[player].shape[1] - 1


def units_of(cell: ExactCell, scales: Any) -> list[Fraction]:
    """Return in what units multipliers of each player's rows are: any positive ones would do."""
    units = [Fraction(int(scale)) for scale in scales]
    if len(units) != len(cell.sizes) or min(units) <= 0:
        raise Rejected("multipliers are in no units")
    return units


def row_of(cell: ExactCell, player: int, row: int) -> Exact:
    """Return a row of a player, or refuse what there is not."""
    if not (0 <= player < len(cell.rows) and 0 <= row < len(cell.rows[player])):
        raise Rejected("a step uses a row that there is not")
    return cell.rows[player][row]


def combined(cell: ExactCell, weights: Sequence[Exact]) -> ExactCell:
    """Return the cell whose points are combinations of those of another one."""
    for j, own in enumerate(weights):
        cell = cell.moved(j, own)
    return cell


def cut(whole: ExactCell, cell: ExactCell, parts: int, row: Any, axis: int, left: Any) -> list[ExactCell]:
    """Check a cut of one player's polytope by a row that depends on this player only."""
    i, r = (int(x) for x in row)
    values = row_of(cell, i, r)
    lines = np.moveaxis(values, axis, 0).reshape(values.shape[axis], -1)
    if axis == i or len(lines) != cell.sizes[axis] or any(len(set(line)) > 1 for line in lines.tolist()):
        raise Rejected("a cut is made by a row that depends on other players")
    # Whatever the proof kept may be too much, never too little: hulls that are too large lose nothing.
    wanted = _kept_by(cell.corners[axis], [line[0] for line in lines.tolist()], is_equation(cell, i, r))
    points = [] if left is None else [_point(line) for line in left]
    if not all(_in_hull(point, points) for point in wanted):
        raise Rejected("a cut leaves out a part that it should not")
    if not parts:
        # If some strategy has no weight at any point that is left, no equilibrium uses the whole support.
        if points and all(any(column) for column in zip(*points, strict=True)):
            raise Rejected("a proof ends where a cut left something")
        return []
    corners = [*cell.corners]
    corners[axis] = np.array(points, dtype=object)
    return [combined(whole, corners)]


def _kept_by(points: Exact, values: Sequence[Fraction], equation: bool) -> list[tuple[Fraction, ...]]:
    """Return points that span the part of a hull where an affine function vanishes, or is at most zero."""
    kept = [tuple(p) for p, x in zip(points, values, strict=True) if x == 0 or (x < 0 and not equation)]
    for a, b in combinations(range(len(points)), 2):
        if values[a] * values[b] < 0:
            share = values[b] / (values[b] - values[a])
            kept.append(tuple(share * points[a] + (1 - share) * points[b]))
    return kept


def _point(line: Any) -> tuple[Fraction, ...]:
    whole = [Fraction(int(x)) for x in line]
    if min(whole) < 0 or not any(whole):
        raise Rejected("a point of a polytope is no mixed strategy")
    return tuple(x / sum(whole) for x in whole)


def _in_hull(point: tuple[Fraction, ...], points: Sequence[tuple[Fraction, ...]]) -> bool:
    """Whether a point is one of others, or a convex combination of two or three of them.

    That is all a cut asks: of a segment or a polygon it keeps the corners, and a point between these is in
    one of the triangles that they form (Caratheodory 1907); of what has more dimensions it keeps every point.
    """
    return point in points or any(
        _between(point, corners) for size in (2, 3) for corners in combinations(points, size)
    )


def _between(point: tuple[Fraction, ...], corners: Sequence[tuple[Fraction, ...]]) -> bool:
    """Whether a point is a convex combination of corners that do not depend on one another."""
    lines = [(dict(enumerate(column)), x) for *column, x in zip(*corners, point, strict=True)]
    # That probabilities sum to one, weights need not be told: it follows from the other lines.
    weights = independent_solution(lines, len(corners))
    # Exactly: near ties lie closer together than any linear program in floating point can tell.
    return (
        weights is not None
        and min(weights) >= 0
        and all(sum(w * c for w, c in zip(weights, line.values(), strict=True)) == x for line, x in lines)
    )


def faces(
    whole: ExactCell,
    cell: ExactCell,
    parts: int,
    multipliers: Mapping[tuple[int, int], Any],
    chosen: Any,
    scales: Any,
) -> list[ExactCell]:
    """Check that a sum of rows is nowhere negative, and that all faces on which it vanishes are left."""
    del whole, parts
    units = units_of(cell, scales)
    total: Exact = np.zeros(cell.sizes, dtype=object)
    for (i, r), own in multipliers.items():
        given: list[Any] = np.broadcast_to(own, (cell.sizes[i],)).tolist()
        weights = [Fraction(int(x)) * units[i] for x in given]
        # At an equilibrium such a row is at most zero, so with a negative weight the sum could be positive
        # there, and that it is nowhere negative would say nothing.
        if not is_equation(cell, i, r) and min(weights) < 0:
            raise Rejected("a row that need not vanish has a negative multiplier")
        shape = [1] * len(cell.sizes)
        shape[i] = len(weights)
        total = total + row_of(cell, i, r) * np.array(weights, dtype=object).reshape(shape)
    if total.min() < 0:
        raise Rejected("a sum of rows is negative somewhere")
    kept = [tuple(tuple(int(k) for k in own) for own in face) for face in chosen]
    _check_faces(cell, total > 0, kept)
    return [_face(cell, face) for face in kept]


def _face(cell: ExactCell, face: Sequence[Sequence[int]]) -> ExactCell:
    corners = [own[list(points)] for own, points in zip(cell.corners, face, strict=True)]
    rows = [
        own[np.ix_(range(len(own)), *([0] if j == i else list(points) for j, points in enumerate(face)))]
        for i, own in enumerate(cell.rows)
    ]
    return ExactCell(corners=corners, rows=rows)


def _check_faces(cell: ExactCell, positive: Any, kept: Sequence[Any]) -> None:
    """Check that every product of points without a positive value, using all strategies, lies in one kept.

    Whoever has none must do without one of the points at which a positive value stands.
    """
    seen: set[Any] = set()
    waiting = [tuple(tuple(range(size)) for size in cell.sizes)]
    while waiting:
        face = waiting.pop()
        if face in seen or any(
            all(set(mine) <= set(its) for mine, its in zip(face, other, strict=True)) for other in kept
        ):
            continue
        seen.add(face)
        # Without some strategy of the support it belongs to a smaller one.
        if any(
            not all(any(column) for column in own[list(points)].T)
            for own, points in zip(cell.corners, face, strict=True)
        ):
            continue
        places = np.argwhere(positive[np.ix_(*face)])
        if not len(places):
            raise Rejected("a face on which a sum of rows vanishes was lost")
        for j, k in enumerate(places[0].tolist()):
            smaller = face[j][:k] + face[j][k + 1 :]
            if smaller:
                waiting.append((*face[:j], smaller, *face[j + 1 :]))


def split(whole: ExactCell, cell: ExactCell, parts: int, j: int, a: int, b: int) -> list[ExactCell]:
    """Check that a part is divided along one of its edges."""
    del whole, parts
    if not (0 <= j < len(cell.sizes) and 0 <= a < cell.sizes[j] and 0 <= b < cell.sizes[j] and a != b):
        raise Rejected("a part is divided along an edge that it does not have")
    return [cell.halved(j, b, a), cell.halved(j, a, b)]


def summed(
    whole: ExactCell, cell: ExactCell, parts: int, multipliers: Mapping[tuple[int, int], Any], scales: Any
) -> list[ExactCell]:
    """Check that a sum of equations keeps one sign, so that they have no solution here."""
    del whole, parts
    units = units_of(cell, scales)
    total: Exact = np.zeros(cell.sizes, dtype=object)
    for (i, r), multiplier in multipliers.items():
        if not is_equation(cell, i, r):
            raise Rejected("a sum of equations holds a row that is none")
        # A float is a fraction exactly: whatever rounding did to it, this is the number that is checked.
        factor: Any = Fraction(float(multiplier)) * units[i]
        total = total + row_of(cell, i, r) * factor
    if total.min() <= 0 <= total.max():
        raise Rejected("a sum of equations does not keep one sign")
    return []


def out(whole: ExactCell, cell: ExactCell, parts: int) -> list[ExactCell]:
    """Check that a row shows that no equilibrium is here."""
    del whole, parts
    for i, rows in enumerate(cell.rows):
        for r, values in enumerate(rows):
            if values.min() > 0 or (is_equation(cell, i, r) and values.max() < 0):
                return []
    raise Rejected("a part was left out for no reason")
