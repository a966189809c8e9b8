"""Prove that a region holds exactly one solution of a support's indifference equations, and where it is.

Around an approximate solution x small simplices are placed: all points whose coordinates are at least x minus
a radius. Multiplied by an approximate inverse of the Jacobian, the equations have a Jacobian near the
identity. If it is strictly diagonally dominant over a simplex, the equations are one-to-one there: at most
one solution. If on a much smaller simplex every component points inwards on every facet, Brouwer's
fixed-point theorem gives at least one. The signs of probabilities and of outside rows over that small simplex
decide whether the solution is an equilibrium.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.cells import shrink
from belarusgame.solve.search.compile_search import IntArray, compiled
from belarusgame.solve.search.lanes import WIDTH, spread, store
from belarusgame.solve.search.layout import (
    COLUMN,
    CORNER,
    COUNT,
    EQUATION,
    ROW,
    SIZE,
    SPAN,
    STEP,
    copy_into,
    fill,
    lowest,
    unit_corners,
)
from belarusgame.solve.search.multipliers import bound_errors, evaluate, gather
from belarusgame.solve.search.workspace import Support, Trial, Work

#: What is known of the one solution in a region.
NOTHING: Final = 0  # no proof succeeded
REJECTED: Final = 1  # it is no equilibrium: a probability is negative, or an outside strategy is better
PROVEN: Final = 2  # it is a regular equilibrium
BORDERLINE: Final = 3  # some probability or outside row is too near zero to tell

#: Where the entries of a root's record begin; then come `lower`, x and the inverse Jacobian.
KIND: Final = 0
RADIUS: Final = 1  # size of the simplex on which the solution is unique
SMALL: Final = 2  # size of the simplex in which it lies
SIGN: Final = 3  # sign of the determinant of minus the Jacobian
#: So many entries stand before ``lower``.
HEAD: Final = 4

#: Coordinates are multiples of this, so that every simplex that is placed has exact corners: the three bits
#: below it are left for sums of several.
GRID: Final = 2.0**-50
#: Derivatives are differences over simplices of this size, a power of two, by which division is exact.
_LINEAR: Final = 2.0**-8
#: Newton's method has arrived where no probability moves by more.
_POLISHED: Final = 1e-14


@compiled
def place(
    support: Support, trial: Trial, whole: FloatArray, size: float, error: float
) -> tuple[float, float]:
    """Write the rows of the simplices of a given size around the point, and their lowest coordinates.

    Return the error of the rows and their reach (a bound on their absolute values).
    """
    plan = support.plan
    players = plan.shape[1] - 1
    x, lower, rows, corners = trial.point, trial.lower, trial.rows, trial.corners
    copy_into(rows, whole)
    unit_corners(plan, corners)
    reach, added, at = 1.0, 0.0, 0
    for j in range(players):
        count = plan[SIZE, j]
        # The first coordinate is what the others leave, so that the weights add up to one exactly.
        rest, spread = 1.0 - size, size
        for v in range(count - 1, -1, -1):
            lower[at + v] = np.rint((x[at + v] - size / count) / GRID) * GRID if v > 0 else rest
            rest -= lower[at + v]
            spread += abs(lower[at + v])
        if count > 1:
            added += shrink(plan, support.stride, rows, corners, j, size, lower[at : at + count])
            reach *= spread
        at += count
    # Errors are multiplied by sums of weights' sizes, which exceed 1 outside the simplex; 1.01 covers the
    # rounding of these two bounds themselves.
    return 1.01 * reach * (error + reach * added), 1.01 * reach


@compiled
def invert(matrix: FloatArray, inverse: FloatArray) -> int:
    """Write the inverse (Gauss-Jordan, partial pivoting); return the determinant's sign, 0 if singular."""
    order = matrix.shape[0]
    sign = 1
    for k in range(order):
        fill(inverse[k], 0.0)
        inverse[k, k] = 1.0
    for k in range(order):
        pivot = k
        for r in range(k + 1, order):
            if abs(matrix[r, k]) > abs(matrix[pivot, k]):
                pivot = r
        # So near to singular, no inverse would be good enough to prove anything.
        if not abs(matrix[pivot, k]) > 1e-11:
            return 0
        if pivot != k:
            sign = -sign
            for q in range(order):
                matrix[k, q], matrix[pivot, q] = matrix[pivot, q], matrix[k, q]
                inverse[k, q], inverse[pivot, q] = inverse[pivot, q], inverse[k, q]
        if matrix[k, k] < 0.0:
            sign = -sign
        scale = 1.0 / matrix[k, k]
        for q in range(order):
            matrix[k, q] *= scale
            inverse[k, q] *= scale
        for r in range(order):
            x = matrix[r, k]
            if r != k and x != 0.0:
                for q in range(order):
                    matrix[r, q] -= x * matrix[k, q]
                    inverse[r, q] -= x * inverse[k, q]
    return sign


