"""The words of a file of a game, and where each of them stands."""

from fractions import Fraction

import pytest

from belarusgame.base.written import LONGEST_NUMBER
from belarusgame.errors import GameError
from belarusgame.exchange.tokens import TokenReader, quote, written_number


def kinds(text):
    reader, found = TokenReader(text, "file"), []
    while reader.next.kind != "end":
        token = reader.next
        found.append((token.kind, token.text, token.start))
        reader.take(token.kind, "anything")
    return found


def test_words_numbers_labels_and_braces_are_told_apart():
    assert kinds('NFG 1 { "a b" -0.5,x }') == [
        ("word", "NFG", 0),
        ("number", "1", 4),
        ("{", "{", 6),
        ("label", "a b", 8),
        ("number", "-0.5", 14),
        (",", ",", 18),
        ("word", "x", 19),
        ("}", "}", 21),
    ]
    assert kinds("") == kinds(" \n\t") == []
    assert kinds('a"b"c') == [("word", "a", 0), ("label", "b", 1), ("word", "c", 4)]


@pytest.mark.parametrize(
    "label", ["", "plain", 'with "quotes"', "back\\slash", "at the end\\", '\\"', "two\nlines", "\\\\"]
)
def test_a_label_that_is_quoted_is_read_as_it_was(label):
    ((kind, text, _),) = kinds(quote(label))
    assert (kind, text) == ("label", label)


def test_a_backslash_is_doubled_only_where_it_could_be_misread():
    assert quote("a\\b") == '"a\\b"'
    assert quote("a\\") == '"a\\\\"'
    assert quote('"') == '"\\""'


def test_a_label_without_an_end_is_named_where_it_begins():
    with pytest.raises(
        GameError, match="file: line 2, column 3: the label that begins here has no closing quote"
    ):
        kinds('one\n  "two\nthree')


def test_what_is_expected_and_what_is_found_are_named():
    reader = TokenReader('one\n "two"', "file")
    with pytest.raises(GameError, match='file: line 1, column 1: expected a number, found "one"'):
        reader.take("number", "a number")
    assert reader.take("word", "a word").text == "one"
    with pytest.raises(GameError, match='line 2, column 2: expected a brace, found the label "two"'):
        reader.take("{", "a brace")
    assert not reader.skip("{")
    assert reader.skip("label")
    with pytest.raises(GameError, match="found the end of the file"):
        reader.take("word", "more")
    assert reader.take("end", "the end").kind == "end"
    assert reader.take("end", "the end").kind == "end"  # as often as one likes


def test_numbers_are_exact_and_fit_into_a_float():
    reader = TokenReader("1/3 1e400", "file")
    assert reader.number("a payoff") == Fraction(1, 3)
    with pytest.raises(GameError, match=r"line 1, column 5: .*too large for a payoff"):
        reader.number("a payoff")


@pytest.mark.parametrize("text", ["2", "+7", "10"])
def test_a_count_lies_between_its_bounds(text):
    assert TokenReader(text, "file").count("a count", 2, 10) == int(text)


@pytest.mark.parametrize("text", ["1", "11", "2.0", "-3", "4/2", "1e1", "0000000000002"])
def test_what_is_no_count_is_refused(text):
    with pytest.raises(GameError, match="expected a count, from 2 to 10, found"):
        TokenReader(text, "file").count("a count", 2, 10)


def test_a_word_that_is_too_long_is_refused_and_a_label_is_not():
    longest = "x" * LONGEST_NUMBER
    assert kinds(longest)[0][1] == longest
    with pytest.raises(GameError, match=f"more than {LONGEST_NUMBER} characters"):
        kinds(longest + "x")
    assert len(kinds(f'"{longest}x"')[0][1]) == LONGEST_NUMBER + 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 10), "0.1"),
        (Fraction(1, 10**9), "1/1000000000"),  # whose decimal would be written with an exponent
        (Fraction(10**20), "100000000000000000000"),
    ],
)
def test_a_number_is_written_so_that_it_is_read_again(value, text):
    assert written_number(value) == text
    assert TokenReader(text, "file").number("it") == value


def test_a_number_with_too_many_digits_is_refused():
    assert written_number(Fraction(1, 3**2000))
    with pytest.raises(GameError, match="too many digits"):
        written_number(Fraction(1, 3**2100))
