"""Certificates of whole statements, and how they are checked again."""

from __future__ import annotations

from dataclasses import dataclass

from belarusgame.assume.cases import Case, cases_of
from belarusgame.assume.conflicts import CaseProof
from belarusgame.assume.events import certified
from belarusgame.assume.statement import Condition, Statement
from belarusgame.base.tables import Printed
from belarusgame.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proof(Printed):
    """A certificate: a statement holds at every weight, driver and type in its range.

    Attributes
    ----------
    scenario : Scenario
        Whose ranges.
    statement : Statement
        What is proven.
    parts : tuple
        For each case of the statement, in order, what excludes that it is broken: a ``CaseProof``; or,
        for outcomes, the certificates of ``explore.guarantee``; or for an ``any_of`` the number of the part
        that holds everywhere and the proof of that part.
    """

    scenario: Scenario
    statement: Statement
    parts: tuple[CaseProof | EventProof | PartProof, ...]

    def problems(self) -> tuple[str, ...]:
        """Check everything again in fractions, trusting no solver; an empty tuple accepts it."""
        cases = list(cases_of(self.scenario, self.statement))
        # The cases are made again from the statement: a proof cannot leave one out by not mentioning it.
        if len(cases) != len(self.parts):
            return (f"{len(cases)} cases, {len(self.parts)} of them covered",)
        return tuple(
            problem for case, part in zip(cases, self.parts, strict=True) for problem in part.problems(case)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventProof:
    """Certificates of ``explore.guarantee``, one for each thing that must never happen, or always."""

    certificates: tuple[object, ...]

    def problems(self, case: Case) -> tuple[str, ...]:
        """Check that the certificates are about this case, and check each."""
        return certified(case, self.certificates)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartProof:
    """The proof of one part of an ``any_of``, which is enough."""

    number: int
    proof: Proof

    def problems(self, case: Case) -> tuple[str, ...]:
        """Check that it is about this case, and check it."""
        # A forged number may be anything, -1 too, which would pick the last part.
        if case.statement.form != "any_of" or self.number not in range(len(case.statement.parts)):
            return (f"{case.statement}: has no part {self.number}",)
        part = Statement(
            form="given",
            parts=(case.statement.parts[self.number],),
            condition=Condition(profile=case.profile),
        )
        return Proof(scenario=case.scenario, statement=part, parts=self.proof.parts).problems()
