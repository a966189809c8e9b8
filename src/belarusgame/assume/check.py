"""Verdicts on statements over all weights, drivers and types in their ranges: proof, or counter-example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from belarusgame.assume.cases import Case, cases_of
from belarusgame.assume.certificate import EventProof, PartProof, Proof
from belarusgame.assume.conflicts import CaseProof, prove_case, situations
from belarusgame.assume.counterexample import (
    SAMPLES,
    StatementWitness,
    breaks,
    drawn_points,
    sampled_witness,
    witness_at,
    witness_of_event,
    witness_of_payoffs,
)
from belarusgame.assume.events import decide_events
from belarusgame.assume.formula import UnprovableError
from belarusgame.assume.statement import Condition, Statement
from belarusgame.assume.statements import requirement, statement_of
from belarusgame.base.at_work import counted, working_on
from belarusgame.base.guards import is_sequence
from belarusgame.base.sameness import differing, same
from belarusgame.base.settings import option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import BudgetError, GameError, quoted
from belarusgame.scenario import Assumption, Scenario, Switches, checked_scenario

Verdict = Literal["proven", "refuted", "sampled", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Checked(Tabular):
    """What became of one assumption.

    Attributes
    ----------
    assumption : Assumption
        The statement with its name, role, sentence and claims.
    verdict : {"proven", "refuted", "sampled", "undecided"}
        ``proven``: at every weight, driver and type in its range, with a certificate. ``refuted``: by a
        witness. ``sampled``: there is no method of proof, and it held wherever it was looked at.
        ``undecided``: the method ran out.
    witness : Witness or None
        The smallest counter-example: one that holds by some margin if there is one, with as few inputs moved
        as possible, and moved to where it holds most firmly. ``witness.breach.margin`` says by how much.
    certificate : Proof or None
        ``certificate.problems()`` checks the proof in fractions, trusting no solver: an empty tuple accepts
        it.
    samples : int
        At how many points it was looked at, where it was sampled.
    messages : tuple of str
        Why it was not decided.
    """

    assumption: Assumption
    verdict: Verdict
    witness: StatementWitness | None = None
    certificate: Proof | None = None
    samples: int = 0
    messages: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it is a requirement that was refuted."""
        return self.assumption.role == "requirement" and self.verdict == "refuted"

    @property
    def reading(self) -> str:
        """How to read the verdict."""
        if self.verdict == "refuted":
            return _REFUTED[self.assumption.role]
        if self.verdict == "sampled":
            return f"held at {self.samples} drawn points; there is no method of proof for it"
        if self.verdict == "undecided":
            return "; ".join(self.messages) or "neither proven nor refuted"
        return "holds at every weight, driver and type in its range"

    def problems(self) -> tuple[str, ...]:
        """Return what does not follow from the certificate."""
        proof = self.certificate
        if not isinstance(proof, Proof) or not same(proof.statement, statement_of(self.assumption)):
            return ("there is no certificate of this statement",)
        return differing(self, {"verdict": "proven", "witness": None, "samples": 0}) or proof.problems()

    def rows(self) -> Rows:
        """Return one row."""
        return [
            {
                "statement": self.assumption.name,
                "role": self.assumption.role,
                "verdict": self.verdict,
                "how to read it": self.reading,
                "witness": "" if self.witness is None else self.witness.sentence,
            }
        ]

    @property
    def heading(self) -> str:
        """The assumption in words, and the verdict."""
        return f"{self.assumption.sentence or self.assumption.name} ({self.assumption.role}): {self.verdict}"


_REFUTED: Mapping[str, str] = {
    "requirement": "must hold and does not: mend the coding or the statement",
    "finding": "does not follow from the coding: there are admissible assumptions against it",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Check(Tabular):
    """What became of the assumptions that were asked about.

    Each entry stands by itself, since a check may be asked of some statements only: ``bg.verify`` accepts a
    record from which entries were taken away, as long as those that are left are genuine. Whether all of a
    scenario's assumptions are there is seen from ``scenario.assumptions``.

    Attributes
    ----------
    scenario : Scenario
        Whose weights, drivers, types and delegations were free.
    checked : tuple of Checked
        One for each that was asked about, in order; ``check["name"]`` finds one by name.
    """

    scenario: Scenario
    checked: tuple[Checked, ...]

    @property
    def passed(self) -> bool:
        """Whether no requirement was refuted."""
        return not any(checked.failed for checked in self.checked)

    @property
    def certificate(self) -> CheckProof:
        """The certificates of all that was proven, to be checked together."""
        return CheckProof(scenario=self.scenario, checked=self.checked)

    def problems(self) -> tuple[str, ...]:
        """Return what does not follow: from the certificates, from the witnesses, or from looking again."""
        return self.certificate.problems() or tuple(
            f"{checked.assumption.name}: {problem}"
            for checked in self.checked
            if checked.verdict != "proven"
            for problem in _unfounded(self.scenario, checked)
        )

    def __getitem__(self, name: str) -> Checked:
        names = [checked.assumption.name for checked in self.checked]
        option("assumption", name, names)
        return self.checked[names.index(name)]

    def rows(self) -> Rows:
        """Return one row an assumption: statement, role, verdict, how to read it, witness."""
        return [row for checked in self.checked for row in checked.rows()]

    @property
    def heading(self) -> str:
        """How many requirements and findings have which verdict."""
        parts: list[str] = []
        for role in ("requirement", "finding"):
            verdicts = [checked.verdict for checked in self.checked if checked.assumption.role == role]
            counts = ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(verdicts))
            if verdicts:
                parts.append(f"{len(verdicts)} {role}{'' if len(verdicts) == 1 else 's'} ({counts})")
        return f"Assumptions of {self.scenario.name}: {'; '.join(parts) or 'none'}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckProof:
    """The certificates of a whole check."""

    scenario: Scenario
    checked: tuple[Checked, ...]

    def problems(self) -> tuple[str, ...]:
        """Check all of them again in fractions; return what is wrong."""
        found: list[str] = []
        for checked in self.checked:
            if checked.verdict == "proven":
                problems = checked.problems()
                if not problems and not same(getattr(checked.certificate, "scenario", None), self.scenario):
                    problems = ("the certificate is of another scenario",)
                found += [f"{checked.assumption.name}: {problem}" for problem in problems]
        return tuple(found)


