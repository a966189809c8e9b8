"""How sure is it, and what would it take? The answers under uncertain payoffs, in a few plain sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from belarusgame.base.concept_names import ConceptName, PureConcept
from belarusgame.base.labels import event_words
from belarusgame.errors import GameError
from belarusgame.explore.changing import Robustness, TippingPoint, robustness, tipping_points
from belarusgame.explore.plans import state_words
from belarusgame.explore.proving import Guarantee, guarantee
from belarusgame.explore.sampling import sweep
from belarusgame.explore.sensitivity import LeavingOut, sensitivity
from belarusgame.report.carrying import CLAIM_DRAWS, share_without_claims
from belarusgame.report.hinges import hinges, is_ranked
from belarusgame.report.numbers import percent
from belarusgame.solve import pure_equilibria

if TYPE_CHECKING:
    from belarusgame.explore import Sensitivity, Sweep
    from belarusgame.explore.sampling import Share
    from belarusgame.scenario import Scenario

#: Logit equilibria cost far more than the others, and a headline needs only two digits.
LOGIT_DRAWS = 1_000

#: Base draws of the sensitivity analyses: few, so that their intervals are wide, and printed.
SHARE_BASE, LOGIT_BASE = 1_024, 256

_Answer = TypeVar("_Answer", TippingPoint, Robustness)

#: Of what goes equally far so many are named.
NAMED = 3


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
    always : Guarantee or None
        Where it happens at the likely weights: whether it does over all assumptions.
    robustness : Robustness
        How far the present outcome holds.
    sensitivity : Sensitivity or None
        With which inputs and claims it varies whether the event happens.
    mistakes : Sensitivity or None
        The same for the event's probability with players who make mistakes, who move in turn in the
        sequential reading; only where the first ranks no inputs and the scenario gives a rationality.
    without : LeavingOut or None
        What the outcomes at the likely weights would be without each claim in turn.
    """

    concept: str
    sweep: Sweep
    tipping: TippingPoint
    never: Guarantee
    always: Guarantee | None
    robustness: Robustness
    sensitivity: Sensitivity | None
    mistakes: Sensitivity | None
    without: LeavingOut | None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answers in words."""
        return (
            _shares(self.sweep),
            *((_conventions(self.sweep),) if self.sweep.alternatives else ()),
            _in_states(self.tipping, _tipping),
            _excluded(self.never if self.always is None else self.always),
            _in_states(self.robustness, _present),
            *(hinges(found) for found in (self.sensitivity, self.mistakes) if found is not None),
            *(() if self.without is None else (self.without.sentence,)),
        )


def headlines(
    scenario: Scenario,
    *,
    draws: int = 100_000,
    seed: int = 1,
    fix: Mapping[str, str] | None = None,
    brief: bool = False,
    max_exact: int | Literal["default"] | None = "default",
) -> tuple[Headlines, ...]:
    """Ask a scenario's question under uncertain payoffs, in each reading.

    Parameters
    ----------
    scenario : Scenario
        One that asks a question.
    draws : int
        How many draws of the assumptions.
    seed : int
        The same seed gives the same answer.
    fix : mapping of str to str, optional
        Players whose choice is taken away, with what they do; see :meth:`Scenario.fixing`.
    brief : bool
        Whether to say of the first reading alone what a first screen needs: nothing of players who make
        mistakes, of other conventions, or of what the answer hangs on.
    max_exact : int or None, optional
        How many draws are solved one by one at most, as in :func:`belarusgame.explore.sweep`.

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
    scenario = asking(scenario, fix)
    if scenario.question is None:
        raise GameError(f"{scenario.name} asks no question; add `question` to its [scenario] table")
    readings: list[tuple[PureConcept, ConceptName]] = [("pure", "nash")]
    if scenario.order is not None:
        readings.insert(0, ("sequential", "sequential"))

    def shares(concept: PureConcept) -> Sweep:
        logit = 0 if brief else LOGIT_DRAWS
        return sweep(
            scenario, draws, seed, concept=concept, logit=logit, conventions=not brief, max_exact=max_exact
        )

    asked = readings[:1] if brief else readings
    return tuple(_headlines(scenario, shares, seed, *reading, brief=brief) for reading in asked)


def exclusions(scenario: Scenario, found: tuple[Headlines, ...]) -> tuple[Guarantee, ...]:
    """Say for each reading what can be excluded: that it happens, or where it happens as coded, that not."""
    known = [one.never if one.always is None else one.always for one in found]
    if len(known) == 1 and scenario.order is not None:  # the first reading alone was asked
        event = scenario.question or {}
        chances = pure_equilibria(scenario.game()).probability_range(event)
        happens = chances is not None and chances[1] > 0
        asked: dict[str, Any] = {"always" if happens else "never": event}
        known.append(guarantee(scenario, **asked, concept="nash"))
    return tuple(known)


def asking(scenario: Scenario, fix: Mapping[str, str] | None) -> Scenario:
    """Return the scenario with some players held, if what it asks can still happen."""
    held = scenario.fixing(fix)
    if scenario.question is not None and held.question is None:
        asked, done = event_words(scenario.question), event_words(held.fixed)
        raise GameError(f"fix: with {done} nothing is left of the question, {asked}; hold somebody else")
    return held


