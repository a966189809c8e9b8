"""The gate to the terminal: nothing that is shown steers it, and no word is broken."""

import io
import sys

import pytest

from belarusgame.base.screen import Screen, encodable, harmless, takes_lines
from belarusgame.base.tables import Listed, fitting, table_of


def printed(*what, width=80, **how):
    screen = Screen(file=io.StringIO(), width=width, color_system=None)
    screen.print(*what, **how)
    return screen.file.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("odds 1:100:3 :smile:", "odds 1:100:3 :smile:"),
        ("[assumptions.NAME] [red]", "[assumptions.NAME] [red]"),
        ("два слова, Führt, 中文, نعم", "два слова, Führt, 中文, نعم"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_text_is_shown_as_what_it_is(text, shown):
    assert printed(text).strip() == shown
    assert shown in printed(table_of([{"title": text}]))
    assert harmless(text) == shown


def test_lines_stay_lines_and_other_control_characters_do_nothing():
    assert printed("bell\x07 back\x08 up\x0b").strip() == "bell back up"
    assert harmless("bell\x07") == "bell\\x07"
    assert harmless("one\ntwo\r\nthree\tfour") == "one\ntwo\\r\nthree\\tfour"


def test_styles_still_reach_a_terminal():
    screen = Screen(file=io.StringIO(), width=80, force_terminal=True, color_system="standard")
    screen.print("title", style="bold")
    assert screen.file.getvalue() == "\x1b[1mtitle\x1b[0m\n"


WIDE = [
    {
        "player": "lukashenko",
        "strategy": "abstain",
        "in every outcome": 0.25,
        "interval": (0.1, 0.2),
        "x": "y" * 30,
    }
]


#: How wide the three columns are that stay whatever the width: their longest words, with spaces around.
LEAST = len(" lukashenko   strategy   in every outcome ")


def test_columns_without_room_are_left_out_from_the_last_and_named():
    assert fitting(WIDE, 200)[1] == []
    for width in range(10, 120):
        table, left_out = fitting(WIDE, width)
        page = printed(table, width=width, crop=False)
        kept = [column.header for column in table.columns]
        assert kept + left_out == list(WIDE[0])
        assert len(kept) >= 3
        assert max(map(len, page.splitlines())) <= max(width, LEAST)
        assert all(column in page for column in kept)
        assert ("0.1 to 0.2" in page) == ("interval" in kept)


@pytest.mark.parametrize(("keep", "stays"), [(1, ["player"]), (2, ["player", "strategy"])])
def test_columns_that_must_stay_go_beyond_the_margin_and_lose_no_letter(keep, stays):
    table, left_out = fitting(WIDE, 8, keep)
    assert [column.header for column in table.columns] == stays
    assert left_out == list(WIDE[0])[keep:]
    page = printed(table, width=8, crop=False)
    assert all(word in page.split() for word in ("lukashenko", *stays))


def test_long_cells_fold_between_words():
    page = printed(table_of([{"why": "because " * 30}]), width=30)
    assert set(page.split()) - {"why", "─" * 30} <= {"because"} | {
        word for word in page.split() if set(word) <= {"─"}
    }


@pytest.mark.parametrize(("columns", "width"), [("0", 80), ("1", 80), ("33", 33)])
def test_a_terminal_that_calls_itself_too_narrow_is_not_believed(columns, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert Screen(file=io.StringIO()).width == width


@pytest.mark.parametrize(("encoding", "lines"), [("utf-8", True), ("ascii", False), ("latin-1", False)])
def test_what_the_output_cannot_encode_is_written_otherwise(encoding, lines, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    assert takes_lines() is lines
    text = str(Listed([{"Straße": "Füße ─"}], "Größen ─"))
    text.encode(encoding)
    assert ("---" in text) is not lines
    assert encodable("plain") == "plain"
