"""Smallest moves under which some comparisons hold: the fewest inputs, then the shortest way."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from belarusgame.assume.conflicts import holding, possible
from belarusgame.assume.formula import Atom, Branch
from belarusgame.base.program import Constraint, Number, Program
from belarusgame.weightspace import Point, Space, size_of

__all__ = ["Inputs", "fewest", "shortest"]

#: Moves are first measured in this fraction of the way from where an input is to the end of its range.
STEPS = 128

#: The decimals tried when a witness is rounded.
DECIMALS = (2, 3, 4, 6)

#: The margin that stands for "positive" in the program: above the 1e-6 by which its solver may miss a
#: constraint, or a tie would pass for positive.
MARGIN = 1e-5


@dataclass(frozen=True, slots=True)
class Inputs:
    """Positions of weights and of drivers."""

    weights: frozenset[int] = frozenset()
    drivers: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.weights) + len(self.drivers)

    def each(self) -> Iterator[Inputs]:
        """Yield what is left when one of them is taken away."""
        for k in sorted(self.weights):
            yield Inputs(self.weights - {k}, self.drivers)
        for j in sorted(self.drivers):
            yield Inputs(self.weights, self.drivers - {j})


def fewest(space: Space, branch: Branch) -> Inputs | None:
    """Return the fewest inputs that must leave the start for comparisons to hold; None if nothing helps.

    For a single comparison this is exact in fractions: once the levels of the drivers are chosen, every
    weight helps by itself, and the most helpful are taken. For several, a mixed-integer program finds the
    inputs, and what it finds is checked in fractions.
    """
    if not branch:
        return Inputs()
    if len(branch) == 1:
        return _alone(space, next(iter(branch)))
    if holding(space, branch, space.start):
        return Inputs()
    found = _program(space, branch)
    if found is not None and possible(limited(space, found), branch) is not None:
        return found
    return _one_by_one(space, branch)


def _alone(space: Space, atom: Atom) -> Inputs | None:
    drivers = sorted({j for k, _ in atom.row if (j := space.driver[k]) is not None})
    # A comparison is linear in each level: a driver that moves at all helps most at an end.
    options = [
        list(dict.fromkeys((space.start.levels[j], space.lowest[j], space.highest[j]))) for j in drivers
    ]
    best: Inputs | None = None
    for chosen in itertools.product(*options):
        levels = dict(zip(drivers, chosen, strict=True))
        moved = frozenset(j for j in drivers if levels[j] != space.start.levels[j])
        weights = _most_helpful(space, atom, levels)
        if weights is not None and (best is None or len(weights) + len(moved) < len(best)):
            best = Inputs(weights, moved)
    return best


def _most_helpful(space: Space, atom: Atom, levels: dict[int, Fraction]) -> frozenset[int] | None:
    """Take the weights that help most until the comparison holds; None if all together do not."""
    gains: dict[int, Fraction] = {}
    worth = Fraction(0)
    for k, coefficient in atom.row:
        j = space.driver[k]
        scaled = coefficient * (Fraction(1) if j is None else levels[j])
        worth += scaled * space.start.weights[k]
        end = space.high[k] if scaled > 0 else space.low[k]
        gains[k] = scaled * (end - space.start.weights[k])
    # Each weight helps by itself, so that the greedy choice needs the fewest.
    left = sorted(gains, key=lambda k: -gains[k])
    while worth < 0 or (worth == 0 and atom.strict):
        if not left:
            return None
        worth += gains[left.pop(0)]
    return frozenset(gains.keys() - left)


def _program(space: Space, branch: Branch) -> Inputs | None:
    """Count the moves in a mixed-integer program over factors, levels, and a switch for each input."""
    used = sorted({k for atom in branch for k, _ in atom.row})
    drivers = sorted({j for k in used if (j := space.driver[k]) is not None})
    weight = {k: n for n, k in enumerate(used)}
    level = {j: len(used) + n for n, j in enumerate(drivers)}
    half = len(used) + len(drivers)
    lines: list[Constraint] = []
    for atom in branch:
        margin = MARGIN * size_of(atom.row) if atom.strict else 0
        lines.append(({weight[k]: c for k, c in atom.row}, margin))
    start = space.start
    for j, d in level.items():
        at = start.levels[j]
        # With its switch at 0 an input stays where it is, with 1 only its range binds. In products with a
        # driver the range's ends move with the level.
        lines.append(({d: 1, half + d: at - space.lowest[j]}, at))
        lines.append(({d: -1, half + d: space.highest[j] - at}, -at))
    for k, v in weight.items():
        j, likely = space.driver[k], start.weights[k]
        most = Fraction(1) if j is None else space.highest[j]
        for sign, end in ((1, space.low[k]), (-1, space.high[k])):
            for limit, switch in ((likely, abs(likely - end) * most), (end, Fraction(0))):
                line: dict[int, Number] = {v: sign, half + v: switch}
                lines.append((line, sign * limit) if j is None else (line | {level[j]: -sign * limit}, 0))
    program = Program(limits=[(0, None)] * half + [(0, 1)] * half, constraints=lines)
    on = program.fewest(range(half, 2 * half))
    if on is None:
        return None
    return Inputs(
        frozenset(k for k, v in weight.items() if half + v in on),
        frozenset(j for j, d in level.items() if half + d in on),
    )


def _one_by_one(space: Space, branch: Branch) -> Inputs | None:
    """Take inputs away as long as the comparisons can still hold."""
    used = frozenset(k for atom in branch for k, _ in atom.row)
    moved = Inputs(used, frozenset(j for k in used if (j := space.driver[k]) is not None))
    if possible(space, branch) is None:
        return None
    while True:
        smaller = next((m for m in moved.each() if possible(limited(space, m), branch) is not None), None)
        if smaller is None:
            return moved
        moved = smaller


#: As far as the ends of the ranges.
WHOLE_WAY = Fraction(1)


def limited(space: Space, moved: Inputs, way: Fraction = WHOLE_WAY) -> Space:
    """Return the space in which some inputs go part of the way to the ends of their ranges, and no other."""
    start = space.start

    def ends(value: Fraction, low: Fraction, high: Fraction, free: bool) -> tuple[Fraction, Fraction]:
        return (value - way * (value - low), value + way * (high - value)) if free else (value, value)

    weights = [
        ends(w, low, high, k in moved.weights)
        for k, (w, low, high) in enumerate(zip(start.weights, space.low, space.high, strict=True))
    ]
    levels = [
        ends(d, low, high, j in moved.drivers)
        for j, (d, low, high) in enumerate(zip(start.levels, space.lowest, space.highest, strict=True))
    ]
    return replace(
        space,
        low=tuple(low for low, _ in weights),
        likely=start.weights,
        high=tuple(high for _, high in weights),
        lowest=tuple(low for low, _ in levels),
        highest=tuple(high for _, high in levels),
    )


def shortest(space: Space, branch: Branch, moved: Inputs) -> tuple[Fraction, Point] | None:
    """Return how far inputs must go, as a share of the way to their ends, and a readable point there."""
    if not moved:
        return (Fraction(0), space.start) if holding(space, branch, space.start) else None
    low, high = 0, STEPS
    point = possible(limited(space, moved), branch)
    if point is None:
        return None
    # What is possible within part of the way is so within more of it: the share can be bisected.
    while high - low > 1:
        middle = (low + high) // 2
        nearer = possible(limited(space, moved, Fraction(middle, STEPS)), branch)
        if nearer is None:
            low = middle
        else:
            high, point = middle, nearer
    return Fraction(high, STEPS), _readable(space, branch, point)


def _readable(space: Space, branch: Branch, point: Point) -> Point:
    """Round a point outwards, as far as the ranges allow, to the fewest decimals that will do."""
    start = space.start
    for places in DECIMALS:
        rounded = Point(
            weights=tuple(map(_outwards(places), point.weights, start.weights, space.low, space.high)),
            levels=tuple(map(_outwards(places), point.levels, start.levels, space.lowest, space.highest)),
        )
        if holding(space, branch, rounded):
            return rounded
    return point


def _outwards(places: int) -> Any:
    unit = 10**places

    def outwards(value: Fraction, start: Fraction, low: Fraction, high: Fraction) -> Fraction:
        if value == start:
            return value
        scaled = value * unit
        rounded = -(-scaled // 1) if value > start else scaled // 1
        return min(max(Fraction(rounded, unit), low), high)

    return outwards
