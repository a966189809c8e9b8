"""Payoffs as they come in: checked, copied, read-only, and exact where they were given exactly."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.read_only import read_only
from belarusgame.base.written import read_number
from belarusgame.errors import GameError, quoted


def payoff_arrays(payoffs: Any) -> tuple[FloatArray, NDArray[np.object_] | None]:
    """Return the float64 view and, where it says more than that view, the exact payoffs."""
    given = as_array(
        payoffs, "payoffs must have the shape (players, *strategies): one array a player, all alike"
    )
    if _has_cells(payoffs, given):
        raise GameError(
            "payoffs: the innermost sequences are tuples, as the cells of a table with one payoff a player; "
            "Game.from_cells(...) builds that game, and one array a player is given by lists or arrays"
        )
    if given.dtype.kind == "O":
        exact = np.array([_fraction(value) for value in given.flat], dtype=object).reshape(given.shape)
        floats = exact.astype(np.float64)
    elif given.dtype.kind in "iufb":
        exact, floats = None, given.astype(np.float64)
        if given.dtype.kind in "iu" and not np.array_equal(floats.astype(given.dtype), given):
            exact = np.array([Fraction(int(value)) for value in given.flat], dtype=object).reshape(
                given.shape
            )
    else:
        raise GameError(f"payoffs must be real numbers, not {given.dtype}")
    _check_shape(floats)
    return read_only(floats), None if exact is None else read_only(exact)


def as_array(values: Any, rule: str) -> NDArray[Any]:
    """Return nested sequences of numbers as an array; one of objects where some are written as text."""
    try:
        given = np.array(values)
        return np.array(values, dtype=object) if given.dtype.kind == "U" else given
    except ValueError:
        raise GameError(rule) from None


def _has_cells(payoffs: Any, given: NDArray[Any]) -> bool:
    """Whether payoffs stand together in tuples, as nobody writes what one player gets along an axis."""
    if given.dtype.kind == "O" and any(isinstance(value, tuple) for value in given.flat):
        return True
    parts = [payoffs]
    for _ in range(given.ndim - 1):
        parts = [part for whole in parts if isinstance(whole, list | tuple) for part in whole]
    return given.ndim > 1 and any(isinstance(part, tuple) for part in parts)


def _check_shape(payoffs: FloatArray) -> None:
    players = payoffs.shape[0] if payoffs.ndim else 0
    if payoffs.ndim < 2 or payoffs.ndim != players + 1:
        raise GameError(
            f"payoffs of shape {payoffs.shape} do not fit: {players} arrays need {players} axes each, "
            "that is the shape (players, *strategies)"
        )
    if payoffs.size == 0:
        raise GameError(f"payoffs of shape {payoffs.shape}: every player needs at least one strategy")
    if not np.all(np.isfinite(payoffs)):
        place = np.argwhere(~np.isfinite(payoffs))[0].tolist()
        raise GameError(f"payoffs{place} = {payoffs[tuple(place)]}: payoffs must be finite numbers")


def _fraction(value: Any) -> Fraction:
    if isinstance(value, str):
        try:
            return read_number(value.strip())
        except GameError as error:
            raise GameError(f"payoff {error}") from None
    try:
        if not math.isfinite(value) or _is_minute(value):
            raise ValueError
        if isinstance(value, Rational):  # of Python integers: those of numpy would overflow
            return Fraction(int(value.numerator), int(value.denominator))
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise GameError(f"payoff {quoted(value)} is not a finite number") from None


def _is_minute(value: Any) -> bool:
    """Whether a decimal is so small that its exact fraction would fill the memory."""
    return isinstance(value, Decimal) and bool(value) and int(value.as_tuple().exponent) < -1000
