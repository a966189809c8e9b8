"""Distances from the likely weights to where comparisons hold: least moves in three norms, remembered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import Constraint
from belarusgame.weightspace.balls import Norm, Side, scaled_by_levels, sides_of
from belarusgame.weightspace.comparisons import Comparisons, Row, bits, row_value
from belarusgame.weightspace.feasible import parts_of, split_by_part
from belarusgame.weightspace.least_moves import LeastMoves
from belarusgame.weightspace.space import Numbers, Space

#: Sums of fractions begin with one: that of none is then exact too.
ZERO = Fraction(0)

#: Distances that differ by more are told apart without a program; a row that is worth more surely holds.
SURE = 1e-8

#: Of so many sets it is remembered what their least moves say of other sets.
REMEMBERED = 256


@dataclass(slots=True, kw_only=True, eq=False)
class _Largest:
    """The least largest move for a set of rows, and what it says of other sets."""

    distance: float  #: the move
    core: int  #: those of the rows that need it by themselves: their multipliers are positive
    factors: Sequence[float]  #: where it leads
    holding: int  #: the rows that are known to hold there
    seen: int  #: those that were looked at

    def holds(self, mask: int, comparisons: Comparisons) -> bool:
        """Whether the rows of a set surely hold there."""
        for number in bits(mask & ~self.seen):
            self.seen |= 1 << number
            if sum(c * self.factors[k] for k, c in comparisons.rows[number]) > SURE:
                self.holding |= 1 << number
        return mask & ~self.holding == 0


@dataclass(slots=True, kw_only=True, eq=False)
class Distances:
    """The least moves for sets of comparisons, remembered."""

    space: Space  #: its ranges give the units; the levels of its drivers are fixed
    comparisons: Comparisons
    norm: Norm  #: the largest move, the sum of all, or the root of the sum of their squares
    beyond: bool  #: whether weights may leave their ranges
    _parts: tuple[int, ...] = ()
    _known: dict[int, float] = field(default_factory=dict[int, float])
    _present: dict[int, bool] = field(default_factory=dict[int, bool])
    _impossible: list[int] = field(default_factory=list[int])
    _largest: list[_Largest] = field(default_factory=list[_Largest])

    def __post_init__(self) -> None:
        self._parts = parts_of(self.space, self.comparisons)

    def distance(self, mask: int) -> float:
        """Return the least distance at which the rows of a set hold together; infinite if there is none."""
        parts = [self._part(part) for part in split_by_part(mask, self.comparisons, self._parts)]
        # Parts share no weights, so that each is moved by itself.
        if self.norm == "linf":
            return max(parts, default=0.0)
        if self.norm == "l1":
            return sum(parts)
        return math.sqrt(sum(part * part for part in parts))

    def is_below(self, mask: int, bar: float) -> bool:
        """Whether the rows of a set hold together at less than a distance.

        In ``linf`` most sets need no program of their own: one is too far away if some of its rows are, and
        near enough if all of its rows hold where others brought the weights.
        """
        if self.norm != "linf":
            return self.distance(mask) < bar
        parts = split_by_part(mask, self.comparisons, self._parts)
        # No rows have no parts: nothing need move for them, and that is not below nothing.
        return bar > 0.0 and all(self._part_is_below(part, bar) for part in parts)

    def _part_is_below(self, mask: int, bar: float) -> bool:
        if mask not in self._known:
            for known in self._largest:
                if known.core & ~mask == 0 and known.distance >= bar + SURE:
                    return False
                if known.distance < bar - SURE and known.holds(mask, self.comparisons):
                    return True
        return self._part(mask) < bar

    def _part(self, mask: int) -> float:
        if mask not in self._known:
            # What contains an impossible set is impossible itself.
            if any(core & ~mask == 0 for core in self._impossible):
                self._known[mask] = math.inf
            elif all(self._holds_already(number) for number in bits(mask)):
                self._known[mask] = 0.0
            else:
                self._known[mask] = self._least(mask)
                if self._known[mask] == math.inf:
                    self._impossible.append(mask)
        return self._known[mask]

    def _least(self, mask: int) -> float:
        """Solve the program of a set that does not hold already; return its distance."""
        program = self._program(self.comparisons.members(mask))
        if self.norm != "linf":
            solution = program.least(self.norm)
            return math.inf if solution is None else _size(solution, self.norm)
        found = program.largest()
        if found is None:
            return math.inf
        moves, multipliers = found
        factors = [float(value) for value in self.space.factors(self.space.start)]
        for side, move in zip(program.sides, moves.tolist(), strict=True):
            factors[side.k] += move * float(scaled_by_levels(self.space, {side.k: side.unit})[side.k])
        needed = zip(bits(mask), multipliers.tolist(), strict=True)
        core = sum(1 << number for number, multiplier in needed if multiplier > 0.0)
        known = _Largest(distance=_size(moves, "linf"), core=core, factors=factors, holding=mask, seen=mask)
        self._largest = [known, *self._largest[: REMEMBERED - 1]]
        return known.distance

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
            # What one part needs all may use: within it every part then moves as little as it can.
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
                # A least move never goes up and down at once: that would cost without effect.
                weights[side.k] += side.unit * move
            size = _combined(size, solution, self.norm)
        return tuple(weights), size

    def multipliers(self, mask: int) -> dict[Row, float]:
        """Return positive multipliers of rows of a set that show why no smaller moves will do.

        They are those of one program for all independent parts, as the parts' distances (in ``l2`` their
        squares) add up; not for ``linf``.
        """
        found: dict[Row, float] = {}
        for part in split_by_part(mask, self.comparisons, self._parts):
            rows = self.comparisons.members(part)
            values = self._program(rows).multipliers(self.norm).tolist()
            found |= {row: value for row, value in zip(rows, values, strict=True) if value > 0.0}
        return found

    def _program(self, rows: Sequence[Row]) -> LeastMoves:
        used = sorted({k for row in rows for k, _ in row})
        sides = sides_of(self.space, used, beyond=self.beyond)
        return LeastMoves(sides=sides, constraints=tuple(self._constraint(row, sides) for row in rows))

    def _constraint(self, row: Row, sides: Sequence[Side]) -> Constraint:
        """Write a row in terms of the moves."""
        scaled = scaled_by_levels(self.space, dict(row))
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
