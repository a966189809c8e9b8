"""The search on many cores: stretches of the walk are searched elsewhere, and put together in their order.

What is found in a support depends on that support alone. So the answer and its log are those of one search
through all of them, to the last bit, whoever searches which stretch, and in whatever order.
"""

from __future__ import annotations

import math
import pickle
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Final
from uuid import uuid4

import numpy as np

from belarusgame.base.executors import Executor, ExecutorGate, SentCall
from belarusgame.errors import BelarusGameError
from belarusgame.game import Game
from belarusgame.solve.search.compile_search import IntArray
from belarusgame.solve.search.driver import Search, borderline_boxes
from belarusgame.solve.search.findings import Findings, everything
from belarusgame.solve.search.root_table import RootTable
from belarusgame.solve.search.state import LOG_COVERED, LOG_EMPTY, LOG_SHRINK, LOG_SPLIT, LOG_SUPPORT
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


def search_by_stretches(task: SearchTask, executor: Executor, *, until: float = math.inf) -> Findings:
    """Search everything, or until the budget ends, with the help of an executor.

    What was not handed in at a moment by ``time.monotonic``, which is after the workers' deadline, is left.
    """
    whole = task.prepared(task.max_cells)
    with progress(task.max_cells, whole.deadline) as show:
        stretches = cut_walk(whole.utility, whole.counts, task.max_cells, whole.deadline)
        handed_out = _HandedOut(task, stretches, ExecutorGate(executor, Findings, _ADVICE))
        try:
            handed_out.search(show, until)
            parts = handed_out.in_order()
            return _joined(task, whole.findings.powers, parts, complete=len(parts) == len(stretches))
        except BaseException:
            _CALLED_OFF.add(task.name)
            raise


class _HandedOut:
    """The stretches of a search, of which others search one each."""

    def __init__(self, task: SearchTask, stretches: Sequence[Stretch], gate: ExecutorGate[Findings]) -> None:
        self.task, self.stretches, self._gate = task, stretches, gate
        self._sent = pickle.dumps(task)
        self._found: dict[int, Findings] = {}
        self._calls: dict[int, SentCall[Findings]] = {}
        self._attempts = [0] * len(stretches)
        self._ended: SimpleQueue[int] = SimpleQueue()
        self._left: set[int] = set()
        self._error: BelarusGameError | None = None

    def search(self, show: Callable[[int], None], until: float) -> None:
        """Have the stretches searched, the longest first, until all that are needed are there."""
        waiting = iter(sorted(range(len(self.stretches)), key=lambda k: -self.stretches[k].work))
        cells, needed = 0, len(self.stretches)
        try:
            while any(number not in self._found and number not in self._left for number in range(needed)):
                for number in islice(waiting, _AHEAD - len(self._calls)):
                    self._hand_out(number)
                if self._calls:
                    patience = None if until == math.inf else max(0.0, until - time.monotonic())
                    cells += self._take(self._ended.get(timeout=patience))
                    show(cells)
                if cells >= self.task.max_cells:
                    needed = self.needed
        except Empty:
            pass  # the time is up
        finally:
            for call in self._calls.values():
                call.cancel()
        self._search_left(show, cells, until)

    def _hand_out(self, number: int) -> None:
        self._attempts[number] += 1  # sent along, for dask answers the same call but once
        budget, attempt = self.task.max_cells, self._attempts[number]
        try:
            call = self._gate.submit(_search_sent, self._sent, self.stretches[number], budget, attempt)
            call.when_done(lambda: self._ended.put(number))
        except BelarusGameError as error:
            self._leave(number, error)
        else:
            self._calls[number] = call

    def _take(self, number: int) -> int:
        """Take in what was found in a stretch; hand it out again if its worker failed. Return the cells."""
        try:
            found = self._calls.pop(number).result()
        except BelarusGameError as error:
            if self._attempts[number] == _ATTEMPTS:
                self._leave(number, error)
            else:
                self._hand_out(number)
            return 0
        self._found[number] = found
        return found.cells

    def _leave(self, number: int, error: BelarusGameError) -> None:
        """Leave a stretch that the executor does not search; an executor that never did any is none."""
        if not self._found and not self._calls:
            raise error
        self._left.add(number)
        self._error = error

    def _search_left(self, show: Callable[[int], None], cells: int, until: float) -> None:
        """Search here what the executor left, in the order of the walk."""
        left = sorted(self._left & set(range(self.needed)))
        if not left or self._error is None:
            return
        if not self._found:
            raise self._error
        failed = str(self._error).removesuffix(f"; {_ADVICE}")
        said = f"{failed}; {len(left)} of {len(self.stretches)} pieces are searched in this process instead"
        warnings.warn(said, RuntimeWarning, stacklevel=2)
        for number in left:
            if number >= self.needed or time.monotonic() >= until:
                break
            self._found[number] = self.task.search_stretch(self.stretches[number], self.task.max_cells)
            cells += self._found[number].cells
            show(cells)

    @property
    def needed(self) -> int:
        """How many of the stretches one search through everything would reach, as far as is known."""
        cells = 0
        for number in range(len(self.stretches)):
            cells += self._found[number].cells if number in self._found else 0
            if cells >= self.task.max_cells:
                return number + 1
        return len(self.stretches)

    def in_order(self) -> list[Findings]:
        """Return what was found, up to where one search through everything would have ended."""
        parts: list[Findings] = []
        left = self.task.max_cells
        for number in sorted(self._found.keys() & range(self.needed)):
            part = self._found[number]
            if part.cells >= left:  # it may have taken more than that
                part = self.task.search_stretch(self.stretches[number], left)
            parts.append(part)
            left -= part.cells
        return parts


