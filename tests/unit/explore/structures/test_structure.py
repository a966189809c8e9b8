"""One question under one modelling choice: the verdict at the likely weights, and the share of draws."""

from dataclasses import replace
from importlib import import_module

import pytest

import belarusgame as bg
from belarusgame import compare
from belarusgame.explore import status_quo, structures, what_if
from belarusgame.explore.sampling import sweep
from belarusgame.explore.structures.structure import Structure, ask, asked_event
from belarusgame.explore.structures.variants import Variant

JOIN = {"leader": "join"}


def variant(scenario, **more):
    said = {"kind": "as coded", "choice": "", "concept": "sequential"} | more
    return Variant(scenario=scenario, **said)


@pytest.mark.parametrize(
    ("event", "verdict"),
    [(JOIN, "never"), ({"leader": "stay"}, "always"), ({"leader": ["join", "stay"]}, "always")],
)
def test_the_verdict_is_that_of_the_likely_weights_and_the_share_that_of_the_draws(pull, event, verdict):
    found = ask(variant(pull), event, 200, 5)
    assert found.verdict == verdict
    share = sweep(pull, 200, 5, logit=0, conventions=False).share(event)
    assert (found.share.some, found.share.draws) == (share.some, 200)
    assert 0 < ask(variant(pull), JOIN, 200, 5).share.some < 1


def test_a_verdict_that_is_known_is_taken_over(pull):
    assert ask(variant(pull), JOIN, 1, 5, verdict="in some outcomes").verdict == "in some outcomes"


def test_several_outcomes_make_it_some_and_none_makes_it_none(from_payoffs):
    sexes = from_payoffs({"a": [[2, 0], [0, 1]], "b": [[1, 0], [0, 2]]}, [["x", "y"]] * 2)
    assert ask(variant(sexes, concept="pure"), {"a": "x"}, 1, 1).verdict == "in some outcomes"
    assert ask(variant(sexes, concept="pure", fix={"b": "y"}), {"a": "x"}, 1, 1).verdict == "never"
    pennies = from_payoffs({"a": [[1, 0], [0, 1]], "b": [[0, 1], [1, 0]]}, [["x", "y"]] * 2)
    assert ask(variant(pennies, concept="pure"), {"a": "x"}, 1, 1).verdict == "no outcome"
    assert ask(variant(pennies, concept="nash"), {"a": "x"}, 1, 1).verdict == "in some outcomes"


def test_a_type_that_is_certain_counts_at_the_likely_weights(build):
    scenario = build(
        {"a": ["x", "y"]},
        {"a.gain": ((1, 1, 1), [({"a": "y"}, 2)]), "a.cost": ((1, 1, 1), [({"a": "y"}, -1)])},
        types={"a": {"timid": {"cost": 3}}},
    )
    event = {"a": "y"}
    assert ask(variant(scenario, concept="pure"), event, 1, 1).verdict == "always"
    timid = variant(scenario, kind="type", choice="a timid", concept="pure", types={"a": "timid"})
    assert ask(timid, event, 1, 1).verdict == "never"


@pytest.mark.parametrize("kind", ["order", "coding"])
def test_another_order_or_coding_may_make_no_sense_of_the_question(pull, kind):
    found = ask(variant(pull, kind=kind, choice="another"), {"leader": "flee"}, 5, 1)
    assert (found.kind, found.choice, found.verdict, found.share) == (kind, "another", "not defined", None)
    assert 'leader: strategy "flee"' in found.why
    assert found.bounds is None
    assert found.row()["share"] == ""


def test_elsewhere_a_question_that_makes_no_sense_is_an_error(pull):
    with pytest.raises(bg.GameError, match="flee"):
        ask(variant(pull), {"leader": "flee"}, 5, 1)


def test_bounds_run_from_every_draw_that_is_certain_to_all_that_are_open(pull):
    share = replace(ask(variant(pull), JOIN, 5, 1).share, every=0.25, some=0.5, undecided=0.125)
    one = Structure(kind="held", choice="b = l", verdict="never", share=share, shift=-0.5)
    assert one.bounds == (0.25, 0.625)
    assert replace(one, share=replace(share, undecided=0.75)).bounds == (0.25, 1.0)
    row = one.row()
    assert (row["share"], row["shift"], row["bounds"], row["draws"]) == (0.5, -0.5, (0.25, 0.625), 5)
    assert (one.words, replace(one, choice="").words) == ("b = l", "held")


def test_the_question_of_the_scenario_is_asked_unless_another_one_is(pull, ladder):
    assert asked_event(ladder, None) == {"b": ("b1", "b2")}
    assert asked_event(ladder, {"a": "a1"}) == {"a": ("a1",)}
    with pytest.raises(bg.GameError, match="asks no question: name an event"):
        asked_event(pull, None)
    with pytest.raises(bg.GameError, match='"a7"'):
        asked_event(ladder, {"a": "a7"})


@pytest.fixture(scope="module")
def apart(make):
    """Three who want to be told apart, so that all randomise, as only the exact solver finds; and another."""

    def end(*effects):
        weight = {"low": 0.9, "likely": 1, "high": 1.1}
        made = [{"when": when, "adds": adds} for when, adds in effects]
        return {"sentence": "It matters.", "judgement": "Made up.", "weight": weight, "effects": made}

    def own(me, other, third):
        sizes = {(other, "x"): 1, (other, "y"): -1, (third, "x"): -2, (third, "y"): 2}
        return end(*(({me: "y", player: label}, adds) for (player, label), adds in sizes.items()))

    ends = {me: [own(me, other, third)] for me, other, third in ("abc", "bca", "cab")}
    return make({player: ["x", "y"] for player in "abcd"}, ends | {"d": [end(({"d": "y"}, 1))]})


@pytest.mark.parametrize(
    ("limit", "undecided"),
    [({}, 0.0), ({"max_exact": 3}, 0.75), ({"max_exact": 0}, 1.0), ({"max_seconds": 0}, 1.0)],
)
def test_draws_are_solved_one_by_one_while_they_may_be(apart, limit, undecided, monkeypatch):
    monkeypatch.setattr(import_module("belarusgame.explore.structures.structures"), "MORE_DRAWS", 0)
    settings = {"draws": 12, "seed": 1} | limit
    event = {"a": "x"}
    shares = [
        *(one.share for one in what_if(apart, "d", event, **settings).held),
        structures(apart, event, **settings).as_coded.share,
        compare(apart, apart, event, **settings).answers[0].share,
        status_quo(apart, **settings).share,
    ]
    assert [share.undecided for share in shares] == [undecided] * 5
