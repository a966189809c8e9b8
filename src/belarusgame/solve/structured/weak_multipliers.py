"""Multipliers that show where in a cell an equilibrium can be: a linear program proposes, integers decide.

A sum of rows, with multipliers that may depend on the player's own strategy and are not negative for
strategies outside, is at most zero at every equilibrium of the support: rows inside vanish there, and rows
outside are at most zero. Where the sum is nowhere negative, only the faces on which it vanishes are left.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import highs
from belarusgame.solve.structured.polytopes import Whole, floats, largest
from belarusgame.solve.structured.reduction import Multipliers, Patch
from belarusgame.solve.structured.rows import Rows

#: Multipliers are rounded to fractions of at most this denominator: where the sum is to vanish at a
#: combination it must do so exactly, and the program's corners are ratios of a few rows.
_DENOMINATOR: Final = 5000
#: Multipliers may be scaled, so the largest value of the best sum is one or zero: what lies between is noise.
_CLEAR: Final = 0.5


def weak_multipliers(
    rows: Rows, part: Patch, values: list[Whole]
) -> tuple[NDArray[np.bool_], Multipliers] | None:
    """Look for multipliers whose sum is nowhere negative on a part, and positive at some combination.

    ``values`` are the active rows of the part at its combinations of points. Returned are where the sum is
    positive, of the shape of the part, and the multipliers; None if none were found.
    """
    columns, names, free = _columns(rows, part, values)
    if not names:
        return None
    sizes = [max(1, largest(column)) for column in columns.T]
    found = _proposed(
        np.column_stack([floats(own, size) for own, size in zip(columns.T, sizes, strict=True)]),
        np.array(free),
    )
    if found is None:
        return None
    whole = _rounded(found, sizes, free)
    # From here on whole numbers: whatever the program proposed, a sum that is nowhere negative is a proof.
    total = columns.astype(object).dot(whole)
    if min(total) < 0 or max(total) == 0:
        return None
    multipliers: dict[tuple[int, int], Any] = {}
    for weight, (i, row, v) in zip(whole, names, strict=True):
        line = multipliers.setdefault((i, row), np.zeros(len(part.points[i]), dtype=object))
        line[v] = weight
    used = {row: line for row, line in multipliers.items() if any(line)}
    return (total > 0).reshape(part.sizes), used


def _columns(
    rows: Rows, part: Patch, values: list[Whole]
) -> tuple[Whole, list[tuple[int, int, int]], list[bool]]:
    """Return each row, for each point of its player, at all combinations; zero where it uses another."""
    columns: list[Whole] = []
    names: list[tuple[int, int, int]] = []
    free: list[bool] = []
    for i, own in enumerate(values):
        for k, row in enumerate(part.active[i]):
            for v in range(part.sizes[i]):
                column = np.zeros(part.sizes, dtype=own.dtype)
                np.moveaxis(column, i, 0)[v] = np.moveaxis(np.broadcast_to(own[k], part.sizes), i, 0)[v]
                columns.append(column.ravel())
                names.append((i, row, v))
                free.append(rows.is_equation(i, row))
    return np.array(columns).T, names, free


def _proposed(columns: NDArray[np.float64], free: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Maximise the sum of the values, each counted up to one, under the condition that none is negative."""
    combinations, count = columns.shape
    # Counted up to one, a value cannot grow at the cost of others: as many combinations as possible become
    # positive, and the program is bounded.
    limits = [(None, None) if is_free else (0.0, None) for is_free in free.tolist()]
    nothing = np.zeros(len(columns))
    cost: FloatArray = np.concatenate([np.zeros(count), -np.ones(combinations)])
    answer = highs(
        cost,
        np.hstack([columns, -np.eye(combinations)]),
        nothing,
        [*limits, *[(0.0, 1.0)] * combinations],
    )
    if answer.status != "optimal" or answer.point[count:].max() < _CLEAR:
        return None
    return answer.point[:count]


def _rounded(found: NDArray[np.float64], sizes: list[int], free: list[bool]) -> NDArray[Any]:
    """Round multipliers to short fractions, in units of their columns, and bring these to whole numbers."""
    short = [
        Fraction(x).limit_denominator(_DENOMINATOR) / size
        for x, size in zip(found.tolist(), sizes, strict=True)
    ]
    # A negative multiplier of a row that is at most zero would prove nothing, however small.
    short = [x if is_free or x > 0 else Fraction(0) for x, is_free in zip(short, free, strict=True)]
    scale = lcm(*(x.denominator for x in short))
    return np.array([int(x * scale) for x in short], dtype=object)
