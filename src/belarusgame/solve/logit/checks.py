"""Checks of what the logit solvers are given: a rationality, a base measure."""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import finite_number
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game

#: The greatest rationality, in units of 1 over the payoff scale, at which float64 still resolves replies.
SHARPEST = 1e8


def plain_rationality(value: Any) -> float:
    """Return a rationality as a float, or say what it must be."""
    return finite_number("rationality", value)


def checked_rationality(value: Any, scale: float) -> float:
    """Return a rationality in units of 1 over the payoff scale."""
    scaled = plain_rationality(value) * scale
    if scaled > SHARPEST:
        raise GameError(
            f"rationality = {quoted(value)} is too sharp for float64: times the payoff scale {scale:g} it "
            f"must be at most {SHARPEST:g}; where the branch ends is logit_path(game).limit"
        )
    return scaled


def base_vectors(game: Game, base: Any) -> tuple[FloatArray, ...]:
    """Return the base measure, one vector of positive probabilities a player."""
    vectors = game.vectors(game.base_measure() if base is None else base)
    for player, names, vector in zip(game.players, game.strategies.values(), vectors, strict=True):
        if not np.all(vector > 0.0):
            name = names[int(vector.argmin())]
            raise GameError(
                f"base: {player}: {quoted(name)} has probability 0; a logit response can use only what the "
                "base measure uses: give it a positive probability, or leave it out with game.restrict()"
            )
    return vectors
