"""Convex polygons in the plane of two assumptions, cut by lines, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Spot = tuple[Fraction, Fraction]

#: Corners, counter-clockwise.
Polygon = tuple[Spot, ...]

#: ``a x + b y + c``.
Line = tuple[Fraction, Fraction, Fraction]


def worth(line: Line, spot: Spot) -> Fraction:
    """Return what a linear function is worth at a point."""
    return line[0] * spot[0] + line[1] * spot[1] + line[2]


def side(line: Line, polygon: Polygon) -> int | None:
    """Return the sign of a linear function inside a polygon, 0 if zero throughout; None if it varies."""
    values = [worth(line, spot) for spot in polygon]
    above, below = any(value > 0 for value in values), any(value < 0 for value in values)
    return None if above and below else int(above) - int(below)


def cut(polygon: Polygon, line: Line) -> tuple[Polygon, Polygon]:
    """Cut a polygon where a linear function is zero; first the part in which it is negative."""
    below: list[Spot] = []
    above: list[Spot] = []
    # Walk around, and add the crossing of every edge that changes sides (Sutherland and Hodgman 1974).
    for spot, after in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        here, there = worth(line, spot), worth(line, after)
        # A corner on the line belongs to both parts.
        if here <= 0:
            below.append(spot)
        if here >= 0:
            above.append(spot)
        if here * there < 0:
            share = here / (here - there)
            crossing = (spot[0] + share * (after[0] - spot[0]), spot[1] + share * (after[1] - spot[1]))
            below.append(crossing)
            above.append(crossing)
    return tuple(below), tuple(above)


def area(polygon: Polygon) -> Fraction:
    """Return the area of a polygon (the shoelace formula)."""
    doubled = sum(
        (one[0] * two[1] - two[0] * one[1] for one, two in _edges(polygon)),
        Fraction(0),
    )
    return doubled / 2


def centre(polygon: Polygon) -> Spot:
    """Return the mean of the corners, which lies inside."""
    count = len(polygon)
    return (
        sum((spot[0] for spot in polygon), Fraction(0)) / count,
        sum((spot[1] for spot in polygon), Fraction(0)) / count,
    )


def holds(polygon: Polygon, spot: Spot) -> bool:
    """Whether a point lies in a polygon or on its border."""
    return all(
        (two[0] - one[0]) * (spot[1] - one[1]) >= (two[1] - one[1]) * (spot[0] - one[0])
        for one, two in _edges(polygon)
    )


def _edges(polygon: Sequence[Spot]) -> zip[tuple[Spot, Spot]]:
    return zip(polygon, (*polygon[1:], polygon[0]), strict=True)
