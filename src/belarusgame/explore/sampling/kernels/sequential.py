"""Subgame-perfect outcomes of each draw by backward induction over groups, compiled.

The continuations of a point of play are lists of profiles. The ends of play under different points are
different, so all lists of one level of the tree fit into one array, each where its point's ends begin.

The functions below take plain arrays, because each use of an array that is held in a tuple counts a
reference, which would take most of the time. ``lists[0]`` holds the ends and ``lists[1]`` the length of each
point's list; ``extremes[0]`` and ``[1]`` each mover's worst and best continuation after each cell of a group.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compiled import entry, inner
from belarusgame.explore.sampling.compiled_scenario import IntArray, Layout
from belarusgame.explore.sampling.kernels.generic import only_ends
from belarusgame.explore.sampling.kernels.pure import BitArray, ByteArray, Work, load

_ONE = np.uint64(1)
_CLOSE = 2


@entry
def solve_sequential(at: Layout, values: FloatArray, work: Work, bits: BitArray, hard: ByteArray) -> None:
    """Find the subgame-perfect outcomes of every draw, given what ``decide`` found.

    Where a group may mix, the draw is hard.
    """
    counts, begins, movers, terminal = at.counts, at.group_begin, at.movers, at.terminal
    table, extent, slack = at.table, at.extent, at.slack
    tables = np.empty(counts.shape[0], dtype=np.int64)
    variables = np.empty(at.left.shape[0])
    lists = np.empty((2, terminal.shape[0]), dtype=np.int64)
    extremes = np.empty((2, counts.shape[0], terminal.shape[0]), dtype=np.int64)
    alive = np.empty((counts.shape[0], at.pairs.shape[1]), dtype=np.bool_)
    only, odd = work.ends, np.empty_like(hard)
    only_ends(at, values, work, odd)
    bits[:] = np.uint64(0)
    for n in range(values.shape[1]):
        if not (hard[n] or odd[n]):
            bits[n, only[0, n] // 64] = _ONE << np.uint64(only[0, n] % 64)
            continue
        level = begins.shape[0] - 2
        if not hard[n]:
            load(counts, at.first_table, at.type_row, values, n, tables)
            for j in range(variables.shape[0]):
                variables[j] = work.variables[j, n]
            lists[0] = terminal
            lists[1] = 1
        while level >= 0 and not hard[n]:
            hard[n] = _group(
                counts, movers, begins, level, table, extent, slack, tables, variables, lists, extremes, alive
            )
            level -= 1
        if not hard[n]:
            for k in range(lists[1, 0]):
                bits[n, lists[0, k] // 64] |= _ONE << np.uint64(lists[0, k] % 64)


@inner
def _group(
    counts: IntArray,
    movers: IntArray,
    begins: IntArray,
    level: Any,
    table: FloatArray,
    extent: IntArray,
    slack: FloatArray,
    tables: IntArray,
    variables: FloatArray,
    lists: IntArray,
    extremes: IntArray,
    alive: Any,
) -> bool:
    """Find what a group does at every point that it can be at; say whether one of them is hard."""
    begin, end = begins[level], begins[level + 1]
    cells, points = 1, 1
    for place in range(begin, end):
        cells *= counts[movers[place]]
    for place in range(begin):
        points *= counts[movers[place]]
    span = lists.shape[1] // (points * cells)
    for point in range(points):
        if _point(
            counts, movers, begin, end, point, cells, span, table, extent, slack, tables, variables, lists,
            extremes, alive,
        ):  # fmt: skip
            return True
    return False


@inner
def _compare(
    table: FloatArray,
    t: Any,
    start: Any,
    width: Any,
    slack: Any,
    variables: FloatArray,
    one: int,
    other: int,
) -> int:
    """Return the sign of what a player gets in one profile rather than another; 2 if too close to call."""
    total, terms = 0.0, 0
    for j in range(width):
        difference = table[t, one, j] - table[t, other, j]
        total += difference * variables[start + j]
        terms += difference != 0.0
    if abs(total) <= slack and terms > 1:
        return _CLOSE
    return 1 if total > 0.0 else (-1 if total < 0.0 else 0)


@inner
def _point(
    counts: IntArray,
    movers: IntArray,
    begin: Any,
    end: Any,
    point: Any,
    cells: Any,
    span: Any,
    table: FloatArray,
    extent: IntArray,
    slack: FloatArray,
    tables: IntArray,
    variables: FloatArray,
    lists: IntArray,
    extremes: IntArray,
    alive: Any,
) -> bool:
    """Replace the continuations after a point's cells by those of the point; say whether it is hard.

    A cell is supported with a continuation if every other action can be followed by one that is no better for
    the deviator. The new list is never longer than what has been read of the old ones.
    """
    for cell in range(cells):
        child = point * cells + cell
        if lists[1, child] == 0:
            return True
        for m in range(begin, end):
            t = tables[movers[m]]
            if _extremes(
                table, t, extent[t, 0], extent[t, 1], slack[t], variables, lists, child, span, extremes,
                m - begin, cell,
            ):  # fmt: skip
                return True
    if end - begin > 1 and not _settled(
        counts, movers, begin, end, cells, table, extent, slack, tables, variables, extremes, alive
    ):
        return True
    kept = point * cells * span
    for cell in range(cells):
        child = point * cells + cell
        for k in range(child * span, child * span + lists[1, child]):
            sign = _supported(
                counts,
                movers,
                begin,
                end,
                cell,
                cells,
                table,
                extent,
                slack,
                tables,
                variables,
                lists[0, k],
                extremes,
            )
            if sign == _CLOSE:
                return True
            if sign == 1:
                lists[0, kept] = lists[0, k]
                kept += 1
    lists[1, point] = kept - point * cells * span
    return False


@inner
def _extremes(
    table: FloatArray,
    t: Any,
    start: Any,
    width: Any,
    slack: Any,
    variables: FloatArray,
    lists: IntArray,
    child: Any,
    span: Any,
    extremes: IntArray,
    m: Any,
    cell: Any,
) -> bool:
    """Note a mover's worst and best continuation after a cell; say whether that is too close to call."""
    first = child * span
    low, high = lists[0, first], lists[0, first]
    for k in range(first + 1, first + lists[1, child]):
        below = _compare(table, t, start, width, slack, variables, lists[0, k], low)
        above = _compare(table, t, start, width, slack, variables, lists[0, k], high)
        if below == _CLOSE or above == _CLOSE:
            return True
        if below < 0:
            low = lists[0, k]
        if above > 0:
            high = lists[0, k]
    extremes[0, m, cell], extremes[1, m, cell] = low, high
    return False


