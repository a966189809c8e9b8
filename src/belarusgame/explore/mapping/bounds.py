"""How low and how high may one weight be if a profile is to be an outcome? Bounds over all plans, exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from belarusgame.explore.plans import Extent, PlanProof, PossiblePlan, Question, first_plan, prove
from belarusgame.weightspace import Point, Space, greatest_weight

__all__ = ["Beyond", "End", "extreme"]

#: What is excluded begins so far beyond a bound.
GAP = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beyond(Extent):
    """The weights of which one lies beyond a number.

    Attributes
    ----------
    key : str
        The consideration.
    at : Fraction
        The number, within its range.
    above : bool
        Which side.
    """

    key: str
    at: Fraction
    above: bool

    def space(self, asked: Question) -> Space:
        """Lay it out for a question's scenario."""
        return Extent.space(self, asked).split(self.key, self.at)[int(self.above)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class End:
    """The least or the greatest consistent weight.

    Attributes
    ----------
    value : Fraction
        It is reached, at ``point``.
    point : Point
        All weights.
    proof : PlanProof or None
        That nothing more than a millionth beyond is consistent; None at the end of the range, where nothing
        is to be proven, and where the proof failed.
    proven : bool
        Whether nothing beyond is consistent, up to a millionth.
    """

    value: Fraction
    point: Point
    proof: PlanProof | None
    proven: bool


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
        step = GAP if above else -GAP
        if value == limit or (limit - value) * step <= GAP**2:
            return End(value=value, point=point, proof=None, proven=True)
        beyond = Beyond(drivers=False, types=False, key=space.keys[k], at=value + step, above=above)
        more = first_plan(asked, beyond)
        if more is None:
            proof = prove(asked, beyond, mixed=False)
            return End(value=value, point=point, proof=proof, proven=proof is not None)
        found = more
