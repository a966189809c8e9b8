"""A number reaches the page by the name of its field, and in no other way."""

import pytest

from belarusgame.report.page.facts import Facts, field_at

DATA = {
    "sweep": {"share": 0.25, "draws": 2000, "rows": [[1, "a", True], [[-0.5, 1.25], None, "<b>"]]},
    "empty": [],
    "none": None,
    "zero": 0,
    "big": 12345.0,
}


def facts(marked):
    return Facts(DATA, marked=marked)


def test_a_path_goes_through_mappings_and_lists():
    assert field_at(DATA, "sweep.share") == 0.25
    assert field_at(DATA, "sweep.rows.1.0.1") == 1.25
    with pytest.raises(KeyError):
        field_at(DATA, "sweep.shares")


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("sweep.share", True),
        ("zero", True),
        ("empty", False),
        ("none", False),
        ("sweep.rows.7", False),
        ("x.y", False),
    ],
)
def test_a_field_is_there_if_it_holds_something(path, there):
    assert facts(True).has(path) == there


@pytest.mark.parametrize(
    ("path", "style", "words"),
    [
        ("sweep.share", "plain", "0.25"),
        ("sweep.share", "percent", "25.0%"),
        ("sweep.share", "signed", "+0.25"),
        ("big", "count", "12,345"),
        ("sweep.rows.1.0.0", "signed", "\u22120.5"),
    ],
)
def test_a_number_is_written_in_a_style_with_its_value_and_field(path, style, words):
    assert facts(False).number(path, style) == words
    value = field_at(DATA, path)
    assert facts(True).number(path, style) == f'<data value="{value!r}" data-from="{path}">{words}</data>'


@pytest.mark.parametrize("path", ["sweep.rows.0.1", "sweep.rows.0.2", "none", "empty"])
def test_what_is_no_number_is_not_written_as_one(path):
    with pytest.raises(TypeError, match="only numbers are written"):
        facts(True).number(path)


def test_a_share_is_a_count_of_draws():
    assert facts(False).share("sweep") == "500 of 2,000"
    assert facts(True).share("sweep") == '<data value="0.25" data-from="sweep.share">500 of 2,000</data>'


def test_a_cell_is_a_number_a_range_or_text_that_cannot_be_obeyed():
    plain, marked = facts(False), facts(True)
    assert plain.cell("sweep.rows.0.0") == "1"
    assert plain.cell("sweep.rows.0.2") == marked.cell("sweep.rows.0.2") == "yes"
    assert plain.cell("sweep.rows.1.0") == "\u22120.5 to 1.25"
    assert marked.cell("sweep.rows.1.0").count("<data value=") == 2
    assert plain.cell("sweep.rows.1.1") == str(marked.cell("sweep.rows.1.1")) == ""
    assert str(marked.cell("sweep.rows.1.2")) == "&lt;b&gt;"
    assert plain.cell("sweep.rows.1.2") == "<b>"