def _unfounded(scenario: Scenario, checked: Checked) -> tuple[str, ...]:
    """Return what an assumption that was not proven says and is not so.

    That a witness is the smallest one, and that a method ran out, is not looked at.
    """
    statement, witness = statement_of(checked.assumption), checked.witness
    cases = list(cases_of(scenario, statement))
    sampled, refuted = checked.verdict == "sampled", checked.verdict == "refuted"
    wrong = differing(checked, {"certificate": None, "samples": SAMPLES if sampled else 0})
    if refuted and not any(breaks(scenario, statement, case, witness) for case in cases):
        wrong += ("the witness does not break it",)
    if not refuted:
        wrong += differing(checked, {"witness": None})
    if sampled and any(
        witness_at(scenario, statement, case, *point) for case in cases for point in drawn_points(case)
    ):
        wrong += ("it does not hold at all the points that it was looked at",)
    if not sampled and not refuted and checked.verdict != "undecided":
        wrong += (f"verdict = {quoted(checked.verdict)}: is no verdict",)
    return wrong


@working_on("the check of assumptions")
def check(scenario: Scenario, assumptions: Sequence[Assumption | Statement] | None = None) -> Check:
    """Prove or refute the assumptions of a scenario, over all its weights, drivers and types.

    Parameters
    ----------
    scenario : Scenario
        Its weights, driver levels, types and delegations are free within their ranges; every combination of
        types and delegations is covered, whatever its probability, unless that can only be 0.
    assumptions : sequence of Assumption or Statement, optional
        What to check instead of the scenario's own and of what its types mean (listed as ``player.type``); a
        bare statement counts as a requirement.

    Returns
    -------
    Check
        One entry for each assumption: ``proven`` with a certificate, ``refuted`` with the smallest witness;
        ``sampled`` only where no method of proof applies, ``undecided`` where the method ran out.

    Raises
    ------
    GameError
        For a statement that names what the scenario does not have.

    Notes
    -----
    A comparison of two payoffs is linear in the factors (a weight times the level of its driver): over their
    ranges it is least where every weight, and then every driver, is at an end. Several comparisons that would
    have to fail together are excluded by nonnegative multipliers (Motzkin 1936). What happens in outcomes is
    asked of :func:`belarusgame.explore.guarantee`.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> found = bg.check(scenario)
    >>> found["interests_aligned"].verdict
    'refuted'
    >>> found.passed, found.certificate.problems()
    (True, ())
    """
    checked_scenario(scenario)
    named = [*scenario.assumptions, *_meanings(scenario)] if assumptions is None else [*_named(assumptions)]
    asking = counted(named, "assumptions")
    return Check(scenario=scenario, checked=tuple(_checked(scenario, entry) for entry in asking))


def _meanings(scenario: Scenario) -> Iterator[Assumption]:
    """Yield what the types mean, each as a requirement on the game of that type."""
    for made in scenario.types:
        if made.means is not None:
            circumstances = {"types": {made.player: made.name}}
            held = {made.means.form: made.means.statement}
            yield replace(made.means, form="given", statement={**circumstances, "holds": held})


def _named(assumptions: Any) -> tuple[Assumption, ...]:
    if not is_sequence(assumptions):
        raise GameError(f"assumptions = {quoted(assumptions)}: must be a list of assumptions or statements")
    named: list[Assumption] = []
    for position, entry in enumerate(assumptions, start=1):
        if isinstance(entry, Statement):
            named.append(requirement(f"statement {position}", entry))
        elif isinstance(entry, Assumption):
            named.append(entry)
        else:
            raise GameError(f"{quoted(entry)} is not an assumption; assume.requirement(name, ...) makes one")
    return tuple(named)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _CaseAnswer:
    """What became of one case."""

    verdict: Verdict
    witness: StatementWitness | None = None
    proof: CaseProof | EventProof | PartProof | None = None
    samples: int = 0
    messages: tuple[str, ...] = ()


