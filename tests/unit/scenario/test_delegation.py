"""Delegations in a scenario file: their probability, their game, and what is left of them without claims."""

from datetime import date
from fractions import Fraction

import pytest

import belarusgame as bg

CLAIM = {"source": "paper", "paragraph": 1, "says": "So it is.", "kind": "assertion", "speaker": "author"}
EFFECTS = [{"when": {"puppet": "go"}, "adds": -1}]
ORDERS = {"sentence": "The master decides.", "player": "puppet", "to": "master", "when": {"master": "order"}}


def tables(**delegation):
    return {
        "scenario": {
            "title": "Does it go?",
            "date": date(2026, 1, 1),
            "reference": {"master": "ask", "puppet": "stay"},
        },
        "sources": {"paper": {"title": "A paper", "date": date(2026, 1, 1)}},
        "claims": {
            "p": CLAIM | {"firmness": "stated"},
            "s": CLAIM | {"firmness": "stated"},
            "h": CLAIM | {"firmness": "hedged"},
            "g": CLAIM | {"firmness": "speculated"},
            "u": CLAIM | {"firmness": "stated", "kind": "utterance"},
        },
        "players": {
            "master": {"strategies": {"ask": "asks", "order": "orders", "beg": "begs"}},
            "puppet": {"strategies": {"stay": "stays", "go": "goes"}},
        },
        "considerations": {
            "puppet": {"peace": {"sentence": "It matters.", "claims": ["p"], "effects": EFFECTS}},
            "master": {
                "gain": {
                    "sentence": "It matters.",
                    "claims": ["p"],
                    "effects": [{"when": {"puppet": "go"}, "adds": 3}],
                }
            },
        },
        "delegations": {"strings": ORDERS | delegation} if delegation else {},
    }


def made(**delegation):
    return bg.Scenario.from_tables(tables(**delegation))


@pytest.mark.parametrize(
    ("claims", "probability", "likely"),
    [
        (["s"], "0.5 / 0.75 / 1", True),
        (["h"], "0.25 / 0.5 / 0.75", True),
        (["u"], "0.25 / 0.5 / 0.75", True),  # an utterance is at most hedged
        (["s", "h"], "0.5 / 0.75 / 1", True),  # each by itself: the firmest
        ([["s", "h"]], "0.25 / 0.5 / 0.75", True),  # jointly: the weakest
        (["g"], "0 / 0.25 / 0.5", False),
    ],
)
def test_the_probability_follows_the_firmness(claims, probability, likely):
    (found,) = made(claims=claims).delegations
    assert (str(found.probability), found.likely, found.possible[-1]) == (probability, likely, True)


def test_what_is_only_speculated_is_likely_off():
    scenario = made(claims=["g"])
    assert scenario.delegations[0].likely is False
    assert not scenario.game().delegations
    game = scenario.game(delegations={"strings": True})
    assert game.deciding[1].tolist() == [[0, -1], [0, 3], [0, -1]]
    assert game.payoffs.tolist() == scenario.game().payoffs.tolist()


def test_on_and_off_equal_two_scenarios_written_out():
    delegated, alone = made(claims=["s"]), made()
    written = tables()
    of_puppet = written["considerations"]["puppet"]
    of_puppet["peace"] = of_puppet["peace"] | {
        "effects": [{"when": {"puppet": "go", "master": ["ask", "beg"]}, "adds": -1}]
    }
    of_puppet["orders"] = of_puppet["peace"] | {
        "effects": [{"when": {"puppet": "go", "master": "order"}, "adds": 3}]
    }
    by_hand = bg.Scenario.from_tables(written)
    on, off = (delegated.game(delegations={"strings": state}) for state in (True, False))
    assert on.deciding.tolist() == by_hand.game().payoffs.tolist()
    assert off.equals(alone.game())
    for here, there in ((on, by_hand.game()), (off, alone.game())):
        for solve in (
            bg.solve.pure_equilibria,
            lambda game: bg.solve.sequential_equilibria(game, ["master", "puppet"]),
        ):
            found = [[o.pure_profile for o in solve(game).outcomes] for game in (here, there)]
            assert found[0] == found[1] != []
    question = {"puppet": "go"}
    for state, other in ((True, by_hand), (False, alone)):
        verdicts = {
            bg.explore.guarantee(scenario, never=question, concept="pure").verdict
            for scenario in (delegated.settled({"strings": state}), other)
        }
        assert len(verdicts) == 1


