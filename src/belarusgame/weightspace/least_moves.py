"""The least moves that satisfy some constraints: solved for in float64, then made exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.weightspace.balls import Norm, Side
from belarusgame.weightspace.corners import Constraint, independent_solution, solved_exactly

__all__ = ["LeastMoves"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeastMoves:
    """Moves within their limits that satisfy some constraints."""

    sides: tuple[Side, ...]
    constraints: tuple[Constraint, ...]

    def least(self, norm: Norm) -> FloatArray | None:
        """Return the least moves in float64; None if no moves will do."""
        if all(bound <= 0 for _, bound in self.constraints):
            return np.zeros(len(self.sides))
        if not self.sides:
            return None
        if norm == "l2":
            return self._least_squares()
        if norm == "linf":
            found = self._radius()
            return None if found is None else found[: len(self.sides)]
        solved = self._sum(None)
        return None if solved is None else np.asarray(solved.x)

    def multipliers(self, norm: Norm) -> FloatArray:
        """Return a nonnegative multiplier for each constraint that shows why smaller moves will not do.

        The solution of the dual program in ``l1`` and ``l2``; zeros if no moves are needed, or none will do.
        """
        nothing = np.zeros(len(self.constraints))
        if not self.sides or all(bound <= 0 for _, bound in self.constraints):
            return nothing
        if norm == "l2":
            active = self._active()
            found = None if active is None else active[: len(self.constraints)]
        else:
            solved = self._sum(None)
            found = None if solved is None else np.maximum(0.0, -np.asarray(solved.ineqlin.marginals))
        return nothing if found is None else found / [float(_scale(line)) for line in self.constraints]

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
        return solved_exactly([*self.constraints, *self._limits(radius)], np.asarray(found.x))

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
            scale = _scale((coefficients, bound))
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

    def _sum(self, radius: Fraction | None) -> Any:
        """Return the solver's answer for the least sum; None if no moves will do."""
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
        return found if found.status == 0 else None

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


def _scale(line: Constraint) -> Fraction:
    return max((abs(c) for c in line[0].values()), default=Fraction(1))


def _dot(one: dict[int, Fraction], other: dict[int, Fraction]) -> Fraction:
    return sum((c * other[n] for n, c in one.items() if n in other), ZERO)
