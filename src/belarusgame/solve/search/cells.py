"""Operations on one cell of the search: test its ranges, halve an edge, shrink a player's simplex.

A multilinear function on a product of simplices takes its extremes at combinations of corners, so a row's
range over a cell is the range of its entries. Halving an edge or shrinking a simplex makes every new corner a
convex combination of the old ones, and the rows follow by the same combination: nothing is evaluated again.
What rounding adds to the error of the entries is returned by each operation (see the package's docstring).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import IntArray, compiled
from belarusgame.solve.search.lanes import WIDTH, greatest, larger, least, read, smaller
from belarusgame.solve.search.layout import CORNER, COUNT, EQUATION, ROW, SIZE, SPAN

#: Slightly more than the unit roundoff 2^-53 of float64, to cover terms of second order.
ROUNDOFF: Final = 1.2e-16


@compiled
def excluded_by_range(plan: IntArray, rows: FloatArray, error: float) -> bool:
    """Whether a range shows that the cell holds no equilibrium of its support.

    Either a support row, or the difference of two, keeps one sign; or an outside row is positive, or an
    outside strategy beats a support strategy, everywhere. Entries are off by at most ``error``, differences
    by twice that and one rounding.
    """
    # Entries are at most 1 in size, so that a difference is at most 2, and rounded by that many units.
    wide = 2.0 * error + ROUNDOFF * 4.0
    for i in range(plan.shape[1] - 1):
        span = plan[SPAN, i]
        inside = plan[SIZE, i] - 1
        for r in range(plan[COUNT, i] - 1):
            at = plan[ROW, i] + r * span
            low, high = extent(rows, at, span)
            if low > error or (r < inside and high < -error):
                return True
            # The reference is one strategy of the support among others, so differences to each of them count.
            for q in range(min(r, inside)):
                low, high = extent_of_difference(rows, at, plan[ROW, i] + q * span, span)
                if low > wide or (r < inside and high < -wide):
                    return True
    return False


@compiled
def extent(rows: FloatArray, at: int, span: int) -> tuple[float, float]:
    """Return the least and the greatest of ``span`` numbers; the last vector may overlap the one before."""
    if span >= WIDTH:
        low = read(rows, at)
        high = low
        for k in range(at + WIDTH, at + span, WIDTH):
            here = read(rows, min(k, at + span - WIDTH))
            low, high = smaller(low, here), larger(high, here)
        return least(low), greatest(high)
    down = up = rows[at]
    for k in range(at + 1, at + span):
        down = rows[k] if rows[k] < down else down
        up = rows[k] if rows[k] > up else up
    return down, up


@compiled
def extent_of_difference(rows: FloatArray, at: int, other: int, span: int) -> tuple[float, float]:
    """Return the least and the greatest difference of two runs of ``span`` numbers."""
    if span >= WIDTH:
        low = read(rows, at) - read(rows, other)
        high = low
        for k in range(WIDTH, span, WIDTH):
            begin = min(k, span - WIDTH)
            here = read(rows, at + begin) - read(rows, other + begin)
            low, high = smaller(low, here), larger(high, here)
        return least(low), greatest(high)
    down = up = rows[at] - rows[other]
    for k in range(1, span):
        gap = rows[at + k] - rows[other + k]
        down = gap if gap < down else down
        up = gap if gap > up else up
    return down, up


@compiled
def halve(
    plan: IntArray, stride: IntArray, rows: FloatArray, corners: FloatArray, j: int, v: int, w: int
) -> float:
    """Move corner v of player j to the middle of its edge to w; return the error added."""
    size = plan[SIZE, j]
    for i in range(plan.shape[1] - 1):
        # A player's own corners do not enter its own rows.
        if i != j:
            step = stride[i, j]
            for block in range(
                plan[ROW, i], plan[ROW, i] + (plan[COUNT, i] - 1) * plan[SPAN, i], size * step
            ):
                for k in range(block, block + step):
                    rows[k + v * step] = 0.5 * (rows[k + v * step] + rows[k + w * step])
    at = plan[CORNER, j]
    for a in range(size):
        corners[at + v * size + a] = 0.5 * (corners[at + v * size + a] + corners[at + w * size + a])
    return ROUNDOFF


@compiled
def shrink(
    plan: IntArray,
    stride: IntArray,
    rows: FloatArray,
    corners: FloatArray,
    j: int,
    keep: float,
    lower: FloatArray,
) -> float:
    """Replace every corner of player j by ``keep`` times itself plus the sum of ``lower[w]`` times corner w.

    With ``keep = 1 - sum(lower)`` this is the part of the simplex whose coordinates are at least ``lower``.
    Return the error added where the weights are not negative.
    """
    size = plan[SIZE, j]
    for i in range(plan.shape[1] - 1):
        if i != j:
            step = stride[i, j]
            for block in range(
                plan[ROW, i], plan[ROW, i] + (plan[COUNT, i] - 1) * plan[SPAN, i], size * step
            ):
                for k in range(block, block + step):
                    # The old corners are all read before the first is overwritten.
                    shift = 0.0
                    for w in range(size):
                        shift += lower[w] * rows[k + w * step]
                    for w in range(size):
                        rows[k + w * step] = keep * rows[k + w * step] + shift
    at = plan[CORNER, j]
    for a in range(size):
        shift = 0.0
        for w in range(size):
            shift += lower[w] * corners[at + w * size + a]
        for w in range(size):
            corners[at + w * size + a] = keep * corners[at + w * size + a] + shift
    return (size + 3) * ROUNDOFF


@compiled
def width(plan: IntArray, corners: FloatArray, first: int, last: int) -> float:
    """Return the largest difference of one probability between two corners, over some of the players."""
    widest: float = 0.0
    for i in range(first, last):
        size = plan[SIZE, i]
        for a in range(size):
            low = np.inf
            high = -np.inf
            for v in range(size):
                value = corners[plan[CORNER, i] + v * size + a]
                low = min(low, value)
                high = max(high, value)
            widest = max(widest, float(high - low))
    return widest


@compiled
def edge_to_halve(
    plan: IntArray,
    stride: IntArray,
    rows: FloatArray,
    corners: FloatArray,
    facets: IntArray,
    lacks: FloatArray,
    peaks: FloatArray,
    floor: float,
    error: float,
) -> tuple[int, int, int]:
    """Choose the edge along which the rows bend most, among those that are long enough and matter at all.

    Bends count by how differently ``lacks`` is distributed at the two corners (:func:`_difference`).
    An edge matters if some row differs between its two corners by more than rounding can explain: along any
    other edge the cell is constant, and halving it would never decide anything. Return the player and the two
    corners, the player being -1 if no edge is left. ``peaks`` is scratch space.
    """
    _find_peaks(plan, rows, peaks)
    # Bisecting where rows bend, not the longest edge, took 2,900 cells in place of 3,600 on random games of
    # 3x3x3x3: an affine row is dealt with by multipliers whatever the cell's length. Length breaks ties.
    # Bisecting where the sums that bound the cell bend most (:mod:`contraction`) took 7 % fewer cells and 9 %
    # less time there, but up to three times as many cells where strategies tie: near a continuum those sums
    # say nothing, and bend anywhere. The differences took 7 % fewer cells there, and on 5x5x5.
    best = -1.0
    player, first, second = -1, 0, 0
    for j in range(plan.shape[1] - 1):
        for v in range(plan[SIZE, j]):
            for w in range(v):
                length = _length(plan, corners, j, v, w)
                if length > floor:
                    bend, slope = _bend(plan, stride, rows, peaks, j, v, w)
                    # A change of two entries, each off by the error, twice over to be safe.
                    score = bend * _difference(plan, facets, lacks, j, v, w) + 1e-9 * length
                    if slope > 4.0 * error and score > best:
                        best = score
                        player, first, second = j, v, w
    return player, first, second


@compiled
def _find_peaks(plan: IntArray, rows: FloatArray, peaks: FloatArray) -> None:
    """Write the largest absolute value of every row."""
    row = 0
    for i in range(plan.shape[1] - 1):
        for r in range(plan[COUNT, i] - 1):
            low, high = extent(rows, plan[ROW, i] + r * plan[SPAN, i], plan[SPAN, i])
            peaks[row] = max(high, -low)
            row += 1


@compiled
def _length(plan: IntArray, corners: FloatArray, j: int, v: int, w: int) -> float:
    size = plan[SIZE, j]
    longest = 0.0
    for a in range(size):
        at = plan[CORNER, j] + a
        longest = max(longest, abs(float(corners[at + v * size] - corners[at + w * size])))
    return longest


@compiled
def _difference(plan: IntArray, facets: IntArray, lacks: FloatArray, j: int, v: int, w: int) -> float:
    """Return how much of what a sum lacks is distributed otherwise where v is played than where w is.

    What the best sum lacks is a distribution over the combinations under which every row vanishes on average,
    whichever corner its player plays: that is why no sum excludes the cell. At an equilibrium the others do
    not know which corner is played.
    """
    first = plan[EQUATION, j] + j
    one: float = 0.0
    two: float = 0.0
    apart: float = 0.0
    for place in range(plan[SPAN, j]):
        one += float(lacks[facets[first + v, place]])
        two += float(lacks[facets[first + w, place]])
    for place in range(plan[SPAN, j]):
        gap = two * lacks[facets[first + v, place]] - one * lacks[facets[first + w, place]]
        apart += abs(float(gap))
    return apart / max(one, two) if apart > 0.0 else 0.0


@compiled
def _bend(
    plan: IntArray, stride: IntArray, rows: FloatArray, peaks: FloatArray, j: int, v: int, w: int
) -> tuple[float, float]:
    """Return how far the support rows are from affine along an edge, and the largest change of any row."""
    bend = 0.0
    slope = 0.0
    size = plan[SIZE, j]
    row = 0
    for i in range(plan.shape[1] - 1):
        step = stride[i, j]
        for r in range(plan[COUNT, i] - 1):
            if i != j:
                low, high = np.inf, -np.inf
                begin = plan[ROW, i] + r * plan[SPAN, i]
                for at in range(begin, begin + plan[SPAN, i], size * step):
                    for k in range(at, at + step):
                        change = rows[k + v * step] - rows[k + w * step]
                        low = change if change < low else low
                        high = change if change > high else high
                slope = max(slope, float(high), -float(low))
                if r < plan[SIZE, i] - 1 and peaks[row] > 0.0:
                    # A row that is affine along the edge changes by the same everywhere along it.
                    bend += (high - low) / peaks[row]
            row += 1
    return bend, slope
