"""The weights that are consistent with what was observed: exact bounds, each proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from belarusgame.errors import BudgetError
from belarusgame.explore.mapping.bounds import End, extreme
from belarusgame.explore.plans import Extent, PlanProof, PossiblePlan, Question, first_plan, prove
from belarusgame.weightspace import choice_at


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Consistent:
    """The weights of one consideration that are consistent with what was observed.

    Attributes
    ----------
    name : str
        The consideration.
    low, high : Fraction
        Its range in the scenario.
    least, greatest : Fraction or None
        The bounds within that range, over all plans that lead to what was observed, the other weights being
        free; both are reached. Not every weight between them need be consistent. None where none was found.
    least_at, greatest_at : mapping of str to Fraction
        Weights, as far as they differ from the likely ones, at which the bounds are reached.
    proven : bool
        Whether nothing more than a millionth beyond the bounds is consistent; False if the search was ended.
    claims : tuple of str
        What the consideration rests on.
    """

    name: str
    low: Fraction
    high: Fraction
    least: Fraction | None
    greatest: Fraction | None
    least_at: Mapping[str, Fraction]
    greatest_at: Mapping[str, Fraction]
    proven: bool
    claims: tuple[str, ...]

    @property
    def narrowed(self) -> bool:
        """Whether the observation excludes a part of the range."""
        return self.least is not None and (self.least, self.greatest) != (self.low, self.high)


def bounds_row(weight: Consistent | None) -> dict[str, object]:
    """Return the range and the consistent part of it as they stand in the table."""
    if weight is None or weight.least is None or weight.greatest is None:
        return {"range": "" if weight is None else _span(weight.low, weight.high), "consistent": ""}
    same = "all of it" if not weight.narrowed else _span(weight.least, weight.greatest)
    return {"range": _span(weight.low, weight.high), "consistent": same}


def _span(low: Fraction, high: Fraction) -> str:
    return f"{float(low):.4g} to {float(high):.4g}"


def bound_words(weight: Consistent) -> str:
    """Say to what a weight is narrowed."""
    parts: list[str] = []
    if weight.least is not None and weight.least > weight.low:
        parts.append(f"at least {float(weight.least):.4g}")
    if weight.greatest is not None and weight.greatest < weight.high:
        parts.append(f"at most {float(weight.greatest):.4g}")
    rests = f"claims {', '.join(weight.claims)}" if weight.claims else "judgement"
    return f"{weight.name} {' and '.join(parts)} (resting on {rests})"


def consistent_weights(asked: Question) -> tuple[bool | None, tuple[Consistent, ...], tuple[PlanProof, ...]]:
    """Return whether any weights are consistent, their bounds, and the proofs."""
    region = Extent(drivers=False, types=False)
    try:
        found = first_plan(asked, region)
        if found is None:
            proof = prove(asked, region, mixed=False)
            return (False, (), (proof,)) if proof is not None else (None, (), ())
    except BudgetError:
        return None, (), ()
    positions = range(len(asked.scenario.considerations))
    ends = [(_end(asked, found, k, above=False), _end(asked, found, k, above=True)) for k in positions]
    weights = tuple(_consistent(asked, found, k, *pair) for k, pair in enumerate(ends))
    proofs = (end.proof for pair in ends for end in pair if end is not None and end.proof is not None)
    return True, weights, tuple(proofs)


def _end(asked: Question, found: PossiblePlan, k: int, *, above: bool) -> End | None:
    try:
        return extreme(asked, found, k, above=above)
    except BudgetError:
        return None


def _consistent(
    asked: Question, found: PossiblePlan, k: int, least: End | None, greatest: End | None
) -> Consistent:
    consideration, space = asked.scenario.considerations[k], found.feasible.space
    return Consistent(
        name=consideration.key,
        low=space.low[k],
        high=space.high[k],
        least=None if least is None else least.value,
        greatest=None if greatest is None else greatest.value,
        least_at={} if least is None else choice_at(asked.scenario, least.point).weights,
        greatest_at={} if greatest is None else choice_at(asked.scenario, greatest.point).weights,
        proven=least is not None and greatest is not None and least.proven and greatest.proven,
        claims=consideration.cited,
    )
