"""Games in which somebody decides for somebody else, solved by hand."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.exchange import to_nashpy, write_nfg

#: What two get who both want to meet, rather at the first place (Schelling 1960 on coordination).
MEET = [[2, 0], [0, 1]]


def led(masters, puppets, when=("x", "y")):
    """Return a game in which the master decides for the puppet too, after some of its own strategies."""
    return bg.Game(
        [masters, puppets],
        players=["master", "puppet"],
        strategies=[["x", "y"], ["a", "b"]],
        delegations={"strings": {"player": "puppet", "to": "master", "when": {"master": list(when)}}},
    )


def test_in_nash_play_a_puppet_may_fail_to_coordinate_with_its_own_master():
    """Three equilibria against one: who decides twice at the same time cannot deviate twice at once."""
    game = led(MEET, [[0, 5], [5, 0]])
    found = bg.solve.all_equilibria(game, certificate=True)
    played = [(e["master"]["x"], e["puppet"]["a"]) for e in found.equilibria]
    third = pytest.approx(1 / 3)
    assert sorted(played) == [(0, 0), (third, third), (1, 1)]
    assert bg.verify(found).accepted
    assert [e.payoffs for e in found.equilibria if e.is_pure] == [
        {"master": 2, "puppet": 0},
        {"master": 1, "puppet": 0},
    ]
    merged = bg.Game([np.array(MEET).ravel()], players=["both"], strategies=[["xa", "xb", "ya", "yb"]])
    assert [e.pure_profile for e in bg.solve.pure_equilibria(merged).equilibria] == [{"both": "xa"}]


def test_in_sequential_play_a_puppet_after_its_master_is_its_hand():
    game = led(MEET, [[0, 5], [5, 0]])
    (outcome,) = bg.solve.sequential_equilibria(game, ["master", "puppet"]).outcomes
    assert outcome.pure_profile == {"master": "x", "puppet": "a"}
    assert outcome.payoffs == {"master": 2, "puppet": 0}
    free = bg.Game(
        [MEET, [[0, 5], [5, 0]]], players=["master", "puppet"], strategies=[["x", "y"], ["a", "b"]]
    )
    assert {
        o.pure_profile["puppet"] for o in bg.solve.sequential_equilibria(free, ["master", "puppet"]).outcomes
    } == {
        "a",
        "b",
    }


def test_mixed_play_that_decides_who_decides_depends_on_a_common_unit():
    """The master mixes between ordering and asking; the puppet compares a sum of what the two get.

    It orders with chance q: a gives the puppet 4 q (the master's) + 0, b gives 3 (1 - q); equal at q = 3/7.
    With its own payoffs counted in tenths it is 30 (1 - q), and q = 15/17.
    """
    masters, puppets = [[4, 0], [0, 1]], [[0, 0], [0, 3]]
    for unit, chance in ((1, Fraction(3, 7)), (10, Fraction(15, 17))):
        game = led(masters, (unit * np.array(puppets)).tolist(), when=["x"])
        (mixed,) = [e for e in bg.solve.all_equilibria(game).equilibria if not e.is_pure]
        assert mixed["master"]["x"] == pytest.approx(float(chance))
        (message,) = bg.solve.all_equilibria(game).messages
        assert message.startswith("delegation strings holds by chance in mixed play")
        assert "common unit" in message
    together = bg.solve.sequential_equilibria(game, [["master", "puppet"]])
    assert together.status == "complete"
    assert together.messages == (message,)
    assert bg.solve.pure_equilibria(game).messages == ()
    assert any("common unit" in said for said in bg.solve.logit_equilibrium(game, rationality=1.0).messages)


def test_mistakes_dominance_and_devices_are_of_what_decides():
    """After x the puppet is paid to do b, and its master to have a done."""
    game = led([[1, 0], [0, 0]], [[0, 1], [1, 0]], when=["x"])
    found = bg.solve.sequential_logit(game, ["master", "puppet"], rationality=np.log(3))
    assert found.after({"master": "x"})["puppet"]["a"] == pytest.approx(3 / 4)
    assert found.after({"master": "y"})["puppet"]["a"] == pytest.approx(3 / 4)
    assert bg.solve.rationalizable(game).game.strategies["puppet"] == ("a",)
    bounds = bg.solve.correlated_bounds(game, {"puppet": "b", "master": "x"})
    assert bounds.greatest == pytest.approx(0, abs=1e-9)
    assert bg.solve.commitment(game, leader="master").optimistic.pure_profile == {
        "master": "x",
        "puppet": "a",
    }


def test_exports_hold_what_decides_and_say_so():
    game = led([[1, 0], [0, 0]], [[0, 1], [0, 0]], when=["x"])
    text = write_nfg(game)
    assert '"The payoffs are those that decide: master decides for puppet where master = x."' in text
    assert bg.exchange.parse_nfg(text).payoffs.tolist() == game.deciding.tolist()
    assert to_nashpy(game).payoff_matrices[1].tolist() == [[1, 0], [0, 0]]
