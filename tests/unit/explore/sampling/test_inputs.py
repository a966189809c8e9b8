from dataclasses import replace
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.explore.sampling.inputs import inputs_of
from belarusgame.scenario.scenario import Weight


def test_inputs_come_in_the_order_of_the_rows_of_a_sample(ladder):
    found = list(inputs_of(ladder))
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


def test_a_range_that_falls_is_refused_and_one_from_zero_is_not(ladder):
    def with_range(low, likely, high):
        span = Weight(low=Fraction(low), likely=Fraction(likely), high=Fraction(high))
        first, *others = ladder.considerations
        return list(inputs_of(replace(ladder, considerations=(replace(first, weight=span), *others))))

    assert with_range(0, 0, 0)[0].fixed
    assert not with_range(0, 0, 1)[0].fixed
    assert not with_range(0, 1, 1)[0].fixed
    for bad in ((-1, 0, 1), (1, 0.5, 2), (0, 2, 1)):
        with pytest.raises(bg.GameError, match="must rise from at least 0"):
            with_range(*bad)
