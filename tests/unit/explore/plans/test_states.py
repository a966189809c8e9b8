"""Each state of the delegations is a case of its own, and none has a distance."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.explore.plans import in_every_state, state_problems, state_words

JOIN = {"puppet": "go"}
REASON = "For the test."


def term(effects, low, likely, high):
    made = [{"when": when, "adds": adds} for when, adds in effects]
    weight = {"low": low, "likely": likely, "high": high}
    return {
        "sentence": "It matters.",
        "judged": REASON,
        "judgement": REASON,
        "weight": weight,
        "effects": made,
    }


def puppet(probability):
    """Return a scenario in which the puppet never goes, unless its master decides, who always wants that."""
    low, likely, high = probability
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "Does it go?",
                "date": date(2026, 1, 1),
                "order": ["master", "puppet"],
                "reference": {"master": "ask", "puppet": "stay"},
            },
            "players": {
                "master": {"strategies": {"ask": "asks", "order": "orders"}},
                "puppet": {"strategies": {"stay": "stays", "go": "goes"}},
            },
            "considerations": {
                "master": {
                    "gain": term([({"puppet": "go"}, 2)], 0.5, 1, 1.5),
                    "cost": term([({"master": "order"}, -1)], 0.5, 1, 3),
                },
                "puppet": {"peace": term([({"puppet": "go"}, -1)], 0.5, 1, 1.5)},
            },
            "delegations": {
                "strings": {
                    "sentence": "Under orders the decision is the master's.",
                    "player": "puppet",
                    "to": "master",
                    "when": {"master": "order"},
                    "probability": {"low": low, "likely": likely, "high": high},
                    "judgement": REASON,
                }
            },
        }
    )


OPEN = puppet((0, 0.75, 1))


def settled(on):
    return puppet((1, 1, 1) if on else (0, 0, 0))


def test_the_likely_state_comes_first():
    assert list(OPEN.states()) == ["strings on", "strings off"]
    assert list(puppet((0, 0.25, 0.5)).states()) == ["strings off", "strings on"]
    assert list(settled(True).states()) == ["strings on"]
    assert list(replace(OPEN, delegations=()).states()) == [""]
    on, off = OPEN.states().values()
    assert on.game().delegations and not off.game().delegations
    assert on.settled({"strings": False}).game().equals(off.game())
    with pytest.raises(bg.GameError, match='delegation "string" is not one of strings'):
        OPEN.settled({"string": True})


def test_tipping_points_and_robustness_answer_for_each_state():
    found = bg.explore.tipping_points(OPEN, JOIN)
    assert (found.state, found.distance) == ("strings on", 0)
    (off,) = found.otherwise
    assert (off.state, off.found) == ("strings off", False)
    assert off.problems() == ()
    assert off.distance == bg.explore.tipping_points(settled(False), JOIN).distance
    assert found.stops.exact_distance == Fraction(1, 3)
    assert found.stops.moves == bg.explore.tipping_points(settled(True), JOIN).stops.moves
    radii = bg.explore.robustness(OPEN)
    assert radii.radius == bg.explore.robustness(settled(True)).radius == pytest.approx(1 / 3)
    assert [r.radius for r in radii.otherwise] == [bg.explore.robustness(settled(False)).radius]
    assert "With strings off: No change in reach" in str(found)


def test_regions_and_maps_answer_for_each_state():
    there = {"master": "order", "puppet": "go"}
    region = bg.explore.region(OPEN, there, draws=500)
    assert region.kind == "empty"  # the master would rather ask, given that the puppet goes
    (other,) = region.otherwise
    assert other.kind == "empty"
    assert region.problems() == state_problems(region, OPEN) == ()
    forged = replace(region, state="strings off")
    assert forged.problems() == ("the states of the delegations are others than those recorded",)
    bare = replace(region, otherwise=(replace(other, certificate=None),))
    assert bare.problems() == ("strings off: there is no certificate of this state",)
    assert replace(region, otherwise=(region,)).problems() == bare.problems()
    here = bg.explore.region(OPEN, {"master": "ask", "puppet": "stay"}, draws=500)
    assert (here.kind, here.otherwise[0].kind) == ("full", "full")
    decided = bg.explore.region(OPEN, {"master": "order", "puppet": "stay"}, draws=500)
    assert decided.kind == "empty"
    drawn = bg.explore.region_map(OPEN, "master.gain", "master.cost")
    assert drawn.at(1, 1)[0].label == "order/go"
    assert drawn.at(0.5, 3)[0].label == "ask/stay"
    assert [cell.label for cell in drawn.otherwise[0].cells] == ["ask/stay"]
    assert str(drawn).startswith("With strings on: Map of")


def test_proofs_cover_both_states_unless_one_has_no_chance():
    assert bg.explore.guarantee(OPEN, never=JOIN).verdict == "refuted"
    assert bg.explore.guarantee(settled(False), never=JOIN).verdict == "proven"
    proof = bg.explore.guarantee(OPEN, never={"puppet": "go", "master": "ask"})
    assert (proof.verdict, proof.problems()) == ("proven", ())
    assert len(proof.certificate.contradictions) == 2
    assert len(bg.explore.guarantee(settled(False), never=JOIN).certificate.contradictions) == 1
    witness = bg.explore.guarantee(puppet((0, 0.25, 0.5)), never=JOIN).witness
    assert witness.delegations == {"strings": True}
    assert witness.circumstances == "With delegation strings on"
    assert witness.options() == ["--delegation", "strings=on"]


def test_without_delegations_there_is_nothing_beside_the_answer():
    plain = replace(OPEN, delegations=())
    found = in_every_state(plain, lambda scenario: bg.explore.tipping_points(scenario, JOIN))
    assert (found.state, found.otherwise, state_words(found)) == ("", (), "")
