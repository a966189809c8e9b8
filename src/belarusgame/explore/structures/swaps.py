"""Scenarios between two codings: one player's payoffs, or one change, from the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from belarusgame.scenario import Consideration, Driver, Scenario

#: What is added to the name of a driver that both codings have, and that differs between them.
OTHER = " of the other"


def with_payoffs_of(a: Scenario, b: Scenario, players: Collection[str]) -> Scenario:
    """Return a scenario in which what some players weigh is taken from another coding of it.

    With the payoffs go the drivers that scale them and the players' types. Taken from all players it has the
    other coding's payoffs throughout, drawn alike.
    """
    if set(players) >= set(a.labels.players):
        return replace(
            a,
            considerations=b.considerations,
            drivers=b.drivers,
            types=b.types,
            rest=b.rest,
            rationality=b.rationality,
        )
    taken = [_renamed(c, a.drivers, b.drivers) for c in b.considerations if c.player in players]
    considerations = _in_the_places_of(a.considerations, players, taken)
    keys = {c.key for c in considerations}
    types = [made for made in a.types if made.player not in players]
    types += [made for made in b.types if made.player in players]
    return replace(
        a,
        considerations=considerations,
        drivers=_drivers(a, b, {c.driver for c in considerations if c.driver is not None}),
        # A type that scales what is no longer there has no meaning left.
        types=tuple(made for made in types if made.factors.keys() <= keys),
        rest={p: r for p, r in {**b.rest, **a.rest}.items() if any(t.player == p for t in types)},
    )


def _in_the_places_of(
    own: Sequence[Consideration], players: Collection[str], taken: Sequence[Consideration]
) -> tuple[Consideration, ...]:
    """Put what is taken in the places of what it replaces, so that all else is drawn as before."""
    left = list(taken)
    placed: list[Consideration] = []
    for consideration in own:
        if consideration.player not in players:
            placed.append(consideration)
        elif left:
            placed.append(left.pop(0))
    return (*placed, *left)


def _renamed(consideration: Consideration, own: Sequence[Driver], others: Sequence[Driver]) -> Consideration:
    """Let a consideration of the other coding name its own driver."""
    return replace(consideration, driver=_driver_name(consideration.driver, own, others))


def _driver_name(name: str | None, own: Sequence[Driver], others: Sequence[Driver]) -> str | None:
    mine = next((driver for driver in own if driver.name == name), None)
    theirs = next((driver for driver in others if driver.name == name), None)
    # Two drivers of one name with other ranges are two: each keeps the range of its own coding.
    if name is None or mine is None or theirs is None or mine.level == theirs.level:
        return name
    return name + OTHER


def _drivers(a: Scenario, b: Scenario, named: Collection[str]) -> tuple[Driver, ...]:
    """Return the drivers of both that are named, those of the first without a change of name."""
    made = {driver.name: driver for driver in a.drivers}
    for driver in b.drivers:
        name = _driver_name(driver.name, a.drivers, b.drivers)
        if name is not None:
            made.setdefault(name, replace(driver, name=name))
    return tuple(driver for driver in made.values() if driver.name in named)


def changes_between(a: Scenario, b: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Yield each change between two versions of one file, in words, made alone in the first."""
    mine, theirs = ({c.key: c for c in scenario.considerations} for scenario in (a, b))
    for key in dict.fromkeys([*mine, *theirs]):
        old, new = mine.get(key), theirs.get(key)
        # Words and claims move no answer: what differs in them alone is no change here.
        if old is None or new is None or _numbers(old) != _numbers(new):
            word = "added" if old is None else "removed" if new is None else "changed"
            yield f"{key} {word}", _with_consideration(a, b, key)
    yield from _changed_drivers(a, b)
    for name in ("types", "delegations", "order", "rationality"):
        if getattr(a, name) != getattr(b, name):
            yield f"{name} changed", replace(a, **{name: getattr(b, name)})


def _numbers(consideration: Consideration) -> Any:
    effects = [(sorted(e.when.items()), e.adds) for e in consideration.effects]
    return consideration.weight, consideration.driver, effects


def _with_consideration(a: Scenario, b: Scenario, key: str) -> Scenario:
    new = next((c for c in b.considerations if c.key == key), None)
    changed = [new if c.key == key else c for c in a.considerations]
    considerations = tuple(c for c in changed if c is not None)
    if new is not None and new not in considerations:
        considerations += (new,)
    # Its driver comes along, but one of the same name that is there already keeps its own range.
    lacking = [d for d in b.drivers if new is not None and d.name == new.driver]
    drivers = {driver.name: driver for driver in [*lacking, *a.drivers]}
    keys = {c.key for c in considerations}
    return replace(
        a,
        considerations=considerations,
        drivers=tuple(drivers.values()),
        types=tuple(made for made in a.types if made.factors.keys() <= keys),
    )


def _changed_drivers(a: Scenario, b: Scenario) -> Iterator[tuple[str, Scenario]]:
    theirs = {driver.name: driver for driver in b.drivers}
    for driver in a.drivers:
        other = theirs.get(driver.name)
        if other is not None and other.level != driver.level:
            changed = tuple(other if d is driver else d for d in a.drivers)
            yield f"driver {driver.name} changed", replace(a, drivers=changed)
