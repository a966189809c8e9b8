"""How sure is it, and what would it take? The answers under uncertain payoffs, in a few plain sentences."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from belarusgame.base.concept_names import ConceptName, PureConcept
from belarusgame.errors import GameError
from belarusgame.explore.changing import Robustness, TippingPoint, robustness, tipping_points
from belarusgame.explore.plans import question
from belarusgame.explore.proving import Guarantee, guarantee
from belarusgame.explore.sampling import sweep
from belarusgame.explore.sensitivity import LeavingOut, leaving_out, sensitivity
from belarusgame.report.hinges import hinges, is_ranked

if TYPE_CHECKING:
    from belarusgame.explore import Sensitivity, Sweep
    from belarusgame.scenario import Scenario

__all__ = ["Headlines", "headlines"]

#: Logit equilibria cost far more than the others, and a headline needs only two digits.
LOGIT_DRAWS = 1_000

#: Base draws of the sensitivity analyses: few, so that their intervals are wide, and printed.
SHARE_BASE, LOGIT_BASE = 1_024, 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Headlines:
    """What one reading says under uncertain payoffs.

    Attributes
    ----------
    concept : str
        The reading.
    sweep : Sweep
        Shares of draws.
    tipping : TippingPoint
        The nearest weights at which the event that the scenario asks about happens.
    never : Guarantee
        Whether it can be excluded over all assumptions.
    robustness : Robustness
        How far the present outcome holds.
    sensitivity : Sensitivity
        With which inputs and claims it varies whether the event happens.
    mistakes : Sensitivity or None
        The same for the event's probability with players who make mistakes, which does not depend on the
        reading; only where the first ranks no inputs and the scenario gives a rationality.
    without : LeavingOut
        What the outcomes at the likely weights would be without each claim in turn.
    """

    concept: str
    sweep: Sweep
    tipping: TippingPoint
    never: Guarantee
    robustness: Robustness
    sensitivity: Sensitivity
    mistakes: Sensitivity | None
    without: LeavingOut

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answers in words."""
        return (
            _shares(self.sweep),
            _conventions(self.sweep),
            _tipping(self.tipping),
            *_holds(self),
            hinges(self.sensitivity),
            *(() if self.mistakes is None else (hinges(self.mistakes),)),
            self.without.sentence,
        )


def headlines(scenario: Scenario, *, draws: int = 100_000, seed: int = 1) -> tuple[Headlines, ...]:
    """Ask a scenario's question under uncertain payoffs, in each reading.

    Parameters
    ----------
    scenario : Scenario
        One that asks a question.
    draws : int
        How many draws of the assumptions.
    seed : int
        The same seed gives the same answer.

    Returns
    -------
    tuple of Headlines
        The sequential reading where there is an order, then the simultaneous one. Shares and tipping points
        of the latter are those of pure equilibria; what can be excluded includes mixed ones.

    Raises
    ------
    GameError
        If the scenario asks no question.
    """
    if scenario.question is None:
        raise GameError(f"{scenario.name} asks no question; add `question` to its [scenario] table")
    readings: list[tuple[PureConcept, ConceptName]] = [("pure", "nash")]
    if scenario.order is not None:
        readings.insert(0, ("sequential", "sequential"))

    @cache
    def mistakes() -> Sensitivity:
        return _sensitivity(scenario, seed, "logit", None)

    return tuple(_headlines(scenario, draws, seed, *reading, mistakes) for reading in readings)


def _headlines(
    scenario: Scenario,
    draws: int,
    seed: int,
    sampled: PureConcept,
    proven: ConceptName,
    mistakes: Callable[[], Sensitivity],
) -> Headlines:
    """Ask about one reading, of which draws are solved by one concept and proofs are about another."""
    event = scenario.question or {}
    varies = _sensitivity(scenario, seed, "share", sampled)
    return Headlines(
        concept=proven,
        sweep=sweep(scenario, draws, seed, concept=sampled, logit=LOGIT_DRAWS),
        tipping=tipping_points(scenario, event, concept=sampled),
        never=guarantee(scenario, never=event, concept=proven),
        robustness=robustness(scenario, concept=sampled),
        sensitivity=varies,
        mistakes=None if is_ranked(varies) or scenario.rationality is None else mistakes(),
        without=leaving_out(question(scenario, event, sampled, (sampled,))),
    )


def _sensitivity(
    scenario: Scenario, seed: int, output: Literal["logit", "share"], concept: ConceptName | None
) -> Sensitivity:
    return sensitivity(
        scenario,
        scenario.question or {},
        output=output,
        draws=SHARE_BASE if output == "share" else LOGIT_BASE,
        seed=seed,
        concept=concept,
        leave_out=False,
    )


def _shares(found: Sweep) -> str:
    share = found.share(found.question or {})
    parts = [
        f"In {_percent(share.some)} of {share.draws:,} draws of the assumptions it happens in some outcome",
        f"in {_percent(share.every)} in every outcome",
    ]
    if share.undecided:
        parts.append(f"{_percent(share.undecided)} are undecided")
    if share.logit is not None:
        parts.append(f"with players who make mistakes its mean is {_percent(share.logit)}")
    return ", ".join(parts) + "."


def _conventions(found: Sweep) -> str:
    shares = [f"{name} {_percent(share.some)}" for name, share in found.conventions().shares.items()]
    return f"Some outcome, under other conventions of coding: {', '.join(shares)}."


def _tipping(found: TippingPoint) -> str:
    if not found.found:
        how = "which is proven" if found.certificate is not None else "as far as the search went"
        return f"No change of the weights within their ranges makes it happen, {how}."
    if not found.moves:
        return "It happens already at the likely weights."
    largest = sorted(found.moves, key=lambda move: -move.share)[:3]
    named = ", ".join(f"{move.name} [{', '.join(move.claims) or 'judgement'}]" for move in largest)
    return (
        f"To make it happen {len(found.moves)} weights must move, the farthest {_percent(found.distance)} of "
        f"the way to an end of their ranges; among them {named}."
    )


def _holds(found: Headlines) -> tuple[str, ...]:
    ranges = "weights, drivers and types in their ranges"
    verdict = {
        "proven": f"That it never happens is proven for all {ranges}.",
        "refuted": f"That it never happens is refuted: there are {ranges} at which it does.",
        "undecided": f"Not decided; at most {float(found.never.bound):.3g} likely for all {ranges}.",
    }[found.never.verdict]
    return verdict, _present(found.robustness)


def _present(found: Robustness) -> str:
    if math.isinf(found.radius):
        proven = all(outcome.certificate is not None for outcome in found.breaks)
        how = "which is proven" if proven else "as far as the search went"
        return f"The present outcome as a whole holds wherever the weights lie in their ranges, {how}."
    radius = _percent(found.radius)
    return f"The present outcome as a whole holds while no weight moves more than {radius} of the way."


def _percent(share: float) -> str:
    if 0.0 < share < 0.001:
        return f"{share:.3%}"
    return f"{share:.1%}" if share not in {0.0, 1.0} else f"{share:.0%}"
