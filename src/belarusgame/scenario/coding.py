"""What one coder wrote down of a source: the parts of a scenario, and how each is looked up."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from belarusgame.base.guards import plain_text
from belarusgame.base.labels import Labels, event_words
from belarusgame.base.settings import mapping_or_empty, option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import Mistake
from belarusgame.evidence import Evidence
from belarusgame.scenario.features import Features, compile_features
from belarusgame.scenario.inputs import KINDS, Input, Kind, inputs_of
from belarusgame.scenario.records import (
    Assumption,
    Consideration,
    Delegation,
    Driver,
    Player,
    PlayerType,
    Rationality,
    Simulation,
)

#: What is made of a coding when it is first asked for, whatever the order of moves.
FOLLOWING = ("_features", "_inputs", "_likely_game")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Coding(Tabular):
    """Players, the order in which they move, and what each of them weighs.

    Attributes
    ----------
    name : str
        The file that it comes from, or what the caller named it.
    title : str
        The question that it asks.
    date : datetime.date
        What was known then may be used.
    evidence : Evidence
        The sources and claims.
    players : tuple of Player
        In the order of the game's axes.
    order : tuple of tuple of str, or None
        Groups that move one after the other, simultaneously within a group; None where nobody sees a move.
    reference : mapping of str to str
        The profile in force at the date: the zero point of every effect.
    question : mapping of str to tuple of str, or None
        The event that the title asks about.
    considerations : tuple of Consideration
        What the players weigh.
    drivers : tuple of Driver
        States of the world that scale considerations.
    types : tuple of PlayerType
        Private information.
    rest : mapping of str to str
        What the types of a player leave over, where it has a name.
    delegations : tuple of Delegation
        Decisions that are not a player's own.
    assumptions : tuple of Assumption
        Statements to be checked.
    rationality : Rationality or None
        How reliably the players find their best reply.
    simulation : Simulation
        What a simulation over months must know, where the file says so.
    cited : mapping of str to tuple of str
        The claims that the order of moves (``order``) and the reference (``reference``) rest on.
    codings : tuple of str
        The files, beside this one, in which others coded the same source; see :meth:`other_codings`.
    folder : Path
        Where the file lies, from which those are looked for.
    remarks : tuple of Mistake
        What the file writes as the codebook's first edition did, how it is read, and what to change.
    fixed : mapping of str to str
        The players who were held to a strategy, by :meth:`fixing`; no file says so.
    """

    name: str
    title: str
    date: datetime.date
    evidence: Evidence
    players: tuple[Player, ...]
    order: tuple[tuple[str, ...], ...] | None
    reference: Mapping[str, str]
    considerations: tuple[Consideration, ...]
    drivers: tuple[Driver, ...] = ()
    types: tuple[PlayerType, ...] = ()
    rest: Mapping[str, str] = field(default_factory=dict[str, str])
    delegations: tuple[Delegation, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    rationality: Rationality | None = None
    simulation: Simulation = field(default_factory=Simulation)
    question: Mapping[str, tuple[str, ...]] | None = None
    cited: Mapping[str, tuple[str, ...]]
    codings: tuple[str, ...] = ()
    folder: Path = Path()
    remarks: tuple[Mistake, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def labels(self) -> Labels:
        """The names of players and strategies, in the order of the game's axes."""
        return Labels(
            tuple(player.key for player in self.players),
            tuple(tuple(player.strategies) for player in self.players),
        )

    def player(self, key: str) -> Player:
        """Return a player by its key."""
        return self.players[self.labels.player_index(key)]

    def consideration(self, key: str) -> Consideration:
        """Return a consideration by its key, such as ``putin.manpower``."""
        keys = [consideration.key for consideration in self.considerations]
        return self.considerations[keys.index(option("consideration", key, keys))]

    def of_player(self, player: str) -> tuple[Consideration, ...]:
        """Return the considerations of one player."""
        player = self.labels.player_name(player)
        return tuple(c for c in self.considerations if c.player == player)

    def features(self) -> Features:
        """Return the linear map from weights to payoffs; see ``Features`` for the shapes."""
        return self._features

    @cached_property
    def _features(self) -> Features:
        return compile_features(self.labels, self.considerations)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is easily computed again: workers are sent scenarios."""
        return {name: value for name, value in self.__dict__.items() if name not in FOLLOWING}

    def inputs(self, *kinds: Kind) -> tuple[Input, ...]:
        """List what may vary, in the order of the rows of a sample; of all kinds, or of those named."""
        asked = [option("kind", kind, KINDS) for kind in kinds]
        return tuple(entry for entry in self._inputs if entry.kind in asked) if kinds else self._inputs

    @cached_property
    def _inputs(self) -> tuple[Input, ...]:
        return tuple(
            inputs_of(
                self.considerations, self.drivers, self.types, self.rationality, self.delegations, self.rest
            )
        )

    def input(self, name: str) -> Input:
        """Return a weight or a driver by its name."""
        # The few drivers first, for a message cuts a long list short.
        named = {entry.name: entry for entry in (*self.inputs("driver"), *self.inputs("weight"))}
        return named[option("input", name, named)]

    def _known_types(self, types: Mapping[str, str]) -> list[PlayerType]:
        """Return the types that some players are said to be of."""
        kinds = mapping_or_empty("types", types)
        return [made for made in self.types if plain_text(kinds.get(made.player)) == made.name]

    def scales(self, types: Mapping[str, str]) -> dict[str, Fraction]:
        """Return what the types of some players scale: a factor by the key of a consideration."""
        scales: dict[str, Fraction] = {}
        for made in self._known_types(types):
            for key, scale in made.factors.items():
                scales[key] = scales.get(key, Fraction(1)) * scale
        return scales

    def known_delegations(self, types: Mapping[str, str]) -> dict[str, bool]:
        """Return which delegations are in force, or not, because some players are of a type that says so."""
        return {name: on for made in self._known_types(types) for name, on in made.delegations.items()}

    def rows(self) -> Rows:
        """Return one row a consideration."""
        return [
            {
                "consideration": c.key,
                "low": float(c.weight.low),
                "likely": float(c.weight.likely),
                "high": float(c.weight.high),
                "driver": c.driver or "",
                "claims": " ".join(c.cited) or "judgement",
                "sentence": c.sentence,
            }
            for c in self.considerations
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        held = f", with {event_words(self.fixed)}" if self.fixed else ""
        return f"Scenario {self.name}: {self.title} ({self.date}){held}"
