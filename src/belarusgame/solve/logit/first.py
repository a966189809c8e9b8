"""The first point of each branch at a rationality: raised quickly, followed by length where that stalls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.base.threads import in_threads
from belarusgame.errors import GameError
from belarusgame.solve.logit.checks import SHARPEST
from belarusgame.solve.logit.equations import normalised
from belarusgame.solve.logit.kernel import raise_rationality
from belarusgame.solve.logit.path import follow, reach
from belarusgame.solve.logit.system import LogitSystem, logit_system

#: How many games are worked on at a time: enough for numpy, few enough to keep every core busy.
CHUNK = 128
#: The budget of a game that is left to the path.
MOST_STEPS = 5000


def first_points(
    payoffs: FloatArray, base: Sequence[FloatArray], levels: FloatArray, follow_folds: bool
) -> tuple[FloatArray, FloatArray, BoolArray, BoolArray]:
    """Return probabilities, residuals, and which games were followed by length and met branches."""
    count = len(payoffs)
    chunks = in_threads(
        [
            partial(_chunk, payoffs[start:end], base, levels[start:end], follow_folds)
            for start, end in pairwise([*range(0, count, CHUNK), count])
        ]
    )
    z, residuals, followed, singular = zip(*chunks, strict=True)
    return np.concatenate(z), np.concatenate(residuals), np.concatenate(followed), np.concatenate(singular)


def _chunk(
    payoffs: FloatArray, base: Sequence[FloatArray], levels: FloatArray, follow_folds: bool
) -> tuple[FloatArray, FloatArray, BoolArray, BoolArray]:
    """Do so for some games, in one thread."""
    system = logit_system(payoffs, base)
    target = _scaled(levels, system)
    z, stalled = np.empty_like(system.log_base), np.zeros(target.shape, dtype=np.bool_)
    raise_rationality(system.at, target, system.buffers, z, stalled)
    singular = np.zeros_like(stalled)
    if follow_folds:
        for game in np.flatnonzero(stalled).tolist():
            alone = system.pick(np.array([game]))
            z[game], singular[game] = _by_length(alone, float(target[game]), z[game])
    residuals = system.distance(z, target)
    return normalised(system.at.begin, z), residuals, stalled & follow_folds, singular


def _by_length(system: LogitSystem, target: float, fallback: FloatArray) -> tuple[FloatArray, bool]:
    """Return the first point at a rationality on one game's branch, and whether others meet it on the way.

    The branch is followed by length; the fallback is returned if it cannot be followed so far.
    """
    trace = follow(system, end=target, max_steps=MOST_STEPS)
    # The last point that the quick method reached; its residual says that it is no equilibrium.
    if trace.stopped:
        return fallback, bool(trace.singular)
    # Rationality 0: the branch begins there.
    if len(trace.points) == 1:
        return trace.points[0].place[:-1], False
    return reach(system, trace.points[-2], trace.points[-1], target), bool(trace.singular)


def agreement(
    payoffs: FloatArray, base: Sequence[FloatArray], levels: FloatArray, probabilities: FloatArray
) -> float | None:
    """Return the share of games whose probabilities are those of the path, within 1e-6; None of no games."""
    if not len(payoffs):
        return None
    system = logit_system(payoffs, base)
    nowhere, agree = np.full(probabilities.shape[1], np.nan), 0
    for game, rationality in enumerate(_scaled(levels, system).tolist()):
        by_path, _ = _by_length(system.pick(np.array([game])), rationality, nowhere)
        there = normalised(system.at.begin, by_path[None])[0]
        agree += bool(np.abs(there - probabilities[game]).max() <= 1e-6)
    return agree / len(payoffs)


def _scaled(levels: FloatArray, system: LogitSystem) -> FloatArray:
    scaled = levels * system.scale
    if np.any(scaled > SHARPEST):
        worst = int(scaled.argmax())
        raise GameError(
            f"rationality = {levels[worst]:g} is too sharp for float64: times the payoff scale "
            f"{system.scale[worst]:g} it must be at most {SHARPEST:g}"
        )
    return scaled
