"""Where a proof ends: with equilibria only, with one solution shown to be the only one, or undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from belarusgame.solve.recheck.exact_cells import Exact, ExactCell, points_inwards
from belarusgame.solve.recheck.proof_steps import combined, is_equation, row_of, units_of
from belarusgame.solve.recheck.search_certificate import Rejected

#: What a leaf is: all its points are equilibria, one equilibrium lies in it, or nothing is known.
EXACT: Final = "exact"
ROOT: Final = "root"
OPEN: Final = "open"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProofEnd:
    """What is left of a support at the end of a branch."""

    kind: str  #: EXACT, ROOT or OPEN
    #: For every player the points whose hulls' product it is, over the strategies of the support.
    corners: list[Exact]


def exact_end(cell: ExactCell) -> ProofEnd:
    """Check that all points of a cell are equilibria."""
    for i, rows in enumerate(cell.rows):
        for r, values in enumerate(rows):
            if values.max() > 0 or (is_equation(cell, i, r) and values.min() < 0):
                raise Rejected("a piece does not consist of equilibria")
    return ProofEnd(kind=EXACT, corners=cell.corners)


def open_end(cell: ExactCell) -> ProofEnd:
    """Leave a cell undecided; there is nothing to check."""
    return ProofEnd(kind=OPEN, corners=cell.corners)


def root_end(cell: ExactCell, found: Any, verdict: str, scales: Any) -> ProofEnd | None:
    """Check that the cell has at most one solution, where that is, and whether it is an equilibrium."""
    equations = [(int(i), int(r)) for i, r in found.equations]
    unknowns = sum(cell.sizes) - len(cell.sizes)
    if len(set(equations)) != unknowns or not all(is_equation(cell, i, r) for i, r in equations):
        raise Rejected("a solution is claimed of too few equations")
    # The matrix may be anything, since what is shown of its products with the equations is checked: a solver
    # that inverts badly is found out, not believed.
    square = [np.broadcast_to(row_of(cell, i, r), cell.sizes) for i, r in equations]
    units = units_of(cell, scales)
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
    # A map whose derivatives are strictly diagonally dominant on a convex set takes no value twice there. The
    # set is larger than the cell, so that solutions at its border count once, and rounding does not matter.
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
        # A field that points inwards all along a border vanishes inside (Poincare and Miranda).
        around = ExactCell(corners=weights, rows=[])
        if not points_inwards(around, _moved(sums, weights)):
            raise Rejected("a solution is not shown to exist")
    small = combined(cell, weights)
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
            # A probability that is negative all over the small cell, or zero at the solution: the support
            # is a smaller one, and is looked at by itself.
            if max(column) < 0 or (exact and max(column) == 0):
                return "none"
            if min(column) <= 0:
                verdict = "tied"
    for i, rows in enumerate(small.rows):
        for r, values in enumerate(rows):
            equation = is_equation(small, i, r)
            # These vanish at the solution, whatever their range around it.
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
