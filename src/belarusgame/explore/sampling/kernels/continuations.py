"""Continuations in which a group may randomise: where they lead, and what they are worth.

An *entry* is one continuation. The first entries are the ends of play; the others are made as they are found:
a mixture of entries, or a cluster of them (all mixtures of some corners), of which it is known between what
everything lies. Both bounds are attained by outcomes of the cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from belarusgame.base.bundle import Bundle
from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import ONE, ZERO, called
from belarusgame.explore.sampling.compiled_scenario import IntArray, KernelArrays
from belarusgame.explore.sampling.kernels.buffers import BitArray, ByteArray

#: A comparison that is too close for float64; it is left to exact arithmetic.
CLOSE = 2
#: No entry: a buffer is full, or something was too close to call.
NOTHING = -1
#: How many mixtures and clusters of one draw are looked at.
MOST_MADE = 128
#: Averages closer than this, relative to the player's greatest payoff, are not told apart.
TOLERANCE = 1e-9

#: Bits are shifted as unsigned words: of one that is signed and one that is not numba makes a float.
_ONE = np.uint64(1)


@dataclass(frozen=True, kw_only=True, eq=False)
class Entries(Bundle):
    """What is known of the continuations of one draw."""

    used: IntArray  # (1,): how many entries there are
    worst: FloatArray  # (players, entries): what everybody gets at least
    best: FloatArray  # and at most
    low: FloatArray  # (entries, events): the least probability of every watched event
    high: FloatArray  # and the greatest
    reach: BitArray  # (entries, words): the ends that may be reached
    corners: IntArray  # (entries, 2): of a segment, its two ends; -1 elsewhere
    close: FloatArray  # (players,): averages closer than this are not told apart


def allocate_entries(at: KernelArrays, inside: ByteArray) -> Entries:
    """Allocate the buffers; what never changes, the events at the ends of play, is filled in.

    ``inside`` marks for every watched event the profiles in which it holds.
    """
    players, (events, profiles) = len(at.counts), inside.shape
    words, most = at.replies.shape[2], profiles + MOST_MADE
    entries = Entries(
        used=np.zeros(1, dtype=np.int64),
        worst=np.zeros((players, most)),
        best=np.zeros((players, most)),
        low=np.zeros((most, events)),
        high=np.zeros((most, events)),
        reach=np.zeros((most, words), dtype=np.uint64),
        corners=np.full((most, 2), NOTHING, dtype=np.int64),
        close=np.zeros(players),
    )
    for bound in (entries.low, entries.high):
        bound[:profiles] = inside.T
    for profile in range(profiles):
        entries.reach[profile, profile // 64] = np.uint64(1 << profile % 64)
    return entries


@called
def start_entries(entries: Entries, worth: FloatArray) -> None:
    """Begin a draw, in which everybody gets ``worth`` at the ends of play."""
    players, profiles = worth.shape
    entries.used[0] = profiles
    for i in range(players):
        greatest = 0.0
        for end in range(profiles):
            entries.worst[i, end] = worth[i, end]
            entries.best[i, end] = worth[i, end]
            greatest = max(greatest, abs(worth[i, end]))
        entries.close[i] = TOLERANCE * greatest


@called
def empty_entry(entries: Entries) -> int:
    """Return the number of a new entry of which nothing is known yet; NOTHING if there is no room."""
    new = entries.used[0]
    if new >= entries.reach.shape[0]:
        return NOTHING
    entries.used[0] += 1
    entries.reach[new] = np.uint64(0)
    entries.corners[new] = NOTHING
    return new


@called
def include(entries: Entries, new: Any, corner: Any, held: Any) -> None:
    """Widen a cluster, which holds so many entries, so that it holds one more."""
    first = held == 0
    for i in range(entries.worst.shape[0]):
        low, high = entries.worst[i, corner], entries.best[i, corner]
        entries.worst[i, new] = low if first else min(low, entries.worst[i, new])
        entries.best[i, new] = high if first else max(high, entries.best[i, new])
    for event in range(entries.low.shape[1]):
        low, high = entries.low[corner, event], entries.high[corner, event]
        entries.low[new, event] = low if first else min(low, entries.low[new, event])
        entries.high[new, event] = high if first else max(high, entries.high[new, event])
    for word in range(entries.reach.shape[1]):
        entries.reach[new, word] |= entries.reach[corner, word]


@called
def all_tied(at: KernelArrays, entries: Entries, table: Any, one: Any, other: Any) -> bool:
    """Whether a player gets the same at every end that either entry may lead to, by its coefficients."""
    first = -1
    for end in range(at.terminal.shape[0]):
        word, bit = end // 64, np.uint64(end % 64)
        held = (entries.reach[one, word] | entries.reach[other, word]) >> bit
        if held & _ONE == 0:
            continue
        if first < 0:
            first = end
        # Coefficients, not payoffs: equal ones give equal payoffs in every draw, whatever is rounded.
        for j in range(at.extent[table, 1]):
            if at.table[table, j, end] != at.table[table, j, first]:
                return False
    return True


@called
def cut_segment(entries: Entries, i: Any, segment: Any, at_least: Any) -> int:
    """Return the part of a segment in which a player gets at least so much; NOTHING if that is not known.

    The player gets less at one end, and more at the other.
    """
    poor, rich = entries.corners[segment, 0], entries.corners[segment, 1]
    if poor < 0:
        return NOTHING
    if entries.worst[i, poor] > entries.worst[i, rich]:
        poor, rich = rich, poor
    # A corner that is a cluster itself has no one payoff to cut at.
    for corner in (poor, rich):
        if entries.best[i, corner] - entries.worst[i, corner] > entries.close[i]:
            return NOTHING
    between, cut = empty_entry(entries), empty_entry(entries)
    if between < 0 or cut < 0:
        return NOTHING
    # Along a segment everything is linear: payoffs, and the probabilities of events.
    share = (at_least - entries.worst[i, poor]) / (entries.worst[i, rich] - entries.worst[i, poor])
    for player in range(entries.worst.shape[0]):
        for bound in (entries.worst, entries.best):
            bound[player, between] = bound[player, poor] + share * (bound[player, rich] - bound[player, poor])
    for event in range(entries.low.shape[1]):
        for bound in (entries.low, entries.high):
            bound[between, event] = bound[poor, event] + share * (bound[rich, event] - bound[poor, event])
    for word in range(entries.reach.shape[1]):
        entries.reach[between, word] = entries.reach[poor, word] | entries.reach[rich, word]
    include(entries, cut, between, ZERO)
    include(entries, cut, rich, ONE)
    entries.corners[cut, 0], entries.corners[cut, 1] = between, rich
    return cut
