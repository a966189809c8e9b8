"""Backward induction where groups may randomise, for the draws that pure play leaves.

It goes as in :mod:`sequential`, but a continuation may be a mixture, or a cluster of them, and all that is
known of these is between what it is at least and at most. Where a comparison hangs on more than that, the
draw is left to the exact solvers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from belarusgame.base.bundle import Bundle
from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import ONE, called, entry
from belarusgame.explore.sampling.compiled_scenario import IntArray, KernelArrays
from belarusgame.explore.sampling.draws import BLOCK
from belarusgame.explore.sampling.kernels.buffers import BitArray, BlockBuffers, ByteArray, Play, make_play
from belarusgame.explore.sampling.kernels.continuations import (
    CLOSE,
    Entries,
    all_tied,
    allocate_entries,
    cut_segment,
    start_entries,
)
from belarusgame.explore.sampling.kernels.group_equilibria import MOST_CLUSTERS, OPEN, find_equilibria
from belarusgame.explore.sampling.kernels.sequential import add_bit, compare, load
from belarusgame.explore.sampling.kernels.supports import Group

#: So many mixtures and clusters of one draw are told apart in what is counted.
MOST_MIXED = 24


@dataclass(frozen=True, kw_only=True, eq=False)
class Mixed(Bundle):
    """What was found in the draws of a block in which somebody may randomise."""

    many: IntArray  # (draws,): how many mixtures and clusters; 0 where there is none
    supports: BitArray  # (draws, mixtures, words): the profiles that may happen in each
    least: FloatArray  # (draws, events): of every watched event, over all outcomes
    greatest: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupBuffers(Bundle):
    """Buffers of one thread."""

    play: Play
    entries: Entries
    group: Group
    mixed: Mixed


def allocate_groups(at: KernelArrays, inside: ByteArray) -> GroupBuffers:
    """Allocate the buffers of one thread; ``inside`` marks the profiles in which each watched event holds."""
    players, profiles = len(at.counts), len(at.terminal)
    widest, events = int(at.counts.max()), inside.shape[0]
    return GroupBuffers(
        play=make_play(at),
        entries=allocate_entries(at, inside),
        group=Group(
            members=np.zeros(players, dtype=np.int64),
            sizes=np.zeros(players, dtype=np.int64),
            strides=np.zeros(players, dtype=np.int64),
            digits=np.zeros((players, profiles), dtype=np.int64),
            signs=np.zeros((players, profiles, widest), dtype=np.int8),
            gains=np.zeros((players, profiles, widest)),
            begin=np.zeros(profiles, dtype=np.int64),
            many=np.zeros(profiles, dtype=np.int64),
            alive=np.zeros(players, dtype=np.int64),
            used=np.zeros(players, dtype=np.int64),
            mixes=np.zeros((players, widest)),
            balanced=np.zeros((players, widest)),
            line=np.zeros((widest, widest)),
            weights=np.zeros(profiles),
            clusters=np.zeros((MOST_CLUSTERS, players), dtype=np.int64),
            found=np.zeros(profiles, dtype=np.int64),
            numbers=np.zeros(3, dtype=np.int64),
        ),
        mixed=Mixed(
            many=np.zeros(BLOCK, dtype=np.int64),
            supports=np.zeros((BLOCK, MOST_MIXED, at.replies.shape[2]), dtype=np.uint64),
            least=np.zeros((BLOCK, events)),
            greatest=np.zeros((BLOCK, events)),
        ),
    )


@entry
def solve_groups(
    at: KernelArrays,
    values: FloatArray,
    buffers: BlockBuffers,
    own: GroupBuffers,
    bits: BitArray,
    hard: ByteArray,
) -> None:
    """Look again at the hard draws of a block, with groups that may randomise.

    Where all outcomes are found, a draw is not hard any more: ``bits`` has its pure ones, ``own.mixed`` the
    others and the bounds of the watched events over all.
    """
    for n in range(values.shape[1]):
        own.mixed.many[n] = 0
        if hard[n]:
            # The kernel before may have noted some outcomes already.
            bits[n] = np.uint64(0)
            hard[n] = not _solve_draw(at, values, buffers, own, n, bits)


@called
def _solve_draw(
    at: KernelArrays, values: FloatArray, buffers: BlockBuffers, own: GroupBuffers, n: Any, bits: BitArray
) -> bool:
    """Solve one draw; say whether all its outcomes are known."""
    play, entries = own.play, own.entries
    load(at, buffers, n, play)
    start_entries(entries, play.worth)
    for level in range(at.group_begin.shape[0] - 2, -1, -1):
        if not _move(at, own, level):
            return False
    return _record(at, own, n, bits)


@called
def _record(at: KernelArrays, own: GroupBuffers, n: Any, bits: BitArray) -> bool:
    """Note the outcomes of a draw."""
    entries, mixed, play = own.entries, own.mixed, own.play
    profiles: Any = at.terminal.shape[0]
    many: Any = 0
    for k in range(play.many[0]):
        outcome: Any = play.ends[k]
        if outcome < profiles:
            add_bit(bits, n, outcome)
        else:
            if many >= mixed.supports.shape[1]:
                return False
            for word in range(entries.reach.shape[1]):
                mixed.supports[n, many, word] = entries.reach[outcome, word]
            many += 1
        for event in range(mixed.least.shape[1]):
            low, high = entries.low[outcome, event], entries.high[outcome, event]
            mixed.least[n, event] = low if k == 0 else min(low, mixed.least[n, event])
            mixed.greatest[n, event] = high if k == 0 else max(high, mixed.greatest[n, event])
    mixed.many[n] = many
    # Every finite game has an outcome: none at all means that one was missed.
    return play.many[0] > 0


@called
def _move(at: KernelArrays, own: GroupBuffers, level: Any) -> bool:
    """Replace the continuations after a group's cells by those of the points before; False if one is open."""
    play = own.play
    movers = at.movers[at.group_begin[level] : at.group_begin[level + 1]]
    cells, points = ONE, ONE
    for m in range(movers.shape[0]):
        cells *= at.counts[movers[m]]
    for place in range(at.group_begin[level]):
        points *= at.counts[at.movers[place]]
    span = play.ends.shape[0] // (points * cells)
    for point in range(points):
        if movers.shape[0] == 1:
            found = _choose(at, own, movers[0], point * cells, cells, span)
        else:
            found = _settle(at, own, movers, point * cells, cells, span)
        if found <= 0:
            return False
        play.many[point] = found
    return True


