"""Players who are held to a strategy, and other orders of moves."""

import pytest
from first_edition import first_edition

import belarusgame as bg

WEIGHTS = {"putin.manpower": 1.3, "lukashenko.removal": 0.8}
HELD = {"west": "differentiate", "putin": "coerce"}


@pytest.fixture(scope="module")
def scenario():
    return first_edition()


def test_the_game_is_the_one_that_is_left(scenario):
    whole = scenario.game(WEIGHTS, {"shortage": 1.5}, {"putin": "desperate"})
    held = scenario.fixing(HELD).game(WEIGHTS, {"shortage": 1.5}, {"putin": "desperate"})
    assert held.equals(whole.restrict(HELD))


def test_everything_that_may_be_drawn_stays_as_it_is(scenario):
    held = scenario.fixing({"putin": "tolerate"})
    assert held.inputs() == scenario.inputs()
    assert [c.key for c in held.considerations if not c.effects]  # some bear on nothing any more, and stay


def test_the_held_strategies_are_the_reference_and_the_question_is_what_can_still_happen(scenario):
    held = scenario.fixing(HELD)
    assert held.fixed == HELD
    assert (held.reference["west"], held.reference["china"]) == ("differentiate", "stand_aside")
    assert held.question == scenario.question
    assert scenario.fixing({"lukashenko": "abstain"}).question is None


def test_assumptions_that_name_a_lost_strategy_go_and_effects_of_others_stay(scenario):
    held = scenario.fixing({"putin": "tolerate"})
    gone = {a.name for a in scenario.assumptions} - {a.name for a in held.assumptions}
    assert "shortage_drives_coercion" in gone
    assert len(gone) < len(scenario.assumptions)
    assert held.consideration("lukashenko.removal").effects == ()  # it needs putin = coerce
    kept, all_of_them = (made.consideration("lukashenko.home_front").effects for made in (held, scenario))
    assert len(kept) == len(all_of_them) > 0


def test_dynamics_lose_the_effects_that_cannot_happen(scenario):
    effects = [effect for d in scenario.drivers if d.dynamics is not None for effect in d.dynamics.effects]
    player, (label, *_) = next(iter(effects[0].when.items()))
    other = next(name for name in scenario.player(player).strategies if name not in effects[0].when[player])
    held, lost = (scenario.fixing({player: name}) for name in (label, other))
    count = [sum(len(d.dynamics.effects) for d in made.drivers if d.dynamics) for made in (held, lost)]
    assert count[0] > count[1]


def test_leaving_a_claim_out_of_what_is_held_reports_only_what_is_lost(scenario):
    held = scenario.fixing({"putin": "tolerate"})
    less = held.without_claims(["17b"])
    assert {c.key for c in less.considerations} == {c.key for c in held.considerations}


def test_holding_nobody_is_the_scenario_itself(scenario):
    assert scenario.fixing({}) is scenario
    assert scenario.fixing(None) is scenario


def test_all_mistakes_are_in_one_report(scenario):
    with pytest.raises(bg.GameError) as caught:
        scenario.fixing({"wset": "isolate", "china": "interced", "putin": ["coerce"], 3: "join"})
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    assert 'player "wset" is not one of lukashenko, putin, west, china; did you mean "west"?' in lines[0]
    assert 'strategy "interced"' in lines[1]
    assert 'did you mean "intercede"?' in lines[1]
    assert "is not one strategy" in lines[2]
    assert "player 3 is not one of" in lines[3]


def test_another_order_is_cited_by_no_claim(scenario):
    other = scenario.ordering(["china", ["lukashenko", "west"], "putin"])
    assert other.order == (("china",), ("lukashenko", "west"), ("putin",))
    assert scenario.cited["order"]
    assert other.cited["order"] == ()
    assert scenario.ordering(scenario.order) is scenario
    with pytest.raises(bg.GameError, match="omits west"):
        scenario.ordering(["china", "lukashenko", "putin"])


def with_obedience(tables):
    tables["delegations"] = {
        "obedience": {
            "sentence": "The bank decides once it has called.",
            "player": "small_firm",
            "to": "lender",
            "when": {"lender": "call"},
            "probability": {"low": 0.6, "likely": 0.7, "high": 0.8},
            "judgement": "Made for a test.",
        }
    }


def test_a_delegation_stays_where_it_can_match_and_goes_where_it_decides_nothing(small):
    scenario = small(with_obedience)
    called = scenario.fixing({"lender": "call"})
    assert [dict(made.when) for made in called.delegations] == [{}]
    left = scenario.game().restrict({"lender": "call"})
    assert (called.game().deciding == left.deciding).all()
    assert (called.game().deciding != called.game().payoffs).any()
    assert scenario.fixing({"lender": "hold"}).delegations == ()
    assert scenario.fixing({"small_firm": "wait"}).delegations == ()


def test_an_order_that_leaves_a_delegation_undefined_is_refused(small):
    with pytest.raises(bg.GameError, match="delegation obedience is undefined"):
        small(with_obedience).ordering(["small_firm", "lender"])
