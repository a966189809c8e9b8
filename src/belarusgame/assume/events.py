"""Statements about outcomes: asked of ``explore.guarantee``, and reduced to what a refutation needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from belarusgame.assume.breach import concept_of
from belarusgame.assume.cases import Case, event_parts
from belarusgame.assume.formula import Atom, Branch
from belarusgame.errors import BudgetError
from belarusgame.explore.changing import nearest
from belarusgame.explore.plans import (
    Extent,
    PlanProof,
    Plans,
    PlanSearch,
    Question,
    first_plan,
    plans_for,
    question,
)
from belarusgame.explore.proving import Guarantee, NashProof, guarantee
from belarusgame.scenario import Switches
from belarusgame.weightspace import Comparisons, Point, Space, bits, exact_point, row_value, space_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventAnswer:
    """What became of a case about outcomes: a proof, or a point that breaks it, or neither."""

    certificates: tuple[object, ...] | None = None
    asked: Question | None = None
    point: Point | None = None
    switches: Switches | None = None
    messages: tuple[str, ...] = ()


def decide_events(case: Case) -> EventAnswer:
    """Prove a case by certificates of ``guarantee``, or find a point at which it does not hold."""
    certificates: list[object] = []
    messages: list[str] = []
    concept = concept_of(case.scenario, case.statement)
    for part in event_parts(case.scenario.labels, case.statement, case.profile):
        # A plan that breaks it settles the case, so a proof is begun only where there is none.
        broken = _broken_by_plan(_question(case, part, concept))
        if broken is not None:
            return broken
        found = guarantee(case.scenario, **part, concept=concept)
        if found.verdict == "refuted":
            return _refuted(case, part, concept, found)
        certificates.append(found.certificate)
        messages += found.messages if found.verdict == "undecided" else ()
    if messages:
        # One part that is open leaves the whole open, however many others are proven.
        return EventAnswer(messages=tuple(messages))
    return EventAnswer(certificates=tuple(certificates))


def _broken_by_plan(asked: Question) -> EventAnswer | None:
    """Look for a plan of pure choices, at best one that is no mere tie."""
    try:
        tied = first_plan(asked, Extent(), strict=False)
        # A plan that holds strictly makes a witness that the next rounding does not undo; where ties do not
        # help, there is none.
        found = None if tied is None else first_plan(asked, Extent(), strict=True)
    except BudgetError:
        return None
    for plan, strict in ((found, True), (tied, False)):
        rows = [] if plan is None else plan.feasible.comparisons.members(plan.mask)
        point = None if plan is None else exact_point(plan.feasible.space, rows, strict=strict)
        if plan is not None and point is not None:
            return EventAnswer(asked=asked, point=point, switches=plan.switches)
    return None


def _refuted(case: Case, part: dict[str, Any], concept: str, found: Guarantee) -> EventAnswer:
    witness = found.witness
    assert witness is not None
    return EventAnswer(
        asked=_question(case, part, concept),
        point=space_of(case.scenario).point_of(witness),
        switches=witness.switches,
    )


def _question(case: Case, part: dict[str, Any], concept: str) -> Question:
    ((kind, event),) = part.items()
    return question(case.scenario, event, concept, (concept,), negated=kind == "always")


def certified(case: Case, certificates: tuple[object, ...]) -> tuple[str, ...]:
    """Check that certificates are about a case, and check each from the case's own scenario."""
    if case.statement.form not in {"never", "always"}:
        return (f"{case.statement}: is not a statement about outcomes",)
    concept = concept_of(case.scenario, case.statement)
    parts = event_parts(case.scenario.labels, case.statement, case.profile)
    if len(parts) != len(certificates):
        return (f"{len(parts)} things to exclude, {len(certificates)} of them covered",)
    return tuple(
        problem
        for part, certificate in zip(parts, certificates, strict=True)
        for problem in _problems(_question(case, part, concept), certificate)
    )


def _problems(asked: Question, certificate: object) -> Iterator[str]:
    if not isinstance(certificate, PlanProof | NashProof):
        yield "there is no certificate"
        return
    if asked.concept != certificate.asked.concept:
        yield "the certificate is about another concept"
    if isinstance(certificate, NashProof) and certificate.bound != 0:
        yield "the certificate leaves the event a chance"
    # The question comes from the case, not from the certificate: a proof of something else proves nothing.
    mine = replace(certificate, asked=asked)
    if isinstance(mine, PlanProof):
        yield from mine.limits()
        if mine.strict:
            yield "the certificate leaves exact ties out"
    yield from mine.problems()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planner:
    """Plans of pure choices that lead to an event, at one point after another; if wanted, without a tie."""

    asked: Question
    space: Space
    strict: bool
    _known: dict[Any, tuple[Comparisons, Plans]] = field(default_factory=dict[Any, tuple[Comparisons, Plans]])

    def at(self, point: Point, switches: Switches) -> Iterator[Branch]:
        """Yield the comparisons of a plan for each end at which the event happens at a point."""
        comparisons, plans = self._plans(switches)
        factors = self.space.factors(point)
        known: dict[int, bool] = {}

        def holds(mask: int) -> bool:
            for number in bits(mask):
                if number not in known:
                    worth = row_value(comparisons.rows[number], factors)
                    # A plan holds at a point if all its comparisons do: each is evaluated once, as plans
                    # share most of theirs.
                    known[number] = worth > 0 or (worth == 0 and not self.strict)
                if not known[number]:
                    return False
            return True

        search = PlanSearch(plans=plans, admits=holds)
        for start in self.asked.starts(plans):
            try:
                mask = search.find(start.needs)
            except BudgetError:
                return
            if mask is not None:
                yield frozenset(Atom(row, self.strict) for row in comparisons.members(mask))

    def nearest(self) -> Branch | None:
        """Return the comparisons of the plan that the least sum of moves of weights leads to."""
        try:
            near = nearest(self.asked, "l1", drivers=False, beyond=False, strict=self.strict, closer=None)
        except BudgetError:
            return None
        return None if near is None else frozenset(Atom(row, self.strict) for row in near.rows)

    def _plans(self, switches: Switches) -> tuple[Comparisons, Plans]:
        if (key := switches.key) not in self._known:
            comparisons = Comparisons.of(self.asked.scenario, switches, self.space)
            self._known[key] = comparisons, plans_for(self.asked, comparisons, mixed=False)
        return self._known[key]
