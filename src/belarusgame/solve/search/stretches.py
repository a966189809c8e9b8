"""The walk through the supports, cut into stretches of about as much work, for many cores.

How much work a support is shows only when it is searched. So a stretch that has taken enough cells leaves the
rest to others: the cells on the stack of the support it is at, which have nothing to do with each other but
for the roots that may cover them, and the supports after it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import IntArray, entry
from belarusgame.solve.search.state import (
    ACTIVE,
    BELOW,
    FIRST_ROOT,
    LEFT,
    ROOTS,
    TOP,
    State,
    enlarged,
)
from belarusgame.solve.search.supports import FINISHED, FOUND, LATER, next_support, start_walk

#: The work of a support, in that of one which its rows exclude (about 10 microseconds), is one plus the
#: number of its profiles, divided by _PROFILES, to the power of one more than there are players. On random
#: games of 6x6x6 and 4x4x4x4 the mean of the large supports was within a factor of ten of that; what matters
#: is that each of them stands alone, and the small ones together.
_PROFILES: Final = 25.0

#: The work of a stretch that no single support exceeds: 50 milliseconds at 6x6x6. A quarter of it made four
#: times as many pieces there, and twice the work of handing them out.
_WORK: Final = 40_000.0

#: A stretch leaves the rest to others when it has taken this many cells by the profiles of the game, beside
#: those that count its supports: that is about a tenth of a second.
_CELLS: Final = 500_000

#: So many of the cells on the stack are searched alone. The lowest is half of what is left, the next a
#: quarter, as far as that can be known; all above are one piece. More than two only make more small pieces:
#: with eight there were half as many again at 4x4x4x4, and what must follow one another took as long.
_ALONE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Begun:
    """Cells of a support of which others search the rest."""

    rows: FloatArray  #: as in :class:`State`
    corners: FloatArray
    notes: FloatArray
    below: int  #: how many cells the search of the whole support has below them on its stack
    roots: FloatArray  #: the records of those that were found in the support before, as far as is known

    @classmethod
    def on_stack(cls, state: State, first: int, end: int) -> Begun:
        """Take cells from the stack, and what is known of their support."""
        below = int(state.control[BELOW]) + first
        cells = (part[first:end].copy() for part in (state.rows, state.corners, state.notes))
        known = state.roots[state.control[FIRST_ROOT] : state.control[ROOTS]].copy()
        return cls(**dict(zip(("rows", "corners", "notes"), cells, strict=True)), below=below, roots=known)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretch:
    """Supports that follow one another in the walk, or cells of one support."""

    #: Where the walk stands before the first of them.
    walk: IntArray
    allowed: IntArray
    supports: int  #: how many they are; negative for all that are left
    work: float  #: an estimate of how long they take, in about 10 microseconds
    taken: int  #: how many cells the search counts for taking them up
    room: float  #: how many more it takes before it leaves the rest to others
    begun: Begun | None = None  #: cells of the support in the last line of ``allowed``; no supports then

    @property
    def pause(self) -> float:
        """After how many cells the rest is left to others."""
        return self.taken + self.room


def begin_stretch(state: State, stretch: Stretch) -> State:
    """Let a search that has not begun do a stretch only; return its state, which may have more room."""
    state.walk[:], state.allowed[:] = stretch.walk, stretch.allowed
    state.control[LEFT] = stretch.supports
    begun = stretch.begun
    if begun is not None:
        cells, known = len(begun.rows), len(begun.roots)
        while known >= len(state.roots):
            state = enlarged(state)
        state.rows[:cells], state.corners[:cells], state.notes[:cells] = (
            begun.rows,
            begun.corners,
            begun.notes,
        )
        state.roots[:known], state.root_masks[:known] = begun.roots, stretch.allowed[-1]
        state.control[[ACTIVE, BELOW, TOP, ROOTS]] = 1, begun.below, cells, known
    return state


def rest_of(stretch: Stretch, state: State) -> Iterator[Stretch]:
    """Cut what a search has left of a stretch into pieces, in the order of the walk."""
    walk, allowed, left = state.walk.copy(), state.allowed.copy(), int(state.control[LEFT])
    top = int(state.control[TOP]) if state.control[ACTIVE] else 0
    cell = replace(stretch, walk=walk, allowed=allowed, supports=0, taken=0)
    # The search takes up the topmost cell first.
    if top > _ALONE:
        yield replace(cell, work=stretch.work / 2.0**_ALONE, begun=Begun.on_stack(state, _ALONE, top))
    for k in range(min(top, _ALONE) - 1, -1, -1):
        yield replace(cell, work=stretch.work / 2.0 ** (k + 1), begun=Begun.on_stack(state, k, k + 1))
    if left != 0:
        yield replace(cell, work=stretch.work / 2.0, supports=left, taken=max(left, 0), begun=None)


def cut_walk(
    utility: FloatArray, counts: IntArray, max_cells: int, deadline: float = math.inf
) -> list[Stretch]:
    """Cut the walk through the supports into stretches, in their order.

    Where the budget must have ended, and after the deadline by ``time.monotonic``, the last stretch takes all
    that are left.
    """
    walk, allowed, places = start_walk(counts)
    room = math.ceil(_CELLS / float(np.prod(counts)))
    stretches: list[Stretch] = []
    cells, last = 0, False
    while not last:
        before = walk.copy(), allowed.copy()
        found, supports, taken, work = _walk_on(utility, counts, walk, allowed, places, _WORK)
        cells += taken
        last = found == FINISHED or cells >= max_cells or time.monotonic() >= deadline
        stretches.append(
            Stretch(
                walk=before[0],
                allowed=before[1],
                supports=-1 if last else supports,
                work=work,
                taken=taken,
                room=room,
            )
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
    answer = FOUND
    # What finds none counts with the support after it: a search of so many supports ends with the last.
    while work < room or answer == LATER:
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