@called
def _rather(at: KernelArrays, own: GroupBuffers, i: Any, one: Any, other: Any) -> int:
    """Return the sign of the most that a player gets from one entry less the least from another, or CLOSE."""
    entries, profiles = own.entries, at.terminal.shape[0]
    if one < profiles and other < profiles:
        return compare(at, own.play, i, one, other)
    # Bounds of clusters: what one may give at best is set against what the other may give at worst.
    difference = entries.best[i, one] - entries.worst[i, other]
    if abs(difference) <= entries.close[i]:
        return 0 if all_tied(at, entries, own.play.tables[i], one, other) else CLOSE
    return 1 if difference > 0.0 else -1


@called
def _choose(at: KernelArrays, own: GroupBuffers, i: Any, first: Any, cells: Any, span: Any) -> int:
    """List the continuations of a point at which one player moves; OPEN if that is too close to call."""
    play, entries = own.play, own.entries
    for action in range(cells):
        # What deters from an action is the worst that it can credibly lead to.
        begin = (first + action) * span
        low = play.ends[begin]
        for k in range(begin + 1, begin + play.many[first + action]):
            low = play.ends[k] if entries.worst[i, play.ends[k]] < entries.worst[i, low] else low
        play.worst[action] = low
    kept: Any = first * span
    for action in range(cells):
        for k in range((first + action) * span, (first + action) * span + play.many[first + action]):
            supported = _supported(at, own, i, play.ends[k], action, cells)
            if supported == CLOSE:
                return OPEN
            if supported >= 0:
                play.ends[kept] = own.group.found[0] if supported > 0 else play.ends[k]
                kept += 1
    return kept - first * span


