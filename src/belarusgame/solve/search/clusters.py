"""Merge undecided boxes that touch into clusters, and look for an equilibrium in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.replies import told_apart
from belarusgame.game import Game
from belarusgame.solve.search.points import payoff_ranges, payoffs_against

#: Boxes nearer than this touch: more than rounding can separate, less than any width that is searched.
_NEAR: Final = 1e-7
#: A sample must be an equilibrium up to this part of every player's payoff range.
SAMPLE_REGRET: Final = 1e-9
#: Samples of a cluster, how far apart they must be in some probability, and boxes that Newton starts from.
_SAMPLES: Final = 6
_APART: Final = 1e-3
_TRIALS: Final = 24


def merge(boxes: Sequence[FloatArray]) -> list[list[int]]:
    """Group boxes that touch, directly or through others; each group and the groups are in order."""
    if not boxes:
        return []
    low = np.stack([box[:, 0] for box in boxes]) - _NEAR
    high = np.stack([box[:, 1] for box in boxes])
    waiting = np.arange(len(boxes))
    groups: list[list[int]] = []
    while waiting.size:
        group = [int(waiting[0])]
        waiting = waiting[1:]
        for k in group:  # grows while it is walked through
            touching = np.all((low[waiting] <= high[k]) & (low[k] <= high[waiting]), axis=1)
            group += waiting[touching].tolist()
            waiting = waiting[~touching]
        groups.append(sorted(group))
    return groups


def hull(boxes: Sequence[FloatArray]) -> FloatArray:
    """Return the smallest box that holds all of them."""
    stacked = np.stack(boxes)
    return np.stack([stacked[:, :, 0].min(axis=0), stacked[:, :, 1].max(axis=0)], axis=1)


def split(values: FloatArray, counts: Sequence[int]) -> list[FloatArray]:
    """Cut what stands player after player into one part a player, along the first axis."""
    return np.split(values, np.cumsum(counts)[:-1])


def sample(
    game: Game,
    boxes: Sequence[FloatArray],
    cluster: FloatArray,
    known: Sequence[list[FloatArray]],
    *,
    most: int = _SAMPLES,
) -> list[list[FloatArray]]:
    """Look for further equilibria in a cluster, starting from some of its boxes; return the profiles found.

    Every profile returned lies in the bounding box ``cluster`` and has a measured regret of at most
    ``SAMPLE_REGRET`` of the player's payoff range. That none is found proves nothing.
    """
    game = _in_like_units(game)
    bound = SAMPLE_REGRET * min((span for span in payoff_ranges(game) if span > 0.0), default=0.0)
    found: list[list[FloatArray]] = []
    if len(known) >= most:
        return found
    for box in boxes[:: max(1, len(boxes) // _TRIALS)]:
        start = [_normalised(0.5 * (part[:, 0] + part[:, 1])) for part in split(box, game.shape)]
        # The middle itself may be an equilibrium of a continuum, and needs no step.
        for profile in (start, _improved(game, start)):
            joined = np.concatenate(profile)
            inside = np.all((joined >= cluster[:, 0] - _NEAR) & (joined <= cluster[:, 1] + _NEAR))
            new = all(np.abs(joined - np.concatenate(old)).max() > _APART for old in [*known, *found])
            if inside and new and regret(game, profile) <= bound:
                found.append(profile)
                break
        if len(known) + len(found) >= most:
            break
    return found


def _in_like_units(game: Game) -> Game:
    """Return the game with payoffs of about one: in which units a player's are given says nothing."""
    compared = told_apart(game.deciding)
    largest = np.abs(compared).max(axis=tuple(range(1, compared.ndim)), keepdims=True)
    return Game(np.ldexp(compared, -np.frexp(largest)[1]))


def regret(game: Game, profile: Sequence[FloatArray]) -> float:
    """Return the most that anybody could gain by deviating."""
    mixed = [vector[None] for vector in profile]
    worst = 0.0
    for i, vector in enumerate(profile):
        earned = payoffs_against(game.deciding, i, mixed)[0]
        worst = max(worst, float(earned.max() - earned @ vector))
    return worst


def _normalised(vector: FloatArray) -> FloatArray:
    vector = np.where(vector < 1e-12, 0.0, vector)
    return vector / vector.sum()


def _improved(game: Game, start: Sequence[FloatArray]) -> list[FloatArray]:
    """Take Gauss-Newton steps of least length towards indifference among the strategies that are used.

    Strategies that earn as much as those used count as used, so that a boundary point can be approached.
    """
    profile = list(start)
    counts = game.shape
    scale = max(payoff_ranges(game))
    for _ in range(20):
        used = np.concatenate([vector > 0.0 for vector in profile])
        value, slope = _indifference(game, profile)
        step = np.zeros(len(used))
        # In a continuum the equations have many solutions: the step of least length leads to one nearby.
        step[used] = np.linalg.lstsq(slope[:, used], -value, rcond=1e-10)[0]
        moved = [
            _normalised(np.maximum(x + d, 0.0)) for x, d in zip(profile, split(step, counts), strict=True)
        ]
        profile = moved
        if np.abs(step).max() < 1e-15 or np.abs(value).max() < 1e-16 * scale:
            break
    return profile


def _indifference(game: Game, profile: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return the payoff differences among used strategies and the sums of probabilities, with derivatives."""
    values: list[float] = []
    slopes: list[FloatArray] = []
    mixed = [vector[None] for vector in profile]
    counts = game.shape
    starts = np.cumsum([0, *counts])
    for i, vector in enumerate(profile):
        first, *others = np.flatnonzero(vector > 0.0).tolist()
        earned = payoffs_against(game.deciding, i, mixed)[0]
        values += [float(earned[a] - earned[first]) for a in others] + [float(vector.sum() - 1.0)]
        rows = np.zeros((len(others) + 1, starts[-1]))
        rows[-1, starts[i] : starts[i + 1]] = 1.0
        for j in range(len(profile)):
            if j != i:
                pure = list(mixed)  # one line stands for many
                pure[i], pure[j] = np.repeat(mixed[i], counts[j], axis=0), np.eye(counts[j])
                against = payoffs_against(game.deciding, i, pure)
                rows[:-1, starts[j] : starts[j + 1]] = (against[:, others] - against[:, [first]]).T
        slopes.append(rows)
    return np.array(values), np.concatenate(slopes)
