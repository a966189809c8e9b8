"""Subgame-perfect outcomes of each draw by backward induction over groups, compiled.

The continuations of a point of play are lists of profiles. The ends of play under different points are
different, so all lists of one level of the tree fit into one array, each where its point's ends begin.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame._labels import FloatArray
from belarusgame.explore._compiled import entry, inner
from belarusgame.explore._kernels import BitArray, ByteArray, Work, decide, load
from belarusgame.explore._layout import IntArray, Layout

_ONE = np.uint64(1)
_CLOSE = 2


@inner
def _compare(at: Layout, i: int, table: int, variables: FloatArray, one: int, other: int) -> int:
    """Return the sign of what a player gets in one profile rather than another; 2 if too close to call."""
    total, terms = 0.0, 0
    start = at.spans[i]
    for j in range(at.spans[i + 1] - start):
        difference = at.table[table, one, j] - at.table[table, other, j]
        if difference != 0.0:
            total += difference * variables[start + j]
            terms += 1
    if abs(total) <= at.slack[table] and terms > 1:
        return _CLOSE
    return 1 if total > 0.0 else (-1 if total < 0.0 else 0)


@entry
def solve_sequential(at: Layout, values: FloatArray, work: Work, bits: BitArray, hard: ByteArray) -> None:
    """Find the subgame-perfect outcomes of every draw; where a group may mix, the draw is hard."""
    draws, tile = values.shape[1], work.total.shape[0]
    players, profiles = at.counts.shape[0], at.terminal.shape[0]
    variables, tables = np.empty(at.left.shape[0]), np.empty(players, dtype=np.int64)
    best = np.empty(at.pairs.shape[0], dtype=np.uint32)
    ends, counts = np.empty(profiles, dtype=np.int64), np.empty(profiles, dtype=np.int64)
    worst, top = np.empty((players, profiles), dtype=np.int64), np.empty((players, profiles), dtype=np.int64)
    alive = np.empty((players, at.pairs.shape[1]), dtype=np.bool_)
    bits[:] = np.uint64(0)
    for lo in range(0, draws, tile):
        hi = min(lo + tile, draws)
        decide(at, values, lo, hi, work, hard)
        for n in range(lo, hi):
            if hard[n]:
                continue
            load(at, values, n, tables)
            variables[:] = work.variables[:, n - lo]
            best[:] = work.best[:, n - lo]
            hard[n] = _last_group(at, tables, variables, best, ends, counts, worst, top, alive)
            level = at.group_begin.shape[0] - 3
            while level >= 0 and not hard[n]:
                hard[n] = _group(at, level, tables, variables, ends, counts, worst, top, alive)
                level -= 1
            if not hard[n]:
                for k in range(counts[0]):
                    bits[n, ends[k] // 64] |= _ONE << np.uint64(ends[k] % 64)


@inner
def _cells_of(at: Layout, level: int) -> int:
    cells = 1
    for place in range(at.group_begin[level], at.group_begin[level + 1]):
        cells *= at.counts[at.movers[place]]
    return cells


@inner
def _last_group(
    at: Layout, tables: Any, variables: Any, best: Any, ends: Any, counts: Any, worst: Any, top: Any, alive: Any
) -> bool:
    """Find what the last group does at every point, mostly by looking its best replies up."""
    level = at.group_begin.shape[0] - 2
    cells = _cells_of(at, level)
    ends[:] = at.terminal
    counts[:] = 1
    for point in range(ends.shape[0] // cells):
        if at.group_begin[level + 1] - at.group_begin[level] == 1:
            _single_mover(at, level, point, cells, tables, best, ends, counts)
            continue
        cell = _dominant_cell(at, level, point, cells, tables, best)
        if cell >= 0:
            ends[point * cells] = at.terminal[point * cells + cell]
            counts[point] = 1
        elif _point(at, level, point, cells, 1, tables, variables, ends, counts, worst, top, alive):
            return True
    return False


@inner
def _single_mover(
    at: Layout, level: int, point: int, cells: int, tables: Any, best: Any, ends: Any, counts: Any
) -> None:
    """Keep the best replies of a player who moves alone and last."""
    i = at.movers[at.group_begin[level]]
    first = point * cells
    replies = best[at.situation_of[tables[i], at.terminal[first]]]
    kept = 0
    for own in range(cells):
        if (replies >> np.uint32(own)) & np.uint32(1):
            ends[first + kept] = at.terminal[first + own]
            kept += 1
    counts[point] = kept


@inner
def _dominant_cell(at: Layout, level: int, point: int, cells: int, tables: Any, best: Any) -> int:
    """Return what a group does if each has one strategy that is the only best reply throughout, else -1."""
    cell = 0
    for place in range(at.group_begin[level], at.group_begin[level + 1]):
        i = at.movers[place]
        replies = np.uint32(0)
        for k in range(point * cells, (point + 1) * cells):
            replies |= best[at.situation_of[tables[i], at.terminal[k]]]
        cell *= at.counts[i]
        if replies & (replies - np.uint32(1)):
            return -1
        while replies > 1:
            replies >>= np.uint32(1)
            cell += 1
    return cell


@inner
def _group(
    at: Layout, level: int, tables: Any, variables: Any, ends: Any, counts: Any, worst: Any, top: Any, alive: Any
) -> bool:
    """Find what a group does at every point that it can be at; say whether one of them is hard."""
    cells = _cells_of(at, level)
    points = 1
    for earlier in range(level):
        points *= _cells_of(at, earlier)
    span = ends.shape[0] // (points * cells)
    for point in range(points):
        if _point(at, level, point, cells, span, tables, variables, ends, counts, worst, top, alive):
            return True
    return False


@inner
def _point(
    at: Layout,
    level: int,
    point: int,
    cells: int,
    span: int,
    tables: Any,
    variables: Any,
    ends: Any,
    counts: Any,
    worst: Any,
    top: Any,
    alive: Any,
) -> bool:
    """Replace the continuations after a point's cells by those of the point; say whether it is hard.

    An action is supported with a continuation if every other action can be followed by one that is no better
    for the deviator. The new list is never longer than what has been read of the old ones.
    """
    begin, size = at.group_begin[level], at.group_begin[level + 1] - at.group_begin[level]
    for c in range(cells):
        child = point * cells + c
        if counts[child] == 0:
            return True
        for m in range(size):
            i = at.movers[begin + m]
            if _extremes(at, i, tables[i], variables, ends, child * span, counts[child], worst, top, m, c):
                return True
    if size > 1 and not _settled(at, level, cells, tables, variables, worst, top, alive):
        return True
    written = point * cells * span
    kept = 0
    for c in range(cells):
        child = point * cells + c
        for k in range(counts[child]):
            end = ends[child * span + k]
            sign = _supported(at, level, c, cells, tables, variables, end, worst)
            if sign == _CLOSE:
                return True
            if sign == 1:
                ends[written + kept] = end
                kept += 1
    counts[point] = kept
    return False


@inner
def _extremes(
    at: Layout,
    i: int,
    table: int,
    variables: Any,
    ends: Any,
    first: int,
    count: int,
    worst: Any,
    top: Any,
    m: int,
    c: int,
) -> bool:
    """Note a mover's worst and best continuation after a cell; say whether it is too close to call."""
    low, high = ends[first], ends[first]
    for k in range(first + 1, first + count):
        below = _compare(at, i, table, variables, ends[k], low)
        above = _compare(at, i, table, variables, ends[k], high)
        if below == _CLOSE or above == _CLOSE:
            return True
        if below < 0:
            low = ends[k]
        if above > 0:
            high = ends[k]
    worst[m, c], top[m, c] = low, high
    return False


