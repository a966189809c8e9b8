import json
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.report import assess, audit, explain, trace
from belarusgame.report.as_data import (
    assessment_data,
    audit_data,
    explanation_data,
    game_data,
    outcome_data,
    solution_data,
    trace_data,
)
from belarusgame.solve.two_player.components import two_player_solution

PROFILE = {"firm": "offer", "union": "strike", "city": "step_in"}


def through_json(data):
    """Write as strict JSON and read again: nothing may be lost, tuples and odd numbers included."""
    again = json.loads(json.dumps(data, allow_nan=False))
    assert again == data
    return again


def test_the_main_job(harbour):
    assessment = assess(harbour)
    data = through_json(assessment_data(assessment) | {"question": None})
    assert assessment_data(assessment)["question"] == {"union": ("strike",)}
    assert data["reference"] == {"firm": "hold", "union": "work", "city": "watch"}
    assert [reading["solution"]["status"] for reading in data["readings"]] == ["complete", "complete"]
    assert data["judgement"]["firm"] == 0.2
    assert data["most_fragile"]["player"] in harbour.labels.players


def test_an_explanation_keeps_exact_amounts(harbour):
    outcome = bg.solve.sequential_equilibria(harbour.game(), harbour.order).outcomes[0]
    explanation = explain(harbour, outcome)
    data = through_json(explanation_data(explanation))
    for entry, comparison in zip(data, explanation.comparisons, strict=True):
        assert Fraction(entry["difference"]) == comparison.difference
        assert sum(Fraction(part["amount"]) for part in entry["parts"]) == comparison.difference
        assert entry["sentence"] in explanation.sentences


def test_a_trace_keeps_exact_amounts(harbour):
    data = through_json(trace_data(trace(harbour, "union", PROFILE)))
    assert Fraction(data["payoff"]) == harbour.game().payoff("union", PROFILE)
    assert sum(Fraction(line["amount"]) for line in data["lines"]) == Fraction(data["payoff"])


def test_the_audit(harbour):
    data = through_json(audit_data(harbour, audit(harbour)))
    used = {claim["name"]: claim["used_by"] for claim in data["claims"]}
    assert used["4a"] == []
    assert "considerations.city.peace" in used["3a"]
    assert (data["unused"], len(data["inert"])) == (["4a"], 4)


def test_the_rows_of_a_game(harbour):
    rows = through_json(game_data(harbour.game().rows()))
    assert len(rows) == 12
    found = next(row for row in rows if all(row[player] == label for player, label in PROFILE.items()))
    assert found["payoff firm"] == harbour.game().expected_payoffs(PROFILE)["firm"]


def test_an_outcome_with_its_plan(harbour):
    outcome = bg.solve.sequential_equilibria(harbour.game(), harbour.order).outcomes[0]
    data = through_json(outcome_data(outcome))
    assert [step["movers"] for step in data["plan"]] == [["firm"], ["union"], ["city"]]
    assert set(data["plan"][1]["instead"]["union"]) == {"strike", "talks"}
    assert data["profiles"] == [outcome.pure_profile | {"probability": 1.0}]


def test_a_solution_with_a_component():
    game = bg.Game([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]])
    data = through_json_lists(solution_data(two_player_solution(game)))
    assert [outcome["isolated"] for outcome in data["outcomes"]] == [True, False]
    assert [part["kind"] for part in data["components"]] == ["exact"]
    assert data["components"][0]["box"]["player 2"]["s2"] == pytest.approx([0, 1 / 3])
    assert data["outcomes"][0]["profile"]["player 1"]["s1"] == 0.0


def through_json_lists(data):
    return json.loads(json.dumps(data, allow_nan=False))
