"""Kernels of one month: payoffs at the drivers' levels, a choice, and how drivers move."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.arithmetic import normal_quantile
from belarusgame.base.labels import FloatArray
from belarusgame.simulate.chance import Stream, number
from belarusgame.simulate.compile_simulation import entry

IntArray = NDArray[np.int64]


class Motion(NamedTuple):
    """How drivers move in a month."""

    level: FloatArray  # shape (drivers, 3): low, likely and high
    decay: FloatArray  # which part of the way back to their level at the date they go
    noise: FloatArray  # the standard deviation of a month
    pushes: FloatArray  # shape (drivers, profiles): by what is in force


@entry
def fill_parts(
    features: FloatArray,
    owner: IntArray,
    part: IntArray,
    factors: FloatArray,
    scales: FloatArray,
    kinds: IntArray,
    out: FloatArray,
) -> None:
    """Fill in the payoffs of each run by what scales them: ``(runs, parts, players, profiles)``.

    ``factors`` has the weights, shape ``(considerations, runs)``; ``scales`` what each player's types do to
    them, shape ``(considerations, players, kinds)``.
    """
    for run in range(out.shape[0]):
        for k in range(owner.shape[0]):
            weight = factors[k, run]
            for i in range(kinds.shape[1]):
                weight *= scales[k, i, kinds[run, i]]
            into, values = out[run, part[k], owner[k]], features[k]
            for s in range(values.shape[0]):
                into[s] += weight * values[s]


@entry
def weigh_parts(
    parts: FloatArray,
    levels: FloatArray,
    runs: IntArray,
    profiles: IntArray,
    out: FloatArray,
) -> None:
    """Fill in everybody's payoffs at the drivers' levels, for some runs and profiles."""
    for n in range(runs.shape[0]):
        run = runs[n]
        for i in range(out.shape[1]):
            into, fixed = out[n, i], parts[run, 0, i]
            for s in range(profiles.shape[0]):
                into[s] = fixed[profiles[s]]
            for j in range(levels.shape[1]):
                level, scaled = levels[run, j], parts[run, 1 + j, i]
                for s in range(profiles.shape[0]):
                    into[s] += level * scaled[profiles[s]]


@entry
def pick(
    chances: FloatArray,
    movers: IntArray,
    counts: IntArray,
    place: IntArray,
    stream: Stream,
    out: IntArray,
) -> None:
    """Draw a profile for each run: one number a player, in the order of moves.

    The chances have the shape ``(runs, profiles)``, the profiles in the order of moves, the last mover's
    strategies innermost; ``place`` is the number of each of these profiles. The stream has a tag for each
    player.
    """
    for n in range(chances.shape[0]):
        own, first, size = chances[n], 0, chances.shape[1]
        for stage in range(movers.shape[0]):
            size //= counts[stage]
            # What is left after the movers before: their choices have cut a run of profiles out.
            total = 0.0
            for s in range(first, first + size * counts[stage]):
                total += own[s]
            # Times what is left: conditional chances need no division, which a history of chance 0 would not
            # survive.
            target = total * number(stream.keys, stream.runs[n], stream.moment, stream.tags[movers[stage]])
            passed, chosen = 0.0, counts[stage] - 1
            for a in range(counts[stage]):
                for s in range(first + a * size, first + (a + 1) * size):
                    passed += own[s]
                if target < passed:
                    chosen = a
                    break
            first += chosen * size
        out[n] = place[first]


@entry
def move_drivers(
    motion: Motion, codes: IntArray, stream: Stream, levels: FloatArray, clamped: IntArray
) -> None:
    """Let the drivers of each run move through one month, in place, and count where they meet their range."""
    decay, noise = motion.decay, motion.noise
    for n in range(levels.shape[0]):
        for j in range(levels.shape[1]):
            before = levels[n, j]
            # Drivers return towards 1, their level at the date, as an autoregressive process of order 1 does.
            after = before + decay[j] * (1.0 - before) + motion.pushes[j, codes[n]]
            if noise[j] > 0.0:
                after += noise[j] * normal_quantile(
                    number(stream.keys, stream.runs[n], stream.moment, stream.tags[j])
                )
            inside = min(max(after, motion.level[j, 0]), motion.level[j, 2])
            clamped[j] += inside != after
            levels[n, j] = inside


@entry
def expect(chances: FloatArray, place: IntArray, worth: FloatArray, out: FloatArray) -> None:
    """Add up what everybody gets on average; ``place`` says which profile each chance belongs to."""
    for game in range(chances.shape[0]):
        for i in range(out.shape[1]):
            total, own = 0.0, worth[game, i]
            for s in range(place.shape[0]):
                total += chances[game, s] * own[place[s]]
            out[game, i] = total


@entry
def interpolate(
    grid: FloatArray,
    sizes: IntArray,
    values: FloatArray,
    levels: FloatArray,
    runs: IntArray,
    profiles: IntArray,
    classes: IntArray,
    factor: float,
    out: FloatArray,
) -> None:
    """Add what lies ahead, interpolated between points of a grid of levels, to payoffs, times a factor.

    The levels of the grid, of shape ``(drivers, points)``, rise over the first ``sizes`` of each row. The
    values have the shape ``(points, players, classes)``, the last driver innermost among the points;
    ``classes`` is the class of each profile.
    """
    drivers = grid.shape[0]
    below, share = np.zeros(drivers, dtype=np.int64), np.zeros(drivers)
    for n in range(runs.shape[0]):
        for j in range(drivers):
            level, cell = levels[runs[n], j], 0
            # The last cell is closed above: a level held at the end of its range lies in it.
            while cell + 2 < sizes[j] and grid[j, cell + 1] <= level:
                cell += 1
            below[j] = cell
            share[j] = 0.0
            if sizes[j] > 1:
                share[j] = (level - grid[j, cell]) / (grid[j, cell + 1] - grid[j, cell])
        # Multilinear: a weighted mean of the corners of the cell, of which most have no weight where a driver
        # stands still.
        for corner in range(1 << drivers):
            point, weight = 0, factor
            for j in range(drivers):
                upper = (corner >> j) & 1
                # A driver with one level has no upper neighbour; its weight is 0 there.
                point = point * sizes[j] + min(below[j] + upper, sizes[j] - 1)
                weight *= share[j] if upper else 1.0 - share[j]
            if weight != 0.0:
                for i in range(out.shape[1]):
                    ahead, into = values[point, i], out[n, i]
                    for s in range(profiles.shape[0]):
                        into[s] += weight * ahead[classes[profiles[s]]]
