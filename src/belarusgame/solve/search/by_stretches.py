"""The search on many cores: stretches of the walk are searched elsewhere, and put together in their order.

What is found in a support depends on that support alone, and pieces of one that know too little of each other
are searched again (:mod:`joining`). So the answer and its log are those of one search through all of them, to
the last bit, whoever searches which stretch, and in whatever order.
"""

from __future__ import annotations

import math
import pickle
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from heapq import heappop, heappush
from queue import Empty, SimpleQueue
from typing import Final
from uuid import uuid4

from belarusgame.base.executors import Executor, ExecutorGate, SentCall
from belarusgame.errors import BelarusGameError
from belarusgame.game import Game
from belarusgame.solve.search.driver import Search
from belarusgame.solve.search.findings import Findings
from belarusgame.solve.search.joining import Joining, SearchPiece
from belarusgame.solve.search.stretches import Stretch, cut_walk
from belarusgame.solve.search.terminal import progress

_ADVICE: Final = "it did nothing of the search; give another executor, or none"

#: So many stretches are handed out at a time, and each so often: a worker may die.
_AHEAD: Final = 4096
_ATTEMPTS: Final = 3

#: The searches that were called off in this process, whose threads are to end.
_CALLED_OFF: set[str] = set()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SearchTask:
    """A search, as a worker needs it; see :class:`Search`."""

    game: Game
    kept: tuple[list[int], ...]
    max_cells: int
    tolerance: float
    logged: bool
    deadline: float = math.inf  #: by the clock on the wall, which workers elsewhere share
    #: By which threads of the same process are told that the search is called off.
    name: str = field(default_factory=lambda: uuid4().hex)

    def prepared(self, max_cells: int) -> Search:
        """Make a search that has not begun."""
        return Search(
            self.game,
            self.kept,
            max_cells=max_cells,
            tolerance=self.tolerance,
            logged=self.logged,
            deadline=time.monotonic() + self.deadline - time.time(),
        )

    def search_stretch(self, stretch: Stretch, max_cells: int) -> Findings:
        """Search a stretch, unless the whole search is called off."""

        def look(_cells: int) -> None:
            if self.name in _CALLED_OFF:
                raise InterruptedError("the search was called off")

        look(0)
        return self.prepared(max_cells).run_stretch(stretch, look)

    def search_whole(self, stretch: Stretch, max_cells: int) -> Findings:
        """Search a stretch, and leave none of it to others."""
        return self.search_stretch(replace(stretch, room=math.inf), max_cells)


def search_by_stretches(task: SearchTask, executor: Executor, *, until: float = math.inf) -> Findings:
    """Search everything, or until the budget ends, with the help of an executor.

    What was not handed in at a moment by ``time.monotonic``, which is after the workers' deadline, is left.
    """
    whole = task.prepared(task.max_cells)
    with progress(task.max_cells, whole.deadline) as show:
        stretches = cut_walk(whole.utility, whole.counts, task.max_cells, whole.deadline)
        joining = Joining(stretches, task.max_cells, task.search_whole)
        try:
            _HandedOut(task, joining, ExecutorGate(executor, Findings, _ADVICE)).search(show, until)
            joining.finish()
            return joining.findings(task.kept, task.game.shape, whole.findings.powers)
        except BaseException:
            _CALLED_OFF.add(task.name)
            raise


class _HandedOut:
    """The pieces of a search, of which others search one each."""

    def __init__(self, task: SearchTask, joining: Joining, gate: ExecutorGate[Findings]) -> None:
        self._task, self._joining, self._gate = task, joining, gate
        self._sent = pickle.dumps(task)
        self._waiting: list[tuple[float, int, SearchPiece]] = []
        self._calls: dict[int, tuple[SearchPiece, SentCall[Findings]]] = {}
        self._ended: SimpleQueue[int] = SimpleQueue()
        self._made = self._submitted = self._refused = self._cells = 0
        self._answered = self._warned = False
        self._error: BelarusGameError | None = None
        self._wait(joining.ahead)

    def search(self, show: Callable[[int], None], until: float) -> None:
        """Have the pieces searched, the longest first, until all that are needed are there."""
        try:
            while not self._joining.ended:
                self._hand_out_more()
                if not (self._take_next(until) if self._calls else self._search_here(until)):
                    break  # the time is up
                show(self._cells)
                again = self._joining.advance()
                if again is not None:
                    self._wait([again])
        finally:
            for _, call in self._calls.values():
                call.cancel()

    def _wait(self, pieces: Iterable[SearchPiece]) -> None:
        """Have pieces wait until they are handed out."""
        for piece in pieces:
            heappush(self._waiting, (-piece.stretch.work, self._made, piece))
            self._made += 1

    def _hand_out_more(self) -> None:
        """Hand out what waits, as far as it is needed; if all is, what is missing first."""
        needed = set(self._joining.needed()) if self._cells >= self._task.max_cells else None
        while self._waiting and len(self._calls) < _AHEAD:
            piece = heappop(self._waiting)[-1]
            if not piece.dropped and (needed is None or piece in needed):
                self._hand_out(piece)
        first = self._joining.ahead[0]
        if not self._calls and not first.refused:  # it was not needed before something was searched again
            self._hand_out(first)

    def _hand_out(self, piece: SearchPiece) -> None:
        piece.attempts += 1  # sent along, for dask answers the same call but once
        self._submitted += 1
        number = self._submitted
        try:
            call = self._gate.submit(
                _search_sent, self._sent, piece.stretch, self._task.max_cells, piece.attempts
            )
            call.when_done(lambda: self._ended.put(number))
        except BelarusGameError as error:
            self._refuse(piece, error)
        else:
            self._calls[number] = piece, call

    def _take_next(self, until: float) -> bool:
        """Take in what is handed in next, if it is in time; hand it out again if its worker failed."""
        patience = None if until == math.inf else max(0.0, until - time.monotonic())
        try:
            piece, call = self._calls.pop(self._ended.get(timeout=patience))
        except Empty:
            return False
        try:
            self._take(piece, call.result())
        except BelarusGameError as error:
            if piece.attempts == _ATTEMPTS:
                self._refuse(piece, error)
            else:
                self._hand_out(piece)
        return True

    def _take(self, piece: SearchPiece, found: Findings) -> None:
        self._cells += found.cells
        self._answered = True
        if not piece.dropped:
            piece.take(found)
            self._wait(piece.rest)

    def _refuse(self, piece: SearchPiece, error: BelarusGameError) -> None:
        """Leave a piece to this process; an executor that never did anything is none."""
        if not self._answered and not self._calls:
            raise error
        piece.refused = True
        self._refused += 1
        self._error = error

    def _search_here(self, until: float) -> bool:
        """Search the next piece, which the executor does not, if there is time."""
        self._say_what_failed()
        if time.monotonic() >= until:
            return False
        piece = self._joining.ahead[0]
        self._take(piece, self._task.search_whole(piece.stretch, self._task.max_cells))
        return True

    def _say_what_failed(self) -> None:
        """Warn once of what the executor does not do."""
        if self._error is not None and not self._warned:
            failed = str(self._error).removesuffix(f"; {_ADVICE}")
            said = f"{failed}; {self._refused} of {self._made} pieces are searched in this process instead"
            warnings.warn(said, RuntimeWarning, stacklevel=2)
            self._warned = True


def _search_sent(sent: bytes, stretch: Stretch, max_cells: int, _attempt: int) -> Findings:
    """Search a stretch in another process."""
    return _received(sent).search_stretch(stretch, max_cells)


@lru_cache(maxsize=2)
def _received(sent: bytes) -> SearchTask:
    return pickle.loads(sent)
