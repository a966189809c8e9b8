"""One run in words: what had moved, who switched, and how likely that was."""

import math

import pytest

from belarusgame.scenario import Choice
from belarusgame.simulate.months.replay import Replay, ReplayedMonth, chances_of, sentences_of


def month(number, client, patron, before, after, chances=None):
    return ReplayedMonth(
        month=number,
        profile={"client": client, "patron": patron},
        before={"unrest": before},
        after={"unrest": after},
        moved=True,
        chances=chances or {},
    )


CHANCES = {"client": {"wait": 0.5, "join": 0.25, "talk": 0.25}, "patron": {"rest": 0.75, "press": 0.25}}


def said(scenario, *months):
    return list(sentences_of(scenario, months))


def test_only_months_in_which_somebody_switches_are_told(pact):
    found = said(
        pact(),
        month(1, "wait", "rest", 1.0, 1.0),  # as in the reference
        month(2, "wait", "press", 1.0, 1.5, CHANCES),
        month(3, "wait", "press", 1.5, 1.75),
        month(4, "talk", "rest", 1.75, 1.5),
    )
    assert found == [
        "In month 2 Patron switched from rest to press (with chance 0.25).",
        "In month 4 unrest had risen from 1.00 to 1.75, and Client switched from wait to talk; "
        "Patron switched from press to rest.",
    ]


def test_a_chance_is_set_beside_that_at_the_move_before(pact):
    later = {"client": {"wait": 0.2, "join": 0.6, "talk": 0.2}}
    found = said(
        pact(), month(1, "talk", "rest", 1.0, 1.0, CHANCES), month(2, "join", "rest", 1.0, 0.5, later)
    )
    assert found[1] == (
        "In month 2 Client switched from talk to join (with chance 0.60, after 0.25 at the move before)."
    )
    assert found[2] == "With client = join in month 2 the profile stays as it is."
    assert len(found) == 3


def test_after_an_end_nothing_is_told(pact):
    found = said(pact(), month(1, "join", "rest", 1.0, 0.5), month(2, "join", "press", 0.5, 0.5))
    assert found == [
        "In month 1 Client switched from wait to join.",
        "With client = join in month 1 the profile stays as it is.",
    ]


def test_a_driver_that_fell_is_said_to_have_fallen(pact):
    found = said(pact(), month(1, "wait", "rest", 1.0, 0.75), month(2, "talk", "rest", 0.75, 0.5))
    assert found[0].startswith("In month 2 unrest had fallen from 1.00 to 0.75, and Client switched")


def test_what_moved_is_told_since_the_last_switch(pact):
    found = said(
        pact(),
        month(1, "wait", "rest", 1.0, 1.5),
        month(2, "talk", "rest", 1.5, 1.25),
        month(3, "wait", "rest", 1.25, 1.25),
    )
    assert found == [
        "In month 2 unrest had risen from 1.00 to 1.50, and Client switched from wait to talk.",
        "In month 3 unrest had fallen from 1.50 to 1.25, and Client switched from talk to wait.",
    ]


def test_chances_are_those_of_logit_play_at_the_levels(pact):
    scenario = pact()
    likely = Choice(scenario=scenario)
    found = chances_of(scenario, likely, 1.0, {"patron": "press"}, {"unrest": 0.5})
    # Under pressure joining costs 1 at half the unrest, and so does not joining: all the same.
    assert found == {"client": pytest.approx({"wait": 1 / 3, "join": 1 / 3, "talk": 1 / 3})}
    found = chances_of(scenario, likely, 1.0, {"patron": "rest"}, {"unrest": 2.0})
    assert found["client"]["join"] == pytest.approx(math.exp(-4) / (2 + math.exp(-4)))
    assert chances_of(scenario, likely, 1.0, {"patron": "rest", "client": "wait"}, {"unrest": 1.0}) == {}
    assert set(chances_of(scenario, likely, 1.0, {}, {"unrest": 1.0})) == {"client", "patron"}


def test_a_replay_has_a_row_a_month(pact):
    replay = Replay(
        run=3,
        choice=Choice(scenario=pact()),
        rationality=2.5,
        months=(month(1, "wait", "press", 1.0, 1.5),),
        sentences=("So.",),
    )
    assert replay.rows() == [{"month": 1, "client": "wait", "patron": "press", "unrest after": 1.5}]
    assert replay.heading == "Run 3, rationality 2.5"
    assert replay.below == ("So.",)
