"""What a scenario loses with a claim, in words and in numbers."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.plans.question import question
from belarusgame.explore.sensitivity.without_claim import _answered, changes_between, leaving_out
from belarusgame.scenario.records import Weight
from belarusgame.solve.solution import Box, Component, Solution


def asked(scenario, concept="sequential", **event):
    return question(scenario, event, concept, ("sequential", "pure", "nash"))


def test_what_is_lost_is_said_part_by_part(ladder):
    first, second, *others = ladder.considerations
    wider = replace(first, weight=Weight(low=Fraction(0), likely=Fraction(1), high=Fraction(2)))
    less = replace(
        ladder,
        considerations=(wider, *others),
        drivers=(),
        types=ladder.types[1:],
    )
    assert list(changes_between(ladder, less)) == [
        f"{first.key} weighs 0 / 1 / 2 instead of 0.25 / 0.75 / 1.25",
        f"{second.key} disappears",
        "tide stays at level 1",
        "nobody counts on b being bold",
    ]
    assert list(changes_between(ladder, ladder)) == []
    assert list(changes_between(ladder, replace(ladder, types=ladder.types[:1]))) == [
        "nobody counts on b being shy"
    ]


def test_an_event_loses_the_strategies_that_disappear(ladder, make):
    assert ladder.labels.left_of({"b": ["b1", "b9"], "c": "c0"}) == {"b": ("b1",), "c": ("c0",)}
    assert ladder.labels.left_of({"b": "b9", "c": "c0"}) is None
    assert ladder.labels.left_of({"a": "a1"}) == {"a": ("a1",)}


def cited(name, when, adds):
    return {"sentence": "It matters.", "claims": [name], "effects": [{"when": when, "adds": adds}]}


def judged(low, likely, high, when, adds):
    weight = {"low": low, "likely": likely, "high": high}
    effects = [{"when": when, "adds": adds}]
    return {"sentence": "It matters.", "judgement": "Made up.", "weight": weight, "effects": effects}


@pytest.fixture(scope="module")
def tied():
    """Joining pays gain + hope - 2 cost, all of one weight: a tie as long as the friend helps."""
    names = ("exit", "spare", "gain", "cost", "hope", "zeal")
    claim = {"source": "s", "paragraph": 1, "kind": "assertion", "speaker": "author", "firmness": "stated"}
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "?",
                "date": date(2026, 1, 1),
                "reference": {"a": "stay", "b": "watch"},
                "order": ["a", "b"],
            },
            "sources": {"s": {"title": "S", "date": date(2026, 1, 1)}},
            "claims": {name: claim | {"says": f"{name} is there"} for name in names},
            "players": {
                "a": {"strategies": {"stay": "s", "join": "j"}},
                "b": {"strategies": {"watch": "w", "help": "h", "leave": "l"}, "claims": {"leave": ["exit"]}},
            },
            "considerations": {
                "a": {
                    "gain": cited("gain", {"a": "join"}, 1),
                    "cost": cited("cost", {"a": "join"}, -2),
                    "hope": cited("hope", {"a": "join", "b": "help"}, 1),
                },
                "b": {
                    "zeal": cited("zeal", {"b": "help"}, 2),
                    "rest": judged(0.5, 1.25, 1.5, {"b": "leave"}, -1),
                    "toll": judged(0.5, 1, 1.5, {"b": "help"}, -1),
                },
            },
        }
    )


BOTH = ("join/help", "stay/help")


def test_each_claim_is_left_out_in_turn(tied):
    found = leaving_out(asked(tied, a="join"))
    assert (found.answer, found.draws, found.outcomes) == (0.5, 1, BOTH)  # in one of two outcomes
    rest = ("b.rest disappears", "b is not known to be able to leave")
    assert {
        left.claim: (left.changes, left.answer, left.move, left.outcomes, left.changed, left.overturned)
        for left in found.claims
    } == {
        "gain": (("a.gain disappears",), 0.0, -0.5, ("stay/help",), True, True),
        "cost": (("a.cost disappears",), 1.0, 0.5, ("join/help",), True, True),
        "hope": (("a.hope disappears",), 0.0, -0.5, ("stay/help",), True, True),
        "zeal": (("b.zeal disappears",), 0.0, -0.5, ("stay/watch",), True, True),
        "exit": (rest, 0.5, 0.0, BOTH, False, False),
        "spare": ((), 0.5, 0.0, BOTH, False, False),
    }
    assert [left.claim for left in found.claims][-2:] == ["exit", "spare"]
    assert {(left.settled, left.partial) for left in found.claims} == {(1, False)}
    assert found.claims[0].says == "gain is there"
    assert "hangs on claim gain and on claim cost and on claim hope and on claim zeal, each" in found.sentence
    assert "Without" not in found.sentence


def test_what_changes_without_turning_the_answer_is_told_apart(tied):
    found = leaving_out(asked(tied, b="leave"))
    assert [left.claim for left in found.claims if left.changed] == ["gain", "cost", "hope", "zeal"]
    assert [left.claim for left in found.claims] == ["gain", "cost", "hope", "zeal", "exit", "spare"]
    assert not any(left.overturned for left in found.claims)
    assert "hangs on no single claim. Without gain, cost, hope or zeal somebody" in found.sentence
    turned = leaving_out(asked(tied, b="help"))
    assert [left.claim for left in turned.claims if left.overturned] == ["zeal"]
    assert (turned.claims[0].claim, turned.claims[0].move) == ("zeal", -1.0)
    assert "hangs on claim zeal. Without gain, cost or hope somebody" in turned.sentence


def test_the_mixed_reading_lists_what_players_may_do(tied):
    found = leaving_out(asked(tied, "nash", a="join"))
    assert found.outcomes == ("stay or join/help",)
    by_claim = {left.claim: left for left in found.claims}
    assert by_claim["cost"].outcomes == ("join/help",)
    assert (by_claim["cost"].overturned, by_claim["gain"].overturned) == (True, True)
    assert not by_claim["exit"].changed


def test_background_is_not_left_out(belarus, tied):
    names = {"gain": tied.evidence.claims["gain"]}
    assert not names["gain"].background
    hidden = [claim.name for claim in belarus.evidence.claims.values() if claim.background]
    assert hidden
    found = leaving_out(asked(belarus, china="disengage"), lambda *_: np.array([0.0]))
    assert len(found.claims) == len(belarus.evidence.claims) - len(hidden)
    assert {left.claim for left in found.claims}.isdisjoint(hidden)


def test_draws_that_were_not_settled_do_not_count(tied):
    """Answers of 4 draws: what was not settled before or after a claim is left out counts for neither."""
    before, after = np.array([0.5, np.nan, 1.0, 0.0]), np.array([1.0, 1.0, np.nan, 0.25])

    def answer(scenario, event):
        assert event in ({"a": "join"}, {"a": ("join",)})
        return before if scenario is tied else after

    found = leaving_out(asked(tied, a="join"), answer, "the share")
    assert (found.answer, found.draws, found.answer_is) == (0.5, 4, "the share")
    *moved, still = found.claims
    for left in moved:
        assert (left.answer, left.settled) == (0.75, 2)
        assert left.move == pytest.approx(0.375)
    assert (still.claim, still.answer, still.move, still.settled) == ("spare", 0.5, 0.0, 3)


def test_a_move_that_is_rounding_is_none(tied):
    def answer(scenario, event):
        return np.array([0.5 if scenario is tied else 0.5 + 1e-14])

    assert {left.move for left in leaving_out(asked(tied, a="join"), answer).claims} == {0.0}
    unsettled = leaving_out(asked(tied, a="join"), lambda *_: np.array([np.nan]))
    assert all(np.isnan(left.answer) for left in unsettled.claims)
    assert {left.settled for left in unsettled.claims} == {0}


def test_what_cannot_happen_any_more_has_no_chance(tied):
    left = leaving_out(asked(tied, b="leave"), lambda *_: np.array([0.5, 0.5])).claims[0]
    assert (left.claim, left.answer, left.move, left.settled) == ("exit", 0.0, -0.5, 2)
    assert not left.overturned  # at the likely weights nobody leaves


def test_equilibria_that_were_not_told_apart_count_by_their_bounds(tied):
    labels = tied.labels
    bounds = tuple(np.tile([0.25, 0.75], (count, 1)) for count in labels.counts)
    whole = Component(box=Box(labels=labels, bounds=bounds), samples=())
    found = Solution(outcomes=(), components=(whole,), concept="nash", status="complete", method="by hand")
    least, greatest = found.probability_range({"a": "join"})
    assert (least, greatest) == (0.25, 0.75)
    asked = question(tied, {"a": "join"}, "nash", ("nash",))
    assert _answered(asked, found, None).tolist() == [0.5]
