"""Regularity and index of an equilibrium, from the sign of an exact Jacobian."""

from __future__ import annotations

import numpy as np

from belarusgame.solve.structured.polytopes import Polytopes, Whole, array_of, combined
from belarusgame.solve.structured.rows import Rows


def index_at(rows: Rows, points: Polytopes) -> int | None:
    """Return the index of an equilibrium that uses the whole support; None if it is not regular.

    It is regular if every strategy outside loses and the Jacobian of the rows inside is not singular; its
    index is the sign of the determinant of minus the Jacobian, here at the middle of a tiny enclosure, in
    which it is known not to change.
    """
    middle: Polytopes = tuple(array_of([[*map(sum, zip(*own.tolist(), strict=True))]]) for own in points)
    _, everything = rows.everything()
    for i, values in enumerate(rows.at(middle, everything)):
        # A strategy outside that is as good as those inside: the equilibrium is not quasi-strict, hence not
        # regular.
        if any(value >= 0 for value in values.ravel()[len(rows.support[i]) - 1 :].tolist()):
            return None
    lines: list[list[int]] = []
    for i, tensor in enumerate(rows.tensors):
        inside = tensor[: len(rows.support[i]) - 1]
        slopes = [_slopes(inside, middle, i, j) for j in range(len(middle))]
        lines += [[-x for part in slopes for x in part[r]] for r in range(len(inside))]
    return determinant_sign(lines) or None


def _slopes(inside: Whole, middle: Polytopes, i: int, j: int) -> list[list[int]]:
    """Return the derivatives of player i's rows by player j's probabilities, but the first."""
    size = middle[j].shape[1]
    if i == j or not len(inside):
        return [[0] * (size - 1) for _ in range(len(inside))]
    for k, own in enumerate(middle):
        if k not in (i, j):
            inside = combined(inside, own, k + 1)
    lines = np.moveaxis(inside, j + 1, 1).reshape(len(inside), size)
    # The lines carry the denominators of all players k; times player j's, all parts of a row carry the same.
    total = int(middle[j].sum())
    return [[x * total for x in line] for line in (lines[:, 1:] - lines[:, :1]).astype(object).tolist()]


def determinant_sign(lines: list[list[int]]) -> int:
    """Return the sign of an integer determinant, by elimination without fractions (Bareiss 1968)."""
    rows = [list(line) for line in lines]
    sign, before = 1, 1
    for k in range(len(rows)):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k]), None)
        if pivot is None:
            return 0
        # Every exchange of two rows turns the sign.
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            sign = -sign
        for r in range(k + 1, len(rows)):
            factor = rows[r][k]
            rows[r] = [(x * rows[k][k] - y * factor) // before for x, y in zip(rows[r], rows[k], strict=True)]
        before = rows[k][k]
    return sign if before > 0 else -sign
