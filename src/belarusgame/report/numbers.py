"""Printing exact numbers so that what is printed adds up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

#: At most this many decimals are printed.
MOST_DECIMALS = 4


def decimals_for(amounts: Sequence[Fraction]) -> int:
    """Return the fewest decimals that print every amount exactly: at least one, at most four."""
    for places in range(1, MOST_DECIMALS):
        if all((amount * 10**places).denominator == 1 for amount in amounts):
            return places
    return MOST_DECIMALS


def printed(amounts: Sequence[Fraction], places: int) -> list[str]:
    """Round amounts so that they add up to their rounded sum (largest remainders first).

    Each is at most one unit of the last decimal away from its amount.
    """
    scaled = [amount * 10**places for amount in amounts]
    # Rounded down, so that what is short lies between none and one for each: nobody gets two.
    units = [math.floor(value) for value in scaled]
    short = round(sum(scaled, Fraction(0))) - sum(units)
    by_remainder = sorted(range(len(units)), key=lambda k: units[k] - scaled[k])
    for k in by_remainder[:short]:
        units[k] += 1
    return [_decimal(unit, places) for unit in units]


def signed(number: str) -> str:
    """Put a plus sign before a number that has no minus sign."""
    return number if number.startswith("-") else f"+{number}"


def _decimal(units: int, places: int) -> str:
    whole, rest = divmod(abs(units), 10**places)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}"


def percent(share: float) -> str:
    """Write a share as a percentage, with as many digits as it needs where it is small."""
    # One decimal would write 0.0 % of what does happen.
    if 0.0 < share < 0.001:
        return f"{share:.3%}"
    # Without decimals are only never and always, so that neither is taken for a rounded number.
    return f"{share:.1%}" if share not in {0.0, 1.0} else f"{share:.0%}"
