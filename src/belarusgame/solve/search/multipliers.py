"""Multipliers that turn the rows of a cell into functions which must vanish at every equilibrium in it.

With multipliers z the sum G(c) = sum of z[i, r, corner of i] * row[i, r](c) over all support rows vanishes at
every equilibrium of the support, whatever z is; letting a multiplier depend on the player's own corner is
what the dual of the correlated-equilibrium program does (Hart & Schmeidler 1989, "Existence of correlated
equilibria"). Good z are found by least squares (:mod:`least_squares`). They are guesses: what they prove is
decided by :func:`evaluate` and :func:`bound_errors` alone.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.cells import ROUNDOFF
from belarusgame.solve.search.compile_search import IntArray, compiled
from belarusgame.solve.search.lanes import WIDTH, larger, load, spread, store, total
from belarusgame.solve.search.layout import COLUMN, COUNT, EQUATION, ROW, SIZE, SPAN

#: Sums of multipliers beyond this count as no bound: their products with errors could overflow.
_ENORMOUS: Final = 1e60


@compiled
def gather(
    plan: IntArray, other: IntArray, column: IntArray, rows: FloatArray, dense: FloatArray, target: FloatArray
) -> None:
    """Write the rows of a cell by combination: those of the support, and those outside as targets."""
    outside = plan[EQUATION, plan.shape[1] - 1]
    for i in range(plan.shape[1] - 1):
        inside = plan[SIZE, i] - 1
        for r in range(plan[COUNT, i] - 1):
            at = plan[ROW, i] + r * plan[SPAN, i]
            if r < inside:
                e = plan[EQUATION, i] + r
                for c in range(other.shape[1]):
                    dense[c, column[c, e]] = rows[at + other[i, c]]
            else:
                for c in range(other.shape[1]):
                    target[c, outside] = rows[at + other[i, c]]
                outside += 1


@compiled
def evaluate_one(dense: FloatArray, single: FloatArray, constant: FloatArray) -> float:
    """Write the sum G of ``single`` at every combination, and return the least."""
    lowest = np.inf
    for c in range(dense.shape[0]):
        parts = spread(0.0)
        for b in range(0, dense.shape[1], WIDTH):
            parts = parts + load(dense, c, b) * load(single, 0, b)
        here = total(parts)
        constant[c] = here
        if here < lowest:
            lowest = here
    return lowest


@compiled
def evaluate(column: IntArray, dense: FloatArray, many: FloatArray, sums: FloatArray) -> None:
    """Write the sums G of several multiplier vectors at every combination."""
    for b in range(0, many.shape[1], WIDTH):
        for c in range(column.shape[0]):
            here = spread(0.0)
            for e in range(column.shape[1]):
                # Of a row's multipliers one counts at a combination: that of the corner which its player
                # plays.
                k = column[c, e]
                here = here + spread(dense[c, k]) * load(many, k, b)
            store(sums, c, b, here)


@compiled
def bound_errors(plan: IntArray, many: FloatArray, pads: FloatArray, error: float, reach: float) -> None:
    """Bound the errors of the sums G of ``many`` (or of a target minus them), over all combinations.

    A sum has n products. With entries at most ``reach`` in size and off by at most ``error`` it is off by at
    most (error + (n + 1) * u * reach) * (sum of the |multipliers| that meet at one combination), u being the
    unit roundoff, in whatever order it is added up (Higham 2002, "Accuracy and Stability of Numerical
    Algorithms", section 3.1); a target to subtract from counts as one more product with the multiplier 1.
    """
    zero = spread(0.0)
    for b in range(0, many.shape[1], WIDTH):
        # Only one corner of each player is played at a combination, so the largest of its multipliers' sums
        # counts; `everything` merely tells whether the numbers can be trusted.
        meeting, everything = spread(1.0), zero
        for i in range(plan.shape[1] - 1):
            most = zero
            for v in range(plan[SIZE, i]):
                here = zero
                first = plan[COLUMN, i] + v * (plan[SIZE, i] - 1)
                for k in range(first, first + plan[SIZE, i] - 1):
                    multiplier = load(many, k, b)
                    # The size of a number, by an operation that vectors have.
                    here = here + larger(multiplier, zero - multiplier)
                most = larger(most, here)
                everything = everything + here
            meeting = meeting + most
        store(pads, 0, b, meeting)
        store(pads, 1, b, everything)
    for t in range(pads.shape[1]):
        meeting = pads[0, t]
        pads[0, t] = _error(plan, meeting, pads[1, t], error, reach)
        pads[1, t] = 1.01 * meeting * ROUNDOFF * reach


@compiled
def bound_error(plan: IntArray, single: FloatArray, error: float) -> float:
    """Bound the error of the sum G of ``single`` in the same way, the entries being at most 1 in size."""
    meeting, everything = 1.0, 0.0
    for i in range(plan.shape[1] - 1):
        most = 0.0
        for v in range(plan[SIZE, i]):
            here = 0.0
            first = plan[COLUMN, i] + v * (plan[SIZE, i] - 1)
            for k in range(first, first + plan[SIZE, i] - 1):
                here += abs(single[0, k])
            most = here if here > most else most
            everything += here
        meeting += most
    return _error(plan, meeting, everything, error, 1.0)


@compiled
def _error(plan: IntArray, meeting: float, everything: float, error: float, reach: float) -> float:
    if not everything < _ENORMOUS:  # also catches what is not a number
        return np.inf
    # The factor covers the rounding of `meeting` itself.
    return 1.01 * meeting * (error + (plan[EQUATION, plan.shape[1] - 1] + 4) * ROUNDOFF * reach)
