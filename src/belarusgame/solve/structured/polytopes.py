"""Polytopes of mixed strategies, given by points with whole numbers: cut and halved without rounding.

A polytope is the convex hull of points, one a row: non-negative integers, the probabilities times a
denominator that all points of the polytope share (the sum of every row). So what is multilinear comes out
multiplied by one positive number, the same for all combinations of points, and no fraction is ever formed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from math import gcd, lcm
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.read_only import read_only

#: An array of int64, or of Python's integers where those would not do.
Whole = NDArray[Any]
#: For every player the points that span its part of the strategies.
Polytopes = tuple[Whole, ...]

#: Numbers below this may be added and subtracted once more without leaving int64.
_SAFE: Final = 1 << 61
#: Numbers of so many bits may be multiplied by what is done with them in floating point.
_FLOAT_BITS: Final = 960


def largest(array: Whole) -> int:
    """Return the greatest absolute value as a Python integer."""
    return max(int(array.max()), -int(array.min())) if array.size else 0


def compact(array: Whole) -> Whole:
    """Store integers as int64 where they fit."""
    if not array.dtype.hasobject:
        return array
    return array.astype(np.int64) if largest(array) < _SAFE else array


def float_unit(array: Whole) -> int:
    """Return a power of two in which integers are well within the range of floats; nearly always 1."""
    return 1 << max(0, largest(array).bit_length() - _FLOAT_BITS)


def floats(array: Whole, unit: int) -> NDArray[np.float64]:
    """Return integers of any size in a unit, as floats; the quotients must be within their range."""
    if not array.dtype.hasobject and unit < _SAFE:
        return array / unit
    # Python divides integers that no float holds with one rounding.
    return np.array([x / unit for x in array.ravel().tolist()], dtype=np.float64).reshape(array.shape)


def tidy(points: Whole) -> Whole:
    """Bring points, each with a denominator of its own, to their least common one."""
    return whole_simplex(len(points)) if is_whole(points) else array_of(_tidied(points.tolist()))


def _tidied(lines: Sequence[Sequence[int]]) -> list[list[int]]:
    # In lowest terms first, or the common denominator would grow with every cut.
    divisors = [gcd(*line) for line in lines]
    sums = [sum(line) // divisor for line, divisor in zip(lines, divisors, strict=True)]
    common = lcm(*sums)
    return [
        [x // divisor * (common // total) for x in line]
        for line, divisor, total in zip(lines, divisors, sums, strict=True)
    ]


def array_of(lines: Sequence[Sequence[int]]) -> Whole:
    """Store points as int64 where these and their denominator fit."""
    fit = all(sum(map(abs, line)) < _SAFE for line in lines)
    return np.array(lines, dtype=np.int64 if fit else object)


@lru_cache(maxsize=64)
def whole_simplex(size: int) -> Whole:
    """Return the pure strategies, read-only: the corners of all mixtures of so many strategies."""
    return read_only(np.eye(size, dtype=np.int64))


def is_whole(points: Whole) -> bool:
    """Whether these are the pure strategies, as :func:`whole_simplex` has them."""
    count = len(points)
    if count != points.shape[1]:
        return False
    whole = whole_simplex(count)
    return points is whole or bool((points == whole).all())


def combined(tensor: Whole, points: Whole, axis: int) -> Whole:
    """Replace an axis that runs over pure strategies by one that runs over points."""
    # A sum over non-negative weights that add up to the denominator is at most this; near the rim of int64
    # the product is formed from Python's integers instead, which cannot overflow.
    bound = largest(tensor) * int(points[0].sum())
    if bound >= _SAFE or points.dtype.hasobject or tensor.dtype.hasobject:
        tensor, points = tensor.astype(object), points.astype(object)
    before, after = tensor.shape[:axis], tensor.shape[axis + 1 :]
    lines = tensor.transpose(axis, *range(axis), *range(axis + 1, tensor.ndim)).reshape(points.shape[1], -1)
    moved = points.dot(lines).reshape(len(points), *before, *after)
    return compact(moved.transpose(*range(1, axis + 1), 0, *range(axis + 1, tensor.ndim)))


def uses_everything(points: Whole) -> bool:
    """Whether every strategy is used at some point: else no point of the relative interior is left."""
    return all(map(any, zip(*points.tolist(), strict=True)))


def cut(points: Whole, values: Whole, *, equation: bool) -> Whole | None:
    """Return the part of a polytope, a hull of points, where an affine function vanishes, or is at most zero.

    It is given by its values at the points, up to one positive factor; ``equation`` says that it has to
    vanish. What is returned are points whose hull is that part; None if it is empty.
    """
    exact: list[int] = values.tolist()
    lines: list[list[int]] = points.tolist()
    kept = [line for line, x in zip(lines, exact, strict=True) if x == 0 or (x < 0 and not equation)]
    # The double description method (Motzkin, Raiffa, Thompson and Thrall 1953) without its test of adjacency:
    # pairs that are no edges add points inside the cut, which the hull does not mind.
    for (one, x), (other, y) in combinations(zip(lines, exact, strict=True), 2):
        if x < 0 < y or y < 0 < x:
            kept.append([p * abs(y) + q * abs(x) for p, q in zip(one, other, strict=True)])
    return corners_of(kept) if kept else None


def halves(points: Whole, a: int, b: int) -> tuple[Whole, Whole]:
    """Return two polytopes that cover the given one: b, then a, is replaced by the middle between them."""
    first, second = 2 * points, 2 * points
    first[b] = second[a] = points[a] + points[b]
    return _halved(first), _halved(second)


def _halved(points: Whole) -> Whole:
    """Divide by two where all entries are even; what grows from half to half must not leave int64."""
    return array_of((points if bool((points % 2).any()) else points // 2).tolist())


def corners_of(lines: Sequence[Sequence[int]]) -> Whole:
    """Leave out repeated points and, of a segment or polygon, those that are no corners: they cost time."""
    # With one common denominator equal points are equal lines.
    points = array_of(list(dict.fromkeys(map(tuple, _tidied(lines)))))
    if len(points) > 2:
        # In higher dimensions points inside the hull are kept: they are harmless, and to find them needs
        # programs.
        rank = dimension(points)
        if rank == 1:
            points = points[_ends(points)]
        elif rank == 2 and len(points) > 3:
            points = points[_polygon(points)]
    return points


def probabilities(points: Whole) -> NDArray[np.float64]:
    """Return the points as floats; Python divides integers of any size with one rounding."""
    lines: list[list[int]] = points.tolist()
    whole = sum(lines[0])
    return np.array([[x / whole for x in line] for line in lines])


def dimension(points: Whole) -> int:
    """Return the dimension of the affine hull, exactly."""
    return rank_of(points) - 1


def rank_of(matrix: Whole) -> int:
    """Return the rank of an integer matrix, by elimination without fractions (Bareiss 1968)."""
    rows: list[list[int]] = [[int(x) for x in row] for row in matrix.tolist()]
    rank, before = 0, 1
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        top = rows[rank]
        for r in range(rank + 1, len(rows)):
            factor = rows[r][column]
            # Every entry is a minor of the matrix, so this division leaves no remainder.
            rows[r] = [(x * top[column] - y * factor) // before for x, y in zip(rows[r], top, strict=True)]
        before = top[column]
        rank += 1
    return rank


def _ends(points: Whole) -> list[int]:
    """Return the two ends of a segment: its first and last point in the order of the probabilities."""
    order = sorted(range(len(points)), key=lambda k: tuple(points[k]))
    return [order[0], order[-1]]


def _polygon(points: Whole) -> list[int]:
    """Return the corners of a polygon, by walking around it (Jarvis 1973).

    The plane is seen through three coordinates in which it has full rank; orientations are determinants.
    """
    columns = next(c for c in combinations(range(points.shape[1]), 3) if rank_of(points[:, c]) == 3)
    wide = points.astype(object)
    seen = wide[:, columns]

    def turn(a: int, b: int, c: int) -> int:
        (x, y, z), (u, v, w), (p, q, r) = seen[a], seen[b], seen[c]
        return x * (v * r - w * q) - y * (u * r - w * p) + z * (u * q - v * p)

    def size(a: int, b: int) -> int:
        return int(np.abs(wide[a] - wide[b]).sum())

    # The first point in lexicographic order is a corner, and of several in one direction the farthest.
    start = here = _ends(points)[0]
    around: list[int] = []
    while here != start or not around:
        around.append(here)
        ahead = 0 if here else 1
        for k in range(len(points)):
            side = turn(here, ahead, k) if k not in (here, ahead) else 1
            if side < 0 or (side == 0 and size(here, k) > size(here, ahead)):
                ahead = k
        here = ahead
    return sorted(around)
