"""Multipliers that turn the rows of a cell into functions which must vanish at every equilibrium in it.

With multipliers z the sum G(c) = sum of z[i, r, corner of i] * row[i, r](c) over all support rows vanishes at
every equilibrium of the support, whatever z is; letting a multiplier depend on the player's own corner is
what the dual of the correlated-equilibrium program does (Hart & Schmeidler 1989, "Existence of correlated
equilibria"). Good z are found by least squares (:mod:`least_squares`). They are guesses: what they prove is
decided by :func:`evaluate` and :func:`bound_errors` alone.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from belarusgame._labels import FloatArray
from belarusgame.solve._search.cells import ROUNDOFF
from belarusgame.solve._search.compiled import IntArray, allocating, compiled
from belarusgame.solve._search.lanes import WIDTH, larger, load, padded, spread, store, total
from belarusgame.solve._search.layout import (
    COLUMN,
    COUNT,
    EQUATION,
    LINES,
    ROW,
    SIZE,
    SPAN,
    STEP,
    lay_out,
    tabulate,
)

_ENORMOUS: Final = 1e60


class Support(NamedTuple):
    """A support's geometry (:mod:`layout`).

    ``column[c, e]`` is row e's multiplier at combination c; ``facets`` lists, for every corner of every
    player, the combinations where it is played.
    """

    plan: IntArray
    stride: IntArray
    own: IntArray
    other: IntArray
    column: IntArray
    facets: IntArray


class Work(NamedTuple):
    """Scratch space of one support; tables are as wide as whole vectors, and zero beyond their columns."""

    dense: FloatArray  # by combination and multiplier: the support row, zero where it is another's turn
    target: FloatArray  # by combination: every player's coordinates but the first, then the outside rows
    gram: FloatArray  # normal equations, then the rows of their Cholesky factor above its diagonal
    pivots: FloatArray  # one line each: scale of the columns, inverse diagonal of the factor, right-hand side
    weights: FloatArray  # of the combinations
    single: FloatArray  # multipliers that aim at the constant 1, as one line
    many: FloatArray  # multiplier vectors that aim at the columns of `target`
    constant: FloatArray  # the sum G of `single`
    sums: FloatArray  # the sums G of `many`
    pads: FloatArray  # first line: how far each of those sums may be off; the second is scratch space
    lower: FloatArray  # by player and corner: coordinates below this were excluded
    upper: FloatArray  # by corner, of one player: coordinates above this were excluded
    low: FloatArray  # by corner of one player, and column: least sum where the corner is played
    high: FloatArray
    peaks: FloatArray  # by row: its largest absolute value


@allocating
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
    column = np.empty((combinations, plan[EQUATION, players]), np.int64)
    for c in range(combinations):
        for i in range(players):
            inside = plan[SIZE, i] - 1
            for r in range(inside):
                column[c, plan[EQUATION, i] + r] = plan[COLUMN, i] + own[i, c] * inside + r
    return Support(plan, stride, own, other, column, _list_facets(plan, own))


@allocating
def _list_facets(plan: IntArray, own: IntArray) -> IntArray:
    players = own.shape[0]
    longest = 0
    for i in range(players):
        longest = max(longest, plan[SPAN, i])
    facets = np.empty((plan[SIZE, players], longest), np.int64)
    for i in range(players):
        for v in range(plan[SIZE, i]):
            found = 0
            for c in range(own.shape[1]):
                if own[i, c] == v:
                    facets[plan[EQUATION, i] + i + v, found] = c
                    found += 1
    return facets


@allocating
def make_table(lines: int, columns: int) -> FloatArray:
    """Make a table of zeros in which no vector crosses a border of the processor's cache lines."""
    numbers = np.zeros(lines * columns + WIDTH)
    at = -(numbers.ctypes.data // numbers.itemsize) % WIDTH
    return numbers[at : at + lines * columns].reshape((lines, columns))


@allocating
def scratch(support: Support) -> Work:
    """Allocate the scratch space of a support, with the coordinates as targets."""
    plan = support.plan
    players = plan.shape[1] - 1
    combinations = plan[STEP, players]
    columns = plan[COLUMN, players]
    rows = plan[COUNT, players] - players
    wide, vectors = padded(columns), padded(rows)
    target = make_table(combinations, vectors)
    largest = 0
    for i in range(players):
        largest = max(largest, plan[SIZE, i])
        for c in range(combinations):
            if support.own[i, c] > 0:
                target[c, plan[EQUATION, i] + support.own[i, c] - 1] = 1.0
    return Work(
        make_table(combinations, wide),
        target,
        make_table(columns, wide),
        make_table(np.int64(3), wide),
        np.empty(combinations),
        make_table(np.int64(1), wide),
        make_table(columns, vectors),
        np.empty(combinations),
        make_table(combinations, vectors),
        make_table(np.int64(2), vectors),
        np.empty((players, largest)),
        np.empty(largest),
        make_table(largest, vectors + WIDTH),
        make_table(largest, vectors + WIDTH),
        np.empty(rows),
    )


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
        meeting, everything = spread(1.0), zero
        for i in range(plan.shape[1] - 1):
            most = zero
            for v in range(plan[SIZE, i]):
                here = zero
                first = plan[COLUMN, i] + v * (plan[SIZE, i] - 1)
                for k in range(first, first + plan[SIZE, i] - 1):
                    multiplier = load(many, k, b)
                    here = here + larger(multiplier, zero - multiplier)
                most = larger(most, here)
                everything = everything + here
            meeting = meeting + most
        store(pads, 0, b, meeting)
        store(pads, 1, b, everything)
    for t in range(pads.shape[1]):
        pads[0, t] = _error(plan, pads[0, t], pads[1, t], error, reach)


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
    return 1.01 * meeting * (error + (plan[EQUATION, plan.shape[1] - 1] + 4) * ROUNDOFF * reach)
