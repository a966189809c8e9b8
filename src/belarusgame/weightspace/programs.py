"""Linear programs over a space: largest margins, exact points and Farkas certificates.

The solver only proposes: that some comparisons cannot hold together is accepted when nonnegative multipliers
show it in fractions, and that they can when a rational point satisfies them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import Constraint, Program, certificate
from belarusgame.weightspace.comparisons import Row, row_value, size_of
from belarusgame.weightspace.space import Point, Space

#: Comparisons with nonnegative multipliers whose sum is negative at every admissible point.
FarkasCertificate = Mapping[Row, Fraction]

#: A margin within this of zero is not decided by the solver.
MARGIN_TOLERANCE = 1e-9

#: A point is rounded to multiples of one of these fractions, the most readable that will do.
READABLE = (4, 20, 100, 1_000, 10**6, 10**9)

#: A point is firm from this share of the largest margin on: the rest is given for readable numbers.
FIRM = 0.99

#: What counts as more than a tie, in units of a row's largest coefficient.
STRICT_MARGIN = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LargestMargin:
    """The point of a space at which the tightest of some rows holds by the largest margin, in float64."""

    margin: float  #: of the rows divided by their largest coefficients; negative if they cannot hold together
    #: The point; considerations and drivers that do not enter keep their base.
    factors: FloatArray
    levels: FloatArray
    used: tuple[int, ...]  #: the considerations that enter
    #: The dual solution: they bring the sum of the rows to the margin at most.
    multipliers: Mapping[Row, float]


def largest_margin(space: Space, rows: Sequence[Row]) -> LargestMargin:
    """Solve the linear program: as large a margin as possible for all rows, over the factors and levels."""
    variables = _Variables(space, rows)
    last = len(variables.limits)
    factors = np.array([float(value) for value in space.factors(space.start)])
    levels = np.array([float(level) for level in space.start.levels])
    margin, multipliers = (0.0 if rows else np.inf), dict[Row, float]()
    if rows:
        within = [({**variables.line(row), last: -size_of(row)}, 0) for row in rows]
        program = Program(limits=[*variables.limits, (None, None)], constraints=[*within, *variables.ties()])
        found = program.optimum({last: -1.0})
        if found.status == "optimal":  # else nothing is known: no margin, and no multipliers
            margin = float(found.point[last])
            factors[variables.used] = found.point[: len(variables.used)]
            levels[variables.moving] = found.point[len(variables.used) : last]
            multipliers = dict(zip(rows, found.multipliers.tolist(), strict=False))
    return LargestMargin(
        margin=margin, factors=factors, levels=levels, used=tuple(variables.used), multipliers=multipliers
    )


class _Variables:
    """The factors that enter some rows, and after them the levels of those of their drivers that move."""

    def __init__(self, space: Space, rows: Iterable[Row], also: Collection[int] = ()) -> None:
        self.space = space
        self.used = sorted({k for row in rows for k, _ in row}.union(also))
        drivers = {j for k in self.used if (j := space.driver[k]) is not None}
        self.moving = [j for j in sorted(drivers) if space.lowest[j] < space.highest[j]]
        self.column = {k: position for position, k in enumerate(self.used)}
        drivers_of = [space.driver[k] for k in self.used]
        ends = [(Fraction(1),) * 2 if j is None else (space.lowest[j], space.highest[j]) for j in drivers_of]
        # Weights and levels are not negative, so that the ends of a factor are products of ends.
        self.limits = [
            *(
                (space.low[k] * low, space.high[k] * high)
                for k, (low, high) in zip(self.used, ends, strict=True)
            ),
            *((space.lowest[j], space.highest[j]) for j in self.moving),
        ]

    def line(self, row: Row) -> dict[int, int]:
        """Return a row's coefficients by variable."""
        return {self.column[k]: coefficient for k, coefficient in row}

    def ties(self) -> list[Constraint]:
        """Return ``low d <= v <= high d`` for the factors of the drivers that move."""
        level = {j: len(self.used) + number for number, j in enumerate(self.moving)}
        # Exact, and not a relaxation: where these hold, v / d is a weight within its range, and each weight
        # enters one factor only.
        ties: list[Constraint] = []
        for position, k in enumerate(self.used):
            j = self.space.driver[k]
            if j in level:
                ties.append(({position: 1, level[j]: -self.space.low[k]}, 0))
                ties.append(({position: -1, level[j]: self.space.high[k]}, 0))
        return ties

    def corner(self, rows: Sequence[Row], cost: Mapping[int, float]) -> Point | None:
        """Return the exact point at which rows hold and a linear function is least; None if none is found."""
        lines: list[Constraint] = [(self.line(row), 0) for row in rows]
        program = Program(limits=self.limits, constraints=[*lines, *self.ties()])
        solution = program.exact_optimum(cost)
        if solution is None:
            return None
        levels, weights = list(self.space.start.levels), list(self.space.start.weights)
        for number, j in enumerate(self.moving):
            levels[j] = solution[len(self.used) + number]
        for position, k in enumerate(self.used):
            j = self.space.driver[k]
            level = Fraction(1) if j is None else levels[j]
            # At level 0 the factor is 0 whatever the weight is.
            weights[k] = solution[position] / level if level else self.space.low[k]
        point = Point(weights=tuple(weights), levels=tuple(levels))
        return point if holds(self.space, rows, point) else None


