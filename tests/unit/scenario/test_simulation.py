"""The table ``[simulation]``: its defaults, what it rests on, and what is left of it without claims."""

from copy import deepcopy
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.scenario import Simulation

JUDGED = {"judgement": "For the tests."}


def scenario(simulation):
    from datetime import date

    end = JUDGED | {
        "sentence": "It matters.",
        "weight": {"low": 0.5, "likely": 1, "high": 2},
        "effects": [{"when": {"a": "y"}, "adds": 1}],
    }
    claim = {
        "source": "report",
        "paragraph": 1,
        "says": "It is final.",
        "kind": "assertion",
        "speaker": "author",
        "firmness": "stated",
    }
    tables = {
        "scenario": {"title": "What?", "date": date(2026, 1, 1), "reference": {"a": "x"}},
        "sources": {"report": {"title": "A report", "date": date(2026, 1, 1)}},
        "claims": {"1": claim, "2": claim},
        "players": {"a": {"strategies": {"x": "x", "y": "y", "z": "z"}, "claims": {"z": ["2"]}}},
        "considerations": {"a": {"k": end}},
    }
    return bg.Scenario.from_tables(
        tables | ({} if simulation is None else {"simulation": simulation}), "test"
    )


def test_without_the_table_everything_has_its_default():
    found = scenario(None).simulation
    assert found == Simulation()
    assert (found.absorbing, found.move_months, found.discount, found.tremble) == (
        (),
        1,
        Fraction(9, 10),
        "month",
    )
    assert found.basis("move_months") == "the default"


def test_what_is_given_is_kept_exactly_with_what_it_rests_on():
    given = {
        "absorbing": [{"a": ["y", "z"]}],
        "move_months": 1.5,
        "tremble": "run",
        "claims": {"absorbing": ["1"]},
        "judgement": {"move_months": "A guess.", "tremble": "Another."},
    }
    before = deepcopy(given)
    found = scenario(given).simulation
    assert given == before
    assert found.absorbing == ({"a": ("y", "z")},)
    assert found.move_months == Fraction(3, 2)
    assert [found.basis(name) for name in ("absorbing", "move_months", "discount")] == [
        "1",
        "judgement",
        "the default",
    ]


def test_one_reason_may_stand_for_all():
    found = scenario({"discount": 0.5, "claims": ["1"]}).simulation
    assert found.basis("discount") == "1"
    assert scenario({"discount": 1, "tremble": "run"} | JUDGED).simulation.basis("tremble") == "judgement"


def test_what_rested_on_a_claim_that_is_gone_has_its_default_again():
    given = {
        "absorbing": [{"a": "y"}],
        "move_months": 2,
        "claims": {"absorbing": ["1"]},
        "judgement": {"move_months": "A guess."},
    }
    less = scenario(given).without_claims(["1"]).simulation
    assert less.absorbing == ()
    assert less.move_months == 2
    kept = scenario(given | {"judgement": "Anyway."}).without_claims(["1"]).simulation
    assert kept.absorbing == ({"a": ("y",)},)


def test_a_strategy_that_is_gone_leaves_the_events():
    given = {"absorbing": [{"a": ["y", "z"]}, {"a": "z"}]} | JUDGED
    less = scenario(given).without_claims(["2"]).simulation
    assert less.absorbing == ({"a": ("y",)},)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"judgment": "x"},
            "unknown key, not one of absorbing, move_months, discount, tremble, claims, judgement",
        ),
        ({"move_months": 2}, "simulation.move_months: rests on nothing"),
        ({"absorbing": [{}]} | JUDGED, "must not be empty"),
        ({"move_months": 2, "claims": ["9"]}, 'claim "9" is not one of'),
        ({"move_months": 2, "claims": {"discount": ["1"]}}, 'key "discount" is not one of move_months'),
        ({"judgement": 3}, "must be text, or a table with text for each key"),
    ],
)
def test_a_table_that_is_not_in_order_is_refused(given, message):
    with pytest.raises(bg.ScenarioError) as error:
        scenario(given)
    assert message in str(error.value)
