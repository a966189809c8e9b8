"""Prove in whole numbers that a product of simplices holds one solution of its rows, and where.

The rows are seen in the weights of the corners. Around an approximate solution, multiplied by an approximate
inverse of their Jacobian, they have a Jacobian near the identity; if it is strictly diagonally dominant over
a product of simplices, there is at most one solution in it. If on a tiny one around the approximation every
component points inwards on every facet, Brouwer's fixed-point theorem gives one inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.structured.polytopes import Polytopes, Whole, combined, floats, largest, rank_of
from belarusgame.solve.structured.reduction import Patch
from belarusgame.solve.structured.rows import Rows

#: The inverse Jacobian and the weights of the corners are rounded to multiples of one over these.
_INVERSE: Final = 1 << 24
_GRID: Final = 1 << 52
#: How far, in units of the grid, the facets of the tiny simplices are from the approximation.
_DISTANCES: Final = (1 << 17, 1 << 24, 1 << 31)
#: Newton's steps: where these do not arrive the part is too large, and its halves are tried.
_STEPS: Final = 10
#: The last step at most: one step more would then be of the order of its square, below all rounding.
_ARRIVED: Final = 1e-9
#: A solution is first tried as fractions with denominators of at most this.
_DENOMINATOR: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Located:
    """The one solution of the rows on a part that is enlarged by a half."""

    #: As many rows as there are unknowns: a player, and the number of the row.
    equations: tuple[tuple[int, int], ...]
    #: An approximate inverse of their Jacobian by the weights of the corners, times a positive number.
    inverse: Whole
    #: The corners of simplices in which the solution lies, as weights of the part's points; a single one for
    #: every player if the solution is known exactly. They can be negative.
    weights: Polytopes
    points: Polytopes  #: the same corners as mixed strategies

    @property
    def is_exact(self) -> bool:
        """Whether the solution is known exactly."""
        return all(len(own) == 1 for own in self.points)


def locate(rows: Rows, part: Patch, values: Sequence[Whole]) -> Located | None:
    """Prove that a part, enlarged by a half, holds one solution of the rows that must vanish.

    Return None if it was not proven. The solution may lie outside the part, and break other rows.
    """
    unknowns = sum(part.sizes) - len(part.sizes)
    names = [
        (i, k) for i, kept in enumerate(part.active) for k, row in enumerate(kept) if rows.is_equation(i, row)
    ]
    if len(names) < unknowns or any(rank_of(own) < len(own) for own in part.points):
        return None
    tensors = [np.broadcast_to(values[i][k], part.sizes) for i, k in names]
    found = _approximate(tensors, part.sizes, unknowns)
    if found is None:
        return None
    chosen, weights, inverse = found
    square = [tensors[t] for t in chosen]
    # The part is enlarged because a solution on its rim would otherwise not be inside of anything.
    around = _preconditioned(square, inverse, [_enlarging(size) for size in part.sizes])
    if not _one_to_one(around, square):
        return None
    # An exact point decides ties that no enclosure can, so it is tried first.
    where = _exactly(tensors, weights) or _within(square, inverse, weights)
    if where is None or not _is_near(where):
        return None
    return Located(
        equations=tuple((names[t][0], part.active[names[t][0]][names[t][1]]) for t in chosen),
        inverse=inverse,
        weights=where,
        points=tuple(
            own.astype(object).dot(points.astype(object))
            for own, points in zip(where, part.points, strict=True)
        ),
    )


def jacobian_rank(rows: Rows, part: Patch, values: Sequence[Whole]) -> int:
    """Return the rank of the Jacobian of the rows that must vanish, at a point taken anywhere: a guess."""
    draw = np.random.default_rng(0)
    weights = [draw.dirichlet(np.ones(size)) for size in part.sizes]
    slopes = [
        _slope(floats(np.broadcast_to(values[i][k], part.sizes), largest(values[i][k])), weights)
        for i, kept in enumerate(part.active)
        for k, row in enumerate(kept)
        if rows.is_equation(i, row)
    ]
    return int(np.linalg.matrix_rank(np.array(slopes), tol=1e-9)) if slopes else 0


def _approximate(
    tensors: Sequence[Whole], sizes: Sequence[int], unknowns: int
) -> tuple[list[int], list[FloatArray], Whole] | None:
    """Choose independent rows and take Newton steps in the weights; return rows, weights and inverse."""
    # All of this is floating point: nothing here is trusted, only proposed.
    scales = [max(1, largest(tensor)) for tensor in tensors]
    lines = [floats(tensor, scale) for tensor, scale in zip(tensors, scales, strict=True)]
    weights = [np.full(size, 1.0 / size) for size in sizes]
    chosen = _independent(np.array([_slope(line, weights) for line in lines]), unknowns)
    if chosen is None:
        return None
    slope, step = np.zeros((0, 0)), np.zeros(0)
    for _ in range(_STEPS):
        slope = np.array([_slope(lines[t], weights) for t in chosen])
        value = np.array([_contracted(lines[t], weights, None)[0] for t in chosen])
        with np.errstate(divide="ignore", invalid="ignore"):  # of the least floats there are
            determinant = abs(np.linalg.det(slope))
        if not determinant >= 1e-12:
            return None
        step = np.linalg.solve(slope, value)
        at = 0
        for j, size in enumerate(sizes):
            own = step[at : at + size - 1]
            weights[j] = weights[j] - np.concatenate([[-own.sum()], own])
            at += size - 1
        if max(np.abs(own).max() for own in weights) > 2.0:
            return None
        if np.abs(step).max(initial=0.0) < 1e-15:
            break
    else:
        if np.abs(step).max(initial=0.0) > _ARRIVED:
            return None
    # So far below zero a part reaches that is enlarged by a half.
    if any(own.min() < -0.5 / len(own) for own in weights):
        return None
    inverse = np.linalg.inv(slope)
    top = max(scales[t] for t in chosen)
    # Any matrix makes the tests that follow valid; only a good one makes them succeed.
    whole = [
        [round(x * _INVERSE) * top // scales[t] for x, t in zip(line, chosen, strict=True)]
        for line in inverse.tolist()
    ]
    return chosen, weights, np.array(whole, dtype=object).reshape(unknowns, unknowns)


def _contracted(line: FloatArray, weights: Sequence[FloatArray], left: int | None) -> FloatArray:
    """Return the expected value of a row, as a function of one player's corners if one is left out."""
    kept = len(weights) if left is None else left
    for own in reversed(weights[kept + 1 :]):
        line = line @ own
    for own in weights[:kept]:
        line = own @ line.reshape(len(own), -1)
    return line.ravel()


