"""Pave a curve or a region of equilibria with small cells, compiled: halve, look at the rows' ranges.

A cell is a product of hulls of points. Its rows stand at all combinations of points, one line a row, and its
points as weights of those of the part that is paved. Halving an edge makes every new entry the mean of two,
which float64 holds exactly as long as the rows' size and the number of halvings allow.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from belarusgame.base.compiling import kept_on_disk

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

#: What the log says of a cell; SPLIT is followed by the player and the two points.
OUT: Final = 0  # a row excludes it
EXACT: Final = 1  # all rows hold all over it
OPEN: Final = 2  # small enough, or the budget ended
SPLIT: Final = 3
SUM: Final = 4  # a sum of rows that must vanish keeps one sign; its multipliers stand among the numbers

#: Bits of a float64 that halvings and the rows' sizes may use.
_BITS: Final = 52


class Shape(NamedTuple):
    """What stays the same from cell to cell: whose the rows are, and where their entries stand."""

    owner: IntArray  # a row's player
    equation: IntArray  # 1 for rows that must vanish, 0 for those that must not be positive
    units: FloatArray  # every player's payoff range
    sizes: IntArray  # every player's points
    strides: IntArray  # from a combination to the next point of a player
    combinations: int


class Waiting(NamedTuple):
    """The cells that are still to be taken up, the next one last."""

    stack: FloatArray  # one cell's rows a line
    weights: FloatArray  # its points, as weights of those of the part
    depths: IntArray  # how often it was halved


class Paved(NamedTuple):
    """What is written: the cells that are kept, and how the others were excluded."""

    kept: FloatArray  # kind, regret, weights of the points
    events: IntArray
    numbers: FloatArray  # multipliers of sums; empty where they are not asked for


class Scratch(NamedTuple):
    """Room for the elimination of one cell's equations."""

    jacobian: FloatArray
    multipliers: FloatArray


@numba.njit
def spread(cell: FloatArray, shape: Shape) -> float:
    """Bound the regret on a cell: the most by which, at a combination, a strategy beats one that is used."""
    owner, combinations = shape.owner, shape.combinations
    worst, r = 0.0, 0
    while r < owner.size:
        last = r
        while last < owner.size and owner[last] == owner[r]:
            last += 1
        for c in range(combinations):
            # The strategy to which rows are compared is used, and its own row is zero.
            best, least = 0.0, 0.0
            for q in range(r, last):
                value = cell[q * combinations + c]
                best = max(best, value)
                if shape.equation[q] == 1:
                    least = min(least, value)
            worst = max(worst, (best - least) / shape.units[owner[r]])
        r = last
    return float(worst)


@numba.njit
def edge(cell: FloatArray, shape: Shape) -> tuple[int, int, int]:
    """Choose the player and the two points between which a row that can be violated changes most."""
    owner, sizes, strides, combinations = shape.owner, shape.sizes, shape.strides, shape.combinations
    most, chosen, first, second = -1.0, 0, 0, 1
    for r in range(owner.size):
        # A row that holds all over the cell gains nothing from being divided.
        high = 0.0
        for c in range(r * combinations, (r + 1) * combinations):
            high = max(high, cell[c] if shape.equation[r] == 0 else abs(cell[c]))
        if high == 0.0:
            continue
        for j in range(sizes.size):
            block = strides[j] * sizes[j]
            for a in range(sizes[j]):
                for b in range(a + 1, sizes[j]):
                    shift = (b - a) * strides[j]
                    change = 0.0
                    for base in range(r * combinations + a * strides[j], (r + 1) * combinations, block):
                        for at in range(base, base + strides[j]):
                            change = max(change, abs(cell[at] - cell[at + shift]))
                    # In parts of each player's payoff range, since regrets are measured in these.
                    change /= shape.units[owner[r]]
                    if change > most:
                        most, chosen, first, second = change, j, a, b
    return chosen, first, second


