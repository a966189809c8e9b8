"""What can happen in a game: distributions over its profiles, and equilibria among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray, Labels, PartialProfile
from belarusgame.base.made_later import MadeLater
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Outcome(Tabular):
    """Something that can happen in a game: a distribution over its profiles.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    distribution : numpy.ndarray
        The probability of every profile, of shape ``labels.counts``, read-only.
    payoffs : dict of str to float
        What every player gets on average.
    concept : str
        The solution concept that it satisfies.
    incentive_gap : float
        The most that anybody could gain by leaving it, by the rules of its own concept, in payoff units.
    strict : bool or None
        Whether everybody who could leave it would lose; None where the concept has no such notion.
    plan : object or None
        In the sequential reading, who moves when, and what each other action would have led to.
    """

    labels: Labels
    distribution: FloatArray
    payoffs: Mapping[str, float]
    concept: str
    incentive_gap: float
    strict: bool | None = None
    plan: Any = None

    def probability(self, event: PartialProfile) -> float:
        """Return the probability of a partial profile, such as ``{"lukashenko": ["join", "mediate"]}``."""
        # Probabilities add up to 1 but for rounding, and nothing is likelier than certain.
        return float(min(1.0, self.distribution[self.labels.mask(event)].sum()))

    def doing(self, player: str) -> str:
        """Say what a player does: a strategy, or several with their probabilities."""
        player = self.labels.player_name(player)
        labels = self.labels.strategies[self.labels.player_index(player)]
        chances = {label: self.probability({player: label}) for label in labels}
        return " ".join(
            label if chance == 1.0 else f"{label} {chance:.4g}"
            for label, chance in chances.items()
            if chance > 0.0
        )

    @property
    def is_pure(self) -> bool:
        """Whether one profile has all the probability."""
        return int(np.count_nonzero(self.distribution)) == 1

    @property
    def pure_profile(self) -> dict[str, str]:
        """The one profile that happens, by labels.

        Raises
        ------
        GameError
            If more than one profile has positive probability.
        """
        if not self.is_pure:
            raise GameError("the outcome is mixed: it has no single profile; see to_frame()")
        return self.labels.named(np.argwhere(self.distribution > 0.0)[0].tolist())

    def rows(self) -> Rows:
        """Return one row for each profile of positive probability, the likeliest first."""
        rows = [
            {**self.labels.named(position), "probability": float(self.distribution[tuple(position)])}
            for position in np.argwhere(self.distribution > 0.0).tolist()
        ]
        return sorted(rows, key=_probability, reverse=True)

    @property
    def heading(self) -> str:
        """The line above the table."""
        payoffs = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs.items())
        return f"Outcome ({self.concept}), payoffs: {payoffs}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MixedOutcome(Outcome):
    """The outcome of independent, possibly mixed, choices.

    ``outcome["lukashenko"]["join"]`` is a probability.

    Attributes
    ----------
    mixed : tuple of numpy.ndarray
        One read-only vector of probabilities a player.
    regrets : dict of str to float
        The most that each player could gain by deviating alone, in payoff units.
    """

    mixed: tuple[FloatArray, ...]
    regrets: Mapping[str, float]

    @property
    def profile(self) -> dict[str, dict[str, float]]:
        """For every player the probability of each of its strategies."""
        return {
            player: {label: float(p) for label, p in zip(labels, vector, strict=True)}
            for player, labels, vector in zip(
                self.labels.players, self.labels.strategies, self.mixed, strict=True
            )
        }

    def __getitem__(self, player: str) -> dict[str, float]:
        return self.profile[self.labels.player_name(player)]

    def rows(self) -> Rows:
        """Return one row for each player and strategy."""
        return [
            {"player": player, "strategy": label, "probability": probability}
            for player, mixed in self.profile.items()
            for label, probability in mixed.items()
        ]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Equilibrium(MixedOutcome):
    """A Nash equilibrium: independent choices from which nobody gains by deviating alone.

    Attributes
    ----------
    index : int or None
        The fixed-point index of a regular equilibrium, +1 or -1; None where it was not computed.
    box : tuple of numpy.ndarray or None
        Lower and upper bounds of every probability, shape ``(strategies, 2)`` a player, inside which this is
        proven to be the only equilibrium; None where no such proof was made. Made when it is looked at first.
    isolated : bool or None
        Whether there is no other equilibrium nearby; False for a pure equilibrium that is a part of a
        continuum, None where it is not known.
    """

    index: int | None = None
    box: MadeLater[tuple[FloatArray, ...] | None] = MadeLater(None)  # noqa: RUF009 - a descriptor
    isolated: bool | None = None

    @property
    def regret(self) -> float:
        """The largest regret of any player."""
        return self.incentive_gap

    @property
    def heading(self) -> str:
        """The line above the table."""
        payoffs = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs.items())
        return f"Equilibrium, regret {self.regret:.2g}, payoffs: {payoffs}"


def _probability(row: Mapping[str, Any]) -> float:
    return float(row["probability"])
