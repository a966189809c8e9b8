"""A scenario laid out for the compiled kernels: what has to be compared, draw by draw.

Payoffs are sums of coefficient times *variable*; a variable is a drawn weight, a drawn driver level or the
product of the two. Everything that is not drawn is folded, in exact rationals, into the coefficients, so that
what is equal in exact arithmetic is equal here: a tie is a difference whose coefficients are all zero.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.bundle import Bundle
from belarusgame.base.labels import FloatArray, Labels
from belarusgame.explore.sampling.draws import Draws
from belarusgame.explore.sampling.situations import IntArray, OwnTable, compared, integers, starts

if TYPE_CHECKING:
    from belarusgame.scenario import Consideration, Scenario


@dataclass(frozen=True, kw_only=True, eq=False)
class KernelArrays(Bundle):
    """Arrays for the kernels. A *table* belongs to a player and one setting of its switches.

    *Switches* are the types that scale what the player weighs, or what those weigh who may decide for it, and
    its own delegations. Each has a row of values, which holds its setting (0 for no type, or off). A table
    says what decides: what the player gets and, where a delegation in force matches, what another one gets.

    A *situation* of a player is a class of what the others do, within which all comparisons between own
    strategies are the same; a *row* is one such comparison, shared by all situations that need it, as
    situations are by all tables that have them.
    """

    counts: IntArray  # strategies of each player
    strides: IntArray  # what one step along a player's axis adds to a profile's number
    left: IntArray  # the values' row of each variable's first factor, -1 for none
    right: IntArray  # and of its second
    extent: IntArray  # (tables, 2): where the variables of each table's player begin, and how many there are
    switch_begin: IntArray  # where each player's switches begin; one entry more
    switch_row: IntArray  # the values' row of each switch
    switch_step: IntArray  # what one setting further adds to the number of the table
    first_table: IntArray  # each player's table with all its switches at 0
    owner: IntArray  # the player of each table
    digits: IntArray  # (players, profiles): what each player does in a profile
    table: FloatArray  # (tables, most variables of a player, profiles): the coefficients
    slack: FloatArray  # (tables,): how far a computed difference of two profiles may be off
    row_begin: IntArray  # where each player's rows begin; one entry more
    term_begin: IntArray  # where each row's terms begin; one entry more
    term_variable: IntArray
    term_value: FloatArray
    row_slack: FloatArray  # how far a computed row may be off; 0 where its sign is certain
    situation_begin: IntArray  # where each player's situations begin; one entry more
    situation_of: IntArray  # (tables, profiles)
    situation_used: NDArray[np.uint8]  # (situations, tables of a player): whether a table has it
    pairs: IntArray  # (situations, a, b): +-(row + 1), the sign of "a rather than b"; 0 for a tie
    replies: NDArray[np.uint64]  # (situations, strategies, words): the profiles, as bits
    group_begin: IntArray  # where each group's movers begin; one entry more
    movers: IntArray
    terminal: IntArray  # the profile at each end of play, in the order of play
    differs: NDArray[np.uint8]  # (groups, points, terms): whether a mover's term differs among a point's ends


def make_layout(scenario: Scenario, draws: Draws, concept: str) -> KernelArrays:
    """Lay out a scenario for what is looked for, and for where the drawn numbers will stand."""
    labels = scenario.labels
    laid = _laid_out(scenario, draws)
    variables, switches, tables, comparisons = laid.variables, laid.switches, laid.tables, laid.comparisons
    factors = [variable for own in variables for variable in own]
    owners = [table.player for table in tables]
    groups = _groups(scenario, labels, concept)
    counts = np.array(labels.counts, dtype=np.int64)
    profiles = np.indices(labels.counts, dtype=np.int64).reshape(len(counts), -1)
    terminal = _terminals(labels, groups)
    return KernelArrays(
        counts=counts,
        strides=np.array([math.prod(labels.counts[k + 1 :]) for k in range(len(counts))], dtype=np.int64),
        left=integers(factor[0] for factor in factors),
        right=integers(factor[1] for factor in factors),
        extent=_extents(owners, [len(own) for own in variables]),
        switch_begin=starts(map(len, switches)),
        switch_row=integers(itertools.chain(*switches)),
        switch_step=integers(itertools.chain(*(_steps(draws, rows) for rows in switches))),
        first_table=integers(owners.index(k) for k in range(len(counts))),
        owner=integers(owners),
        digits=profiles,
        **comparisons,
        group_begin=starts(len(group) for group in groups),
        movers=integers(itertools.chain(*groups)),
        terminal=terminal,
        differs=_differing(comparisons["table"], owners, groups, terminal, labels),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _LaidOut:
    """What of a layout depends neither on the concept nor on the order of moves, and is read only."""

    of: tuple[object, ...]
    variables: list[list[tuple[int, int]]]
    switches: list[list[int]]
    tables: list[OwnTable]
    comparisons: dict[str, Any]


#: The last ones, of small games: a question is asked under scores of orders, each with a layout of its own,
#: and what is asked under other assumptions is often asked again with more draws.
_last: list[_LaidOut] = []

#: The most profiles of the games that are remembered, all together.
MOST_REMEMBERED = 4096


def _laid_out(scenario: Scenario, draws: Draws) -> _LaidOut:
    """Return what decides in every profile, and its comparisons; what was made lately is made once."""
    coded = (
        scenario.players,
        scenario.considerations,
        scenario.drivers,
        scenario.types,
        scenario.delegations,
    )
    of = (*coded, draws.inputs)
    for known in tuple(_last):
        if known.of == of:
            return known
    labels, features = scenario.labels, scenario.features()
    parts = np.array([values.ravel() for values in features.exact], dtype=object)
    parts = parts.reshape(len(scenario.considerations), math.prod(labels.counts))
    touching = parts != 0
    variables = [_variables(scenario, draws, player) for player in labels.players]
    switches = [_switches(scenario, draws, player) for player in labels.players]
    tables = [
        _table(draws, index, parts, touching, variables[index], weighed)
        for index, player in enumerate(labels.players)
        for weighed in _settings(scenario, draws, labels, player, switches[index])
    ]
    comparisons = compared(tables, labels)
    laid = _LaidOut(of=of, variables=variables, switches=switches, tables=tables, comparisons=comparisons)
    _last[:] = [laid, *_last][: MOST_REMEMBERED // math.prod(labels.counts)]
    return laid


def _groups(scenario: Scenario, labels: Labels, concept: str) -> list[list[int]]:
    """Return who moves with whom, first movers first; nobody where all move at once."""
    if concept == "sequential" and scenario.order is not None:
        return [[labels.player_index(player) for player in group] for group in scenario.order]
    return []


def _deciders(scenario: Scenario, player: str) -> list[str]:
    """Name those whose payoffs may decide what a player does, the player itself first."""
    return list(dict.fromkeys([player, *(made.to for made in scenario.delegations if made.player == player)]))


def _switches(scenario: Scenario, draws: Draws, player: str) -> list[int]:
    """Return the values' rows of all switches that touch what decides for a player."""
    owners = _deciders(scenario, player)
    keys = {c.key for c in scenario.considerations if c.player in owners}
    delegated = {made.name for made in scenario.delegations if made.player == player}
    typed = {
        made.player
        for made in scenario.types
        if not keys.isdisjoint(made.factors) or not delegated.isdisjoint(made.delegations)
    }
    return [
        row
        for row, entry in enumerate(draws.inputs)
        if (entry.kind == "type" and entry.name in typed)
        or (entry.kind == "delegation" and entry.name in delegated)
    ]


