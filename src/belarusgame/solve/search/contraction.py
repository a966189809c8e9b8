"""Decide one cell with multipliers: discard it, or cut away parts that hold no equilibrium.

With given multipliers there are sums of rows that are at most zero at every equilibrium in the cell: those of
the coordinates and minus them, which vanish there; the sum that aims at the constant 1; and every outside row
minus the sum that aims at it. Each is multilinear, and so bounds the coordinates of one player after the
other. When a simplex shrinks, the sums follow by the same combination of corners, and bound the next player's
coordinates all the better: nothing is fitted again until this comes to rest.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.cells import shrink, width
from belarusgame.solve.search.compile_search import IntArray, compiled
from belarusgame.solve.search.lanes import WIDTH, larger, load, smaller, spread, store
from belarusgame.solve.search.layout import COUNT, EQUATION, SIZE, SPAN, fill, sum_of
from belarusgame.solve.search.least_squares import (
    aim_at_one,
    aim_at_targets,
    begin_raising,
    lacking,
    raise_sum,
)
from belarusgame.solve.search.multipliers import bound_error, bound_errors, evaluate, evaluate_one, gather
from belarusgame.solve.search.workspace import ROUNDS, Support, Work

#: Verdicts on a cell.
ALIVE: Final = 0
POSITIVE: Final = 1  # the sum of `single` is positive everywhere, but must vanish
EMPTY: Final = 2  # the bounds on the coordinates leave nothing

#: A simplex narrower than this is a point, which nothing can shrink.
_POINT: Final = 1e-13

#: New bounds are rounded to multiples of this, so that sums of them and 1 minus such a sum are exact.
GRID: Final = 2.0**-30

#: Steps that raise a cell's sum, and the part of what was lacking that one may leave for another to follow.
_RAISES: Final = 32
_STALLED: Final = 0.93

#: Simplices that would keep more than the first are left as they are in a round; where none kept less than
#: the second there is not another round. With 0.8 in its place there were 12 % more cells, 4 % more time.
_HARDLY: Final = 0.95
_ENOUGH: Final = 0.9


@compiled
def decide(support: Support, work: Work, rows: FloatArray, error: float) -> tuple[int, int]:
    """Return the verdict on a cell, and how many cuts led to it; fill ``lower`` where it stays alive."""
    plan = support.plan
    gather(plan, support.other, support.column, rows, work.dense, work.target)
    aim_at_one(support, work)
    if _is_positive(plan, work, work.constant, error) or _insist(plan, work, error):
        return POSITIVE, 0
    # The target 1 alone settles many cells: the others are fitted only where it does not.
    aim_at_targets(support, work)
    _complete(plan, work.single, work.many)
    evaluate(support.column, work.dense, work.many, work.sums)
    bound_errors(plan, work.many, work.pads, error, 1.0)
    _take_from_targets(plan, work.target, work.sums)
    return _narrow(support, work)


@compiled
def _is_positive(plan: IntArray, work: Work, sums: FloatArray, error: float) -> bool:
    """Write the sum of ``single``; whether it is positive everywhere."""
    lowest = evaluate_one(work.dense, work.single, sums)
    return lowest > 0.0 and lowest > bound_error(plan, work.single, error)


@compiled
def _insist(plan: IntArray, work: Work, error: float) -> bool:
    """Raise the sum of ``single`` while that helps; whether it becomes positive everywhere."""
    left = begin_raising(work)
    for _ in range(_RAISES):
        raise_sum(work)
        if _is_positive(plan, work, work.lacks, error):
            return True
        before, left = left, lacking(work.lacks)
        if not left < _STALLED * before:
            break
    return False


@compiled
def _complete(plan: IntArray, single: FloatArray, many: FloatArray) -> None:
    """Write behind the multipliers of all targets those that aim at 1, and for every first coordinate.

    A player's coordinates add to one, so that the sum of the first is minus the sum of the others.
    """
    players = plan.shape[1] - 1
    one = plan[COUNT, players] - players
    for k in range(many.shape[0]):
        many[k, one] = single[0, k]
        for j in range(players):
            rest = 0.0
            for t in range(plan[EQUATION, j], plan[EQUATION, j] + plan[SIZE, j] - 1):
                rest -= many[k, t]
            many[k, one + 1 + j] = rest
        for t in range(one + 1 + players, many.shape[1]):
            many[k, t] = 0.0


@compiled
def _take_from_targets(plan: IntArray, target: FloatArray, sums: FloatArray) -> None:
    """Make of the sums for outside rows what these leave over."""
    players = plan.shape[1] - 1
    one = plan[COUNT, players] - players
    for c in range(sums.shape[0]):
        for t in range(plan[EQUATION, players], one):
            sums[c, t] = target[c, t] - sums[c, t]


@compiled
def _narrow(support: Support, work: Work) -> tuple[int, int]:
    """Shrink the players' simplices in turn; return whether something is left, and after how many cuts.

    Every cut is a line of ``cuts``: the player, what its coordinates are at least, in the simplex that the
    cuts before left, and by which sums; a last line names the player for whom nothing was left. ``lower``
    says the same as all cuts together.
    """
    plan = support.plan
    players = plan.shape[1] - 1
    for j in range(players):
        fill(work.lower[j, : plan[SIZE, j]], 1.0 if plan[SIZE, j] == 1 else 0.0)
    made = 0
    for _ in range(ROUNDS):
        smallest = 1.0
        for j in range(players):
            size = plan[SIZE, j]
            if size == 1:
                continue
            _facet_ranges(plan, support.facets, work.sums, j, work.low, work.opposite)
            work.cuts[made, 0] = j
            bounds, lower = work.cuts[made, 1 : size + 1], work.lower[j, :size]
            causes = work.cuts[made, size + 1 : 2 * size + 1]
            if not _bound_player(plan, j, work.low, work.opposite, work.pads, bounds, causes):
                return EMPTY, made
            keep = 1.0 - sum_of(bounds)
            if keep < _HARDLY:
                made += 1
                _cut(plan, support.facets, work.sums, work.pads, j, keep, bounds)
                left = 1.0 - sum_of(lower)
                for v in range(size):
                    lower[v] += left * bounds[v]
                smallest = min(smallest, keep)
        if smallest > _ENOUGH:
            break
    for j in range(players):
        for v in range(plan[SIZE, j] if plan[SIZE, j] > 1 else 0):
            # Downwards, and by more than what rounding can have added in all rounds.
            work.lower[j, v] = max(0.0, np.floor((work.lower[j, v] - 1e-14) / GRID) * GRID)
    return ALIVE, made


@compiled
def _facet_ranges(
    plan: IntArray, facets: IntArray, sums: FloatArray, j: int, low: FloatArray, opposite: FloatArray
) -> None:
    """Write the least values of all sums, and of minus the sums, over j's facets: a line a facet."""
    nowhere = spread(np.inf)
    for w in range(plan[SIZE, j]):
        facet = facets[plan[EQUATION, j] + j + w, : plan[SPAN, j]]
        for b in range(0, sums.shape[1], WIDTH):
            down, up = nowhere, spread(0.0) - nowhere
            for c in facet:
                here = load(sums, c, b)
                down, up = smaller(down, here), larger(up, here)
            store(low, w, b, down)
            store(opposite, w, b, spread(0.0) - up)