@inner
def _supported(
    counts: IntArray,
    movers: IntArray,
    begin: Any,
    end: Any,
    cell: Any,
    cells: Any,
    table: FloatArray,
    extent: IntArray,
    slack: FloatArray,
    tables: IntArray,
    variables: FloatArray,
    outcome: Any,
    extremes: IntArray,
) -> int:
    """Return 1 if nobody gains by leaving a cell that leads to an outcome, 0 if somebody does, 2 if close."""
    stride = cells
    for m in range(begin, end):
        i, t = movers[m], tables[movers[m]]
        stride //= counts[i]
        own = (cell // stride) % counts[i]
        for other in range(counts[i]):
            if other != own:
                punished = extremes[0, m - begin, cell + (other - own) * stride]
                sign = _compare(table, t, extent[t, 0], extent[t, 1], slack[t], variables, outcome, punished)
                if sign == _CLOSE:
                    return _CLOSE
                if sign < 0:
                    return 0
    return 1


@inner
def _settled(
    counts: IntArray,
    movers: IntArray,
    begin: Any,
    end: Any,
    cells: Any,
    table: FloatArray,
    extent: IntArray,
    slack: FloatArray,
    tables: IntArray,
    variables: FloatArray,
    extremes: IntArray,
    alive: Any,
) -> bool:
    """Whether strict dominance, whatever continuations are selected, leaves a group one cell.

    Then it has no other equilibrium, mixed ones included. A comparison too close to call settles nothing.
    """
    alive[:] = True
    changed, several = True, True
    while changed:
        changed, several = False, False
        stride = cells
        for m in range(begin, end):
            i, t = movers[m], tables[movers[m]]
            stride //= counts[i]
            left = counts[i]
            for own in range(counts[i]):
                if alive[m - begin, own] and _dominated(
                    counts, movers, begin, end, m, own, stride, cells, table, t, extent[t, 0], extent[t, 1],
                    slack[t], variables, extremes, alive,
                ):  # fmt: skip
                    alive[m - begin, own] = False
                    changed = True
                left -= not alive[m - begin, own]
            several |= left > 1
    return not several


@inner
def _dominated(
    counts: IntArray,
    movers: IntArray,
    begin: Any,
    end: Any,
    m: Any,
    own: Any,
    stride: Any,
    cells: Any,
    table: FloatArray,
    t: Any,
    start: Any,
    width: Any,
    slack: Any,
    variables: FloatArray,
    extremes: IntArray,
    alive: Any,
) -> bool:
    """Whether a strategy at its best does worse than another at its worst, whatever the others still do."""
    for other in range(counts[movers[m]]):
        worse = other != own and alive[m - begin, other]
        for cell in range(cells):
            if not worse:
                break
            if (cell // stride) % counts[movers[m]] != own or not _possible(
                counts, movers, begin, end, m, cell, cells, alive
            ):
                continue
            top = extremes[1, m - begin, cell]
            instead = extremes[0, m - begin, cell + (other - own) * stride]
            worse = _compare(table, t, start, width, slack, variables, top, instead) == -1
        if worse:
            return True
    return False


@inner
def _possible(
    counts: IntArray, movers: IntArray, begin: Any, end: Any, m: Any, cell: Any, cells: Any, alive: Any
) -> bool:
    """Whether the others' strategies in a cell are all still alive."""
    step = cells
    for k in range(begin, end):
        step //= counts[movers[k]]
        if k != m and not alive[k - begin, (cell // step) % counts[movers[k]]]:
            return False
    return True
