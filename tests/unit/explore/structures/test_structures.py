"""Every row is the answer of a call that a reader could make."""

import importlib
from dataclasses import replace
from fractions import Fraction

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore import structures, sweep
from belarusgame.explore.sampling import other_conventions
from belarusgame.explore.structures.structure import MOST_EXACT
from belarusgame.explore.structures.structures import MORE_DRAWS

JOIN = {"lukashenko": ("join",)}
PLAIN = {"logit": 0, "conventions": False, "progress": False}


@pytest.fixture(scope="module")
def found():
    return structures(first_edition(), draws=500, seed=3)


def named(found, kind, choice):
    (one,) = (one for one in found.structures if (one.kind, one.choice) == (kind, choice))
    return one


def test_a_row_equals_the_call_that_it_stands_for(found):
    scenario = first_edition()
    order = (("west",), ("lukashenko",), ("putin",), ("china",))
    calls = {
        ("as coded", ""): (scenario, {}),
        ("held", "west = isolate"): (scenario, {"fix": {"west": "isolate"}}),
        ("convention", "sizes 1, 3, 9"): (other_conventions(scenario)["sizes 1, 3, 9"], {}),
        ("simultaneous", "nobody sees a move"): (scenario, {"concept": "nash", "max_exact": MOST_EXACT}),
        ("order", "west; lukashenko; putin; china"): (
            replace(scenario, order=order),
            {"max_exact": MOST_EXACT},
        ),
        ("dependence", "everything judged moves together"): (
            scenario,
            {"together": [["west.wedge", "china.moscow_ties"]]},
        ),
    }
    for (kind, choice), (other, settings) in calls.items():
        one = named(found, kind, choice)
        share = sweep(other, one.share.draws, 3, **PLAIN, **settings).share(JOIN)
        assert (one.share.some, one.share.every, one.share.undecided) == (
            share.some,
            share.every,
            share.undecided,
        ), choice
        assert one.bounds == (share.every, share.some + share.undecided)


def test_the_verdict_is_that_of_the_likely_game(found):
    scenario = first_edition()
    assert found.as_coded.verdict == "never"
    certain = named(found, "type", "putin desperate")
    game = scenario.game(types={"putin": "desperate"})
    (outcome,) = bg.solve.sequential_equilibria(game, scenario.order).outcomes
    assert (outcome.probability(JOIN) > 0) == (certain.verdict != "never")


def test_what_moves_the_answer_most_comes_first_and_is_drawn_for_again(found):
    coded, first, *_ = found.structures
    assert coded.kind == "as coded"
    assert coded.share.draws == first.share.draws == MORE_DRAWS
    assert found.moves_most is first
    assert first.choice == "sizes 1, 3, 9"
    assert first.shift == first.share.some - coded.share.some
    same = [one for one in found.structures[1:] if one.verdict == coded.verdict]
    assert [abs(one.shift) for one in same] == sorted((abs(one.shift) for one in same), reverse=True)
    low, high = found.range
    assert low <= coded.share.some <= high == first.share.some


def test_a_type_for_certain_is_drawn_in_every_draw(firm):
    chance = {"low": 0.1, "likely": 0.2, "high": 0.3}
    kind = {"probability": chance, "scales": {"gain": 10}, "judgement": "Made up."}
    found = structures(firm(types={"firm": {"eager": kind}}), draws=300)
    assert named(found, "type", "firm eager").share.every == 1.0  # ten gains outweigh any cost
    assert named(found, "type", "firm eager").verdict == "always"
    assert named(found, "type", "firm of no type").share.some < named(found, "as coded", "").share.some


def test_weights_on_one_claim_move_together_as_in_the_closed_form(firm):
    """The firm gains 0.75 + t/2 and pays 2 (0.25 + t), t symmetric triangular: it raises if t < 1/6: 2/36."""
    found = structures(firm(), draws=MORE_DRAWS, seed=5)
    together = named(found, "dependence", "what rests on one claim moves together").share
    assert together.some == pytest.approx(1 / 18, abs=4 * (1 / 18 / MORE_DRAWS) ** 0.5)
    assert found.as_coded.share.some > 2 / 18  # independent, a large gain meets a small cost more often


