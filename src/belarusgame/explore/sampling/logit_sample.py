"""Logit equilibria of the first draws, at the rationality that each of them drew."""

from __future__ import annotations

import numpy as np

from belarusgame import solve
from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.chunk import Job
from belarusgame.explore.sampling.draws import BLOCK
from belarusgame.explore.sampling.run import Gathered
from belarusgame.explore.sampling.shares import LogitSample

__all__ = ["draw_payoffs", "logit_sample"]


def logit_sample(job: Job, found: Gathered, count: int) -> LogitSample:
    """Solve the first draws for their logit equilibria."""
    draws, exact = job.exact.draws, job.exact
    base = exact.game(draws.values(0, 1)[:, 0]).base_measure()
    rationality = draws.values(0, count)[draws.row("rationality", "rationality")]
    solved = solve.logit(draw_payoffs(job, count), rationality, base=list(base.values()))
    codes, kinds = found.kept()
    return LogitSample(profiles=solved.profiles, converged=solved.converged, codes=codes[:count], found=kinds)


def draw_payoffs(job: Job, count: int) -> FloatArray:
    """Return what decides in the first draws, shape ``(draws, players, *strategies)``."""
    at, draws = job.layout, job.exact.draws
    profiles = at.terminal.shape[0]
    payoffs = np.empty((count, len(at.counts), profiles))
    for start in range(0, count, BLOCK):
        values = draws.values(start, min(BLOCK, count - start))
        ones = np.vstack([values, np.ones(values.shape[1])])
        variables = ones[at.left] * ones[at.right]  # what has no row takes the last one
        for i in range(len(at.counts)):
            switches = slice(at.switch_begin[i], at.switch_begin[i + 1])
            settings = values[at.switch_row[switches]].astype(np.int64)
            kind = (settings * at.switch_step[switches, None]).sum(axis=0)
            begin, width = at.extent[at.first_table[i]]
            part = payoffs[start : start + values.shape[1], i]
            for table in np.unique(kind):
                own = np.flatnonzero(kind == table)
                coefficients = np.ascontiguousarray(at.table[at.first_table[i] + table, :width].T)
                part[own] = (coefficients @ variables[begin : begin + width, own]).T
    return payoffs.reshape(count, len(at.counts), *at.counts.tolist())
