"""Regions of probabilities, or of other numbers never negative: their corners and inequalities, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from belarusgame.base.rays import Budget, rays_of
from belarusgame.base.settings import option
from belarusgame.base.tables import Rows, Tabular

#: The coefficient of every coordinate, and last a constant: ``sum of coefficient * coordinate + constant``.
Line: TypeAlias = tuple[Fraction, ...]
Point: TypeAlias = tuple[Fraction, ...]

#: How much work the corners of one region may take, in steps of some microseconds: a minute or so.
LARGEST_REGION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Polytope(Tabular):
    """All points at which some expressions are zero and others are not negative; nor is any coordinate.

    Attributes
    ----------
    coordinates : tuple of str
        Their names.
    equations, inequalities : tuple of tuple of Fraction
        For each the coefficients of the coordinates and then a constant: the sum must be zero, or not
        negative.
    vertices : tuple of tuple of Fraction
        The corners; there is none if no point fits.
    """

    coordinates: tuple[str, ...]
    equations: tuple[Line, ...] = ()
    inequalities: tuple[Line, ...] = ()
    vertices: tuple[Point, ...]

    @classmethod
    def of(
        cls,
        coordinates: Sequence[str],
        equations: Iterable[Line] = (),
        inequalities: Iterable[Line] = (),
        budget: Budget | None = None,
    ) -> Polytope:
        """Find the corners of a region that is bounded.

        Examples
        --------
        >>> from fractions import Fraction
        >>> half = Polytope.of(["weak", "strong"], [line_of([1, 1], -1)], [line_of([1, -1])])
        >>> [tuple(map(str, vertex)) for vertex in half.vertices]
        [('1', '0'), ('1/2', '1/2')]
        """
        names, equal, least = tuple(coordinates), tuple(equations), tuple(inequalities)
        rays = rays_of(
            # One coordinate more than there are names: the height, by which constants become coefficients.
            len(names) + 1,
            [_whole(line) for line in equal],
            [_whole(line) for line in least],
            Budget(LARGEST_REGION) if budget is None else budget,
        )
        # The last coordinate makes a cone of the region: what lies at height zero is no point of it.
        corners = {tuple(Fraction(x, ray.point[-1]) for x in ray.point[:-1]) for ray in rays if ray.point[-1]}
        return cls(
            coordinates=names,
            equations=equal,
            inequalities=least,
            # In an order of their own, not that of the search: two regions with the same corners are equal.
            vertices=tuple(sorted(corners, reverse=True)),
        )

    @classmethod
    def simplex(cls, coordinates: Sequence[str]) -> Polytope:
        """Return all probabilities of some things."""
        return cls.of(coordinates, [line_of([1] * len(coordinates), -1)])

    def __bool__(self) -> bool:
        return bool(self.vertices)

    def where(self, *, equations: Iterable[Line] = (), inequalities: Iterable[Line] = ()) -> Polytope:
        """Return the part in which more holds."""
        return Polytope.of(
            self.coordinates, (*self.equations, *equations), (*self.inequalities, *inequalities)
        )

    def contains(self, point: Sequence[Fraction]) -> bool:
        """Whether a point, in the order of the coordinates, lies in the region."""
        return (
            all(x >= 0 for x in point)
            and all(value_of(line, point) == 0 for line in self.equations)
            and all(value_of(line, point) >= 0 for line in self.inequalities)
        )

    @property
    def middle(self) -> Point:
        """A point of the relative interior: the mean of the corners."""
        count = len(self.vertices)
        # All weights are positive, so that no inequality that is strict somewhere holds with equality here.
        return tuple(sum(values, Fraction(0)) / count for values in zip(*self.vertices, strict=True))

    def range(self, coordinate: str) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest value of a coordinate."""
        position = self.coordinates.index(option("coordinate", coordinate, self.coordinates))
        values = [vertex[position] for vertex in self.vertices]
        return min(values), max(values)

    def greatest(self, coefficients: Mapping[str, Fraction]) -> Fraction:
        """Return the greatest value of a sum of some coordinates times coefficients."""
        factors = [coefficients.get(name, Fraction(0)) for name in self.coordinates]
        return max(sum(map(Fraction.__mul__, factors, vertex), Fraction(0)) for vertex in self.vertices)

    def problems(self) -> list[str]:
        """Say what is wrong with the list of corners; it is made again from the inequalities."""
        again = Polytope.of(self.coordinates, self.equations, self.inequalities)
        return [] if again.vertices == self.vertices else ["the corners are not those of the inequalities"]

    def words(self) -> list[str]:
        """Write the equations and inequalities, without those that no coordinate is negative."""
        lines = [(line, "=") for line in self.equations] + [(line, ">=") for line in self.inequalities]
        return [f"{_side(line, self.coordinates)} {sign} {-line[-1]}" for line, sign in lines if any(line)]

    def rows(self) -> Rows:
        """Return one row a corner."""
        return [
            {name: float(value) for name, value in zip(self.coordinates, vertex, strict=True)}
            for vertex in self.vertices
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        count = len(self.vertices)
        return f"Region of {', '.join(self.coordinates)}: {count} corner{'' if count == 1 else 's'}"

    @property
    def below(self) -> Sequence[str]:
        """The equations and inequalities."""
        return self.words()


def line_of(coefficients: Iterable[Fraction | int], constant: Fraction | int = 0) -> Line:
    """Return the coefficients of a sum, and then its constant, as fractions."""
    return tuple(Fraction(value) for value in (*coefficients, constant))


def value_of(line: Line, point: Sequence[Fraction]) -> Fraction:
    """Return the value of an expression at a point."""
    return sum((c * x for c, x in zip(line, point, strict=False)), Fraction(0)) + line[-1]


def _whole(line: Line) -> tuple[int, ...]:
    # A positive factor changes neither a plane nor the side that is meant.
    scale = lcm(*(value.denominator for value in line))
    return tuple(int(value * scale) for value in line)


def _side(line: Line, names: Sequence[str]) -> str:
    parts = [(c, name) for c, name in zip(line, names, strict=False) if c]
    text = " ".join(f"{'-' if c < 0 else '+'} {_factor(abs(c))}{name}" for c, name in parts)
    return text.removeprefix("+ ").replace("- ", "-", 1) if text.startswith("- ") else text.removeprefix("+ ")


def _factor(value: Fraction) -> str:
    return "" if value == 1 else f"{value} "
