"""The keys of a file of evidence, with what each may hold."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from belarusgame.evidence.firmness import Firmness


def _plain_date(value: Any) -> Any:
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise PydanticCustomError("date", "must be a date such as 2022-03-23, without quotes")
    return value


Text = Annotated[str, StringConstraints(min_length=1, strict=True)]
Day = Annotated[datetime.date, BeforeValidator(_plain_date)]


class Table(BaseModel):
    """A table of a file: no key but those named."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


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
