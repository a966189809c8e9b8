"""Linear programs whose answers are made exact: a solver in floating point proposes, fractions decide.

HiGHS (through scipy) is asked for an optimum. The corner that it stands for is then solved for in fractions,
and its multipliers are rounded to the simplest fractions that prove what they should; so nothing that counts
as exact needs trust in the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.read_only import read_only

Number = Fraction | int | float

#: ``sum of coefficient * variable >= bound``.
Constraint = tuple[Mapping[int, Number], Number]

#: Floating-point answers are written as fractions with at most these denominators, the simplest first: whole
#: numbers for what is a plain sum, 12 for halves, thirds and quarters, the last for the solver's own digits.
DENOMINATORS = (1, 12, 1_000, 1_000_000, 10**12)

#: Below this share of the largest multiplier, one of the solver's counts as zero.
MULTIPLIER_TOLERANCE = 1e-11

#: A constraint with less slack than this, relative to its size, is taken to hold with equality.
ACTIVE_TOLERANCE = 1e-7

#: From this many coefficients on, HiGHS gets a sparse matrix; scipy lays out small ones faster when dense.
SPARSE_SIZE = 20_000


#: Programs with more coefficients than this, zeros included, are not remembered: what would be asked again of
#: them is little beside what they take up.
REMEMBERED_SIZE = 2_000


def rounded(values: Iterable[float], denominator: int) -> list[Fraction]:
    """Write numbers as the nearest fractions with at most a given denominator."""
    return [Fraction(float(value)).limit_denominator(denominator) for value in values]


def roundings(values: Iterable[float]) -> Iterator[list[Fraction]]:
    """Write numbers as fractions, the simplest first, in the end as they are; each list once.

    The true optimum of a program with simple coefficients is simple too, and rounding to it restores the ties
    that floating point has lost.
    """
    given = [float(value) for value in values]
    last: list[Fraction] | None = None
    for denominator in (*DENOMINATORS, None):
        near = [Fraction(value) for value in given] if denominator is None else rounded(given, denominator)
        if near != last:
            yield near
        last = near


def certificate(
    multipliers: Sequence[float], proves: Callable[[list[Fraction]], bool]
) -> list[Fraction] | None:
    """Return the simplest nonnegative multipliers, near the solver's, that prove what they should.

    Only their proportions count: the largest is brought to 1 before they are rounded. What they should prove
    is most often that inequalities exclude each other (Farkas 1902). None if none near do.
    """
    # A multiplier below zero is so by the solver's tolerance, and would turn an inequality round.
    values = np.maximum(np.asarray(multipliers, dtype=np.float64), 0.0)
    largest = values.max(initial=0.0)
    if largest <= 0.0:
        return None
    shares = np.where(values > MULTIPLIER_TOLERANCE * largest, values, 0.0) / largest
    return next((near for near in roundings(shares) if any(near) and proves(near)), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """What HiGHS says."""

    #: ``failed``: stopped for another reason, given in ``reason``.
    status: Literal["optimal", "infeasible", "failed"]
    point: FloatArray  #: the variables; empty unless optimal
    #: The dual solution: one number for each constraint, never negative; empty unless optimal.
    multipliers: FloatArray
    reason: str = ""  #: the solver's own words where it found no optimum


def highs(cost: FloatArray, matrix: Any, least: FloatArray, limits: Any, **more: Any) -> Optimum:
    """Minimise ``cost @ x`` where ``matrix @ x >= least``, each variable within its limits, if any.

    ``more`` is what else ``scipy.optimize.linprog`` takes.
    """
    from scipy.optimize import linprog

    # linprog knows upper bounds only, and so gives multipliers of the other sign.
    found: Any = linprog(cost, A_ub=-matrix, b_ub=-least, bounds=limits, method="highs", **more)
    if found.status == 0:
        # Of a minimum under upper bounds they are negative or zero; what is above is rounding.
        multipliers = np.maximum(0.0, -np.asarray(found.ineqlin.marginals, dtype=np.float64))
        return Optimum(status="optimal", point=np.asarray(found.x), multipliers=multipliers)
    # every program here is bounded, so what HiGHS calls "infeasible or unbounded" (4) is infeasible
    infeasible = found.status == 2 or "infeasible" in str(found.message).lower()
    nothing = np.zeros(0)
    return Optimum(
        status="infeasible" if infeasible else "failed",
        point=nothing,
        multipliers=nothing,
        reason=str(found.message),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """Variables within limits, and constraints that bind them together."""

    #: The least and the greatest value of every variable, None where there is none.
    limits: Sequence[tuple[Number | None, Number | None]]
    constraints: Sequence[Constraint]  #: in exact numbers if an exact answer is wanted

    def optimum(self, cost: Mapping[int, float]) -> Optimum:
        """Minimise a linear function, in floating point; what was asked lately is not solved again."""
        lines = tuple((tuple(line.items()), bound) for line, bound in self.constraints)
        asked = tuple(map(tuple, self.limits)), lines, tuple(cost.items())
        small = len(lines) * len(self.limits) <= REMEMBERED_SIZE
        found = _optimum(*asked) if small else _optimum.__wrapped__(*asked)
        if found.status == "failed":  # what the solver gave up may be asked again
            _optimum.cache_clear()
        return found

    def exact_optimum(self, cost: Mapping[int, float]) -> tuple[Fraction, ...] | None:
        """Return the corner at which a linear function is least, in fractions; None if none was found."""
        found = self.optimum(cost)
        return self.corner(found.point) if found.status == "optimal" else None

    def corner(self, near: FloatArray) -> tuple[Fraction, ...] | None:
        """Solve for the corner that a float64 point stands for; None if it is none or breaks a constraint.

        Notes
        -----
        Gaussian elimination in fractions over the constraints that are active, the tightest first; at a
        corner as many independent ones as there are variables hold with equality. One that contradicts those
        before it was active only by rounding and is left out.
        """
        values, lines = near.tolist(), self.lines()
        slacks = [_relative_slack(line, values) for line in lines]
        order = sorted(range(len(lines)), key=slacks.__getitem__)
        active = [lines[number] for number in order if slacks[number] <= ACTIVE_TOLERANCE]
        solution = independent_solution(active, len(values))
        return solution if solution is not None and self.admits(solution) else None

    def admits(self, point: Sequence[Fraction]) -> bool:
        """Whether a point keeps all limits and constraints, exactly."""
        return all(_value(line, point) >= bound for line, bound in self.lines())

    def fewest(self, switches: Sequence[int]) -> frozenset[int] | None:
        """Return the fewest of some 0/1 variables that must be 1, in float64; None if nothing helps."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        _, matrix, least = laid_out(self.constraints, len(self.limits))
        whole = np.zeros(len(self.limits))
        whole[list(switches)] = 1.0
        low, high = np.array(self.float_limits(), dtype=np.float64).T  # None becomes "not a number"
        found: Any = milp(
            c=whole,
            integrality=whole.astype(np.int64),
            bounds=Bounds(np.nan_to_num(low, nan=-np.inf), np.nan_to_num(high, nan=np.inf)),
            constraints=LinearConstraint(matrix, least, np.inf),
        )
        # The solver's zeros and ones are such within its own tolerance.
        return None if found.x is None else frozenset(n for n in switches if found.x[n] > 0.5)

    def lines(self) -> list[Constraint]:
        """Return the constraints, and the limits written like them."""
        lines = list(self.constraints)
        for n, (low, high) in enumerate(self.limits):
            lines += [({n: 1}, low)] if low is not None else []
            lines += [({n: -1}, -high)] if high is not None else []
        return lines

    def float_limits(self) -> list[tuple[float | None, float | None]]:
        """Return the limits as HiGHS takes them."""
        return [
            (None if low is None else float(low), None if high is None else float(high))
            for low, high in self.limits
        ]


