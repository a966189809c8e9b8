"""What can happen in a game: events, what players do, and how it is written."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.labels import Labels
from belarusgame.outcome import Equilibrium, Outcome

LABELS = Labels(("row", "column"), (("up", "down"), ("left", "middle", "right")))


def outcome(distribution, **more):
    said = {
        "payoffs": {"row": 1.0, "column": -0.123456},
        "concept": "correlated",
        "incentive_gap": 0.25,
    } | more
    return Outcome(labels=LABELS, distribution=np.array(distribution), **said)


MIXED = outcome([[0.5, 0, 0.125], [0, 0.375, 0]])


def test_the_probability_of_an_event_is_that_of_its_profiles():
    assert MIXED.probability({"row": "up"}) == 0.625
    assert MIXED.probability({"row": "up", "column": ["middle", "right"]}) == 0.125
    assert MIXED.probability({}) == 1
    assert outcome([[0.5 + 2**-52, 0.5, 0], [0, 0, 0]]).probability({"row": "up"}) == 1  # and never more
    with pytest.raises(bg.GameError, match='"top"'):
        MIXED.probability({"row": "top"})


def test_what_a_player_does_is_a_strategy_or_several_with_their_chances():
    assert MIXED.doing("row") == "up 0.625 down 0.375"
    assert MIXED.doing("column") == "left 0.5 middle 0.375 right 0.125"
    assert outcome([[0, 0, 0], [0, 0, 1.0]]).doing("column") == "right"
    with pytest.raises(bg.GameError, match='"colum"'):
        MIXED.doing("colum")


def test_a_pure_outcome_has_one_profile():
    pure = outcome([[0, 0, 0], [0, 1.0, 0]])
    assert pure.is_pure
    assert pure.pure_profile == {"row": "down", "column": "middle"}
    assert not MIXED.is_pure
    with pytest.raises(bg.GameError, match="the outcome is mixed"):
        MIXED.pure_profile  # noqa: B018


def test_rows_are_profiles_the_likeliest_first():
    assert [(row["row"], row["column"], row["probability"]) for row in MIXED.rows()] == [
        ("up", "left", 0.5),
        ("down", "middle", 0.375),
        ("up", "right", 0.125),
    ]
    assert MIXED.heading == "Outcome (correlated), payoffs: row 1, column -0.1235"


EVEN = Equilibrium(
    labels=LABELS,
    distribution=np.outer([0.25, 0.75], [0.5, 0, 0.5]),
    payoffs={"row": 0.0, "column": 2.0},
    concept="nash",
    incentive_gap=1e-12,
    mixed=(np.array([0.25, 0.75]), np.array([0.5, 0, 0.5])),
    regrets={"row": 0.0, "column": 1e-12},
)


def test_an_equilibrium_is_read_by_player_and_strategy():
    assert EVEN["row"]["down"] == 0.75
    assert EVEN.profile["column"] == {"left": 0.5, "middle": 0.0, "right": 0.5}
    assert EVEN.regret == EVEN.incentive_gap
    with pytest.raises(bg.GameError, match='"rows"'):
        EVEN["rows"]
    assert len(EVEN.rows()) == 5
    assert EVEN.rows()[1] == {"player": "row", "strategy": "down", "probability": 0.75}
    assert EVEN.heading == "Equilibrium, regret 1e-12, payoffs: row 0, column 2"


def test_what_was_not_found_out_is_none():
    assert (EVEN.index, EVEN.box, EVEN.isolated, EVEN.strict, EVEN.plan) == (None,) * 5
