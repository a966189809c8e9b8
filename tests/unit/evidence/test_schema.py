"""Tables of a file of evidence, and the records that they become."""

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from belarusgame.evidence.schema import ClaimTable, SourceTable, Table, record

DAY = datetime.date(2024, 5, 1)
CLAIM = {"source": "s", "paragraph": 1, "says": "So.", "kind": "report", "speaker": "a", "firmness": "hedged"}


@pytest.mark.parametrize(
    "date", [datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.UTC), "2024-05-01", 20240501, None]
)
def test_a_date_is_a_day_and_nothing_else(date):
    assert SourceTable(title="The paper", date=DAY).date == DAY
    with pytest.raises(ValidationError, match="must be a date such as 2022-03-23, without quotes"):
        SourceTable(title="The paper", date=date)


@pytest.mark.parametrize("paragraph", [1, 1_000_000])
def test_paragraphs_are_counted_from_one(paragraph):
    assert ClaimTable(**CLAIM | {"paragraph": paragraph}).paragraph == paragraph
    for beyond in (
        paragraph - 1 if paragraph == 1 else paragraph + 1,
        float(paragraph),
        str(paragraph),
        True,
    ):
        with pytest.raises(ValidationError):
            ClaimTable(**CLAIM | {"paragraph": beyond})


@pytest.mark.parametrize(
    "change", [{"kind": "rumour"}, {"firmness": "firm"}, {"says": ""}, {"speaker": 3}, {"page": 7}]
)
def test_a_table_holds_what_is_named_and_nothing_else(change):
    with pytest.raises(ValidationError):
        ClaimTable(**CLAIM | change)


@dataclass(frozen=True)
class Made:
    """What a table becomes, for the tests."""

    name: str
    parts: Any = ()
    more: Any = None


class Inner(Table):
    """A part that is a record of its own."""

    becomes: ClassVar[type[Any] | None] = Made
    name: str


class Plain(Table):
    """A part that stays a table."""

    name: str


class Outer(Table):
    """A table of both."""

    parts: list[Inner]
    more: dict[str, list[Plain]]
    other: int = 3


def test_a_record_takes_over_what_stands_under_its_names_at_any_depth():
    plain = Plain(name="p")
    table = Outer(parts=[Inner(name="a"), Inner(name="b")], more={"x": [plain]})
    made = record(Made, table, without=("other",), name="whole")
    assert made == Made(name="whole", parts=(Made("a"), Made("b")), more={"x": (plain,)})
    with pytest.raises(TypeError, match="other"):
        record(Made, table, name="whole")


def test_what_is_given_by_name_goes_before_what_the_table_says():
    assert record(Made, Inner(name="a"), name="b") == Made("b")
