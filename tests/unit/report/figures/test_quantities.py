"""How numbers are written."""

import math

import pytest

from belarusgame.report.figures.quantities import amount, counted, percent, plain_number, share_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.23456, "1.235"),
        (-1.5, "\u22121.5"),
        (1e-7, "1e\u221207"),
        (12345.0, "1.234e+04"),
    ],
)
def test_a_number_has_four_digits_and_a_minus_sign_that_is_one(value, words):
    assert plain_number(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(1.5, "+1.5"), (0.0, "0"), (-0.75, "\u22120.75"), (1e-10, "1e\u221210")]
)
def test_a_payoff_has_its_sign(value, words):
    assert amount(value) == words


def test_only_nothing_is_0_percent_and_only_everything_100():
    shares = (0.0, 0.00028, 0.001, 0.5, 0.999, 0.9997, 1.0)
    assert [percent(s) for s in shares] == ["0%", "0.028%", "0.1%", "50.0%", "99.9%", "99.970%", "100%"]
    assert percent(math.nan) == "not known"


def test_a_share_is_a_count_of_draws():
    assert share_words(0.00028, 100_000) == "28 of 100,000"
    assert share_words(0.0, 2048) == "none of 2,048"
    assert share_words(1.0, 2048) == "all of 2,048"
    assert share_words(0.123456, 10) == "12.3% of 10"
    assert share_words(math.nan, 10) == "not known of 10"


def test_what_is_no_number_of_draws_is_not_counted():
    assert counted(0.25, 2000) == 500
    assert counted(1 / 3, 3) == 1
    assert counted(0.123456, 10) is None
    assert counted(math.nan, 10) is None
