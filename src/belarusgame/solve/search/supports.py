"""Walk through the supports, player by player, leaving out those that strict dominance excludes.

A set of strategies is a bit mask. Payoffs are compared as they are, without a tolerance: float64 payoffs that
differ mean exact payoffs that differ the same way, because rounding to float64 keeps the order.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compiled import ZERO, IntArray, compiled

#: What :func:`next_support` answers, and after how many steps it answers LATER.
FINISHED: Final = 0
FOUND: Final = 1
LATER: Final = 2
_PATIENCE: Final = 200


@compiled
def opponents_profiles(counts: IntArray, allowed: IntArray, i: int, places: IntArray) -> int:
    """List the places of the profiles that i's opponents are allowed, in i's payoffs; return how many."""
    places[0] = 0
    found = 1
    for j in range(counts.size):
        if j != i:
            kept = 0
            for k in range(found):
                places[places.size - found + k] = places[k]
            for k in range(places.size - found, places.size):
                base = places[k] * counts[j]
                for a in range(counts[j]):
                    if (allowed[j] >> a) & 1:
                        places[kept] = base + a
                        kept += 1
            found = kept
    return found


@compiled
def survives(utility: FloatArray, counts: IntArray, allowed: IntArray, chosen: int, places: IntArray) -> bool:
    """Delete the strictly dominated strategies of players who have not chosen; False if a chosen one is.

    A strategy is dominated if another one of the player is better wherever the opponents may be.
    """
    unchanged, i = 0, ZERO
    while unchanged < counts.size:
        beaten = 0
        found = opponents_profiles(counts, allowed, i, places)
        block = utility.shape[1] // counts[i]
        for a in range(counts[i]):
            for b in range(counts[i] if (allowed[i] >> a) & 1 else 0):
                k = 0
                while b != a and k < found:
                    if utility[i, b * block + places[k]] <= utility[i, a * block + places[k]]:
                        break
                    k += 1
                if k == found:
                    beaten |= 1 << a
                    break
        if beaten:
            if i < chosen or beaten == allowed[i]:
                return False
            allowed[i] &= ~beaten
        unchanged = 0 if beaten else unchanged + 1
        i = (i + 1) % counts.size
    return True


@compiled
def next_support(
    utility: FloatArray, counts: IntArray, walk: IntArray, allowed: IntArray, places: IntArray
) -> int:
    """Advance to the next support that survives: FOUND, or FINISHED, or LATER if that takes many steps.

    ``walk[0]`` is the player who chooses next (start with 0), ``walk[1 + k]`` the choice of player k;
    ``allowed[k]`` holds what players may still choose when k is about to; the support is in the last line.
    """
    players = counts.size
    for _ in range(_PATIENCE):
        k = walk[0]
        if k < 0:
            return FINISHED
        walk[1 + k] = (walk[1 + k] - allowed[k, k]) & allowed[k, k]  # the next non-empty subset
        if walk[1 + k] == 0:
            walk[0] -= 1
            continue
        for i in range(players):
            allowed[k + 1, i] = allowed[k, i]
        allowed[k + 1, k] = walk[1 + k]
        if survives(utility, counts, allowed[k + 1], k + 1, places):
            if k == players - 1:
                return FOUND
            walk[0] = k + 1
            walk[2 + k] = 0
    return LATER


@compiled
def list_support(counts: IntArray, masks: IntArray, support: IntArray, sizes: IntArray) -> int:
    """List every player's strategies, those in the support first; return the number of support rows."""
    equations = 0
    for i in range(counts.size):
        inside = 0
        for a in range(counts[i]):
            inside += (masks[i] >> a) & 1
        sizes[i] = inside
        equations += inside - 1
        outside, inside = inside, 0
        for a in range(counts[i]):
            if (masks[i] >> a) & 1:
                support[i, inside] = a
                inside += 1
            else:
                support[i, outside] = a
                outside += 1
    return equations


def start_walk(counts: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return the arrays of :func:`next_support`, before the first support."""
    players = counts.size
    walk = np.zeros(players + 2, dtype=np.int64)
    allowed = np.empty((players + 1, players), dtype=np.int64)
    allowed[0] = (1 << counts) - 1
    places = np.empty(2 * int(np.prod(counts)), dtype=np.int64)
    return walk, allowed, places