def test_claims_that_are_left_out_leave_their_probability():
    scenario = made(claims=["s", "h"])
    assert str(scenario.without_claims(["s"]).delegations[0].probability) == "0.25 / 0.5 / 0.75"
    assert scenario.without_claims(["s"]).delegations[0].cited == ("h",)
    assert scenario.without_claims(["s", "h"]).delegations == ()
    typed = made(claims=["s"], probability={"low": 0, "likely": 0.5, "high": 1}, judgement="Typed.")
    kept = typed.without_claims(["s"]).delegations[0]
    assert (str(kept.probability), kept.cited) == ("0 / 0.5 / 1", ())


def test_it_is_an_input_and_a_part_of_a_choice():
    scenario = made(claims=["h"])
    assert [(e.name, e.kind, e.base) for e in scenario.inputs()[-2:]] == [
        ("strings", "probability", Fraction(1, 2)),
        ("strings", "delegation", 1),
    ]
    choice = bg.Choice(scenario=scenario, delegations={"strings": False})
    assert choice.options() == ["--delegation", "strings=off"]
    assert choice.link() == "delegation.strings=off"
    assert (
        bg.Choice.from_link(scenario, choice.link())
        == bg.Choice.from_options(scenario, choice.options())
        == choice
    )
    assert choice.game().equals(scenario.game(delegations={"strings": False}))
    assert choice.putting_back("delegation strings") == bg.Choice(
        scenario=scenario, delegations={"strings": True}
    )
    assert choice.rows() == [{"input": "delegation strings", "here": "off"}]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.game(delegations={"string": True}), 'delegation "string" is not one of strings'),
        (lambda s: s.game(delegations={"strings": "on"}), 'delegation strings = "on": must be'),
        (lambda s: s.game(delegations=["strings"]), "delegations = "),
        (
            lambda s: bg.Choice.from_options(s, ["--delegation", "strings=maybe"]),
            '"maybe" is not one of on, off',
        ),
        (lambda s: bg.Choice.from_link(s, "delegation.strings=1"), '"1" is not one of on, off'),
    ],
)
def test_a_switch_is_on_or_off(ask, message):
    with pytest.raises(bg.GameError, match=message):
        ask(made(claims=["h"]))


def test_an_order_that_leaves_it_undefined_is_a_mistake_of_the_file():
    late = tables(claims=["h"])
    late["scenario"] |= {"order": ["puppet", "master"]}
    with pytest.raises(
        bg.ScenarioError, match="delegation strings is undefined where master moves after puppet"
    ):
        bg.Scenario.from_tables(late)
    late["scenario"] |= {"order": [["puppet", "master"]]}
    assert bg.Scenario.from_tables(late).delegations


def typed(**more):
    kind = {
        "probability": {"low": 0.25, "likely": 0.5, "high": 0.5},
        "scales": {"puppet.peace": 3},
        "judgement": "x",
    }
    return tables() | {"types": {"master": {"rest": "patient", "rash": kind | more}}}


def test_a_type_scales_what_others_weigh_and_the_rest_has_a_name():
    scenario = bg.Scenario.from_tables(typed())
    assert scenario.types[0].factors == {"puppet.peace": 3}
    assert scenario.rest == {"master": "patient"}
    assert scenario.game(types={"master": "rash"}).payoff("puppet", {"master": "ask", "puppet": "go"}) == -3
    patient = bg.Choice(scenario=scenario, types={"master": "patient"})
    assert patient == bg.Choice(scenario=scenario)
    with pytest.raises(bg.GameError, match='master: type "patent" is not one of rash, patient'):
        scenario.game(types={"master": "patent"})
    found = bg.explore.sweep(scenario, 200, 1, keep="draws", concept="pure", conventions=False)
    assert set(found.frame["type master"]) == {"patient", "rash"}


@pytest.mark.parametrize(("better", "verdict"), [("stay", "proven"), ("go", "refuted")])
def test_what_a_type_means_is_checked_in_its_game(better, verdict):
    (worse,) = {"stay", "go"} - {better}
    means = {"dominates": {"player": "puppet", "better": better, "worse": worse}}
    found = bg.check(bg.Scenario.from_tables(typed(means=means)))
    assert found["master.rash"].verdict == verdict
    assert found.problems() == ()
    assert found.passed is (verdict == "proven")
    if verdict == "refuted":
        assert found["master.rash"].witness.types == {"master": "rash"}
