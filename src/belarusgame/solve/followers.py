"""How do followers reply to a strategy that they see? By an equilibrium among themselves, pure or mixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.game import Equilibrium, Game
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.dominance import rationalizable
from belarusgame.solve.maximin import float_above
from belarusgame.solve.pure import pure_equilibria
from belarusgame.solve.recheck import Exact, fractions, highest, lowest
from belarusgame.solve.solution import Box, Solution

Profile: TypeAlias = tuple[FloatArray, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FollowerReply:
    """One equilibrium of the followers."""

    vectors: Profile  #: one mixed strategy a follower
    value: Fraction  #: what the leader gets; exact if all strategies are pure
    gap: float  #: the most that a follower could gain by another reply


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replies:
    """All that is known of the followers' equilibria after one strategy of the leader."""

    #: Equilibria. With two followers the corners of every continuum are among them, and the leader's payoff,
    #: being linear in the strategies of either, is greatest and least at corners.
    found: tuple[FollowerReply, ...]
    #: In no equilibrium of the followers the leader gets less, or more: found equilibria, and whatever may be
    #: in the regions that were not told apart.
    low: Fraction
    high: Fraction


def follower_replies(game: Game, leader: str, strategy: str, *, max_cells: int) -> Replies:
    """Find the followers' equilibria after one strategy of the leader, or bounds on what they mean for it."""
    rest = game.fix({leader: strategy})
    position = game.players.index(leader)
    own = np.take(game.exact_payoffs[position], game.strategies[leader].index(strategy), axis=position)
    if len(rest.players) == 1:
        follower = rest.players[0]
        anything = {follower: rest.strategies[follower][0]}
        best = rest.best_responses(anything)[follower]
        return _known(own, [(rest.vectors({follower: label}), 0.0) for label in best], [])
    # Strict dominance leaves one profile, which is the only equilibrium: no search is needed.
    if np.prod(rationalizable(rest).game.shape) == 1:
        return _known(own, [(e.mixed, 0.0) for e in pure_equilibria(rest).equilibria], [])
    solution = all_equilibria(rest, max_cells=max_cells)
    members = _members(solution)
    # Equilibria may be anywhere in what was not decided, so all of it counts for both bounds.
    boxes = list(solution.unresolved)
    if len(rest.players) > 2:
        # With two followers the corners of a continuum are listed exactly; with more only its box is known.
        boxes += [component.box for component in solution.components]
    return _known(own, [(e.mixed, e.incentive_gap) for e in members], boxes)


def doubts(replies: Mapping[str, Replies], play: Fraction) -> tuple[str, ...]:
    """Say where followers' equilibria that were not told apart could change the answer.

    The replies are given by strategy of the leader; differences of its payoff smaller than ``play`` do not
    count.
    """
    messages: list[str] = []
    silent = [strategy for strategy, known in replies.items() if not known.found]
    if silent:
        messages.append(
            f"no equilibrium of the followers was found after {', '.join(silent)}; try a larger max_cells"
        )
    values = [[reply.value for reply in known.found] for known in replies.values() if known.found]
    most = max(known.high for known in replies.values())
    least = max(known.low for known in replies.values())
    if values and most > max(map(max, values)) + play:
        messages.append(
            "optimistic reading: the followers may have further equilibria, in which the leader gets up to "
            f"{float_above(most):.9g}"
        )
    if values and least < max(map(min, values)) - play:
        messages.append(
            "pessimistic reading: the followers may have further equilibria, so that it is only proven that "
            f"the leader can secure {-float_above(-least):.9g}"
        )
    return tuple(messages)


def _members(solution: Solution) -> Iterable[Equilibrium]:
    """Return the equilibria that were found, each once: a pure one may be a sample of a component too."""
    every = [*solution.equilibria, *(e for part in solution.components for e in part.samples)]
    return {b"".join(vector.tobytes() for vector in e.mixed): e for e in every}.values()


def _known(own: Exact, profiles: Iterable[tuple[Profile, float]], boxes: Sequence[Box]) -> Replies:
    found = tuple(
        FollowerReply(vectors=vectors, value=_expected(own, vectors), gap=gap) for vectors, gap in profiles
    )
    regions = [[fractions(part) for part in box.bounds] for box in boxes]
    values = [reply.value for reply in found]
    return Replies(
        found=found,
        low=min(values + [lowest(own, region) for region in regions]),
        high=max(values + [highest(own, region) for region in regions]),
    )


def _expected(own: Exact, vectors: Profile) -> Fraction:
    """Return the leader's payoff at recorded probabilities, made to sum to one."""
    value = own
    for vector in reversed(vectors):
        weights = fractions(vector)
        # Recorded probabilities are floats, and sum to one only nearly.
        value = np.asarray(value.dot(weights / weights.sum()), dtype=object)
    return value.item()
