"""The shape of the files: which tables there are, which keys they have, and what may stand there.

Only shapes are checked here; whether a name exists is checked where the tables are put together.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from belarusgame.evidence import Day, EvidenceFile, Table, Text
from belarusgame.scenario.entry_values import (
    Claims,
    Grounds,
    Names,
    NotNegative,
    Number,
    Partial,
    Positive,
    Reasons,
    Share,
    SupportList,
)
from belarusgame.scenario.records import Dynamics, Effect, Rationality, Simulation, Weight
from belarusgame.scenario.statement_tables import AssumptionTable, StatementTable


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
