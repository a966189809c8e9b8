"""The names of players and strategies, and everything that is said in them: profiles and events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.errors import GameError, quoted, unknown

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
PartialProfile: TypeAlias = Mapping[str, str | Sequence[str]]

#: How far the probabilities of one player may be from summing to one, and below zero.
PROBABILITY_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Labels:
    """Who plays and what each can do, in the order of the payoff tensor's axes.

    Attributes
    ----------
    players : tuple of str
        One name a player.
    strategies : tuple of tuple of str
        The strategies of each player, in the players' order.
    """

    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of strategies of each player: the shape of one player's payoffs."""
        return tuple(len(labels) for labels in self.strategies)

    def player_index(self, player: object) -> int:
        """Return the position of a player, or say which names there are."""
        if player not in self.players:
            raise GameError(unknown("player", player, self.players))
        return self.players.index(str(player))

    def strategy_index(self, player: int, label: object) -> int:
        """Return the position of a player's strategy, or say which names there are."""
        labels = self.strategies[player]
        if label not in labels:
            raise GameError(f"{self.players[player]}: {unknown('strategy', label, labels)}")
        return labels.index(str(label))

    def allowed(self, partial: PartialProfile) -> tuple[tuple[int, ...], ...]:
        """Read a partial profile: for every player the positions of the strategies that it admits."""
        if not isinstance(partial, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] - users are untyped
            raise GameError(
                f"a partial profile is a mapping such as {{player: strategy}}, not {quoted(partial)}"
            )
        admitted = [tuple(range(count)) for count in self.counts]
        for player, choice in partial.items():
            index = self.player_index(player)
            labels = [choice] if isinstance(choice, str) else choice
            if not isinstance(labels, Sequence) or len(labels) == 0:  # pyright: ignore[reportUnnecessaryIsInstance]
                raise GameError(f"{player}: {quoted(choice)} is neither a strategy nor a list of strategies")
            admitted[index] = tuple(dict.fromkeys(self.strategy_index(index, label) for label in labels))
        return tuple(admitted)

    def mask(self, event: PartialProfile) -> BoolArray:
        """Mark the profiles in which an event holds; the array has the shape ``counts``."""
        marked = np.zeros(self.counts, dtype=np.bool_)
        marked[np.ix_(*self.allowed(event))] = True
        return marked

    def named(self, profile: Sequence[int]) -> dict[str, str]:
        """Turn the positions of a pure profile into labels."""
        return {
            player: labels[choice]
            for player, labels, choice in zip(self.players, self.strategies, profile, strict=True)
        }

    def vectors(self, profile: Any) -> tuple[FloatArray, ...]:
        """Read a profile, pure or mixed, in any of its accepted forms.

        Parameters
        ----------
        profile : mapping, sequence or Equilibrium
            For every player a strategy's label, a mapping from labels to probabilities (what is left out
            has none) or a vector of probabilities; as a mapping from players, or as a sequence in their order.

        Returns
        -------
        tuple of numpy.ndarray
            One read-only vector of probabilities a player.
        """
        given = getattr(profile, "profile", profile)
        if isinstance(given, Mapping):
            for player in given:
                self.player_index(player)
            missing = [player for player in self.players if player not in given]
            if missing:
                raise GameError(f"the profile says nothing of {', '.join(missing)}; it must name every player")
            choices = [given[player] for player in self.players]
        elif isinstance(given, Sequence | np.ndarray) and not isinstance(given, str):
            if len(given) != len(self.players):
                raise GameError(
                    f"the profile has {len(given)} entries, but there are {len(self.players)} players: "
                    + ", ".join(self.players)
                )
            choices = list(given)
        else:
            raise GameError(f"{quoted(given)} is not a profile: give labels or vectors for every player")
        return tuple(self._vector(index, choice) for index, choice in enumerate(choices))

    def _vector(self, player: int, choice: Any) -> FloatArray:
        labels = self.strategies[player]
        vector = np.zeros(len(labels))
        if isinstance(choice, str):
            vector[self.strategy_index(player, choice)] = 1.0
        elif isinstance(choice, Mapping):
            for label, probability in choice.items():
                vector[self.strategy_index(player, label)] = _number(self.players[player], probability)
        else:
            entries = _entries(self.players[player], choice)
            if len(entries) != len(labels):
                raise GameError(
                    f"{self.players[player]}: {len(entries)} probabilities for {len(labels)} strategies "
                    f"({', '.join(labels)})"
                )
            vector[:] = [_number(self.players[player], entry) for entry in entries]
        if not np.all(np.isfinite(vector)) or np.any(vector < -PROBABILITY_TOLERANCE):
            raise GameError(f"{self.players[player]}: probabilities must be numbers from 0 to 1, not {vector}")
        if abs(vector.sum() - 1.0) > PROBABILITY_TOLERANCE:
            raise GameError(f"{self.players[player]}: the probabilities sum to {vector.sum():.12g}, not to 1")
        vector = np.maximum(vector, 0.0)
        vector.flags.writeable = False
        return vector


def _entries(player: str, choice: Any) -> Sequence[Any]:
    if isinstance(choice, Sequence | np.ndarray) and np.ndim(choice) == 1:
        return list(choice)
    raise GameError(f"{player}: {quoted(choice)} is neither a strategy nor a vector of probabilities")


def _number(player: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise GameError(f"{player}: {quoted(value)} is not a probability") from None


def product_distribution(vectors: Sequence[FloatArray]) -> FloatArray:
    """Return the joint distribution of independent choices, of shape ``counts``."""
    joint = np.ones(())
    for vector in vectors:
        joint = np.multiply.outer(joint, vector)
    return joint
