"""The keys of a file of what happened, with what each may hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.evidence import Day, Table, Text, exact_number


def _partial(value: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for player, labels in value.items() if is_mapping(value) else ():
        named = (labels,) if isinstance(labels, str) else tuple(labels) if is_sequence(labels) else ()
        if not named or not all(isinstance(label, str) and label for label in (player, *named)):
            raise PydanticCustomError("partial", "must name players and their strategies")
        found[player] = named
    if not found:
        raise PydanticCustomError("partial", "must be a table such as { player = strategy }")
    return found


def _chance(value: Any) -> float:
    try:
        number = float(exact_number(value))
    except ValueError as error:
        raise PydanticCustomError("number", "{rule}", {"rule": str(error)}) from None
    # Who was certain and wrong would have an infinite logarithmic score, against which nothing can be set.
    if not 0.0 < number < 1.0:
        raise PydanticCustomError("number", "must be a number between 0 and 1")
    return number


Profile = Annotated[dict[str, tuple[str, ...]], PlainValidator(_partial)]
Chance = Annotated[float, PlainValidator(_chance)]


class OutcomeEntry(Table):
    """Whether something had happened by a date."""

    event: Profile
    by: Day
    happened: bool
    source: Text
    says: Text


class SeenEntry(Table):
    """What was seen at a date."""

    date: Day
    source: Text
    says: Text
    observed: Profile | None = None


class ReferenceEntry(Table):
    """What somebody said of the future, or could have said."""

    kind: Literal["forecast", "hindsight", "fixed", "base rate", "verbal"]
    known: Day
    says: Text
    probability: Chance | None = None
    by: Day | None = None
    source: str = ""
    judgement: str = Field(default="", description="What must be assumed to set it beside the others.")
