"""The shape of statements: one table for each form, and what may be nested in which."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from belarusgame.base.concept_names import ConceptName
from belarusgame.evidence import Table, Text
from belarusgame.scenario.entry_values import Claims, Partial, Span


class PrefersTable(Table):
    """A player gets more in one partial profile than in another."""

    player: Text
    better: Partial
    worse: Partial
    given: Partial | None = None
    completions: Literal["all", "some"] = "all"
    strict: bool = Field(default=True, description="Whether more, or at least as much.")


class MonotoneTable(Table):
    """A payoff difference rises or falls with a weight or a driver."""

    player: Text
    better: Partial
    worse: Partial
    given: Partial | None = None
    input: Text
    direction: Literal["rises", "falls"]


class EventTable(Table):
    """Something that happens in no outcome, or in all."""

    event: Partial
    concept: ConceptName | None = None


class DominatesTable(Table):
    """One strategy is better than another whatever the others do."""

    player: Text
    better: Text
    worse: Text
    given: Partial | None = None
    strict: bool = True


class OrderingTable(Table):
    """A player's strategies from the best to the worst."""

    player: Text
    best_first: Annotated[list[Text], Field(min_length=2)]
    given: Partial | None = None


class StatementTable(Table):
    """A statement: exactly one of its forms."""

    prefers: PrefersTable | None = None
    monotone: MonotoneTable | None = None
    never: EventTable | None = None
    always: EventTable | None = None
    dominates: DominatesTable | None = None
    ordering: OrderingTable | None = None
    all_of: Annotated[list[StatementTable], Field(min_length=1)] | None = None
    any_of: Annotated[list[StatementTable], Field(min_length=1)] | None = None
    given: GivenTable | None = None

    @property
    def forms(self) -> dict[str, Any]:
        """The statements given, by their form."""
        return {name: value for name in FORMS if (value := getattr(self, name)) is not None}

    @model_validator(mode="after")
    def _one_form(self) -> StatementTable:
        if len(self.forms) != 1:
            found = " and ".join(self.forms) or "none"
            raise PydanticCustomError(
                "form", f"must have one of {', '.join(FORMS)}; found {{found}}", {"found": found}
            )
        return self


#: The keys of which a statement has exactly one.
FORMS = ("prefers", "monotone", "never", "always", "dominates", "ordering", "all_of", "any_of", "given")


class GivenTable(Table):
    """A statement, and the circumstances under which it is meant."""

    profile: Partial | None = None
    weights: Annotated[dict[Text, Span], Field(min_length=1)] | None = None
    drivers: Annotated[dict[Text, Span], Field(min_length=1)] | None = None
    types: Annotated[dict[Text, Text], Field(min_length=1)] | None = None
    holds: StatementTable

    @model_validator(mode="after")
    def _some_circumstance(self) -> GivenTable:
        if all(entry is None for entry in (self.profile, self.weights, self.drivers, self.types)):
            raise PydanticCustomError("form", "names no circumstance: profile, weights, drivers or types")
        return self


class AssumptionTable(StatementTable):
    """A statement to be checked; exactly one of its forms."""

    role: Literal["requirement", "finding"]
    sentence: str = ""
    claims: Claims = []
    judgement: str = ""
