from dataclasses import replace

import pytest
from first_edition import first_edition

import belarusgame as bg

JOIN = {"lukashenko": "join"}


def test_the_state_of_the_delegations_that_bounds_are_about_is_said_and_checked():
    found = bg.explore.explain_outcome(bg.load_scenario("belarus-2022"), {"lukashenko": "abstain"}, draws=50)
    assert found.state == "obedience on"
    assert found.sentences[0].startswith("With obedience on: ")
    assert bg.verify(found)
    assert any("state" in problem for problem in replace(found, state="obedience off").problems())


def test_what_cannot_be_explained_is_proven():
    scenario = first_edition()
    found = bg.explore.explain_outcome(scenario, {"lukashenko": "join", "china": "disengage"}, draws=200)
    assert (found.possible, found.status, found.weights) == (False, "complete", ())
    assert bg.verify(found)
    assert "No weights within their ranges" in found.sentences[0]
    assert found.kept == 0


@pytest.mark.parametrize(
    ("observed", "more", "message"),
    [
        ({}, {}, "must name at least one player"),
        ({"lukashenko": "jion"}, {}, 'did you mean "join"'),
        (JOIN, {"draws": 0}, "draws = 0: must be a whole number, 1 or more"),
        (JOIN, {"draws": True}, "draws = true"),
        (JOIN, {"concept": "nash"}, 'concept "nash"'),
        ("join", {}, "must be a mapping"),
    ],
)
def test_bad_input_is_refused(observed, more, message):
    with pytest.raises(bg.GameError, match=message):
        bg.explore.explain_outcome(first_edition(), observed, **more)
