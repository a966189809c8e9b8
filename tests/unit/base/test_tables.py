import html
import io
import re

import pytest

from belarusgame.base.tables import Tabular, plain_text, shown


class Shelf(Tabular):
    def rows(self):
        return [{"book": "A [b] & <i>", "price": 1234.5678}, {"book": "B", "price": -0.0, "lent": "yes"}]

    @property
    def heading(self):
        return "Shelf <1>"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e-7, "1e-07"),
        (12345.0, "1.234e+04"),
        (7, "7"),
        ("x", "x"),
        (True, "True"),
    ],
)
def test_values_are_written_for_people(value, text):
    assert shown(value) == text


def test_a_record_prints_as_a_heading_over_a_table():
    heading, columns, rule, first, second = str(Shelf()).splitlines()
    assert heading == "Shelf <1>"
    assert columns.split() == ["book", "price", "lent"]
    assert set(rule.strip()) == {"─"}
    assert first.split("  ")[0].strip() == "A [b] & <i>"
    assert "1235" in first
    assert second.split() == ["B", "0", "yes"]
    assert first.index("1235") + 4 == second.index(" 0 ") + 2  # numbers stand to the right
    assert repr(Shelf()) == "<Shelf <1>>"


def test_a_record_becomes_a_frame_and_a_safe_page():
    frame = Shelf().to_frame()
    assert list(frame.columns) == ["book", "price", "lent"]
    assert frame.price.tolist() == [1234.5678, 0.0]
    page = Shelf()._repr_html_()
    assert "Shelf &lt;1&gt;" in page
    assert "A [b] &amp; &lt;i&gt;" in page


class Library(Shelf):
    @property
    def below(self):
        return ("x < y & z " * 30, Shelf())

    def rows(self):
        return [{"span": (0.25, 1.0), "text": "word " * 40, "float": 0.1 + 0.2}]


def test_a_page_says_all_that_printing_says():
    page = html.unescape(re.sub("<[^<>]+>", " ", Library()._repr_html_()))
    assert set(str(Library()).replace("─", "").split()) <= set(page.split())
    assert "<y" not in Library()._repr_html_().replace(" ", "")


def test_long_lines_are_not_folded_and_nothing_is_said_to_be_nothing():
    assert "x" * 3000 in plain_text([{"long": "x" * 3000}])
    assert plain_text([]) == "(nothing to list)"


def test_no_word_is_cut_beside_a_column_that_cannot_be_folded():
    from belarusgame.base.screen import Screen
    from belarusgame.base.tables import table_of

    long = "lukashenko.chinese_money.effects[0]"
    sentence = "changes no simultaneous and no sequential comparison: putin.support_cost: none"
    screen = Screen(width=80, record=True, file=io.StringIO())
    screen.print(table_of([{"finding": "inert effect", "where": long, "what": sentence}]))
    words = screen.export_text().split()
    assert long in words
    assert all(word in words for word in sentence.split())
