"""The least moves that satisfy some constraints: a linear program, or least squares, made exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import Constraint, Number, Program, independent_solution, laid_out
from belarusgame.weightspace.balls import Norm, Side

#: Sums of fractions begin with one: that of none is then exact too.
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeastMoves:
    """Moves within their limits that satisfy some constraints."""

    sides: tuple[Side, ...]
    constraints: tuple[Constraint, ...]

    @property
    def met(self) -> bool:
        """Whether no moves are needed."""
        return all(bound <= 0 for _, bound in self.constraints)

    def least(self, norm: Norm) -> FloatArray | None:
        """Return the least moves in float64; None if no moves will do."""
        count = len(self.sides)
        if self.met:
            return np.zeros(count)
        if not self.sides:
            return None
        if norm == "l2":
            multipliers = self._active()
            # Stationarity: the moves are the gradients, weighed by the multipliers.
            return None if multipliers is None else self._lines()[1].T @ multipliers
        if norm == "linf":
            largest = self.largest()
            return None if largest is None else largest[0]
        found = self._sum().optimum(self._ones)
        return found.point if found.status == "optimal" else None

    def largest(self) -> tuple[FloatArray, FloatArray] | None:
        """Return moves whose largest is least, with a multiplier for each constraint; None if none will do.

        The constraints with a positive multiplier need a move as large by themselves.
        """
        found = self._largest().optimum({len(self.sides): 1.0})
        if found.status != "optimal":
            return None
        return found.point[:-1], found.multipliers[: len(self.constraints)]

    def multipliers(self, norm: Norm) -> FloatArray:
        """Return a nonnegative multiplier for each constraint that shows why smaller moves will not do.

        The solution of the dual program in ``l1`` and ``l2``; zeros if no moves are needed, or none will do.
        """
        found = None
        if self.sides and not self.met:
            if norm != "l2":
                found = self._sum().optimum(self._ones).multipliers
            elif (active := self._active()) is not None:
                found = active[: len(self.constraints)] / self._lines()[0][: len(self.constraints)]
        return np.zeros(len(self.constraints)) if found is None or not len(found) else found

    def exact_radius(self) -> Fraction | None:
        """Return the least largest move, exactly."""
        last = len(self.sides)
        solution = (ZERO,) * (last + 1) if self.met else self._largest().exact_optimum({last: 1.0})
        return None if solution is None else solution[last]

    def exact_sum(self, radius: Fraction | None) -> tuple[Fraction, ...] | None:
        """Return the moves with the least sum, none above a radius, exactly."""
        return (ZERO,) * len(self.sides) if self.met else self._sum(radius).exact_optimum(self._ones)

    def exact_squares(self) -> tuple[Fraction, ...] | None:
        """Return the moves with the least sum of squares, exactly.

        They are a combination of the gradients of the constraints that hold with equality, with nonnegative
        multipliers (Karush 1939, Kuhn and Tucker 1951); a linear system gives the multipliers.
        """
        if self.met:
            return (ZERO,) * len(self.sides)
        found = self._active()
        if found is None:
            return None
        active = [line for line, value in zip(self._sum().lines(), found, strict=True) if value > 0.0]
        # Moves that are such a combination meet each active constraint with equality.
        system: list[Constraint] = [
            ({m: inner for m, b in enumerate(active) if (inner := _dot(a[0], b[0]))}, a[1]) for a in active
        ]
        multipliers = independent_solution(system, len(active))
        if multipliers is None or any(value < 0 for value in multipliers):
            return None
        moves = [ZERO] * len(self.sides)
        for multiplier, (gradient, _) in zip(multipliers, active, strict=True):
            for n, c in gradient.items():
                moves[n] += multiplier * Fraction(c)
        return tuple(moves) if self._sum().admits(moves) else None

    @property
    def _ones(self) -> dict[int, float]:
        return dict.fromkeys(range(len(self.sides)), 1.0)

    def _sum(self, radius: Fraction | None = None) -> Program:
        """Lay out the moves, none above a radius."""
        most = [side.most if radius is None else min(radius, side.most) for side in self.sides]
        return Program(limits=[(ZERO, m) for m in most], constraints=self.constraints)

    def _largest(self) -> Program:
        """Lay out the moves and, as the last variable, what is at least as large as each of them."""
        last = len(self.sides)
        above: list[Constraint] = [({n: -1, last: 1}, 0) for n in range(last)]
        limits = [*((ZERO, side.most) for side in self.sides), (ZERO, None)]
        return Program(limits=limits, constraints=[*self.constraints, *above])

    def _lines(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        return laid_out(self._sum().lines(), len(self.sides))

    def _active(self) -> FloatArray | None:
        """Return the multipliers of the least-squares moves; None if the constraints cannot be met.

        Least-distance programming by nonnegative least squares: C. L. Lawson and R. J. Hanson, "Solving Least
        Squares Problems" (1974), chapter 23.
        """
        from scipy.optimize import nnls

        _, matrix, bounds = self._lines()
        system = np.vstack([matrix.T, bounds])
        target = np.zeros(len(system))
        target[-1] = 1.0
        multipliers, _ = nnls(system, target)
        # The residual of the least squares is the solution up to a factor; where it vanishes there is none.
        rest = system @ multipliers - target
        if -rest[-1] < 1e-10:  # the constraints exclude each other
            return None
        return multipliers / -rest[-1]


def _dot(one: Mapping[int, Number], other: Mapping[int, Number]) -> Fraction:
    return sum((Fraction(c) * Fraction(other[n]) for n, c in one.items() if n in other), ZERO)
