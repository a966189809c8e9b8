"""Logit play of single movers in turn, compiled for many games: one pass back and one forth in each.

Exponentials are worked out for all histories of a mover at once, in loops that the compiler can spread over
the lanes of a processor: each lane does the same operations in the same order, so the bits do not change.
"""

from __future__ import annotations

import math

import numpy as np

from belarusgame.base.arithmetic import EXP_SERIES, LN2_HIGH, LN2_LOW, PER_LN2
from belarusgame.base.labels import FloatArray
from belarusgame.solve.logit.arrays import IntArray
from belarusgame.solve.logit.compile_logit import entry, inner

#: Powers of 2 from the least that float64 knows of up to 1: exponents here are never positive.
LEAST = 1075
POWERS = np.array([math.ldexp(1.0, k - LEAST) for k in range(LEAST + 1)])


@entry
def chain(
    payoffs: FloatArray,
    place: IntArray,
    movers: IntArray,
    counts: IntArray,
    log_base: FloatArray,
    levels: FloatArray,
    out: FloatArray,
) -> None:
    """Fill in the probability of every profile, from payoffs of shape ``(games, players, profiles)``.

    ``place`` says where each profile stands if they are listed in the order of moves. ``movers`` move in that
    order, each with so many strategies (``counts``) and one row of ``log_base``; ``levels`` is the
    rationality of each game. ``out`` has the shape ``(games, profiles)``.
    """
    games, players, profiles = payoffs.shape
    stages = counts.shape[0]
    value = np.empty((players, profiles))
    chances = np.empty((stages, profiles))
    powers = np.empty(profiles)
    for game in range(games):
        for i in range(players):
            for s in range(profiles):
                # In the order of moves, what can follow a history stands side by side.
                value[i, s] = payoffs[game, i, place[s]]
        size = profiles
        for stage in range(stages - 1, -1, -1):
            count = counts[stage]
            _respond(
                value[movers[stage], :size], count, log_base[stage], levels[game], chances[stage], powers
            )
            size //= count
            # Only who moves before still has a choice to make.
            for i in movers[:stage]:
                for history in range(size):
                    total = 0.0
                    for a in range(count):
                        total += chances[stage, history * count + a] * value[i, history * count + a]
                    # Written where the first of the profiles averaged stood: those are not read again.
                    value[i, history] = total
        _multiply(chances, counts, place, powers, out[game])


@inner
def _respond(
    value: FloatArray, count: int, log_base: FloatArray, level: float, out: FloatArray, powers: FloatArray
) -> None:
    """Fill in the logit response after each history."""
    size = value.shape[0]
    for first in range(0, size, count):
        best, highest = value[first], -np.inf
        for a in range(1, count):
            best = max(best, value[first + a])
        for a in range(count):
            # Against the best payoff: the products stay small where payoffs are large and near each other.
            out[first + a] = log_base[a] - level * (best - value[first + a])
            highest = max(highest, out[first + a])
        for a in range(count):
            # exp(-745) is about the least number above 0: below, the table of powers would end.
            out[first + a] = max(out[first + a] - highest, -745.0)
    # exp(x) = 2^k exp(r), ln 2 being subtracted in two parts so that r is right to the last bit (Cody and
    # Waite 1980).
    for s in range(size):
        power = np.floor(out[s] * PER_LN2 + 0.5)
        r = (out[s] - power * LN2_HIGH) - power * LN2_LOW
        series = 0.0
        for coefficient in EXP_SERIES:
            series = series * r + coefficient
        out[s], powers[s] = 1.0 + (r + r * r * series), power
    for s in range(size):
        out[s] *= POWERS[int(powers[s]) + LEAST]
    for first in range(0, size, count):
        total = 0.0
        for a in range(count):
            total += out[first + a]
        for a in range(count):
            out[first + a] /= total


@inner
def _multiply(
    chances: FloatArray, counts: IntArray, place: IntArray, joint: FloatArray, out: FloatArray
) -> None:
    """Multiply the chances of a profile's moves, from the first to the last."""
    size = 1
    joint[0] = 1.0
    for stage in range(counts.shape[0]):
        count = counts[stage]
        # From behind, so that no product is overwritten before it was used.
        for s in range(size - 1, -1, -1):
            before = joint[s]
            for a in range(count):
                joint[s * count + a] = before * chances[stage, s * count + a]
        size *= count
    for s in range(size):
        out[place[s]] = joint[s]
