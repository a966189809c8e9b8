from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve._linear import float_above, fractions_near, maximin, scaled_payoffs


def test_the_value_of_rock_paper_scissors_is_zero_and_both_sides_mix_evenly():
    answer = maximin(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]))
    assert answer.status == "optimal"
    assert answer.point == pytest.approx([1 / 3] * 3)
    assert answer.shares == pytest.approx([1 / 3] * 3)


def test_duality_bounds_the_value_in_the_units_of_the_input():
    payoffs, limits = np.array([[5e5, 0.0, 1e5]]), np.array([[0.0, 0.0, 0.0], [1e-7, -1e-7, 3e-7]])
    answer = maximin(payoffs, limits)
    assert payoffs @ answer.point == pytest.approx([2.5e5])
    assert limits @ answer.point == pytest.approx([0.0, 0.0], abs=1e-12)
    assert max((answer.shares @ payoffs) - answer.multipliers @ limits) == pytest.approx(2.5e5)


def test_limits_that_nothing_meets_are_infeasible():
    assert maximin(np.ones((1, 2)), np.array([[1.0, 1e-3]])).status == "infeasible"


def test_rounding_proposes_simple_fractions_first_and_sums_to_one():
    candidates = list(fractions_near(np.array([0.5 + 1e-13, 0.5 - 1e-13])))
    assert candidates[0] == [Fraction(1, 2), Fraction(1, 2)]
    assert all(sum(candidate) == 1 for candidate in candidates)
    assert candidates[-1] != candidates[0]


def test_scaled_payoffs_keep_exact_differences():
    game = bg.Game([[[10**30, 10**30 + 3], [10**30 + 1, 10**30]], [[0, 0], [0, 0]]])
    scaled, units = scaled_payoffs(game)
    assert (scaled[0][0, 1] - scaled[0][0, 0]) * units[0] == 3
    assert 0 <= scaled.min() <= scaled.max() <= 1
    assert units[1] == 1


def test_rounding_upwards_never_goes_below():
    for value in (Fraction(1, 3), Fraction(-1, 3), Fraction(1, 4)):
        assert Fraction(float_above(value)) >= value
    assert float_above(Fraction(1, 4)) == 0.25
    assert float_above(Fraction(10) ** 400) == float("inf")
