"""The replicator equation, compiled: every start of a game is followed by itself.

In logarithms: the derivative of a strategy's log-share is what it earns, and shares are the exponentials,
normalised. So no share becomes negative, and one that is absent stays so. The steps are of order 8, and
the error is that in the log-shares.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from belarusgame.base.arithmetic import exp, log
from belarusgame.base.labels import FloatArray
from belarusgame.simulate.compile_simulation import entry, inner
from belarusgame.simulate.learning.averages import Earnings, IntArray, Watched, earn
from belarusgame.simulate.learning.eighth_order import FIFTH, STAGES, THIRD, WEIGHTS

#: A step may grow or shrink by so much, and is this much shorter than the estimate allows.
GROWS, SHRINKS, SAFETY = 5.0, 0.2, 0.9
#: However smooth the way is, it has at least so many steps: a cycle is seen at them.
FEWEST = 20


class Integration(NamedTuple):
    """How far starts are followed, and how exactly."""

    until: float  # the end
    tolerance: float  # the error admitted in a step
    most_steps: int


@inner
def _shares(at: Earnings, logs: FloatArray, shares: FloatArray) -> None:
    for i in range(at.counts.shape[0]):
        first, last = at.begin[i], at.begin[i + 1]
        highest, total = -np.inf, 0.0
        for a in range(first, last):
            highest = max(highest, logs[a])
        for a in range(first, last):
            # The greatest is exp(0) = 1, so that the sum neither overflows nor vanishes.
            shares[a] = exp(logs[a] - highest)
            total += shares[a]
        for a in range(first, last):
            shares[a] /= total


@inner
def _slope(at: Earnings, logs: FloatArray, shares: FloatArray, work: FloatArray, out: FloatArray) -> None:
    _shares(at, logs, shares)
    for i in range(at.counts.shape[0]):
        earn(at, i, shares, work, out)


@inner
def _likeliest(at: Earnings, shares: FloatArray) -> int:
    """Return the number of the profile of everybody's commonest strategy."""
    code = 0
    for i in range(at.counts.shape[0]):
        best = at.begin[i]
        for a in range(at.begin[i], at.begin[i + 1]):
            best = a if shares[a] > shares[best] else best
        # Mixed radix, the last player innermost, as ``numpy.ravel`` numbers profiles.
        code = code * at.counts[i] + best - at.begin[i]
    return code


@inner
def _error(slopes: FloatArray, stretch: float) -> float:
    """Estimate the error of a step: by the one of order 5, weighed down where that of order 3 is larger."""
    fifth, third = 0.0, 0.0
    for a in range(slopes.shape[1]):
        one, other = 0.0, 0.0
        for stage in range(STAGES):
            one += FIFTH[stage] * slopes[stage, a]
            other += THIRD[stage] * slopes[stage, a]
        fifth, third = max(fifth, abs(stretch * one)), max(third, abs(stretch * other))
    if fifth == 0.0:
        return 0.0
    # As in the code of Hairer, Norsett and Wanner (1993, section II.10).
    return fifth * fifth / np.sqrt(fifth * fifth + 0.01 * third * third)


@inner
def _try_step(
    at: Earnings, logs: FloatArray, stretch: float, slopes: FloatArray, rooms: tuple[FloatArray, ...]
) -> None:
    """Go through the stages of a step: their slopes, and at the last one the guess and its shares."""
    guess, shares, work = rooms
    for stage in range(STAGES):
        for a in range(logs.shape[0]):
            change = 0.0
            for earlier in range(stage + 1):
                change += WEIGHTS[stage, earlier] * slopes[earlier, a]
            guess[a] = logs[a] + stretch * change
        _slope(at, guess, shares, work, slopes[stage + 1])


@inner
def _first_step(slope: FloatArray) -> float:
    """Return a hundredth of the time in which the fastest log-share moves by one."""
    span = 0.0
    for a in range(slope.shape[0]):
        span = max(span, abs(slope[a]))
    return 0.01 / (1.0 + span)


