"""The least and the greatest value of one weight at which a profile is an outcome, over all plans, exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from belarusgame.base.sameness import differing, same
from belarusgame.errors import quoted
from belarusgame.explore.plans import Extent, PlanProof, PossiblePlan, Question, first_plan, prove, starts_at
from belarusgame.scenario import Choice
from belarusgame.weightspace import Point, Space, greatest_weight, space_of

#: What is excluded begins so far beyond a bound: the bound itself is reached, and cannot be.
GAP = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beyond(Extent):
    """The weights of which one lies beyond a number."""

    key: str  #: the consideration
    at: Fraction  #: the number, within its range
    above: bool  #: which side

    def space(self, asked: Question) -> Space:
        """Lay it out for a question's scenario."""
        return Extent.space(self, asked).split(self.key, self.at)[int(self.above)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class End:
    """The least or the greatest consistent weight."""

    value: Fraction  #: it is reached, at ``point``
    point: Point  #: all weights
    #: That nothing more than a millionth beyond is consistent; None at the end of the range, where nothing is
    #: to be proven, and where the proof failed.
    proof: PlanProof | None
    proven: bool  #: whether nothing beyond is consistent, up to a millionth


def wrong_bounds(asked: Question, weights: Sequence[Any], regions: Sequence[Extent]) -> Iterator[str]:
    """Yield what is wrong with bounds: each must be reached, and what lies beyond it be excluded."""
    considerations, space = asked.scenario.considerations, space_of(asked.scenario)
    for weight, consideration, low, high in zip(weights, considerations, space.low, space.high, strict=True):
        ends = (
            (weight.least, low, weight.least_at, False),
            (weight.greatest, high, weight.greatest_at, True),
        )
        proven = True
        for value, limit, there, above in ends:
            if not (_reached(asked, there, consideration.key, value) if value is not None else there == {}):
                yield f"{consideration.key} = {quoted(value)}: is not reached where that is said"
            elif value is not None:
                beyond = _beyond_end(consideration.key, value, limit, above=above)
                proven &= beyond is None or any(same(beyond, region) for region in regions)
            else:
                proven = False
        said = {"name": consideration.key, "low": low, "high": high, "proven": proven}
        yield from differing(weight, {**said, "claims": consideration.cited})


def _reached(asked: Question, weights: Mapping[str, Fraction], key: str, value: Any) -> bool:
    """Whether some plan leads to a profile asked about where a weight has a value, all being admissible."""
    choice = Choice(scenario=asked.scenario, weights=weights)
    point = space_of(asked.scenario).point_of(choice)
    there = same(choice.weights, weights) and same(choice.level(key), value) and not choice.outside
    return there and any(True for _ in starts_at(asked, point, strict=False))


def _beyond_end(key: str, value: Fraction, limit: Fraction, *, above: bool) -> Beyond | None:
    """Return what lies beyond an end that was reached; None if that is the end of the range."""
    step = GAP if above else -GAP
    # Nearer than a gap to the end of the range there is nothing to exclude.
    if value == limit or (limit - value) * step <= GAP**2:
        return None
    return Beyond(drivers=False, types=False, key=key, at=value + step, above=above)


def extreme(asked: Question, found: PossiblePlan, k: int, *, above: bool) -> End | None:
    """Find the greatest (or the least) weight of a consideration over all plans; None if no corner is exact.

    Notes
    -----
    One plan's polyhedron gives a bound by a linear program, solved exactly at its corner; then a plan is
    looked for beyond that bound, until there is none.

    Raises
    ------
    BudgetError
        If the search for plans was ended by its budget.
    """
    space = found.feasible.space
    limit = space.high[k] if above else space.low[k]
    region = Extent(drivers=False, types=False)
    whole = region.space(asked)
    while True:
        rows = found.feasible.comparisons.members(found.mask)
        point = greatest_weight(whole, rows, k, least=not above)
        if point is None:
            return None
        value = point.weights[k]
        beyond = _beyond_end(space.keys[k], value, limit, above=above)
        if beyond is None:
            return End(value=value, point=point, proof=None, proven=True)
        more = first_plan(asked, beyond)
        if more is None:
            proof = prove(asked, beyond, mixed=False)
            return End(value=value, point=point, proof=proof, proven=proof is not None)
        # A plan beyond the bound: its own polyhedron gives a farther one, and there are finitely many plans.
        found = more
