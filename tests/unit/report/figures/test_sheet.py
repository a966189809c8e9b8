"""The sheet: what is written stands below what was written before, in points."""

import pytest
from matplotlib.figure import Figure

from belarusgame.report.figures.lettering import width_of
from belarusgame.report.figures.palette import SMALL, TEXT
from belarusgame.report.figures.sheet import HALF_NUMBER, Sheet, _ticks, leading


@pytest.fixture
def sheet():
    axes = Figure(figsize=(5.0, 3.0)).add_axes((0, 0, 1, 1))
    return Sheet(axes, 360.0)


def test_a_paragraph_fills_the_sheet_line_by_line(sheet):
    start = sheet.y
    end = sheet.paragraph("one line")
    assert end == sheet.y == pytest.approx(start + leading(TEXT))
    words = "word " * 60
    lines = sheet.paragraph(words) - end
    assert lines / leading(TEXT) == pytest.approx(round(lines / leading(TEXT)))
    assert lines > 2 * leading(TEXT)
    assert all(width_of(text.get_text(), TEXT) <= 360.0 for text in sheet.axes.texts)


def test_a_paragraph_at_a_place_fills_nothing(sheet):
    start = sheet.y
    assert sheet.paragraph("elsewhere", y=50.0) == pytest.approx(50.0 + leading(TEXT))
    assert sheet.y == start
    assert -sheet.axes.texts[-1].get_position()[1] == pytest.approx(50.0 + 0.98 * TEXT)


def test_a_sheet_is_closed_at_its_height(sheet):
    sheet.paragraph("one line")
    height = sheet.finish(bottom=5.0)
    assert height == sheet.y + 5.0
    assert sheet.axes.get_ylim() == (-height, 0.0)


@pytest.mark.parametrize(("width", "wide"), [(399.9, False), (400.0, True)])
def test_there_is_room_for_columns_from_a_width_on(width, wide):
    assert Sheet(Figure().add_axes((0, 0, 1, 1)), width).wide == wide


def test_a_panel_lies_within_its_part_and_the_sheet_is_filled_below_its_scale(sheet):
    panel = sheet.panel(20.0, 10.0, 200.0, 60.0, label="what it measures")
    assert sheet.room(panel) == 200.0 - 2 * HALF_NUMBER
    assert panel.get_ylim() == (60.0, 0.0)  # points, downwards
    assert sheet.y == pytest.approx(10.0 + 60.0 + 15.0 + leading(SMALL))
    assert panel.xaxis.get_label_text() == "what it measures"
    named = sheet.panel(0.0, 0.0, 200.0, 60.0, label="x", beside="share")
    assert sheet.room(named) == 200.0 - 30.0 - leading(SMALL) - HALF_NUMBER


def test_scales_end_where_they_are_told_to_and_have_round_numbers(sheet):
    panel = sheet.panel(0.0, 0.0, 300.0, 60.0, label="x")
    sheet.across(panel, 0.0, 10.0)
    assert panel.get_xlim() == (0.0, 10.0)
    numbers = [float(label.get_text()) for label in panel.get_xticklabels()]
    assert (numbers[0], len(set(numbers))) == (0, len(numbers))
    assert numbers == panel.get_xticks().tolist()
    sheet.up(panel, -1.0, 1.0, ((-1.0, "no"), (1.0, "yes")))
    assert [label.get_text() for label in panel.get_yticklabels()] == ["no", "yes"]


def test_numbers_on_a_scale_lie_within_it():
    ticks = _ticks(0.13, 2.9, 5)
    assert all(0.13 <= value <= 2.9 for value, _ in ticks)
    assert [words for _, words in _ticks(-1.0, 1.0, 2)] == ["\u22121", "0", "1"]
    assert len(_ticks(0.0, 1.0, 99)) <= 12


def test_a_column_of_labels_is_as_wide_as_its_widest_but_no_wider_than_a_part(sheet):
    assert sheet.label_width(["a", "abc"]) == width_of("abc", TEXT) + 1.0
    assert sheet.label_width(["x" * 200]) == 0.4 * 360.0
    assert sheet.label_width(["x" * 200], most=1.0) == 360.0
    assert sheet.label_width([]) == 1.0


def test_a_finding_stands_in_a_frame_of_its_height(sheet):
    start = sheet.y
    sheet.finding("There is nothing to draw.")
    (frame,) = sheet.axes.patches
    assert frame.get_height() == pytest.approx(leading(TEXT) + 2 * 7.0 - 2.0)
    assert sheet.y == pytest.approx(start + frame.get_height() + 2.0)
    assert -frame.get_y() - frame.get_height() == pytest.approx(start)
