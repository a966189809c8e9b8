"""How far must the weights move until some comparisons hold? Least moves in three norms, made exact.

The variables are moves: how far a weight goes up, in units of (high - likely), and how far it goes down, in
units of (likely - low). A side of zero width cannot move. Drivers stay at given levels here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np

from belarusgame._labels import FloatArray
from belarusgame.explore._comparisons import Comparisons, Row, bits, row_value
from belarusgame.explore._feasible import parts_of, split_by_part
from belarusgame.explore._rational import Constraint, independent_solution, solved_exactly
from belarusgame.explore._space import Numbers, Space

__all__ = ["CAP", "Distances", "Norm"]

Norm = Literal["linf", "l1", "l2"]

#: Beyond the ranges, no weight goes up by more than this many times its side.
CAP = Fraction(1_000)

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One direction in which a weight can move.

    Attributes
    ----------
    k : int
        The consideration.
    unit : Fraction
        What a move of 1 adds to the weight; negative for a move down.
    most : Fraction
        How far it can move.
    """

    k: int
    unit: Fraction
    most: Fraction


@dataclass(slots=True, kw_only=True, eq=False)
class Distances:
    """The least moves for sets of comparisons, remembered.

    Attributes
    ----------
    space : Space
        Its ranges give the units; the levels of its drivers are fixed.
    norm : {"linf", "l1", "l2"}
        The largest move, the sum of all, or the root of the sum of their squares.
    beyond : bool
        Whether weights may leave their ranges.
    """

    space: Space
    comparisons: Comparisons
    norm: Norm
    beyond: bool
    _parts: tuple[int, ...] = ()
    _known: dict[int, float] = field(default_factory=dict[int, float])
    _present: dict[int, bool] = field(default_factory=dict[int, bool])
    _impossible: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        self._parts = parts_of(self.space, self.comparisons)

    def distance(self, mask: int) -> float:
        """Return the least distance at which the rows of a set hold together; infinite if there is none."""
        parts = [self._part(part) for part in split_by_part(mask, self.comparisons, self._parts)]
        if self.norm == "linf":
            return max(parts, default=0.0)
        if self.norm == "l1":
            return sum(parts)
        return math.sqrt(sum(part * part for part in parts))

    def _part(self, mask: int) -> float:
        if mask not in self._known:
            if any(core & ~mask == 0 for core in self._impossible):
                self._known[mask] = math.inf
            elif all(self._holds_already(number) for number in bits(mask)):
                self._known[mask] = 0.0
            else:
                solution = self._program(self.comparisons.members(mask)).least(self.norm)
                self._known[mask] = math.inf if solution is None else _size(solution, self.norm)
                if solution is None:
                    self._impossible.append(mask)
        return self._known[mask]

    def _holds_already(self, number: int) -> bool:
        """Whether a row holds where nothing has moved."""
        if number not in self._present:
            factors = self.space.factors(self.space.start)
            self._present[number] = row_value(self.comparisons.rows[number], factors) >= 0
        return self._present[number]

    def nearest(self, mask: int) -> tuple[Numbers, Fraction] | None:
        """Return exact weights at the least distance, and that distance (squared in ``l2``).

        In ``linf`` many weights may move by the largest move without need; of all nearest weights those are
        returned whose moves have the least sum.
        """
        split = split_by_part(mask, self.comparisons, self._parts)
        programs = [self._program(self.comparisons.members(part)) for part in split]
        if self.norm == "linf":
            radii = [program.exact_radius() for program in programs]
            if any(radius is None for radius in radii):
                return None
            radius = max((r for r in radii if r is not None), default=ZERO)
            moves = [program.exact_sum(radius) for program in programs]
        elif self.norm == "l1":
            moves = [program.exact_sum(None) for program in programs]
        else:
            moves = [program.exact_squares() for program in programs]
        weights, size = list(self.space.likely), ZERO
        for program, solution in zip(programs, moves, strict=True):
            if solution is None:
                return None
            for side, move in zip(program.sides, solution, strict=True):
                weights[side.k] += side.unit * move
            size = _combined(size, solution, self.norm)
        return tuple(weights), size

    def _program(self, rows: Sequence[Row]) -> _Program:
        used = sorted({k for row in rows for k, _ in row})
        sides: list[_Side] = []
        for k in used:
            low, likely, high = self.space.low[k], self.space.likely[k], self.space.high[k]
            if high > likely:
                sides.append(_Side(k=k, unit=high - likely, most=CAP if self.beyond else Fraction(1)))
            if likely > low:
                most = likely / (likely - low) if self.beyond else Fraction(1)
                sides.append(_Side(k=k, unit=low - likely, most=most))
        return _Program(sides=tuple(sides), constraints=tuple(self._constraint(row, sides) for row in rows))

    def _constraint(self, row: Row, sides: Sequence[_Side]) -> Constraint:
        """Write a row in terms of the moves."""
        scaled: dict[int, Fraction] = {}
        for k, coefficient in row:
            j = self.space.driver[k]
            scaled[k] = coefficient * (Fraction(1) if j is None else self.space.lowest[j])
        worth = sum((c * self.space.likely[k] for k, c in scaled.items()), ZERO)
        moves = {n: scaled[side.k] * side.unit for n, side in enumerate(sides) if scaled.get(side.k)}
        return moves, -worth


