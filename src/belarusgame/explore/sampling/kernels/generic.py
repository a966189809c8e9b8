"""Backward induction for many draws at once, where no point of play has more than one continuation.

That is nearly always so. Whatever is not of this kind (a tie, a group that strict dominance does not settle
at once, an earlier group of several movers) is marked, and looked at by itself in :mod:`sequential`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import ONE, inner
from belarusgame.explore.sampling.compiled_scenario import KernelArrays
from belarusgame.explore.sampling.kernels.buffers import BlockBuffers, ByteArray


@inner
def only_ends(at: KernelArrays, values: FloatArray, buffers: BlockBuffers, odd: ByteArray) -> None:
    """Fill in where play ends (``buffers.ends[0]``), and mark the draws in which that is not so simple.

    ``buffers.ends`` has one row for every point of the level at hand.
    """
    odd[:] = 0
    ends = buffers.ends
    last = at.group_begin.shape[0] - 2
    _last_group(at, values, buffers, ends, odd)
    for level in range(last - 1, -1, -1):
        if at.group_begin[level + 1] - at.group_begin[level] > 1:
            # Several movers before others would need the continuations of every cell: left to the careful
            # way.
            odd[:] = 1
            return
        i = at.movers[at.group_begin[level]]
        points = 1
        for place in range(at.group_begin[level]):
            points *= at.counts[at.movers[place]]
        _choose_tables(at, values.shape[1], buffers, i)
        for point in range(points):
            _single_mover(at, i, at.differs[level, point], point, values.shape[1], buffers, ends, odd)


@inner
def _choose_tables(at: KernelArrays, count: Any, buffers: BlockBuffers, i: Any) -> None:
    """Fill in where a player's coefficients begin in each draw."""
    size = at.table.shape[1] * at.table.shape[2]
    begin, tables = buffers.begin, buffers.tables[i]
    for n in range(count):
        begin[n] = tables[n] * size


@inner
def _last_group(
    at: KernelArrays, values: FloatArray, buffers: BlockBuffers, ends: NDArray[np.int32], odd: ByteArray
) -> None:
    """Find the cell in which each member of the last group has one reply that is best throughout."""
    level, count = at.group_begin.shape[0] - 2, values.shape[1]
    cells = ONE
    for place in range(at.group_begin[level], at.group_begin[level + 1]):
        cells *= at.counts[at.movers[place]]
    for point in range(ends.shape[0] // cells):
        cell = buffers.cell
        for n in range(count):
            cell[n] = 0
        for place in range(at.group_begin[level], at.group_begin[level + 1]):
            i = at.movers[place]
            # One best reply to all that the others can do is strictly dominant: the group has no other
            # equilibrium.
            _replies(at, values, buffers, i, point * cells, cells)
            _add_reply(at.counts[i], count, buffers.fits, cell, odd)
        row = ends[point]
        for n in range(count):
            row[n] = at.terminal[point * cells + cell[n]]


@inner
def _replies(
    at: KernelArrays, values: FloatArray, buffers: BlockBuffers, i: Any, first: Any, cells: Any
) -> None:
    """Fill in every strategy, as bits, that is a best reply somewhere among the cells after a point."""
    replies, count = buffers.fits, values.shape[1]
    for n in range(count):
        replies[n] = 0
    for table in range(at.owner.shape[0]):
        if at.owner[table] != i:
            continue
        before = -1
        for k in range(first, first + cells):
            situation = at.situation_of[table, at.terminal[k]]
            # Neighbouring cells are often one situation.
            if situation == before:
                continue
            before = situation
            best = buffers.best[situation]
            if at.switch_begin[i] == at.switch_begin[i + 1]:
                for n in range(count):
                    replies[n] |= best[n]
            else:
                tables = buffers.tables[i]
                for n in range(count):
                    replies[n] |= best[n] if tables[n] == table else np.uint32(0)


@inner
def _add_reply(
    strategies: Any, count: Any, replies: NDArray[np.uint32], cell: NDArray[np.int32], odd: ByteArray
) -> None:
    """Add a mover's only reply to the number of the cell; mark the draws in which there are several."""
    for n in range(count):
        cell[n] *= np.int32(strategies)
        rest = replies[n] & (replies[n] - np.uint32(1))
        # More than one bit: strict dominance in one round does not settle it.
        odd[n] |= np.uint8(rest != 0)
        replies[n] ^= rest  # one is kept, so that what follows points at some cell
    for own in range(1, strategies):
        shift, step = np.uint32(own), np.int32(own)
        for n in range(count):
            cell[n] += step * np.int32((replies[n] >> shift) & np.uint32(1))


@inner
def _single_mover(
    at: KernelArrays,
    i: Any,
    differs: ByteArray,
    point: Any,
    count: Any,
    buffers: BlockBuffers,
    ends: NDArray[np.int32],
    odd: ByteArray,
) -> None:
    """Let one player choose among the ends that its actions lead to; a tie marks the draw."""
    strategies, profiles = at.counts[i], at.table.shape[2]
    table = at.first_table[i]
    start, terms = at.extent[table, 0], at.extent[table, 1]
    flat, begin, total = at.table.reshape(-1), buffers.begin, buffers.total
    slack = _greatest_slack(at, i)
    chosen = ends[point]
    first = ends[point * strategies]
    for n in range(count):
        chosen[n] = first[n]
    for own in range(1, strategies):
        rival = ends[point * strategies + own]
        for n in range(count):
            total[n] = 0.0
        for j in range(terms):
            # The variable multiplies the same number at all ends below this point.
            if not differs[j]:
                continue
            variable = buffers.variables[start + j]
            for n in range(count):
                # Ends differ from draw to draw, so coefficients are looked up one by one in a flat array.
                one = flat[begin[n] + j * profiles + rival[n]]
                other = flat[begin[n] + j * profiles + chosen[n]]
                total[n] += (one - other) * variable[n]
        for n in range(count):
            odd[n] |= np.uint8(abs(total[n]) <= slack)
            chosen[n] = rival[n] if total[n] > 0.0 else chosen[n]


@inner
def _greatest_slack(at: KernelArrays, i: Any) -> float:
    slack = 0.0
    for table in range(at.owner.shape[0]):
        if at.owner[table] == i:
            slack = max(slack, at.slack[table])
    return slack
