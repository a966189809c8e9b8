"""What a game of any kind has: players and strategies with names."""

from __future__ import annotations

from belarusgame.base.labels import Labels
from belarusgame.base.tables import Tabular


class Labelled(Tabular):
    """A game whose players and strategies have names; subclasses set the labels."""

    __slots__ = ("_labels",)
    _labels: Labels

    @property
    def labels(self) -> Labels:
        """The names of players and strategies, in the order of the axes."""
        return self._labels

    @property
    def players(self) -> tuple[str, ...]:
        """The players' names, in the order of the axes."""
        return self._labels.players

    @property
    def strategies(self) -> dict[str, tuple[str, ...]]:
        """The labels of every player's strategies."""
        return dict(zip(self._labels.players, self._labels.strategies, strict=True))
