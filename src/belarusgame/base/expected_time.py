"""A word before long work on a terminal: how long it will take, and how to bound it."""

from __future__ import annotations

import sys

#: Seconds; what is over sooner needs no word.
WORTH_SAYING = 10.0

#: How a terminal is told to clear the rest of a line (ECMA-48, "erase in line").
CLEAR = "\x1b[K"


def on_terminal() -> bool:
    """Whether somebody reads the standard error as it is written; it may be closed, or not be there."""
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False


def announce_time(seconds: float, work: str, bounds: str) -> None:
    """Say on a terminal, in one line, about how long some work will take; elsewhere nothing is printed.

    ``work`` is what is done, such as "solving 1,000 draws", and ``bounds`` what makes it shorter: "--draws".
    """
    if seconds > WORTH_SAYING and on_terminal():
        said = f"{work} will take about {rough_time(seconds)}; to bound it: {bounds}"
        sys.stderr.write(f"belarusgame: {said}{CLEAR}\n")


def rough_time(seconds: float) -> str:
    """Write a time with one unit: more would be a promise."""
    for name, length in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return f"{min(seconds / length, 1e6):,.0f} {name}"
    return "a second" if seconds < 1.5 else f"{seconds:.0f} seconds"
