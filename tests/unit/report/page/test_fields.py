"""The main records as plain data: the numbers that a page may show."""

import json
import math
from fractions import Fraction
from types import SimpleNamespace

import pytest

import belarusgame as bg
from belarusgame.report.explanation import Comparison, Explanation, Part
from belarusgame.report.figures import matrix
from belarusgame.report.figures.naming import naming
from belarusgame.report.page.fields import (
    MOST_EXPLAINED,
    check_fields,
    reading_fields,
    structures_fields,
    table_fields,
    telling_fields,
    uncertain_fields,
)


def reading(scenario, count=1):
    game = scenario.game()
    solution = bg.solve.pure_equilibria(game)
    part = Part(consideration="firm.wage_bill", amount=Fraction(3, 2), claims=("1a",), judged=True)
    compared = Comparison(
        player="firm",
        chosen="hold",
        alternative="offer",
        parts=(part,),
        leads_to={"city": "step_in"},
        tips_at=None,
    )
    explanation = Explanation(comparisons=(compared,), names={}, plural=frozenset({"firm"}))
    return SimpleNamespace(title="At once", solution=solution, explanations=(explanation,) * count)


def test_a_reading_says_what_happens_and_why(harbour):
    made = reading(harbour)
    data = reading_fields(made, harbour, naming(harbour))
    assert json.loads(json.dumps(data)) == data  # plain
    assert (data["title"], data["status"], data["outcomes"]) == (
        "At once",
        "complete",
        len(made.solution.outcomes),
    )
    chance = made.solution.probability_range(harbour.question)
    assert data["chance"] == {"least": chance[0], "greatest": chance[1]}
    ((compared,),) = data["explanations"]
    assert (compared["player"], compared["plural"], compared["difference"]) == ("The firm", True, 1.5)
    assert compared["replies"] == "City step in"
    assert compared["parts"] == [
        {
            "key": "firm.wage_bill",
            "name": "wage bill",
            "amount": 1.5,
            "claims": ["1a"],
            "basis": ["judgement"],
        }
    ]


def test_of_many_outcomes_some_are_explained(harbour):
    data = reading_fields(reading(harbour, MOST_EXPLAINED + 2), harbour, naming(harbour))
    assert len(data["explanations"]) == MOST_EXPLAINED


def test_without_a_question_there_is_no_chance(make):
    silent = make(lambda tables: tables["scenario"].pop("question"))
    assert reading_fields(reading(silent), silent, naming(silent))["chance"] is None
    assert set(uncertain_fields(object(), silent).values()) == {None}


@pytest.mark.parametrize(("radius", "shown"), [(math.inf, None), (0.25, 0.25)])
def test_uncertain_payoffs_are_told_by_share_distance_and_verdict(harbour, radius, shown):
    share = SimpleNamespace(
        some=0.5, every=0.25, draws=200, undecided=0.0, some_interval=(0.4, 0.6), logit=None
    )
    conventions = SimpleNamespace(shares={"flat": SimpleNamespace(some=0.75)})
    sweep = SimpleNamespace(share=lambda event: share, conventions=lambda: conventions)
    moves = [SimpleNamespace(share=Fraction(1, 4)), SimpleNamespace(share=Fraction(1, 2))]
    found = SimpleNamespace(
        sweep=sweep,
        tipping=SimpleNamespace(found=True, moves=moves, certificate=None),
        never=SimpleNamespace(verdict="refuted", bound=Fraction(1, 8)),
        robustness=SimpleNamespace(radius=radius),
    )
    data = uncertain_fields(found, harbour)
    assert (data["sweep"]["share"], data["sweep"]["low"], data["sweep"]["high"]) == (0.5, 0.4, 0.6)
    assert data["conventions"] == [{"name": "flat", "share": 0.75}]
    assert data["tipping"] == {"found": True, "moves": 2, "farthest": 0.5, "proven": False}
    assert data["never"] == {"verdict": "refuted", "bound": 0.125}
    assert data["robustness"] == {"radius": shown}
    assert set(uncertain_fields(None, harbour).values()) == {None}


def test_verdicts_are_counted_in_the_order_in_which_they_come():
    def checked(name, verdict):
        assumption = SimpleNamespace(name=name, role="finding", sentence="So.", claims=("1a",))
        return SimpleNamespace(assumption=assumption, verdict=verdict)

    found = SimpleNamespace(
        checked=(checked("a", "refuted"), checked("b", "proven"), checked("c", "refuted")), passed=True
    )
    data = check_fields(found)
    assert list(data["counts"].items()) == [("refuted", 2), ("proven", 1)]
    assert (data["asked"], data["passed"]) == (3, True)
    assert data["assumptions"][1] == {
        "name": "b", "role": "finding", "verdict": "proven", "sentence": "So.", "claims": ["1a"],
    }  # fmt: skip


def test_pairs_and_structures_are_counted(harbour):
    pairs = [SimpleNamespace(touches=touches) for touches in (True, False, True)]
    assert telling_fields(SimpleNamespace(pairs=pairs, asked=10, left=4)) == {
        "pairs": 3,
        "asked": 10,
        "touching": 2,
        "left": 4,
    }
    found = SimpleNamespace(range=(0.1, 0.9), moves_most=None, structures=(1, 2, 3), orders_left=7)
    numbers = {"least": 0.1, "greatest": 0.9, "choices": 2, "orders_left": 7}
    assert structures_fields(found, harbour) == {"first": None, **numbers}
    found.moves_most = SimpleNamespace(kind="held", choice="city = step_in")
    assert structures_fields(found, harbour)["first"] == "holding City at step in"
    assert structures_fields(None, harbour) is None


def test_a_figure_becomes_columns_and_rows():
    game = bg.Game([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], ["he", "she"])
    chart = matrix(game)
    data = table_fields(chart)
    assert data["columns"][:3] == ["he", "she", "payoff he"]
    assert data["rows"][0][:3] == ["s1", "s1", 2.0]
    assert (data["question"], data["alt"]) == (chart.question, chart.alt)
    assert json.loads(json.dumps(data)) == data
