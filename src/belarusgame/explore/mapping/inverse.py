"""The inverse question: the assumptions that are consistent with what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import PureConcept
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.sameness import differing, same
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import quoted
from belarusgame.explore.mapping.bounds import wrong_bounds
from belarusgame.explore.mapping.consistent import Consistent, bound_words, bounds_row, consistent_weights
from belarusgame.explore.mapping.shifts import Shift, shifts_of
from belarusgame.explore.plans import Extent, PlanProof, question, state_words
from belarusgame.explore.sampling import Distribution, Interval, make_draws, sample_size, wilson_interval
from belarusgame.explore.sensitivity import Outcomes, bounds_of
from belarusgame.scenario import Scenario

#: Draws of the small sweep.
DRAWS = 20_000

#: Of the draws that the kernels leave, so many are solved one by one.
MOST = 64


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
    state : str
        The likely state of the delegations, which the bounds are about; empty without delegations. The draws
        are of every state.
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
    state: str = ""

    def problems(self) -> tuple[str, ...]:
        """Return what of the bounds does not follow from the certificate; draws are not made again."""
        proof = self.certificate
        if not isinstance(proof, BoundProofs) or not all(isinstance(p, PlanProof) for p in proof.proofs):
            return (f"certificate = {quoted(proof)}: is none of what explains an observation",)
        asked, whole = proof.proofs[0].asked, Extent(drivers=False, types=False)
        regions = [p.region for p in proof.proofs if same(p.asked, asked) and not p.strict and not p.mixed]
        possible = not any(same(region, whole) for region in regions)
        proven = [weight.proven for weight in self.weights]
        said = {
            "state": next(iter(asked.scenario.states())),
            "observed": asked.event,
            "concept": asked.concept,
            "possible": possible,
        }
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
                **bounds_row(bounds.get(shift.name) if shift.kind == "weight" else None),
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
            narrowed = [bound_words(weight) for weight in self.weights if weight.narrowed]
            said = [
                f"{what} needs {'; '.join(narrowed)}." if narrowed else f"{what} narrows no single weight."
            ]
        said[0] = state_words(self) + said[0]
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


@working_on("what was observed")
def explain_outcome(
    scenario: Scenario,
    observed: PartialProfile,
    *,
    concept: PureConcept | None = None,
    draws: int = DRAWS,
    seed: int | np.random.Generator = 0,
    distribution: Distribution = "triangular",
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
    distribution : optional
        See :func:`~belarusgame.explore.make_draws`.

    Returns
    -------
    Explanation
        For each consideration exact bounds, with drivers at 1, nobody of a type and delegations as they
        likely are; and for each input its
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
    possible, weights, proofs = consistent_weights(asked)
    proven = possible is not None and all(weight.proven for weight in weights)
    return InverseExplanation(
        observed=asked.event,
        concept=asked.concept,
        possible=possible,
        weights=weights,
        draws=count,
        kept=int(kept.sum()),
        undecided=int(np.isnan(greatest).sum()),
        shifts=tuple(sorted(shifts_of(made, values, kept), key=lambda shift: -shift.size)),
        status="complete" if proven else "partial",
        certificate=BoundProofs(proofs=proofs) if proofs else None,
        state=next(iter(scenario.states())),
    )
