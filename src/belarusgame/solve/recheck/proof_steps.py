"""The analysis of a structured game again, in fractions: every step of the proof that it logged.

A support is either excluded because one of its strategies cannot be played if all of it is, or it has a tree
of steps on products of polytopes. A step that cuts, divides or leaves only faces is checked to lose no
equilibrium that uses the whole support; what the leaves say is checked at their points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.program import Program
from belarusgame.solve.recheck.exact_cells import Exact, ExactCell, points_inwards, whole_cell
from belarusgame.solve.recheck.search_log import Certificate, Rejected, Supports

__all__ = ["ProofEnd", "StructuredCertificate", "leaves_of", "never_played", "rank_of"]

#: What a leaf is: all its points are equilibria, one equilibrium lies in it, or nothing is known.
EXACT: Final = "exact"
ROOT: Final = "root"
OPEN: Final = "open"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StructuredCertificate(Certificate):
    """The proof of an answer to a structured game; its log holds the supports that the search settled.

    Attributes
    ----------
    steps : tuple of (Supports, LoggedStep)
        For every other support that was not excluded the steps of its proof.
    """

    steps: tuple[tuple[Supports, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProofEnd:
    """What is left of a support at the end of a branch.

    Attributes
    ----------
    kind : str
        EXACT, ROOT or OPEN.
    corners : list of Exact
        For every player the points whose hulls' product it is, over the strategies of the support.
    """

    kind: str
    corners: list[Exact]


def never_played(ranks: NDArray[np.int64], support: Supports) -> bool:
    """Whether a strategy of the support loses against another one if the opponents play all of theirs.

    It is nowhere better, and worse at some profile of the support, which has positive probability.

    Parameters
    ----------
    ranks : array
        Numbers that compare as the exact payoffs of every player do.
    support : Supports
        For every player the strategies that are used.
    """
    for i, inside in enumerate(support):
        index: list[Sequence[int]] = list(support)
        index[i] = range(ranks.shape[i + 1])
        own = np.moveaxis(ranks[i][np.ix_(*index)], i, 0).reshape(ranks.shape[i + 1], -1)
        for a in inside:
            gains = own - own[a]
            if bool(((gains >= 0).all(axis=1) & (gains > 0).any(axis=1)).any()):
                return True
    return False


def leaves_of(payoffs: Exact, support: Supports, step: Any) -> Iterator[ProofEnd]:
    """Check the steps of one support; yield what they leave.

    Raises
    ------
    Rejected
        For the first step that does not hold.
    """
    whole = whole_cell(_in_whole_numbers(payoffs), support)
    stack: list[tuple[ExactCell, Any]] = [(whole, step)]
    while stack:
        cell, step = stack.pop()
        parts = list(step.parts)
        if step.kind in (EXACT, OPEN, ROOT):
            if parts:
                raise Rejected("a proof goes on where it ended")
            leaf = _ROOTS[step.kind](cell, *step.data)
            if leaf is not None:
                yield leaf
            continue
        left = _STEPS[step.kind](whole, cell, len(parts), *step.data)
        if len(left) != len(parts):
            raise Rejected("a proof does not go on for everything that a step left")
        stack += zip(left, parts, strict=True)


def _in_whole_numbers(payoffs: Exact) -> Exact:
    """Multiply each player's payoffs by their least common denominator: multipliers are for these."""
    scales = [lcm(*(Fraction(value).denominator for value in own.flat)) for own in payoffs]
    return np.stack([own * scale for own, scale in zip(payoffs, scales, strict=True)])


def _is_equation(cell: ExactCell, player: int, row: int) -> bool:
    """Whether the row is that of a strategy of the support, and must vanish."""
    return 0 <= row < cell.corners[player].shape[1] - 1


