"""The situation of the day by hand, and against sweeps."""

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore import status_quo, sweep

PLAIN = {"logit": 0, "conventions": False, "progress": False}


def test_by_hand(build):
    """Leaving pays 2 w - 1 with w triangular on 0 to 1 around 0.5: it breaks half the draws, by 1/3 each."""
    players = {"one": ["stay", "leave"], "other": ["rest", "move"]}
    ends = {
        "one.pull": ((0, 0.5, 1), [({"one": "leave"}, 2)]),
        "one.cost": ((1, 1, 1), [({"one": "leave"}, -1)]),
        "other.cost": ((1, 1, 1), [({"other": "move"}, -1)]),
    }
    found = status_quo(build(players, ends, order=["one", "other"]), draws=20_000, seed=1)
    first, second = found.departures
    assert (first.player, first.stays, first.leaves) == ("one", "stay", "leave")
    assert first.breaks == pytest.approx(0.5, abs=0.01)
    assert first.gain == pytest.approx(1 / 3, abs=0.01)
    assert (second.player, second.breaks, second.gain) == ("other", 0.0, None)
    assert found.share.some == pytest.approx(1 - first.breaks, abs=1e-12)
    assert found.likely  # at 2 * 0.5 - 1 = 0 it is a tie
    assert found.change is None
    assert "in 50" in found.sentence


def test_a_first_mover_reckons_with_the_reply(build):
    """Leaving is worth 1 to the first only if the second follows, which it does with w > 0.5."""
    players = {"one": ["stay", "leave"], "other": ["rest", "follow"]}
    ends = {
        "one.hope": ((1, 1, 1), [({"one": "leave"}, -1), ({"one": "leave", "other": "follow"}, 2)]),
        "other.pull": ((0, 0.5, 1), [({"one": "leave", "other": "follow"}, 2)]),
        "other.cost": ((1, 1, 1), [({"other": "follow"}, -1)]),
    }
    scenario = build(players, ends, order=["one", "other"])
    found = status_quo(scenario, draws=4000, seed=2)
    first = found.departures[0]
    assert first.breaks == pytest.approx(0.5, abs=0.03)
    assert first.gain == pytest.approx(1.0)
    assert found.share.some == 1 - first.breaks
    apart = status_quo(scenario, draws=1000, seed=2, concept="pure")
    assert all(one.breaks == 0 for one in apart.departures)  # nobody follows where nobody has left
    assert apart.share.some == 1.0


def test_the_first_edition_cannot_have_its_own_present():
    found = status_quo(first_edition(), draws=1000, seed=1)
    assert not found.possible
    assert not found.likely
    first = found.breaks_most
    assert (first.player, first.leaves, first.breaks) == ("west", "differentiate", 1.0)
    assert found.sentence.startswith("The situation of the day is an outcome in none of the draws; in 100 %")
    assert found.change.event == first_edition().reference
    assert sweep(first_edition(), 1000, 1, **PLAIN).share(found.reference).some == 0.0


def test_a_delegation_decides_whose_gain_breaks_it(firm):
    made = {"player": "firm", "to": "state", "when": {"state": "watch"}, "claims": ["2a"], "sentence": "So."}
    wish = {"sentence": "It wishes.", "claims": ["2a"], "effects": [{"when": {"firm": "raise"}, "adds": 1}]}
    scenario = firm(delegations={"orders": made}, considerations__state__wish=wish)
    found = status_quo(scenario, draws=4000, seed=1)
    departure = next(one for one in found.departures if one.player == "firm")
    # In force with a probability of 0.75 on average, and the state always wishes it.
    own = status_quo(firm(considerations__state__wish=wish), draws=4000, seed=1)
    alone = next(one for one in own.departures if one.player == "firm")
    assert departure.breaks == pytest.approx(0.75 + 0.25 * alone.breaks, abs=0.03)
    assert found.share.some + departure.breaks <= 1.0 + 1e-12


def test_it_counts_draws_and_refuses_what_counts_none():
    with pytest.raises(bg.GameError, match="draws = 0"):
        status_quo(first_edition(), draws=0)
    with pytest.raises(bg.GameError, match="at most 100,000"):
        status_quo(first_edition(), draws=10**6)


def test_a_first_mover_reckons_with_those_who_then_randomise(build):
    """After leaving, two play matching pennies, and whatever they do the first is better off by 1."""
    players = {"one": ["stay", "leave"], "even": ["heads", "tails"], "odd": ["heads", "tails"]}
    alike = [{"one": "leave", "even": side, "odd": side} for side in ("heads", "tails")]
    ends = {
        "one.pull": ((1, 1, 1), [({"one": "leave"}, 1)]),
        "even.match": ((0.5, 1, 1.5), [(where, 1) for where in alike]),
        "odd.differ": ((0.5, 1, 1.5), [(where, -1) for where in alike]),
    }
    found = status_quo(build(players, ends, order=["one", ["even", "odd"]]), draws=100, seed=1)
    (first,) = [one for one in found.departures if one.player == "one"]
    assert (first.breaks, first.gain, first.undecided) == (0.0, None, 1.0)  # mixtures are not compared here
    assert found.share.some == 0.0
