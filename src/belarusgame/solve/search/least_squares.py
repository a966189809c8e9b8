"""Guess multipliers by least squares: numbers that need no proof, so that speed alone counts here.

The columns are the support rows by multiplier, the lines the combinations of corners. One matrix of normal
equations, eliminated once, serves all targets.

Stronger guesses cost more than they save. While a cell's bounds came from one pass over the players, a linear
program wherever least squares failed left three quarters of the cells of random games of 3x3x3x3, and two
rounds of boosting (new fits with more weight where the sum was small) 2,200 of 2,900. Now that bounds are
tightened in turn (:mod:`contraction`), such rounds save 5 % of the fits and make half as many again; one
before the targets, tightening bounds as well, saves 15 % and makes 73 % as many. Steps with the factor that
is there (:func:`raise_sum`) cost a fifth of a fit where there are many columns, half of one where there are
few, and come near to what a linear program would find: they leave 3 of 4 cells of 3x3x3x3, 2 of 3 of 5x5x5
and 1 of 5 of 6x6x6. The inverse Jacobian as multipliers took 34,000 to 64,000 cells where least squares took
3,600.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import IntArray, approximate, compiled
from belarusgame.solve.search.lanes import WIDTH, block, load, spread, store, total
from belarusgame.solve.search.layout import COLUMN, EQUATION, SIZE, SPAN, copy_into, fill
from belarusgame.solve.search.workspace import Support, Work

#: Added to the diagonal of columns of length one, so that dependent columns leave no pivot at zero.
_RIDGE: Final = 1e-10

#: How far a step goes, and how much of the last one is taken again. Steps are safe up to 2 (1 + _MOMENTUM).
_STEP: Final = 2.6
_MOMENTUM: Final = 0.8
_ENORMOUS: Final = 1e60

# The lines of ``Work.pivots``.
_SCALE: Final = 0
_INVERSE: Final = 1
_SIDE: Final = 2


@compiled
def aim_at_one(support: Support, work: Work) -> None:
    """Fill ``single``: multipliers whose sum G is nearest to the constant 1."""
    _normal_equations(support.plan, support.facets, work.dense, work.gram, work.pivots)
    _factorise(work.gram, work.pivots)
    _solve_single(work.gram, work.pivots, work.single)


@approximate
def _normal_equations(
    plan: IntArray, facets: IntArray, dense: FloatArray, gram: FloatArray, pivots: FloatArray
) -> None:
    """Write the upper triangle of the normal equations, and their right-hand side."""
    for b in range(0, gram.shape[1], WIDTH):
        side = spread(0.0)
        for c in range(dense.shape[0]):
            side = side + load(dense, c, b)
        store(pivots, _SIDE, b, side)
        # Rows beyond this block would stand below the diagonal, which is never read.
        _products(plan, facets, dense, dense, b, gram, b + WIDTH)


@approximate
def _products(
    plan: IntArray, facets: IntArray, dense: FloatArray, table: FloatArray, b: int, result: FloatArray,
    last: int,
) -> None:  # fmt: skip
    """Write the sums of products of the first ``last`` columns with eight columns of a table.

    A column is zero but on its player's facet. Two columns of the same facet are dealt with together.
    """
    for i in range(plan.shape[1] - 1):
        inside = plan[SIZE, i] - 1
        for v in range(plan[SIZE, i] if inside > 0 else 0):
            facet = facets[plan[EQUATION, i] + i + v, : plan[SPAN, i]]
            first = plan[COLUMN, i] + v * inside
            # Two sums at a time use each vector of the table twice.
            for k in range(first, min(first + inside, last), 2):
                q = min(k + 1, first + inside - 1)
                one, two = spread(0.0), spread(0.0)
                for c in facet:
                    here = load(table, c, b)
                    one = one + spread(dense[c, k]) * here
                    two = two + spread(dense[c, q]) * here
                store(result, q, b, two)
                store(result, k, b, one)


@approximate
def _factorise(gram: FloatArray, pivots: FloatArray) -> None:
    """Normalise the columns, add a ridge, and eliminate column by column; the side is taken along.

    What is left above the diagonal is D L', the symmetric matrix being L D L' (a Cholesky factor without
    square roots); ``pivots`` gets the inverse of D.
    """
    columns, wide = gram.shape
    for k in range(columns):
        # A column of zeros gets the scale, and so the multiplier, zero.
        pivots[_SCALE, k] = 1.0 / np.sqrt(gram[k, k]) if gram[k, k] > 1e-290 else 0.0
    for k in range(columns):
        own = spread(pivots[_SCALE, k])
        for b in range(block(k), wide, WIDTH):
            store(gram, k, b, load(gram, k, b) * (own * load(pivots, _SCALE, b)))
        # A normalised column has length one.
        gram[k, k] = 1.0 + _RIDGE
    for b in range(0, wide, WIDTH):
        store(pivots, _SIDE, b, load(pivots, _SIDE, b) * load(pivots, _SCALE, b))
    for k in range(columns):
        for b in range(block(k), wide, WIDTH):
            row = load(gram, k, b)
            for p in range(k):
                row = row - spread(gram[p, k] * pivots[_INVERSE, p]) * load(gram, p, b)
            store(gram, k, b, row)
        inverse = 1.0 / gram[k, k] if gram[k, k] > 0.5 * _RIDGE else 0.0
        pivots[_INVERSE, k] = inverse
        # Vectors are read whole: what stands in this one left of the diagonal must not count.
        for q in range(block(k), k + 1):
            gram[k, q] = 0.0
        share = spread(pivots[_SIDE, k] * inverse)
        for b in range(block(k), wide, WIDTH):
            store(pivots, _SIDE, b, load(pivots, _SIDE, b) - share * load(gram, k, b))


@approximate
def _solve_single(gram: FloatArray, pivots: FloatArray, single: FloatArray) -> None:
    """Go back through the factor for the side that went along."""
    for k in range(gram.shape[0] - 1, -1, -1):
        x = pivots[_SIDE, k] * pivots[_INVERSE, k]
        single[0, k] = x * pivots[_SCALE, k]
        for q in range(k):
            pivots[_SIDE, q] -= gram[q, k] * x


@compiled
def begin_raising(work: Work) -> float:
    """Keep what least squares left, and return the sum of the squares of what its sum lacks of 1."""
    copy_into(work.single[1], work.single[0])
    fill(work.single[2], 0.0)
    copy_into(work.lacks, work.constant)
    return lacking(work.lacks)


@compiled
def lacking(sums: FloatArray) -> float:
    """Put in the place of a sum what it lacks of 1, and return the sum of squares."""
    squares = 0.0
    for c in range(sums.size):
        lack = 1.0 - sums[c]
        # Sums without any sense are left alone.
        sums[c] = lack if 0.0 < lack < _ENORMOUS else 0.0
        squares += sums[c] * sums[c]
    return squares


@approximate
def raise_sum(work: Work) -> None:
    """Change ``single`` so that its sum rises where it lacks of 1, as far as multipliers let it.

    Sums of rows are a subspace, and those that lack nothing a cone: what is lacking is projected to the
    subspace, with the factor that :func:`aim_at_one` left. That is a step down the squares of what is
    lacking, which end at zero if any multipliers make the sum positive everywhere.
    """
    dense, lacks, pivots, single = work.dense, work.lacks, work.pivots, work.single
    for b in range(0, pivots.shape[1], WIDTH):
        side = spread(0.0)
        for c in range(lacks.size):
            if lacks[c] > 0.0:
                side = side + spread(lacks[c]) * load(dense, c, b)
        store(pivots, _SIDE, b, side * load(pivots, _SCALE, b))
    _go_forth_and_back(work.gram, pivots)
    for b in range(0, pivots.shape[1], WIDTH):
        step = load(pivots, _SIDE, b) * load(pivots, _SCALE, b)
        step = spread(_STEP) * step + spread(_MOMENTUM) * load(single, 2, b)
        store(single, 2, b, step)
        store(single, 0, b, load(single, 0, b) + step)


@approximate
def _go_forth_and_back(gram: FloatArray, pivots: FloatArray) -> None:
    """Solve for the side, and write the solution in its place."""
    columns, wide = gram.shape
    for k in range(columns):
        share = spread(pivots[_SIDE, k] * pivots[_INVERSE, k])
        for b in range(block(k), wide, WIDTH):
            store(pivots, _SIDE, b, load(pivots, _SIDE, b) - share * load(gram, k, b))
    # Vectors are read whole: what stands beyond the columns, or is not solved for yet, must not count.
    fill(pivots[_SIDE, columns:], 0.0)
    for k in range(columns - 1, -1, -1):
        left = pivots[_SIDE, k]
        pivots[_SIDE, k] = 0.0
        parts = spread(0.0)
        for b in range(block(k), wide, WIDTH):
            parts = parts + load(gram, k, b) * load(pivots, _SIDE, b)
        pivots[_SIDE, k] = (left - total(parts)) * pivots[_INVERSE, k]


@compiled
def aim_at_targets(support: Support, work: Work) -> None:
    """Fill the targets' part of ``many``, with the factor that :func:`aim_at_one` left.

    From each vector its share of the multipliers for 1 is subtracted, so that the constant is not traced
    along with the target.
    """
    columns, targets = work.many.shape[0], work.target.shape[1]
    for b in range(0, targets, WIDTH):
        _products(support.plan, support.facets, work.dense, work.target, b, work.many, columns)
    _solve_many(work.gram, work.pivots, work.many, targets)
    _remove_constant(work.target, work.constant, work.single, work.many)


@approximate
def _solve_many(gram: FloatArray, pivots: FloatArray, many: FloatArray, targets: int) -> None:
    """Go forth and back through the factor, for eight vectors at a time."""
    columns = gram.shape[0]
    for b in range(0, targets, WIDTH):
        for k in range(columns):
            store(many, k, b, load(many, k, b) * spread(pivots[_SCALE, k]))
        for k in range(columns):
            x = load(many, k, b) * spread(pivots[_INVERSE, k])
            for q in range(k + 1, columns):
                store(many, q, b, load(many, q, b) - spread(gram[k, q]) * x)
        for k in range(columns - 1, -1, -1):
            x = load(many, k, b) * spread(pivots[_INVERSE, k])
            store(many, k, b, x * spread(pivots[_SCALE, k]))
            for q in range(k):
                store(many, q, b, load(many, q, b) - spread(gram[q, k]) * x)


@approximate
def _remove_constant(target: FloatArray, constant: FloatArray, single: FloatArray, many: FloatArray) -> None:
    """Subtract from every vector its share of the multipliers for 1 that least squares left."""
    # 1 - G is the residual of aiming at 1, orthogonal to every sum of rows, so its square is its own sum, and
    # a target's residual has with it the product that the target itself has.
    whole = 0.0
    for c in range(constant.size):
        whole += 1.0 - constant[c]
    if whole <= 1e-12:
        return
    for b in range(0, target.shape[1], WIDTH):
        share = spread(0.0)
        for c in range(constant.size):
            share = share + spread(1.0 - constant[c]) * load(target, c, b)
        share = share * spread(1.0 / whole)
        for k in range(many.shape[0]):
            store(many, k, b, load(many, k, b) - spread(single[1, k]) * share)
