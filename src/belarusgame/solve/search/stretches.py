"""The walk through the supports, cut into stretches of about as much work, for many cores."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Final

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import IntArray, entry
from belarusgame.solve.search.supports import FINISHED, FOUND, next_support, start_walk

#: The work of a support, in that of one which its rows exclude (about 10 microseconds), is one plus the
#: number of its profiles, divided by _PROFILES, to the power of one more than there are players. On random
#: games of 6x6x6 and 4x4x4x4 the mean of the large supports was within a factor of ten of that; what matters
#: is that each of them stands alone, and the small ones together.
_PROFILES: Final = 25.0

#: The work of a stretch that no single support exceeds: about a tenth of a second.
_WORK: Final = 10_000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretch:
    """Supports that follow one another in the walk."""

    #: Where the walk stands before the first of them.
    walk: IntArray
    allowed: IntArray
    supports: int  #: how many they are; -1 for all that are left
    work: float  #: an estimate of how long they take, in about 10 microseconds


def cut_walk(
    utility: FloatArray, counts: IntArray, max_cells: int, deadline: float = math.inf
) -> list[Stretch]:
    """Cut the walk through the supports into stretches, in their order.

    Where the budget must have ended, and after the deadline by ``time.monotonic``, the last stretch takes all
    that are left.
    """
    walk, allowed, places = start_walk(counts)
    stretches: list[Stretch] = []
    cells, last = 0, False
    while not last:
        before = walk.copy(), allowed.copy()
        found, supports, taken, work = _walk_on(utility, counts, walk, allowed, places, _WORK)
        cells += taken
        last = found == FINISHED or cells >= max_cells or time.monotonic() >= deadline
        stretches.append(
            Stretch(walk=before[0], allowed=before[1], supports=-1 if last else supports, work=work)
        )
    return stretches


@entry
def _walk_on(
    utility: FloatArray, counts: IntArray, walk: IntArray, allowed: IntArray, places: IntArray, room: float
) -> tuple[int, int, int, float]:
    """Walk on until there is so much work.

    Return what the walk answered last, how many supports there are, how many cells a search counts for taking
    them up, and the work.
    """
    players = counts.size
    supports, cells, work = 0, 0, 0.0
    while work < room:
        answer = next_support(utility, counts, walk, allowed, places)
        if answer == FINISHED:
            return FINISHED, supports, cells, work
        cells += 1
        work += 1.0
        if answer != FOUND:
            continue
        supports += 1
        profiles = 1.0
        for i in range(players):
            size = 0.0
            for a in range(counts[i]):
                size += (allowed[players, i] >> a) & 1
            profiles *= size
        work += (profiles / _PROFILES) ** (players + 1)
    return FOUND, supports, cells, work