def test_nobody_whom_the_event_names_is_held_and_pairs_are_of_those_whose_motives_are_judged(firm, found):
    held = {one.choice.split(" = ")[0] for one in found.of_kind("held")}
    assert held == {"putin", "west", "china"}
    assert not found.of_kind("pair held")
    judged = {"sentence": "It does.", "judged": "So.", "effects": [{"when": {"firm": "raise"}, "adds": 1}]}
    both = structures(firm(considerations__firm={"all": judged}), {"firm": "raise"}, draws=50)
    assert not both.of_kind("pair held")  # the event names the firm, and a pair needs two


def test_orders_are_rows_by_verdict(found):
    rows = [row for row in found.rows() if row["structure"] == "order"]
    assert sum(int(row["choice"].split(" of ")[0]) for row in rows) == 74
    assert len({row["likely"] for row in rows}) == len(rows)
    assert "66 of 74, such as" in str(found)


def test_without_an_order_all_75_orders_are_others():
    found = structures(replace(first_edition(), order=None), draws=50, concept="pure")
    assert len(found.of_kind("order")) == 75


def test_the_question_is_needed_and_the_same_seed_says_the_same(firm):
    with pytest.raises(bg.GameError, match="asks no question"):
        structures(replace(firm(), question=None))
    first, again = (structures(firm(), draws=100, seed=7) for _ in range(2))
    assert first.rows() == again.rows()


def test_a_delegation_is_in_force_for_certain_or_not_at_all(firm):
    made = {
        "player": "firm",
        "to": "state",
        "when": {"state": "urge"},
        "claims": ["2a"],
        "sentence": "Urged, the firm obeys.",
    }
    scenario = firm(delegations={"orders": made})
    found = structures(scenario, draws=300)
    on, off = named(found, "delegation", "orders on"), named(found, "delegation", "orders off")
    assert (
        on.verdict == "always"
    )  # urging brings the state 3 * 0.5 - 1 > 0, and the firm's own loss is no matter
    assert off.verdict == "never"
    none = structures(firm(), draws=300)
    assert off.share.some == none.as_coded.share.some
    assert on.share.some > named(found, "as coded", "").share.some > off.share.some
    undefined = [one for one in found.of_kind("order") if one.verdict == "not defined"]
    assert [one.choice for one in undefined] == ["firm; state"]
    assert "undefined where state moves after firm" in undefined[0].why
    assert Fraction(3, 4) == scenario.delegations[0].probability.likely


def test_what_takes_too_long_is_not_drawn_for_again(build, monkeypatch):
    players = {"one": ["stay", "leave"], "other": ["rest", "move"]}
    ends = {
        "one.pull": ((0, 0.5, 1), [({"one": "leave", "other": "move"}, 2), ({"one": "leave"}, -1)]),
        "other.pull": ((0, 0.5, 1), [({"one": "leave", "other": "move"}, 2), ({"other": "move"}, -1)]),
    }
    scenario, event = build(players, ends, order=["one", "other"]), {"one": "leave"}
    known = structures(scenario, event, draws=50, seed=1)
    assert {one.share.draws for one in known.of_kind("simultaneous")} == {MORE_DRAWS}
    room = importlib.import_module("belarusgame.explore.structures.structures")
    usual = room.solved_one_by_one
    monkeypatch.setattr(
        room, "solved_one_by_one", lambda v, given: 0 if v.kind == "simultaneous" else usual(v, given)
    )
    found = structures(scenario, event, draws=50, seed=1)
    assert {one.share.draws for one in found.of_kind("simultaneous")} == {50}
    assert {one.share.draws for one in found.of_kind("held")} == {MORE_DRAWS}


def test_orders_that_were_not_asked_about_are_counted(build):
    players = {name: ["stay", "leave"] for name in "abcde"}
    ends = {f"{name}.pull": ((0, 0.5, 1), [({name: "leave"}, 1)]) for name in "abcde"}
    scenario = build(players, ends, order=[*"abcde"])
    found = structures(scenario, {"a": "leave"}, draws=5, seed=1, max_orders=4)
    others = len(found.of_kind("order"))
    assert 3 <= others <= 4  # the order as coded may be one of them
    assert found.orders_left == 541 - 1 - others
    assert f"{found.orders_left} more orders of moves were not asked about" in str(found)
    with pytest.raises(bg.GameError, match="max_orders"):
        structures(scenario, {"a": "leave"}, draws=5, max_orders=0)
