"""The walk over supports itself, compiled: a set of strategies is a bit mask.

Players choose their sets one after the other; whenever one has, strategies that nobody can use any more are
deleted from what the others may choose from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.compiling import RoomCompiler, integer

IntArray = NDArray[np.int64]

#: A variable that begins with it is a whole number of 64 bits, whatever numba makes of literals.
_ZERO = integer(0)
_COMPILER = RoomCompiler(("solve/structured/walk_kernel.py",))


@_COMPILER.inner
def opponents_profiles(
    counts: IntArray, allowed: IntArray, i: int, chosen: int, places: IntArray
) -> tuple[int, int]:
    """List where in i's payoffs the profiles stand that the opponents are allowed.

    Return how many there are, and how many of them, one after the other, differ in what those do who have
    chosen.
    """
    places[0] = 0
    found, block = 1, 1
    for turn in range(2):  # first those who have not chosen, then the others: these run fastest
        for j in range(counts.size):
            if j == i or (j < chosen) != (turn == 1):
                continue
            # In i's payoffs its own axis stands in front, so it is no part of a stride.
            stride, size, kept = 1, 0, 0
            for k in range(j + 1, counts.size):
                stride *= counts[k] if k != i else 1
            # Neither list is longer than one player's payoffs: the upper half is read while the lower is
            # written.
            for k in range(found):
                places[places.size - found + k] = places[k]
            for k in range(places.size - found, places.size):
                base = places[k]
                size = 0
                for a in range(counts[j]):
                    if (allowed[j] >> a) & 1:
                        places[kept] = base + a * stride
                        kept += 1
                        size += 1
            found = kept
            block *= size if turn == 1 else 1
    return found, block


@_COMPILER.inner
def beats(own: IntArray, b: int, a: int, places: IntArray, found: int, block: int) -> bool:
    """Whether strategy b excludes that strategy a is used below this point of the walk.

    It must be at least as good wherever the opponents may be and, whatever those do who have not yet chosen,
    better at some profile of those who have: all of these are really played.
    """
    for first in range(0, found, block):
        better = False
        for k in range(first, first + block):
            gain = own[b + places[k]] - own[a + places[k]]
            if gain < 0:
                return False
            better = better or gain > 0
        if not better:
            return False
    return True


@_COMPILER.inner
def survives(lines: IntArray, counts: IntArray, allowed: IntArray, chosen: int, places: IntArray) -> bool:
    """Delete the beaten strategies of players who have not chosen; False if one that was chosen is beaten."""
    # A deletion can make others possible, so the end is a whole round of players without one.
    quiet, i = 0, _ZERO
    while quiet < counts.size:
        found, block = opponents_profiles(counts, allowed, i, chosen, places)
        span = lines.shape[1] // counts[i]
        beaten = 0
        for a in range(counts[i]):
            # Any b will do, also one that is not allowed: whoever could gain by it does not play a.
            for b in range(counts[i] if (allowed[i] >> a) & 1 else 0):
                if b != a and beats(lines[i], b * span, a * span, places, found, block):
                    beaten |= 1 << a
                    break
        if beaten:
            # Who has chosen plays all of its set, so none of it may be beaten.
            if i < chosen or beaten == allowed[i]:
                return False
            allowed[i] &= ~beaten
        quiet = 0 if beaten else quiet + 1
        i = (i + 1) % counts.size
    return True


def _advance(
    lines: IntArray, counts: IntArray, walk: IntArray, allowed: IntArray, places: IntArray,
    found: IntArray, steps: int,
) -> int:  # fmt: skip
    """Collect supports until the buffer is full or no step is left; return how many. ``walk[0]`` ends at -1.

    ``walk[0]`` is the player who chooses next, ``walk[1 + k]`` the choice of player k; ``allowed[k]`` holds
    what players may still choose when k is about to.
    """
    players, collected = counts.size, 0
    for _ in range(steps):
        k = walk[0]
        if k < 0 or collected == found.shape[0]:
            return collected
        walk[1 + k] = (walk[1 + k] - allowed[k, k]) & allowed[k, k]  # the next non-empty subset
        if walk[1 + k] == 0:
            walk[0] -= 1
            continue
        # The walk backs up by reading line k again, which deletions further down never touch.
        for i in range(players):
            allowed[k + 1, i] = allowed[k, i]
        allowed[k + 1, k] = walk[1 + k]
        if survives(lines, counts, allowed[k + 1], k + 1, places):
            if k < players - 1:
                walk[0] = k + 1
                walk[2 + k] = 0
                continue
            for i in range(players):
                found[collected, i] = allowed[players, i]
            collected += 1
    return collected


advance = _COMPILER.entry(_advance)
