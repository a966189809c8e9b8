"""What may vary in a scenario, in one order: weights, drivers, types, delegations, with their ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

from belarusgame.base.labels import Labels
from belarusgame.base.settings import flag, mapping_or_empty, option
from belarusgame.base.tables import Printed
from belarusgame.errors import GameError, quoted
from belarusgame.evidence import exact_number
from belarusgame.scenario.records import Consideration, Delegation, Driver, PlayerType, Rationality, Weight

Kind = Literal["weight", "driver", "probability", "type", "rationality", "delegation"]

#: The same words to go through: said once, for the type checker and at run time.
KINDS: tuple[Kind, ...] = get_args(Kind)

#: What a choice of the assumptions says something about; the other inputs are only drawn.
CHOSEN: tuple[Kind, ...] = ("weight", "driver", "type", "delegation")

#: What is no number: which type a player has, and whether a delegation is in force.
SWITCHES: tuple[Kind, ...] = ("type", "delegation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Printed):
    """One thing that may vary.

    Attributes
    ----------
    name : str
        ``putin.manpower`` (a weight), ``shortage`` (a driver), ``putin.desperate`` (the probability of a
        type), ``putin`` (which type the player has), ``rationality``, ``obedience`` (the probability of a
        delegation, and whether it is in force). No weight is called like a driver.
    kind : {"weight", "driver", "probability", "type", "rationality", "delegation"}
        What it is.
    range : Weight
        Low, likely and high; for ``type`` from 0, none of them, to the number of types; for ``delegation``
        from 0, off, to 1, on.
    player : str
        Whose it is; empty for a driver and for rationality.
    options : tuple of str
        For ``type``, the player's types.
    rest : str
        For ``type``, what they leave over, where it has a name.
    claims : tuple of str
        What the range rests on; empty where it is judgement.
    sentence : str
        The input in words.
    """

    name: str
    kind: Kind
    range: Weight
    player: str = ""
    options: tuple[str, ...] = ()
    rest: str = ""
    claims: tuple[str, ...] = ()
    sentence: str = ""

    def __post_init__(self) -> None:
        """Check a range that did not come through a file."""
        span = self.range
        if not 0 <= span.low <= span.likely <= span.high:
            raise GameError(
                f"{self.name}: low = {float(span.low):g}, likely = {float(span.likely):g}, "
                f"high = {float(span.high):g}: must rise from at least 0"
            )

    @property
    def base(self) -> Fraction:
        """The value where nothing is chosen: the likely one, and of a driver its level at the date, 1."""
        return Fraction(1) if self.kind == "driver" else self.range.likely

    @property
    def is_switch(self) -> bool:
        """Whether it is no number: who is of which type, or whether a delegation is in force."""
        return self.kind in SWITCHES

    @property
    def fixed(self) -> bool:
        """Whether the range has no width, so that there is nothing to draw."""
        return not self.is_switch and self.range.low == self.range.high

    @property
    def settings(self) -> int:
        """How many settings a switch has: no type and each type, or off and on."""
        return int(self.range.high) + 1

    @property
    def label(self) -> str:
        """The name in a table of inputs: what is no number says so."""
        return {"type": f"type of {self.name}", "delegation": f"delegation {self.name}"}.get(
            self.kind, self.name
        )


def inputs_of(
    considerations: Sequence[Consideration],
    drivers: Sequence[Driver],
    types: Sequence[PlayerType],
    rationality: Rationality | None,
    delegations: Sequence[Delegation] = (),
    rest: Mapping[str, str] | None = None,
) -> Iterator[Input]:
    """Go through the inputs, in the order of the rows of a sample.

    Delegations come last, so that all else is drawn as it would be without them.
    """
    for c in considerations:
        yield _of_player(c, c.key, "weight", c.weight, c.cited)
    for d in drivers:
        yield Input(name=d.name, kind="driver", range=d.level, claims=d.claims, sentence=d.sentence)
    for made in types:
        yield _of_player(made, f"{made.player}.{made.name}", "probability", made.probability, made.claims)
    for player in dict.fromkeys(made.player for made in types):
        options, left = tuple(t.name for t in types if t.player == player), (rest or {}).get(player, "")
        # Likely is none of them: types are what an assessment adds to the ordinary player.
        count = Weight(low=Fraction(0), likely=Fraction(0), high=Fraction(len(options)))
        yield Input(name=player, kind="type", range=count, player=player, options=options, rest=left)
    if rationality is not None:
        level, claims = rationality.level, rationality.claims
        yield Input(name="rationality", kind="rationality", range=level, claims=claims)
    for made in delegations:
        yield _of_player(made, made.name, "probability", made.probability, made.cited)
        state = Weight(low=Fraction(0), likely=Fraction(int(made.likely)), high=Fraction(1))
        yield _of_player(made, made.name, "delegation", state, made.cited)


def _of_player(
    made: Consideration | PlayerType | Delegation,
    name: str,
    kind: Kind,
    span: Weight,
    claims: tuple[str, ...],
) -> Input:
    """Return an input that is a player's, with the sentence of what it belongs to."""
    return Input(name=name, kind=kind, range=span, player=made.player, claims=claims, sentence=made.sentence)


def read_choice(
    inputs: Sequence[Input],
    labels: Labels,
    weights: Mapping[str, Any] | None,
    drivers: Mapping[str, Any] | None,
    types: Mapping[str, str] | None,
    delegations: Mapping[str, bool] | None = None,
) -> tuple[dict[str, Fraction], dict[str, Fraction], dict[str, str], dict[str, bool]]:
    """Read what a caller chose: known names, exact numbers, none negative, delegations on or off."""
    return (
        _numbers("weight", mapping_or_empty("weights", weights), inputs),
        _numbers("driver", mapping_or_empty("drivers", drivers), inputs),
        _types(mapping_or_empty("types", types), inputs, labels),
        _states(mapping_or_empty("delegations", delegations), inputs),
    )


def _numbers(kind: Kind, given: Mapping[str, Any], inputs: Sequence[Input]) -> dict[str, Fraction]:
    options = [entry.name for entry in inputs if entry.kind == kind]
    numbers: dict[str, Fraction] = {}
    for name, value in given.items():
        option(kind, name, options)
        try:
            number = exact_number(value)
        except ValueError as error:
            raise GameError(f"{kind} {name} = {quoted(value)}: {error}") from None
        if number < 0:
            raise GameError(f"{kind} {name} = {quoted(value)}: must not be negative")
        numbers[name] = number
    return numbers


def _types(given: Mapping[str, str], inputs: Sequence[Input], labels: Labels) -> dict[str, str]:
    """Read the types of some players; what the listed types leave over is none of them."""
    entries = {entry.name: entry for entry in inputs if entry.kind == "type"}
    chosen: dict[str, str] = {}
    for player, name in given.items():
        labels.player_index(player)
        options = entries[player].options if player in entries else ()
        rest = entries[player].rest if player in entries else ""
        # What is left over is known by its name, and chosen by choosing nothing.
        if option(f"{player}: type", name, (*options, rest) if rest else options) != rest:
            chosen[player] = name
    return chosen


def _states(given: Mapping[str, Any], inputs: Sequence[Input]) -> dict[str, bool]:
    options = [entry.name for entry in inputs if entry.kind == "delegation"]
    return {option("delegation", name, options): flag(f"delegation {name}", on) for name, on in given.items()}
