"""What a scenario leaves open, drawn: admissible, at both ends often, and shrinking to few small changes."""

import datetime
import pickle
from collections import Counter
from fractions import Fraction

import pytest
from drawing import BELARUS, FEW, NAMES, SURE, smallest
from hypothesis import given, settings

import belarusgame as bg
from belarusgame import testing
from belarusgame.testing.choices import _options, _round_step

TUG = {
    "scenario": {
        "title": "Who gives way?",
        "date": datetime.date(2022, 3, 23),
        "reference": {"a": "hold", "b": "hold"},
    },
    "players": {
        "a": {"strategies": {"hold": "", "yield": ""}},
        "b": {"strategies": {"hold": "", "yield": "", "leave": ""}},
    },
    "considerations": {
        "a": {
            "pride": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": 0.75, "likely": 1, "high": 1.25},
                "effects": [{"when": {"a": "yield"}, "adds": -2}],
            },
            "peace": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": 0, "likely": 0.5, "high": 1.5},
                "driver": "war",
                "effects": [{"when": {"a": "yield"}, "adds": 1}],
            },
            "third": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": Fraction(1, 3), "likely": 0.5, "high": 0.5},
                "effects": [{"when": {"a": "yield", "b": "leave"}, "adds": 1}],
            },
        },
        "b": {
            "fear": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": 1, "likely": 1, "high": 1},
                "effects": [{"when": {"b": "leave"}, "adds": -1}],
            }
        },
    },
    "drivers": {"war": {"judgement": "x", "level": {"low": 1.5, "likely": 2, "high": 4}}},
    "types": {
        "a": {
            "meek": {
                "judgement": "x",
                "probability": {"low": 0, "likely": 0.5, "high": 1},
                "scales": {"pride": 0.5},
            }
        }
    },
}
SCENARIO = bg.Scenario.from_tables(TUG)


def yields(draw):
    return draw.game.payoff("a", {"a": "yield", "b": "hold"}) > 0


@pytest.mark.parametrize("scenario", [BELARUS, SCENARIO], ids=["belarus", "tug"])
def test_weights_drivers_and_types_are_admissible(scenario):
    @settings(FEW, max_examples=150)
    @given(testing.weights(scenario), testing.drivers(scenario), testing.types(scenario))
    def test(weights, drivers, types):
        for key, value in weights.items():
            allowed = scenario.consideration(key).weight
            assert float(allowed.low) <= value <= float(allowed.high)
            assert value != allowed.likely
        for driver in scenario.drivers:
            assert driver.level.low <= drivers.get(driver.name, 1.0) <= driver.level.high
        assert all(any((made.player, made.name) == pair for made in scenario.types) for pair in types.items())
        scenario.factors(weights, drivers, types)

    test()


def test_both_ends_of_a_range_come_up_often():
    seen = Counter()

    @settings(SURE, max_examples=200)
    @given(testing.weights(SCENARIO))
    def test(weights):
        seen[weights.get("a.third", 0.5)] += 1
        seen[weights.get("a.pride", 1)] += 1

    test()
    assert seen[Fraction(1, 3)] > 10
    assert seen[0.75] > 25
    assert seen[1.25] > 25
    assert set(seen) > {0.9, 1.1, 0.96}  # round numbers, a step of 0.02


def test_an_unchanged_scenario_is_the_simplest():
    assert smallest(testing.weights(BELARUS), lambda weights: True) == {}
    assert smallest(testing.drivers(BELARUS), lambda drivers: True) == {}
    assert smallest(testing.types(BELARUS), lambda types: True) == {}
    assert repr(smallest(testing.draws(BELARUS), lambda draw: True)) == "Draw(scenario=scenario)"


def test_a_level_of_one_that_is_out_of_range_is_never_kept_silent():
    assert smallest(testing.drivers(SCENARIO), lambda drivers: True) == {"war": 2.0}


