"""Logit play in the first draws, at the rationality that each of them drew."""

from __future__ import annotations

import itertools

import numpy as np

from belarusgame import solve
from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.explore.sampling.chunk import Job
from belarusgame.explore.sampling.compiled_scenario import KernelArrays
from belarusgame.explore.sampling.draws import BLOCK
from belarusgame.explore.sampling.run import Gathered
from belarusgame.explore.sampling.shares import LogitSample
from belarusgame.solve.logit import sequential_logit_batch

#: The difference from the logit response, as a probability, up to which a draw counts as solved.
TOLERANCE = 1e-9


def logit_sample(job: Job, found: Gathered, count: int) -> LogitSample:
    """Solve the first draws: for sequential logit play where players move in turn, else for equilibria."""
    draws, exact = job.exact.draws, job.exact
    base = list(exact.game(draws.values(0, 1)[:, 0]).base_measure().values())
    levels = np.ascontiguousarray(draws.values(0, count)[draws.row("rationality", "rationality")])
    payoffs = draw_payoffs(job, count)
    if exact.concept == "sequential":
        chances, converged = sequential_chances(job.layout, payoffs, base, levels)
    else:
        solved = solve.logit(payoffs, levels, base=base)
        chances, converged = _products(solved.profiles), solved.converged
    codes, kinds = found.kept()
    return LogitSample(chances=chances, converged=converged, codes=codes[:count], found=kinds)


def sequential_chances(
    at: KernelArrays, payoffs: FloatArray, base: list[FloatArray], levels: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Return the probability of every profile in each game, and in which games it was found.

    Shapes ``(games, profiles)`` and ``(games,)``.
    """
    ends = at.group_begin.tolist()
    groups = [tuple(at.movers[a:b].tolist()) for a, b in itertools.pairwise(ends)]
    chances, residuals = sequential_logit_batch(payoffs, groups, base, levels)
    return chances.reshape(len(payoffs), -1), residuals <= TOLERANCE


def _products(profiles: tuple[FloatArray, ...]) -> FloatArray:
    """Return the probability of every profile where choices are independent."""
    chances = np.ones((len(profiles[0]), 1))
    for vectors in profiles:
        chances = (chances[:, :, None] * vectors[:, None, :]).reshape(len(vectors), -1)
    return chances


def draw_payoffs(job: Job, count: int) -> FloatArray:
    """Return what decides in the first draws, shape ``(draws, players, *strategies)``."""
    draws = job.exact.draws
    parts = [
        payoffs_at(job.layout, draws.values(start, min(BLOCK, count - start)))
        for start in range(0, count, BLOCK)
    ]
    return np.concatenate(parts)


def payoffs_at(at: KernelArrays, values: FloatArray) -> FloatArray:
    """Return what decides in each column of values, shape ``(count, players, *strategies)``.

    Terms are added one after the other, so that the bits are the same on every processor.
    """
    profiles, count = at.terminal.shape[0], values.shape[1]
    payoffs = np.empty((count, len(at.counts), profiles))
    ones = np.vstack([values, np.ones(count)])
    variables = ones[at.left] * ones[at.right]  # what has no row takes the last one
    for i in range(len(at.counts)):
        switches = slice(at.switch_begin[i], at.switch_begin[i + 1])
        settings = values[at.switch_row[switches]].astype(np.int64)
        kind = (settings * at.switch_step[switches, None]).sum(axis=0)
        begin, width = at.extent[at.first_table[i]]
        for table in np.unique(kind):
            own = np.flatnonzero(kind == table)
            total = np.zeros((len(own), profiles))
            for j in range(width):
                total += variables[begin + j, own, None] * at.table[at.first_table[i] + table, j]
            payoffs[own, i] = total
    return payoffs.reshape(count, len(at.counts), *at.counts.tolist())