def _slope(line: FloatArray, weights: Sequence[FloatArray]) -> FloatArray:
    """Return the derivatives of a row by all weights but each player's first."""
    parts = [_contracted(line, weights, j) for j in range(len(weights))]
    return np.concatenate([own[1:] - own[0] for own in parts])


def _independent(slopes: FloatArray, unknowns: int) -> list[int] | None:
    """Choose so many rows whose derivatives are independent, those first that stand out most."""
    rest, chosen = slopes.copy(), list[int]()
    for _ in range(unknowns):
        sizes = (rest**2).sum(axis=1)
        best = int(sizes.argmax())
        if not sizes[best] > 1e-12:
            return None
        chosen.append(best)
        # Gram and Schmidt with pivoting: what the chosen rows explain is taken from the others.
        unit = rest[best] / np.sqrt(sizes[best])
        rest = rest - np.outer(rest @ unit, unit)
    return sorted(chosen)


def _enlarging(size: int) -> Whole:
    """Return the corners of the simplex enlarged by a half around its middle, times ``2 * size``."""
    return 3 * size * np.eye(size, dtype=np.int64) - 1


def _preconditioned(square: Sequence[Whole], inverse: Whole, weights: Sequence[Whole]) -> list[Whole]:
    """Return the sums of rows by the inverse's lines, at all combinations of points given by weights."""
    moved: list[Whole] = []
    for tensor in square:
        for j, own in enumerate(weights):
            tensor = combined(tensor, own, j)
        moved.append(tensor.astype(object))
    return [
        sum((m * t for m, t in zip(line, moved, strict=True)), np.zeros(1, dtype=object)) for line in inverse
    ]


