from dataclasses import replace
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.scenario.records import Weight


def test_inputs_come_in_the_order_of_the_rows_of_a_sample(ladder):
    found = ladder.inputs()
    assert [(one.name, one.kind) for one in found] == [
        *((c.key, "weight") for c in ladder.considerations),
        ("tide", "driver"),
        ("b.bold", "probability"),
        ("b.shy", "probability"),
        ("b", "type"),
        ("rationality", "rationality"),
    ]
    ranges = {one.name: (one.range.low, one.range.likely, one.range.high) for one in found}
    assert ranges["tide"] == (0.5, 1, 2)
    assert ranges["b"] == (0, 0, 2)  # two types
    assert ranges["rationality"] == (0.5, 2, 8)
    assert [one.name for one in found if one.fixed] == ["d.k1", "b.shy"]
    assert [one.name for one in ladder.inputs("type", "driver")] == ["tide", "b"]


def test_a_range_that_falls_is_refused_and_one_from_zero_is_not(ladder):
    def with_range(low, likely, high):
        span = Weight(low=Fraction(low), likely=Fraction(likely), high=Fraction(high))
        first, *others = ladder.considerations
        return replace(ladder, considerations=(replace(first, weight=span), *others)).inputs()

    assert with_range(0, 0, 0)[0].fixed
    assert not with_range(0, 0, 1)[0].fixed
    assert not with_range(0, 1, 1)[0].fixed
    for bad in ((-1, 0, 1), (1, 0.5, 2), (0, 2, 1)):
        with pytest.raises(bg.GameError, match="must rise from at least 0"):
            with_range(*bad)


def test_an_input_says_what_the_scenario_says_of_it(small):
    made = small()
    found = {one.name: one for one in made.inputs()}
    assert {name: (one.player, one.claims, one.options) for name, one in found.items()} == {
        "small_firm.cash": ("small_firm", ("said", "guessed"), ()),
        "lender.risk": ("lender", (), ()),
        "rates": ("", ("said",), ()),
        "lender.rash": ("lender", (), ()),
        "lender.shy": ("lender", ("said",), ()),
        "lender": ("lender", (), ("rash", "shy")),
        "rationality": ("", ("said",), ()),
    }
    assert found["small_firm.cash"].sentence == "Cash runs out."
    assert [one.label for one in made.inputs("driver", "type")] == ["rates", "type of lender"]


def test_a_driver_is_at_one_where_nothing_is_chosen_wherever_its_range_lies(small):
    def change(tables):
        tables["drivers"]["rates"]["level"] = {"low": 2, "likely": 3, "high": 4}

    made = small(change)
    assert (made.input("rates").base, made.input("rates").range.likely) == (1, 3)
    assert made.input("small_firm.cash").base == 0.5


@pytest.mark.parametrize("name", ["rats", "lender", "rationality", "lender.rash"])
def test_only_weights_and_drivers_are_found_by_name(name, small):
    with pytest.raises(
        bg.GameError, match=f'input "{name}" is not one of rates, small_firm.cash, lender.risk'
    ):
        small().input(name)
