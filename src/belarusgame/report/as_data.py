"""The results as plain data, for machines: numbers, text, lists and mappings that JSON can hold."""

from __future__ import annotations

from typing import Any

from belarusgame.assume import Check, Checked, Witness
from belarusgame.base.tables import Rows, Tabular
from belarusgame.outcome import Equilibrium, Outcome
from belarusgame.report.assessment import Assessment
from belarusgame.report.audit import Audit
from belarusgame.report.explanation import Comparison, Explanation
from belarusgame.report.first_screen import first_screen
from belarusgame.report.trace import Trace
from belarusgame.scenario import Scenario
from belarusgame.solve.plan import Prospect, Step
from belarusgame.solve.solution import Solution


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """Return the main job as plain data."""
    scenario, fragile = assessment.scenario, assessment.most_fragile
    question = scenario.question
    return {
        "title": scenario.title,
        "date": str(scenario.date),
        "question": question,
        "first_screen": [
            {"topic": said.topic, "sentence": said.sentence, "numbers": dict(said.numbers)}
            for said in first_screen(assessment)
        ],
        "players": {player.key: dict(player.strategies) for player in scenario.players},
        "reference": dict(scenario.reference),
        "order": None if scenario.order is None else [list(group) for group in scenario.order],
        "fix": dict(scenario.fixed),
        "readings": [
            {
                "title": reading.title,
                "answer": None if question is None else reading.answer(question),
                "solution": solution_data(reading.solution),
                "explanations": [explanation_data(explanation) for explanation in reading.explanations],
            }
            for reading in assessment.readings
        ],
        "differences": {
            player: [list(used) for used in sets] for player, sets in assessment.differences.items()
        },
        "most_fragile": None if fragile is None else _comparison_data(*fragile),
        "uncertain": [
            {"concept": found.concept, "sentences": list(found.sentences)} for found in assessment.headlines
        ],
        "judgement": {player: float(share) for player, share in assessment.audit.judgement.items()},
    }


def audit_data(scenario: Scenario, audit: Audit) -> dict[str, Any]:
    """Return the claims, what uses them, and what the coding rests on as plain data."""
    return {
        "claims": [
            {**row, "used_by": list(audit.cited_by.get(str(row["name"]), ()))}
            for row in scenario.evidence.rows()
        ],
        "judgement": {player: float(share) for player, share in audit.judgement.items()},
        "by_basis": {
            player: {basis: float(share) for basis, share in shares.items()}
            for player, shares in audit.by_basis.items()
        },
        "idle": list(audit.idle),
        "beside_others": list(audit.beside_others),
        "silent": list(audit.silent),
        "draws": audit.draws,
        "doors": [
            {
                "claim": d.claim,
                "consideration": d.consideration,
                "doors": list(d.doors),
                "factor": float(d.factor),
            }
            for d in audit.doors
        ],
        "costless": [{"player": player, "strategy": label} for player, label in audit.costless],
        "firm_inferences": list(audit.firm_inferences),
        "remarks": [str(remark) for remark in audit.remarks],
        "inert": [
            {"consideration": inert.consideration, "effect": inert.position, "concepts": list(inert.concepts)}
            for inert in audit.inert
        ],
        "ties": [
            {"player": t.player, "strategies": list(t.strategies), "ties": t.ties, "profiles": t.profiles}
            for t in audit.ties
        ],
        "unused": list(audit.unused),
        "unusual": dict(audit.unusual),
    }


def game_data(rows: Rows) -> list[dict[str, Any]]:
    """Return the rows of a table as plain data."""
    return [dict(row) for row in rows]


def record_data(record: Tabular) -> dict[str, Any]:
    """Return any record as plain data: its heading and its rows."""
    return {"heading": record.heading, "rows": game_data(record.rows())}


def trace_data(trace: Trace) -> dict[str, Any]:
    """Return one payoff, taken apart, as plain data; exact amounts as text."""
    return {
        "player": trace.player,
        "profile": dict(trace.profile),
        "payoff": str(trace.payoff),
        **({} if trace.decided_by is None else {"decided_by": trace_data(trace.decided_by)}),
        "lines": [
            {
                "consideration": line.consideration,
                "factor": str(line.factor),
                "effect": str(line.effect),
                "amount": str(line.amount),
                "claims": list(line.claims),
                "sentence": line.sentence,
            }
            for line in trace.lines
        ],
    }


def check_data(found: Check) -> dict[str, Any]:
    """Return the verdicts on a scenario's assumptions as plain data: exact numbers as text."""
    return {
        "passed": found.passed,
        "assumptions": [_checked_data(checked) for checked in found.checked],
    }


