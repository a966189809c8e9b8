"""One line on a terminal that says what long work is at; elsewhere nothing is printed."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TypeVar

from belarusgame.base.expected_time import CLEAR, on_terminal, rough_time

Step = TypeVar("Step")

#: Seconds after which work says what it is at, and between two looks at it.
PATIENCE, PAUSE = 2.0, 0.2


@dataclass(slots=True, eq=False)
class _LongWork:
    what: str  # nothing where somebody else has the line
    steps: int = 0  # none where they are not counted
    done: int = 0
    begin: float = field(default_factory=time.monotonic)

    @property
    def words(self) -> str:
        """What it is at."""
        taken = time.monotonic() - self.begin
        if not self.steps:
            return self.what and f"{self.what}, {taken:.0f} s"
        left = rough_time(taken / self.done * (self.steps - self.done)) if self.done else ""
        return f"{self.done:,} of {self.steps:,} {self.what}" + (left and f", about {left} left")


#: What is being done, each a part of the one before it: the line says the last of them.
_under_way: list[_LongWork] = []


@contextmanager
def working_on(what: str) -> Generator[None]:
    """Say what is being done, such as "tipping points", and for how long, once it takes a while.

    Around whatever takes long, also as a decorator of a function.
    """
    with _shown(_LongWork(what)):
        yield


@contextmanager
def quiet() -> Generator[None]:
    """Leave the line to somebody else, such as a bar."""
    with _shown(_LongWork("")):
        yield


def counted(steps: Collection[Step], what: str) -> Iterator[Step]:
    """Go through steps of the work that is said, and count them; what a step does is silent.

    Parameters
    ----------
    steps : collection
        What is gone through.
    what : str
        What they are called, such as "modelling choices".
    """
    work = _LongWork(what, len(steps))
    if _under_way and not _taken():
        _under_way.append(work)
    for done, step in enumerate(steps):
        work.done = done
        yield step
    if work in _under_way:  # where a step fails, the work around it takes it away
        _under_way.remove(work)


def _taken() -> bool:
    """Whether the line says something that no part of the work says better."""
    return any(work.steps or not work.what for work in _under_way)


@contextmanager
def _shown(work: _LongWork) -> Generator[None]:
    if (work.what and _taken()) or not on_terminal():
        yield
        return
    position = len(_under_way)
    _under_way.append(work)
    try:
        with nullcontext() if position else _written(work.begin):
            yield
    finally:
        # With all that was begun inside and left by an error.
        del _under_way[position:]


@contextmanager
def _written(begin: float) -> Generator[None]:
    """Write the line whenever it changes, in a thread of its own: compiled code does not come back for it."""
    ended, said = Event(), ""

    def write() -> None:
        nonlocal said
        while not ended.wait(PAUSE):
            words = _under_way[-1].words if time.monotonic() - begin > PATIENCE else ""
            if words and words != said:
                # The line is left at its beginning, so that whatever is said next takes its place.
                sys.stderr.write(f"{words}{CLEAR}\r")
                sys.stderr.flush()
            said = words

    # A daemon: a program that is ending does not wait for a line.
    writer = Thread(target=write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()
        if said:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
