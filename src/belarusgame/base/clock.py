"""How long a call may take."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from belarusgame.base.settings import finite_number

#: What is shorter cannot be kept: looking at the clock takes its time too.
_SHORTEST = 0.01


@dataclass(frozen=True, slots=True)
class Clock:
    """When a call began, and how many seconds it may take; None if any."""

    began: float  #: by ``time.monotonic``
    seconds: float | None  #: at least a hundredth

    @classmethod
    def starting(cls, max_seconds: object) -> Clock:
        """Start now.

        Raises
        ------
        GameError
            If the seconds are no finite number of at least a hundredth.
        """
        began = time.monotonic()
        if max_seconds is None:
            return cls(began, None)
        return cls(began, finite_number("max_seconds", max_seconds, _SHORTEST, 1e9))

    def at(self, part: float) -> float:
        """Return the moment at which a part of the time is up."""
        return math.inf if self.seconds is None else self.began + part * self.seconds

    def on_the_wall(self, part: float) -> float:
        """Return the same moment by ``time.time``, which other processes share."""
        # ``time.monotonic`` begins anywhere, in each process perhaps elsewhere: only differences of it mean
        # something.
        return time.time() + self.at(part) - time.monotonic()
