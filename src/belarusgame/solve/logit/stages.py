"""Logit play by backward induction over groups, for a block of games of one shape and order.

The axes of the payoffs are put in the order of moves, so that what a group does after each history, and
what it leads to, are one array a group. Every operation is done in a fixed order, so that the answer is the
same to the last bit on every processor and whatever games are beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from belarusgame.base.arithmetic import exp, logarithms
from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.solve.logit.arrays import IntArray
from belarusgame.solve.logit.compile_logit import entry, inner
from belarusgame.solve.logit.first import first_points


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """What one group does after each history, in a block of games."""

    movers: tuple[int, ...]  #: the positions of the group's players
    #: What every player gets from each of the group's profiles, shape ``(games, players, histories,
    #: profiles)``.
    values: FloatArray
    #: The probabilities of the movers' strategies, one mover after the other: shape ``(games, histories,
    #: strategies)``.
    chances: FloatArray
    #: Shape ``(games, histories)``: the greatest difference from the logit response, 0 for a single mover.
    residuals: FloatArray
    singular: BoolArray  #: of the same shape: whether other branches were met on the way


def induce(
    payoffs: FloatArray, groups: Sequence[tuple[int, ...]], base: Sequence[FloatArray], levels: FloatArray
) -> tuple[Stage, ...]:
    """Return what every group does, first movers first.

    Payoffs, by which choices are compared, have the shape ``(games, players, *strategies)``; groups hold the
    positions of those who move together, ``base`` is one vector a player, ``levels`` the rationality of each
    game.
    """
    games, players, *counts = payoffs.shape
    order = [player for group in groups for player in group]
    values = payoffs.transpose(0, 1, *[player + 2 for player in order])
    stages: list[Stage] = []
    # Last movers first: what a history is worth is known once those after it have answered.
    for movers in reversed(groups):
        own = [counts[player] for player in movers]
        shape = (games, players, -1, math.prod(own))
        stage = _stage(np.ascontiguousarray(values).reshape(shape), movers, own, base, levels)
        values = averaged(stage.values, stage.chances, np.array(own))
        stages.append(stage)
    return tuple(reversed(stages))


def _stage(
    values: FloatArray,
    movers: tuple[int, ...],
    counts: Sequence[int],
    base: Sequence[FloatArray],
    levels: FloatArray,
) -> Stage:
    """Return what one group does, given what its profiles lead to."""
    games, _, histories, _ = values.shape
    none = np.zeros((games, histories))
    if len(movers) == 1:
        chances = softmax(values, movers[0], logarithms(base[movers[0]]), levels)
        return Stage(movers=movers, values=values, chances=chances, residuals=none, singular=none > 0.0)
    # After each history the group plays a game of its own: those of all games make one batch.
    alone = values[:, list(movers)].swapaxes(1, 2).reshape(games * histories, len(movers), *counts)
    found, residuals, _, singular = first_points(
        alone, [base[player] for player in movers], np.repeat(levels, histories), follow_folds=True
    )
    return Stage(
        movers=movers,
        values=values,
        chances=found.reshape(games, histories, -1),
        residuals=residuals.reshape(games, histories),
        singular=singular.reshape(games, histories),
    )


@entry
def softmax(values: FloatArray, mover: int, log_base: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the logit response of a single mover after each history."""
    games, _, histories, count = values.shape
    chances = np.empty((games, histories, count))
    for game in range(games):
        for history in range(histories):
            own, out = values[game, mover, history], chances[game, history]
            # The best payoff, then the highest weight, are subtracted, so that no exponential overflows and
            # the largest is one.
            best, highest, total = own[0], -np.inf, 0.0
            for a in range(count):
                best = max(best, own[a])
            for a in range(count):
                out[a] = log_base[a] - levels[game] * (best - own[a])
                highest = max(highest, out[a])
            for a in range(count):
                out[a] = exp(out[a] - highest)
                total += out[a]
            for a in range(count):
                out[a] /= total
    return chances


@entry
def averaged(values: FloatArray, chances: FloatArray, counts: IntArray) -> FloatArray:
    """Return what every player gets after each history on average, shape ``(games, players, histories)``."""
    games, players, histories, profiles = values.shape
    out, weights = np.empty((games, players, histories)), np.empty(profiles)
    for game in range(games):
        for history in range(histories):
            _product(chances[game, history], counts, weights)
            for player in range(players):
                total, own = 0.0, values[game, player, history]
                for s in range(profiles):
                    total += weights[s] * own[s]
                out[game, player, history] = total
    return out


@inner
def _product(chances: FloatArray, counts: IntArray, weights: FloatArray) -> None:
    """Fill in the probabilities of a group's profiles, the last mover's strategies innermost."""
    weights[0], size, begin = 1.0, 1, 0
    for count in counts:
        # From behind, so that no weight is overwritten before it was used.
        for s in range(size - 1, -1, -1):
            before = weights[s]
            for a in range(count):
                weights[s * count + a] = before * chances[begin + a]
        size, begin = size * count, begin + count


def distributions(stages: Sequence[Stage], counts: Sequence[int]) -> FloatArray:
    """Return the probability of every profile in each game, shape ``(games, *strategies)``."""
    games = len(stages[0].chances)
    joint = np.ones((games, 1))
    for stage in stages:
        own = np.array([counts[player] for player in stage.movers])
        joint = reached(joint, stage.chances, own)
    order = [player for stage in stages for player in stage.movers]
    moved = joint.reshape(games, *[counts[player] for player in order])
    return np.ascontiguousarray(moved.transpose(0, *[order.index(i) + 1 for i in range(len(order))]))


@entry
def reached(before: FloatArray, chances: FloatArray, counts: IntArray) -> FloatArray:
    """Return the probabilities of the histories after a group has moved, given those before it."""
    games, histories, _ = chances.shape
    profiles = np.prod(counts)
    after, weights = np.empty((games, histories * profiles)), np.empty(profiles)
    for game in range(games):
        for history in range(histories):
            _product(chances[game, history], counts, weights)
            for s in range(profiles):
                after[game, history * profiles + s] = before[game, history] * weights[s]
    return after
