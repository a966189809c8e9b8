"""The memory of a search, set out anew for every support without asking for any.

Functions that make arrays count references, which would take a third of the search's time. So two lines of
memory, one of integers and one of floats, are made once, large enough for the support of all strategies, and
each support's tables are cut out of them. The tables of integers depend on nothing but how many strategies
everybody mixes, so that in small games each is filled once and kept for all supports, and for the next game.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from belarusgame.base.compiling import integer
from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import ZERO, IntArray, compiled
from belarusgame.solve.search.cutting import table_at
from belarusgame.solve.search.lanes import WIDTH, padded
from belarusgame.solve.search.layout import (
    COLUMN,
    CORNER,
    COUNT,
    EQUATION,
    LINES,
    ROW,
    SIZE,
    STEP,
    fill,
    lay_out,
    tabulate,
)

#: The most integers that are kept for all supports: half a megabyte, which stays near the processor.
_KEPT: Final = 1 << 16

#: Rounds through the players that a cell's cuts may take.
ROUNDS: Final = 8

#: Numba types what a variable begins with: literals would make every number a type, and a copy, of its own.
_TWO: Final = integer(2)
_THREE: Final = integer(3)
_LINES: Final = integer(LINES)


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

    whole: FloatArray  # the rows of the whole support's cell
    dense: FloatArray  # by combination and multiplier: the support row, zero where it is another's turn
    target: FloatArray  # by combination: every player's coordinates but the first, then the outside rows
    gram: FloatArray  # normal equations, then what elimination leaves above the diagonal
    pivots: FloatArray  # one line each: scale of the columns, inverse pivots, right-hand side
    single: FloatArray  # multipliers that aim at the constant 1; as least squares left them; the last step
    many: FloatArray  # that aim at the columns of `target`; then `single`, and for all first coordinates
    constant: FloatArray  # the sum G that least squares left
    lacks: FloatArray  # by combination: what the sum G of `single` lacks of 1 after the last step
    sums: FloatArray  # the sums G of `many`; for outside rows what the sum leaves over
    pads: FloatArray  # first line: how far each of those sums may be off; then what one rounding adds
    lower: FloatArray  # by player and corner: coordinates below this were excluded
    low: FloatArray  # by corner of one player, and column: least sum where the corner is played
    opposite: FloatArray  # the same of minus the sums
    cuts: FloatArray  # a line a cut: the player, lower bounds of its coordinates, and by which sums
    peaks: FloatArray  # by row: its largest absolute value


class Trial(NamedTuple):
    """Scratch space for proving one root."""

    point: FloatArray  # the solution: the probabilities of all players' support strategies
    lower: FloatArray  # the lowest coordinates of the simplices around it
    rows: FloatArray
    corners: FloatArray
    value: FloatArray  # the equations at the point
    jacobian: FloatArray
    inverse: FloatArray


class Memory(NamedTuple):
    """What the tables of all supports are cut out of."""

    integers: IntArray
    numbers: FloatArray
    sizes: IntArray  # of the support
    strategies: IntArray  # by player: those in the support, then those outside
    #: By how many strategies everybody mixes: where the tables of such supports begin among the integers, -1
    #: if they are not filled yet; last, how many integers are used. Empty where all take the same place.
    begins: IntArray


def make_memory(counts: IntArray) -> Memory:
    """Return memory enough for all supports of a game, its floats beginning at a border of cache lines."""
    players, profiles, strategies = counts.size, int(np.prod(counts)), int(counts.sum())
    spans, largest = profiles // counts, int(counts.max())
    wide = padded(int((counts * (counts - 1)).sum()))
    rows, vectors = int(((counts - 1) * spans).sum()), padded(strategies - players)
    sums = padded(strategies + 1)
    begins = np.zeros(0, dtype=np.int64)
    integers = int(_integers(counts[:, None])[0])
    if profiles * integers <= 8 * _KEPT:
        kept = int(_integers(np.indices(tuple(counts.tolist())).reshape(players, -1) + 1).sum())
        if kept <= _KEPT:
            integers, begins = kept, np.append(np.full(profiles, -1), 0)
    tables = [
        (profiles + wide + 6) * wide + profiles * vectors + (profiles + wide + 2) * sums,  # dense to pads
        2 * largest * sums + players * largest + ROUNDS * players * (2 * largest + 1),  # low to cuts
        rows + 2 * profiles + strategies,  # whole to peaks
        2 * strategies + rows + int((counts**2).sum()) + strategies + 2 * strategies**2,  # the trial
    ]
    numbers = np.empty(sum(tables) + 32 * WIDTH)  # each of the tables may leave a part of a vector unused
    # A cache line holds eight floats, as a vector does.
    first = -(numbers.ctypes.data // numbers.itemsize) % WIDTH
    return Memory(
        np.empty(integers, dtype=np.int64),
        numbers[first:],
        np.empty(players, dtype=np.int64),
        np.empty((players, largest), dtype=np.int64),
        begins,
    )


def _integers(sizes: IntArray) -> IntArray:
    """Return how many integers the tables of supports take, given by player and support how many mix."""
    players, combinations, corners = len(sizes), sizes.prod(axis=0), sizes.sum(axis=0)
    tables = combinations * (players + corners) + corners * (combinations // sizes.min(axis=0))
    return LINES * (players + 1) + players**2 + tables


@compiled
def _cut_integers(memory: IntArray, used: int, lines: int, columns: int) -> tuple[IntArray, int]:
    """Return a table from the memory, and how much of it is used then."""
    return table_at(memory, used, lines, columns), used + lines * columns


@compiled
def _cut(memory: FloatArray, used: int, lines: int, columns: int) -> tuple[FloatArray, int]:
    """Return a table from the memory, and how much of it is used then: whole vectors."""
    return table_at(memory, used, lines, columns), padded(used + lines * columns)


@compiled
def _cut_line(memory: FloatArray, used: int, length: int) -> tuple[FloatArray, int]:
    """Return a line from the memory, and how much of it is used then: whole vectors."""
    return memory[used : used + length], padded(used + length)


@compiled
def set_out_support(counts: IntArray, sizes: IntArray, memory: Memory) -> Support:
    """Set out the geometry of a support whose players mix ``sizes`` of their ``counts`` strategies."""
    begins, place = memory.begins, ZERO
    for i in range(counts.size):
        place = place * counts[i] + sizes[i] - 1
    last = begins.size - 1
    begin = begins[place] if last > 0 else -1
    if begin >= 0:
        return _cut_support(sizes, memory.integers, begin)[0]
    support, end = _cut_support(sizes, memory.integers, begins[last] if last > 0 else 0)
    lay_out(counts, sizes, support.plan, support.stride)
    tabulate(support.plan, support.own, support.other)
    _list_columns_and_facets(support)
    if last > 0:
        begins[place], begins[last] = begins[last], end
    return support


@compiled
def _cut_support(sizes: IntArray, memory: IntArray, used: int) -> tuple[Support, int]:
    """Return the tables of a support from the memory, and how much of it is used then."""
    players = sizes.size
    combinations, corners, smallest = 1, 0, sizes[0]
    for i in range(players):
        combinations *= sizes[i]
        corners += sizes[i]
        smallest = min(smallest, sizes[i])
    plan, used = _cut_integers(memory, used, _LINES, players + 1)
    stride, used = _cut_integers(memory, used, players, players)
    own, used = _cut_integers(memory, used, players, combinations)
    other, used = _cut_integers(memory, used, players, combinations)
    column, used = _cut_integers(memory, used, combinations, corners - players)
    facets, used = _cut_integers(memory, used, corners, combinations // smallest)
    return Support(plan, stride, own, other, column, facets), used


@compiled
def _list_columns_and_facets(support: Support) -> None:
    plan = support.plan
    for i in range(support.own.shape[0]):
        inside = plan[SIZE, i] - 1
        for c in range(support.own.shape[1]):
            # EQUATION counts one row less than corners for each player before: with i added it counts
            # corners.
            corner = support.own[i, c]
            support.facets[plan[EQUATION, i] + i + corner, support.other[i, c]] = c
            for r in range(inside):
                support.column[c, plan[EQUATION, i] + r] = plan[COLUMN, i] + corner * inside + r


@compiled
def set_out_work(plan: IntArray, own: IntArray, memory: FloatArray) -> tuple[Work, int]:
    """Set out the scratch space of a support, the coordinates as targets; return as well what is used."""
    players = plan.shape[1] - 1
    combinations = plan[STEP, players]
    columns = plan[COLUMN, players]
    rows = plan[COUNT, players] - players
    wide, vectors = padded(columns), padded(rows)
    largest = ZERO
    for i in range(players):
        largest = max(largest, plan[SIZE, i])
    dense, used = _cut(memory, ZERO, combinations, wide)
    target, used = _cut(memory, used, combinations, vectors)
    pivots, used = _cut(memory, used, _THREE, wide)
    single, used = _cut(memory, used, _THREE, wide)
    # Only these are read beyond their columns, and must be zero there.
    fill(memory[:used], 0.0)
    for i in range(players):
        for c in range(combinations):
            if own[i, c] > 0:
                target[c, plan[EQUATION, i] + own[i, c] - 1] = 1.0
    gram, used = _cut(memory, used, columns, wide)
    # Beside the targets there are columns for the constant 1 and for every player's first coordinate.
    tracked = padded(plan[COUNT, players] + 1)
    many, used = _cut(memory, used, columns, tracked)
    sums, used = _cut(memory, used, combinations, tracked)
    pads, used = _cut(memory, used, _TWO, tracked)
    low, used = _cut(memory, used, largest, tracked)
    opposite, used = _cut(memory, used, largest, tracked)
    lower, used = _cut(memory, used, players, largest)
    cuts, used = _cut(memory, used, ROUNDS * players, 2 * largest + 1)
    whole, used = _cut_line(memory, used, plan[ROW, players])
    constant, used = _cut_line(memory, used, combinations)
    lacks, used = _cut_line(memory, used, combinations)
    peaks, used = _cut_line(memory, used, rows)
    work = Work(
        whole, dense, target, gram, pivots, single, many, constant, lacks, sums, pads, lower, low, opposite,
        cuts, peaks,
    )  # fmt: skip
    return work, used


@compiled
def set_out_trial(plan: IntArray, memory: FloatArray, used: int) -> Trial:
    """Set out the scratch space of a proof, in memory of which so much is used."""
    players = plan.shape[1] - 1
    equations = plan[EQUATION, players]
    point, used = _cut_line(memory, used, plan[SIZE, players])
    lower, used = _cut_line(memory, used, plan[SIZE, players])
    rows, used = _cut_line(memory, used, plan[ROW, players])
    corners, used = _cut_line(memory, used, plan[CORNER, players])
    value, used = _cut_line(memory, used, equations)
    jacobian, used = _cut(memory, used, equations, equations)
    inverse, used = _cut(memory, used, equations, equations)
    return Trial(point, lower, rows, corners, value, jacobian, inverse)
