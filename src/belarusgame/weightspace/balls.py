"""Balls around the likely weights, in two norms, and what is proven to be impossible in them.

Distance is made of moves: how far a weight goes up, in units of (high - likely), or down, in units of
(likely - low). A side of zero width cannot move. Drivers stay at given levels here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from belarusgame.weightspace.programs import FarkasCertificate, total
from belarusgame.weightspace.space import Space

Norm = Literal["linf", "l1", "l2"]

#: Beyond the ranges, no weight goes up by more than this many times its side: programs stay bounded.
CAP = Fraction(1_000)

#: Sums of fractions begin with one: that of none is then exact too.
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One direction in which a weight can move."""

    k: int  #: the consideration
    unit: Fraction  #: what a move of 1 adds to the weight; negative for a move down
    most: Fraction  #: how far it can move


def sides_of(space: Space, used: Iterable[int], *, beyond: bool) -> tuple[Side, ...]:
    """Return the sides of some considerations; beyond their ranges weights only stay nonnegative."""
    sides: list[Side] = []
    for k in used:
        low, likely, high = space.low[k], space.likely[k], space.high[k]
        if high > likely:
            sides.append(Side(k=k, unit=high - likely, most=CAP if beyond else Fraction(1)))
        if likely > low:
            most = likely / (likely - low) if beyond else Fraction(1)
            sides.append(Side(k=k, unit=low - likely, most=most))
    return tuple(sides)


def scaled_by_levels(space: Space, coefficients: Mapping[int, Fraction | int]) -> dict[int, Fraction]:
    """Turn coefficients of the factors into coefficients of the weights, at the levels of the drivers."""
    return {
        k: coefficient * (Fraction(1) if (j := space.driver[k]) is None else space.lowest[j])
        for k, coefficient in coefficients.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ball:
    """The weights whose moves have a sum, or a root of the sum of squares, of at most ``radius``."""

    space: Space  #: its ranges give the units and, unless ``beyond``, the limits
    norm: Norm  #: which of the two
    radius: Fraction  #: the distance
    beyond: bool  #: whether weights may leave their ranges

    def excludes(self, weighted: FarkasCertificate, *, strict: bool) -> bool:
        """Whether rows with positive multipliers cannot hold together here, or not all of them strictly.

        As in :func:`excludes` the greatest value of their sum decides; in ``l2`` it is the sum of a fraction
        and the root of another one.
        """
        if not weighted or min(weighted.values()) <= 0:
            return False
        coefficients = scaled_by_levels(self.space, total(weighted.items()))
        base = sum((c * self.space.likely[k] for k, c in coefficients.items()), ZERO)
        sides = sides_of(self.space, coefficients, beyond=self.beyond)
        gains = [(gain, side.most) for side in sides if (gain := coefficients[side.k] * side.unit) > 0]
        if self.norm == "l1":
            worth, under_root = base + _most_by_sum(gains, self.radius), ZERO
        else:
            more, under_root = _most_by_squares(gains, self.radius * self.radius)
            worth = base + more
        if not type(worth) is type(under_root) is Fraction:  # a number is none, or is not exact
            return False
        # worth + root < 0 exactly if worth < 0 and the root's square is below that of worth: no root is
        # taken.
        if strict:
            return worth <= 0 and under_root <= worth * worth
        return worth < 0 and under_root < worth * worth


def _most_by_sum(gains: list[tuple[Fraction, Fraction]], left: Fraction) -> Fraction:
    """Return what moves of a given sum gain at most: the best ones first, as far as they go."""
    worth = ZERO
    # A fractional knapsack, in which the greedy choice is the best.
    for gain, most in sorted(gains, reverse=True):
        step = min(left, most)
        worth, left = worth + gain * step, left - step
    return worth


def _most_by_squares(gains: list[tuple[Fraction, Fraction]], left: Fraction) -> tuple[Fraction, Fraction]:
    """Return what moves of a given sum of squares gain at most, as a number and the square of a second one.

    The moves are in proportion to the gains, but for those that reach their limits; these come first in the
    order of limit by gain, and each that is taken out leaves a greater proportion to the others.
    """
    worth, slopes = ZERO, sum((gain * gain for gain, _ in gains), ZERO)
    for gain, most in sorted(gains, key=lambda pair: pair[1] / pair[0]):
        # The first whose share of the rest is within its limit: so are all later ones, and Cauchy and
        # Schwarz's inequality bounds what they gain together.
        if left * gain * gain < most * most * slopes:
            break
        worth, left, slopes = worth + gain * most, left - most * most, slopes - gain * gain
    return worth, left * slopes
