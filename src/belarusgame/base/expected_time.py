"""A word before and during long work on a terminal: how long it will take, how to bound it, what is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterator
from typing import TypeVar

Step = TypeVar("Step")

#: Seconds; what is over sooner needs no word.
WORTH_SAYING = 10.0

#: Seconds after which work in steps says how far it is, and between two times that it does.
PATIENCE, PAUSE = 2.0, 0.2

#: How a terminal is told to clear the rest of a line (ECMA-48, "erase in line").
_CLEAR = "\x1b[K"

#: What is being counted; work inside it is silent, since a line can say one thing only.
_counting: list[str] = []


def announce_time(seconds: float, work: str, bounds: str) -> None:
    """Say on a terminal, in one line, about how long some work will take; elsewhere nothing is printed.

    ``work`` is what is done, such as "solving 1,000 draws", and ``bounds`` what makes it shorter: "--draws".
    """
    if seconds > WORTH_SAYING and sys.stderr.isatty():
        sys.stderr.write(f"belarusgame: {work} will take about {_rough(seconds)}; to bound it: {bounds}\n")


def counted(steps: Collection[Step], what: str) -> Iterator[Step]:
    """Go through steps, such as "modelling choices"; say on a terminal how many are done, after a while."""
    if _counting or not sys.stderr.isatty():
        yield from steps
        return
    _counting.append(what)
    begin = said = time.monotonic()
    try:
        for done, step in enumerate(steps):
            now = time.monotonic()
            if now - begin > PATIENCE and now - said > PAUSE and done:
                left = _rough((now - begin) / done * (len(steps) - done))
                # The line is left at its beginning, so that whatever is said next takes its place.
                sys.stderr.write(f"{done:,} of {len(steps):,} {what}, about {left} left{_CLEAR}\r")
                sys.stderr.flush()
                said = now
            yield step
    finally:
        _counting.pop()
        if said > begin:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


def _rough(seconds: float) -> str:
    """Write a time with one unit: more would be a promise."""
    for name, length in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return f"{min(seconds / length, 1e6):,.0f} {name}"
    return "a second" if seconds < 1.5 else f"{seconds:.0f} seconds"
