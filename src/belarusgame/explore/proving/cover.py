"""Branch and bound over a space of assumptions: a proof about all Nash equilibria, box by box."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from belarusgame.base.time_limit import out_of_time
from belarusgame.explore.plans import Question
from belarusgame.explore.proving.incentives import IncentivePrograms, Multipliers, greatest_sums
from belarusgame.scenario import Switches
from belarusgame.weightspace import Comparisons, Space, space_of, switch_combinations

#: How a space was cut down: the name of a weight or driver, where it was cut, and whether above was kept.
Cut = tuple[str, Fraction, bool]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover:
    """Boxes that make up the whole space of one setting of the switches, each with its multipliers.

    A tree: a leaf has multipliers, a branch the name and place of a cut and the covers of both halves.
    """

    multipliers: Multipliers | None = None
    name: str = ""
    at: Fraction = Fraction(0)
    halves: tuple[Cover, Cover] | None = None

    def leaves(self, space: Space) -> Iterator[tuple[Space, Multipliers]]:
        """Yield every box with its multipliers."""
        if self.halves is None:
            yield space, self.multipliers or {}
        else:
            for half, part in zip(self.halves, space.split(self.name, self.at), strict=True):
                yield from half.leaves(part)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NashProof:
    """A certificate: the profiles asked about have at most a given probability in every Nash equilibrium."""

    asked: Question  #: the scenario and the profiles
    bound: Fraction  #: the probability; 0 says never
    covers: tuple[Cover, ...]  #: one for each combination of types and delegations, in order

    def problems(self) -> tuple[str, ...]:
        """Check everything again in fractions, from the scenario's own decimals; return what is wrong."""
        if malformed := self.asked.problems("nash"):
            return malformed
        combinations = switch_combinations(self.asked.scenario)
        if len(combinations) != len(self.covers):
            count = len(self.covers)
            return (f"{len(combinations)} combinations of types and delegations, {count} of them covered",)
        found: list[str] = []
        whole = space_of(self.asked.scenario)
        for switches, cover in zip(combinations, self.covers, strict=True):
            obedience = IncentivePrograms(
                comparisons=Comparisons.of(self.asked.scenario, switches, whole),
                asked=frozenset(self.asked.profiles),
            )
            for space, multipliers in cover.leaves(whole):
                found += self._problems(obedience, space, multipliers)
        return tuple(found)

    def _problems(self, obedience: IncentivePrograms, space: Space, multipliers: Multipliers) -> list[str]:
        if any(value < 0 for value in multipliers.values()):
            return ["a multiplier is negative"]
        if not set(multipliers) <= set(obedience.deviations):
            return ["a multiplier is of no deviation"]
        sums = greatest_sums(space, obedience.comparisons, multipliers)
        if {Fraction} != {type(number) for number in (self.bound, *sums.values())}:
            return ["a number is none, or is not exact"]
        if self.bound == 0:
            return [] if obedience.excludes(sums) else ["the multipliers of a box do not prove it"]
        proven = obedience.proven_bound(sums)
        return [] if proven <= self.bound else [f"a box proves only the bound {float(proven):.6g}"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Undecided:
    """A box in which the profiles asked about were not excluded, and the bound proven there."""

    space: Space
    switches: Switches
    bound: Fraction


def cover_space(asked: Question, switches: Switches, boxes: int) -> tuple[Cover, list[Undecided]]:
    """Cut a space until every box excludes the profiles asked about, or boxes or time are used up."""
    whole = space_of(asked.scenario)
    obedience = IncentivePrograms(
        comparisons=Comparisons.of(asked.scenario, switches, whole), asked=frozenset(asked.profiles)
    )
    # The box with the largest bound is cut next, as the bound of the whole is that of its worst box; serial
    # numbers keep the heap from comparing boxes.
    serial = itertools.count()
    reach = _reach(obedience.comparisons)
    root = _box(obedience, whole, ())
    leaves: dict[tuple[Cut, ...], _Leaf] = {root.path: root}
    queue = [(-root.bound, next(serial), root)] if root.bound else []
    while queue and len(leaves) < boxes and not out_of_time():
        leaf = heapq.heappop(queue)[2]
        cut = _cut(reach, leaf.space)
        # Nothing that still varies moves a payoff: more boxes would prove no more.
        if cut is None:
            break
        del leaves[leaf.path]
        for above, part in enumerate(leaf.space.split(*cut)):
            made = _box(obedience, part, (*leaf.path, (*cut, bool(above))))
            leaves[made.path] = made
            if made.bound:
                heapq.heappush(queue, (-made.bound, next(serial), made))
    undecided = [
        Undecided(space=leaf.space, switches=switches, bound=leaf.bound)
        for leaf in leaves.values()
        if leaf.bound
    ]
    return _tree((), leaves), undecided


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Leaf:
    path: tuple[Cut, ...]
    space: Space
    bound: Fraction
    multipliers: Multipliers


def _box(obedience: IncentivePrograms, space: Space, path: tuple[Cut, ...]) -> _Leaf:
    multipliers = obedience.exclusion(space)
    if multipliers is not None:
        return _Leaf(path=path, space=space, bound=Fraction(0), multipliers=multipliers)
    bound, multipliers = obedience.bound(space)
    return _Leaf(path=path, space=space, bound=max(bound, Fraction(0)), multipliers=multipliers)


def _cut(reach: Sequence[Fraction], space: Space) -> tuple[str, Fraction] | None:
    """Choose the weight or driver whose range moves payoff differences most, and its middle; None if none."""
    pairs = zip(space.keys, space.low, space.high, reach, strict=True)
    # A range counts by how much it moves payoff differences, not by its own width.
    widths = {key: (high - low) * far for key, low, high, far in pairs}
    for j, name in enumerate(space.drivers):
        scaled = [k for k, driver in enumerate(space.driver) if driver == j]
        most = max((space.high[k] * reach[k] for k in scaled), default=Fraction(0))
        widths[name] = (space.highest[j] - space.lowest[j]) * most
    name = max(widths, key=lambda key: widths[key], default="")
    if not name or widths[name] == 0:
        return None
    low, high = space.range(name)
    return name, (low + high) / 2


def _reach(comparisons: Comparisons) -> list[Fraction]:
    """Return for each consideration its largest difference between two actions for which it may decide."""
    reach = [Fraction(0)] * len(comparisons.values)
    for player, deciders in enumerate(comparisons.deciders):
        for k in (k for decider in set(deciders) for k in comparisons.owned[decider]):
            table = np.array(comparisons.values[k], dtype=object).reshape(comparisons.shape)
            reach[k] = max(reach[k], np.max(table.max(axis=player) - table.min(axis=player)))
    return reach


def _tree(path: tuple[Cut, ...], leaves: dict[tuple[Cut, ...], _Leaf]) -> Cover:
    if path in leaves:
        return Cover(multipliers=leaves[path].multipliers)
    depth = len(path)
    name, at, _ = next(other[depth] for other in leaves if other[:depth] == path and len(other) > depth)
    lower, upper = (_tree((*path, (name, at, above)), leaves) for above in (False, True))
    return Cover(name=name, at=at, halves=(lower, upper))
