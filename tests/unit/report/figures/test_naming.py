"""What things are called."""

import pytest

import belarusgame as bg
from belarusgame.base.labels import Labels
from belarusgame.report.figures.naming import Naming, begun, naming, plain


def test_a_scenario_has_names_and_without_one_keys_are_words(harbour):
    words, bare = naming(harbour), naming(None)
    assert (words.player("firm"), bare.player("big_firm")) == ("the firm", "big firm")
    assert words.consideration("firm.wage_bill") == bare.consideration("firm.wage_bill") == "wage bill"
    assert (words.input("firm.wage_bill"), bare.input("stamina")) == ("The firm: wage bill", "stamina")


def test_events_and_moves_are_written_with_names(harbour):
    words = naming(harbour)
    assert words.event({"union": ["strike", "talks"], "city": "step_in"}) == (
        "The union: strike or talks, City: step in"
    )
    assert words.event({}) == "anything"
    assert words.moves({"firm": "hold", "city": "step_in"}) == "the firm hold, City step in"
    assert words.moves({}) == ""
    assert Naming().event({"a": "x_y"}) == "A: x y"


def test_a_result_of_other_players_or_strategies_is_refused(harbour):
    known = harbour.labels
    fewer = Labels(known.players, tuple(own[:1] for own in known.strategies))
    assert naming(harbour, fewer).scenario is harbour
    for other in (
        Labels(known.players[::-1], known.strategies),
        Labels(known.players, (*known.strategies[:-1], ("watch", "flee"))),
    ):
        with pytest.raises(bg.GameError, match="give the scenario that it was computed from"):
            naming(harbour, other)
    with pytest.raises(bg.GameError, match="scenario"):
        naming("harbour")


def test_words_begin_with_a_capital_and_keys_lose_their_underscores():
    assert (begun("the firm"), begun(""), plain("step_in_now")) == ("The firm", "", "step in now")
