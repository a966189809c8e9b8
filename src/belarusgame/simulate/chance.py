"""Random numbers by counter: one for each run, moment and purpose.

What happens in a run depends on nothing but the seed and the run's own numbers: not on how runs are split,
how long they are, or who else plays. So two simulations with one seed meet the same chances, and what differs
between them is due to what was changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.counter import LOW_WORD, UPPER, Keys, midpoint, philox
from belarusgame.simulate.compile_simulation import inner

Tags = NDArray[np.uint64]


class Stream(NamedTuple):
    """The random numbers of one moment in some runs."""

    keys: Keys
    runs: NDArray[np.int64]  # the number of each run
    moment: int
    tags: Tags  # what the numbers are for


def tags_of(purpose: str, names: Iterable[str]) -> Tags:
    """Return the word of the counter that stands for each name and what the number is for.

    It depends on the name alone, so that a player keeps its numbers whoever else plays.
    """
    # A checksum, because Python's own hash of a text is another one in every process.
    return np.array([zlib.crc32(f"{purpose}: {name}".encode()) for name in names], dtype=np.uint64)


@inner
def number(keys: Keys, run: Any, moment: Any, tag: Any) -> Any:
    """Return a number strictly between 0 and 1."""
    run_word = np.uint64(run)
    # Run, moment and tag are a counter of their own: nothing has to be drawn to come to a later number.
    upper, lower, _, _ = philox(run_word & LOW_WORD, run_word >> UPPER, np.uint64(moment), tag, keys)
    return midpoint(upper, lower)
