"""Decide one cell with multipliers: discard it, or cut away parts that hold no equilibrium."""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame._labels import FloatArray
from belarusgame.solve._search.cells import shrink, width
from belarusgame.solve._search.compiled import IntArray, compiled
from belarusgame.solve._search.layout import COUNT, EQUATION, SIZE, fill, sum_of
from belarusgame.solve._search.multipliers import (
    Support,
    Work,
    aim_at_coordinates,
    aim_at_one,
    evaluate,
    evaluate_one,
    gather,
    normal_equations,
    padding,
)

#: Verdicts on a cell.
ALIVE: Final = 0
POSITIVE: Final = 1  # the sum of `single` is positive everywhere, but must vanish
TEMPTED: Final = 2  # an outside row is positive wherever the support rows vanish
EMPTY: Final = 3  # the bounds on the coordinates leave nothing

#: A simplex narrower than this is a point, which nothing can shrink.
_POINT: Final = 1e-13

#: New bounds are rounded to multiples of this, so that sums of them and 1 minus such a sum are exact.
GRID: Final = 2.0**-30


@compiled
def decide(support: Support, work: Work, rows: FloatArray, error: float) -> tuple[int, int]:
    """Return the verdict on a cell, and for TEMPTED the outside row; fill ``lower`` where it stays alive."""
    plan, column, own = support.plan, support.column, support.own
    values, outside, sums, pads = work.values, work.outside, work.sums, work.pads
    players = plan.shape[1] - 1
    gather(plan, support.other, rows, values, outside)
    fill(work.weights, 1.0)
    normal_equations(column, values, work.weights, work.gram)
    aim_at_one(work.gram, work.scale, work.single)
    if evaluate_one(column, values, work.single, work.constant) > padding(plan, work.single, 0, error, 1.0):
        return POSITIVE, 0
    aim_at_coordinates(support, rows, work)
    many = work.many
    evaluate(column, values, many, sums)
    equations = plan[EQUATION, players]
    for t in range(equations):
        pads[t] = padding(plan, many, t, error, 1.0)
    for b in range(plan[COUNT, players] - plan[SIZE, players]):
        least = np.inf
        for c in range(values.shape[0]):
            least = min(least, outside[c, b] - sums[c, equations + b])
        if least > padding(plan, many, equations + b, error, 1.0):
            return TEMPTED, b
    lower, upper, low, high = work.lower, work.upper, work.low, work.high
    for j in range(players):
        pad = _facet_ranges(plan, own, sums, pads, j, low, high)
        if not _bound_player(plan[SIZE, j], low, high, pad, lower[j], upper):
            return EMPTY, 0
    return ALIVE, 0


@compiled
def _facet_ranges(
    plan: IntArray,
    own: IntArray,
    sums: FloatArray,
    pads: FloatArray,
    j: int,
    low: FloatArray,
    high: FloatArray,
) -> float:
    """Write the ranges of the sums for j's coordinates over j's facets; return the largest padding.

    The sum of coordinate 0 is minus the sum of the others, since the coordinates add to one.
    """
    first = plan[EQUATION, j]
    size = plan[SIZE, j]
    for v in range(size):
        for w in range(size):
            low[v, w], high[v, w] = np.inf, -np.inf
    for c in range(sums.shape[0] if size > 1 else 0):
        w = own[j, c]
        rest = 0.0
        for v in range(1, size):
            x = sums[c, first + v - 1]
            rest -= x
            low[v, w] = min(low[v, w], x)
            high[v, w] = max(high[v, w], x)
        low[0, w] = min(low[0, w], rest)
        high[0, w] = max(high[0, w], rest)
    pad = 0.0
    for t in range(first, first + size - 1):
        pad = max(pad, pads[t])
    return pad


@compiled
def _bound_player(
    size: int, low: FloatArray, high: FloatArray, pad: float, lower: FloatArray, upper: FloatArray
) -> bool:
    """Fill one player's ``lower``; False if no mixture of the corners can be in an equilibrium.

    G = sum over w of x[w] * G[w] vanishes, G[w] lying in the range of G over the facet where corner w is
    played. If G is at most -m < 0 on the facets of all w but v, and at most g on that of v, then x[v] * g >=
    (1 - x[v]) * m: a lower bound. The mirrored argument bounds x[v] from above.
    """
    if size == 1:
        lower[0] = 1.0
        return True
    for v in range(size):
        padded = pad if v > 0 else 2.0 * (size - 1) * pad
        down, up = -np.inf, -np.inf  # greatest value of G, and of -G, on the facets of the others
        for w in range(size):
            if w != v:
                down = max(down, high[v, w] + padded)
                up = max(up, padded - low[v, w])
        g, h = high[v, v] + padded, low[v, v] - padded
        lower[v], upper[v] = 0.0, 1.0
        if down < 0.0:
            if g < 0.0:
                return False
            lower[v] = np.floor(-down / (g - down) * (1.0 - 1e-15) / GRID) * GRID
        if h > 0.0:
            if up < 0.0:
                return False
            upper[v] = min(1.0, np.ceil(up / (up + h) * (1.0 + 1e-15) / GRID) * GRID)
    return _combine(lower, upper, size)


@compiled
def _combine(lower: FloatArray, upper: FloatArray, size: int) -> bool:
    """Raise the lower bounds by the upper bounds of the others; False if they contradict each other."""
    below, above = 0.0, 0.0
    for v in range(size):
        below += lower[v]
        above += upper[v]
    if below > 1.0 or above < 1.0:
        return False
    below = 0.0
    for v in range(size):
        lower[v] = max(lower[v], 1.0 - (above - upper[v]))
        below += lower[v]
    return below <= 1.0


@compiled
def contract(
    support: Support, rows: FloatArray, corners: FloatArray, bounds: FloatArray, error: float
) -> tuple[float, float]:
    """Shrink the cell to the bounds; return the smallest factor of any player, and the new error."""
    plan = support.plan
    smallest = 1.0
    for j in range(plan.shape[1] - 1):
        if plan[SIZE, j] > 1:
            lower = bounds[j, : plan[SIZE, j]]
            keep = 1.0 - sum_of(lower)
            if keep < 0.999 and width(plan, corners, j, j + 1) > _POINT:
                error += shrink(plan, support.stride, rows, corners, j, keep, lower)
                smallest = min(smallest, keep)
            else:
                fill(lower, 0.0)
    return smallest, error