def greatest_weight(space: Space, rows: Sequence[Row], k: int, *, least: bool = False) -> Point | None:
    """Return the exact point at which rows hold and a factor is greatest (or least); None if none found."""
    variables = _Variables(space, rows, {k})
    return variables.corner(rows, {variables.column[k]: 1.0 if least else -1.0})


def farkas_certificate(
    space: Space, multipliers: Mapping[Row, float], *, strict: bool = False
) -> FarkasCertificate | None:
    """Turn the solver's multipliers into an exact proof that rows exclude each other; None if that fails.

    Notes
    -----
    If the rows held at some admissible point, their sum with nonnegative multipliers would be nonnegative
    there; so it suffices that the greatest value of that sum is negative (weak duality; Farkas 1902). If only
    strict inequalities are to be excluded, zero suffices (Gordan 1873).
    """
    return simplest_certificate(multipliers, lambda weighted: excludes(space, weighted, strict=strict))


def simplest_certificate(
    multipliers: Mapping[Row, float], proves: Callable[[FarkasCertificate], bool]
) -> FarkasCertificate | None:
    """Round multipliers until they prove what they should, in units of the rows' largest coefficients."""
    sizes = [size_of(row) for row in multipliers]

    def weighted(near: Sequence[Fraction]) -> dict[Row, Fraction]:
        return {row: value / size for row, value, size in zip(multipliers, near, sizes, strict=True) if value}

    scaled = [value * size for value, size in zip(multipliers.values(), sizes, strict=True)]
    found = certificate(scaled, lambda near: proves(weighted(near)))
    return None if found is None else weighted(found)


def excludes(space: Space, weighted: FarkasCertificate, *, strict: bool) -> bool:
    """Whether rows with positive multipliers cannot hold together, or not all of them strictly."""
    if not weighted or min(weighted.values()) <= 0:
        return False
    greatest = space.greatest(total(weighted.items()))
    if type(greatest) is not Fraction:  # a number of the certificate is none, or is not exact
        return False
    return greatest <= 0 if strict else greatest < 0


def total(weighted: Iterable[tuple[Row, Fraction]]) -> dict[int, Fraction]:
    """Add up rows with their multipliers."""
    added: dict[int, Fraction] = {}
    for row, multiplier in weighted:
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
    best = largest_margin(space, rows)
    if best.margin < -MARGIN_TOLERANCE:
        return None
    # Readable numbers first; the exact corner only where no rounding will do, as at a tie.
    for denominator in READABLE:
        point = _rounded(space, best, denominator)
        if holds(space, rows, point, strict=strict):
            return point
    # A corner lies on some of its rows, and holds none of those strictly.
    if strict:
        return None
    variables = _Variables(space, rows)
    return variables.corner(rows, dict.fromkeys(range(len(variables.limits)), 1.0))


def firm_point(space: Space, rows: Sequence[Row]) -> Point | None:
    """Find a readable admissible point at which all rows hold by nearly the largest margin; None if by none.

    The margin is the least worth of a row, in units of its largest coefficient.
    """
    best = largest_margin(space, rows)
    for denominator in READABLE:
        point = _rounded(space, best, denominator)
        factors = space.factors(point)
        margin = min((row_value(row, factors) / size_of(row) for row in rows), default=Fraction(0))
        if margin > 0 and margin >= FIRM * best.margin and space.contains(point):
            return point
    return None


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


def _rounded(space: Space, best: LargestMargin, denominator: int) -> Point:
    """Round the levels and the weights that go with them, keeping to their ranges."""
    levels = tuple(
        min(max(_nearest(float(level), denominator), low), high)
        for level, low, high in zip(best.levels, space.lowest, space.highest, strict=True)
    )
    weights = list(space.start.weights)
    for k in best.used:
        j = space.driver[k]
        level = 1.0 if j is None else float(best.levels[j])
        # At level 0 any weight gives the factor 0, and it stays where it is.
        if level > 0.0:
            wanted = _nearest(float(best.factors[k]) / level, denominator)
            weights[k] = min(max(wanted, space.low[k]), space.high[k])
    return Point(weights=tuple(weights), levels=levels)


def _nearest(value: float, denominator: int) -> Fraction:
    return Fraction(round(value * denominator), denominator)
