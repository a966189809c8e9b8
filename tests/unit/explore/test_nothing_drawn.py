"""A scenario with nothing to draw: no considerations, or none left when the one claim is left out."""

from datetime import date

import pytest

import belarusgame as bg

EVENT = {"a": "y"}
PROFILE = {"a": "x", "b": "u"}
SOURCE = {"title": "A report", "date": date(2026, 1, 1), "address": "https://example.org"}
CLAIM = {
    "source": "report",
    "paragraph": 1,
    "says": "He likes it.",
    "kind": "assertion",
    "speaker": "author",
    "firmness": "stated",
}


def made(considerations, order, **more):
    head = {
        "title": "What happens?",
        "date": date(2026, 1, 1),
        "reference": PROFILE,
        "question": EVENT,
        **({"order": order} if order else {}),
    }
    players = {"a": {"strategies": {"x": "x", "y": "y"}}, "b": {"strategies": {"u": "u", "v": "v"}}}
    return bg.Scenario.from_tables(
        {"scenario": head, "players": players, "considerations": considerations} | more, "test"
    )


@pytest.fixture(params=[["a", "b"], None], ids=["in turn", "at once"])
def order(request):
    return request.param


@pytest.fixture
def nothing(order):
    return made({"a": {}}, order)


def test_every_draw_is_the_same_one(nothing):
    found = bg.explore.sweep(nothing, 5000, keep="draws", logit=0, conventions=False)
    assert found.share(EVENT).some == 1.0
    assert found.share(EVENT).every == 0.0
    assert found.frame["outcomes"].nunique() == 1
    assert bg.explore.make_draws(nothing).values(0, 10).shape == (0, 10)


def test_the_answer_has_no_variation(nothing):
    found = bg.explore.sensitivity(nothing, EVENT, output="share", draws=64)
    assert (found.inputs, found.claims, found.deviation) == ((), (), 0.0)


def test_no_weight_can_change_or_prove_anything(nothing):
    assert bg.explore.guarantee(nothing, never=EVENT).verdict == "refuted"
    assert len(str(bg.explore.tipping_points(nothing, EVENT))) > 0
    assert len(str(bg.explore.robustness(nothing))) > 0
    assert len(str(bg.explore.explain_outcome(nothing, EVENT))) > 0
    with pytest.raises(bg.GameError, match=r"is not one of \(there is none\)"):
        bg.explore.region_map(nothing, "a", "b")


def test_the_only_claim_can_be_left_out(order):
    like = {
        "sentence": "He likes it.",
        "claims": ["1"],
        "effects": [{"when": {"a": "y"}, "adds": 1}],
    }
    evidence = {"sources": {"report": SOURCE}, "claims": {"1": CLAIM}}
    scenario = made({"a": {"like": like}}, order, **evidence)
    found = bg.explore.sensitivity(scenario, EVENT, output="share", draws=64)
    (left_out,) = found.without.claims
    assert left_out.claim == "1"


def test_the_main_job_says_so_too(nothing):
    assert "What happens?" in str(bg.report.assess(nothing, draws=100))
