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
from belarusgame.errors import GameError, quoted


def payoff_arrays(payoffs: Any) -> tuple[FloatArray, NDArray[np.object_] | None]:
    """Return the float64 view and, where it says more than that view, the exact payoffs."""
    try:
        given = np.array(payoffs)
    except ValueError:
        raise GameError(
            "payoffs must have the shape (players, *strategies): one array a player, all alike"
        ) from None
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
    try:
        if isinstance(value, str) or not math.isfinite(value) or _is_minute(value):
            raise ValueError
        if isinstance(value, Rational):  # of Python integers: those of numpy would overflow
            return Fraction(int(value.numerator), int(value.denominator))
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise GameError(f"payoff {quoted(value)} is not a finite number") from None


def _is_minute(value: Any) -> bool:
    """Whether a decimal is so small that its exact fraction would fill the memory."""
    return isinstance(value, Decimal) and bool(value) and int(value.as_tuple().exponent) < -1000
