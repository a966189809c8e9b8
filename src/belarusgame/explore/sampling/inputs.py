"""What is uncertain in a scenario: its weights, driver levels, types and rationality, with their ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from belarusgame.errors import GameError
from belarusgame.scenario import Weight

if TYPE_CHECKING:
    from belarusgame.scenario import Scenario

__all__ = ["Input", "Kind", "inputs_of"]

Kind = Literal["weight", "driver", "probability", "type", "rationality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One uncertain number.

    Attributes
    ----------
    name : str
        ``putin.manpower`` (a weight), ``shortage`` (a driver), ``putin.desperate`` (the probability of a
        type), ``putin`` (which type the player has), ``rationality``.
    kind : {"weight", "driver", "probability", "type", "rationality"}
        What it is.
    range : Weight
        Low, likely and high; for ``type`` from 0 to the number of types.
    """

    name: str
    kind: Kind
    range: Weight

    @property
    def fixed(self) -> bool:
        """Whether the range has no width, so that there is nothing to draw."""
        return self.kind != "type" and self.range.low == self.range.high


def inputs_of(scenario: Scenario) -> Iterator[Input]:
    """Go through the inputs, in the order of the rows of a sample."""
    for consideration in scenario.considerations:
        yield _input(consideration.key, "weight", consideration.weight)
    for driver in scenario.drivers:
        yield _input(driver.name, "driver", driver.level)
    for made in scenario.types:
        yield _input(f"{made.player}.{made.name}", "probability", made.probability)
    for player in dict.fromkeys(made.player for made in scenario.types):
        count = sum(made.player == player for made in scenario.types)
        yield Input(
            name=player,
            kind="type",
            range=Weight(low=Fraction(0), likely=Fraction(0), high=Fraction(count)),
        )
    if scenario.rationality is not None:
        yield _input("rationality", "rationality", scenario.rationality.level)


def _input(name: str, kind: Kind, span: Weight) -> Input:
    """Check a range that did not come through a file."""
    if not 0 <= span.low <= span.likely <= span.high:
        raise GameError(
            f"{name}: low = {float(span.low):g}, likely = {float(span.likely):g}, "
            f"high = {float(span.high):g}: must rise from at least 0"
        )
    return Input(name=name, kind=kind, range=span)