def _size(moves: FloatArray, norm: Norm) -> float:
    if norm == "linf":
        return float(moves.max(initial=0.0))
    return float(moves.sum()) if norm == "l1" else float(np.sqrt((moves * moves).sum()))


def _combined(size: Fraction, moves: Sequence[Fraction], norm: Norm) -> Fraction:
    if norm == "linf":
        return max(size, *moves, ZERO)
    return size + sum((move if norm == "l1" else move * move for move in moves), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Program:
    """Moves within their limits that satisfy some constraints."""

    sides: tuple[_Side, ...]
    constraints: tuple[Constraint, ...]

    def least(self, norm: Norm) -> FloatArray | None:
        """Return the least moves in float64; None if no moves will do."""
        if all(bound <= 0 for _, bound in self.constraints):
            return np.zeros(len(self.sides))
        if not self.sides:
            return None
        if norm == "l2":
            return self._least_squares()
        found = self._radius() if norm == "linf" else self._sum(None)
        return None if found is None else found[: len(self.sides)]

    def exact_radius(self) -> Fraction | None:
        """Return the least largest move, exactly."""
        if all(bound <= 0 for _, bound in self.constraints):
            return ZERO
        found, last = self._radius(), len(self.sides)
        if found is None:
            return None
        one = Fraction(1)
        lines = [*self.constraints, *self._limits(None)]
        lines += [({n: -one, last: one}, ZERO) for n in range(last)]
        solution = solved_exactly(lines, found)
        return None if solution is None else solution[last]

    def exact_sum(self, radius: Fraction | None) -> tuple[Fraction, ...] | None:
        """Return the moves with the least sum, none above a radius, exactly."""
        if all(bound <= 0 for _, bound in self.constraints):
            return (ZERO,) * len(self.sides)
        found = self._sum(radius)
        if found is None:
            return None
        return solved_exactly([*self.constraints, *self._limits(radius)], found)

    def exact_squares(self) -> tuple[Fraction, ...] | None:
        """Return the moves with the least sum of squares, exactly.

        They are a combination of the gradients of the constraints that hold with equality, with nonnegative
        multipliers (Karush 1939, Kuhn and Tucker 1951); a linear system gives the multipliers.
        """
        if all(bound <= 0 for _, bound in self.constraints):
            return (ZERO,) * len(self.sides)
        found = self._active()
        if found is None:
            return None
        lines = [*self.constraints, *self._limits(None)]
        active = [lines[n] for n, multiplier in enumerate(found) if multiplier > 0.0]
        system: list[Constraint] = [
            ({m: inner for m, b in enumerate(active) if (inner := _dot(a[0], b[0]))}, a[1]) for a in active
        ]
        multipliers = independent_solution(system, len(active))
        if multipliers is None or any(value < 0 for value in multipliers):
            return None
        moves = [ZERO] * len(self.sides)
        for multiplier, (gradient, _) in zip(multipliers, active, strict=True):
            for n, c in gradient.items():
                moves[n] += multiplier * c
        met = all(_dot(c, dict(enumerate(moves))) >= bound for c, bound in lines)
        return tuple(moves) if met else None

    def _limits(self, radius: Fraction | None) -> list[Constraint]:
        one = Fraction(1)
        most = [side.most if radius is None else min(radius, side.most) for side in self.sides]
        return [line for n, m in enumerate(most) for line in (({n: one}, ZERO), ({n: -one}, -m))]

    def _matrix(self, lines: Sequence[Constraint], width: int) -> tuple[FloatArray, FloatArray]:
        """Lay constraints out as float64, each divided by its largest coefficient."""
        matrix, bounds = np.zeros((len(lines), width)), np.zeros(len(lines))
        for number, (coefficients, bound) in enumerate(lines):
            scale = max((abs(c) for c in coefficients.values()), default=Fraction(1))
            bounds[number] = float(bound / scale)
            for n, c in coefficients.items():
                matrix[number, n] = float(c / scale)
        return matrix, bounds

    def _radius(self) -> FloatArray | None:
        from scipy.optimize import linprog

        last = len(self.sides)
        matrix, bounds = self._matrix(self.constraints, last + 1)
        below = np.hstack([np.eye(last), -np.ones((last, 1))])
        cost = np.zeros(last + 1)
        cost[last] = 1.0
        limits = [(0.0, float(side.most)) for side in self.sides]
        found = linprog(
            cost,
            A_ub=np.vstack([-matrix, below]),
            b_ub=np.concatenate([-bounds, np.zeros(last)]),
            bounds=[*limits, (0.0, None)],
            method="highs",
        )
        return np.asarray(found.x) if found.status == 0 else None

    def _sum(self, radius: Fraction | None) -> FloatArray | None:
        from scipy.optimize import linprog

        matrix, bounds = self._matrix(self.constraints, len(self.sides))
        most = [side.most if radius is None else min(radius, side.most) for side in self.sides]
        found = linprog(
            np.ones(len(self.sides)),
            A_ub=-matrix,
            b_ub=-bounds,
            bounds=[(0.0, float(m)) for m in most],
            method="highs",
        )
        return np.asarray(found.x) if found.status == 0 else None

    def _least_squares(self) -> FloatArray | None:
        multipliers = self._active()
        if multipliers is None:
            return None
        matrix, _ = self._matrix([*self.constraints, *self._limits(None)], len(self.sides))
        return matrix.T @ multipliers

    def _active(self) -> FloatArray | None:
        """Return the multipliers of the least-squares moves; None if the constraints cannot be met.

        Least-distance programming by nonnegative least squares: C. L. Lawson and R. J. Hanson, "Solving Least
        Squares Problems" (1974), chapter 23.
        """
        from scipy.optimize import nnls

        matrix, bounds = self._matrix([*self.constraints, *self._limits(None)], len(self.sides))
        system = np.vstack([matrix.T, bounds])
        target = np.zeros(len(system))
        target[-1] = 1.0
        multipliers, _ = nnls(system, target)
        rest = system @ multipliers - target
        if -rest[-1] < 1e-10:  # the constraints exclude each other
            return None
        return multipliers / -rest[-1]


def _dot(one: dict[int, Fraction], other: dict[int, Fraction]) -> Fraction:
    return sum((c * other[n] for n, c in one.items() if n in other), ZERO)
