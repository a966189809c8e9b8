"""For how long a search may take: said once around a call, looked at wherever the search branches."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from belarusgame.base.settings import finite_number

#: When the search that is running must end, on the clock of ``time.monotonic``.
_end: ContextVar[float] = ContextVar("end", default=math.inf)

#: What an answer says that was ended by it.
OUT_OF_TIME = "max_seconds ended the search before this was settled; the answer differs from run to run"


def checked_seconds(max_seconds: object) -> float | None:
    """Return a time limit, or None for none."""
    return None if max_seconds is None else finite_number("max_seconds", max_seconds)


@contextmanager
def within_seconds(seconds: float | None) -> Generator[None]:
    """Let the searches inside end after so many seconds together; with None, whenever they are through."""
    # Inside another limit the earlier end counts: a part may never take longer than the whole.
    token = _end.set(_end.get() if seconds is None else min(_end.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _end.reset(token)


def end_on_the_wall() -> float | None:
    """Return when the search that is running must end by ``time.time``, which other processes share."""
    return None if math.isinf(_end.get()) else time.time() + _end.get() - time.monotonic()


def out_of_time() -> bool:
    """Whether the search that is running has used up its time."""
    return time.monotonic() > _end.get()
