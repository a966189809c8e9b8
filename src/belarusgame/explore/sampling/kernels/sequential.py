"""Backward induction over groups, draw by draw, where a point of play may have several continuations.

What everybody gets at every end is worked out first, so that a comparison is a difference of two numbers;
only where these are too close do the coefficients say whether it is a tie. The continuations of a point are a
list of ends. The ends of play under different points are different, so all lists of one level of the tree fit
into one array, each where its point's ends begin.

Ties are decided here and not left to the exact solvers, because they can be the rule: leaving one claim out
made 62 to 100 % of the draws of two scenarios tie.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import ONE, entry, inner
from belarusgame.explore.sampling.compiled_scenario import IntArray, KernelArrays
from belarusgame.explore.sampling.kernels.buffers import BitArray, BlockBuffers, ByteArray, Play
from belarusgame.explore.sampling.kernels.generic import only_ends
from belarusgame.solve.search import survives

#: Bits are shifted as unsigned words: of one that is signed and one that is not numba makes a float.
_ONE = np.uint64(1)
#: What a comparison says besides -1, 0 and 1: the rounding of a sum might have given the sign.
_CLOSE = 2


@entry
def solve_sequential(
    at: KernelArrays, values: FloatArray, buffers: BlockBuffers, bits: BitArray, hard: ByteArray
) -> None:
    """Find the subgame-perfect outcomes of every draw, given what ``decide`` found.

    Where a group may mix, the draw is hard.
    """
    _solve_draws(at, values, buffers, bits, hard)


@inner
def _solve_draws(
    at: KernelArrays,
    values: FloatArray,
    buffers: BlockBuffers,
    bits: BitArray,
    hard: ByteArray,
) -> None:
    """Take what has one continuation everywhere from the first pass, and look at the others one by one."""
    play, odd = buffers.play, buffers.odd
    only_ends(at, values, buffers, odd)
    bits[:] = np.uint64(0)
    for n in range(values.shape[1]):
        if hard[n]:
            continue
        if not odd[n]:
            add_bit(bits, n, np.int64(buffers.ends[0, n]))
            continue
        load(at, buffers, n, play)
        level = at.group_begin.shape[0] - 2
        while level >= 0 and not hard[n]:
            hard[n] = not _move(at, play, level)
            level -= 1
        if not hard[n]:
            for k in range(play.many[0]):
                add_bit(bits, n, play.ends[k])


@inner
def add_bit(bits: BitArray, n: Any, profile: Any) -> None:
    """Note a profile as an outcome of a draw."""
    bits[n, profile // 64] |= _ONE << np.uint64(profile % 64)


@inner
def load(at: KernelArrays, buffers: BlockBuffers, n: Any, play: Play) -> None:
    """Fill in what decides in one draw; at the ends, play is over."""
    for j in range(play.variables.shape[0]):
        play.variables[j] = buffers.variables[j, n]
    for i in range(at.counts.shape[0]):
        t = buffers.tables[i, n]
        play.tables[i] = t
        start, width = at.extent[t, 0], at.extent[t, 1]
        worth = play.worth[i]
        # Once for all ends: a comparison is then one subtraction, however many terms there are.
        worth[:] = 0.0
        for j in range(width):
            row, variable = at.table[t, j], play.variables[start + j]
            for end in range(worth.shape[0]):
                worth[end] += row[end] * variable
    for end in range(play.ends.shape[0]):
        play.ends[end], play.many[end] = at.terminal[end], 1


@inner
def _move(at: KernelArrays, play: Play, level: Any) -> bool:
    """Replace the continuations after a group's cells by those of the points before; False if one is hard."""
    movers = at.movers[at.group_begin[level] : at.group_begin[level + 1]]
    cells, points = ONE, ONE
    for m in range(movers.shape[0]):
        play.sizes[m] = at.counts[movers[m]]
        cells *= play.sizes[m]
    for place in range(at.group_begin[level]):
        points *= at.counts[at.movers[place]]
    # All points have as many ends, so that each cell's list begins at a multiple of this.
    span = play.ends.shape[0] // (points * cells)
    for point in range(points):
        if movers.shape[0] == 1:
            found = _choose(at, play, movers[0], point * cells, cells, span)
        else:
            found = _settle(at, play, movers, point * cells, cells, span)
        if found < 0:
            return False
        play.many[point] = found
    return True


