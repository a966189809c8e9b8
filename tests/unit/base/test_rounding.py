from fractions import Fraction

import pytest

from belarusgame.base.rounding import below


@pytest.mark.parametrize(
    "value", [Fraction(1, 3), Fraction(2, 3), Fraction(-1, 3), Fraction(1, 10), Fraction(10**30, 7)]
)
def test_the_float_below_is_the_nearest_that_is_not_greater(value):
    found = below(value)
    assert Fraction(found) < value
    assert Fraction(found) + Fraction(abs(found)) / 2**52 > value


@pytest.mark.parametrize("value", [0, 1, -3, Fraction(1, 4), Fraction(-5, 8), 2**60])
def test_what_a_float_holds_is_itself(value):
    assert below(Fraction(value)) == value


def test_between_two_neighbours_it_is_the_lower_one():
    unit = Fraction(1, 2**52)
    assert below(1 + unit / 3) == 1.0
    assert below(1 + 2 * unit / 3) == 1.0  # though the upper one is nearer
    assert below(-1 - unit / 3) == -1.0 - 2.0**-52
