"""The inverse question: the assumptions that are consistent with what was observed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from belarusgame.base.concept_names import PureConcept
from belarusgame.base.labels import BoolArray, FloatArray, PartialProfile, event_words
from belarusgame.base.sameness import differing, same
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import BudgetError, quoted
from belarusgame.explore.mapping.bounds import End, extreme, wrong_bounds
from belarusgame.explore.plans import (
    Extent,
    PlanProof,
    PossiblePlan,
    Question,
    first_plan,
    prove,
    question,
)
from belarusgame.explore.sampling import Draws, Interval, make_draws, sample_size, wilson_interval
from belarusgame.explore.sensitivity import Outcomes, bounds_of
from belarusgame.scenario import Scenario
from belarusgame.weightspace import choice_at

__all__ = ["Consistent", "InverseExplanation", "Shift", "explain_outcome"]

#: Draws of the small sweep.
DRAWS = 20_000

#: Of the draws that the kernels leave, so many are solved one by one.
MOST = 64

#: A mean that moves by more standard errors than this is said to shift, unless it rests on very few draws.
NOTABLE, FEWEST = 4.0, 10


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How the draws of one input differ where the observation happens.

    Attributes
    ----------
    name, kind : str
        The input; the mean of a ``type`` or ``delegation`` is the share of draws in which that is so.
    before, after : float
        Its mean over all draws, and over those in which the observation happens in some outcome; nan if none.
    error : float
        The standard error that ``after`` would have if the draws had been kept at random.
    kept : int
        How many draws were kept.
    """

    name: str
    kind: str
    before: float
    after: float
    error: float
    kept: int

    @property
    def size(self) -> float:
        """By how many standard errors the mean moves; 0 where that cannot be said."""
        return abs(self.after - self.before) / self.error if self.error > 0.0 else 0.0

    @property
    def notable(self) -> bool:
        """Whether the mean moves by more than chance is likely to move it."""
        return self.kept >= FEWEST and self.size > NOTABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundProofs:
    """A certificate: nothing beyond the bounds is consistent, or nothing at all."""

    proofs: tuple[PlanProof, ...]

    def problems(self) -> tuple[str, ...]:
        """Check every proof again in fractions; return what is wrong."""
        return tuple(problem for proof in self.proofs for problem in proof.problems())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class InverseExplanation(Tabular):
    """What an observation says about the assumptions.

    Attributes
    ----------
    observed : mapping
        The partial profile; it counts as explained where it happens in some outcome of pure play.
    concept : {"sequential", "pure"}
        Of the outcomes.
    possible : bool or None
        Whether any weights in their ranges explain it, drivers being at 1 and nobody of a type; None if the
        search was ended before that was settled.
    weights : tuple of Consistent
        One for each consideration; empty unless ``possible``.
    draws, kept : int
        Draws of all inputs, and those in which the observation happens in some outcome.
    undecided : int
        Draws in which not all outcomes could be listed; never kept.
    shifts : tuple of Shift
        One for each input that varies, the largest in standard errors first.
    status : {"complete", "partial"}
        ``partial``: a search was ended by its budget, or a bound is not proven.
    certificate : BoundProofs or None
        Proves every bound that narrows a range (up to a millionth), or that no weights are consistent.
    """

    observed: Mapping[str, Any]
    concept: str
    possible: bool | None
    weights: tuple[Consistent, ...]
    draws: int
    kept: int
    undecided: int
    shifts: tuple[Shift, ...]
    status: Literal["complete", "partial"]
    certificate: BoundProofs | None = None

    def problems(self) -> tuple[str, ...]:
        """Return what of the bounds does not follow from the certificate; draws are not made again."""
        proof = self.certificate
        if not isinstance(proof, BoundProofs) or not all(isinstance(p, PlanProof) for p in proof.proofs):
            return (f"certificate = {quoted(proof)}: is none of what explains an observation",)
        asked, whole = proof.proofs[0].asked, Extent(drivers=False, types=False)
        regions = [p.region for p in proof.proofs if same(p.asked, asked) and not p.strict and not p.mixed]
        possible = not any(same(region, whole) for region in regions)
        proven = [weight.proven for weight in self.weights]
        said = {"observed": asked.event, "concept": asked.concept, "possible": possible}
        wrong = differing(self, {**said, "status": "complete" if all(proven) else "partial"})
        if asked.negated or asked.broken is not None:
            wrong += ("the certificate answers another question",)
        if possible:
            wrong += tuple(wrong_bounds(asked, self.weights, regions))
        elif self.weights:
            wrong += ("nothing is consistent, yet there are bounds",)
        return wrong or proof.problems()

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the share of draws that were kept (Wilson 1927)."""
        return wilson_interval(self.kept, self.draws, 0.95)

    def rows(self) -> Rows:
        """Return one row an input: its range, the consistent bounds, its mean before and after."""
        bounds = {weight.name: weight for weight in self.weights}
        return [
            {
                "input": shift.name,
                "kind": shift.kind,
                **_bounds_row(bounds.get(shift.name) if shift.kind == "weight" else None),
                "mean": shift.before,
                "mean if consistent": shift.after,
                "error": shift.error,
            }
            for shift in self.shifts
        ]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        what = event_words(self.observed)
        if self.possible is None:
            said = [f"Whether any weights explain {what} was not settled."]
        elif not self.possible:
            said = [f"No weights within their ranges explain {what}, with drivers at 1 and nobody of a type."]
        else:
            narrowed = [_bound_words(weight) for weight in self.weights if weight.narrowed]
            said = [
                f"{what} needs {'; '.join(narrowed)}." if narrowed else f"{what} narrows no single weight."
            ]
        low, high = self.interval
        said.append(
            f"It happens in some outcome of {self.kept} of {self.draws} draws ({low:.2%} to {high:.2%})."
        )
        if self.undecided:
            said.append(f"In {self.undecided} draws that could not be settled.")
        moved = [shift for shift in self.shifts if shift.notable][:3]
        if moved:
            parts = [f"{shift.name} is {shift.after:.3g} instead of {shift.before:.3g}" for shift in moved]
            said.append(f"On average over these draws {', '.join(parts)}.")
        return tuple(said)

    @property
    def below(self) -> Sequence[str]:
        """The answer in words."""
        return self.sentences

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"What explains {event_words(self.observed)} ({self.concept}, {self.status})"


def _bounds_row(weight: Consistent | None) -> dict[str, object]:
    if weight is None or weight.least is None or weight.greatest is None:
        return {"range": "" if weight is None else _span(weight.low, weight.high), "consistent": ""}
    same = "all of it" if not weight.narrowed else _span(weight.least, weight.greatest)
    return {"range": _span(weight.low, weight.high), "consistent": same}


def _span(low: Fraction, high: Fraction) -> str:
    return f"{float(low):.4g} to {float(high):.4g}"


def _bound_words(weight: Consistent) -> str:
    """Say to what a weight is narrowed."""
    parts: list[str] = []
    if weight.least is not None and weight.least > weight.low:
        parts.append(f"at least {float(weight.least):.4g}")
    if weight.greatest is not None and weight.greatest < weight.high:
        parts.append(f"at most {float(weight.greatest):.4g}")
    rests = f"claims {', '.join(weight.claims)}" if weight.claims else "judgement"
    return f"{weight.name} {' and '.join(parts)} (resting on {rests})"


def explain_outcome(
    scenario: Scenario,
    observed: PartialProfile,
    *,
    concept: PureConcept | None = None,
    draws: int = DRAWS,
    seed: int | np.random.Generator = 0,
    distribution: Any = "triangular",
) -> InverseExplanation:
    """Say which weights are consistent with what was observed, and how draws shift when it is known.

    Parameters
    ----------
    scenario : Scenario
        Whose ranges.
    observed : partial profile
        What happened. Assumptions explain it if it happens in some outcome of pure play.
    concept : {"sequential", "pure"}, optional
        By default ``sequential`` where the scenario has an order.
    draws : int
        Of the small sweep.
    seed : int or numpy.random.Generator
        Which sample.
    distribution
        See :func:`~belarusgame.explore.make_draws`.

    Returns
    -------
    Explanation
        For each consideration exact bounds, with drivers at 1 and nobody of a type; and for each input its
        mean over the draws, drivers and types included, before and after keeping those that explain it.

    Raises
    ------
    GameError
        For an empty observation, an unknown player, strategy or concept, and for draws that are not positive.

    Notes
    -----
    The weights at which one plan leads to one profile form a polyhedron; over it the extremes of a weight are
    linear programs, solved exactly at their corners; over all plans the best of them counts, and that no plan
    goes beyond is proven by nonnegative multipliers (Farkas 1902). Keeping draws in which the observation
    happens is rejection sampling: with several outcomes it takes any of them as equally good an explanation.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> found = bg.explore.explain_outcome(scenario, {"lukashenko": "abstain"}, draws=1_000)
    >>> [(weight.name, weight.greatest) for weight in found.weights if weight.narrowed][0]
    ('lukashenko.home_front', Fraction(1, 1))
    """
    asked = question(scenario, observed, concept, ("sequential", "pure"))
    count = sample_size(draws)
    made = make_draws(scenario, seed, distribution=distribution)
    values = made.values(0, count)
    solver = Outcomes(scenario=scenario, draws=made, event=asked.event, concept=asked.concept, most=MOST)
    greatest = bounds_of(solver.exact, solver.layout, values, MOST)[1]
    kept = greatest > 0.0
    possible, weights, proofs = _weights(asked)
    proven = possible is not None and all(weight.proven for weight in weights)
    return InverseExplanation(
        observed=asked.event,
        concept=asked.concept,
        possible=possible,
        weights=weights,
        draws=count,
        kept=int(kept.sum()),
        undecided=int(np.isnan(greatest).sum()),
        shifts=tuple(sorted(_shifts(scenario, made, values, kept), key=lambda shift: -shift.size)),
        status="complete" if proven else "partial",
        certificate=BoundProofs(proofs=proofs) if proofs else None,
    )


def _weights(asked: Question) -> tuple[bool | None, tuple[Consistent, ...], tuple[PlanProof, ...]]:
    """Return whether any weights are consistent, their bounds, and the proofs."""
    region = Extent(drivers=False, types=False)
    try:
        found = first_plan(asked, region)
        if found is None:
            proof = prove(asked, region, mixed=False)
            return (False, (), (proof,)) if proof is not None else (None, (), ())
    except BudgetError:
        return None, (), ()
    ends = [
        (_end(asked, found, k, above=False), _end(asked, found, k, above=True)) for k in _positions(asked)
    ]
    weights = tuple(_consistent(asked, found, k, *pair) for k, pair in enumerate(ends))
    proofs = (end.proof for pair in ends for end in pair if end is not None and end.proof is not None)
    return True, weights, tuple(proofs)


def _positions(asked: Question) -> range:
    return range(len(asked.scenario.considerations))


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


def _shifts(scenario: Scenario, made: Draws, values: FloatArray, kept: BoolArray) -> Iterator[Shift]:
    """Compare the mean of every input that varies over all draws and over those that are kept."""
    for entry, row in zip(made.inputs, values, strict=True):
        if entry.kind == "type":
            for number, name in enumerate(entry.options, start=1):
                yield _shift(f"{entry.name} is {name}", "type", (row == number).astype(np.float64), kept)
        elif entry.kind == "delegation":
            yield _shift(f"{entry.name} is on", "delegation", row, kept)
        elif entry.kind in ("weight", "driver") and not entry.fixed:
            yield _shift(entry.name, entry.kind, row, kept)


def _shift(name: str, kind: str, row: FloatArray, kept: BoolArray) -> Shift:
    count = int(kept.sum())
    after = row[kept]
    return Shift(
        name=name,
        kind=kind,
        before=float(row.mean()),
        after=float(after.mean()) if count else math.nan,
        error=float(row.std()) * math.sqrt(1 / count - 1 / len(row)) if count else math.nan,
        kept=count,
    )