@lru_cache(maxsize=1024)
def _optimum(
    limits: tuple[tuple[Number | None, Number | None], ...],
    lines: tuple[tuple[tuple[tuple[int, Number], ...], Number], ...],
    cost: tuple[tuple[int, float], ...],
) -> Optimum:
    """Minimise a linear function; each argument is a tuple of tuples, by which it is remembered."""
    program = Program(limits=limits, constraints=[(dict(line), bound) for line, bound in lines])
    objective = np.zeros(len(limits))
    objective[[n for n, _ in cost]] = [value for _, value in cost]
    # Rows were divided by their scales, so that their multipliers are divided by them too.
    scales, matrix, least = laid_out(program.constraints, len(limits))
    found = highs(objective, matrix, least, program.float_limits())
    multipliers = found.multipliers / scales[: len(found.multipliers)]
    return replace(found, point=read_only(found.point), multipliers=read_only(multipliers))


def laid_out(constraints: Sequence[Constraint], width: int) -> tuple[FloatArray, Any, FloatArray]:
    """Return the largest coefficient of every constraint, and matrix and bounds divided by it, in float64."""
    scales: list[Number] = []
    numbers: list[int] = []
    columns: list[int] = []
    values: list[Number] = []
    for number, (line, _) in enumerate(constraints):
        # HiGHS's tolerances are absolute: a row in small units would count as kept whatever it says.
        scale = max(map(abs, line.values()), default=1)
        scales.append(scale)
        numbers += [number] * len(line)
        columns += line
        values += line.values() if scale == 1 else [c / scale for c in line.values()]
    least = np.array(
        [bound / scale for (_, bound), scale in zip(constraints, scales, strict=True)], np.float64
    )
    shape, entries = (len(constraints), width), np.array(values, dtype=np.float64)
    if len(constraints) * width > SPARSE_SIZE:
        from scipy.sparse import csr_matrix

        matrix: Any = csr_matrix((entries, (numbers, columns)), shape=shape)
    else:
        matrix = np.zeros(shape)
        matrix[np.array(numbers, dtype=np.intp), np.array(columns, dtype=np.intp)] = entries
    return np.array(scales, dtype=np.float64), matrix, least


