"""How wide words are, and where lines end."""

from itertools import pairwise

import pytest

from belarusgame.report.figures.lettering import folded, one_line, width_of


def test_more_or_larger_or_bolder_letters_are_wider():
    assert width_of("", 9.0) == 0
    assert 0 < width_of("word", 9.0) < width_of("words", 9.0) < width_of("words", 10.0)
    assert width_of("word", 9.0) < width_of("word", 9.0, "bold")
    assert width_of("word", 18.0) == pytest.approx(2 * width_of("word", 9.0), rel=0.02)


WORDS = "what nobody has ever dared to do before"


@pytest.mark.parametrize("width", [40.0, 90.0, 400.0])
def test_lines_hold_all_words_in_their_order_and_none_is_too_wide(width):
    lines = folded(WORDS, width, 9.0)
    assert " ".join(lines) == WORDS
    assert all(width_of(line, 9.0) <= width for line in lines)
    for line, following in pairwise(lines):  # no line ends before it must
        assert width_of(f"{line} {following.split()[0]}", 9.0) > width


def test_a_line_that_just_fits_is_not_folded():
    assert folded(WORDS, width_of(WORDS, 9.0), 9.0) == [WORDS]
    assert len(folded(WORDS, width_of(WORDS, 9.0) - 0.01, 9.0)) == 2


def test_a_word_that_is_wider_than_a_line_is_cut():
    lines = folded("a " + "x" * 30 + " b", 50.0, 9.0)
    assert lines[0] == "a"
    assert "".join(lines).replace("a", "").replace(" b", "") == "x" * 30
    assert all(width_of(line, 9.0) <= 50.0 for line in lines)
    assert folded("www", 0.1, 9.0)[-3:] == ["w", "w", "w"]  # a letter at least


def test_a_text_is_one_line_without_characters_that_steer():
    assert one_line("one\n  two three ") == "one two three"
    assert one_line("a\u202eb").isprintable()
    assert folded("", 50.0, 9.0) == [""]
