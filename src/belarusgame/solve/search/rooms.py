"""Room for searches: what one leaves behind is taken by the next of the same shape.

Asking the system for it would take longer than searching a small game does.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import numpy as np

from belarusgame.solve.search.state import State, new_state, restart
from belarusgame.solve.search.workspace import Memory, make_memory

#: So many shapes have rooms that wait for a search, of at most so many bytes each, and each so many: a thread
#: takes one.
_SHAPES: Final = 16
_BYTES: Final = 1 << 22
_ROOMS: Final = 4

#: By shape. Taking from a list and adding to it need no lock.
_waiting: dict[tuple[int, ...], list[tuple[State, Memory]]] = {}


def take_room(counts: tuple[int, ...], *, logged: bool) -> tuple[State, Memory]:
    """Return what a search of games with so many strategies a player needs, which has not begun."""
    if not logged:
        with suppress(LookupError):
            state, memory = _waiting[counts].pop()
            restart(state)
            return state, memory
    sizes = np.array(counts, dtype=np.int64)
    return new_state(sizes, logged=logged), make_memory(sizes)


def give_back_room(counts: tuple[int, ...], state: State, memory: Memory) -> None:
    """Let another search have a room, whose arrays nobody may look at any more; none with a log is kept."""
    if state.events.size > 0 or state.rows.nbytes > _BYTES:
        return
    if counts not in _waiting and len(_waiting) >= _SHAPES:
        _waiting.clear()
    rooms = _waiting.setdefault(counts, [])
    if len(rooms) < _ROOMS:
        rooms.append((state, memory))
