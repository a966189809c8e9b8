"""Few moves under which some comparisons hold firmly: the fewest inputs, then the largest margin."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from belarusgame.assume.conflicts import holding, possible
from belarusgame.assume.formula import Atom, Branch
from belarusgame.base.program import Constraint, Number, Program
from belarusgame.weightspace import Point, Space, firm_point, size_of

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
    # What the program calls a solution holds within its tolerance only: in fractions it may be none.
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
        # A program knows no strict inequality; what it finds is checked in fractions afterwards.
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
            # The least coefficient that frees the input up to its end: with a larger one, a switch that is
            # nearly 0 would already move it.
            for limit, switch in ((likely, abs(likely - end) * most), (end, Fraction(0))):
                line: dict[int, Number] = {v: sign, half + v: switch}
                lines.append((line, sign * limit) if j is None else (line | {level[j]: -sign * limit}, 0))
    # Factors are products of what is never negative; switches are 0 or 1.
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
    # If not even all inputs together help, fewer will not.
    if possible(space, branch) is None:
        return None
    while True:
        # None of what is left can be spared in the end, though another set may be smaller.
        smaller = next((m for m in moved.each() if possible(limited(space, m), branch) is not None), None)
        if smaller is None:
            return moved
        moved = smaller


def limited(space: Space, moved: Inputs) -> Space:
    """Return the space in which some inputs go to the ends of their ranges, and no other leaves its place."""
    free = moved.weights | {len(space.keys) + j for j in moved.drivers}
    places = enumerate(zip(space.ends, space.start.numbers, strict=True))
    return space.within([reach if n in free else (at, at) for n, (reach, at) in places])


def firmest(space: Space, branch: Branch, moved: Inputs) -> Point | None:
    """Return a readable point at which comparisons hold while only some inputs move; None if none is found.

    Comparisons that are all strict hold there by nearly the largest margin that these inputs allow.
    """
    near = limited(space, moved)
    # Where nothing moves, and for a single comparison, no program is needed.
    if not moved:
        return space.start if holding(space, branch, space.start) else None
    if len(branch) > 1 and all(atom.strict for atom in branch):
        return firm_point(near, sorted(atom.row for atom in branch))
    return possible(near, branch)
