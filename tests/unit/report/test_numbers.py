from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belarusgame.report.numbers import decimals_for, printed, signed

AMOUNTS = st.lists(st.fractions(-(10**12), 10**12, max_denominator=10**7), max_size=9)


@pytest.mark.parametrize(
    ("amounts", "places"),
    [([], 1), ([2], 1), ([0.5, 3], 1), ([0.75], 2), ([0.5, 0.125], 3), ([Fraction(1, 3)], 4)],
)
def test_as_few_decimals_as_are_exact(amounts, places):
    assert decimals_for([Fraction(amount) for amount in amounts]) == places


def test_thirds_are_rounded_so_that_they_add_up():
    assert printed([Fraction(1, 3)] * 3, 1) == ["0.4", "0.3", "0.3"]
    assert printed([Fraction(-1, 3)] * 3, 2) == ["-0.33", "-0.33", "-0.34"]


def test_no_negative_zero():
    assert printed([Fraction(-1, 1000), Fraction(1, 1000)], 1) == ["0.0", "0.0"]


@given(AMOUNTS, st.integers(1, 4))
def test_printed_amounts_add_up_and_are_near(amounts, places):
    texts = printed(amounts, places)
    unit = Fraction(1, 10**places)
    total = sum(map(Fraction, texts))
    assert abs(total - sum(amounts)) <= unit / 2
    assert all(abs(Fraction(text) - amount) < unit for text, amount in zip(texts, amounts, strict=True))
    assert all(len(text.partition(".")[2]) == places for text in texts)


@given(AMOUNTS)
def test_amounts_of_few_decimals_are_printed_exactly(amounts):
    whole = [Fraction(round(amount * 8), 8) for amount in amounts]
    assert [Fraction(text) for text in printed(whole, decimals_for(whole))] == whole


def test_signs():
    assert [signed(number) for number in ("1.0", "-1.0", "0.0")] == ["+1.0", "-1.0", "+0.0"]
