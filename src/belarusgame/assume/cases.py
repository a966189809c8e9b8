"""Decomposition of a statement into separate questions, each of some region of the assumptions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from belarusgame.assume.statement import Condition, Interval, Statement
from belarusgame.base.labels import Labels, PartialProfile
from belarusgame.errors import GameError, quoted
from belarusgame.scenario import Choice, Scenario, Weight

Profile = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One question: does a statement hold everywhere in a region?"""

    whole: Scenario  #: as it was given
    scenario: Scenario  #: with the ranges, and the types, that the conditions around the statement leave
    statement: Statement  #: what is left of it when those conditions are taken away
    profile: PartialProfile  #: which profiles are looked at


def cases_of(scenario: Scenario, statement: Statement) -> Iterator[Case]:
    """Take apart what can be decided separately: the parts of ``all_of``, and what is said on a condition."""
    return _cases_of(Case(whole=scenario, scenario=scenario, statement=statement, profile={}))


def _cases_of(case: Case) -> Iterator[Case]:
    condition = case.statement.condition
    if case.statement.form == "all_of":
        for part in case.statement.parts:
            yield from _cases_of(replace(case, statement=part))
    elif condition is not None:
        inside = within(case.scenario.labels, case.profile, condition.profile)
        limited, part = narrowed(case.scenario, condition), case.statement.parts[0]
        yield from _cases_of(replace(case, scenario=limited, statement=part, profile=inside))
    else:
        yield case


def within(labels: Labels, one: PartialProfile, other: PartialProfile) -> dict[str, tuple[str, ...]]:
    """Return the partial profile of what matches both.

    Raises
    ------
    GameError
        If nothing does.
    """
    found: dict[str, tuple[str, ...]] = {}
    for i, (mine, yours) in enumerate(zip(labels.allowed(one), labels.allowed(other), strict=True)):
        player, both = labels.players[i], [choice for choice in mine if choice in yours]
        if not both:
            raise GameError(f"{player}: {quoted(one[player])} and {quoted(other[player])} exclude each other")
        if player in one or player in other:
            found[player] = tuple(labels.strategies[i][choice] for choice in both)
    return found


def narrowed(scenario: Scenario, condition: Condition) -> Scenario:
    """Return the scenario with the ranges, and the types, that a condition leaves."""
    Choice(  # where all is least: its names are checked
        scenario=scenario,
        weights={name: low for name, (low, _) in condition.weights.items()},
        drivers={name: low for name, (low, _) in condition.drivers.items()},
        types=condition.types,
    )
    # Where a type is given nobody else of that player is left, and it has no chance of being otherwise.
    certain = Weight(low=Fraction(1), likely=Fraction(1), high=Fraction(1))
    return replace(
        scenario,
        considerations=tuple(
            replace(c, weight=_cut(f"weight {c.key}", c.weight, condition.weights.get(c.key)))
            for c in scenario.considerations
        ),
        drivers=tuple(
            replace(d, level=_cut(f"driver {d.name}", d.level, condition.drivers.get(d.name)))
            for d in scenario.drivers
        ),
        types=tuple(
            replace(kind, probability=certain) if kind.player in condition.types else kind
            for kind in scenario.types
            if condition.types.get(kind.player, kind.name) == kind.name
        ),
    )


def _cut(name: str, range_: Weight, ends: Interval | None) -> Weight:
    if ends is None:
        return range_
    low, high = ends
    if low < range_.low or high > range_.high:
        raise GameError(
            f"{name}: {_between(low, high)} is not inside its range, {_between(range_.low, range_.high)}"
        )
    # What likely is may lie outside of what the condition leaves; its nearest end is then the likeliest.
    return Weight(low=low, likely=min(max(range_.likely, low), high), high=high)


def _between(low: Fraction, high: Fraction) -> str:
    return f"{float(low):g}" if low == high else f"{float(low):g} to {float(high):g}"


def compared(labels: Labels, statement: Statement, profile: PartialProfile) -> list[tuple[Profile, Profile]]:
    """Return the pairs of profiles that a statement compares, the better one first."""
    entries = statement.entries
    player = labels.player_index(entries["player"])
    given = within(labels, profile, entries.get("given") or {})
    if statement.form in {"prefers", "monotone"}:
        return _completions(labels, entries["better"], entries["worse"], given)
    ranked = entries["best_first"] if statement.form == "ordering" else (entries["better"], entries["worse"])
    if entries["player"] in given:
        raise GameError(f"{entries['player']}: its own strategies are compared, so they cannot be given")
    for label in ranked:
        labels.strategy_index(player, label)
    return [
        pair
        # Neighbours are enough: "beats" carries over from one to the next.
        for one, other in itertools.pairwise(ranked)
        for pair in _completions(labels, {entries["player"]: one}, {entries["player"]: other}, given)
    ]


def _completions(
    labels: Labels, better: PartialProfile, worse: PartialProfile, profile: PartialProfile
) -> list[tuple[Profile, Profile]]:
    one = labels.allowed(within(labels, better, profile))
    other = labels.allowed(within(labels, worse, profile))
    choices: list[list[tuple[int, int]]] = []
    for i, player in enumerate(labels.players):
        if player in better or player in worse:
            choices.append(list(itertools.product(one[i], other[i])))
        else:
            # Whom neither side names does the same on both.
            choices.append([(choice, choice) for choice in one[i]])
    pairs = [tuple(zip(*chosen, strict=True)) for chosen in itertools.product(*choices)]
    return [(one, other) for one, other in pairs]


def moved_by(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Return the considerations whose factor an input changes."""
    scenario.input(name)
    return tuple(c.key for c in scenario.considerations if name in (c.key, c.driver))


def event_parts(labels: Labels, statement: Statement, profile: PartialProfile) -> list[dict[str, Any]]:
    """Turn a statement about outcomes into what ``guarantee`` is asked: ``{"never": event}`` or ``always``.

    On a condition, "never" speaks of the outcomes in which both happen, and "always" of those that meet the
    condition: then each player named may not leave the event.
    """
    event: PartialProfile = statement.entries["event"]
    if statement.form == "never":
        try:
            return [{"never": within(labels, event, profile)}]
        except GameError:
            labels.allowed(event)  # an unknown name is a mistake; else the two exclude each other
            return []
    if not profile:
        return [{"always": event}]
    found: list[dict[str, Any]] = []
    for i, admitted in enumerate(labels.allowed(event)):
        # What leaves the event by this player alone; what leaves it by several is caught for each of them.
        rest = tuple(label for k, label in enumerate(labels.strategies[i]) if k not in admitted)
        allowed = labels.allowed(profile)[i]
        rest = tuple(label for label in rest if labels.strategies[i].index(label) in allowed)
        if rest:
            found.append({"never": {**profile, labels.players[i]: rest}})
    return found
