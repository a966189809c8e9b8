"""What a search remembers between two calls, and the room for it."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from belarusgame.base.compiling import integer
from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import IntArray
from belarusgame.solve.search.roots import HEAD
from belarusgame.solve.search.supports import start_walk

#: Where the counters of ``State.control`` stand.
TOP: Final = 0  # cells on the stack
OPENED: Final = 1  # cells given up as too small or as constant
ROOTS: Final = 2  # roots recorded, over all supports
FIRST_ROOT: Final = 3  # the first root of the present support
CELLS: Final = 4  # cells and supports taken up so far
ACTIVE: Final = 5  # 1 while a support is being searched
EVENTS: Final = 6  # integers written to the log
NUMBERS: Final = 7  # floats written to the log
SUPPORTS: Final = 8  # supports whose cells were searched
ALONE: Final = 9  # 1 if a call is to end with the present support
LEFT: Final = 10  # supports to take up yet; negative for all there are
BELOW: Final = 11  # cells of the whole search below those on the stack, which are searched elsewhere
#: How many counters there are: those above.
COUNTERS: Final = 12

#: Why a call ended.
DONE: Final = 0  # nothing is left to do, or the supports asked for are taken up
PAUSED: Final = 1  # the number of cells asked for was reached
OPEN: Final = 2  # a support is finished but for opened cells
FULL: Final = 3  # the list of opened cells is full
CROWDED: Final = 4  # there may be no room for another root, or in the log
SETTLED: Final = 5  # the present support is finished, and the call was for it alone

#: What the log says of a cell; the numbers follow in the log of floats.
LOG_RANGE: Final = integer(0)
LOG_POSITIVE: Final = integer(1)  # + multipliers
LOG_SHRINK: Final = integer(2)  # , cuts, one player a cut, sums, which; + multipliers, bounds a cut, in all
LOG_EMPTY: Final = integer(3)  # , cuts and one, one player each, sums, which; + multipliers, bounds a cut
LOG_SPLIT: Final = integer(4)  # , player, corner, corner
LOG_OPEN: Final = integer(5)
LOG_COVERED: Final = integer(6)  # , root
LOG_SUPPORT: Final = integer(7)  # , one mask a player
LOG_RESUME: Final = integer(8)  # the opened cells of the support are taken up again


class State(NamedTuple):
    """All that a search remembers between two calls."""

    control: IntArray
    walk: IntArray
    allowed: IntArray
    places: IntArray
    rows: FloatArray  # the stack: one cell a line
    corners: FloatArray
    notes: FloatArray  # by cell: error of its rows; attempts to find a root in it
    open_rows: FloatArray  # the cells that were opened
    open_corners: FloatArray
    open_notes: FloatArray
    roots: FloatArray  # one record a line, which ends with the probabilities of all strategies
    root_masks: IntArray  # the support of each root
    events: IntArray  # the log, empty when no certificate is wanted
    numbers: FloatArray


#: Cells on the stack, and those that a support may open in depth before it is searched in breadth.
STACK: Final = 1600
DEPTH_CELLS: Final = 32


def new_state(counts: IntArray, *, logged: bool) -> State:
    """Return the state of a search that has not begun."""
    walk, allowed, places = start_walk(counts)
    profiles = int(np.prod(counts))
    row_floats = int(sum((count - 1) * (profiles // count) for count in counts.tolist()))
    corner_floats = int((counts**2).sum())
    equations = int(counts.sum()) - len(counts)
    control = np.zeros(COUNTERS, dtype=np.int64)
    control[LEFT] = -1
    return State(
        control,
        walk,
        allowed,
        places,
        np.empty((STACK, row_floats)),
        np.empty((STACK, corner_floats)),
        np.empty((STACK, 2)),
        np.empty((DEPTH_CELLS, row_floats)),
        np.empty((DEPTH_CELLS, corner_floats)),
        np.empty((DEPTH_CELLS, 2)),
        np.empty((128, HEAD + 3 * int(counts.sum()) + equations**2)),
        np.empty((128, len(counts)), dtype=np.int64),
        np.empty(1 << 12 if logged else 0, dtype=np.int64),
        np.empty(1 << 16 if logged else 0),
    )


def restart(state: State) -> None:
    """Begin anew, with another game of the same shape."""
    state.control[:] = 0
    state.control[LEFT] = -1
    state.walk[:] = 0


def with_room(state: State, cells: int) -> State:
    """Make room for so many opened cells, dropping those there are."""
    return state._replace(
        open_rows=np.empty((cells, state.rows.shape[1])),
        open_corners=np.empty((cells, state.corners.shape[1])),
        open_notes=np.empty((cells, 2)),
    )


def enlarged(state: State) -> State:
    """Double the room for roots and for the log."""
    return state._replace(
        roots=np.concatenate([state.roots, np.empty_like(state.roots)]),
        root_masks=np.concatenate([state.root_masks, np.empty_like(state.root_masks)]),
        events=np.concatenate([state.events, np.empty_like(state.events)]),
        numbers=np.concatenate([state.numbers, np.empty_like(state.numbers)]),
    )
