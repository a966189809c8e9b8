"""The shape of the files: which tables there are, which keys they have, and what may stand there.

Only shapes are checked here; whether a name exists is checked where the tables are put together.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from belarusgame.base.concept_names import ConceptName
from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.evidence import Day, EvidenceFile, Table, Text, exact_number
from belarusgame.scenario.records import Dynamics, Effect, Rationality, Simulation, Weight


def _exact(value: Any) -> Fraction:
    try:
        return exact_number(value)
    except ValueError as error:
        raise PydanticCustomError("number", "{rule}", {"rule": str(error)}) from None


def _not_negative(value: Any) -> Fraction:
    number = _exact(value)
    if number < 0:
        raise PydanticCustomError("number", "must not be negative")
    return number


def _positive(value: Any) -> Fraction:
    number = _exact(value)
    if number <= 0:
        raise PydanticCustomError("number", "must be more than 0")
    return number


def _share(value: Any) -> Fraction:
    number = _exact(value)
    if not 0 <= number <= 1:
        raise PydanticCustomError("number", "must be a number from 0 to 1")
    return number


def _reasons(value: Any) -> dict[str, str]:
    """Read one reason for all keys of a table, or one for each of several keys."""
    found = {"": value} if isinstance(value, str) else value
    if not is_mapping(found) or not all(isinstance(part, str) for pair in found.items() for part in pair):
        raise PydanticCustomError("reasons", "must be text, or a table with text for each key")
    return dict(found)


def _grounds(value: Any) -> dict[str, tuple[str, ...]]:
    """Read the claims that all keys of a table rest on, or those of each of several keys."""
    found = value if is_mapping(value) else {"": value}
    return {str(key): _names(names) for key, names in found.items()}


def _names(value: Any) -> tuple[str, ...]:
    """Read a name or a list of names as a tuple of names."""
    names = [value] if isinstance(value, str) else list(value) if is_sequence(value) else []
    if not names or not all(isinstance(name, str) and name for name in names):
        raise PydanticCustomError("names", "must be a name or a list of names")
    return tuple(names)


def _span(value: Any) -> tuple[Fraction, Fraction]:
    """Read a number, or the least and the greatest value, as a pair."""
    ends = [_not_negative(end) for end in (value if is_sequence(value) else [value])]
    low, high = ends[0] if ends else Fraction(1), ends[-1] if ends else Fraction(0)
    if len(ends) > 2 or low > high:
        raise PydanticCustomError("number", "must be a number, or a list of the least and the greatest value")
    return low, high


Number = Annotated[Fraction, PlainValidator(_exact), WithJsonSchema({"type": "number"})]
NotNegative = Annotated[
    Fraction, PlainValidator(_not_negative), WithJsonSchema({"type": "number", "minimum": 0})
]
Positive = Annotated[
    Fraction, PlainValidator(_positive), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]
Share = Annotated[
    Fraction, PlainValidator(_share), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
]
Reasons = Annotated[
    dict[str, str],
    PlainValidator(_reasons),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
    ),
]
Grounds = Annotated[
    dict[str, tuple[str, ...]],
    PlainValidator(_grounds),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
                {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                },
            ]
        }
    ),
]
Names = Annotated[
    tuple[str, ...],
    PlainValidator(_names),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
    ),
]
Partial = Annotated[dict[Text, Names], Field(min_length=1)]
Span = Annotated[
    tuple[Fraction, Fraction],
    PlainValidator(_span),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]


class RangeTable(Table):
    """How low, how likely and how high a number may be."""

    becomes = Weight

    low: NotNegative
    likely: NotNegative
    high: NotNegative

    @model_validator(mode="after")
    def _ordered(self) -> RangeTable:
        if not self.low <= self.likely <= self.high:
            low, likely, high = float(self.low), float(self.likely), float(self.high)
            found = f"low = {low:.15g}, likely = {likely:.15g}, high = {high:.15g}"
            raise PydanticCustomError(
                "order", "{found}: must be in the order low <= likely <= high", {"found": found}
            )
        return self


class EffectTable(Table):
    """When a partial profile adds what to a consideration or, in a month, to a driver."""

    becomes = Effect

    when: Partial
    adds: Number
    judgement: str = ""


Claims = Annotated[list[Text], Field(description="Names of claims.")]
SupportList = Annotated[
    list[Names],
    Field(description="Claims that support it, each by itself; a list inside holds claims needed jointly."),
]


class ConsiderationTable(Table):
    """One end of one player."""

    sentence: Text
    claims: SupportList = []
    extended_by: Claims = []
    driver: Text | None = None
    inferred: str = Field(default="", description="The coder's step from the claims to this consequence.")
    judged: str = Field(default="", description="Why it is here though no claim supports it.")
    weight: RangeTable | None = Field(
        default=None, description="Only with a judgement; else derived from the basis and the claims."
    )
    judgement: str = Field(default="", description="The reason for a typed weight.")
    effects: Annotated[list[EffectTable], Field(min_length=1)]


class DynamicsTable(Table):
    """How a driver moves in a month."""

    becomes = Dynamics

    decay: NotNegative
    noise: NotNegative
    effects: list[EffectTable] = []
    claims: Claims = []
    judgement: str = ""


class DriverTable(Table):
    """A state of the world that scales considerations; level 1 is its state at the scenario's date."""

    sentence: str = ""
    claims: Claims = []
    judgement: str = ""
    measured: str = ""
    level: RangeTable
    dynamics: DynamicsTable | None = None