def _one_to_one(sums: Sequence[Whole], square: Sequence[Whole]) -> bool:
    """Whether the sums' Jacobian on the enlarged simplices is strictly diagonally dominant.

    A step from one enlarged corner to another changes the weights by three halves, and the sums are
    multiplied by twice every size.
    """
    if not sums:
        return True
    sizes = sums[0].shape
    # By the largest entry rows were multiplied before the inverse was rounded.
    unit = _INVERSE * max(max(1, largest(tensor)) for tensor in square)
    for size in sizes:
        unit *= 2 * size
    columns = [(j, v) for j, size in enumerate(sizes) for v in range(1, size)]
    for t, values in enumerate(sums):
        # If the rows of |J - 1| sum to less than one all over a convex set, x - F(x) contracts in the maximum
        # norm, so F takes no value twice. Derivatives of multilinear sums are extreme at combinations of
        # corners.
        distance = 0
        for k, (j, v) in enumerate(columns):
            facets = np.moveaxis(values, j, 0)
            distance += largest(2 * (facets[v] - facets[0]) - (3 * unit if k == t else 0))
        if distance >= 3 * unit:
            return False
    return True


def _exactly(tensors: Sequence[Whole], weights: Sequence[FloatArray]) -> Polytopes | None:
    """Return the solution as short fractions, if it is one of all rows."""
    points: list[Whole] = []
    for own in weights:
        short = [Fraction(float(x)).limit_denominator(_DENOMINATOR) for x in own]
        # Rounded one by one, fractions add up to one only if they are those of the solution.
        if sum(short) != 1:
            return None
        scale = lcm(*(x.denominator for x in short))
        points.append(np.array([[int(x * scale) for x in short]], dtype=object))
    for tensor in tensors:
        for j, own in enumerate(points):
            tensor = combined(tensor, own, j)
        if tensor.item() != 0:
            return None
    return tuple(points)


def _within(square: Sequence[Whole], inverse: Whole, weights: Sequence[FloatArray]) -> Polytopes | None:
    """Return tiny simplices around the approximation on whose facets all components point inwards."""
    middle: list[list[int]] = []
    for own in weights:
        rounded = [round(float(x) * _GRID) for x in own]
        # The first is what the others leave, so that rounding does not leave the simplex.
        middle.append([_GRID - sum(rounded[1:]), *rounded[1:]])
    # As tight as possible first: the larger ones are for roots that Newton hits less exactly.
    for distance in _DISTANCES:
        corners = tuple(simplex(own, distance) for own in middle)
        if _points_inwards(_preconditioned(square, inverse, corners), [len(own) for own in middle]):
            return corners
    return None


def simplex(middle: list[int], distance: int) -> Whole:
    """Return the corners of the simplex whose facets are so far below the middle."""
    size = len(middle)
    corners = np.array([middle] * size, dtype=object)
    if size > 1:
        corners -= distance
        corners[range(size), range(size)] += size * distance
    return corners


def _points_inwards(sums: Sequence[Whole], sizes: Sequence[int]) -> bool:
    """Whether for every player each weight's sum is negative wherever that corner is not used."""
    at = 0
    for j, size in enumerate(sizes):
        own = list(sums[at : at + size - 1])
        at += size - 1
        if size == 1:
            continue
        # Weights add up to one, so the sum of the first moves against all others.
        first: Whole = -np.sum(np.stack(own), axis=0)
        for v, values in enumerate([first, *own]):
            facets = np.moveaxis(values, j, 0)
            if any(facets[w].max() >= 0 for w in range(size) if w != v):
                return False
    return True


def _is_near(weights: Polytopes) -> bool:
    """Whether the simplices lie in those that are enlarged by a half."""
    return all(
        2 * own.shape[1] * int(x) >= -int(sum(corner)) for own in weights for corner in own for x in corner
    )