def _checked(scenario: Scenario, assumption: Assumption) -> Checked:
    """Decide every case of a statement; the smallest witness refutes it, one open case leaves it open."""
    try:
        statement = statement_of(assumption)
        answers = [_decide(scenario, statement, case) for case in cases_of(scenario, statement)]
    except GameError as error:
        raise GameError(f"assumptions.{assumption.name}: {error}") from None
    witnesses = [answer.witness for answer in answers if answer.witness is not None]
    if witnesses:
        smallest = min(witnesses, key=_order)
        return Checked(assumption=assumption, verdict="refuted", witness=smallest)
    verdicts = [answer.verdict for answer in answers]
    # A statement is as certain as the least certain of its cases.
    worst: Verdict = (
        "undecided" if "undecided" in verdicts else "sampled" if "sampled" in verdicts else "proven"
    )
    proofs = tuple(answer.proof for answer in answers if answer.proof is not None)
    proven = worst == "proven"
    return Checked(
        assumption=assumption,
        verdict=worst,
        certificate=Proof(scenario=scenario, statement=statement, parts=proofs) if proven else None,
        samples=max((answer.samples for answer in answers), default=0),
        messages=tuple(dict.fromkeys(message for answer in answers for message in answer.messages)),
    )


def is_refuted(scenario: Scenario, assumption: Assumption) -> bool:
    """Say whether some case of a statement fails; the first that does is enough, and how is not asked."""
    statement = statement_of(assumption)
    return any(_fails(scenario, statement, case) for case in cases_of(scenario, statement))


def _fails(scenario: Scenario, statement: Statement, case: Case) -> bool:
    if case.statement.form not in {"never", "always"}:
        return _decide(scenario, statement, case).witness is not None
    answer = decide_events(case)
    if answer.point is None:
        return False
    # To find the witness that moves the fewest inputs takes much longer than to find one.
    some = witness_at(scenario, statement, case, answer.point, answer.switches or Switches())
    return some is not None or witness_of_event(scenario, statement, case, answer) is not None


def _order(witness: StatementWitness) -> tuple[bool, int, Fraction]:
    """Order witnesses: those that hold by some margin, those that move few inputs, those that are firm."""
    margin = witness.breach.margin
    return margin == 0, len(witness.moved), -margin


def _decide(scenario: Scenario, statement: Statement, case: Case) -> _CaseAnswer:
    if case.statement.form in {"never", "always"}:
        return _decide_event(scenario, statement, case)
    try:
        laid_out = situations(case)
        proof = prove_case(laid_out)
        if proof is not None:
            return _CaseAnswer(verdict="proven", proof=proof)
        # Nothing excludes a breach: now the smallest one is looked for.
        witness = witness_of_payoffs(scenario, statement, laid_out)
    except UnprovableError:
        return _by_parts(scenario, statement, case)
    except BudgetError:
        return _CaseAnswer(verdict="undecided", messages=("the ways of breaking it are too many",))
    if witness is not None:
        return _CaseAnswer(verdict="refuted", witness=witness)
    return _CaseAnswer(verdict="undecided", messages=(_OPEN,))


_OPEN = "it hangs on an exact tie that was neither met nor excluded"


def _decide_event(scenario: Scenario, statement: Statement, case: Case) -> _CaseAnswer:
    answer = decide_events(case)
    if answer.certificates is not None:
        return _CaseAnswer(verdict="proven", proof=EventProof(certificates=answer.certificates))
    witness = None if answer.point is None else witness_of_event(scenario, statement, case, answer)
    if witness is not None:
        return _CaseAnswer(verdict="refuted", witness=witness)
    return _CaseAnswer(verdict="undecided", messages=answer.messages)


def _by_parts(scenario: Scenario, statement: Statement, case: Case) -> _CaseAnswer:
    """Prove one part of an ``any_of`` by itself; else look at some points."""
    # One part that holds everywhere is enough; parts that hold in turn have no proof here.
    for number, part in enumerate(case.statement.parts):
        alone = Statement(form="given", parts=(part,), condition=Condition(profile=case.profile))
        cases = list(cases_of(case.scenario, alone))
        answers = [_decide(case.scenario, alone, inner) for inner in cases]
        if all(answer.verdict == "proven" for answer in answers):
            proofs = tuple(answer.proof for answer in answers if answer.proof is not None)
            proof = Proof(scenario=case.scenario, statement=alone, parts=proofs)
            return _CaseAnswer(verdict="proven", proof=PartProof(number=number, proof=proof))
    witness = sampled_witness(scenario, statement, case)
    if witness is not None:
        return _CaseAnswer(verdict="refuted", witness=witness)
    return _CaseAnswer(verdict="sampled", samples=SAMPLES)
