"""Many games of the same players and strategies, one upon the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import is_sequence
from belarusgame.base.labels import BoolArray, FloatArray, Labels
from belarusgame.base.read_only import read_only
from belarusgame.errors import GameError
from belarusgame.game import Game


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GameStack:
    """Games with the same labels.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    deciding : numpy.ndarray
        What choices are compared by, shape ``(games, players, *strategies)``, read-only.
    games : sequence of Game
        The games; empty where they were given as an array.
    """

    labels: Labels
    deciding: FloatArray
    games: Sequence[Game] = ()

    def __len__(self) -> int:
        return len(self.deciding)

    def game(self, number: int) -> Game:
        """Return one of the games."""
        return self.games[number] if self.games else Game(self.deciding[number])

    @property
    def ordinal(self) -> FloatArray:
        """Numbers that compare as each player's exact payoffs do, of the shape of ``deciding``."""
        if not self.games:
            return self.deciding
        return np.stack([game.ordinal for game in self.games]).astype(np.float64)

    @property
    def rounded(self) -> BoolArray:
        """Mark the games whose float64 payoffs are roundings of exact ones."""
        marked = [game.is_rounded for game in self.games] if self.games else [False] * len(self)
        return np.array(marked, dtype=np.bool_)


def read_games(games: Any) -> GameStack:
    """Read a sequence of games with the same labels, or payoffs ``(games, players, *strategies)``."""
    listed: list[Any] = [] if isinstance(games, np.ndarray) or not is_sequence(games) else list(games)
    if listed and all(isinstance(game, Game) for game in listed):
        example: Game = listed[0]
        for position, game in enumerate(listed):
            if game.labels != example.labels or game.variants != example.variants:
                raise GameError(
                    f"games[{position}] has other labels or variants than games[0]; solve it apart"
                )
        deciding = np.stack([cast("Game", game).deciding for game in listed])
        return GameStack(labels=example.labels, deciding=read_only(deciding), games=tuple(listed))
    try:
        given: NDArray[Any] = np.array(cast("Any", games))
        # Text would become numbers without a word, and dates too.
        if given.dtype.kind not in "biufO":
            raise TypeError
        payoffs = given.astype(np.float64)
    except Exception:  # uneven lists, what is no number, or an object that will not be looked into
        raise GameError(
            "games must be a sequence of Game, or numbers of shape (games, players, *strategies)"
        ) from None
    if payoffs.ndim < 3 or payoffs.shape[0] == 0:
        raise GameError(
            f"games of shape {payoffs.shape}: payoffs need the shape (games, players, *strategies)"
        )
    if not np.all(np.isfinite(payoffs)):
        place = np.argwhere(~np.isfinite(payoffs))[0].tolist()
        raise GameError(f"games{place} = {payoffs[tuple(place)]}: payoffs must be finite numbers")
    return GameStack(labels=Game(payoffs[0]).labels, deciding=read_only(payoffs))