@entry
def follow_flow(
    at: Earnings,
    states: FloatArray,
    integration: Integration,
    recorded: int,
    watched: Watched,
    averages: FloatArray,
    spread: FloatArray,
    steps: IntArray,
) -> None:
    """Follow every start to the end, in place.

    Parameters
    ----------
    states : numpy.ndarray
        Shape ``(runs, entries)``: shares, first at the start and then at the end.
    integration : Integration
        How far, and how exactly.
    recorded : int
        Which row's path is kept; -1 for none. It is met at every time kept.
    watched : Watched
        That path; and the commonest profiles of every run.
    averages, spread : numpy.ndarray
        Each share's mean over time, and how far it still moves in the second half.
    steps : numpy.ndarray
        How many steps were made; one more than the budget where it ended first.
    """
    runs, entries = states.shape
    until, tolerance, most_steps = integration.until, integration.tolerance, integration.most_steps
    path, visits = watched.path, watched.visits
    work, slopes = np.empty(at.payoffs.shape[1]), np.zeros((STAGES + 1, entries))
    logs, guess, shares = np.empty(entries), np.empty(entries), np.empty(entries)
    least, most = np.empty(entries), np.empty(entries)
    for run in range(runs):
        for a in range(entries):
            share = states[run, a]
            # A strategy that is absent has the logarithm minus infinity, and stays absent.
            logs[a] = log(share)
            averages[run, a], least[a], most[a] = 0.0, 1.0, 0.0
        _slope(at, logs, shares, work, slopes[0])
        step, time, done, kept = _first_step(slopes[0]), 0.0, 0, 1
        if run == recorded:
            path[0] = shares
        seen, last = 0, -1
        while time < until and done <= most_steps:
            # Only the run that is written down has to stop at the times kept.
            goal = until * kept / (path.shape[0] - 1) if run == recorded else until
            step = min(step, until / FEWEST)
            # What little would be left is gone at once: a last step of no length has an error of nothing but
            # rounding.
            stretch = goal - time if time + 1.0001 * step >= goal else step
            _try_step(at, logs, stretch, slopes, (guess, shares, work))
            wrong = _error(slopes, stretch)
            # The combined estimate falls with the eighth power of the step.
            factor = GROWS if wrong == 0.0 else SAFETY * exp(0.125 * log(tolerance / wrong))
            factor = min(GROWS, max(SHRINKS, factor))
            done += 1
            # Also where the error is not a number.
            if not wrong <= tolerance:
                step = stretch * factor
                continue
            time = goal if stretch == goal - time else time + stretch
            # A step cut short by the goal says nothing against the longer one.
            step = max(step, stretch * factor) if stretch < step else stretch * factor
            for a in range(entries):
                # By the trapezoid rule between the two ends of the step.
                averages[run, a] += stretch * 0.5 * (states[run, a] + shares[a])
                states[run, a] = shares[a]
                # The slope at the end of a step is the first of the next.
                slopes[0, a] = slopes[STAGES, a]
                # How far shares still swing once the first half, in which they come from anywhere, is over.
                if 2.0 * time >= until:
                    least[a], most[a] = min(least[a], shares[a]), max(most[a], shares[a])
            _centre(at, guess, logs)
            if run == recorded and time >= goal:
                path[kept] = shares
                kept += 1
            here = _likeliest(at, shares)
            if here != last:
                visits[run, seen % visits.shape[1]] = here
                seen, last = seen + 1, here
        for a in range(entries):
            # By the time that was reached: the steps may have ended first.
            averages[run, a] /= max(time, 1e-300)
            spread[run] = max(spread[run], most[a] - least[a])
        watched.visited[run], steps[run] = seen, done


@inner
def _centre(at: Earnings, found: FloatArray, logs: FloatArray) -> None:
    """Take over log-shares, less each learner's greatest: only their differences count."""
    for i in range(at.counts.shape[0]):
        highest = -np.inf
        for a in range(at.begin[i], at.begin[i + 1]):
            highest = max(highest, found[a])
        for a in range(at.begin[i], at.begin[i + 1]):
            logs[a] = found[a] - highest