def independent_solution(equations: Sequence[Constraint], count: int) -> tuple[Fraction, ...] | None:
    """Solve equations for ``count`` variables, the first independent ones; None if they are too few."""
    pivots: dict[int, tuple[dict[int, Fraction], Fraction]] = {}
    for line, bound in equations:
        # A corner is settled by as many equations as it has coordinates; the others only hold there too.
        if len(pivots) == count:
            break
        _eliminate({n: Fraction(c) for n, c in line.items()}, Fraction(bound), pivots)
    if len(pivots) < count:
        return None
    solution = [Fraction(0)] * count
    for column, (line, bound) in reversed(pivots.items()):  # a line mentions only later pivots' columns
        solution[column] = bound - _value(line, solution)
    return tuple(solution)


def _eliminate(
    left: dict[int, Fraction], right: Fraction, pivots: dict[int, tuple[dict[int, Fraction], Fraction]]
) -> None:
    """Reduce an equation by the pivots so far, and make what is left of it a pivot of its own."""
    for column, (line, bound) in pivots.items():
        factor = left.pop(column, Fraction(0))
        if factor:
            for n, c in line.items():
                left[n] = left.get(n, Fraction(0)) - factor * c
            right -= factor * bound
    left = {n: c for n, c in left.items() if c}
    if left:
        column = max(left, key=lambda n: abs(left[n]))
        head = left.pop(column)
        pivots[column] = ({n: c / head for n, c in left.items()}, right / head)


def _value(line: Mapping[int, Number], point: Sequence[Any]) -> Any:
    return sum((c * point[n] for n, c in line.items()), Fraction(0))


def _relative_slack(constraint: Constraint, point: Sequence[float]) -> float:
    line, bound = constraint
    # Relative, as limits and constraints come in units of their own; never below 1, where tiny ones would
    # seem far.
    size = max([1.0, *(abs(float(c)) for c in line.values())])
    return abs(sum(float(c) * point[n] for n, c in line.items()) - float(bound)) / size
