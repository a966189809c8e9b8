"""Proofs that no plan leads to some profiles in a space, found with a solver and checked without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from belarusgame.base.sameness import same
from belarusgame.base.tables import Printed
from belarusgame.errors import BudgetError
from belarusgame.explore.plans.plans import MixedPlans, Plans, PlanSearch, PurePlans, Start
from belarusgame.explore.plans.question import Question
from belarusgame.scenario import Switches
from belarusgame.weightspace import (
    Ball,
    Comparisons,
    FarkasCertificate,
    Feasible,
    Norm,
    Point,
    Row,
    Space,
    Within,
    bits,
    excludes,
    row_value,
    space_of,
    switch_combinations,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extent:
    """The part of all assumptions that a search or a proof covers."""

    #: How far weights, and drivers if they move, may be from where they are; None for their whole ranges.
    radius: Fraction | None = None
    #: Whether drivers move, and whether every combination of types and delegations is covered or only the
    #: likely one: no types, and the delegations that are likely in force.
    drivers: bool = True
    types: bool = True
    norm: Norm = "linf"  #: in which distance is measured
    #: In ``l1`` and ``l2``: how far all moves together may go, if that is limited. Drivers do not move then.
    distance: Fraction | None = None

    @property
    def reach(self) -> Fraction | None:
        """A distance within which everything is in the region, in its norm; None if that is not limited."""
        return self.radius if self.norm == "linf" or self.distance is None else self.distance

    def ball(self, asked: Question) -> Ball | None:
        """Return what limits all moves together; None if each move has its own limit only."""
        if self.norm == "linf" or self.distance is None:
            return None
        space = space_of(asked.scenario).with_fixed_drivers()
        beyond = self.radius is not None and self.radius > 1
        return Ball(space=space, norm=self.norm, radius=self.distance, beyond=beyond)

    def possible(self, asked: Question, switches: Switches, *, strict: bool) -> Feasible | Within:
        """Prepare to find out what can hold together here."""
        space, ball = self.space(asked), self.ball(asked)
        comparisons = Comparisons.of(asked.scenario, switches, space)
        feasible = Feasible(space=space, comparisons=comparisons, strict=strict)
        return feasible if ball is None else Within(ball=ball, feasible=feasible)

    def space(self, asked: Question) -> Space:
        """Lay the region out for a question's scenario."""
        space = space_of(asked.scenario)
        space = space if self.drivers else space.with_fixed_drivers()
        return space if self.radius is None else space.scaled(self.radius)

    def combinations(self, asked: Question) -> tuple[Switches, ...]:
        """Return the combinations of types and delegations."""
        return switch_combinations(asked.scenario) if self.types else (Switches(),)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanProof(Printed):
    """A certificate: no profile asked about is an outcome at any assumption of a region.

    For every combination of types and delegations it lists contradictions: comparisons that cannot hold
    together, with the multipliers that show it; and every plan that leads to a profile asked about needs all
    of one of them.

    Attributes
    ----------
    asked : Question
        The scenario, the concept and the profiles.
    region : Extent
        Where.
    mixed : bool
        Whether mixed play of groups of simultaneous movers is covered.
    strict : bool
        Whether only plans are excluded whose comparisons hold strictly, which leaves out exact ties.
    contradictions : tuple of tuple
        For each combination of types and delegations, in order.
    """

    asked: Question
    region: Extent
    mixed: bool
    contradictions: tuple[tuple[FarkasCertificate, ...], ...]
    strict: bool = False

    def problems(self) -> tuple[str, ...]:
        """Check everything again in fractions, from the scenario's own decimals; return what is wrong."""
        if malformed := self.asked.problems("sequential", "pure"):
            return malformed
        combinations = self.region.combinations(self.asked)
        if len(combinations) != len(self.contradictions):
            count = len(self.contradictions)
            return (f"{len(combinations)} combinations of types and delegations, {count} of them covered",)
        found: list[str] = []
        for switches, contradictions in zip(combinations, self.contradictions, strict=True):
            found += self._problems(switches, contradictions)
        return tuple(found)

    def limits(self) -> tuple[str, ...]:
        """Return what keeps it from covering all assumptions, and all play unless ties are left out."""
        found: list[str] = []
        if not same(self.region, Extent()):
            found.append("the certificate covers only a part of the ranges")
        if self.mixed is not (not self.strict and self.asked.randomises):
            found.append("the certificate does not cover the same play")
        return tuple(found)

    def _problems(self, switches: Switches, contradictions: Sequence[FarkasCertificate]) -> list[str]:
        space, ball = self.region.space(self.asked), self.region.ball(self.asked)
        comparisons = Comparisons.of(self.asked.scenario, switches, space)
        where = f"with {switches.words}: " if switches else ""
        excluded = ball.excludes if ball is not None else partial(excludes, space)
        for contradiction in contradictions:
            if not excluded(contradiction, strict=self.strict):
                return [f"{where}comparisons that are said to exclude each other can hold together"]
        # Only what the certificate contradicts counts as impossible: no program is solved in a check.
        cores = [comparisons.set_of(tuple(contradiction)) for contradiction in contradictions]
        search = _search(self.asked, comparisons, cores, mixed=self.mixed)
        try:
            open_plan = first_admitted(search, self.asked)
        except BudgetError:
            return [f"{where}the plans are too many to be checked"]
        return (
            []
            if open_plan is None
            else [f"{where}a plan that leads to {open_plan[0].profile} is not excluded"]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PossiblePlan:
    """A plan that was not excluded: what it leads to, the comparisons that it needs, and the switches."""

    start: Start
    mask: int
    switches: Switches
    feasible: Feasible


def plans_for(asked: Question, comparisons: Comparisons, *, mixed: bool) -> Plans:
    """Return what supports an outcome under a question's concept."""
    if mixed:
        return MixedPlans(comparisons=comparisons, groups=asked.groups)
    return PurePlans(comparisons=comparisons, groups=asked.groups)


def _search(asked: Question, comparisons: Comparisons, cores: Sequence[int], *, mixed: bool) -> PlanSearch:
    known: dict[int, bool] = {}

    def admits(mask: int) -> bool:
        if mask not in known:
            known[mask] = not any(core & ~mask == 0 for core in cores)
        return known[mask]

    return PlanSearch(plans=plans_for(asked, comparisons, mixed=mixed), admits=admits)


def first_admitted(search: PlanSearch, asked: Question) -> tuple[Start, int] | None:
    """Return the first start with an admitted plan, and the plan's comparisons."""
    for start in asked.starts(search.plans):
        mask = search.find(start.needs)
        if mask is not None:
            return start, mask
    return None


def plans_at(
    asked: Question, point: Point, switches: Switches, *, strict: bool
) -> Iterator[tuple[Start, list[Row]]]:
    """Yield where plans lead whose comparisons hold at a point, or hold strictly, and these comparisons."""
    space = space_of(asked.scenario)
    comparisons, factors = Comparisons.of(asked.scenario, switches, space), space.factors(point)

    seen, holding = 0, 0

    def admits(mask: int) -> bool:
        nonlocal seen, holding
        for number in bits(mask & ~seen):
            value = row_value(comparisons.rows[number], factors)
            holding |= (value > 0 or (value == 0 and not strict)) << number
        seen |= mask
        return mask & ~holding == 0

    search = PlanSearch(plans=plans_for(asked, comparisons, mixed=False), admits=admits)
    for start in asked.starts(search.plans):
        mask = search.find(start.needs)
        if mask is not None:
            yield start, comparisons.members(mask)


def starts_at(asked: Question, point: Point, *, strict: bool) -> Iterator[Start]:
    """Yield where plans lead whose comparisons hold at a point, or hold strictly, with nobody of a type."""
    return (start for start, _ in plans_at(asked, point, Switches(), strict=strict))


def first_plan(asked: Question, region: Extent, *, strict: bool = False) -> PossiblePlan | None:
    """Search in a region for a plan of pure choices, one combination of switches after another.

    Raises
    ------
    BudgetError
        If the search was ended before it was settled.
    """
    for switches in region.combinations(asked):
        space = region.space(asked)
        comparisons = Comparisons.of(asked.scenario, switches, space)
        feasible = Feasible(space=space, comparisons=comparisons, strict=strict)
        plans = plans_for(asked, comparisons, mixed=False)
        found = first_admitted(PlanSearch(plans=plans, admits=feasible.admits), asked)
        if found is not None:
            return PossiblePlan(start=found[0], mask=found[1], switches=switches, feasible=feasible)
    return None


def prove(asked: Question, region: Extent, *, mixed: bool, strict: bool = False) -> PlanProof | None:
    """Look for contradictions that exclude every plan; None if some plan was not excluded.

    Raises
    ------
    BudgetError
        If the search was ended before it was settled.
    """
    collected: list[tuple[FarkasCertificate, ...]] = []
    for switches in region.combinations(asked):
        possible = region.possible(asked, switches, strict=strict)
        plans = plans_for(asked, possible.comparisons, mixed=mixed)
        if first_admitted(PlanSearch(plans=plans, admits=possible.admits), asked) is not None:
            return None
        if not _closed(asked, possible, mixed=mixed):
            return None
        collected.append(tuple(contradiction for _, contradiction in possible.contradictions))
    return PlanProof(asked=asked, region=region, mixed=mixed, contradictions=tuple(collected), strict=strict)


def _closed(asked: Question, possible: Feasible | Within, *, mixed: bool) -> bool:
    """Add contradictions until they alone exclude every plan, as the check will ask."""
    while True:
        cores = [core for core, _ in possible.contradictions]
        found = first_admitted(_search(asked, possible.comparisons, cores, mixed=mixed), asked)
        if found is None:
            return True
        # Asking again may bring a proof that the plan is impossible; without a new one there is no more to be
        # had.
        if possible.admits(found[1]) or len(possible.contradictions) == len(cores):
            return False