def _steps(draws: Draws, rows: list[int]) -> list[int]:
    """Return what one setting further of each switch adds to the number of the table."""
    sizes = [draws.inputs[row].settings for row in rows]
    return [math.prod(sizes[k + 1 :]) for k in range(len(sizes))]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Weighed:
    """What decides for a player at one setting of its switches."""

    #: Those of everybody who may decide: position, consideration, and the product of the types' scales.
    considerations: tuple[tuple[int, Consideration, Fraction], ...]
    counts: Mapping[str, NDArray[np.bool_]]  #: for each of them, the profiles in which it decides


def _settings(
    scenario: Scenario, draws: Draws, labels: Labels, player: str, rows: list[int]
) -> Iterator[_Weighed]:
    """Go through the settings of a player's switches, the last switch first, as the tables are numbered."""
    owners = _deciders(scenario, player)
    for chosen in itertools.product(*(range(draws.inputs[row].settings) for row in rows)):
        setting = {
            (draws.inputs[row].kind, draws.inputs[row].name): n for row, n in zip(rows, chosen, strict=True)
        }
        types = _types(draws, setting)
        scales, known = scenario.scales(types), scenario.known_delegations(types)
        force = [
            made
            for made in scenario.delegations
            if made.player == player and known.get(made.name, setting.get(("delegation", made.name)))
        ]
        counts = {owner: np.full(labels.counts, owner == player) for owner in owners}
        for made in force:
            when = labels.left_of(made.when)
            matching = labels.mask(when) if when is not None else np.zeros(labels.counts, dtype=np.bool_)
            for owner in owners:
                counts[owner][matching] = owner == made.to
        yield _Weighed(
            considerations=tuple(
                (position, c, scales.get(c.key, Fraction(1)))
                for position, c in enumerate(scenario.considerations)
                if c.player in owners
            ),
            counts={owner: mask.ravel() for owner, mask in counts.items()},
        )