@compiled
def _cut(
    plan: IntArray, facets: IntArray, sums: FloatArray, pads: FloatArray, j: int, keep: float,
    bounds: FloatArray,
) -> None:  # fmt: skip
    """Replace the sums at every corner of a player by those at ``keep`` times it plus the bounds."""
    size, first = plan[SIZE, j], plan[EQUATION, j] + j
    for b in range(0, sums.shape[1], WIDTH):
        for place in range(plan[SPAN, j]):
            shift = spread(0.0)
            for w in range(size):
                shift = shift + spread(bounds[w]) * load(sums, facets[first + w, place], b)
            for w in range(size):
                c = facets[first + w, place]
                store(sums, c, b, spread(keep) * load(sums, c, b) + shift)
        # As for rows (:func:`cells.shrink`), which are at most 1 in size.
        store(pads, 0, b, load(pads, 0, b) + spread(size + 3.0) * load(pads, 1, b))


@compiled
def _bound_player(
    plan: IntArray, j: int, low: FloatArray, opposite: FloatArray, pads: FloatArray, lower: FloatArray,
    causes: FloatArray,
) -> bool:  # fmt: skip
    """Fill one player's ``lower``; False if no mixture of the corners can be in an equilibrium.

    By ``causes`` it can be seen again: they name the sum by which each bound was found, or -1.
    """
    players, size, first = plan.shape[1] - 1, plan[SIZE, j], plan[EQUATION, j]
    one = plan[COUNT, players] - players
    fill(lower, 0.0)
    fill(causes, -1.0)
    for v in range(size):
        t = first + v - 1 if v > 0 else one + 1 + j
        if not _bound_by(opposite, t, pads[0, t], size, lower, causes):
            return False
    for t in range(plan[EQUATION, players], one + 1):
        if not _bound_by(low, t, pads[0, t], size, lower, causes):
            return False
    return sum_of(lower) <= 1.0


@compiled
def _bound_by(
    least: FloatArray, t: int, pad: float, size: int, lower: FloatArray, causes: FloatArray
) -> bool:
    """Raise one player's bounds by a sum that is at most zero; False if it is positive everywhere.

    The sum is the mean of what it is on the facets, weighed by the coordinates. If it is at least ``own`` on
    that of v and at least ``rest`` on all others, then x[v] * own + (1 - x[v]) * rest <= 0.
    """
    own, rest, v = np.inf, np.inf, 0
    for w in range(size):
        if least[w, t] < own:
            own, rest, v = least[w, t], own, w
        elif least[w, t] < rest:
            rest = least[w, t]
    own, rest = own - pad, rest - pad
    if own > 0.0:
        fill(causes, t)
        return False
    if rest > 0.0:
        # Rounded downwards: what is cut off may only be too little.
        bound = np.floor(rest / (rest - own) * (1.0 - 1e-15) / GRID) * GRID
        if bound > lower[v]:
            lower[v], causes[v] = bound, t
    return True


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