def _search_sent(sent: bytes, stretch: Stretch, max_cells: int, _attempt: int) -> Findings:
    """Search a stretch in another process."""
    return _received(sent).search_stretch(stretch, max_cells)


@lru_cache(maxsize=2)
def _received(sent: bytes) -> SearchTask:
    return pickle.loads(sent)


def _joined(
    task: SearchTask, powers: tuple[int, ...], parts: Sequence[Findings], *, complete: bool
) -> Findings:
    """Put together what was found in some stretches, in their order; ``complete`` if they are all."""
    joined = Findings(table=RootTable.joined(task.kept, [part.table for part in parts]), powers=powers)
    events: list[IntArray] = []
    roots = 0
    for part in parts:
        events.append(_renumbered(part.events, len(task.kept), roots))
        roots += len(part.table)
        joined.open_boxes += part.open_boxes
        joined.left_boxes += part.left_boxes[:-1]  # the last one is everything
        joined.cells += part.cells
        joined.supports += part.supports
    joined.open_boxes += borderline_boxes(joined.table, task.game.shape)
    if not complete or any(part.left_boxes for part in parts):
        joined.left_boxes.append(everything(task.kept, task.game.shape))
    joined.events = np.concatenate([joined.events, *events])
    joined.numbers = np.concatenate([joined.numbers, *(part.numbers for part in parts)])
    return joined


def _renumbered(events: IntArray, players: int, before: int) -> IntArray:
    """Return a log whose roots are numbered on from those before."""
    arguments = {LOG_SPLIT: 3, LOG_COVERED: 1, LOG_SUPPORT: players}
    renumbered, at = events.copy(), 0
    kinds: list[int] = events.tolist() if before else []
    while at < len(kinds):
        kind = kinds[at]
        if kind == LOG_COVERED:
            renumbered[at + 1] += before
        at += 1 + arguments.get(kind, 0)
        # Whose simplices were cut, and by which sums: each list stands after its length.
        for _ in range(2 if kind in (LOG_SHRINK, LOG_EMPTY) else 0):
            at += 1 + kinds[at]
    return renumbered
