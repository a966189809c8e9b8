"""What a page says of the main records: their numbers and words as plain data, field by field."""

from __future__ import annotations

import math
from typing import Any

from belarusgame.assume import Check
from belarusgame.base.tables import columns_of
from belarusgame.explore import Structures, TellingPairs
from belarusgame.report.assessment import Reading
from belarusgame.report.explanation import Comparison, Explanation
from belarusgame.report.figures import Chart
from belarusgame.report.figures.naming import Naming, begun, plain
from belarusgame.report.first_screen import choice_words
from belarusgame.report.headlines import Headlines
from belarusgame.scenario import Scenario

#: Of so many outcomes the comparisons are written out; the command explains the others.
MOST_EXPLAINED = 3


def reading_fields(reading: Reading, scenario: Scenario, words: Naming) -> dict[str, Any]:
    """Return what happens at the likely weights, whether that is all, and why."""
    solution = reading.solution
    chances = None if scenario.question is None else solution.probability_range(scenario.question)
    return {
        "title": reading.title,
        "status": solution.status,
        "outcomes": len(solution.outcomes),
        "components": len(solution.components),
        "unresolved": len(solution.unresolved),
        "chance": None if chances is None else {"least": chances[0], "greatest": chances[1]},
        "does": [
            [[begun(words.player(player)), plain(outcome.doing(player))] for player in outcome.labels.players]
            for outcome in solution.outcomes[:MOST_EXPLAINED]
        ],
        "explanations": [
            [_comparison(explanation, comparison, words) for comparison in explanation.comparisons]
            for explanation in reading.explanations[:MOST_EXPLAINED]
        ],
    }  # fmt: skip


def _comparison(explanation: Explanation, comparison: Comparison, words: Naming) -> dict[str, Any]:
    leads_to = comparison.leads_to or {}
    decider = comparison.decided_by or comparison.player
    return {
        "player": begun(words.player(decider)),
        "plural": decider in explanation.plural,
        "decides_for": words.player(comparison.player) if comparison.decided_by else "",
        "by_chance": comparison.by_chance,
        "chosen": plain(comparison.chosen),
        "alternative": plain(comparison.alternative),
        "difference": float(comparison.difference),
        "replies": words.moves(leads_to),
        "parts": [
            {
                "key": part.consideration,
                "name": words.consideration(part.consideration),
                "amount": float(part.amount),
                "claims": list(part.claims),
                "basis": [word for word in part.basis if word not in part.claims],
            }
            for part in comparison.parts
        ],
    }


def uncertain_fields(found: Headlines | None, scenario: Scenario) -> dict[str, Any]:
    """Return what a reading says under uncertain payoffs; None of each where it was not asked."""
    if found is None or scenario.question is None:
        return dict.fromkeys(("sweep", "conventions", "tipping", "never", "robustness"))
    share = found.sweep.share(scenario.question)
    radius = found.robustness.radius
    return {
        "sweep": {
            "share": share.some, "every": share.every, "draws": share.draws, "undecided": share.undecided,
            "low": share.some_interval[0], "high": share.some_interval[1], "mistakes": share.logit,
        },
        "conventions": [
            {"name": name, "share": other.some} for name, other in found.sweep.conventions().shares.items()
        ],
        "tipping": {
            "found": found.tipping.found, "moves": len(found.tipping.moves),
            "farthest": max((float(move.share) for move in found.tipping.moves), default=0.0),
            "proven": found.tipping.certificate is not None,
        },
        "never": {"verdict": found.never.verdict, "bound": float(found.never.bound)},
        "robustness": {"radius": None if math.isinf(radius) else radius},
    }  # fmt: skip


def check_fields(found: Check) -> dict[str, Any]:
    """Return the verdict on every assumption, and how many there are of each."""
    verdicts = [checked.verdict for checked in found.checked]
    return {
        "counts": {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)},
        "asked": len(verdicts),
        "passed": found.passed,
        "assumptions": [
            {
                "name": checked.assumption.name, "role": checked.assumption.role, "verdict": checked.verdict,
                "sentence": checked.assumption.sentence, "claims": list(checked.assumption.claims),
            }
            for checked in found.checked
        ],
    }  # fmt: skip


def telling_fields(found: TellingPairs) -> dict[str, Any]:
    """Return how many pairs of weights have a map worth a look, and how many of them touch the question."""
    touching = sum(pair.touches for pair in found.pairs)
    return {"pairs": len(found.pairs), "asked": found.asked, "touching": touching, "left": found.left}


def structures_fields(found: Structures | None, scenario: Scenario) -> dict[str, Any] | None:
    """Return the range over the modelling choices, and which of them moves the answer most."""
    if found is None:
        return None
    (least, greatest), most = found.range, found.moves_most
    first = None if most is None else choice_words(scenario, most)
    choices, left = len(found.structures) - 1, found.orders_left
    return {"least": least, "greatest": greatest, "first": first, "choices": choices, "orders_left": left}


def table_fields(chart: Chart) -> dict[str, Any]:
    """Return what a figure draws as columns and rows."""
    rows = chart.rows()
    columns = columns_of(rows)
    return {
        "question": chart.question,
        "alt": chart.alt,
        "columns": columns,
        "rows": [[_plain(row.get(column)) for column in columns] for row in rows],
    }


def _plain(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
