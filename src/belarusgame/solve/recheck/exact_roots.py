"""Roots of a search again, in fractions: each exists, is the only one nearby, and is of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from belarusgame.solve.recheck.exact_cells import (
    Exact,
    ExactCell,
    determinant_sign,
    fractions,
    one_to_one,
    points_inwards,
    whole_cell,
)
from belarusgame.solve.recheck.search_certificate import (
    BORDERLINE,
    PROVEN,
    REJECTED,
    Certificate,
    Rejected,
    Supports,
)

if TYPE_CHECKING:
    from belarusgame.solve.search import Root


def check_roots(certificate: Certificate, payoffs: Exact) -> list[tuple[ExactCell, ExactCell]]:
    """Check every root; return for each the cell that holds it, and that in which it is the only solution."""
    return [_check_root(root, certificate, payoffs) for root in certificate.roots]


def _check_root(root: Root, certificate: Certificate, payoffs: Exact) -> tuple[ExactCell, ExactCell]:
    support = _within(root.supports, certificate.kept)
    whole = whole_cell(payoffs, support)
    centre = [fractions(vector) for vector in root.vectors]
    if any(sum(vector) != 1 for vector in centre):
        raise Rejected("a root's probabilities do not sum to one")
    small = _around(whole, centre, Fraction(root.small))
    region = _around(whole, centre, Fraction(root.radius))
    inverse = fractions(root.inverse)
    if not points_inwards(small, _preconditioned(small, inverse)):
        raise Rejected(f"a root on the support {root.supports} is not shown to exist")
    # One unit of the region's own coordinates is `radius` of a probability.
    if not one_to_one(region, _preconditioned(region, inverse / Fraction(root.radius))):
        raise Rejected(f"a root on the support {root.supports} is not shown to be the only one nearby")
    # What fractions settle, floating point may have had to leave open: that claims less, not more, and
    # whoever leaves a root open has to answer for its place.
    if root.kind not in (_kind(small), BORDERLINE):
        raise Rejected(f"a root on the support {root.supports} is of another kind than claimed")
    if root.sign != index_on(region):
        raise Rejected(f"a root on the support {root.supports} has another index than claimed")
    return small, region


def _around(whole: ExactCell, centre: Sequence[Exact], size: Fraction) -> ExactCell:
    cell = whole
    for j, vector in enumerate(centre):
        cell = cell.shrunk(j, vector - size / len(vector))
    return cell


def _preconditioned(cell: ExactCell, inverse: Exact) -> list[Exact]:
    """Return the support rows, combined by the lines of the inverse Jacobian, at every combination."""
    support_rows = [cell.rows[i][r] for i, size in enumerate(cell.sizes) for r in range(size - 1)]
    shape = cell.sizes
    rows = [np.broadcast_to(row, shape) for row in support_rows]
    return [
        sum((weight * row for weight, row in zip(line, rows, strict=True)), np.zeros(shape, object))
        for line in inverse
    ]


def _kind(small: ExactCell) -> int:
    """Judge a root by the signs of its probabilities and outside rows."""
    kind = PROVEN
    for i, size in enumerate(small.sizes):
        for probabilities in small.corners[i].T:
            if max(probabilities) < 0:
                return REJECTED
            if min(probabilities) <= 0:
                kind = BORDERLINE
        for row in small.rows[i][size - 1 :]:
            if row.min() > 0:
                return REJECTED
            if row.max() >= 0:
                kind = BORDERLINE
    return kind


def index_on(cell: ExactCell) -> int:
    """Return the sign of the determinant of minus the Jacobian at the middle of a cell."""
    lines: list[list[Fraction]] = []
    for i, size in enumerate(cell.sizes):
        for r in range(size - 1):
            line: list[Fraction] = []
            for j, count in enumerate(cell.sizes):
                facets = np.moveaxis(cell.rows[i][r], j, 0)
                line += [(facets[0] - facets[v]).sum() if j != i else Fraction(0) for v in range(1, count)]
            lines.append(line)
    return determinant_sign(np.array(lines, dtype=object))


def _within(supports: Supports, kept: Sequence[Sequence[int]]) -> Supports:
    """Count the strategies of a support within those that dominance left."""
    try:
        return tuple(
            tuple(list(labels).index(a) for a in part) for part, labels in zip(supports, kept, strict=True)
        )
    except ValueError:
        raise Rejected("a root uses a dominated strategy") from None
