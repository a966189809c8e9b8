"""How the mean of every input shifts where an observation is known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.explore.sampling import Draws

#: A mean that moves by more standard errors than this is said to shift, unless it rests on very few draws.
NOTABLE, FEWEST = 4.0, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How the draws of one input differ where the observation happens.

    Attributes
    ----------
    name, kind : str
        The input; the mean of a ``type`` or ``delegation`` is the share of draws in which that is so.
    before, after : float
        Its mean over all draws, and over those in which the observation happens in some outcome; nan if none.
    error : float
        The standard error that ``after`` would have if the draws had been kept at random.
    kept : int
        How many draws were kept.
    """

    name: str
    kind: str
    before: float
    after: float
    error: float
    kept: int

    @property
    def size(self) -> float:
        """By how many standard errors the mean moves; 0 where that cannot be said."""
        return abs(self.after - self.before) / self.error if self.error > 0.0 else 0.0

    @property
    def notable(self) -> bool:
        """Whether the mean moves by more than chance is likely to move it."""
        return self.kept >= FEWEST and self.size > NOTABLE


def shifts_of(made: Draws, values: FloatArray, kept: BoolArray) -> Iterator[Shift]:
    """Compare the mean of every input that varies over all draws and over those that are kept."""
    for entry, row in zip(made.inputs, values, strict=True):
        if entry.kind == "type":
            for number, name in enumerate(entry.options, start=1):
                yield _shift(f"{entry.name} is {name}", "type", (row == number).astype(np.float64), kept)
        elif entry.kind == "delegation":
            yield _shift(f"{entry.name} is on", "delegation", row, kept)
        elif entry.kind in ("weight", "driver") and not entry.fixed:
            yield _shift(entry.name, entry.kind, row, kept)


def _shift(name: str, kind: str, row: FloatArray, kept: BoolArray) -> Shift:
    count = int(kept.sum())
    after = row[kept]
    return Shift(
        name=name,
        kind=kind,
        before=float(row.mean()),
        after=float(after.mean()) if count else math.nan,
        # The kept draws are some of all draws, taken without replacement: the correction for a finite
        # population.
        error=float(row.std()) * math.sqrt(1 / count - 1 / len(row)) if count else math.nan,
        kept=count,
    )