def _headlines(
    scenario: Scenario,
    shares: Callable[[PureConcept], Sweep],
    seed: int,
    sampled: PureConcept,
    proven: ConceptName,
    *,
    brief: bool,
) -> Headlines:
    """Ask about one reading, of which draws are solved by one concept and proofs are about another."""
    event = scenario.question or {}

    varies = None if brief else _sensitivity(scenario, seed, "share", sampled)
    tipping = tipping_points(scenario, event, concept=sampled)
    # Nothing has to move: it happens at the likely weights, and the question is whether it always does.
    happens = tipping.found and not tipping.moves
    return Headlines(
        concept=proven,
        sweep=shares(sampled),
        tipping=tipping,
        never=guarantee(scenario, never=event, concept=proven),
        always=guarantee(scenario, always=event, concept=proven) if happens else None,
        robustness=robustness(scenario, concept=sampled),
        sensitivity=varies,
        # Pure outcomes that hardly vary say nothing of inputs; with mistakes the answer moves smoothly with
        # each.
        mistakes=None
        if varies is None or is_ranked(varies) or scenario.rationality is None
        else _sensitivity(scenario, seed, "logit", sampled),
        without=None if brief else share_without_claims(scenario, sampled, CLAIM_DRAWS, seed),
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
    draws = f"{share.draws:,} draws of the assumptions"
    parts = [
        f"In {_bounds(share, share.some)} of {draws} it happens in some outcome",
        f"in {_bounds(share, share.every)} in every outcome",
    ]
    if share.undecided:
        why = f" ({'; '.join(found.messages)})" if found.messages else ""
        parts[0] = f"{percent(share.undecided)} of the draws are undecided{why}. " + parts[0]
    if share.logit is not None:
        turn = " and move in turn" if found.concept == "sequential" else ""
        low, high = map(percent, share.logit_interval or (0.0, 1.0))
        parts.append(
            f"with players who make mistakes{turn} its mean is {percent(share.logit)} ({low} to {high})"
        )
    return ", ".join(parts) + "."


def _conventions(found: Sweep) -> str:
    shares = [f"{name} {_bounds(share, share.some)}" for name, share in found.conventions().shares.items()]
    return f"Some outcome, under other conventions of coding: {', '.join(shares)}."


def _bounds(share: Share, value: float) -> str:
    """Write a share of draws, as bounds where some are undecided."""
    bounds = share.bounded(value)
    if isinstance(bounds, tuple):
        return f"between {percent(bounds[0])} and {percent(bounds[1])}"
    return percent(bounds)


def _in_states(found: _Answer, say: Callable[[_Answer], str]) -> str:
    """Say something of an answer and, where delegations can be on or off, of every other state."""
    answers: list[Any] = [found, *found.otherwise]
    return " ".join(f"{state_words(answer)}{say(answer)}" for answer in answers)


def _tipping(found: TippingPoint) -> str:
    alone = "with the drivers as at the date and nobody of a type"
    if not found.found:
        how = "which is proven" if found.certificate is not None else "as far as the search went"
        return f"No change of the weights alone, within their ranges and {alone}, makes it happen, {how}."
    if not found.moves:
        return "It happens already at the likely weights."
    share = max(move.share for move in found.moves)
    farthest = [move for move in found.moves if move.share == share]
    named = [f"{move.name} [{', '.join(move.claims) or 'judgement'}]" for move in farthest[:NAMED]]
    more = len(farthest) - len(named)
    count, all_of = len(found.moves), len(farthest) == len(found.moves)
    weights, way = (
        f"{count} weight{'' if count == 1 else 's'}",
        f"{percent(found.distance)} of the way to an end",
    )
    said = f"To make it happen by the weights alone, {alone}, {weights} must move: "
    said += f"{'all' if all_of else len(farthest)} of them {way} of their ranges"
    said += f"{'' if all_of else ', the others less'}; {', '.join(named)}"
    return f"{said} and {more} more go equally far." if more else f"{said}."


def _excluded(found: Guarantee) -> str:
    """Say whether an event never, or always, happens, over what, and what speaks against it."""
    what, ranges = found.statement, "all weights, drivers and types in their ranges together"
    if found.verdict == "proven":
        return f"That it {what} happens is proven for {ranges}."
    if found.verdict == "undecided":
        most = f"{float(found.bound):.3g}"
        return f"Whether it {what} happens is not decided; against it is {most} at most, for {ranges}."
    said = f"That it {what} happens for {ranges} is refuted"
    witness = found.witness
    if witness is None:
        return f"{said}."
    return f"{said}: {witness.circumstances[0].lower()}{witness.circumstances[1:]}, {witness.sentence}."


def _present(found: Robustness) -> str:
    if not found.breaks:
        return "There is no pure outcome at the likely weights."
    if math.isinf(found.radius):
        proven = all(outcome.certificate is not None for outcome in found.breaks)
        how = "which is proven" if proven else "as far as the search went"
        return f"The present outcome as a whole holds wherever the weights lie in their ranges, {how}."
    radius = percent(found.radius)
    return f"The present outcome as a whole holds while no weight moves more than {radius} of the way."
