"""Work on all processor cores of this process, for compiled functions that let go of the lock on threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from belarusgame.base.at_work import counted

_Result = TypeVar("_Result")


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    # A container or a batch system may allow fewer cores than the machine has.
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def in_threads(calls: Sequence[Callable[[], _Result]], what: str = "") -> list[_Result]:
    """Make calls, one thread a core, and return their results in the order of the calls.

    Parameters
    ----------
    calls : sequence of callable
        What is called.
    what : str
        What the calls are called, where a terminal is to say how many are done.
    """
    threads = min(cores(), len(calls))
    if threads <= 1:
        return [call() for call in (counted(calls, what) if what else calls)]
    pool = ThreadPoolExecutor(threads)
    try:
        # Threads, not processes: compiled code lets go of the lock, and nothing has to be copied.
        futures = [pool.submit(call) for call in calls]
        return [future.result() for future in (counted(futures, what) if what else futures)]
    finally:
        # Whoever interrupts, or is told of an error, does not wait for compiled code that has begun.
        pool.shutdown(wait=False, cancel_futures=True)
