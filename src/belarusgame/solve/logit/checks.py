"""What the logit solvers accept: a game, a rationality, a base measure, a number of steps."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game

__all__ = [
    "SHARPEST",
    "base_vectors",
    "checked_rationality",
    "plain_rationality",
    "whole_number",
]

#: The greatest rationality, in units of 1 over the payoff scale, at which float64 still resolves replies.
SHARPEST = 1e8


def plain_rationality(value: Any) -> float:
    """Return a rationality as a float, or say what it must be."""
    real = isinstance(value, int | float | Fraction | np.integer | np.floating) and not isinstance(
        value, bool
    )
    number = _as_float(value) if real else math.nan
    if not (math.isfinite(number) and number >= 0.0):
        shown = quoted(value)  # pyright: ignore[reportUnknownArgumentType] - anything may be given
        raise GameError(f"rationality = {shown} must be a finite number that is not negative")
    return number


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def checked_rationality(value: Any, scale: float) -> float:
    """Return a rationality in units of 1 over the payoff scale."""
    scaled = plain_rationality(value) * scale
    if scaled > SHARPEST:
        raise GameError(
            f"rationality = {quoted(value)} is too sharp for float64: times the payoff scale {scale:g} it "
            f"must be at most {SHARPEST:g}; where the branch ends is logit_path(game).limit"
        )
    return scaled


def whole_number(name: str, value: Any, *, least: int) -> int:
    """Return a setting that counts something, or say what it must be."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer) or value < least:
        raise GameError(f"{name} = {quoted(value)} must be a whole number, at least {least}")  # pyright: ignore[reportUnknownArgumentType] - anything may be given
    return int(value)  # pyright: ignore[reportUnknownArgumentType] - any numpy integer


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