def _types(draws: Draws, setting: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return the types that a setting of switches gives to some players."""
    return {
        entry.name: entry.options[setting["type", entry.name] - 1]
        for entry in draws.inputs
        if entry.kind == "type" and setting.get(("type", entry.name))
    }


def _rows_of(draws: Draws, consideration: Consideration) -> tuple[int, int]:
    """Return the rows of the drawn weight and the drawn driver of a consideration, -1 for what is fixed."""
    weight = draws.row(consideration.key, "weight")
    driver = -1 if consideration.driver is None else draws.row(consideration.driver, "driver")
    return (
        -1 if draws.inputs[weight].fixed else weight,
        -1 if driver < 0 or draws.inputs[driver].fixed else driver,
    )


def _variables(scenario: Scenario, draws: Draws, player: str) -> list[tuple[int, int]]:
    """Return the variables that may decide for a player: their factors' rows; (-1, -1) is the number 1."""
    weighed = (c for owner in _deciders(scenario, player) for c in scenario.of_player(owner))
    return list(dict.fromkeys(_rows_of(draws, c) for c in weighed)) or [(-1, -1)]


def _table(
    draws: Draws,
    index: int,
    parts: NDArray[np.object_],
    touching: NDArray[np.bool_],
    variables: list[tuple[int, int]],
    weighed: _Weighed,
) -> OwnTable:
    exact = np.full((parts.shape[1], len(variables)), Fraction(0), dtype=object)
    for position, consideration, factor in weighed.considerations:
        rows = _rows_of(draws, consideration)
        if rows[0] < 0:
            factor *= consideration.weight.low
        if rows[1] < 0 and consideration.driver is not None:
            factor *= draws.inputs[draws.row(consideration.driver, "driver")].range.low
        # most profiles are out of reach, and fractions are slow
        touched = np.flatnonzero(touching[position] & weighed.counts[consideration.player])
        adds = parts[position, touched]
        exact[touched, variables.index(rows)] += adds if factor == 1 else factor * adds
    sizes = [
        math.prod(float(draws.inputs[row].range.high) for row in factors if row >= 0) for factors in variables
    ]
    return OwnTable(player=index, exact=exact, sizes=sizes)


def _extents(owners: list[int], sizes: list[int]) -> IntArray:
    begins = starts(iter(sizes))
    return np.array([[begins[owner], sizes[owner]] for owner in owners], dtype=np.int64)


def _terminals(labels: Labels, groups: list[list[int]]) -> IntArray:
    axes = list(itertools.chain(*groups))
    grid = np.arange(math.prod(labels.counts), dtype=np.int64).reshape(labels.counts)
    return np.ascontiguousarray(grid.transpose(axes).ravel()) if axes else grid.ravel()


def _differing(
    table: FloatArray, owners: list[int], groups: list[list[int]], terminal: IntArray, labels: Labels
) -> NDArray[np.uint8]:
    """Mark for each point at which one player moves the terms that are not the same after all its actions."""
    before = [
        math.prod(labels.counts[k] for group in groups[:level] for k in group) for level in range(len(groups))
    ]
    differs = np.zeros((len(groups), max(before, default=0), table.shape[1]), dtype=np.uint8)
    for level, (group, points) in enumerate(zip(groups, before, strict=True)):
        for coefficients in (table[t] for t, owner in enumerate(owners) if [owner] == group):
            ends = coefficients[:, terminal].reshape(table.shape[1], points, -1)
            differs[level, :points] |= (ends.min(axis=2) < ends.max(axis=2)).T.astype(np.uint8)
    return differs
