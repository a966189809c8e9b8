"""Linear programs over a space of weights and drivers; every answer is turned into exact numbers.

The solver (HiGHS, through scipy) only suggests: that some comparisons cannot hold together is accepted when
nonnegative multipliers show it in fractions, and that they can when a rational point satisfies them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.weightspace.comparisons import Row, row_matrix, row_value
from belarusgame.weightspace.corners import solved_exactly
from belarusgame.weightspace.space import Point, Space

__all__ = [
    "Contradiction",
    "Widest",
    "contradiction",
    "exact_point",
    "excludes",
    "holds",
    "simplest",
    "simplest_proof",
    "total",
    "widest",
]

#: Comparisons with nonnegative multipliers whose sum is negative at every admissible point.
Contradiction = Mapping[Row, Fraction]

#: Multipliers are rounded to fractions with at most these denominators, the simplest that will do.
DENOMINATORS = (1, 12, 1_000, 1_000_000, 10**12)

#: Below this, a multiplier of the solver counts as zero.
MULTIPLIER_TOLERANCE = 1e-11

#: A margin within this of zero is not decided by the solver.
MARGIN_TOLERANCE = 1e-9

#: What counts as more than a tie, in units of a row's largest coefficient.
STRICT_MARGIN = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Widest:
    """The point of a space at which the tightest of some rows holds by the widest margin, in float64.

    Attributes
    ----------
    margin : float
        Of the rows divided by their largest coefficients; negative if they cannot hold together.
    factors, levels : numpy.ndarray
        The point; considerations and drivers that do not enter keep their base.
    used : tuple of int
        The considerations that enter.
    multipliers : numpy.ndarray
        One for each row, nonnegative, of sum 1.
    """

    margin: float
    factors: FloatArray
    levels: FloatArray
    used: tuple[int, ...]
    multipliers: FloatArray


def widest(space: Space, rows: Sequence[Row]) -> Widest:
    """Solve the linear program: as wide a margin as possible for all rows, over the factors and levels."""
    model = _Model(space, rows)
    if not rows:
        return Widest(
            margin=np.inf,
            factors=model.base,
            levels=model.base_levels,
            used=(),
            multipliers=np.zeros(0),
        )
    found = model.solve(margin=True)
    return Widest(
        margin=float(found.x[-1]),
        factors=model.factors(found.x),
        levels=model.levels(found.x),
        used=tuple(model.used),
        multipliers=np.maximum(0.0, -np.asarray(found.ineqlin.marginals)[: len(rows)]),
    )


class _Model:
    """The variables: the factors that enter some row, the levels of their moving drivers, and the margin."""

    def __init__(self, space: Space, rows: Sequence[Row]) -> None:
        self.space = space
        self.rows = rows
        self.used = sorted({k for row in rows for k, _ in row})
        drivers = {j for k in self.used if (j := space.driver[k]) is not None}
        self.moving = [j for j in sorted(drivers) if space.lowest[j] < space.highest[j]]
        self.start = space.start
        self.base = np.array([float(value) for value in space.factors(self.start)])
        self.base_levels = np.array([float(level) for level in self.start.levels])

    def solve(self, *, margin: bool) -> Any:
        """Maximise the margin, or find a corner of the points at which all rows hold."""
        from scipy.optimize import linprog

        width = len(self.used) + len(self.moving) + 1
        matrix = np.zeros((len(self.rows), width))
        matrix[:, : len(self.used)] = -row_matrix(self.rows, len(self.space.keys))[:, self.used]
        matrix[:, -1] = 1.0
        constraints = np.vstack([matrix, self._ties(width)])
        cost = np.ones(width)
        if margin:
            cost[:-1], cost[-1] = 0.0, -1.0
        bounds = [*self._bounds(), (None, None) if margin else (0.0, 0.0)]
        return linprog(cost, A_ub=constraints, b_ub=np.zeros(len(constraints)), bounds=bounds, method="highs")

    def _ties(self, width: int) -> FloatArray:
        """Return ``low d <= v <= high d`` for the factors of the drivers that move."""
        ties: list[FloatArray] = []
        for position, k in enumerate(self.used):
            j = self.space.driver[k]
            if j is not None and j in self.moving:
                column = len(self.used) + self.moving.index(j)
                for sign, bound in ((-1.0, self.space.low[k]), (1.0, self.space.high[k])):
                    line = np.zeros(width)
                    line[position], line[column] = sign, -sign * float(bound)
                    ties.append(line)
        return np.array(ties).reshape(len(ties), width)

    def _bounds(self) -> list[tuple[float | None, float | None]]:
        bounds: list[tuple[float | None, float | None]] = []
        for k in self.used:
            j = self.space.driver[k]
            low = 1 if j is None else self.space.lowest[j]
            high = 1 if j is None else self.space.highest[j]
            bounds.append((float(self.space.low[k] * low), float(self.space.high[k] * high)))
        bounds += [(float(self.space.lowest[j]), float(self.space.highest[j])) for j in self.moving]
        return bounds

    def factors(self, solution: FloatArray) -> FloatArray:
        factors = self.base.copy()
        factors[self.used] = solution[: len(self.used)]
        return factors

    def levels(self, solution: FloatArray) -> FloatArray:
        levels = self.base_levels.copy()
        levels[self.moving] = solution[len(self.used) : len(self.used) + len(self.moving)]
        return levels

    def exact_constraints(self) -> list[tuple[dict[int, Fraction], Fraction]]:
        """Return all constraints as ``sum of coefficient * variable >= bound``, in fractions."""
        column = {k: position for position, k in enumerate(self.used)}
        lines: list[tuple[dict[int, Fraction], Fraction]] = [
            ({column[k]: Fraction(c) for k, c in row}, Fraction(0)) for row in self.rows
        ]
        one = Fraction(1)
        for position, k in enumerate(self.used):
            j, low, high = self.space.driver[k], self.space.low[k], self.space.high[k]
            if j is not None and j in self.moving:
                level = len(self.used) + self.moving.index(j)
                lines += [
                    ({position: one, level: -low}, Fraction(0)),
                    ({position: -one, level: high}, Fraction(0)),
                ]
            else:
                scale = one if j is None else self.space.lowest[j]
                lines += [({position: one}, low * scale), ({position: -one}, -high * scale)]
        for number, j in enumerate(self.moving):
            level = len(self.used) + number
            lines += [({level: one}, self.space.lowest[j]), ({level: -one}, -self.space.highest[j])]
        return lines


def contradiction(
    space: Space, rows: Sequence[Row], multipliers: FloatArray, *, strict: bool = False
) -> Contradiction | None:
    """Turn the solver's multipliers into an exact proof that rows exclude each other; None if that fails.

    The multipliers are those of the rows divided by their largest coefficients.

    Notes
    -----
    If the rows held at some admissible point, their sum with nonnegative multipliers would be nonnegative
    there; so it suffices that the greatest value of that sum is negative (weak duality; Farkas 1902). If only
    strict inequalities are to be excluded, zero suffices (Gordan 1873).
    """
    given = dict(zip(rows, multipliers.tolist(), strict=True))
    return simplest_proof(given, lambda weighted: excludes(space, weighted, strict=strict))


def simplest_proof(
    multipliers: Mapping[Row, float], proves: Callable[[Contradiction], bool]
) -> Contradiction | None:
    """Round multipliers of rows divided by their largest coefficients until they prove what they should."""
    largest = max(multipliers.values(), default=0.0)
    if largest <= 0.0:
        return None
    for denominator in DENOMINATORS:
        rounded = {
            row: Fraction(value / largest).limit_denominator(denominator) / max(abs(c) for _, c in row)
            for row, value in multipliers.items()
            if value > MULTIPLIER_TOLERANCE * largest
        }
        found = {row: value for row, value in rounded.items() if value > 0}
        if found and proves(found):
            return found
    return None


def excludes(space: Space, weighted: Contradiction, *, strict: bool) -> bool:
    """Whether rows with positive multipliers cannot hold together, or not all of them strictly."""
    if not weighted or min(weighted.values()) <= 0:
        return False
    greatest = space.greatest(total(weighted))
    return greatest <= 0 if strict else greatest < 0


def total(weighted: Contradiction) -> dict[int, Fraction]:
    """Add up rows with their multipliers."""
    added: dict[int, Fraction] = {}
    for row, multiplier in weighted.items():
        for k, coefficient in row:
            added[k] = added.get(k, Fraction(0)) + multiplier * coefficient
    return added


def holds(space: Space, rows: Sequence[Row], point: Point, *, strict: bool = False) -> bool:
    """Whether an admissible point satisfies all rows, exactly, or even strictly."""
    factors = space.factors(point)
    values = [row_value(row, factors) for row in rows]
    return space.contains(point) and all(value > 0 or (value == 0 and not strict) for value in values)


def exact_point(space: Space, rows: Sequence[Row], *, strict: bool = False) -> Point | None:
    """Find a simple rational admissible point at which all rows hold; None if none is found."""
    best = widest(space, rows)
    if best.margin < -MARGIN_TOLERANCE:
        return None
    for denominator in (4, 20, 100, 1_000, 10**6, 10**9):
        point = _rounded(space, best, denominator)
        if holds(space, rows, point, strict=strict):
            return point
    return None if strict else _vertex(space, rows)


def simplest(space: Space, rows: Sequence[Row], point: Point) -> Point:
    """Put back to its base, one after the other, everything that the rows do not need moved.

    A row that holds strictly stays strict.
    """
    strict = [row_value(row, space.factors(point)) > 0 for row in rows]
    for name, position in [("levels", j) for j in range(len(point.levels))] + [
        ("weights", k) for k in range(len(point.weights))
    ]:
        values: tuple[Fraction, ...] = getattr(point, name)
        base: tuple[Fraction, ...] = getattr(space.base, name)
        moved = replace(point, **{name: (*values[:position], base[position], *values[position + 1 :])})
        worth = [row_value(row, space.factors(moved)) for row in rows]
        kept = all(value > 0 or (value == 0 and not was) for value, was in zip(worth, strict, strict=True))
        if kept and space.contains(moved):
            point = moved
    return point


def _rounded(space: Space, best: Widest, denominator: int) -> Point:
    """Round the levels and the weights that go with them, keeping to their ranges."""
    levels = tuple(
        min(max(_nearest(float(level), denominator), low), high)
        for level, low, high in zip(best.levels, space.lowest, space.highest, strict=True)
    )
    weights = list(space.start.weights)
    for k in best.used:
        j = space.driver[k]
        level = 1.0 if j is None else float(best.levels[j])
        if level > 0.0:
            wanted = _nearest(float(best.factors[k]) / level, denominator)
            weights[k] = min(max(wanted, space.low[k]), space.high[k])
    return Point(weights=tuple(weights), levels=levels)


def _nearest(value: float, denominator: int) -> Fraction:
    return Fraction(round(value * denominator), denominator)


def _vertex(space: Space, rows: Sequence[Row]) -> Point | None:
    """Find a corner of the polytope of the rows, and solve for it exactly."""
    model = _Model(space, rows)
    found = model.solve(margin=False)
    if found.status != 0:
        return None
    solution = solved_exactly(model.exact_constraints(), np.asarray(found.x)[:-1])
    if solution is None:
        return None
    levels, weights = list(space.start.levels), list(space.start.weights)
    for number, j in enumerate(model.moving):
        levels[j] = solution[len(model.used) + number]
    for position, k in enumerate(model.used):
        j = space.driver[k]
        level = Fraction(1) if j is None else levels[j]
        weights[k] = solution[position] / level if level else space.low[k]
    point = Point(weights=tuple(weights), levels=tuple(levels))
    return point if holds(space, rows, point) else None
