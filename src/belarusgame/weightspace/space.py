"""All admissible weights and driver levels of a scenario at one combination of types and delegations."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np

from belarusgame.errors import GameError
from belarusgame.scenario import Choice, Scenario, Switches

Numbers = tuple[Fraction, ...]
_Entry = TypeVar("_Entry")

#: The level of every driver at the scenario's date.
BASE_LEVEL = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The numbers of one choice of weights and drivers, in the order of a space."""

    weights: Numbers
    levels: Numbers

    @property
    def numbers(self) -> Numbers:
        """The weights, then the levels."""
        return (*self.weights, *self.levels)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Space:
    """A box of weights times a box of driver levels.

    Payoffs are linear in the *factors*, a weight times the level of its driver; so every question about a
    comparison of payoffs is a question about the polytope of the factors and levels.
    """

    keys: tuple[str, ...]  #: the K considerations
    #: Their weights, before any scaling by type: ``low <= high``, none negative.
    low: Numbers
    likely: Numbers
    high: Numbers
    drivers: tuple[str, ...]  #: the D drivers
    driver: tuple[int | None, ...]  #: the position of each consideration's driver
    #: The levels of the drivers.
    lowest: Numbers
    highest: Numbers

    @property
    def names(self) -> tuple[str, ...]:
        """The considerations, then the drivers: no driver is called like a consideration."""
        return (*self.keys, *self.drivers)

    @property
    def ends(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The range of each."""
        return (*zip(self.low, self.high, strict=True), *zip(self.lowest, self.highest, strict=True))

    def range(self, name: str) -> tuple[Fraction, Fraction]:
        """Return the range of a consideration's weight or of a driver."""
        return self.ends[self.names.index(name)]

    def within(self, ends: Iterable[tuple[Fraction, Fraction]]) -> Space:
        """Return the space with other ranges, in the order of the names."""
        lows, highs = zip(*ends, strict=True) if self.names else ((), ())
        low, high = self.point(lows), self.point(highs)
        return replace(self, low=low.weights, high=high.weights, lowest=low.levels, highest=high.levels)

    def with_range(self, name: str, low: Fraction, high: Fraction) -> Space:
        """Return the space with another range of a consideration's weight or of a driver."""
        return self.within(_with(self.ends, self.names.index(name), (low, high)))

    def point(self, numbers: Sequence[Fraction]) -> Point:
        """Return the point with these numbers, in the order of the names."""
        count = len(self.keys)
        return Point(weights=tuple(numbers[:count]), levels=tuple(numbers[count:]))

    def point_of(self, choice: Choice) -> Point:
        """Return the point of a choice; its switches are no numbers."""
        return self.point([choice.level(name) for name in self.names])

    def moved(self, point: Point) -> tuple[str, ...]:
        """Name what differs from the start."""
        pairs = zip(self.names, point.numbers, self.start.numbers, strict=True)
        return tuple(name for name, here, start in pairs if here != start)

    def putting_back(self, point: Point, name: str) -> Point:
        """Return the point with one number as at the start."""
        position = self.names.index(name)
        return self.point(_with(point.numbers, position, self.start.numbers[position]))

    def greatest(self, coefficients: Mapping[int, Fraction | int]) -> Fraction:
        """Return the greatest value of a linear function of the factors, exactly.

        For given levels each weight belongs at one end of its range, by the sign of its coefficient; what is
        left is linear in each level, which belongs at an end too.
        """
        total, by_driver = Fraction(0), dict[int, Fraction]()
        for k, coefficient in coefficients.items():
            amount = coefficient * (self.high[k] if coefficient > 0 else self.low[k])
            j = self.driver[k]
            if j is None:
                total += amount
            else:
                by_driver[j] = by_driver.get(j, Fraction(0)) + amount
        for j, amount in by_driver.items():
            total += amount * (self.highest[j] if amount > 0 else self.lowest[j])
        return total

    def factors(self, point: Point) -> Numbers:
        """Return the weights times their drivers' levels."""
        return tuple(
            weight if j is None else weight * point.levels[j]
            for weight, j in zip(point.weights, self.driver, strict=True)
        )

    @property
    def base(self) -> Point:
        """The likely weights with every driver at its level of the scenario's date."""
        return Point(weights=self.likely, levels=(BASE_LEVEL,) * len(self.drivers))

    @property
    def start(self) -> Point:
        """The admissible point nearest to the base."""
        return self.point(
            [_clipped(base, *ends) for base, ends in zip(self.base.numbers, self.ends, strict=True)]
        )

    @property
    def middle(self) -> Point:
        """The centre of all ranges."""
        return self.point([(low + high) / 2 for low, high in self.ends])

    def drawn(self, generator: np.random.Generator) -> Point:
        """Draw an admissible point, rounded to two decimals where the ranges allow it."""

        def number(low: Fraction, high: Fraction) -> Fraction:
            drawn = Fraction(round(100 * generator.uniform(float(low), float(high))), 100)
            return _clipped(drawn, low, high)

        return self.point([number(low, high) for low, high in self.ends])

    def with_fixed_drivers(self, levels: Sequence[Fraction] | None = None) -> Space:
        """Return the space in which the drivers cannot move; by default from their level at the date."""
        fixed = (BASE_LEVEL,) * len(self.drivers) if levels is None else tuple(levels)
        return replace(self, lowest=fixed, highest=fixed)

    def scaled(self, radius: Fraction) -> Space:
        """Return what can be reached when every move is at most ``radius`` times the width of its side.

        An upward move is measured in (high - likely), a downward one in (likely - low); for a driver, from
        its level at the date. The radius 1 gives the space itself. Nothing becomes negative.
        """
        zero = Fraction(0)
        return self.within(
            (max(zero, base - radius * max(zero, base - low)), base + radius * max(zero, high - base))
            for base, (low, high) in zip(self.base.numbers, self.ends, strict=True)
        )

    def split(self, name: str, at: Fraction) -> tuple[Space, Space]:
        """Cut the range of a consideration's weight or of a driver in two."""
        low, high = self.range(name)
        return self.with_range(name, low, at), self.with_range(name, at, high)

    def contains(self, point: Point) -> bool:
        """Whether a point is admissible."""
        return all(low <= value <= high for value, (low, high) in zip(point.numbers, self.ends, strict=True))


def _clipped(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(max(value, low), high)


def _with(entries: tuple[_Entry, ...], position: int, entry: _Entry) -> tuple[_Entry, ...]:
    return (*entries[:position], entry, *entries[position + 1 :])


def choice_at(scenario: Scenario, point: Point, switches: Switches | None = None) -> Choice:
    """Return the choice of a scenario's assumptions at a point of its space and a setting of its switches."""
    names = [[entry.name for entry in scenario.inputs(kind)] for kind in ("weight", "driver")]
    return Choice(
        scenario=scenario,
        weights=dict(zip(names[0], point.weights, strict=True)),
        drivers=dict(zip(names[1], point.levels, strict=True)),
        **(switches or Switches()).arguments,
    )


def space_of(scenario: Scenario) -> Space:
    """Lay out the ranges of a scenario's weights and drivers; scaling by type is left to the features."""
    weights, drivers = scenario.inputs("weight"), scenario.inputs("driver")
    names = tuple(entry.name for entry in drivers)
    return Space(
        keys=tuple(entry.name for entry in weights),
        low=tuple(entry.range.low for entry in weights),
        likely=tuple(entry.range.likely for entry in weights),
        high=tuple(entry.range.high for entry in weights),
        drivers=names,
        driver=tuple(None if c.driver is None else names.index(c.driver) for c in scenario.considerations),
        lowest=tuple(entry.range.low for entry in drivers),
        highest=tuple(entry.range.high for entry in drivers),
    )


def switch_combinations(scenario: Scenario) -> tuple[Switches, ...]:
    """List every combination of types and delegations that has a chance at some admissible probabilities.

    What is as it likely is comes first, and is left out of the combination.
    """
    options: list[list[tuple[str, str] | None]] = []
    for player in scenario.labels.players:
        made = [kind for kind in scenario.types if kind.player == player]
        named: list[tuple[str, str] | None] = [(player, t.name) for t in made if t.probability.high > 0]
        # Where the types take up all probability, nobody can be of no type.
        certain = sum((kind.probability.low for kind in made), Fraction(0)) >= 1
        # Nobody of any type comes first, as the likely state.
        options.append(named if certain and named else [None, *named])
    states: list[list[tuple[str, bool] | None]] = []
    for delegation in scenario.delegations:
        others = [(delegation.name, on) for on in delegation.possible if on != delegation.likely]
        states.append([None, *others])
    combinations = tuple(
        Switches(types=dict(filter(None, chosen[0])), delegations=dict(filter(None, chosen[1])))
        for chosen in itertools.product(itertools.product(*options), itertools.product(*states))
        if not _overruled(scenario, *chosen)
    )
    if len(combinations) > MAX_COMBINATIONS:
        what = "types and delegations" if states else "types"
        many = f"{len(combinations)} combinations are more than the {MAX_COMBINATIONS} that are covered"
        raise GameError(f"{what}: {many}; leave out {what} that do not matter for the question")
    return combinations


def _overruled(scenario: Scenario, types: Sequence[Any], states: Sequence[Any]) -> bool:
    """Whether a state of a delegation is given that somebody's type settles."""
    known = scenario.known_delegations(dict(pair for pair in types if pair is not None))
    return any(pair is not None and pair[0] in known for pair in states)


#: Beyond this a proof would have to be repeated too often.
MAX_COMBINATIONS = 256
