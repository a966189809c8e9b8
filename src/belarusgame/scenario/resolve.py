"""From the tables of a scenario file to its records, with every mistake noted on the way."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from belarusgame.base.deciding import Decider
from belarusgame.base.guards import is_mapping
from belarusgame.base.labels import matches
from belarusgame.errors import quoted
from belarusgame.evidence import Table, Tables, checked, record, section
from belarusgame.scenario.basis import judged_because, weight_of
from belarusgame.scenario.delegation import check_deciders, check_probability, decider_of, probability_of
from belarusgame.scenario.names import Names, Where, is_rest
from belarusgame.scenario.records import (
    Assumption,
    Consideration,
    Delegation,
    Driver,
    Player,
    PlayerType,
    Simulation,
    scaled_key,
)
from belarusgame.scenario.schema import (
    ConsiderationTable,
    DelegationTable,
    DriverTable,
    DynamicsTable,
    EffectTable,
    HeadTable,
    PlayerTable,
    SimulationTable,
    TypeTable,
)
from belarusgame.scenario.statement_entries import statement_entries
from belarusgame.scenario.statement_tables import FORMS, AssumptionTable

Reference = Mapping[str, str]
AnyTable = TypeVar("AnyTable", bound=Table)

#: The payoffs of more profiles than these, kept exactly, fill the memory of a small machine.
MOST_PROFILES = 1_000_000


def _tables(
    names: Names, tables: Tables, model: type[AnyTable], *path: str
) -> Iterator[tuple[str, tuple[str, ...], AnyTable]]:
    """Check the shape of every table of a section; yield its name, its place and what it holds."""
    inner = tables
    for step in path:
        inner = section(inner, step)
    for name, raw in inner.items():
        if path[0] == "types" and is_rest(name, raw):
            continue
        where = (*path, name)
        table = checked(model, raw, where, names.file, names.mistakes)
        if table is not None:
            yield name, where, table


def _players_in(names: Names, tables: Tables, kind: str) -> Iterator[str]:
    """Yield the players under whom a section has tables."""
    for player, entries in section(tables, kind).items():
        names.player((kind, player), player)
        if is_mapping(entries):
            yield player
        else:
            names.note((kind, player), f"{quoted(entries)}: must be a table")


def resolve_head(names: Names, tables: Tables) -> HeadTable | None:
    """Check the ``[scenario]`` table: dates, reference, order, and the claims they rest on."""
    if "scenario" not in tables:
        names.note((), "the table [scenario] is missing", "it holds title, date and reference")
        return None
    head = checked(HeadTable, tables["scenario"], ("scenario",), names.file, names.mistakes)
    if head is None:
        return None
    # No source may be later than the scenario: what happened afterwards is for looking back only.
    names.check_dates(head.date)
    _check_reference(names, head.reference)
    if head.question is not None:
        names.partial(("scenario", "question"), head.question)
    if head.order is not None:
        _check_order(names, head.order)
    for topic, claims in (("order", head.claims.order), ("reference", head.claims.reference)):
        names.cited(("scenario", "claims", topic), claims)
    if head.rationality is not None:
        names.based(("scenario", "rationality"), head.rationality.claims, head.rationality.judgement)
    return head


def _check_reference(names: Names, reference: Reference) -> None:
    where: Where = ("scenario", "reference")
    for player, label in reference.items():
        if names.player((*where, player), player):
            names.strategy((*where, player), player, label)
    missing = [player for player in names.strategies if player not in reference]
    # One mistake, one message: a name that is not known stands for one that is missing.
    if len(missing) > len(reference.keys() - names.strategies.keys()):  # else they are misspelt
        names.note(where, f"says nothing of {', '.join(missing)}", "the reference is a full profile")


def _check_order(names: Names, order: Sequence[tuple[str, ...]]) -> None:
    moving = [player for group in order for player in group]
    for position, group in enumerate(order):
        for player in group:
            names.player(("scenario", "order", position), player)
    for player, moves in Counter(moving).items():
        if moves > 1:
            names.note(("scenario", "order"), f"player {quoted(player)} moves more than once")
    known = set(moving)
    missing = [player for player in names.strategies if player not in known]
    if len(missing) > len(known - names.strategies.keys()):  # else they are misspelt
        names.note(("scenario", "order"), f"omits {', '.join(missing)}", "every player moves exactly once")


def resolve_players(names: Names, tables: Tables) -> tuple[Player, ...]:
    """Check and return the players."""
    if not section(tables, "players"):
        names.lacks(("players",), "there is no player", "add a table [players.NAME] with `strategies`")
    players: list[Player] = []
    for key, where, table in _tables(names, tables, PlayerTable, "players"):
        for label, claims in table.claims.items():
            if names.strategy((*where, "claims", label), key, label):
                names.cited((*where, "claims", label), claims)
        _check_variants(names, (*where, "variants"), key, table.variants)
        spoken = table.name or key.replace("_", " ").capitalize()
        players.append(record(Player, table, key=key, name=spoken))
    profiles = math.prod(len(player.strategies) for player in players)
    if profiles > MOST_PROFILES:
        problem = f"the strategies make {profiles:.2g} profiles, more than {MOST_PROFILES:,}"
        names.note(("players",), problem, "leave out strategies that nobody considers")
    return tuple(players)


def _check_variants(names: Names, where: Where, player: str, variants: Mapping[str, str]) -> None:
    for variant, head in variants.items():
        good = names.strategy((*where, variant), player, variant) & names.strategy(
            (*where, variant), player, head
        )
        if good and (head in variants or head == variant):
            names.note(
                (*where, variant),
                f"{quoted(head)} is itself a variant",
                "name the strategy it all goes back to",
            )


def resolve_considerations(names: Names, tables: Tables, reference: Reference) -> tuple[Consideration, ...]:
    """Check and return the considerations of every player."""
    found: list[Consideration] = []
    if not section(tables, "considerations"):
        names.lacks(("considerations",), "there is none", "add a table [considerations.PLAYER.NAME]")
    for player in _players_in(names, tables, "considerations"):
        for name, where, table in _tables(names, tables, ConsiderationTable, "considerations", player):
            if table.driver is not None:
                names.known((*where, "driver"), table.driver, names.drivers, "driver")
            weight, judged = weight_of(names, where, table), judged_because(table)
            _check_effects(names, (*where, "effects"), table.effects, reference)
            if weight is not None:
                made = record(Consideration, table, player=player, name=name, weight=weight, judged=judged)
                found.append(made)
    return tuple(found)


def _check_effects(
    names: Names, where: Where, effects: Sequence[EffectTable], reference: Reference | None
) -> None:
    """Check effects; those on payoffs may not match the reference."""
    for position, effect in enumerate(effects):
        spot = (*where, position)
        if effect.adds == 0:
            names.note((*spot, "adds"), "an effect that adds 0 changes nothing", "remove it")
        good = names.partial((*spot, "when"), effect.when)
        # An effect there would shift the zero point of every comparison with it.
        if good and reference is not None and matches(effect.when, reference):
            names.note(
                (*spot, "when"),
                "matches the reference, the zero point of every effect",
                "code the change that the other strategies make",
            )


def resolve_drivers(names: Names, tables: Tables) -> tuple[Driver, ...]:
    """Check and return the drivers."""
    drivers: list[Driver] = []
    for name, where, table in _tables(names, tables, DriverTable, "drivers"):
        names.based(where, table.claims, table.judgement)
        if table.dynamics is not None:
            _check_dynamics(names, (*where, "dynamics"), table.dynamics)
        drivers.append(record(Driver, table, name=name))
    return tuple(drivers)


def _check_dynamics(names: Names, where: Where, table: DynamicsTable) -> None:
    names.based(where, table.claims, table.judgement)
    if table.decay > 1:
        names.note((*where, "decay"), f"{float(table.decay):g}: a share lost in a month must be at most 1")
    _check_effects(names, (*where, "effects"), table.effects, None)


def resolve_types(names: Names, tables: Tables) -> tuple[PlayerType, ...]:
    """Check and return the types of every player."""
    types: list[PlayerType] = []
    for player in _players_in(names, tables, "types"):
        of_player: list[PlayerType] = []
        for name, where, table in _tables(names, tables, TypeTable, "types", player):
            if player in names.strategies:
                _check_scales(names, (*where, "scales"), player, table.scales)
            for name_of in table.delegations:
                names.known((*where, "delegations", name_of), name_of, names.delegations, "delegation")
            if not table.scales and not table.delegations:
                names.note(where, "differs in nothing", "scale a consideration, or name a delegation")
            names.based(where, table.claims, table.judgement)
            check_probability(names, where, table.probability)
            means = _meaning(names, where, f"{player}.{name}", table)
            of_player.append(record(PlayerType, table, player=player, name=name, means=means))
        if player in names.rest:
            _check_rest(names, player, of_player)
        # Only the likely ones: the ranges may sum to more, and a draw that does leaves the last type what is
        # left of 1.
        total = sum(made.probability.likely for made in of_player)
        if total > 1:
            problem = f"the likely probabilities sum to {float(total):g}: must be at most 1"
            names.note(("types", player), problem)
        types += of_player
    return tuple(types)


def _check_scales(names: Names, where: Where, player: str, scales: Mapping[str, Any]) -> None:
    """Check that what a type scales exists, once each: the player's own by name, others' as player.name."""
    own = names.considerations.get(player, [])
    every = [f"{owner}.{key}" for owner, keys in names.considerations.items() for key in keys]
    seen: set[str] = set()
    for key in scales:
        names.known((*where, key), key, every if "." in key else own, "consideration")
        if scaled_key(player, key) in seen:
            names.note((*where, key), f"scales {quoted(scaled_key(player, key))} twice", "leave one out")
        seen.add(scaled_key(player, key))


def _meaning(names: Names, where: Where, name: str, table: TypeTable) -> Assumption | None:
    """Return the statement that a type means, as a requirement."""
    if table.means is None:
        return None
    form, statement = statement_entries(names, (*where, "means"), table.means)
    return Assumption(
        name=name,
        role="requirement",
        form=form,
        statement=statement,
        sentence=table.sentence,
        claims=tuple(table.claims),
        judgement=table.judgement,
    )


def _check_rest(names: Names, player: str, types: Sequence[PlayerType]) -> None:
    """Check the name of what the types of a player leave over."""
    where: Where = ("types", player, "rest")
    if names.rest[player] in names.types[player]:
        names.note(where, f"{quoted(names.rest[player])} is one of the types themselves", "find another name")
    # Even with all at their least there would be nothing left for it.
    if types and sum(made.probability.low for made in types) >= 1:
        names.note(where, "the listed types leave nothing over", "remove it, or lower a probability")


def resolve_delegations(
    names: Names, tables: Tables, order: Sequence[tuple[str, ...]] | None
) -> tuple[Delegation, ...]:
    """Check and return the delegations: whose decision is whose, and that the order of moves allows it."""
    delegations: list[Delegation] = []
    sound: list[Decider] = []
    for name, where, table in _tables(names, tables, DelegationTable, "delegations"):
        decider, probability = decider_of(names, where, name, table), probability_of(names, where, table)
        if decider is not None:
            sound.append(decider)
        if probability is not None:
            delegations.append(record(Delegation, table, name=name, probability=probability))
    # Only what is in order by itself is looked at together, so that no mistake is told twice.
    check_deciders(names, sound, order)
    return tuple(delegations)


def resolve_simulation(names: Names, tables: Tables) -> Simulation:
    """Check and return what a simulation over months must know."""
    raw = section(tables, "simulation")
    where: Where = ("simulation",)
    table = checked(SimulationTable, raw, where, names.file, names.mistakes)
    if table is None:
        return Simulation()
    # Only what the file says itself needs grounds; defaults are called so in every answer.
    given = [key for key in SimulationTable.model_fields if key in raw and key not in ("claims", "judgement")]
    for basis in ("claims", "judgement"):
        for key in getattr(table, basis):
            if key:
                names.known((*where, basis, key), key, given, "key")
    for key, claims in table.claims.items():
        names.cited((*where, "claims", key) if key else (*where, "claims"), claims)
    for key in given:
        if not any(key in basis or "" in basis for basis in (table.claims, table.judgement)):
            names.lacks(
                (*where, key), "rests on nothing", "cite claims, or give a `judgement` with the reason"
            )
    for position, event in enumerate(table.absorbing):
        names.partial((*where, "absorbing", position), event)
    return record(Simulation, table)


def resolve_assumptions(names: Names, tables: Tables) -> tuple[Assumption, ...]:
    """Check and return the statements."""
    assumptions: list[Assumption] = []
    for name, where, table in _tables(names, tables, AssumptionTable, "assumptions"):
        names.based(where, table.claims, table.judgement)
        form, statement = statement_entries(names, where, table)
        assumptions.append(
            record(Assumption, table, without=FORMS, name=name, form=form, statement=statement)
        )
    return tuple(assumptions)