def _units(cell: ExactCell, scales: Any) -> list[Fraction]:
    """Return in what units multipliers of each player's rows are: any positive ones would do."""
    units = [Fraction(int(scale)) for scale in scales]
    if len(units) != len(cell.sizes) or min(units) <= 0:
        raise Rejected("multipliers are in no units")
    return units


def _row(cell: ExactCell, player: int, row: int) -> Exact:
    if not (0 <= player < len(cell.rows) and 0 <= row < len(cell.rows[player])):
        raise Rejected("a step uses a row that there is not")
    return cell.rows[player][row]


def _exact_leaf(cell: ExactCell) -> ProofEnd:
    for i, rows in enumerate(cell.rows):
        for r, values in enumerate(rows):
            if values.max() > 0 or (_is_equation(cell, i, r) and values.min() < 0):
                raise Rejected("a piece does not consist of equilibria")
    return ProofEnd(kind=EXACT, corners=cell.corners)


def _open_leaf(cell: ExactCell) -> ProofEnd:
    return ProofEnd(kind=OPEN, corners=cell.corners)


def _root_leaf(cell: ExactCell, found: Any, verdict: str, scales: Any) -> ProofEnd | None:
    """Check that the cell has at most one solution, where that is, and whether it is an equilibrium."""
    equations = [(int(i), int(r)) for i, r in found.equations]
    unknowns = sum(cell.sizes) - len(cell.sizes)
    if len(set(equations)) != unknowns or not all(_is_equation(cell, i, r) for i, r in equations):
        raise Rejected("a solution is claimed of too few equations")
    square = [np.broadcast_to(_row(cell, i, r), cell.sizes) for i, r in equations]
    units = _units(cell, scales)
    inverse = [
        [Fraction(int(x)) * units[i] for x, (i, _) in zip(line, equations, strict=True)]
        for line in found.inverse
    ]
    if len(inverse) != unknowns:
        raise Rejected("a solution is claimed without an inverse of its equations")
    sums = [
        sum((m * t for m, t in zip(line, square, strict=True)), np.zeros(cell.sizes, object))
        for line in inverse
    ]
    weights = [_weights(own, size) for own, size in zip(found.weights, cell.sizes, strict=True)]
    enlarged = [_enlarged(size) for size in cell.sizes]
    if not _dominant(_moved(sums, enlarged), cell.sizes):
        raise Rejected("a solution is not shown to be the only one")
    if any(
        min(map(min, own)) < -Fraction(1, 2 * size) for own, size in zip(weights, cell.sizes, strict=True)
    ):
        raise Rejected("a solution lies outside the region in which it is the only one")
    exact = all(len(own) == 1 for own in weights)
    if exact:
        if any(value != 0 for row in _moved(square, weights) for value in row.flat):
            raise Rejected("what is claimed to be a solution is none")
    else:
        around = ExactCell(corners=weights, rows=[])
        if not points_inwards(around, _moved(sums, weights)):
            raise Rejected("a solution is not shown to exist")
    small = _at(cell, weights)
    judged = _judged(cell, small, set(equations), exact=exact)
    if judged != verdict:
        raise Rejected("a solution is of another kind than claimed")
    kinds = {"none": None, "proven": EXACT if exact else ROOT, "tied": OPEN}
    kind = kinds[judged]
    return None if kind is None else ProofEnd(kind=kind, corners=small.corners)


def _weights(own: Any, size: int) -> Exact:
    """Return the corners of the place of a solution as weights of a cell's points, each line with sum 1."""
    lines = [[Fraction(int(x)) for x in line] for line in own]
    if len(lines) not in (1, size) or any(len(line) != size or sum(line) <= 0 for line in lines):
        raise Rejected("the place of a solution is none")
    return np.array([[x / sum(line) for x in line] for line in lines], dtype=object)


def _enlarged(size: int) -> Exact:
    """Return the corners of a simplex that is larger by a half, around its middle."""
    unit = [[Fraction(3 * (a == b), 2) - Fraction(1, 2 * size) for b in range(size)] for a in range(size)]
    return np.array(unit, dtype=object)


