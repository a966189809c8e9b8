"""What a recommendation must satisfy to be followed: the obedience constraints of correlated play.

A device draws a profile and tells every player privately its own part. Obedience says that nobody gains by
doing something else than it was told; the coarse version only that nobody gains by refusing to listen
beforehand. Each constraint is one row: the gain from one deviation, profile by profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import roundings
from belarusgame.base.read_only import read_only
from belarusgame.game import Game
from belarusgame.solve.maximin import floats, largest_entries, maximin, scaled_payoffs, sparse

#: How far a recorded device may break a constraint that is scaled to a largest gain of 1.
OBEDIENCE_TOLERANCE = 1e-8

#: Probabilities below this are rounding: they become zero.
CHANCE_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Deviation:
    """One way of not following, and what it gains in each profile in which it is possible."""

    player: int  #: who deviates, by position
    recommended: int | None  #: what was recommended; None for deciding beforehand, whatever is recommended
    positions: NDArray[np.intp]  #: the profiles concerned, as positions in the flattened game
    gains: NDArray[np.object_]  #: the exact gains in these profiles, in the player's unit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Device:
    """The best device that was found for an objective, and what is proven about all the others."""

    #: Over the profiles, of the game's shape; None if none was found that keeps the constraints.
    distribution: FloatArray | None
    bound: Fraction  #: no obedient device does better: weak duality, evaluated in exact arithmetic
    problem: str = ""  #: why there is none, empty if there is one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Obedience:
    """The obedience constraints of some players of a game."""

    shape: tuple[int, ...]  #: the number of strategies of each player
    deviations: tuple[Deviation, ...]  #: one a constraint
    matrix: Any  #: the gains in floating point, shape ``(deviations, profiles)``
    units: tuple[Fraction, ...]  #: for every player, what one unit of gain is in its payoffs

    def gap(self, distribution: FloatArray) -> float:
        """Return the most that a player could gain by its best plan of not following, in payoff units."""
        violations = self.matrix @ distribution.ravel()
        best: dict[tuple[int, int | None], float] = {}
        for deviation, violation in zip(self.deviations, violations.tolist(), strict=True):
            told = (deviation.player, deviation.recommended)
            # A plan picks the best deviation for each recommendation by itself, so a player's gains add up
            # over these.
            best[told] = max(best.get(told, 0.0), violation)
        totals = [Fraction(0)] * len(self.shape)
        for (player, _), gain in best.items():
            totals[player] += Fraction(gain) * self.units[player]
        return float(max(totals))

    def is_kept(self, distribution: FloatArray) -> bool:
        """Whether every constraint holds within ``OBEDIENCE_TOLERANCE`` of its own largest gain."""
        allowed = OBEDIENCE_TOLERANCE * largest_entries(self.matrix)
        return bool(np.all(self.matrix @ distribution.ravel() <= allowed))

    def best(self, objective: NDArray[np.object_]) -> Device:
        """Find an obedient device that maximises the expected value of an exact objective."""
        values = objective.ravel()
        low, high = min(values), max(values)
        # From 0 to 1, so that the solver's tolerance means the same for every objective.
        answer = maximin(floats((values - low) / ((high - low) or 1)), self.matrix)
        if answer.status != "optimal":
            return Device(distribution=None, bound=high, problem=answer.reason)
        bound = self._proven_bound(values, answer.multipliers, high - low)
        distribution = np.where(answer.point < CHANCE_TOLERANCE, 0.0, answer.point).reshape(self.shape)
        distribution /= distribution.sum()
        # After what is below the tolerance was cut, so that what is returned is what was tested.
        if not self.is_kept(distribution):
            return Device(
                distribution=None,
                bound=bound,
                problem="the point that HiGHS returned breaks a constraint by more than the tolerance",
            )
        return Device(distribution=read_only(distribution), bound=bound)

    def _proven_bound(
        self, objective: NDArray[np.object_], multipliers: FloatArray, span: Fraction
    ) -> Fraction:
        """Bound the objective over all obedient devices.

        A device that keeps the constraints loses nothing if nonnegative multiples of the gains from deviating
        are subtracted from the objective; the largest entry of what remains is therefore a bound, whatever
        the multipliers are.
        """
        # Without multipliers the largest entry is a bound already: nothing found below can make it worse.
        bounds = [max(objective)]
        for exact in roundings(multipliers):
            reduced = objective.copy()
            for multiplier, deviation in zip(exact, self.deviations, strict=True):
                # Most are zero, and fractions are slow.
                if multiplier:
                    reduced[deviation.positions] -= multiplier * span * deviation.gains
            bounds.append(max(reduced))
        return min(bounds)


def obedience(game: Game, *, coarse: bool = False, players: Sequence[int] | None = None) -> Obedience:
    """Write down the obedience constraints of a game, everybody's or of the players at some positions.

    ``coarse`` ones are only against refusing to listen at all.
    """
    exact, units = scaled_payoffs(game)
    deviations = [
        deviation
        for player in (range(len(game.shape)) if players is None else players)
        for deviation in (_coarse if coarse else _fine)(exact[player], player)
    ]
    return Obedience(
        shape=game.shape,
        deviations=tuple(deviations),
        matrix=_matrix(deviations, int(np.prod(game.shape))),
        units=units,
    )


def _fine(payoffs: NDArray[np.object_], player: int) -> list[Deviation]:
    """Against doing something else than recommended, for every pair of strategies."""
    own = np.moveaxis(payoffs, player, 0).reshape(payoffs.shape[player], -1)
    places = np.moveaxis(np.arange(payoffs.size).reshape(payoffs.shape), player, 0).reshape(own.shape)
    return [
        Deviation(player=player, recommended=told, positions=places[told], gains=own[instead] - own[told])
        for told in range(len(own))
        for instead in range(len(own))
        if told != instead
    ]


def _coarse(payoffs: NDArray[np.object_], player: int) -> list[Deviation]:
    """Against deciding beforehand on one strategy, for every strategy."""
    everywhere = np.arange(payoffs.size)
    return [
        Deviation(
            player=player,
            recommended=None,
            positions=everywhere,
            gains=(np.take(payoffs, [instead], axis=player) - payoffs).ravel(),
        )
        for instead in range(payoffs.shape[player])
    ]


def _matrix(deviations: Sequence[Deviation], size: int) -> Any:
    if not deviations:
        return sparse().csr_matrix((0, size))
    rows = np.repeat(np.arange(len(deviations)), [len(deviation.positions) for deviation in deviations])
    columns = np.concatenate([deviation.positions for deviation in deviations])
    values = np.concatenate([floats(deviation.gains) for deviation in deviations])
    # A deviation from a recommendation touches only the profiles in which it is given.
    return sparse().csr_matrix((values, (rows, columns)), shape=(len(deviations), size))
