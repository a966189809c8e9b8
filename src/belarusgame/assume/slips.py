"""Mutations of a scenario: mistakes that a coder can make, one at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from belarusgame.scenario import Consideration, Effect, Scenario, Weight

SlipKind = Literal[
    "sign flipped",
    "size a step up",
    "size a step down",
    "effect dropped",
    "consideration dropped",
    "weight at its low end",
    "weight at its high end",
    "effects of two players swapped",
]

#: The codebook's sizes, and one step from each.
UP = {Fraction(1): Fraction(2), Fraction(2): Fraction(3)}
DOWN = {large: small for small, large in UP.items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class Slip:
    """One mistake of coding."""

    kind: SlipKind  #: which sort of mistake
    place: str  #: where it is made
    players: frozenset[str]  #: whose payoffs it changes
    scenario: Scenario  #: the scenario with it


def slips_of(scenario: Scenario) -> Iterator[Slip]:
    """Yield every mistake of the sorts that are looked for, in the scenario's order."""
    for consideration in scenario.considerations:
        for kind, place, changed in (*_of_effects(consideration), *_of_the_whole(consideration)):
            others = (changed if c is consideration else c for c in scenario.considerations)
            yield Slip(
                kind=kind,
                place=place,
                players=frozenset([consideration.player]),
                scenario=replace(scenario, considerations=tuple(others)),
            )
    for one, other in itertools.combinations(scenario.labels.players, 2):
        yield _swapped(scenario, one, other)


_Change = tuple[SlipKind, str, Consideration]


def _of_effects(consideration: Consideration) -> Iterator[_Change]:
    for position, effect in enumerate(consideration.effects):
        place = f"{consideration.key}.effects[{position}]"
        sign = 1 if effect.adds > 0 else -1
        yield "sign flipped", place, _with(consideration, position, replace(effect, adds=-effect.adds))
        if (up := UP.get(abs(effect.adds))) is not None:
            yield "size a step up", place, _with(consideration, position, replace(effect, adds=sign * up))
        if (down := DOWN.get(abs(effect.adds))) is not None:
            yield "size a step down", place, _with(consideration, position, replace(effect, adds=sign * down))
        # The only effect is gone when the consideration is, which is another mistake of the list.
        if len(consideration.effects) > 1:
            yield "effect dropped", place, _with(consideration, position, None)


def _with(consideration: Consideration, position: int, effect: Effect | None) -> Consideration:
    kept = [effect if k == position else old for k, old in enumerate(consideration.effects)]
    return replace(consideration, effects=tuple(made for made in kept if made is not None))


def _of_the_whole(consideration: Consideration) -> Iterator[_Change]:
    """Yield what can be wrong with a consideration; one that is dropped stays as a name without effects."""
    weight = consideration.weight
    yield "consideration dropped", consideration.key, replace(consideration, effects=())
    if weight.low < weight.likely:
        yield "weight at its low end", consideration.key, replace(consideration, weight=_at(weight.low))
    if weight.likely < weight.high:
        yield "weight at its high end", consideration.key, replace(consideration, weight=_at(weight.high))


def _at(end: Fraction) -> Weight:
    return Weight(low=end, likely=end, high=end)


def _swapped(scenario: Scenario, one: str, other: str) -> Slip:
    """Give each of two players what the other weighs; the considerations keep their places."""
    swap = {one: other, other: one}
    changed = tuple(replace(c, player=swap.get(c.player, c.player)) for c in scenario.considerations)
    return Slip(
        kind="effects of two players swapped",
        place=f"{one} and {other}",
        players=frozenset([one, other]),
        # Types scale considerations of their own player, and these have another owner now.
        scenario=replace(scenario, considerations=changed, types=()),
    )