def _moved(tensors: Sequence[Exact], weights: Sequence[Exact]) -> list[Exact]:
    """Return multilinear functions at combinations of points that are given by weights."""
    found: list[Exact] = []
    for tensor in tensors:
        for j, own in enumerate(weights):
            if tensor.shape[j] > 1 or own.shape[1] == 1:
                tensor = np.moveaxis(np.tensordot(own, tensor, axes=(1, j)), 0, j)
        found.append(tensor)
    return found


def _at(cell: ExactCell, weights: Sequence[Exact]) -> ExactCell:
    """Return the cell whose points are combinations of those of another one."""
    for j, own in enumerate(weights):
        cell = cell.moved(j, own)
    return cell


def _dominant(sums: Sequence[Exact], sizes: Sequence[int]) -> bool:
    """Whether the derivatives by the weights are strictly diagonally dominant everywhere on a product.

    Between two corners of a simplex enlarged by a half the weights change by three halves.
    """
    columns = [(j, v) for j, size in enumerate(sizes) for v in range(1, size)]
    for t, values in enumerate(sums):
        own, others = Fraction(0), Fraction(0)
        for k, (j, v) in enumerate(columns):
            facets = np.moveaxis(values, j, 0)
            change = facets[v] - facets[0]
            if k == t:
                own = change.min()
            else:
                others += max(change.max(), -change.min())
        if own <= others:
            return False
    return True


def _judged(cell: ExactCell, small: ExactCell, known: set[tuple[int, int]], *, exact: bool) -> str:
    """Say whether the solution in a small cell is an equilibrium that uses the whole support."""
    verdict = "proven"
    for own in small.corners:
        for column in own.T:
            if max(column) < 0 or (exact and max(column) == 0):
                return "none"
            if min(column) <= 0:
                verdict = "tied"
    for i, rows in enumerate(small.rows):
        for r, values in enumerate(rows):
            equation = _is_equation(small, i, r)
            if (i, r) in known:
                continue
            if values.min() > 0 or (equation and values.max() < 0):
                return "none"
            if (values.max() > 0 or (equation and values.min() < 0)) and not _follows(cell, i, r):
                verdict = "tied"
    return verdict


def _follows(cell: ExactCell, player: int, row: int) -> bool:
    """Whether a row is a sum of the player's equations all over a cell, and vanishes wherever they do."""
    lines = [list(values.flat) for values in cell.rows[player]]
    inside = lines[: cell.corners[player].shape[1] - 1]
    return rank_of([*inside, lines[row]]) == rank_of(inside)


def rank_of(lines: Sequence[Sequence[Fraction]]) -> int:
    """Return how many of some lines are linearly independent."""
    pivots: list[tuple[int, list[Fraction]]] = []
    for line in lines:
        left = [Fraction(x) for x in line]
        for column, pivot in pivots:
            if left[column]:
                left = [x - left[column] * y for x, y in zip(left, pivot, strict=True)]
        column = next((n for n, x in enumerate(left) if x), None)
        if column is not None:
            pivots.append((column, [x / left[column] for x in left]))
    return len(pivots)