@compiled
def linearise(
    plan: IntArray, stride: IntArray, rows: FloatArray, value: FloatArray, jacobian: FloatArray
) -> None:
    """Write the support rows and their derivatives at the middle of a cell, per unit of probability."""
    players = plan.shape[1] - 1
    for e in range(value.size):
        fill(jacobian[e], 0.0)
    for i in range(players):
        span = plan[SPAN, i]
        for r in range(plan[SIZE, i] - 1):
            e = plan[EQUATION, i] + r
            at = plan[ROW, i] + r * span
            # In the middle of a cell a multilinear row is the mean of its entries.
            value[e] = 0.0
            for k in range(at, at + span):
                value[e] += rows[k] / span
            for j in range(players):
                if j != i:
                    count = plan[SIZE, j]
                    for k in range(span):
                        v = k // stride[i, j] % count
                        share = rows[at + k] * count / (span * _LINEAR)
                        # The first probability is what the others leave: it falls as any of them rises.
                        if v > 0:
                            jacobian[e, plan[EQUATION, j] + v - 1] += share
                        else:
                            for w in range(count - 1):
                                jacobian[e, plan[EQUATION, j] + w] -= share


@compiled
def polish(support: Support, trial: Trial, whole: FloatArray) -> int:
    """Improve the point by Newton steps and write the inverse Jacobian at it (per unit of probability).

    Return the sign of the determinant of minus the Jacobian, 0 if Newton's method failed or left the simplex.
    """
    plan = support.plan
    players = plan.shape[1] - 1
    equations = plan[EQUATION, players]
    x, value, jacobian, inverse = trial.point, trial.value, trial.jacobian, trial.inverse
    sign = 0
    for _ in range(8):
        place(support, trial, whole, _LINEAR, 0.0)
        linearise(plan, support.stride, trial.rows, value, jacobian)
        sign = invert(jacobian, inverse)
        if sign == 0:
            return 0
        moved, at = 0.0, 0
        for j in range(players):
            inside = plan[SIZE, j] - 1
            rest = 1.0
            for v in range(1, inside + 1):
                step = 0.0
                for e in range(equations):
                    step += inverse[plan[EQUATION, j] + v - 1, e] * value[e]
                moved = max(moved, abs(step))
                # On the grid after every step: what is proven is proven of the very point that is kept.
                x[at + v] = np.rint((x[at + v] - step) / GRID) * GRID
                rest -= x[at + v]
            x[at] = rest
            at += inside + 1
        # Newton's method has lost the root, or goes to one outside the simplex.
        if not moved < 0.5 or lowest(x) < -0.02:
            return 0
        if moved < _POLISHED:
            break
    # det(-J) = (-1)^n det J.
    return -sign if equations % 2 else sign


@compiled
def _aim(plan: IntArray, inverse: FloatArray, size: float, many: FloatArray) -> None:
    """Make multiplier vectors of the inverse Jacobian, for the coordinates of simplices of that size."""
    nothing = spread(0.0)
    for k in range(many.shape[0]):
        for b in range(0, many.shape[1], WIDTH):
            store(many, k, b, nothing)
    # One unit of a simplex's own coordinate is `size` of a probability, and so are the derivatives.
    for i in range(plan.shape[1] - 1):
        inside = plan[SIZE, i] - 1
        for v in range(plan[SIZE, i]):
            for r in range(inside):
                for t in range(inverse.shape[0]):
                    many[plan[COLUMN, i] + v * inside + r, t] = inverse[t, plan[EQUATION, i] + r] / size


@compiled
def _prepare_sums(support: Support, trial: Trial, work: Work, size: float, error: float) -> float:
    """Evaluate the preconditioned equations on simplices of a given size; return the error of their rows."""
    placed, reach = place(support, trial, work.whole, size, error)
    gather(support.plan, support.other, support.column, trial.rows, work.dense, work.target)
    _aim(support.plan, trial.inverse, size, work.many)
    evaluate(support.column, work.dense, work.many, work.sums)
    bound_errors(support.plan, work.many, work.pads, placed, reach)
    return placed


