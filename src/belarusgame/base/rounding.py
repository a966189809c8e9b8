"""Fractions as floats, rounded outwards."""

from __future__ import annotations

import math
from fractions import Fraction


def below(value: Fraction) -> float:
    """Return the largest of the neighbouring floats that is not greater than the exact value."""
    near = float(value)
    # Compared as whole numbers: the float is within half a unit of the value, so that one step is enough.
    over, under = near.as_integer_ratio()
    return near if over * value.denominator <= value.numerator * under else math.nextafter(near, -math.inf)
