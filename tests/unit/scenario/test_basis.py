"""How a consideration is known decides its weight, and what the first edition wrote is read as what it is."""

import copy
import datetime

import pytest

import belarusgame as bg
from belarusgame.scenario import BASES

CLAIMS = {
    name: {
        "source": "paper",
        "paragraph": number,
        "says": "So it is.",
        "kind": kind,
        "speaker": "author",
        "firmness": firmness,
    }
    for number, (name, kind, firmness) in enumerate(
        [
            ("1a", "assertion", "stated"),
            ("2a", "assertion", "speculated"),
            ("3a", "assertion", "hedged"),
            ("4a", "prescription", "stated"),
        ],
        start=1,
    )
}


def tables(**consideration):
    effects = [{"when": {"firm": "raise"}, "adds": 1}]
    return {
        "scenario": {"title": "Well?", "date": datetime.date(2026, 1, 2), "reference": {"firm": "hold"}},
        "sources": {"paper": {"title": "The paper", "date": datetime.date(2026, 1, 1)}},
        "claims": copy.deepcopy(CLAIMS),
        "players": {"firm": {"strategies": {"hold": "hold", "raise": "raise"}}},
        "considerations": {
            "firm": {"cost": {"sentence": "It costs.", "effects": effects} | consideration},
        },
    }


def loaded(**consideration):
    return bg.Scenario.from_tables(tables(**consideration))


def problems(**consideration):
    with pytest.raises(bg.ScenarioError) as caught:
        loaded(**consideration)
    return [f"{mistake.place}: {mistake.problem}" for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("keys", "basis", "weight"),
    [
        ({"claims": ["1a"]}, "asserted", "0.75 / 1 / 1.25"),
        ({"claims": ["1a"], "inferred": "A step."}, "inferred", "0.25 / 0.75 / 1.25"),
        ({"claims": ["3a"], "inferred": "A step."}, "inferred", "0.25 / 0.75 / 1.25"),
        ({"claims": ["2a"], "inferred": "A step."}, "inferred", "0 / 0.5 / 1.25"),
        (
            {"claims": ["1a"], "extended_by": ["2a"], "inferred": "A step."},
            "inferred",
            "0.25 / 0.75 / 1.5",
        ),
        ({"judged": "It is so."}, "judged", "0 / 0.5 / 1.25"),
    ],
)
def test_the_weight_follows_from_the_basis(keys, basis, weight):
    cost = loaded(**keys).consideration("firm.cost")
    assert (cost.basis, str(cost.weight)) == (basis, weight)
    assert basis in BASES
    assert loaded(**keys).remarks == ()


def test_a_typed_weight_of_an_inference_is_at_most_that_of_a_hedged_claim():
    typed = {"claims": ["1a"], "inferred": "A step.", "judgement": "A reason."}
    assert loaded(**typed, weight={"low": 0, "likely": 0.75, "high": 1.25}).consideration("firm.cost")
    for end in ("low", "likely", "high"):
        weight = {"low": 0.25, "likely": 0.75, "high": 1.25}
        weight[end] += 0.25
        (problem,) = problems(**typed, weight=weight)
        assert "at most as firm as a hedged claim" in problem


def test_the_reason_for_a_number_is_not_the_reason_for_a_consideration():
    weight = {"low": 0, "likely": 1, "high": 1}
    assert "needs a `judgement`" in problems(judged="It is so.", weight=weight)[0]
    cost = loaded(judged="It is so.", judgement="One is enough.", weight=weight).consideration("firm.cost")
    assert (cost.judged, cost.judgement) == ("It is so.", "One is enough.")


COST = "considerations.firm.cost"
RANGE = {"low": 0, "likely": 0, "high": 1}


@pytest.mark.parametrize(
    ("keys", "place", "problem"),
    [
        ({"claims": ["1a"], "judged": "So."}, "judged", "has claims"),
        ({"claims": ["1a"], "judged": "So.", "inferred": "A step."}, "judged", "is `inferred` too"),
        (
            {"inferred": "A step.", "weight": RANGE, "judgement": "So."},
            "inferred",
            "has no claims as premises",
        ),
        ({"judged": "So.", "extended_by": ["2a"]}, "extended_by", "there are no `claims`"),
        ({"judged": "4a says so."}, "judged", "rests on 4a, a prescription, and does not say"),
    ],
)
def test_a_basis_that_cannot_be_is_refused(keys, place, problem):
    (found,) = problems(**keys)
    assert found.startswith(f"{COST}.{place}: {problem}")


def test_a_prescribed_payoff_says_so():
    assert loaded(judged="It is prescribed (4a) and nothing more.").remarks == ()


def test_a_file_of_the_first_edition_loads_and_is_told_what_to_change():
    weight = {"low": 0, "likely": 0.5, "high": 1}
    effects = [{"when": {"firm": "raise"}, "adds": 1, "judgement": "A guess."}]
    scenario = loaded(weight=weight, judgement="4a wants it so.", effects=effects)
    cost = scenario.consideration("firm.cost")
    assert (cost.basis, cost.judged, str(cost.weight)) == ("judged", "4a wants it so.", "0 / 0.5 / 1")
    first, second, third = map(str, scenario.remarks)
    assert first.startswith("scenario: considerations.firm.cost.judgement: no claim supports")
    assert "read as `judged`; call it so" in first
    assert "4a, a prescription" in second
    assert "effects[0].judgement: this is read as a judged effect; make it a consideration" in third


def test_without_its_claims_an_inference_disappears_and_with_fewer_it_is_derived_anew():
    scenario = loaded(claims=["1a", "2a"], inferred="A step.")
    assert str(scenario.without_claims(["1a"]).consideration("firm.cost").weight) == "0 / 0.5 / 1.25"
    assert str(scenario.without_claims(["2a"]).consideration("firm.cost").weight) == "0.25 / 0.75 / 1.25"
    assert scenario.without_claims(["1a", "2a"]).considerations == ()
