"""Decide one cell with multipliers: discard it, or cut away parts that hold no equilibrium."""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.cells import shrink, width
from belarusgame.solve.search.compile_search import IntArray, compiled
from belarusgame.solve.search.lanes import WIDTH, block, larger, load, smaller, spread, store
from belarusgame.solve.search.layout import COUNT, EQUATION, SIZE, SPAN, fill, sum_of
from belarusgame.solve.search.least_squares import aim_at_one, aim_at_targets
from belarusgame.solve.search.multipliers import bound_error, bound_errors, evaluate, evaluate_one, gather
from belarusgame.solve.search.workspace import Support, Work

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
    plan = support.plan
    gather(plan, support.other, support.column, rows, work.dense, work.target)
    # The boosting of the cell before may have left weights of its own.
    fill(work.weights, 1.0)
    aim_at_one(support, work)
    if evaluate_one(work.dense, work.single, work.constant) > bound_error(plan, work.single, error):
        return POSITIVE, 0
    # The target 1 alone settles many cells: the others are fitted only where it does not.
    aim_at_targets(support, work)
    evaluate(support.column, work.dense, work.many, work.sums)
    bound_errors(plan, work.many, work.pads, error, 1.0)
    tempted = _tempting_row(plan, work.target, work.sums, work.pads)
    if tempted >= 0:
        return TEMPTED, tempted
    for j in range(plan.shape[1] - 1):
        lower = work.lower[j, : plan[SIZE, j]]
        if plan[SIZE, j] == 1:
            lower[0] = 1.0
            continue
        _facet_ranges(plan, support.facets, work.sums, j, work.low, work.high)
        if not _bound_player(plan, j, work.low, work.high, work.pads, lower, work.upper):
            return EMPTY, 0
    return ALIVE, 0


@compiled
def _tempting_row(plan: IntArray, target: FloatArray, sums: FloatArray, pads: FloatArray) -> int:
    """Return the first outside row that is positive wherever the support rows vanish, or -1."""
    first = plan[EQUATION, plan.shape[1] - 1]
    last = first + plan[COUNT, plan.shape[1] - 1] - plan[SIZE, plan.shape[1] - 1]
    for b in range(block(first), last, WIDTH):
        gap = spread(np.inf)
        for c in range(sums.shape[0]):
            gap = smaller(gap, load(target, c, b) - load(sums, c, b))
        store(pads, 1, b, gap)
    for t in range(first, last):
        if pads[1, t] > pads[0, t]:
            return t - first
    return -1


@compiled
def _facet_ranges(
    plan: IntArray, facets: IntArray, sums: FloatArray, j: int, low: FloatArray, high: FloatArray
) -> None:
    """Write the ranges of the sums for j's coordinates over j's facets: a line a facet.

    The columns are those of the sums; coordinate 0 comes last. Its sum is minus the sum of the others, since
    the coordinates add to one.
    """
    first, last = plan[EQUATION, j], plan[EQUATION, j] + plan[SIZE, j] - 1
    nowhere = spread(np.inf)
    for w in range(plan[SIZE, j]):
        facet = facets[first + j + w, : plan[SPAN, j]]
        for b in range(block(first), last, WIDTH):
            down, up = nowhere, spread(0.0) - nowhere
            for c in facet:
                here = load(sums, c, b)
                down, up = smaller(down, here), larger(up, here)
            store(low, w, b, down)
            store(high, w, b, up)
        least, most = np.inf, -np.inf
        for c in facet:
            rest = 0.0
            for t in range(first, last):
                rest -= sums[c, t]
            least = rest if rest < least else least
            most = rest if rest > most else most
        low[w, sums.shape[1]], high[w, sums.shape[1]] = least, most


@compiled
def _bound_player(
    plan: IntArray, j: int, low: FloatArray, high: FloatArray, pads: FloatArray, lower: FloatArray,
    upper: FloatArray,
) -> bool:  # fmt: skip
    """Fill one player's ``lower``; False if no mixture of the corners can be in an equilibrium.

    G = sum over w of x[w] * G[w] vanishes, G[w] lying in the range of G over the facet where corner w is
    played. If G is at most -m < 0 on the facets of all w but v, and at most g on that of v, then x[v] * g >=
    (1 - x[v]) * m: a lower bound. The mirrored argument bounds x[v] from above.
    """
    size, first = plan[SIZE, j], plan[EQUATION, j]
    pad = 0.0
    for t in range(first, first + size - 1):
        pad = max(pad, pads[0, t])
    for v in range(size):
        lower[v], upper[v] = 0.0, 1.0
    # Multipliers too large to bound their error prove nothing, and nothing is cut.
    if not pad < np.inf:
        return True
    for v in range(size):
        t = first + v - 1 if v > 0 else pads.shape[1]
        # Coordinate 0 is minus the sum of the others, whose errors and roundings add up.
        padded = pad if v > 0 else 2.0 * (size - 1) * pad
        down, up = -np.inf, -np.inf  # greatest value of G, and of -G, on the facets of the others
        for w in range(size):
            if w != v:
                down = max(down, high[w, t] + padded)
                up = max(up, padded - low[w, t])
        g, h = high[v, t] + padded, low[v, t] - padded
        if down < 0.0:
            if g < 0.0:
                return False
            # Rounded downwards, and upper bounds upwards: what is cut off may only be too little.
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
        above += upper[v]
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
            # Less would add the error of a shrinkage to every entry, and leave the cell as it was.
            if keep < 0.999 and width(plan, corners, j, j + 1) > _POINT:
                error += shrink(plan, support.stride, rows, corners, j, keep, lower)
                smallest = min(smallest, keep)
            else:
                # The log repeats what was done, and here nothing was.
                fill(lower, 0.0)
    return smallest, error
