"""Fractions as floats, rounded outwards."""

from __future__ import annotations

import math
from fractions import Fraction

__all__ = ["below"]


def below(value: Fraction) -> float:
    """Return the largest of the neighbouring floats that is not greater than the exact value."""
    near = float(value)
    return near if Fraction(near) <= value else math.nextafter(near, -math.inf)
