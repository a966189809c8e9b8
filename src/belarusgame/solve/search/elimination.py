"""Iterated strict dominance, compiled: for the search through supports, and for the draws of a sweep.

A set of strategies is a bit mask. What a player gets stands in *lines*: by its own strategy, and for each by
what its opponents do. Payoffs are compared as they are, without a tolerance: float64 payoffs that differ mean
exact payoffs that differ the same way, because rounding to float64 keeps the order. Where payoffs are known
up to an error only, their bounds are compared.
"""

from __future__ import annotations

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import ZERO, IntArray, compiled


@compiled
def opponents_profiles(counts: IntArray, allowed: IntArray, i: int, places: IntArray) -> int:
    """List the places of the profiles that i's opponents are allowed, in i's payoffs; return how many."""
    places[0] = 0
    found = 1
    for j in range(counts.size):
        if j != i:
            kept = 0
            # No list is longer than there are profiles: the upper half is read while the lower is written.
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
def survives(
    least: FloatArray, most: FloatArray, counts: IntArray, allowed: IntArray, chosen: int, places: IntArray
) -> bool:
    """Delete the strictly dominated strategies of players who have not chosen; False if a chosen one is.

    A strategy is dominated if another one of the player gives at least more than it gives at most, wherever
    the opponents may be; ``places`` is room for twice as many numbers as there are profiles.
    """
    # What one player gives up can leave a strategy of another dominated, so the end is a whole round without
    # one.
    unchanged, i = 0, ZERO
    while unchanged < counts.size:
        if i >= chosen and allowed[i] & (allowed[i] - 1) == 0:  # the last one is not beaten
            unchanged += 1
            i = (i + 1) % counts.size
            continue
        beaten = 0
        found = opponents_profiles(counts, allowed, i, places)
        block = least.shape[1] // counts[i]
        for a in range(counts[i]):
            # A deviation to any strategy will do, also to one that is not allowed.
            for b in range(counts[i] if (allowed[i] >> a) & 1 else 0):
                k = 0
                while b != a and k < found:
                    if least[i, b * block + places[k]] <= most[i, a * block + places[k]]:
                        break
                    k += 1
                if k == found:
                    beaten |= 1 << a
                    break
        if beaten:
            # Who has chosen plays all of its set in the support.
            if i < chosen or beaten == allowed[i]:
                return False
            allowed[i] &= ~beaten
        unchanged = 0 if beaten else unchanged + 1
        i = (i + 1) % counts.size
    return True