@called
def _supported(at: KernelArrays, own: GroupBuffers, i: Any, one: Any, action: Any, cells: Any) -> int:
    """Whether a player stays with a continuation: 0 if so, -1 if not, 1 with a part, ``group.found[0]``."""
    play, entries = own.play, own.entries
    # A cluster may be worth staying with in one part and not in another.
    wide = entries.best[i, one] - entries.worst[i, one] > entries.close[i]
    demand, partly = -np.inf, False
    for other in range(cells):
        if other == action:
            continue
        sign = _rather(at, own, i, one, play.worst[other])
        if sign == CLOSE or sign < 0:
            return sign
        least = entries.worst[i, play.worst[other]]
        if wide and entries.worst[i, one] < least + entries.close[i]:
            if entries.worst[i, one] > least - entries.close[i]:
                return CLOSE
            # The part that is left must answer to every other action at once.
            demand, partly = max(demand, least), True
    if not partly:
        return 0
    own.group.found[0] = cut_segment(entries, i, one, demand)
    return 1 if own.group.found[0] >= 0 else CLOSE


@called
def _settle(at: KernelArrays, own: GroupBuffers, movers: IntArray, first: Any, cells: Any, span: Any) -> int:
    """List the continuations of a point at which a group moves; OPEN if they are not all known."""
    play, group = own.play, own.group
    if not _lay_out(at, own, movers, first, cells, span):
        return OPEN
    found = find_equilibria(own.entries, group, play.ends)
    # Equilibria are kept where the continuations stood, and may be more than those.
    if found < 0 or found > cells * span:
        return OPEN
    for k in range(found):
        play.ends[first * span + k] = group.found[k]
    return found


@called
def _lay_out(
    at: KernelArrays, own: GroupBuffers, movers: IntArray, first: Any, cells: Any, span: Any
) -> bool:
    """Fill in the group's cells and comparisons; False if one is too close, or hangs on what is selected."""
    play, group = own.play, own.group
    count: Any = movers.shape[0]
    group.numbers[0], group.numbers[1] = count, cells
    stride: Any = cells
    for m in range(count):
        group.members[m], group.sizes[m] = movers[m], at.counts[movers[m]]
        stride //= group.sizes[m]
        group.strides[m] = stride
    for cell in range(cells):
        group.begin[cell], group.many[cell] = (first + cell) * span, play.many[first + cell]
        for m in range(count):
            group.digits[m, cell] = cell // group.strides[m] % group.sizes[m]
            # A group's game is one game only if nobody cares which continuation is selected in a cell.
            if not _settled(at, own, movers[m], group.begin[cell], group.many[cell]):
                return False
    for m in range(count):
        for cell in range(cells):
            for other in range(group.sizes[m]):
                there = cell + (other - group.digits[m, cell]) * group.strides[m]
                one, rival = play.ends[group.begin[cell]], play.ends[group.begin[there]]
                sign = 0 if there == cell else _rather(at, own, movers[m], rival, one)
                if sign == CLOSE:
                    return False
                group.signs[m, cell, other] = sign
                group.gains[m, cell, other] = (
                    own.entries.best[movers[m], rival] - own.entries.worst[movers[m], one]
                )
    return True


@called
def _settled(at: KernelArrays, own: GroupBuffers, i: Any, begin: Any, many: Any) -> bool:
    """Whether a player gets the same, by its coefficients, from all continuations of a cell."""
    play, entries = own.play, own.entries
    lead = play.ends[begin]
    for k in range(begin, begin + many):
        entry_at = play.ends[k]
        if entries.best[i, entry_at] - entries.worst[i, entry_at] > entries.close[i]:
            return False
        if k > begin and not all_tied(at, entries, play.tables[i], lead, entry_at):
            return False
    return True
