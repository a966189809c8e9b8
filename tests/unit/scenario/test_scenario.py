from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.scenario import in_order


def test_a_payoff_is_the_sum_of_the_considerations_at_work(
    scenario: bg.Scenario, at_work: Callable[..., bool]
) -> None:
    game = scenario.game()
    profile = {"lukashenko": "join", "putin": "coerce", "west": "differentiate", "china": "disengage"}
    for player in game.players:
        total = sum(
            consideration.weight.likely * effect.adds
            for consideration in scenario.of_player(player)
            for effect in consideration.effects
            if at_work(effect, profile)
        )
        assert game.payoff(player, profile) == total


def test_the_reference_is_the_zero_point(scenario: bg.Scenario) -> None:
    game = scenario.game()
    assert all(game.payoff(player, scenario.reference) == 0 for player in game.players)


@pytest.mark.parametrize("weight", [1.4, Decimal("1.4"), Fraction(7, 5), np.float64(1.4)])
def test_a_weight_of_1_4_means_the_decimal(
    scenario: bg.Scenario, weight: object, at_work: Callable[..., bool]
) -> None:
    game = scenario.game(weights={"putin.manpower": weight})
    profile = {**scenario.reference, "lukashenko": "join"}
    others = sum(
        c.weight.likely * effect.adds
        for c in scenario.of_player("putin")
        for effect in c.effects
        if c.name != "manpower" and at_work(effect, profile)
    )
    assert game.payoff("putin", profile) == others + Fraction(14, 5)


def test_drivers_and_types_scale_the_weights_and_all_three_multiply(scenario: bg.Scenario) -> None:
    def manpower(**choice: Any) -> Fraction:
        keys = [c.key for c in scenario.considerations]
        return scenario.factors(**choice)[keys.index("putin.manpower")]

    assert manpower() == 1
    assert manpower(drivers={"shortage": 0.1}) == Fraction(1, 10)
    assert manpower(types={"putin": "desperate"}) == 2
    assert manpower(
        weights={"putin.manpower": 1.5}, drivers={"shortage": 0.1}, types={"putin": "desperate"}
    ) == Fraction(3, 10)
    changed = np.array(scenario.factors(drivers={"shortage": 2})) != np.array(scenario.factors())
    assert changed.tolist() == [c.driver == "shortage" for c in scenario.considerations]


def test_payoffs_are_linear_in_the_weights(scenario: bg.Scenario) -> None:
    key = "lukashenko.removal"
    at = {
        w: scenario.game(weights={key: w}).exact_payoffs for w in (Fraction(0), Fraction(1), Fraction(7, 3))
    }
    assert np.array_equal(
        at[Fraction(7, 3)], at[Fraction(0)] + Fraction(7, 3) * (at[Fraction(1)] - at[Fraction(0)])
    )


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (
            {"weights": {"putin.manpowr": 1}},
            'weight "putin.manpowr" is not one of .*did you mean "putin.manpower"',
        ),
        ({"drivers": {"shortag": 1}}, 'driver "shortag" is not one of .*did you mean "shortage"'),
        (
            {"types": {"putin": "desparate"}},
            'putin: type "desparate" is not one of .*did you mean "desperate"',
        ),
        ({"types": {"puttin": "desperate"}}, 'player "puttin" is not one of .*did you mean "putin"'),
        ({"weights": {"putin.manpower": -1}}, "weight putin.manpower = -1: must not be negative"),
        (
            {"weights": {"putin.manpower": float("nan")}},
            "weight putin.manpower = nan: must be a finite number",
        ),
        ({"weights": {"putin.manpower": 1e308}}, "must be a number below ten thousand million"),
        ({"weights": {"putin.manpower": "1/0"}}, 'weight putin.manpower = "1/0": must be a number'),
        ({"drivers": {"shortage": True}}, "driver shortage = true: must be a number"),
        ({"weights": [1.0]}, "weights = .*: must be a mapping"),
        ({"types": "desperate"}, 'types = "desperate": must be a mapping'),
    ],
)
def test_a_choice_that_makes_no_sense(scenario: bg.Scenario, choice: dict[str, Any], message: str) -> None:
    with pytest.raises(bg.GameError, match=message):
        scenario.game(**choice)


def test_another_order_leaves_the_payoffs_and_the_inputs_as_they_are(scenario: bg.Scenario) -> None:
    order = (("west", "china"), ("lukashenko", "putin"))
    changed = in_order(scenario, order)
    assert changed.order == order
    assert scenario.order != order
    assert changed.features() is scenario.features()
    assert changed.inputs() is scenario.inputs()
    assert changed.game() is scenario.game()
    assert {**vars(changed), "order": None} == {**vars(scenario), "order": None}
