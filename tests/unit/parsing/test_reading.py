from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from belarusgame._parsing.reading import (
    Mistakes,
    exact_number,
    parse_tables,
    place,
    read_tables,
    seeds_folder,
)


def test_a_place_reads_like_the_file() -> None:
    assert place(["considerations", "putin", "manpower", "effects", 1, "when"]) == (
        "considerations.putin.manpower.effects[1].when"
    )
    assert place(["a.b", "c d", ""]) == '"a.b"."c d".""'
    assert place([]) == ""


def test_decimals_are_kept_exactly() -> None:
    tables = parse_tables("a = 0.1\nb = 2022-03-23\nc = 3\n", "f", Mistakes())
    assert tables == {"a": Decimal("0.1"), "b": datetime.date(2022, 3, 23), "c": 3}


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Decimal("0.1"), Fraction(1, 10)),
        (1.4, Fraction(7, 5)),
        (np.float64(1.4), Fraction(7, 5)),
        (np.float32(1.4), Fraction(7, 5)),
        (np.int64(-3), Fraction(-3)),
        (Fraction(1, 3), Fraction(1, 3)),
        (-0.0, Fraction(0)),
    ],
)
def test_a_number_means_its_shortest_decimal(value: object, number: Fraction) -> None:
    found = exact_number(value)
    assert found == number
    assert type(found.numerator) is int  # numpy's integers would overflow later


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (True, "must be a number"),
        ("1.5", "must be a number"),
        (1j, "must be a number"),
        (float("nan"), "must be a finite number"),
        (Decimal("inf"), "must be a finite number"),
        (10**10, "below ten thousand million"),
        (Decimal("1e999999999"), "below ten thousand million"),
        (Decimal("1e-31"), "at most 30 decimals"),
        (Fraction(10**400), "below ten thousand million"),
    ],
)
def test_no_other_value_is_a_number(value: object, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        exact_number(value)


def test_the_largest_numbers_are_still_read() -> None:
    assert exact_number(10**10 - 1) == 10**10 - 1
    assert exact_number(Decimal("1e-30")) == Fraction(1, 10**30)


def test_a_file_that_cannot_be_read_is_a_mistake_and_not_an_exception(tmp_path: Path) -> None:
    mistakes = Mistakes()
    assert read_tables(tmp_path, "folder", mistakes) is None
    assert read_tables(tmp_path / "none.toml", "none.toml", mistakes) is None
    assert [mistake.file for mistake in mistakes.found] == ["folder", "none.toml"]


def test_what_is_said_of_a_refused_value_is_dropped_but_not_of_its_neighbours_or_its_key() -> None:
    mistakes = Mistakes()
    mistakes.add("f", "a.b[1]", "is odd")
    mistakes.refuse("f", "a.b[1]")
    mistakes.add("f", "a.b[1]", "is also too large")
    mistakes.add("f", "a.b[1].c", "does not exist")
    mistakes.add("f", "a.b[1]", "is a name not known", of_key=True)
    mistakes.add("f", "a.b[10]", "is odd")
    mistakes.add("g", "a.b[1]", "is odd")
    mistakes.add("f", "a.b[10]", "is odd")  # said once
    assert [(m.file, m.place, m.problem) for m in mistakes.found] == [
        ("f", "a.b[1]", "is odd"),
        ("f", "a.b[1]", "is a name not known"),
        ("f", "a.b[10]", "is odd"),
        ("g", "a.b[1]", "is odd"),
    ]


def test_names_of_many_parts_are_refused_before_the_parser_takes_minutes() -> None:
    mistakes = Mistakes()
    assert parse_tables("a" + ".a" * 30_000 + " = 1", "f", mistakes) is None
    assert parse_tables("'a'" + ' . "b"' * 30_000 + " = 1", "f", mistakes) is None
    assert "nested too deeply" in str(mistakes.found[0])
    assert parse_tables("says = '" + "One. Two, three. " * 500 + "'", "f", Mistakes()) is not None


def test_the_seeds_are_found() -> None:
    assert (seeds_folder() / "belarus-2022.toml").is_file()
