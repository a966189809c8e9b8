"""Reasons why some draws of a sweep are undecided, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from belarusgame.explore.sampling.chunk import Job, solve_chunk
from belarusgame.explore.sampling.draws import BLOCK

#: So many of the undecided draws among the first ones are looked at.
LOOKED_AT = 3

#: A draw that is decided once it is solved by itself had only been left for want of time.
BUDGET = "no more draws were to be solved one by one; what would mend it: a larger max_exact, or max_seconds"


def why_undecided(job: Job) -> tuple[str, ...]:
    """Say what keeps the first undecided draws from being decided, each reason once, and what mends it."""
    if job.max_exact == 0:
        return (BUDGET,)  # one draw may take longer than all that the kernels settle
    reasons: dict[str, None] = {}
    for messages in _first_undecided(job):
        reasons |= dict.fromkeys([BUDGET] if messages is None else messages)
    stated = tuple(reasons)
    if any(" after " in reason for reason in stated):
        mend = "let those who move together move one after the other (order), or hold one of them (fix)"
        return (*stated, f"what would mend it: {mend}")
    return stated


def _first_undecided(job: Job) -> Iterator[tuple[str, ...] | None]:
    """Solve some undecided draws of the first block; None stands for one that is decided then."""
    count = min(job.draws, BLOCK)
    chunk = solve_chunk(replace(job, kept=count, max_exact=0, deadline=None), 0, count)
    partial = np.array([found.partial for found in chunk.tallies.by_found])
    values = job.exact.draws.values(0, count)
    for n in np.flatnonzero(partial[chunk.codes])[:LOOKED_AT].tolist():
        solution = job.exact.solution(job.exact.game(np.ascontiguousarray(values[:, n])))
        yield None if solution.status == "complete" else tuple(solution.messages)
