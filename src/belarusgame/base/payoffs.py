"""Payoffs as they come in: checked, copied, read-only, and exact where they were given exactly."""

from __future__ import annotations

import math
from collections.abc import Callable
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


class Tensor:
    """Payoffs of shape ``(players, *strategies)``: a float64 view and, where it says more, the exact ones.

    Parameters
    ----------
    floats : numpy.ndarray
        The float64 view, read-only.
    exact : numpy.ndarray or None
        Fractions, read-only; None where the float64 values are meant.
    """

    __slots__ = ("_exact", "_ranks", "floats", "is_rounded")

    def __init__(self, floats: NDArray[Any], exact: NDArray[np.object_] | None) -> None:
        self.floats: FloatArray = read_only(floats)
        self.is_rounded = exact is not None
        self._exact = None if exact is None else read_only(exact)
        self._ranks: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, payoffs: Any, name: str = "payoffs") -> Tensor:
        """Read payoffs as they come in; ``name`` is what they are called in messages."""
        return cls(*payoff_arrays(payoffs, name))

    @property
    def parts(self) -> tuple[NDArray[Any], NDArray[np.object_] | None]:
        """The float64 view, and the exact payoffs where it is only a view."""
        return self.floats, self._exact if self.is_rounded else None

    @property
    def exact(self) -> NDArray[np.object_]:
        """The payoffs as fractions, read-only."""
        if self._exact is None:
            # Made when it is asked for: a fraction takes a dozen times the memory of a float, and most
            # solvers want none.
            exact = np.array([Fraction(float(value)) for value in self.floats.flat], dtype=object)
            self._exact = read_only(exact.reshape(self.floats.shape))
        return self._exact

    @property
    def source(self) -> NDArray[Any]:
        """The payoffs in the form that says most."""
        return self.exact if self.is_rounded else self.floats

    @property
    def ordinal(self) -> NDArray[Any]:
        """Numbers that compare as each player's exact payoffs do: these in float64, or their ranks."""
        # Floats that are meant as they are compare as they are.
        if not self.is_rounded:
            return self.floats
        if self._ranks is None:
            ranks = [_dense_ranks(own, exact) for own, exact in zip(self.floats, self.exact, strict=True)]
            self._ranks = read_only(np.array(ranks, dtype=np.int64))
        return self._ranks

    def equals(self, other: Tensor) -> bool:
        """Whether two tensors hold the same exact payoffs."""
        return np.array_equal(self.floats, other.floats) and (
            not (self.is_rounded or other.is_rounded) or np.array_equal(self.exact, other.exact)
        )

    def __reduce__(self) -> tuple[Callable[..., Tensor], tuple[Any, ...]]:
        return Tensor, self.parts


def _dense_ranks(payoffs: FloatArray, exact: NDArray[Any]) -> NDArray[np.int64]:
    """Rank exact values by their float64 view, which keeps their order; only where floats tie ask them."""
    floats, ranks = np.unique(payoffs, return_inverse=True)
    # Ratios compare faster than fractions. There are as many as floats, unless one float stands for several.
    if len(set(map(Fraction.as_integer_ratio, exact.ravel().tolist()))) > len(floats):
        ranks = np.unique(exact, return_inverse=True)[1]
    return ranks.reshape(payoffs.shape)


def payoff_arrays(payoffs: Any, name: str = "payoffs") -> tuple[FloatArray, NDArray[np.object_] | None]:
    """Return the float64 view and, where it says more than that view, the exact payoffs."""
    given = as_array(
        payoffs, f"{name} must have the shape (players, *strategies): one array a player, all alike"
    )
    if _has_cells(payoffs, given):
        raise GameError(
            f"{name}: the innermost sequences are tuples, as the cells of a table with one payoff a player; "
            "Game.from_cells(...) builds that game, and one array a player is given by lists or arrays"
        )
    if given.dtype.kind == "O":
        exact = np.array([_fraction(value) for value in given.flat], dtype=object).reshape(given.shape)
        floats = exact.astype(np.float64)
    elif given.dtype.kind in "iufb":
        exact, floats = None, given.astype(np.float64)
        # Beyond 2^53 neighbouring whole numbers share one float.
        if given.dtype.kind in "iu" and not np.array_equal(floats.astype(given.dtype), given):
            exact = np.array([Fraction(int(value)) for value in given.flat], dtype=object).reshape(
                given.shape
            )
    else:
        raise GameError(f"{name} must be real numbers, not {given.dtype}")
    _check_shape(floats, name)
    return read_only(floats), None if exact is None else read_only(exact)


def as_array(values: Any, rule: str) -> NDArray[Any]:
    """Return nested sequences of numbers as an array; one of objects where some are written as text."""
    try:
        # Text beside numbers makes numpy write all of them as text; as objects, numbers stay what they were.
        given = np.array(values)
        return np.array(values, dtype=object) if given.dtype.kind == "U" else given
    except Exception:  # uneven lists, or an object that will not be looked into
        raise GameError(rule) from None


def _has_cells(payoffs: Any, given: NDArray[Any]) -> bool:
    """Whether payoffs stand together in tuples, as nobody writes what one player gets along an axis."""
    if given.dtype.kind == "O" and any(isinstance(value, tuple) for value in given.flat):
        return True
    parts = [payoffs]
    for _ in range(given.ndim - 1):
        parts = [part for whole in parts if isinstance(whole, list | tuple) for part in whole]
    return given.ndim > 1 and any(isinstance(part, tuple) for part in parts)


def _check_shape(payoffs: FloatArray, name: str) -> None:
    players = payoffs.shape[0] if payoffs.ndim else 0
    if payoffs.ndim < 2 or payoffs.ndim != players + 1:
        raise GameError(
            f"{name} of shape {payoffs.shape} do not fit: {players} arrays need {players} axes each, "
            "that is the shape (players, *strategies)"
        )
    if payoffs.size == 0:
        raise GameError(f"{name} of shape {payoffs.shape}: every player needs at least one strategy")
    if not np.all(np.isfinite(payoffs)):
        place = np.argwhere(~np.isfinite(payoffs))[0].tolist()
        raise GameError(f"{name}{place} = {payoffs[tuple(place)]}: payoffs must be finite numbers")


def _fraction(value: Any) -> Fraction:
    if isinstance(value, str):
        try:
            return read_number(value.strip())
        except GameError as error:
            raise GameError(f"payoff {error}") from None
    try:
        if not math.isfinite(value) or _is_minute(value):
            raise ValueError
        # Fractions of numpy's integers pass as fractions, and overflow without a word when they are
        # multiplied.
        if type(value) is Fraction and type(value.numerator) is type(value.denominator) is int:
            return value  # as nearly all are that a scenario makes
        if isinstance(value, Rational):  # of Python integers: those of numpy would overflow
            return Fraction(int(value.numerator), int(value.denominator))
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise GameError(f"payoff {quoted(value)} is not a finite number") from None


def _is_minute(value: Any) -> bool:
    """Whether a decimal is so small that its exact fraction would fill the memory."""
    # Large exponents are refused by ``isfinite`` already, as no float holds them; small ones become 0.0
    # there.
    return isinstance(value, Decimal) and bool(value) and int(value.as_tuple().exponent) < -1000
