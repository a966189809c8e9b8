"""The game of one move: who still chooses, in which order, and whether there is one answer."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate.months.choosing import make_choosing
from belarusgame.simulate.months.world import make_world


@pytest.fixture(scope="module")
def world(pact):
    return make_world(pact(), 1, {})


def test_profiles_stand_in_the_order_of_axes_and_of_moves(world):
    made = make_choosing(world, {}, ahead=False)
    assert (made.players.tolist(), made.counts) == ([0, 1], (3, 2))
    assert made.groups == ((1,), (0,))
    assert made.order.tolist() == [1, 0]
    assert made.profiles.tolist() == [0, 1, 2, 3, 4, 5]
    assert made.place.tolist() == [0, 2, 4, 1, 3, 5]  # rest with all, then press with all
    assert made.alone


def test_a_choice_that_is_given_leaves_the_others(world):
    made = make_choosing(world, {"patron": "press"}, ahead=False)
    assert (made.players.tolist(), made.counts, made.groups) == ([0], (3,), ((0,),))
    assert made.profiles.tolist() == made.place.tolist() == [1, 3, 5]
    nobody = make_choosing(world, {"patron": "press", "client": "talk"}, ahead=False)
    assert (len(nobody.players), nobody.profiles.tolist(), nobody.groups) == (0, [5], ())
    with pytest.raises(bg.GameError, match='"pres"'):
        make_choosing(world, {"patron": "pres"}, ahead=False)


def test_one_who_moves_first_and_one_who_answers_choose_by_exponentials(world):
    made = make_choosing(world, {}, ahead=False)
    payoffs = np.zeros((1, 2, 6))
    payoffs[0, 0] = [0, 0, 1, 0, 0, 2]  # to join at rest pays the client 1, to talk under pressure 2
    payoffs[0, 1, 5] = 3
    found = made.play(payoffs, np.array([1.0]), 1)[0].reshape(2, 3)
    rest, press = np.exp([0.0, 1, 0]), np.exp([0.0, 0, 2])
    rest, press = rest / rest.sum(), press / press.sum()
    odds = np.exp(3 * press[2])
    assert found[1] == pytest.approx(press * odds / (1 + odds), abs=1e-9)
    assert found[0] == pytest.approx(rest / (1 + odds), abs=1e-9)


def test_who_moves_together_without_looking_at_each_other_moves_one_by_one(pact, make):
    """What the client gains depends on the patron, so that these two stay together."""
    together = make_world(pact(order=[["patron", "client"]]), 1, {})
    assert make_choosing(together, {}, ahead=False).groups == ((1, 0),)

    def own(player, label):
        weight = {"low": 1, "likely": 1, "high": 1}
        made = [{"when": {player: label}, "adds": 1}]
        return {"sentence": "s", "judged": "j", "judgement": "j", "effects": made, "weight": weight}

    tables = {"a": [own("a", "y")], "b": [own("b", "r")]}
    apart = make({"a": ["x", "y"], "b": ["l", "r"]}, tables, [["a", "b"]])
    assert make_choosing(make_world(apart, 1, {}), {}, ahead=False).groups == ((0,), (1,))
    ending = make(
        {"a": ["x", "y"], "b": ["l", "r"]},
        tables,
        [["a", "b"]],
        simulation={"judgement": "j", "absorbing": [{"a": "y"}], "move_months": 1},
    )
    ending = make_world(ending, 1, {})
    assert make_choosing(ending, {}, ahead=False).groups == ((0,), (1,))
    assert make_choosing(ending, {}, ahead=True).groups == ((0, 1),)  # what either does may matter later


def test_one_answer_is_claimed_for_groups_that_hardly_look_at_each_other(pact):
    made = make_choosing(make_world(pact(order=[["patron", "client"]]), 1, {}), {}, ahead=False)
    payoffs = np.zeros((1, 2, 6))
    # A gain of either by 1 where both take their second: at rationality r the couplings are r / 4.
    payoffs[0, :, 3] = 1
    for level, claimed in ((3.9, True), (4.0, False), (4.1, False)):
        assert made.only_one(payoffs, np.array([level])) == claimed
    alone = make_choosing(make_world(pact(), 1, {}), {}, ahead=False)
    assert alone.only_one(payoffs, np.array([400.0]))


def test_a_rationality_that_is_too_sharp_is_refused_with_the_month(pact):
    made = make_choosing(make_world(pact(order=[["patron", "client"]]), 1, {}), {}, ahead=False)
    with pytest.raises(bg.GameError, match="month 7: "):
        made.play(np.arange(12.0).reshape(1, 2, 6), np.array([1e12]), 7)
