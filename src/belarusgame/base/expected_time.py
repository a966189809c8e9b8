"""A word before long work: about how long it will take, and how to bound it."""

from __future__ import annotations

import sys

__all__ = ["announce_time"]

#: Seconds; what is over sooner needs no word.
WORTH_SAYING = 10.0


def announce_time(seconds: float, work: str, bounds: str) -> None:
    """Say on a terminal, in one line, about how long some work will take; elsewhere nothing is printed.

    Parameters
    ----------
    seconds : float
        The estimate.
    work : str
        What is done, such as "solving 1,000 draws".
    bounds : str
        How to make it shorter, such as "--draws".
    """
    if seconds > WORTH_SAYING and sys.stderr.isatty():
        sys.stderr.write(f"belarusgame: {work} will take about {_rough(seconds)}; to bound it: {bounds}\n")


def _rough(seconds: float) -> str:
    """Write a time with one unit: more would be a promise."""
    for name, length in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return f"{min(seconds / length, 1e6):,.0f} {name}"
    return f"{seconds:.0f} seconds"
