"""What a leader can secure by a mixed strategy: linear programs over its own probabilities.

For a fixed reply of the followers both the leader's payoff and the followers' reasons to reply so are linear
in the leader's probabilities. So one program finds the best commitment to which that reply is optimal.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import roundings
from belarusgame.game import Game
from belarusgame.solve.maximin import Maximin, combine, floats, maximin, scaled_payoffs
from belarusgame.solve.mixtures import winning_mixture

Reply: TypeAlias = tuple[int, ...]

#: Below this share of the leader's payoff range two values count as one.
VALUE_TOLERANCE = 1e-9

#: Below this share of the follower's payoff range two replies count as equally good, when it is asked whether
#: a payoff that the follower's goodwill would spoil is attained.
TIE_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Secured:
    """The most that a leader can secure when an indifferent follower does what is worst for it."""

    value: float  #: the supremum, in the leader's unit
    commitment: FloatArray  #: the probabilities at which, or near which, it is reached
    reply: int  #: the follower's reply
    #: Whether some commitment reaches it; else commitments only come as near as one likes. Decided in
    #: floating point.
    attained: bool
    bound: Fraction  #: the leader cannot secure more, by exact weak duality; in its unit


class Leadership:
    """A game seen by one of its players, who moves first and whose probabilities the others observe."""

    def __init__(self, game: Game, leader: int) -> None:
        exact, self.units = scaled_payoffs(game)
        self.followers = [player for player in range(len(game.shape)) if player != leader]
        # The leader's axis comes last, so that payoffs[player][reply] are its payoffs by leader's strategy.
        self.payoffs = [np.moveaxis(own, leader, -1) for own in exact]
        self.own = self.payoffs[leader]
        self.unit, self.zero = self.units[leader], game.exact_deciding[leader].min()

    def replies(self) -> list[Reply]:
        """Return the followers' pure profiles, the one with the greatest hope for the leader first."""
        every = itertools.product(*(range(count) for count in self.own.shape[:-1]))
        return sorted(every, key=lambda reply: -max(self.own[reply]))

    def gains(self, reply: Reply) -> NDArray[np.object_]:
        """Return the followers' gains from deviating, shape ``(deviations, leader's strategies)``."""
        rows = [
            self.payoffs[player][(*reply[:axis], other, *reply[axis + 1 :])] - self.payoffs[player][reply]
            for axis, player in enumerate(self.followers)
            for other in range(self.own.shape[axis])
            if other != reply[axis]
        ]
        return np.array(rows, dtype=object).reshape(len(rows), self.own.shape[-1])

    def best_commitment(self, reply: Reply) -> Maximin | None:
        """Find the best commitment to which a reply is optimal; None if there plainly is none."""
        gains = self.gains(reply)
        # Another reply is better whatever the leader does: no program is needed.
        if np.any(np.all(gains > 0, axis=1)):
            return None
        return maximin(floats(self.own[reply]), floats(gains))

    def guarantee(self) -> Secured | None:
        """Find what the leader of a single follower can secure.

        In the interior of the set of commitments to which a reply is optimal, all other optimal replies are
        ones that the follower never tells apart from it. These interiors cover almost all commitments, and
        the leader's payoff is continuous on each (von Stengel and Zamir 2010).
        None if the programs failed.
        """
        found: list[tuple[float, FloatArray, int]] = []
        bounds: list[Fraction] = []
        for reply in range(self.own.shape[0]):
            # A reply that is optimal only on a set without interior is met by no commitment that the leader
            # could rely on: a small move away from it takes it out.
            verdict = self._ever_preferred(reply)
            if verdict is False:
                continue
            payoffs, gains = self.own[self._indistinguishable(reply)], self.gains((reply,))
            answer = maximin(floats(payoffs), floats(gains))
            # Also where the program was not solved: what is not known must not lower the bound over all
            # replies.
            bounds.append(_proven_bound(answer, payoffs, gains))
            if verdict and answer.status == "optimal":
                found.append((float((floats(payoffs) @ answer.point).min()), answer.point, reply))
        if not found:
            return None
        value, commitment, reply = max(found, key=lambda entry: entry[0])
        same = self._indistinguishable(reply)
        # Any reply that secures the value may attain it, and the programs tell values apart only so far.
        near = [entry[2] for entry in found if entry[0] >= value - VALUE_TOLERANCE]
        return Secured(
            value=value,
            commitment=commitment,
            reply=min(same, key=lambda other: float(floats(self.own[other]) @ commitment)),
            attained=any(self._is_attained(other, value) for other in near),
            bound=max(bounds),
        )

    def gap(self, reply: Reply, chances: FloatArray) -> tuple[float, float]:
        """Return the most that a follower could gain: in payoff units, and against the largest such gain."""
        gains = floats(self.gains(reply)) @ chances
        units = [
            self.units[player]
            for axis, player in enumerate(self.followers)
            for _ in range(self.own.shape[axis] - 1)
        ]
        # Limits were scaled to a largest entry of one before they were solved, and are judged so.
        peaks = np.abs(floats(self.gains(reply))).max(axis=1, initial=0.0)
        shares = gains / np.where(peaks > 0.0, peaks, 1.0)
        amounts = [Fraction(gain) * unit for gain, unit in zip(gains.tolist(), units, strict=True)]
        return float(max([*amounts, Fraction(0)])), float(max([*shares.tolist(), 0.0]))

    def _ever_preferred(self, reply: int) -> bool | None:
        """Whether some commitment makes a reply better than all that differ; None if too near to tell."""
        gains = self.gains((reply,))
        distinct = np.array([np.any(row != 0) for row in gains], dtype=np.bool_)
        if not distinct.any():
            return True
        # The leader's mixture at which every other reply loses: the question of dominance, asked of its
        # strategies.
        verdict = winning_mixture(-gains[distinct].T)
        return verdict.mixture is not None if verdict.decided else None

    def _indistinguishable(self, reply: int) -> list[int]:
        """Return the replies that pay the follower the same as a reply, whatever the leader does."""
        own = self.payoffs[self.followers[0]]
        return [other for other in range(len(own)) if np.all(own[other] == own[reply])]

    def _is_attained(self, reply: int, value: float) -> bool:
        """Whether some commitment gives the leader a value against every optimal reply to it.

        Replies that tie with this one wherever the value is reached must also pay the leader that much.
        Asking so shrinks the set of commitments; either it vanishes, or its inside is free of further ties.
        """
        own, limits = floats(self.own), floats(self.gains((reply,)))
        bar = value - VALUE_TOLERANCE
        content = set(self._indistinguishable(reply))
        rivals = [other for other in range(len(own)) if other not in content]
        gains = {other: self._gain(other, reply) for other in rivals}
        while True:
            asked = np.vstack([limits, bar - own[sorted(content)]])
            # What never loses against the reply on all of the set ties with it there, and may be what is
            # played.
            ties = [other for other in rivals if other not in content and _never_loses(gains[other], asked)]
            if maximin(np.zeros(own.shape[1]), asked).status != "optimal":
                return False
            if not ties:
                return True
            content.update(ties)

    def _gain(self, other: int, reply: int) -> FloatArray:
        follower = self.payoffs[self.followers[0]]
        return floats(follower[other] - follower[reply])


def _never_loses(gain: FloatArray, limits: FloatArray) -> bool:
    """Whether a rival reply is as good as the one in question at every commitment within limits."""
    answer = maximin(-gain, limits)
    return answer.status == "optimal" and float(gain @ answer.point) > -TIE_TOLERANCE


def _proven_bound(answer: Maximin, payoffs: NDArray[np.object_], limits: NDArray[np.object_]) -> Fraction:
    """Bound the least payoff over all commitments within limits, by exact weak duality."""
    # No commitment makes the reply optimal: it must not raise the greatest of all bounds.
    if answer.status == "infeasible":
        return payoffs.min()
    if answer.status == "failed":
        return payoffs.max()
    bounds: list[Fraction] = []
    for near in roundings([*answer.shares, *answer.multipliers]):
        shares, multipliers = near[: len(payoffs)], near[len(payoffs) :]
        # Shares of zero would prove nothing of any payoff.
        if any(shares):
            bounds.append(max(combine(shares, payoffs) / sum(shares) - combine(multipliers, limits)))
    return min(bounds)