class TypeTable(Table):
    """Private information of a player."""

    sentence: str = ""
    claims: Claims = []
    judgement: str = ""
    probability: RangeTable
    scales: Annotated[
        dict[Text, NotNegative], Field(description="Of the player by name, of others as player.name.")
    ] = {}
    delegations: dict[Text, bool] = Field(
        default={}, description="Which are in force for this type, and which are not."
    )
    means: StatementTable | None = Field(
        default=None, description="A statement that holds in the game of this type."
    )


class DelegationTable(Table):
    """A decision that is not the player's own."""

    sentence: Text
    player: Text
    to: Annotated[Text, Field(description="Who decides.")]
    when: Annotated[Partial, Field(description="Where that is so; it may not name the player.")]
    claims: SupportList = []
    probability: RangeTable | None = Field(
        default=None, description="Only with a judgement; else derived from the claims."
    )
    judgement: str = ""


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


class PlayerTable(Table):
    """Somebody who chooses, and between what."""

    name: str = ""
    strategies: Annotated[dict[Text, str], Field(min_length=1)]
    plural: bool = Field(default=False, description="Whether its name is a plural, as in: they prefer.")
    variants: dict[Text, Text] = {}
    claims: dict[Text, Claims] = {}


class RationalityTable(Table):
    """How reliably the players find their best reply."""

    becomes = Rationality

    level: RangeTable
    claims: Claims = []
    judgement: str = ""


class HeadClaims(Table):
    """The claims that the order of moves and the reference rest on."""

    order: Claims = []
    reference: Claims = []


class HeadTable(Table):
    """What the scenario is about."""

    title: Text
    date: Day
    evidence: list[Text] = []
    order: Annotated[list[Names], Field(min_length=1)] | None = None
    reference: Annotated[dict[Text, Text], Field(min_length=1)]
    question: Partial | None = Field(default=None, description="The event that the title asks about.")
    claims: HeadClaims = HeadClaims()
    rationality: RationalityTable | None = None
    codings: Annotated[
        list[Text], Field(description="Scenario files in which others coded the same source.")
    ] = []


class SimulationTable(Table):
    """What a simulation over months must know; what is left out has a default that its result names."""

    becomes = Simulation

    absorbing: list[Partial] = Field(default=[], description="Events after which the profile stays.")
    move_months: Positive = Field(default=Fraction(1), description="The length of a move.")
    discount: Share = Field(default=Fraction(9, 10), description="What a payoff counts a month later.")
    tremble: Literal["month", "run"] = Field(
        default="month", description="Whether mistakes are made anew in each move, or once for all."
    )
    claims: Grounds = Field(default={}, description="Claims, for all keys or by key.")
    judgement: Reasons = Field(default={}, description="A reason, for all keys or by key.")


class ScenarioFile(EvidenceFile):
    """A scenario for belarusgame: who can do what, and why."""

    scenario: HeadTable
    players: Annotated[dict[Text, PlayerTable], Field(min_length=1)]
    considerations: dict[Text, dict[Text, ConsiderationTable]]
    drivers: dict[Text, DriverTable] = {}
    types: dict[Text, dict[Text, TypeTable | Text]] = Field(
        default={}, description="Of each player; `rest` names what the listed types leave over."
    )
    delegations: dict[Text, DelegationTable] = {}
    assumptions: dict[Text, AssumptionTable] = {}
    simulation: SimulationTable | None = None


#: The sections of a scenario file, in the order in which they are listed to the user.
SECTIONS = ("scenario", *(name for name in ScenarioFile.model_fields if name != "scenario"))


def json_schema(kind: Literal["scenario", "evidence"] = "scenario") -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, or of a file of evidence."""
    model = EvidenceFile if kind == "evidence" else ScenarioFile
    return model.model_json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
