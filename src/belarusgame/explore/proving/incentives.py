"""Proofs that profiles have probability zero in every Nash equilibrium of a space, mixed ones included.

If a mixed profile is an equilibrium at some weights and drivers, its distribution over profiles is a
correlated equilibrium there: for every player, action and other action, the expected gain from the action
over the other one, on the event that the action is played, is not negative. Multiply these inequalities with
nonnegative multipliers and add them: what remains is an average, over the profiles, of a linear function of
the factors, and it is not negative. If in every profile the greatest value of that function over the space is
at most zero, every profile in which it is negative has probability zero, in every equilibrium at every
admissible point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.program import Constraint, Number, Optimum, Program, rounded, roundings
from belarusgame.weightspace import Comparisons, Profile, Space

#: A player, what it does, and what it might do instead.
Deviation = tuple[int, int, int]

Multipliers = Mapping[Deviation, Fraction]

#: The multipliers of a bound are rounded once, as finely as is still read with ease: any will do.
BOUND_DENOMINATOR = 1_000_000

#: The largest multiplier that the linear program may use: multipliers can be scaled, and without a limit the
#: program would be unbounded.
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
        # Profiles that differ in what nobody minds have the same sum.
        key = tuple(sorted(added.items()))
        if key not in known:
            known[key] = space.greatest(added)
        sums[profile] = known[key]
    return sums


class _Sums:
    """A linear program under construction: multipliers, and the greatest sums that they lead to.

    The greatest value of a linear function is written with auxiliary variables, equal ones once: each is at
    least what either end of a weight's or a driver's range makes of it.
    """

    def __init__(self, multipliers: int) -> None:
        self.limits: list[tuple[Number | None, Number | None]] = [(0.0, LARGEST_MULTIPLIER)] * multipliers
        self.constraints: list[Constraint] = []
        self._made: dict[Any, int] = {}

    def add(self, low: Number | None, high: Number | None) -> int:
        self.limits.append((low, high))
        return len(self.limits) - 1

    def greatest(self, line: dict[int, float], low: float, high: float) -> int:
        """Return the variable that is at least a sum times either end of a range."""
        key = (tuple(line.items()), low, high)
        if key not in self._made:
            made = self._made[key] = self.add(None, None)
            # The greatest value over a box is convex in the multipliers, so that bounds from below by its
            # ends suffice where it is minimised.
            for end in {low, high}:
                self.constraints.append(({made: 1.0} | {n: -end * c for n, c in line.items()}, 0.0))
        return self._made[key]

    def optimum(self, cost: Mapping[int, float]) -> Optimum:
        return Program(limits=self.limits, constraints=self.constraints).optimum(cost)


@dataclass(slots=True, kw_only=True, eq=False)
class IncentivePrograms:
    """The linear programs for the multipliers, for one setting of the switches."""

    comparisons: Comparisons
    asked: frozenset[Profile]  #: whose probability is bounded
    deviations: list[Deviation] = field(default_factory=list[Deviation])  #: what has a multiplier
    _profiles: list[Profile] = field(default_factory=list[Profile])
    _gains: dict[Profile, dict[int, dict[int, float]]] = field(
        default_factory=dict[Profile, dict[int, dict[int, float]]]
    )

    def __post_init__(self) -> None:
        shape = self.comparisons.shape
        self._profiles = [tuple(map(int, profile)) for profile in np.ndindex(*shape)]
        self.deviations = [
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
        program, losses = self._losses(space)
        slacks: dict[int, float] = {}
        for profile in self._profiles:
            # A profile asked about has to be excluded, and then its slack is 1; any other may be, and counts
            # if it is.
            slack = program.add(1.0 if profile in self.asked else 0.0, 1.0)
            program.constraints.append(({**losses[profile], slack: -1.0}, 0.0))
            slacks[slack] = -1.0
        found = program.optimum(slacks)
        if found.status != "optimal":
            return None
        candidates = map(self._multipliers, roundings(self._solved(found)))
        return next((c for c in candidates if self.excludes(greatest_sums(space, self.comparisons, c))), None)

    def _solved(self, found: Optimum) -> list[float]:
        return np.maximum(0.0, found.point[: len(self.deviations)]).tolist()

    def _multipliers(self, values: Sequence[Fraction]) -> Multipliers:
        return {deviation: v for deviation, v in zip(self.deviations, values, strict=True) if v}

    def excludes(self, sums: Mapping[Profile, Fraction]) -> bool:
        """Whether sums prove that the profiles asked about have probability zero."""
        return all(value < 0 if profile in self.asked else value <= 0 for profile, value in sums.items())

    def bound(self, space: Space) -> tuple[Fraction, Multipliers]:
        """Return a proven bound on the probability of the profiles asked about, and its multipliers."""
        program, losses = self._losses(space)
        greatest = program.add(0.0, 1.0)
        for profile in self._profiles:
            program.constraints.append(({**losses[profile], greatest: 1.0}, float(profile in self.asked)))
        found = program.optimum({greatest: 1.0})
        if found.status != "optimal":
            return Fraction(1), {}
        near = self._multipliers(rounded(self._solved(found), BOUND_DENOMINATOR))
        return self.proven_bound(greatest_sums(space, self.comparisons, near)), near

    def proven_bound(self, sums: Mapping[Profile, Fraction]) -> Fraction:
        """Return the bound that sums prove: the average of a function is at most its greatest value."""
        return min(Fraction(1), max(value + (profile in self.asked) for profile, value in sums.items()))

    def _losses(self, space: Space) -> tuple[_Sums, dict[Profile, dict[int, float]]]:
        """Write the greatest sum of every profile, with its sign turned, as a sum of variables."""
        program = _Sums(len(self.deviations))
        ends = (space.low, space.high), (space.lowest, space.highest)
        weights, levels = ([(float(a), float(b)) for a, b in zip(*pair, strict=True)] for pair in ends)
        losses: dict[Profile, dict[int, float]] = {}
        for profile in self._profiles:
            plain: dict[int, float] = {}
            scaled: dict[int, Counter[int]] = {}
            for k, gains in self._gains[profile].items():
                column, j = program.greatest(gains, *weights[k]), space.driver[k]
                if j is None:
                    plain[column] = plain.get(column, 0.0) - 1.0
                else:
                    scaled.setdefault(j, Counter())[column] += 1
            # The closed form of Space.greatest: each weight at an end first, then each driver.
            for j, parts in scaled.items():
                column = program.greatest(dict(parts), *levels[j])
                plain[column] = plain.get(column, 0.0) - 1.0
            losses[profile] = plain
        return program, losses

    def _gains_from(self, profile: Profile) -> dict[int, dict[int, float]]:
        """Return for each consideration the coefficient of every multiplier, by the deviation's position."""
        gains: dict[int, dict[int, float]] = {}
        for position, (player, action, other) in enumerate(self.deviations):
            if profile[player] == action:
                instead = (*profile[:player], other, *profile[player + 1 :])
                for k, gain in self.comparisons.gain(player, profile, instead).items():
                    gains.setdefault(k, {})[position] = float(gain)
        return gains
