from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from belarusgame.evidence.mistakes import Mistakes
from belarusgame.evidence.places import place
from belarusgame.evidence.reading import (
    check_keys,
    exact_number,
    near_file,
    parse_tables,
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
        (-(10**10), "below ten thousand million"),
        (1e10, "below ten thousand million"),
        (Decimal("-0.1e-30"), "at most 30 decimals"),
    ],
)
def test_no_other_value_is_a_number(value: object, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        exact_number(value)


def test_the_largest_numbers_are_still_read() -> None:
    assert exact_number(10**10 - 1) == 10**10 - 1
    assert exact_number(1 - 10**10) == 1 - 10**10
    assert exact_number(Decimal("9999999999.5")) == 10**10 - Fraction(1, 2)
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


def test_a_table_lacks_something_perhaps_because_a_key_in_it_is_misspelt() -> None:
    mistakes = Mistakes()
    assert not mistakes
    mistakes.add("f", "a.b.sentense", "unknown key, not one of sentence")
    mistakes.add("f", "c.d", "must not be empty")
    assert mistakes
    assert mistakes.explains("f", "a.b")
    assert mistakes.explains("f", "a.b.sentense")
    assert mistakes.explains("f", "c.d")
    for file, where in (("f", "a"), ("g", "a.b"), ("g", "c.d"), ("f", "c"), ("f", "b"), ("f", "a.b.other")):
        assert not mistakes.explains(file, where)


def test_a_file_may_have_four_million_bytes(tmp_path: Path) -> None:
    mistakes = Mistakes()
    start = b"a = 1\n#"
    (tmp_path / "most.toml").write_bytes(start + b"x" * (4_000_000 - len(start)))
    (tmp_path / "more.toml").write_bytes(start + b"x" * (4_000_001 - len(start)))
    assert read_tables(tmp_path / "most.toml", "most", mistakes) == {"a": 1}
    assert read_tables(tmp_path / "more.toml", "more", mistakes) is None
    assert [str(mistake) for mistake in mistakes.found] == [
        "more: is larger than 4 MB, too large to be meant"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f: the file is empty; `belarusgame new FILE` writes one to start from"),
        (
            "[claims]\na = 1\n  b = = 2\n",
            "f: line 3, column 7: `b = = 2`: not valid TOML: invalid value",
        ),
        (
            "[claims]\na = 1\na = 2\n",
            "f: line 3, column 6: `a = 2`: not valid TOML: cannot overwrite a value; "
            "a name is given twice; every name may be given once",
        ),
        (
            "[claims]\n[a.b]\n[a.b]\n",
            "f: line 3, column 5: `[a.b]`: not valid TOML: cannot declare a.b twice; "
            "a name is given twice; every name may be given once",
        ),
        (
            "[claims]\na = {b = 1}\na.c = 2\n",
            "f: line 3, column 8: `a.c = 2`: not valid TOML: cannot mutate immutable namespace claims.a; "
            "a name is given twice; every name may be given once",
        ),
        ("a = 1e99999999999999999999", "f: 1e99999999999999999999: must be a number below ten thousand"),
        ("a = " + "9" * 5000, "f: holds a whole number of more than 4300 digits"),
        ("a = " + "[" * 5000, "f: nested too deeply: no table of a scenario has more than 12 levels"),
    ],
)
def test_text_that_is_no_toml_is_told_with_its_line(text: str, message: str) -> None:
    mistakes = Mistakes()
    assert parse_tables(text, "f", mistakes) is None
    (found,) = mistakes.found
    assert str(found).startswith(message)


def test_the_nearest_file_has_the_same_ending(tmp_path: Path) -> None:
    for name in ("belarus.toml", "belarus-old.md", "notes.toml"):
        (tmp_path / name).write_text("", "utf-8")
    assert near_file(tmp_path / "belaru.toml") == 'did you mean "belarus.toml"?'
    assert near_file(tmp_path / "belarus-ol.toml") != 'did you mean "belarus-old.md"?'
    assert near_file(tmp_path / "xyz.toml") == ""
    assert near_file(tmp_path / "none" / "a.toml") == f"there is no folder {tmp_path / 'none'} either"


def nested(levels: int, key: object = "k") -> dict[object, object]:
    return {key: nested(levels - 1, key)} if levels > 1 else {key: 3}


def test_tables_of_python_are_searched_for_odd_keys_down_to_their_deepest_level() -> None:
    def found(tables: object) -> list[str]:
        mistakes = Mistakes()
        check_keys(tables, "f", mistakes)  # type: ignore[arg-type]
        return [str(mistake) for mistake in mistakes.found]

    assert found(nested(13)) == []
    (deep,) = found(nested(14) | {"z": nested(3)})
    assert deep.endswith("nested too deeply: no table of a scenario has more than 12 levels")
    assert found({"a": [{"b": 1}, {3: 1}], "c": {"d": {4: 2, "e": 1}}}) == [
        "f: a.3: 3: a name must be text in quotes",
        "f: c.d.4: 4: a name must be text in quotes",
    ]
