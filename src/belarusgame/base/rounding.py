"""Fractions as floats, rounded outwards."""

from __future__ import annotations

import math
from fractions import Fraction


def below(value: Fraction) -> float:
    """Return the largest of the neighbouring floats that is not greater than the exact value."""
    return quotient_below(value.numerator, value.denominator)


def quotient_below(numerator: int, denominator: int) -> float:
    """Return the same for a quotient of integers, the second being positive."""
    # Python rounds this quotient once, to the nearest: one step is enough. Compared as whole numbers.
    near = numerator / denominator
    over, under = near.as_integer_ratio()
    return near if over * denominator <= numerator * under else math.nextafter(near, -math.inf)