@inner
def compare(at: KernelArrays, play: Play, i: Any, one: Any, other: Any) -> int:
    """Return the sign of what a player gets at one end rather than another; 2 if too close to call.

    A computed payoff is off by at most half of what a computed difference may be, so that two of them are
    told apart as safely.
    """
    t = play.tables[i]
    difference = play.worth[i, one] - play.worth[i, other]
    if abs(difference) <= at.slack[t]:
        difference, terms = 0.0, 0
        for j in range(at.extent[t, 1]):
            change = at.table[t, j, one] - at.table[t, j, other]
            if change != 0.0:
                difference = change * play.variables[at.extent[t, 0] + j]
                terms += 1
        # One product has the sign that the exact one has, and no term at all is a tie; only sums can be
        # wrong.
        if terms > 1:
            return _CLOSE
    return 1 if difference > 0.0 else (-1 if difference < 0.0 else 0)


@inner
def _choose(at: KernelArrays, play: Play, i: Any, first: Any, cells: Any, span: Any) -> int:
    """List the continuations of a point at which one player moves; return how many, -1 if too close to call.

    An action is supported with a continuation if every other action can be followed by one that is no better.
    The new list is never longer than what has been read of the old ones.
    """
    for own in range(cells):
        begin = (first + own) * span
        low = play.ends[begin]
        for k in range(begin + 1, begin + play.many[first + own]):
            sign = compare(at, play, i, play.ends[k], low)
            if sign == _CLOSE:
                return -1
            low = play.ends[k] if sign < 0 else low
        play.worst[own] = low
    # The list that is written never overtakes the lists that are read.
    kept = first * span
    for own in range(cells):
        for k in range((first + own) * span, (first + own) * span + play.many[first + own]):
            sign = 1
            for other in range(cells):
                if other != own and sign >= 0:
                    sign = compare(at, play, i, play.ends[k], play.worst[other])
                    if sign == _CLOSE:
                        return -1
            if sign >= 0:
                play.ends[kept] = play.ends[k]
                kept += 1
    return kept - first * span


@inner
def _settle(at: KernelArrays, play: Play, movers: IntArray, first: Any, cells: Any, span: Any) -> int:
    """List the continuations of a point at which a group moves; return how many, -1 if it may mix.

    Where strict dominance, whatever continuations are selected, leaves one cell, the group has no other
    equilibrium, mixed ones included. What is too close to call settles nothing.
    """
    count = movers.shape[0]
    sizes, allowed = play.sizes[:count], play.allowed[:count]
    least = play.least[: count * cells].reshape((count, cells))
    most = play.most[: count * cells].reshape((count, cells))
    before, after = 1, cells
    for m in range(count):
        after //= sizes[m]
        _bound(at, play, movers[m], first, span, sizes[m], before, after, least[m], most[m])
        before *= sizes[m]
        allowed[m] = (1 << sizes[m]) - 1
    # Nobody's set is given, so that this cannot fail; what it leaves is what counts.
    survives(least, most, sizes, allowed, 0, play.places)
    cell = 0
    for m in range(count):
        if allowed[m] & (allowed[m] - 1) != 0:
            return -1
        own = 0
        while (allowed[m] >> own) & 1 == 0:
            own += 1
        cell = cell * sizes[m] + own
    found: Any = play.many[first + cell]
    for k in range(found):
        play.ends[first * span + k] = play.ends[(first + cell) * span + k]
    return found


@inner
def _bound(
    at: KernelArrays,
    play: Play,
    i: Any,
    first: Any,
    span: Any,
    strategies: Any,
    before: Any,
    after: Any,
    least: FloatArray,
    most: FloatArray,
) -> None:
    """Bound what a member of a group gets in each cell, whatever continuation is selected."""
    worth, slack, cell = play.worth[i], at.slack[play.tables[i]], first
    for left in range(before):
        for own in range(strategies):
            line = (own * before + left) * after
            for right in range(line, line + after):
                low = worth[play.ends[cell * span]]
                high = low
                for k in range(cell * span + 1, cell * span + play.many[cell]):
                    low = min(low, worth[play.ends[k]])
                    high = max(high, worth[play.ends[k]])
                # What one strategy gives at least must exceed what another gives at most by more than
                # rounding.
                least[right], most[right] = low - slack, high
                cell += 1
