"""Every draw as a row of a data frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.labels import FloatArray, event_words
from belarusgame.explore.sampling.chunk import Job
from belarusgame.explore.sampling.draws import BLOCK
from belarusgame.explore.sampling.run import Gathered
from belarusgame.explore.sampling.shares import described
from belarusgame.explore.sampling.tally import UNITS, Found, event_bits

if TYPE_CHECKING:
    import pandas as pd


def draws_frame(job: Job, found: Gathered) -> pd.DataFrame:
    """Return one row a draw: every input, what was found, and the bounds of every watched event.

    Types are named; the bounds are nan where a draw has no outcome, 0 and 1 where it is undecided.
    """
    import pandas as pd

    draws = job.exact.draws
    values = np.concatenate(
        [draws.values(first, min(BLOCK, job.draws - first)) for first in range(0, job.draws, BLOCK)], axis=1
    )
    columns: dict[str, Any] = {}
    for entry, row in zip(draws.inputs, values, strict=True):
        if entry.kind == "type":
            names = np.array([entry.rest, *entry.options], dtype=object)
            columns[f"type {entry.name}"] = names[row.astype(np.int64)]
        elif entry.kind == "delegation":
            columns[f"delegation {entry.name}"] = np.array(["off", "on"], dtype=object)[row.astype(np.int64)]
        else:
            columns[f"probability {entry.name}" if entry.kind == "probability" else entry.name] = row
    codes, kinds = found.kept()
    labels = [described(job.labels, kind) for kind in kinds]
    columns["outcomes"] = np.array(labels, dtype=object)[codes]
    columns["number of outcomes"] = np.array([kind.outcomes for kind in kinds])[codes]
    columns["status"] = np.array(["partial" if kind.partial else "complete" for kind in kinds], dtype=object)[
        codes
    ]
    for k, event in enumerate(job.exact.watched):
        least, greatest = _bounds(job, found, k, event)
        columns[f"least {event_words(event)}"], columns[f"greatest {event_words(event)}"] = least, greatest
    return pd.DataFrame(columns)


def _bounds(
    job: Job, found: Gathered, position: int, event: Mapping[str, Any]
) -> tuple[FloatArray, FloatArray]:
    """Return the least and the greatest probability of an event over the outcomes of every draw."""
    codes, kinds = found.kept()
    bits = event_bits(job.labels, event)
    ends = np.array([_ends(kind, bits) for kind in kinds]).reshape(len(kinds), 2)[codes]
    for number, (least, greatest) in found.bounds.items():
        if least:
            ends[number] = least[position] / UNITS, greatest[position] / UNITS
    return ends[:, 0], ends[:, 1]


def _ends(kind: Found, bits: int) -> tuple[float, float]:
    if kind.partial:
        return 0.0, 1.0
    if kind.outcomes == 0:
        return float("nan"), float("nan")
    return float(kind.always(bits)), float(kind.sometimes(bits))
