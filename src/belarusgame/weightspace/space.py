"""All admissible weights and driver levels of a scenario at one combination of types."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from belarusgame.errors import GameError
from belarusgame.scenario import Scenario

__all__ = ["Point", "Space", "Types", "chosen", "space_of", "type_combinations"]

Numbers = tuple[Fraction, ...]
Types = Mapping[str, str]

#: The level of every driver at the scenario's date.
BASE_LEVEL = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One choice of weights and drivers, in the order of a space."""

    weights: Numbers
    levels: Numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Space:
    """A box of weights times a box of driver levels.

    Payoffs are linear in the *factors*, a weight times the level of its driver; so every question about a
    comparison of payoffs is a question about the polytope of the factors and levels.

    Attributes
    ----------
    keys : tuple of str
        The K considerations.
    low, likely, high : tuple of Fraction
        Their weights, before any scaling by type: ``low <= high``, none negative.
    drivers : tuple of str
        The D drivers.
    driver : tuple of (int or None)
        The position of each consideration's driver.
    lowest, highest : tuple of Fraction
        The levels of the drivers.
    """

    keys: tuple[str, ...]
    low: Numbers
    likely: Numbers
    high: Numbers
    drivers: tuple[str, ...]
    driver: tuple[int | None, ...]
    lowest: Numbers
    highest: Numbers

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
        return Point(
            weights=tuple(map(_clipped, self.likely, self.low, self.high)),
            levels=tuple(map(_clipped, self.base.levels, self.lowest, self.highest)),
        )

    @property
    def middle(self) -> Point:
        """The centre of all ranges."""
        return Point(
            weights=tuple((low + high) / 2 for low, high in zip(self.low, self.high, strict=True)),
            levels=tuple((low + high) / 2 for low, high in zip(self.lowest, self.highest, strict=True)),
        )

    def drawn(self, generator: np.random.Generator) -> Point:
        """Draw an admissible point, rounded to two decimals where the ranges allow it."""

        def number(low: Fraction, high: Fraction) -> Fraction:
            drawn = Fraction(round(100 * generator.uniform(float(low), float(high))), 100)
            return _clipped(drawn, low, high)

        return Point(
            weights=tuple(map(number, self.low, self.high)),
            levels=tuple(map(number, self.lowest, self.highest)),
        )

    def with_fixed_drivers(self, levels: Sequence[Fraction] | None = None) -> Space:
        """Return the space in which the drivers cannot move; by default from their level at the date."""
        fixed = (BASE_LEVEL,) * len(self.drivers) if levels is None else tuple(levels)
        return replace(self, lowest=fixed, highest=fixed)

    def scaled(self, radius: Fraction) -> Space:
        """Return what can be reached when every move is at most ``radius`` times the width of its side.

        An upward move is measured in (high - likely), a downward one in (likely - low); for a driver, from
        its level at the date. The radius 1 gives the space itself. Nothing becomes negative.
        """
        sides = list(zip(self.low, self.likely, self.high, strict=True))
        levels = list(zip(self.lowest, self.base.levels, self.highest, strict=True))
        return replace(
            self,
            low=tuple(_down(low, likely, radius) for low, likely, _ in sides),
            high=tuple(likely + radius * (high - likely) for _, likely, high in sides),
            lowest=tuple(_down(low, base, radius) for low, base, _ in levels),
            highest=tuple(base + radius * max(Fraction(0), high - base) for _, base, high in levels),
        )

    def split(self, name: str, at: Fraction) -> tuple[Space, Space]:
        """Cut the range of a consideration's weight or of a driver in two."""
        if name in self.keys:
            k = self.keys.index(name)
            return (
                replace(self, high=_with(self.high, k, at)),
                replace(self, low=_with(self.low, k, at)),
            )
        j = self.drivers.index(name)
        return (
            replace(self, highest=_with(self.highest, j, at)),
            replace(self, lowest=_with(self.lowest, j, at)),
        )

    def contains(self, point: Point) -> bool:
        """Whether a point is admissible."""
        return all(
            low <= value <= high
            for low, value, high in zip(
                (*self.low, *self.lowest),
                (*point.weights, *point.levels),
                (*self.high, *self.highest),
                strict=True,
            )
        )


def _clipped(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(max(value, low), high)


def _down(low: Fraction, likely: Fraction, radius: Fraction) -> Fraction:
    return max(Fraction(0), likely - radius * max(Fraction(0), likely - low))


def _with(numbers: Numbers, position: int, value: Fraction) -> Numbers:
    return (*numbers[:position], value, *numbers[position + 1 :])


def chosen(space: Space, point: Point) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Return the weights and the levels that differ from the base, by name."""
    base = space.base
    return (
        {key: w for key, w, b in zip(space.keys, point.weights, base.weights, strict=True) if w != b},
        {name: d for name, d, b in zip(space.drivers, point.levels, base.levels, strict=True) if d != b},
    )


def space_of(scenario: Scenario) -> Space:
    """Lay out the ranges of a scenario's weights and drivers; scaling by type is left to the features."""
    names = tuple(driver.name for driver in scenario.drivers)
    weights = [consideration.weight for consideration in scenario.considerations]
    return Space(
        keys=tuple(consideration.key for consideration in scenario.considerations),
        low=tuple(weight.low for weight in weights),
        likely=tuple(weight.likely for weight in weights),
        high=tuple(weight.high for weight in weights),
        drivers=names,
        driver=tuple(None if c.driver is None else names.index(c.driver) for c in scenario.considerations),
        lowest=tuple(driver.level.low for driver in scenario.drivers),
        highest=tuple(driver.level.high for driver in scenario.drivers),
    )


def type_combinations(scenario: Scenario) -> tuple[dict[str, str], ...]:
    """List every combination of types that has a positive probability at some admissible choice of it.

    A player who is none of its types is left out of the mapping.
    """
    options: list[list[tuple[str, str] | None]] = []
    for player in scenario.labels.players:
        made = [kind for kind in scenario.types if kind.player == player]
        named: list[tuple[str, str] | None] = [(player, t.name) for t in made if t.probability.high > 0]
        certain = sum((kind.probability.low for kind in made), Fraction(0)) >= 1
        options.append(named if certain and named else [None, *named])
    combinations = tuple(
        dict(pair for pair in chosen if pair is not None) for chosen in itertools.product(*options)
    )
    if len(combinations) > MAX_COMBINATIONS:
        raise GameError(
            f"types: {len(combinations)} combinations are more than the {MAX_COMBINATIONS} that are covered; "
            "leave out types that do not matter for the question"
        )
    return combinations


#: Beyond this a proof would have to be repeated too often.
MAX_COMBINATIONS = 256
