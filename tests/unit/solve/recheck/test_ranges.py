"""Bounds of expected payoffs over boxes of mixed strategies."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from belarusgame.solve.recheck.exact_cells import fractions
from belarusgame.solve.recheck.ranges import highest, is_inhabited, lowest


def test_one_player_gets_the_best_and_the_worst_that_its_bounds_allow():
    bounds = fractions([[0.0, 0.5], [0.25, 1.0], [0.0, 0.125]])
    values = np.array([Fraction(4), Fraction(0), Fraction(8)], dtype=object)
    assert highest(values, [bounds]) == Fraction(1, 8) * 8 + Fraction(1, 2) * 4
    assert lowest(values, [bounds]) == 0
    bounds = fractions([[0.25, 0.5], [0.125, 1.0], [0.0, 0.125]])
    assert highest(values, [bounds]) == Fraction(1, 8) * 8 + Fraction(1, 2) * 4
    assert lowest(values, [bounds]) == Fraction(1, 4) * 4


def test_points_give_the_value_itself():
    tensor = np.arange(12).reshape(2, 3, 2) * Fraction(1, 3)
    points = [[0.25, 0.75], [0.5, 0.5, 0.0], [1.0, 0.0]]
    boxes = [fractions(np.stack([x, x], axis=1)) for x in points]
    value = Fraction(1, 3) * (Fraction(1, 4) * (0 + 2) / 2 + Fraction(3, 4) * (6 + 8) / 2)
    assert highest(tensor, boxes) == lowest(tensor, boxes) == value


def test_bounds_that_nothing_keeps_to_are_recognised():
    assert is_inhabited(fractions([[0.0, 0.5], [0.5, 1.0]]))
    assert is_inhabited(fractions([[0.25, 0.25], [0.75, 0.875]]))  # just enough room, or just not too much
    assert is_inhabited(fractions([[0.0, 0.25], [0.75, 0.75]]))
    assert not is_inhabited(fractions([[0.0, 0.25], [0.5, 0.625]]))
    assert not is_inhabited(fractions([[0.75, 1.0], [0.5, 1.0]]))
    assert not is_inhabited(fractions([[0.5, 0.25], [0.0, 1.0]]))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_what_lies_in_the_boxes_lies_within_the_bounds(seed):
    rng = np.random.default_rng(seed)
    counts = (2, 3, 2)
    tensor = rng.integers(-5, 6, counts)
    mixed = [rng.multinomial(16, np.ones(count) / count) / 16 for count in counts]
    boxes = [
        np.stack(
            [np.maximum(x - rng.integers(0, 4) / 8, 0), np.minimum(x + rng.integers(0, 4) / 8, 1)], axis=1
        )
        for x in mixed
    ]
    value = Fraction(float(np.einsum("abc,a,b,c->", tensor, *mixed)))
    exact = tensor * Fraction(1)
    bounds = [fractions(box) for box in boxes]
    assert lowest(exact, bounds) <= value <= highest(exact, bounds)