@numba.njit
def halve(cell: FloatArray, weights: FloatArray, shape: Shape, j: int, a: int, b: int) -> None:
    """Move a player's point a to the middle of its edge to b."""
    sizes, strides, combinations = shape.sizes, shape.strides, shape.combinations
    shift = (b - a) * strides[j]
    for c in range(combinations):
        if c // strides[j] % sizes[j] == a:
            for r in range(shape.owner.size):
                at = r * combinations + c
                cell[at] = 0.5 * (cell[at] + cell[at + shift])
    start = 0
    for k in range(j):
        start += sizes[k] * sizes[k]
    for k in range(sizes[j]):
        one, other = start + a * sizes[j] + k, start + b * sizes[j] + k
        weights[one] = 0.5 * (weights[one] + weights[other])


@numba.njit
def slopes(cell: FloatArray, shape: Shape, jacobian: FloatArray) -> int:
    """Write the mean derivatives of the rows that must vanish by the weights of the points; count them."""
    equation, sizes, strides, combinations = shape.equation, shape.sizes, shape.strides, shape.combinations
    found = 0
    for r in range(equation.size):
        if equation[r] == 0:
            continue
        column = 0
        for j in range(sizes.size):
            block = strides[j] * sizes[j]
            for v in range(1, sizes[j]):
                total = 0.0
                for base in range(r * combinations, (r + 1) * combinations, block):
                    for at in range(base, base + strides[j]):
                        total += cell[at + v * strides[j]] - cell[at]
                # The mean over all combinations is the derivative in the middle of the cell.
                jacobian[found, column] = total * sizes[j] / combinations
                column += 1
        found += 1
    return found


@numba.njit
def eliminate(jacobian: FloatArray, found: int, columns: int, multipliers: FloatArray) -> int:
    """Bring the derivatives to unit columns (Gauss-Jordan, full pivoting) and write how; return the rank."""
    for e in range(found):
        for q in range(found):
            multipliers[e, q] = 1.0 if e == q else 0.0
    scale = 0.0
    for rank in range(found):
        row, column, most = rank, 0, 0.0
        for e in range(rank, found):
            for q in range(columns):
                if abs(jacobian[e, q]) > most:
                    row, column, most = e, q, abs(jacobian[e, q])
        if rank == 0:
            scale = most
        # A rank that is guessed wrong costs a proposal, not the proof: the sum itself is bounded afterwards.
        if not most > 1e-7 * scale or most == 0.0:
            return rank
        for q in range(columns):
            jacobian[rank, q], jacobian[row, q] = jacobian[row, q], jacobian[rank, q]
        for q in range(found):
            multipliers[rank, q], multipliers[row, q] = multipliers[row, q], multipliers[rank, q]
        pivot = 1.0 / jacobian[rank, column]
        for q in range(columns):
            jacobian[rank, q] *= pivot
        for q in range(found):
            multipliers[rank, q] *= pivot
        for e in range(found):
            factor = jacobian[e, column]
            # Above the pivot too: each sum is to have slope 1 in its own column and none in the other
            # pivots'.
            if e != rank and factor != 0.0:
                for q in range(columns):
                    jacobian[e, q] -= factor * jacobian[rank, q]
                for q in range(found):
                    multipliers[e, q] -= factor * multipliers[rank, q]
    return found


@numba.njit
def excluding_sum(cell: FloatArray, shape: Shape, error: float, largest: float, scratch: Scratch) -> int:
    """Return which sum of rows, with the multipliers written, keeps one sign; -1 if none does."""
    equation, combinations, multipliers = shape.equation, shape.combinations, scratch.multipliers
    found = slopes(cell, shape, scratch.jacobian)
    rank = eliminate(scratch.jacobian, found, scratch.jacobian.shape[1], multipliers)
    # Where the derivatives are independent, each of these sums depends mostly on one coordinate, and so keeps
    # its sign in larger cells than any single row does.
    for t in range(rank):
        weight = 0.0
        for e in range(found):
            weight += abs(multipliers[t, e])
        # In a sum of n products each term is rounded at most n times (Higham 2002, section 3.1), by 1.2e-16
        # of its size; what the entries themselves may be off by comes on top.
        doubt = weight * (error + 1e-15 * (found + 2) * largest)
        low, high = np.inf, -np.inf
        for c in range(combinations):
            total, e = 0.0, 0
            for r in range(equation.size):
                if equation[r] == 1:
                    total += multipliers[t, e] * cell[r * combinations + c]
                    e += 1
            low, high = min(low, total), max(high, total)
            # Both signs were met, or a zero that may be either: the rest cannot change that.
            if low <= doubt and high >= -doubt:
                break
        if low > doubt or high < -doubt:
            return t
    return -1