def test_draws_shrink_to_few_and_small_changes():
    # At the likely weights and the level 2: -2 + 0.5 * 2 < 0. More than 1 * level is needed from `peace`.
    by_weight = smallest(testing.draws(SCENARIO), lambda draw: yields(draw) and not draw.types)
    assert set(by_weight.weights) <= {"a.pride", "a.peace"}
    assert len(by_weight.weights) <= 2
    for key in by_weight.weights:  # it takes them all
        fewer = {name: value for name, value in by_weight.weights.items() if name != key}
        assert not yields(testing.Draw(scenario=SCENARIO, weights=fewer, drivers=by_weight.drivers))
    by_type = smallest(testing.draws(SCENARIO), lambda draw: yields(draw) and bool(draw.types))
    assert by_type.types == {"a": "meek"}
    assert len(by_type.weights) + (by_type.drivers != {"war": 2.0}) == 1


def test_of_many_weights_only_those_that_matter_are_changed():
    # The likely weights are 0.5 and 1; the nearest round numbers that do are 0.2 and 1.1.
    def matter(weights):
        return weights.get("putin.loans", 0.5) < 0.25 and weights.get("putin.control", 1) > 1.09

    assert smallest(testing.weights(BELARUS), matter) == {"putin.loans": 0.2, "putin.control": 1.1}


@given(testing.draws(SCENARIO))
@FEW
def test_a_draw_is_the_scenarios_game_and_prints_as_what_makes_it(draw):
    assert draw.game.equals(SCENARIO.game(draw.weights, draw.drivers, draw.types))
    again = eval(repr(draw), NAMES | {"scenario": SCENARIO})
    assert again.game.equals(draw.game)
    assert len(draw.rows()) == len(draw.weights) + len(draw.drivers) + len(draw.types)
    assert pickle.loads(pickle.dumps(draw)).game.equals(draw.game)


def test_a_draw_reads_as_a_table():
    draw = testing.Draw(scenario=BELARUS, weights={"putin.manpower": 1.4}, types={"putin": "desperate"})
    heading, columns, rule, *rows = (line.split() for line in str(draw).splitlines())
    assert " ".join(heading) == "Draw from belarus-2022.toml: 2 changes from the likely game"
    assert columns == ["input", "likely", "here"]
    assert set("".join(rule)) == {"─"}
    assert rows == [["weight", "putin.manpower", "1", "1.4"], ["type", "of", "putin", "none", "desperate"]]


def test_a_failure_prints_the_draw_without_the_scenario(failure):
    printed = failure(testing.draws(SCENARIO), yields)
    assert len(printed) < 200
    assert yields(eval(printed, NAMES | {"scenario": SCENARIO}))


def test_a_draw_from_a_drawn_scenario_prints_in_full(failure):
    printed = failure(
        testing.scenarios(players=1, strategies=2).flatmap(testing.draws), lambda draw: bool(draw.weights)
    )
    assert len(eval(printed, NAMES).weights) == 1


@pytest.mark.parametrize(
    ("largest", "step"),
    [
        ("3/40", "1/20"),
        ("1/20", "1/20"),
        ("49/1000", "1/50"),
        ("1", "1"),
        ("7", "5"),
        ("1999", "1000"),
        ("0", "0"),
    ],
)
def test_a_step_is_the_largest_round_number_that_is_not_above(largest, step):
    assert _round_step(Fraction(largest)) == Fraction(step)


def test_numbers_of_a_range_come_nearest_first_and_its_ends_again():
    weight = SCENARIO.consideration("a.peace").weight  # from 0 over 0.5 to 1.5 in steps of 0.05
    options = _options(weight, Fraction(1, 2))
    assert options[:3] == [None, 0.45, 0.55]
    assert len(options) == 31 + 2 * 7
    assert options[31:33] == [0.0, 1.5]
    fixed = SCENARIO.consideration("b.fear").weight
    assert _options(fixed, Fraction(1)) == [None]
    assert _options(fixed, Fraction(2)) == [1.0]