@compiled
def one_to_one(plan: IntArray, own: IntArray, sums: FloatArray, pads: FloatArray) -> bool:
    """Whether the Jacobian of the sums is strictly diagonally dominant with respect to the identity."""
    players = plan.shape[1] - 1
    for t in range(plan[EQUATION, players]):
        distance = 0.0
        for j in range(players):
            step = plan[STEP, j]
            for v in range(1, plan[SIZE, j]):
                wanted = 1.0 if plan[EQUATION, j] + v - 1 == t else 0.0
                worst = 0.0
                for c in range(own.shape[1]):
                    if own[j, c] == 0:
                        worst = max(worst, abs(sums[c + v * step, t] - sums[c, t] - wanted))
                distance += worst + 2.0 * pads[0, t]
        # A sum of rows of |J - 1| below one makes x - F(x) a contraction, so that F is one-to-one; the last
        # hundredth is for the rounding of the sum.
        if not distance < 0.99:
            return False
    return True


@compiled
def points_inwards(plan: IntArray, own: IntArray, sums: FloatArray, pads: FloatArray) -> bool:
    """Whether, for every player and corner v, the sum of coordinate v is negative where v is not played."""
    for j in range(plan.shape[1] - 1):
        first, count = plan[EQUATION, j], plan[SIZE, j]
        slack = 0.0
        for v in range(1, count):
            slack += pads[0, first + v - 1]
        for c in range(own.shape[1]):
            rest = 0.0
            for v in range(1, count):
                g = sums[c, first + v - 1]
                rest -= g
                if own[j, c] != v and not g < -pads[0, first + v - 1]:
                    return False
            # Coordinate 0 is one minus the others, and its error the sum of theirs.
            if count > 1 and own[j, c] != 0 and not rest < -2.0 * slack:
                return False
    return True


@compiled
def signs(support: Support, rows: FloatArray, lower: FloatArray, size: float, error: float) -> int:
    """Judge the one solution in the small simplices by the signs of its probabilities and outside rows."""
    plan = support.plan
    verdict, at = PROVEN, 0
    for i in range(plan.shape[1] - 1):
        for v in range(plan[SIZE, i]):
            # Negative all over the simplex; unless it is positive all over it, nothing is decided.
            if lower[at + v] + size < 0.0:
                return REJECTED
            if not lower[at + v] > 0.0:
                verdict = BORDERLINE
        at += plan[SIZE, i]
        span = plan[SPAN, i]
        for r in range(plan[SIZE, i] - 1, plan[COUNT, i] - 1):
            low, high = np.inf, -np.inf
            for k in range(plan[ROW, i] + r * span, plan[ROW, i] + (r + 1) * span):
                low = min(low, rows[k])
                high = max(high, rows[k])
            if low > error:
                return REJECTED
            if not high < -error:
                verdict = BORDERLINE
    return verdict


@compiled
def certify(support: Support, trial: Trial, work: Work, error: float, record: FloatArray) -> int:
    """Polish the point, prove what can be proven about it, and fill the root's record; return its kind."""
    sign = polish(support, trial, work.whole)
    if sign == 0:
        return NOTHING
    small = 0.0
    kind = NOTHING
    # Existence on a simplex as small as possible, for a tight enclosure; uniqueness on one as large as
    # possible, because cells inside it are dropped: without that clusters cost ten times more.
    for power in (-32, -26, -20):
        size = 2.0**power
        placed = _prepare_sums(support, trial, work, size, error)
        if points_inwards(support.plan, support.own, work.sums, work.pads):
            small = size
            kind = signs(support, trial.rows, trial.lower, size, placed)
            break
    if small == 0.0:
        return NOTHING
    for power in (-3, -4, -5, -6, -8, -10, -13, -16, -19):
        size = 2.0**power
        _prepare_sums(support, trial, work, size, error)
        if one_to_one(support.plan, support.own, work.sums, work.pads):
            # Whatever it is: cells around a solution that is no equilibrium can be dropped as well.
            record[KIND], record[RADIUS], record[SMALL], record[SIGN] = kind, size, small, sign
            _fill_record(trial, record)
            return kind
    return NOTHING


@compiled
def _fill_record(trial: Trial, record: FloatArray) -> None:
    """Write the numbers that follow the head of a root's record."""
    length, equations = trial.point.size, trial.value.size
    copy_into(record[HEAD:], trial.lower)
    copy_into(record[HEAD + length :], trial.point)
    for e in range(equations):
        copy_into(record[HEAD + 2 * length + e * equations :], trial.inverse[e])


@compiled
def covered(plan: IntArray, corners: FloatArray, error: float, record: FloatArray) -> bool:
    """Whether a cell lies in the region in which a root is known to be the only one."""
    at = HEAD
    for i in range(plan.shape[1] - 1):
        count = plan[SIZE, i]
        for v in range(count):
            for a in range(count):
                if not corners[plan[CORNER, i] + v * count + a] - error > record[at + a]:
                    return False
        at += count
    return True