def _checked_data(checked: Checked) -> dict[str, Any]:
    assumption, witness = checked.assumption, checked.witness
    return {
        "name": assumption.name,
        "role": assumption.role,
        "sentence": assumption.sentence,
        "claims": list(assumption.claims),
        "verdict": checked.verdict,
        "how_to_read_it": checked.reading,
        "samples": checked.samples,
        "witness": None if witness is None else _witness_data(witness),
    }


def _witness_data(witness: Witness) -> dict[str, Any]:
    return {
        "weights": {key: str(value) for key, value in witness.weights.items()},
        "drivers": {key: str(value) for key, value in witness.drivers.items()},
        "types": dict(witness.types),
        **({"delegations": dict(witness.delegations)} if witness.delegations else {}),
        "moved": list(witness.moved),
        "comparisons": [
            {
                "player": comparison.player,
                "better": dict(comparison.better),
                "worse": dict(comparison.worse),
                "payoffs": [str(payoff) for payoff in comparison.payoffs],
            }
            for comparison in witness.breach.comparisons
        ],
        "outcomes": [outcome_data(outcome) for outcome in witness.breach.outcomes],
        "margin": str(witness.breach.margin),
        "certain": witness.breach.certain,
        "sentence": witness.sentence,
    }


def solution_data(solution: Solution) -> dict[str, Any]:
    """Return a solution as plain data."""
    return {
        "concept": solution.concept,
        "status": solution.status,
        "method": solution.method,
        "messages": list(solution.messages),
        "outcomes": [outcome_data(outcome) for outcome in solution.outcomes],
        "components": [
            {
                "box": component.box.to_dict(),
                "kind": component.kind,
                "reach": component.reach,
                "pieces": [[corners.tolist() for corners in piece] for piece in component.pieces],
                "samples": [outcome_data(sample) for sample in component.samples],
            }
            for component in solution.components
        ],
        "unresolved": [box.to_dict() for box in solution.unresolved],
        "candidates": [outcome_data(candidate) for candidate in solution.candidates],
    }


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data."""
    data: dict[str, Any] = {
        "profiles": [dict(row) for row in Outcome.rows(outcome)],
        "payoffs": dict(outcome.payoffs),
        "incentive_gap": outcome.incentive_gap,
        "strict": outcome.strict,
    }
    if isinstance(outcome, Equilibrium):
        data |= {
            "profile": outcome.profile,
            "regrets": dict(outcome.regrets),
            "index": outcome.index,
            "isolated": outcome.isolated,
        }
    if outcome.plan is not None:
        data["plan"] = [_step_data(step) for step in outcome.plan.steps]
    return data


def explanation_data(explanation: Explanation) -> list[dict[str, Any]]:
    """Return an explanation as plain data: exact amounts as text, and the sentence."""
    return [_comparison_data(explanation, comparison) for comparison in explanation.comparisons]


def _comparison_data(explanation: Explanation, comparison: Comparison) -> dict[str, Any]:
    return {
        "player": comparison.player,
        **({"decided_by": comparison.decided_by} if comparison.decided_by else {}),
        "chosen": comparison.chosen,
        "alternative": comparison.alternative,
        "difference": str(comparison.difference),
        "tips_at": None if comparison.tips_at is None else float(comparison.tips_at),
        "leads_to": None if comparison.leads_to is None else dict(comparison.leads_to),
        "parts": [
            {"consideration": part.consideration, "amount": str(part.amount), "rests_on": list(part.basis)}
            for part in comparison.parts
        ],
        "through_replies": [
            {
                "consideration": part.consideration,
                "players": list(part.players),
                "amount": str(part.amount),
                "bases": {basis: float(share) for basis, share in part.bases.items()},
            }
            for part in comparison.through_replies
        ],
        "sentence": explanation.sentence(comparison),
    }


def _step_data(step: Step) -> dict[str, Any]:
    return {
        "movers": list(step.movers),
        "history": dict(step.history),
        "play": {player: {a: float(p) for a, p in mix.items()} for player, mix in step.play.items()},
        "instead": {
            player: {label: _prospect_data(prospect) for label, prospect in options.items()}
            for player, options in step.instead.items()
        },
    }


def _prospect_data(prospect: Prospect) -> dict[str, Any]:
    return {
        "profiles": [
            {"profile": list(profile), "probability": float(chance)}
            for profile, chance in prospect.chances.items()
        ],
        "payoffs": {player: float(value) for player, value in prospect.payoffs.items()},
    }
