from __future__ import annotations

import datetime

import pytest
from pydantic import ValidationError

from belarusgame.evidence.schema import SourceTable
from belarusgame.scenario.statement_tables import EventTable, GivenTable


@pytest.mark.parametrize(
    ("value", "span"),
    [(2, (2, 2)), ([0.5], (0.5, 0.5)), ([0, 0], (0, 0)), ([0.25, 3], (0.25, 3))],
)
def test_a_span_is_a_number_or_its_ends(value: object, span: tuple[float, float]) -> None:
    table = GivenTable.model_validate({"weights": {"a.b": value}, "holds": {"never": {"event": {"a": "x"}}}})
    assert table.weights == {"a.b": span}


@pytest.mark.parametrize("value", [[], [2, 1], [1, 2, 3], -1, [-1, 2], "1", [True, 2]])
def test_no_other_value_is_a_span(value: object) -> None:
    with pytest.raises(ValidationError):
        GivenTable.model_validate({"weights": {"a.b": value}, "holds": {"never": {"event": {"a": "x"}}}})


def test_names_and_dates_are_what_they_are_called() -> None:
    event = EventTable.model_validate({"event": {"a": "x", "b": ("y", "z")}})
    assert event.event == {"a": ("x",), "b": ("y", "z")}
    for wrong in ({}, {"a": []}, {"a": ""}, {"a": ["x", ""]}, {"a": ["x", 3]}, {"a": 3}, {"": "x"}):
        with pytest.raises(ValidationError):
            EventTable.model_validate({"event": wrong})
    day = datetime.date(2022, 3, 23)
    assert SourceTable(title="T", date=day).date == day
    for no_day in (datetime.datetime(2022, 3, 23), "2022-03-23", 3):
        with pytest.raises(ValidationError):
            SourceTable.model_validate({"title": "T", "date": no_day})