@inner
def _supported(
    at: Layout, level: int, c: int, cells: int, tables: Any, variables: Any, end: int, worst: Any
) -> int:
    """Return 1 if nobody gains by leaving a cell that leads to this end, 0 if somebody does, 2 if too close."""
    begin, size = at.group_begin[level], at.group_begin[level + 1] - at.group_begin[level]
    stride = cells
    for m in range(size):
        i = at.movers[begin + m]
        stride //= at.counts[i]
        own = (c // stride) % at.counts[i]
        for other in range(at.counts[i]):
            if other != own:
                punished = worst[m, c + (other - own) * stride]
                sign = _compare(at, i, tables[i], variables, end, punished)
                if sign == _CLOSE:
                    return _CLOSE
                if sign < 0:
                    return 0
    return 1


@inner
def _settled(
    at: Layout, level: int, cells: int, tables: Any, variables: Any, worst: Any, top: Any, alive: Any
) -> bool:
    """Whether strict dominance, whatever continuations are selected, leaves a group one cell.

    Then it has no other equilibrium, mixed ones included. A comparison too close to call settles nothing.
    """
    begin, size = at.group_begin[level], at.group_begin[level + 1] - at.group_begin[level]
    alive[:] = True
    changed = True
    while changed:
        changed = False
        stride = cells
        for m in range(size):
            i = at.movers[begin + m]
            stride //= at.counts[i]
            for own in range(at.counts[i]):
                for other in range(at.counts[i]):
                    if own != other and alive[m, own] and alive[m, other]:
                        if _worse(
                            at, begin, size, m, i, own, other, stride, cells, tables, variables, worst, top, alive
                        ):
                            alive[m, own] = False
                            changed = True
    for m in range(size):
        left = 0
        for own in range(at.counts[at.movers[begin + m]]):
            left += alive[m, own]
        if left > 1:
            return False
    return True


@inner
def _worse(
    at: Layout,
    begin: int,
    size: int,
    m: int,
    i: int,
    own: int,
    other: int,
    stride: int,
    cells: int,
    tables: Any,
    variables: Any,
    worst: Any,
    top: Any,
    alive: Any,
) -> bool:
    """Whether a strategy at its best does worse than another at its worst, whatever the others still do."""
    for c in range(cells):
        if (c // stride) % at.counts[i] != own:
            continue
        possible = True
        step = cells
        for k in range(size):
            mover = at.movers[begin + k]
            step //= at.counts[mover]
            possible &= k == m or alive[k, (c // step) % at.counts[mover]]
        if possible:
            instead = worst[m, c + (other - own) * stride]
            if _compare(at, i, tables[i], variables, top[m, c], instead) != -1:
                return False
    return True
