"""What can have a positive probability in some Nash equilibrium, mixed ones included, somewhere in a space?

If a mixed profile is an equilibrium at some weights and drivers, its distribution over profiles is a
correlated equilibrium there: for every player, action and other action, the expected gain from the action
over the other one, on the event that the action is played, is not negative. Multiply these inequalities with
nonnegative multipliers and add them: what remains is an average, over the profiles, of a linear function of
the factors, and it is not negative. If in every profile the greatest value of that function over the space is
at most zero, every profile in which it is negative has probability zero, in every equilibrium at every
admissible point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.weightspace import Comparisons, Profile, Space

__all__ = ["Deviation", "IncentivePrograms", "Multipliers", "greatest_sums"]

#: A player, what it does, and what it might do instead.
Deviation = tuple[int, int, int]

Multipliers = Mapping[Deviation, Fraction]

#: Multipliers are rounded to fractions with these denominators, the simplest that will do.
DENOMINATORS = (1, 12, 1_000, 1_000_000)

#: The largest multiplier that the linear program may use.
LARGEST_MULTIPLIER = 1e5


def greatest_sums(
    space: Space, comparisons: Comparisons, multipliers: Multipliers
) -> dict[Profile, Fraction]:
    """Return for every profile the greatest value, over a space, of the weighted gains that start from it."""
    known: dict[tuple[tuple[int, Fraction], ...], Fraction] = {}
    sums: dict[Profile, Fraction] = {}
    for profile in np.ndindex(*comparisons.shape):
        added: dict[int, Fraction] = {}
        for (player, action, other), multiplier in multipliers.items():
            if profile[player] == action:
                instead = (*profile[:player], other, *profile[player + 1 :])
                for k, gain in comparisons.gain(player, profile, instead).items():
                    added[k] = added.get(k, Fraction(0)) + multiplier * gain
        key = tuple(sorted(added.items()))
        if key not in known:
            known[key] = space.greatest(added)
        sums[profile] = known[key]
    return sums


@dataclass(slots=True, kw_only=True, eq=False)
class _Columns:
    """A linear program under construction: columns with bounds and a cost, rows ``sum <= 0``."""

    cost: list[float] = field(default_factory=list[float])
    bounds: list[tuple[float | None, float | None]] = field(
        default_factory=list[tuple[float | None, float | None]]
    )
    rows: list[dict[int, float]] = field(default_factory=list[dict[int, float]])
    limits: list[float] = field(default_factory=list[float])

    def add(self, cost: float, low: float | None, high: float | None) -> int:
        self.cost.append(cost)
        self.bounds.append((low, high))
        return len(self.cost) - 1

    def at_most(self, row: dict[int, float], limit: float = 0.0) -> None:
        self.rows.append(row)
        self.limits.append(limit)

    def solve(self) -> Any:  # scipy's stubs do not know that linprog takes sparse matrices
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix

        entries = [(i, j, value) for i, row in enumerate(self.rows) for j, value in row.items()]
        i, j, values = zip(*entries, strict=True)
        matrix: Any = csr_matrix((values, (i, j)), shape=(len(self.rows), len(self.cost)))
        return linprog(self.cost, A_ub=matrix, b_ub=self.limits, bounds=self.bounds, method="highs")


@dataclass(slots=True, kw_only=True, eq=False)
class IncentivePrograms:
    """The linear programs for the multipliers, for one combination of types.

    Attributes
    ----------
    asked : frozenset of profiles
        Whose probability is bounded.
    """

    comparisons: Comparisons
    asked: frozenset[Profile]
    _profiles: list[Profile] = field(default_factory=list[Profile])
    _deviations: list[Deviation] = field(default_factory=list[Deviation])
    _gains: dict[Profile, dict[int, dict[int, float]]] = field(
        default_factory=dict[Profile, dict[int, dict[int, float]]]
    )

    def __post_init__(self) -> None:
        shape = self.comparisons.shape
        self._profiles = [tuple(map(int, profile)) for profile in np.ndindex(*shape)]
        self._deviations = [
            (player, action, other)
            for player, count in enumerate(shape)
            for action in range(count)
            for other in range(count)
            if action != other
        ]
        self._gains = {profile: self._gains_from(profile) for profile in self._profiles}

    def exclusion(self, space: Space) -> Multipliers | None:
        """Look for multipliers that give the profiles asked about probability zero everywhere in a space.

        The program makes the sum negative in as many profiles as it can, each by 1, which leaves room for
        rounding: a profile in which that is impossible needs a sum of exactly zero, and has multipliers zero.
        """
        program, sums, multiplier_columns = self._sums(space)
        for profile in self._profiles:
            slack = program.add(-1.0, 1.0 if profile in self.asked else 0.0, 1.0)
            program.at_most({**sums[profile], slack: 1.0})
        found = program.solve()
        if found.status != 0:
            return None
        return self._rounded(space, found.x, multiplier_columns)

    def _rounded(self, space: Space, solution: Sequence[float], columns: Sequence[int]) -> Multipliers | None:
        for denominator in DENOMINATORS:
            rounded = self._fractions(solution, columns, denominator)
            if self.excludes(greatest_sums(space, self.comparisons, rounded)):
                return rounded
        return None

    def _fractions(self, solution: Sequence[float], columns: Sequence[int], denominator: int) -> Multipliers:
        values = [
            max(Fraction(0), Fraction(float(solution[column])).limit_denominator(denominator))
            for column in columns
        ]
        return {deviation: v for deviation, v in zip(self._deviations, values, strict=True) if v}

    def excludes(self, sums: Mapping[Profile, Fraction]) -> bool:
        """Whether sums prove that the profiles asked about have probability zero."""
        return all(value < 0 if profile in self.asked else value <= 0 for profile, value in sums.items())

    def bound(self, space: Space) -> tuple[Fraction, Multipliers]:
        """Return a proven bound on the probability of the profiles asked about, and its multipliers."""
        program, sums, multiplier_columns = self._sums(space)
        greatest = program.add(1.0, 0.0, 1.0)
        for profile in self._profiles:
            program.at_most({**sums[profile], greatest: -1.0}, -1.0 if profile in self.asked else 0.0)
        found = program.solve()
        if found.status != 0:
            return Fraction(1), {}
        rounded = self._fractions(found.x, multiplier_columns, DENOMINATORS[-1])
        return self.proven_bound(greatest_sums(space, self.comparisons, rounded)), rounded

    def proven_bound(self, sums: Mapping[Profile, Fraction]) -> Fraction:
        """Return the bound that sums prove: the average of a function is at most its greatest value."""
        return min(Fraction(1), max(value + (profile in self.asked) for profile, value in sums.items()))

    def _sums(self, space: Space) -> tuple[_Columns, dict[Profile, dict[int, float]], list[int]]:
        """Write the greatest sum of every profile with auxiliary columns, equal ones once."""
        program = _Columns()
        columns = [program.add(0.0, 0.0, LARGEST_MULTIPLIER) for _ in self._deviations]
        made: dict[Any, int] = {}
        sums: dict[Profile, dict[int, float]] = {}
        for profile in self._profiles:
            plain: dict[int, float] = {}
            scaled: dict[int, list[int]] = {}
            for k, gains in self._gains[profile].items():
                column = _maximum(program, made, gains, float(space.low[k]), float(space.high[k]), columns)
                j = space.driver[k]
                if j is None:
                    plain[column] = plain.get(column, 0.0) + 1.0
                else:
                    scaled.setdefault(j, []).append(column)
            for j, parts in scaled.items():
                column = _scaled(program, made, parts, float(space.lowest[j]), float(space.highest[j]))
                plain[column] = plain.get(column, 0.0) + 1.0
            sums[profile] = plain
        return program, sums, columns

    def _gains_from(self, profile: Profile) -> dict[int, dict[int, float]]:
        """Return for each consideration the coefficient of every multiplier, by the deviation's position."""
        gains: dict[int, dict[int, float]] = {}
        for position, (player, action, other) in enumerate(self._deviations):
            if profile[player] == action:
                instead = (*profile[:player], other, *profile[player + 1 :])
                for k, gain in self.comparisons.gain(player, profile, instead).items():
                    gains.setdefault(k, {})[position] = float(gain)
        return gains


def _maximum(
    program: _Columns,
    made: dict[Any, int],
    gains: dict[int, float],
    low: float,
    high: float,
    columns: Sequence[int],
) -> int:
    """Return a column that is at least the sum times either end of a weight's range."""
    key = ("weight", tuple(gains.items()), low, high)
    if key not in made:
        made[key] = program.add(0.0, None, None)
        for end in {low, high}:
            program.at_most({made[key]: -1.0} | {columns[j]: end * gain for j, gain in gains.items()})
    return made[key]


def _scaled(program: _Columns, made: dict[Any, int], parts: list[int], low: float, high: float) -> int:
    """Return a column that is at least the sum of some columns times either end of a driver's range."""
    key = ("driver", tuple(parts), low, high)
    if key not in made:
        made[key] = program.add(0.0, None, None)
        for end in {low, high}:
            row = {made[key]: -1.0}
            for part in parts:
                row[part] = row.get(part, 0.0) + end
            program.at_most(row)
    return made[key]
