"""The modelling choices that are no numbers, each as the scenario and the settings that it stands for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from belarusgame.base.concept_names import ConceptName
from belarusgame.base.order import order_words
from belarusgame.explore.sampling import other_conventions
from belarusgame.explore.structures.orders import DRAWN, orders_of
from belarusgame.scenario import PlayerType, Scenario, Weight, in_order, shares_by_basis

Kind = Literal[
    "as coded",
    "delegation",
    "type",
    "convention",
    "dependence",
    "held",
    "pair held",
    "simultaneous",
    "order",
    "coding",
]

#: Pairs of players with more combinations of strategies than these are left out.
MOST_COMBINATIONS = 16

NEVER, CERTAIN = (Weight(low=number, likely=number, high=number) for number in (Fraction(0), Fraction(1)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Variant:
    """One modelling choice, as what it takes to ask about it."""

    kind: Kind  #: which sort of choice
    choice: str  #: the choice in words
    scenario: Scenario  #: the scenario under it
    concept: ConceptName  #: what is looked for
    fix: Mapping[str, str] = field(default_factory=dict[str, str])  #: players who are held, with what they do
    together: tuple[tuple[str, ...], ...] = ()  #: the weights and drivers that move together
    types: Mapping[str, str] = field(default_factory=dict[str, str])  #: players who are of a type for certain


def variants_of(
    scenario: Scenario, event: Mapping[str, object], concept: ConceptName, seed: int, orders: int = DRAWN
) -> list[Variant]:
    """List the modelling choices of a scenario, the one as coded first."""
    coded = Variant(kind="as coded", choice="", scenario=scenario, concept=concept)
    # To hold whom the question asks about would answer it.
    free = [player.key for player in scenario.players if player.key not in event]
    return [
        coded,
        *_delegations(coded),
        *_types(coded),
        *_conventions(coded),
        *_dependence(coded),
        *(variant for player in free for variant in held_variants(coded, player)),
        *_pairs(coded, free),
        *_orders(coded, seed, orders),
        *_codings(coded),
    ]


def held_variants(coded: Variant, player: str) -> Iterator[Variant]:
    """Yield a player held at each of its strategies."""
    for label in coded.scenario.player(player).strategies:
        yield replace(coded, kind="held", choice=f"{player} = {label}", fix={player: label})


def _pairs(coded: Variant, free: Sequence[str]) -> Iterator[Variant]:
    """Yield the pairs of players whose motives are mostly judged, held at each pair of strategies."""
    scenario = coded.scenario
    half = Fraction(1, 2)
    judged = [p for p in free if shares_by_basis(scenario.of_player(p)).get("judged", Fraction(0)) > half]
    for one, other in itertools.combinations(judged, 2):
        pairs = list(itertools.product(scenario.player(one).strategies, scenario.player(other).strategies))
        for a, b in pairs if len(pairs) <= MOST_COMBINATIONS else ():
            words = f"{one} = {a}, {other} = {b}"
            yield replace(coded, kind="pair held", choice=words, fix={one: a, other: b})


def _delegations(coded: Variant) -> Iterator[Variant]:
    for made in coded.scenario.delegations:
        for state, chance in (("on", CERTAIN), ("off", NEVER)):
            others = tuple(
                replace(d, probability=chance) if d is made else d for d in coded.scenario.delegations
            )
            scenario = replace(coded.scenario, delegations=others)
            yield replace(coded, kind="delegation", choice=f"{made.name} {state}", scenario=scenario)


def _types(coded: Variant) -> Iterator[Variant]:
    """Yield every type for certain, and every player without one."""
    for made in coded.scenario.types:
        scenario = _with_types(coded.scenario, made.player, made)
        words, types = f"{made.player} {made.name}", {made.player: made.name}
        yield replace(coded, kind="type", choice=words, scenario=scenario, types=types)
    for player in dict.fromkeys(made.player for made in coded.scenario.types):
        scenario = _with_types(coded.scenario, player, None)
        yield replace(coded, kind="type", choice=f"{player} of no type", scenario=scenario)


def _with_types(scenario: Scenario, player: str, certain: PlayerType | None) -> Scenario:
    types = (
        replace(made, probability=CERTAIN if made is certain else NEVER) if made.player == player else made
        for made in scenario.types
    )
    return replace(scenario, types=tuple(types))


def _conventions(coded: Variant) -> Iterator[Variant]:
    for name, scenario in other_conventions(coded.scenario).items():
        yield replace(coded, kind="convention", choice=name, scenario=scenario)


def _dependence(coded: Variant) -> Iterator[Variant]:
    linked = linked_by_claims(coded.scenario)
    judged = tuple(c.key for c in coded.scenario.considerations if c.basis == "judged")
    for words, together in (
        ("what rests on one claim moves together", linked),
        ("everything judged moves together", (judged,) if len(judged) > 1 else ()),
    ):
        if together:
            yield replace(coded, kind="dependence", choice=words, together=together)


def linked_by_claims(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Return the weights and drivers that common claims link, directly or by way of others."""
    groups: list[tuple[set[str], list[str]]] = []
    for entry in scenario.inputs("weight", "driver"):
        # An input may link groups that had no claim in common before it.
        touching = [group for group in groups if group[0] & set(entry.claims)]
        claims = set(entry.claims).union(*(group[0] for group in touching))
        names = [name for group in touching for name in group[1]]
        groups = [group for group in groups if group not in touching]
        groups.append((claims, [*names, entry.name]))
    return tuple(tuple(names) for _, names in groups if len(names) > 1)


def _orders(coded: Variant, seed: int, most: int) -> Iterator[Variant]:
    """Yield the game in which nobody sees a move, and every other order of moves."""
    scenario = coded.scenario
    if coded.concept != "nash":
        yield replace(coded, kind="simultaneous", choice="nobody sees a move", concept="nash")
    for order in orders_of(scenario.labels.players, seed, most):
        if coded.concept != "sequential" or not _same(order, scenario.order):
            made = in_order(scenario, order)
            yield replace(coded, kind="order", choice=order_words(order), scenario=made, concept="sequential")


def _same(order: Sequence[Sequence[str]], other: Sequence[Sequence[str]] | None) -> bool:
    return other is not None and list(map(set, order)) == list(map(set, other))


def _codings(coded: Variant) -> Iterator[Variant]:
    for name, scenario in zip(coded.scenario.codings, coded.scenario.other_codings(), strict=True):
        concept: ConceptName = "nash" if scenario.order is None else "sequential"
        yield replace(coded, kind="coding", choice=name, scenario=scenario, concept=concept)
