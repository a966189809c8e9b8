"""Numbers as they are written: which texts are numbers, and which number each is."""

from fractions import Fraction

import pytest

from belarusgame.base.written import LARGEST_EXPONENT, LONGEST_NUMBER, is_number, read_number
from belarusgame.errors import GameError

NUMBERS = {
    "3": 3,
    "-0.25": Fraction(-1, 4),
    "+1/3": Fraction(1, 3),
    "-2/4": Fraction(-1, 2),
    ".5": Fraction(1, 2),
    "5.": 5,
    "1e-3": Fraction(1, 1000),
    "2.5E+2": 250,
    "0.1": Fraction(1, 10),
    "007": 7,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_without_rounding(text):
    assert is_number(text)
    assert read_number(text) == NUMBERS[text]


@pytest.mark.parametrize(
    "text",
    ["", ".", "1/", "/3", "1/2/3", "1.5/2", "1 ", "e5", "1e", "0x1", "nan", "inf", "1_000", "--1", "١"],
)
def test_what_is_no_number_is_known_to_be_none(text):
    assert not is_number(text)
    with pytest.raises(GameError, match=r"is not a number such as 3, -0\.25 or 1/3"):
        read_number(text)


def test_the_longest_number_is_read_and_a_longer_one_is_not():
    longest = "0." + "1" * (LONGEST_NUMBER - 2)
    assert is_number(longest)
    assert read_number(longest) < Fraction(1, 9)
    assert not is_number(longest + "1")
    with pytest.raises(GameError, match=f"more than {LONGEST_NUMBER} characters"):
        read_number(longest + "1")


def test_exponents_end_where_they_would_take_memory():
    assert read_number(f"1e-{LARGEST_EXPONENT}") == Fraction(1, 10**LARGEST_EXPONENT)
    for text in (f"1e-{LARGEST_EXPONENT + 1}", f"1e{LARGEST_EXPONENT + 1}", "1e99999999"):
        with pytest.raises(GameError, match=f"beyond {LARGEST_EXPONENT}"):
            read_number(text)


def test_what_no_payoff_can_be_is_refused():
    with pytest.raises(GameError, match=r'"1/0" divides by zero'):
        read_number("1/0")
    assert read_number("1e308") == 10**308
    with pytest.raises(GameError, match="too large for a payoff"):
        read_number("1e309")
