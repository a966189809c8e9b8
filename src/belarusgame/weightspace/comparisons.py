"""Comparisons of payoffs as rows: linear in the factors, exact, each kept once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np

from belarusgame.base.labels import Labels
from belarusgame.scenario import Scenario, Switches
from belarusgame.weightspace.space import Space

Profile = tuple[int, ...]

#: Coefficients by consideration, whole numbers without a common divisor, none of them zero.
Row = tuple[tuple[int, int], ...]


_Number = TypeVar("_Number", int, Fraction)


def bits(mask: int) -> Iterator[int]:
    """Yield the positions of the ones, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def row_value(row: Row, factors: Sequence[Fraction]) -> Fraction:
    """Return what a row is worth at given factors."""
    return sum((coefficient * factors[k] for k, coefficient in row), Fraction(0))


@dataclass(slots=True, kw_only=True, eq=False)
class Comparisons:
    """The rows met so far; a set of rows is an integer whose bits are their numbers."""

    #: For each consideration ``x_k(s)``, scaled by the types, by the profile's flat position.
    values: list[list[Fraction]]
    owned: tuple[tuple[int, ...], ...]  #: the considerations of every player
    #: For each player, who decides for it in each profile, by the profile's flat position.
    deciders: list[list[int]]
    shape: tuple[int, ...]  #: the number of strategies of each player
    #: The assumptions considered. A difference that is zero at all of them is a tie by construction: it holds
    #: everywhere and is no row.
    space: Space
    rows: list[Row] = field(default_factory=list[Row])
    #: The set of the rows that hold the weights of the same players: one player's, unless it hangs on the
    #: comparison who decides.
    by_owners: dict[tuple[int, ...], int] = field(default_factory=dict[tuple[int, ...], int])
    _numbers: dict[Row, int] = field(default_factory=dict[Row, int])
    _sets: dict[Row, int] = field(default_factory=dict[Row, int])
    _whole: list[list[int]] = field(default_factory=list[list[int]])  # the values, all times the same number
    _known: dict[tuple[int, Profile, Profile], int] = field(
        default_factory=dict[tuple[int, Profile, Profile], int]
    )
    _gains: dict[tuple[int, Profile, Profile], dict[int, Fraction]] = field(
        default_factory=dict[tuple[int, Profile, Profile], dict[int, Fraction]]
    )

    def __post_init__(self) -> None:
        # Rows are whole numbers without a common divisor in the end, and integers are subtracted faster than
        # fractions: so one common denominator at the start.
        unit = math.lcm(*{value.denominator for table in self.values for value in table})
        self._whole = [[v.numerator * (unit // v.denominator) for v in table] for table in self.values]

    @classmethod
    def of(cls, scenario: Scenario, switches: Switches, space: Space) -> Comparisons:
        """Compile the comparisons of a scenario at one setting of its switches, over a space."""
        features, scales = scenario.features(), scenario.scales(switches.types)
        values = [
            [scales[key] * value for value in table.flat] if key in scales else list(table.flat)
            for key, table in zip(features.considerations, features.exact, strict=True)
        ]
        owners = features.owner.tolist()
        owned = tuple(
            tuple(k for k, owner in enumerate(owners) if owner == player)
            for player in range(len(features.labels.players))
        )
        return cls(
            values=values,
            owned=owned,
            deciders=_deciders(features.labels, scenario.deciders(**switches.arguments).values()),
            shape=features.labels.counts,
            space=space,
        )

    def at_least(self, player: int, better: Profile, worse: Profile) -> int:
        """Return the set of the row "better is at least as good as worse"; empty if they are equal.

        It is by what decides for the player.
        """
        key = (player, better, worse)
        if key not in self._known:
            differences = self._decided(self._whole, player, better, worse)
            self._known[key] = self._set_of(_reduced(sorted(differences.items())))
        return self._known[key]

    def not_negative(self, coefficients: Mapping[int, Fraction]) -> int:
        """Return the set that holds the row "this is not negative"; empty if it is zero everywhere."""
        return self._set_of(normalised(coefficients))

    def _set_of(self, row: Row) -> int:
        """Return the set that holds a row; empty if the row is zero everywhere."""
        if row not in self._sets:
            forth, back = dict(row), {k: -value for k, value in row}
            # Zero at its greatest and at its least: a tie by construction, such as a weight whose range is 0.
            vanishes = self.space.greatest(forth) == 0 == self.space.greatest(back)
            self._sets[row] = 0 if vanishes else 1 << self.number(row)
        return self._sets[row]

    def number(self, row: Row) -> int:
        """Return the number of a row, giving it one if it is new."""
        if row not in self._numbers:
            self._numbers[row] = len(self.rows)
            self.rows.append(row)
            held = {k for k, _ in row}
            owners = tuple(i for i, owned in enumerate(self.owned) if held.intersection(owned))
            self.by_owners[owners] = self.by_owners.get(owners, 0) | 1 << self._numbers[row]
        return self._numbers[row]

    def set_of(self, rows: Sequence[Row]) -> int:
        """Return the set of some rows."""
        return sum(1 << number for number in {self.number(row) for row in rows})

    def members(self, mask: int) -> list[Row]:
        """Return the rows of a set."""
        return [self.rows[number] for number in bits(mask)]

    def gain(self, player: int, better: Profile, worse: Profile) -> dict[int, Fraction]:
        """Return the difference of what decides for a player, by factor; zeros are left out."""
        key = (player, better, worse)
        if key not in self._gains:
            self._gains[key] = self._decided(self.values, player, better, worse)
        return self._gains[key]

    def payoff_gain(self, player: int, better: Profile, worse: Profile) -> dict[int, Fraction]:
        """Return the difference of two payoffs of a player, its own whoever decides, in the same form."""
        one, other = self._position(better), self._position(worse)
        differences = ((k, self.values[k][one] - self.values[k][other]) for k in self.owned[player])
        return {k: difference for k, difference in differences if difference}

    def _decided(
        self, values: list[list[_Number]], player: int, better: Profile, worse: Profile
    ) -> dict[int, _Number]:
        """Return the difference of what decides for a player in two profiles, by consideration."""
        one, other = self._position(better), self._position(worse)
        first, second = self.deciders[player][one], self.deciders[player][other]
        if first == second:
            differences = ((k, values[k][one] - values[k][other]) for k in self.owned[first])
            return {k: difference for k, difference in differences if difference}
        # Two deciders: what the one gets is set against what the other gets.
        found = {k: values[k][one] for k in self.owned[first]}
        found |= {k: -values[k][other] for k in self.owned[second]}
        return {k: value for k, value in found.items() if value}

    def _position(self, profile: Profile) -> int:
        position = 0
        for choice, count in zip(profile, self.shape, strict=True):
            position = position * count + choice
        return position


def _deciders(labels: Labels, delegations: Iterable[Mapping[str, Any]]) -> list[list[int]]:
    """Return for each player who decides for it in each profile."""
    found = np.array([np.full(labels.counts, player) for player in range(len(labels.players))])
    for made in delegations:
        player, to = labels.player_index(made["player"]), labels.player_index(made["to"])
        found[player][labels.mask(made["when"])] = to
    return found.reshape(len(labels.players), -1).tolist()


def normalised(coefficients: Mapping[int, Fraction]) -> Row:
    """Scale coefficients, none of them zero, to whole numbers without a common divisor."""
    multiple = math.lcm(*(value.denominator for value in coefficients.values()))
    return _reduced([(k, int(value * multiple)) for k, value in sorted(coefficients.items())])


def _reduced(whole: Sequence[tuple[int, int]]) -> Row:
    """Divide whole numbers, none of them zero, by their common divisor."""
    divisor = math.gcd(*(value for _, value in whole))
    return tuple((k, value // divisor) for k, value in whole)


def size_of(row: Row) -> int:
    """Return the largest coefficient of a row without its sign: the unit of its margin."""
    return max(abs(coefficient) for _, coefficient in row)
