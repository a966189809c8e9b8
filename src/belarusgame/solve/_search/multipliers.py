"""Multipliers that turn the rows of a cell into functions which must vanish at every equilibrium in it.

With multipliers z the sum G(c) = sum of z[i, r, corner of i] * row[i, r](c) over all support rows vanishes at
every equilibrium of the support, whatever z is; letting a multiplier depend on the player's own corner is
what the dual of the correlated-equilibrium program does (Hart & Schmeidler 1989, "Existence of correlated
equilibria"). Good z are found by least squares. They are guesses: what they prove is decided by
:func:`evaluate` and :func:`padding` alone.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from belarusgame._labels import FloatArray
from belarusgame.solve._search.cells import ROUNDOFF
from belarusgame.solve._search.compiled import IntArray, PlaceArray, approximate, compiled
from belarusgame.solve._search.layout import (
    COLUMN,
    COUNT,
    EQUATION,
    LINES,
    ROW,
    SIZE,
    SPAN,
    STEP,
    fill,
    lay_out,
    tabulate,
)

#: Multiplier vectors are handled in groups of this many, so that the innermost loop has a fixed length.
LANES: Final = 8
_RIDGE: Final = 1e-10
_ENORMOUS: Final = 1e60


class Support(NamedTuple):
    """A support's geometry (:mod:`layout`); ``column[c, e]`` is row e's multiplier at combination c."""

    plan: IntArray
    stride: IntArray
    own: IntArray
    other: IntArray
    column: PlaceArray


class Work(NamedTuple):
    """Scratch space of one support."""

    values: FloatArray  # support rows at every combination
    outside: FloatArray  # outside rows at every combination
    gram: FloatArray  # normal equations, then their Cholesky factor
    scale: FloatArray  # inverse norms of the columns
    weights: FloatArray  # of the combinations
    single: FloatArray  # multipliers that aim at the constant 1, as one column
    many: FloatArray  # one multiplier vector for every coordinate and outside row
    constant: FloatArray  # the sum G of `single`
    sums: FloatArray  # the sums G of `many`
    pads: FloatArray  # how far each of those sums may be off
    lower: FloatArray  # by player and corner: coordinates below this were excluded
    upper: FloatArray  # by corner, of one player: coordinates above this were excluded
    low: FloatArray  # by corner and facet, of one player: the range of a sum
    high: FloatArray


@compiled
def prepare(counts: IntArray, sizes: IntArray) -> Support:
    """Lay out a support whose players mix ``sizes`` of their ``counts`` strategies."""
    players = counts.size
    plan = np.zeros((LINES, players + 1), np.int64)
    stride = np.zeros((players, players), np.int64)
    lay_out(counts, sizes, plan, stride)
    combinations = plan[STEP, players]
    own = np.empty((players, combinations), np.int64)
    other = np.empty((players, combinations), np.int64)
    tabulate(plan, stride, own, other)
    column = np.empty((combinations, plan[EQUATION, players]), np.uint64)
    for c in range(combinations):
        for i in range(players):
            inside = plan[SIZE, i] - 1
            for r in range(inside):
                column[c, plan[EQUATION, i] + r] = plan[COLUMN, i] + own[i, c] * inside + r
    return Support(plan, stride, own, other, column)


@compiled
def scratch(support: Support) -> Work:
    """Allocate the scratch space of a support."""
    plan = support.plan
    players = plan.shape[1] - 1
    combinations = plan[STEP, players]
    equations = plan[EQUATION, players]
    columns = plan[COLUMN, players]
    outside = plan[COUNT, players] - plan[SIZE, players]
    largest = 0
    for i in range(players):
        largest = max(largest, plan[SIZE, i])
    vectors = (equations + outside + LANES - 1) // LANES * LANES
    return Work(
        np.empty((combinations, equations)),
        np.empty((combinations, max(outside, 1))),
        np.empty((columns, columns + 1)),
        np.empty(columns),
        np.empty(combinations),
        np.empty((columns, 1)),
        np.empty((columns, vectors)),
        np.empty(combinations),
        np.empty((combinations, vectors)),
        np.empty(vectors),
        np.empty((players, largest)),
        np.empty(largest),
        np.empty((largest, largest)),
        np.empty((largest, largest)),
    )


@compiled
def gather(
    plan: IntArray, other: IntArray, rows: FloatArray, values: FloatArray, outside: FloatArray
) -> None:
    """Write the support rows and the outside rows of a cell by combination."""
    b = 0
    for i in range(plan.shape[1] - 1):
        span = plan[SPAN, i]
        inside = plan[SIZE, i] - 1
        first = plan[EQUATION, i]
        for r in range(plan[COUNT, i] - 1):
            at = plan[ROW, i] + r * span
            if r < inside:
                for c in range(values.shape[0]):
                    values[c, first + r] = rows[at + other[i, c]]
            else:
                for c in range(values.shape[0]):
                    outside[c, b] = rows[at + other[i, c]]
                b += 1


@compiled
def normal_equations(column: PlaceArray, values: FloatArray, weights: FloatArray, gram: FloatArray) -> None:
    """Write weighted normal equations (upper triangle), with the side for the constant 1 as last column."""
    fill(gram.ravel(), 0.0)
    last = gram.shape[0]
    equations = values.shape[1]
    for c in range(values.shape[0]):
        for e in range(equations):
            k = column[c, e]
            x = weights[c] * values[c, e]
            gram[k, last] += x
            for f in range(e, equations):
                gram[k, column[c, f]] += x * values[c, f]


@approximate
def aim_at_one(gram: FloatArray, scale: FloatArray, single: FloatArray) -> None:
    """Solve the normal equations for the constant 1, and leave their Cholesky factor.

    Columns are normalised and a ridge is added. The upper triangle gets the factor, the diagonal the inverse
    of the factor's.
    """
    columns = scale.size
    for k in range(columns):
        scale[k] = 1.0 / np.sqrt(gram[k, k]) if gram[k, k] > 1e-290 else 0.0
    for k in range(columns):
        for q in range(k + 1, columns):
            gram[k, q] *= scale[k] * scale[q]
        gram[k, columns] *= scale[k]
        gram[k, k] = 1.0 + _RIDGE
    for k in range(columns):
        inverse = 1.0 / np.sqrt(gram[k, k]) if gram[k, k] > 0.5 * _RIDGE else 0.0
        gram[k, k] = inverse
        for q in range(k + 1, columns + 1):
            gram[k, q] *= inverse
        for p in range(k + 1, columns):
            x = gram[k, p]
            if x != 0.0:
                for q in range(p, columns + 1):
                    gram[p, q] -= x * gram[k, q]
    for k in range(columns - 1, -1, -1):
        x = gram[k, columns]
        for q in range(k + 1, columns):
            x -= gram[k, q] * single[q, 0]
        single[k, 0] = x * gram[k, k]
    for k in range(columns):
        single[k, 0] *= scale[k]


@compiled
def aim_at_coordinates(support: Support, rows: FloatArray, work: Work) -> None:
    """Solve the least squares for every coordinate and every outside row: fill ``many``.

    From each vector its share of ``single`` is subtracted, so that the constant is not traced along with the
    target.
    """
    plan, many = support.plan, work.many
    fill(many.ravel(), 0.0)
    _coordinate_sides(plan, support.stride, rows, many)
    equations = plan[EQUATION, plan.shape[1] - 1]
    used = equations + plan[COUNT, plan.shape[1] - 1] - plan[SIZE, plan.shape[1] - 1]
    if used > equations:
        _outside_sides(support.column, work.values, work.outside, used - equations, many)
    _solve_many(work.gram, work.scale, many)
    _remove_constant(plan, support.own, work.outside, used, work.constant, work.single, many, work.pads)


@approximate
def _coordinate_sides(plan: IntArray, stride: IntArray, rows: FloatArray, many: FloatArray) -> None:
    """Write the right-hand sides of the coordinates: sums of the support rows over facets."""
    players = plan.shape[1] - 1
    for i in range(players):
        inside = plan[SIZE, i] - 1
        for r in range(inside):
            begin = plan[ROW, i] + r * plan[SPAN, i]
            end = begin + plan[SPAN, i]
            first = plan[COLUMN, i] + r
            total = 0.0
            for k in range(begin, end):
                total += rows[k]
            for v in range(1, plan[SIZE, i]):
                many[first + v * inside, plan[EQUATION, i] + v - 1] = total
            for j in range(players):
                if j != i:
                    step = stride[i, j]
                    for v in range(1, plan[SIZE, j]):
                        facet = 0.0
                        for block in range(begin + v * step, end, step * plan[SIZE, j]):
                            for k in range(block, block + step):
                                facet += rows[k]
                        for own in range(plan[SIZE, i]):
                            many[first + own * inside, plan[EQUATION, j] + v - 1] = facet


@approximate
def _outside_sides(
    column: PlaceArray, values: FloatArray, outside: FloatArray, count: int, many: FloatArray
) -> None:
    """Write the right-hand sides of the outside rows."""
    equations = values.shape[1]
    for c in range(values.shape[0]):
        for e in range(equations):
            k = column[c, e]
            for b in range(count):
                many[k, equations + b] += values[c, e] * outside[c, b]


@approximate
def _solve_many(gram: FloatArray, scale: FloatArray, many: FloatArray) -> None:
    columns = scale.size
    for begin in range(0, many.shape[1], LANES):
        for k in range(columns):
            for t in range(LANES):
                many[k, begin + t] *= scale[k]
        for k in range(columns):
            for t in range(LANES):
                many[k, begin + t] *= gram[k, k]
            for q in range(k + 1, columns):
                x = gram[k, q]
                if x != 0.0:
                    for t in range(LANES):
                        many[q, begin + t] -= x * many[k, begin + t]
        for k in range(columns - 1, -1, -1):
            for q in range(k + 1, columns):
                x = gram[k, q]
                if x != 0.0:
                    for t in range(LANES):
                        many[k, begin + t] -= x * many[q, begin + t]
            for t in range(LANES):
                many[k, begin + t] *= gram[k, k]
        for k in range(columns):
            for t in range(LANES):
                many[k, begin + t] *= scale[k]


@approximate
def _remove_constant(
    plan: IntArray, own: IntArray, outside: FloatArray, used: int, constant: FloatArray, single: FloatArray,
    many: FloatArray, share: FloatArray,
) -> None:  # fmt: skip
    """Subtract from every vector its share of ``single``; ``share`` is scratch space."""
    players = plan.shape[1] - 1
    equations = plan[EQUATION, players]
    fill(share, 0.0)
    total = 0.0
    for c in range(constant.size):
        residual = 1.0 - constant[c]
        total += residual
        for j in range(players):
            v = own[j, c]
            if v > 0:
                share[plan[EQUATION, j] + v - 1] += residual
        for b in range(used - equations):
            share[equations + b] += residual * outside[c, b]
    if total > 1e-12:
        for t in range(used):
            share[t] /= total
        for k in range(single.shape[0]):
            for t in range(used):
                many[k, t] -= share[t] * single[k, 0]


@compiled
def evaluate_one(column: PlaceArray, values: FloatArray, single: FloatArray, sums: FloatArray) -> float:
    """Write the sum G of one multiplier vector at every combination, and return the least."""
    least = np.inf
    for c in range(values.shape[0]):
        total = 0.0
        for e in range(values.shape[1]):
            total += single[column[c, e], 0] * values[c, e]
        sums[c] = total
        least = min(least, total)
    return least


@compiled
def evaluate(column: PlaceArray, values: FloatArray, many: FloatArray, sums: FloatArray) -> None:
    """Write the sums G of several multiplier vectors at every combination."""
    fill(sums.ravel(), 0.0)
    for c in range(values.shape[0]):
        for begin in range(0, many.shape[1], LANES):
            for e in range(values.shape[1]):
                x = values[c, e]
                k = column[c, e]
                for t in range(LANES):
                    sums[c, begin + t] += x * many[k, begin + t]


@compiled
def padding(plan: IntArray, many: FloatArray, t: int, error: float, reach: float) -> float:
    """Bound the error of the sum G of vector t (or of a row minus it), over all combinations.

    A sum has n products. With entries at most ``reach`` in size and off by at most ``error`` it is off by at
    most (error + (n + 1) * u * reach) * (sum of the |multipliers| that meet at one combination), u being the
    unit roundoff (Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 3.1); a row to
    subtract from counts as one more product with the multiplier 1.
    """
    players = plan.shape[1] - 1
    meeting = 1.0
    for i in range(players):
        inside = plan[SIZE, i] - 1
        most = 0.0
        for v in range(plan[SIZE, i] if inside > 0 else 0):
            here = 0.0
            for r in range(inside):
                here += abs(many[plan[COLUMN, i] + v * inside + r, t])
            if not here < _ENORMOUS:  # also catches what is not a number
                return np.inf
            most = max(most, here)
        meeting += most
    return 1.01 * meeting * (error + (plan[EQUATION, players] + 4) * ROUNDOFF * reach)


@compiled
def boost(support: Support, work: Work, error: float, rounds: int) -> bool:
    """Look for multipliers with G > 0 everywhere, giving more weight to where G was small.

    True if they were found: they are in ``single``, and the cell holds no equilibrium of its support.
    """
    plan, column = support.plan, support.column
    values, weights, constant = work.values, work.weights, work.constant
    gram, scale, single = work.gram, work.scale, work.single
    for _ in range(rounds):
        if not _reweigh(constant, weights):
            return False
        normal_equations(column, values, weights, gram)
        aim_at_one(gram, scale, single)
        if evaluate_one(column, values, single, constant) > padding(plan, single, 0, error, 1.0):
            return True
    return False


@approximate
def _reweigh(sums: FloatArray, weights: FloatArray) -> bool:
    most = 0.0
    for x in sums:
        most = max(most, abs(x))
    if not 1e-200 < most < _ENORMOUS:
        return False
    total = 0.0
    for c in range(sums.size):
        weights[c] *= np.exp(-2.0 / most * sums[c])
        total += weights[c]
    for c in range(sums.size):
        weights[c] *= sums.size / total
    return True
