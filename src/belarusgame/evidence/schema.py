"""The keys of a file of evidence, with what each may hold."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Annotated, Any, ClassVar, Literal, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from belarusgame.evidence.firmness import Firmness

Record = TypeVar("Record")


def _plain_date(value: Any) -> Any:
    # A moment is a date to Python; in a file it is a slip, and what is compared are days.
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise PydanticCustomError("date", "must be a date such as 2022-03-23, without quotes")
    return value


Text = Annotated[str, StringConstraints(min_length=1, strict=True)]
Day = Annotated[datetime.date, BeforeValidator(_plain_date)]


class Table(BaseModel):
    """A table of a file: no key but those named."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    #: What it becomes as a part of another table.
    becomes: ClassVar[type[Any] | None] = None


def record(kind: type[Record], table: Table, *, without: Collection[str] = (), **known: Any) -> Record:
    """Make a record of a table: what stands under a key becomes the field of the same name.

    Only what is not in the table, or not as the record wants it, is given by name (``known``).
    """
    kept = {key: _settled(value) for key, value in vars(table).items() if key not in without}
    return kind(**kept | known)


def _settled(value: Any) -> Any:
    """Turn lists into tuples and tables into records, at any depth."""
    if isinstance(value, Table):
        return value if value.becomes is None else record(value.becomes, value)
    if isinstance(value, list):
        return tuple(map(_settled, cast("list[Any]", value)))
    if isinstance(value, dict):  # by concrete types, which pydantic makes: asking for a Mapping is slow
        return {key: _settled(part) for key, part in cast("dict[Any, Any]", value).items()}
    return value


class SourceTable(Table):
    """A document that claims come from."""

    title: Text
    date: Day
    publisher: str = ""
    address: str = ""


class ClaimTable(Table):
    """One thing that a source asserts, in the coder's own words."""

    source: Text
    paragraph: Annotated[int, Field(ge=1, le=1_000_000)]
    says: Text
    kind: Literal["assertion", "report", "utterance", "prescription"]
    speaker: Text
    firmness: Firmness
    background: str = Field(default="", description="Why it bears on no open choice.")


class EvidenceFile(Table):
    """A file of evidence."""

    sources: dict[Text, SourceTable] = {}
    claims: dict[Text, ClaimTable] = {}
