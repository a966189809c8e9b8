"""Which are the corners of a bounded polytope? Double description in integers, for few dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

__all__ = ["affine_kernel", "corners_around_zero", "independent"]

Line = tuple[int, ...]


def corners_around_zero(
    lines: Sequence[Sequence[Fraction]], *, most: int, work: int
) -> list[tuple[Fraction, ...]] | None:
    """Return the corners of a bounded polytope that has zero in its interior.

    Parameters
    ----------
    lines : sequence of sequences of Fraction
        A constant, which is positive, and coefficients: their sum with the coordinates is not negative.
    most, work : int
        None is returned as soon as there are more corners, or pairs of them were compared, than this.

    Notes
    -----
    The double description method (Motzkin, Raiffa, Thompson and Thrall 1953) on the cone over the polytope:
    a ray that breaks the next inequality is replaced by the points where its edges to the others cross it;
    two rays share an edge if no third one is tight wherever both are.
    """
    whole = list(dict.fromkeys(_integers(line) for line in lines))
    first = independent(whole)
    rays = _simple_cone([whole[k] for k in first])
    done = 0
    for k in first:
        done |= 1 << k
    tight = [done ^ (1 << k) for k in first]
    for k, line in enumerate(whole):
        if done >> k & 1:
            continue
        values = [sum(a * b for a, b in zip(line, ray, strict=True)) for ray in rays]
        kept = [n for n, value in enumerate(values) if value >= 0]
        fresh: list[tuple[Line, int]] = []
        above = [n for n, value in enumerate(values) if value > 0]
        below = [n for n, value in enumerate(values) if value < 0]
        work -= len(above) * len(below) * len(rays)
        if work < 0 or len(rays) > most:
            return None
        for n in above:
            for m in below:
                common = tight[n] & tight[m]
                if common.bit_count() >= len(first) - 2 and sum(common & own == common for own in tight) == 2:
                    crossing = tuple(
                        values[n] * b - values[m] * a for a, b in zip(rays[n], rays[m], strict=True)
                    )
                    fresh.append((_shortened(crossing), common | 1 << k))
        tight = [tight[n] | (values[n] == 0) << k for n in kept] + [own for _, own in fresh]
        rays = [rays[n] for n in kept] + [ray for ray, _ in fresh]
    if len(rays) > most:
        return None
    return sorted(tuple(Fraction(x, ray[0]) for x in ray[1:]) for ray in rays)


def independent(lines: Sequence[Sequence[Fraction | int]]) -> list[int]:
    """Return the places of the first lines that are linearly independent and span them all."""
    chosen: list[int] = []
    pivots: list[tuple[int, list[Fraction]]] = []
    for k, line in enumerate(lines):
        left = [Fraction(x) for x in line]
        for column, pivot in pivots:
            if left[column]:
                factor = left[column]
                left = [x - factor * y for x, y in zip(left, pivot, strict=True)]
        column = next((n for n, x in enumerate(left) if x), None)
        if column is not None:
            pivots.append((column, [x / left[column] for x in left]))
            chosen.append(k)
    return chosen


def affine_kernel(lines: Sequence[Sequence[Fraction]], width: int) -> list[list[Fraction]]:
    """Return a basis of the vectors of so many numbers with which every line has the product zero."""
    pivots: list[tuple[int, list[Fraction]]] = []
    for line in lines:
        left = list(line)
        for column, pivot in pivots:
            if left[column]:
                left = [x - left[column] * y for x, y in zip(left, pivot, strict=True)]
        column = next((n for n, x in enumerate(left) if x), None)
        if column is None:
            continue
        unit = [x / left[column] for x in left]
        pivots = [
            (c, [x - own[column] * y for x, y in zip(own, unit, strict=True)] if own[column] else own)
            for c, own in pivots
        ]
        pivots.append((column, unit))
    bound = {column for column, _ in pivots}
    basis: list[list[Fraction]] = []
    for free in (n for n in range(width) if n not in bound):
        vector = [Fraction(int(n == free)) for n in range(width)]
        for column, pivot in pivots:
            vector[column] = -pivot[free]
        basis.append(vector)
    return basis


def _simple_cone(lines: Sequence[Line]) -> list[Line]:
    """Return the rays of the cone of as many independent inequalities as there are coordinates.

    Each ray is tight at all but one of them: they are the columns of the inverse matrix.
    """
    size = len(lines)
    wide = [
        [*map(Fraction, line), *(Fraction(int(k == n)) for n in range(size))] for k, line in enumerate(lines)
    ]
    for column in range(size):
        source = next(r for r in range(column, size) if wide[r][column])
        wide[column], wide[source] = wide[source], wide[column]
        top = [x / wide[column][column] for x in wide[column]]
        wide = [
            top if r == column else [x - row[column] * y for x, y in zip(row, top, strict=True)]
            for r, row in enumerate(wide)
        ]
    return [_integers([row[size + k] for row in wide]) for k in range(size)]


def _integers(line: Sequence[Fraction]) -> Line:
    scale = lcm(*(x.denominator for x in line))
    return _shortened(tuple(int(x * scale) for x in line))


def _shortened(line: Line) -> Line:
    divisor = gcd(*line) or 1
    return tuple(x // divisor for x in line)