def _cut(whole: ExactCell, cell: ExactCell, parts: int, row: Any, axis: int, left: Any) -> list[ExactCell]:
    """Check a cut of one player's polytope by a row that depends on this player only."""
    i, r = (int(x) for x in row)
    values = _row(cell, i, r)
    lines = np.moveaxis(values, axis, 0).reshape(values.shape[axis], -1)
    if axis == i or len(lines) != cell.sizes[axis] or any(len(set(line)) > 1 for line in lines.tolist()):
        raise Rejected("a cut is made by a row that depends on other players")
    wanted = _kept_by(cell.corners[axis], [line[0] for line in lines.tolist()], _is_equation(cell, i, r))
    points = [] if left is None else [_point(line) for line in left]
    if not all(_in_hull(point, points) for point in wanted):
        raise Rejected("a cut leaves out a part that it should not")
    if not parts:
        if points and all(any(column) for column in zip(*points, strict=True)):
            raise Rejected("a proof ends where a cut left something")
        return []
    corners = [*cell.corners]
    corners[axis] = np.array(points, dtype=object)
    return [_at(whole, corners)]


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
    """Whether a point is a convex combination of others, shown by exact weights."""
    if point in points:
        return True
    if not points:
        return False
    lines: list[Any] = [
        (dict.fromkeys(range(len(points)), 1), 1),
        (dict.fromkeys(range(len(points)), -1), -1),
    ]
    for x, column in zip(point, zip(*points, strict=True), strict=True):
        line = {n: c for n, c in enumerate(column) if c}
        lines += [(line, x), ({n: -c for n, c in line.items()}, -x)] if line else []
        if not line and x:
            return False
    return Program(limits=[(0, None)] * len(points), constraints=lines).exact_optimum({}) is not None


def _faces(
    whole: ExactCell,
    cell: ExactCell,
    parts: int,
    multipliers: Mapping[tuple[int, int], Any],
    chosen: Any,
    scales: Any,
) -> list[ExactCell]:
    """Check that a sum of rows is nowhere negative, and that all faces on which it vanishes are left."""
    del whole, parts
    units = _units(cell, scales)
    total: Exact = np.zeros(cell.sizes, dtype=object)
    for (i, r), own in multipliers.items():
        given: list[Any] = np.broadcast_to(own, (cell.sizes[i],)).tolist()
        weights = [Fraction(int(x)) * units[i] for x in given]
        if not _is_equation(cell, i, r) and min(weights) < 0:
            raise Rejected("a row that need not vanish has a negative multiplier")
        shape = [1] * len(cell.sizes)
        shape[i] = len(weights)
        total = total + _row(cell, i, r) * np.array(weights, dtype=object).reshape(shape)
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


def _split(whole: ExactCell, cell: ExactCell, parts: int, j: int, a: int, b: int) -> list[ExactCell]:
    del whole, parts
    if not (0 <= j < len(cell.sizes) and 0 <= a < cell.sizes[j] and 0 <= b < cell.sizes[j] and a != b):
        raise Rejected("a part is divided along an edge that it does not have")
    return [cell.halved(j, b, a), cell.halved(j, a, b)]


def _sum(
    whole: ExactCell, cell: ExactCell, parts: int, multipliers: Mapping[tuple[int, int], Any], scales: Any
) -> list[ExactCell]:
    """Check that a sum of equations keeps one sign, so that they have no solution here."""
    del whole, parts
    units = _units(cell, scales)
    total: Exact = np.zeros(cell.sizes, dtype=object)
    for (i, r), multiplier in multipliers.items():
        if not _is_equation(cell, i, r):
            raise Rejected("a sum of equations holds a row that is none")
        factor: Any = Fraction(float(multiplier)) * units[i]
        total = total + _row(cell, i, r) * factor
    if total.min() <= 0 <= total.max():
        raise Rejected("a sum of equations does not keep one sign")
    return []


def _out(whole: ExactCell, cell: ExactCell, parts: int) -> list[ExactCell]:
    """Check that a row shows that no equilibrium is here."""
    del whole, parts
    for i, rows in enumerate(cell.rows):
        for r, values in enumerate(rows):
            if values.min() > 0 or (_is_equation(cell, i, r) and values.max() < 0):
                return []
    raise Rejected("a part was left out for no reason")


_ROOTS: Final[Mapping[str, Any]] = {EXACT: _exact_leaf, OPEN: _open_leaf, ROOT: _root_leaf}
_STEPS: Final[Mapping[str, Any]] = {"cut": _cut, "faces": _faces, "split": _split, "sum": _sum, "out": _out}