@numba.njit
def excluded(
    cell: FloatArray, equation: IntArray, combinations: int, error: float, exact: bool
) -> tuple[bool, bool]:
    """Say whether a row excludes a cell, and whether all rows hold all over it."""
    holds = exact
    for r in range(equation.size):
        low, high = np.inf, -np.inf
        for c in range(r * combinations, (r + 1) * combinations):
            low = min(low, cell[c])
            high = max(high, cell[c])
        if low > error or (equation[r] == 1 and high < -error):
            return True, False
        holds = holds and high <= 0.0 and (equation[r] == 0 or low == 0.0)
    return False, holds


@numba.njit
def note_sum(equation: IntArray, multipliers: FloatArray, numbers: FloatArray, noted: int) -> int:
    """Write the multipliers of a sum, if they are asked for; return where the next ones go."""
    if numbers.size == 0:
        return noted
    e = 0
    for r in range(equation.size):
        if equation[r] == 1:
            numbers[noted + e] = multipliers[e]
            e += 1
    return noted + e


@numba.njit
def split(waiting: Waiting, top: int, shape: Shape, j: int, a: int, b: int) -> None:
    """Replace a cell by its halves; the one on top, taken up first, keeps point a."""
    stack, weights = waiting.stack, waiting.weights
    stack[top + 1] = stack[top]
    weights[top + 1] = weights[top]
    waiting.depths[top] += 1
    waiting.depths[top + 1] = waiting.depths[top]
    halve(stack[top + 1], weights[top + 1], shape, j, b, a)
    halve(stack[top], weights[top], shape, j, a, b)


def _pave(
    rows: FloatArray,
    shape: Shape,
    waiting: Waiting,
    outcome: Paved,
    scratch: Scratch,
    reach: float,
    budget: int,
    bits: int,
) -> tuple[int, int, int]:
    """Pave one part, depth first; return how many cells were kept, taken up, and events logged.

    Cells that are exact or open are kept. What still waits when the budget ends is kept as open.
    """
    equation, combinations = shape.equation, shape.combinations
    stack, depths = waiting.stack, waiting.depths
    kept, events = outcome.kept, outcome.events
    top, taken, found, written, noted = 1, 0, 0, 0, 0
    stack[0] = rows.ravel()
    depths[0] = 0
    while top > 0:
        top -= 1
        taken += 1
        # An entry and its mean with another one differ in one binary digit more at most. Beyond the digits of
        # a float64 every halving rounds, by at most 2^(bits - 54), as did the entry itself; errors of a mean
        # are means.
        exact = bits + depths[top] <= _BITS
        error = 0.0 if exact else 2.0 ** (bits - 52) * (depths[top] + 1)
        # Ranges first, since they cost least; then sums of rows; size last.
        outside, holds = excluded(stack[top], equation, combinations, error, exact)
        if outside:
            events[written] = OUT
            written += 1
            continue
        worst = 0.0
        if not holds:
            t = excluding_sum(stack[top], shape, error, np.abs(stack[top]).max(), scratch)
            if t >= 0:
                events[written] = SUM
                written += 1
                noted = note_sum(equation, scratch.multipliers[t], outcome.numbers, noted)
                continue
            worst = spread(stack[top], shape)
        # What waits counts as taken up: each of these cells will still be kept, and there must be room.
        full = top + 2 > stack.shape[0] or taken + top >= budget
        if holds or full or worst <= reach:
            kept[found, 0] = EXACT if holds else OPEN
            kept[found, 1] = worst
            kept[found, 2:] = waiting.weights[top]
            found += 1
            events[written] = EXACT if holds else OPEN
            written += 1
            continue
        j, a, b = edge(stack[top], shape)
        events[written], events[written + 1] = SPLIT, j
        events[written + 2], events[written + 3] = a, b
        written += 4
        split(waiting, top, shape, j, a, b)
        top += 2
    return found, taken, written


pave = kept_on_disk(_pave, {}, ("solve/structured/paving_kernel.py",))
