"""What a statement of a file says: its form and its entries, whose names are checked."""

from __future__ import annotations

from typing import Any, cast

from belarusgame.errors import quoted
from belarusgame.scenario.names import Names, Where
from belarusgame.scenario.statement_tables import (
    DominatesTable,
    EventTable,
    GivenTable,
    MonotoneTable,
    OrderingTable,
    PrefersTable,
    StatementTable,
)


def statement_entries(names: Names, where: Where, table: StatementTable) -> tuple[str, Any]:
    """Return a statement's form and its entries; those of a combination are statements again."""
    (form, statement), *_ = table.forms.items()
    if isinstance(statement, list):
        parts = cast("list[StatementTable]", statement)
        found = [statement_entries(names, (*where, form, n), part) for n, part in enumerate(parts)]
        return form, tuple({inner: entries} for inner, entries in found)
    _check(names, (*where, form), statement)
    entries = {key: value for key, value in statement if value is not None}
    if isinstance(statement, GivenTable):
        inner, held = statement_entries(names, (*where, form, "holds"), statement.holds)
        entries["holds"] = {inner: held}
    return form, entries


def _check_circumstances(names: Names, where: Where, table: GivenTable) -> None:
    """Check the names in the circumstances of a statement."""
    names.partial((*where, "profile"), table.profile or {})
    weights = [f"{player}.{key}" for player, keys in names.considerations.items() for key in keys]
    for key in table.weights or {}:
        names.known((*where, "weights", key), key, weights, "weight")
    for key in table.drivers or {}:
        names.known((*where, "drivers", key), key, names.drivers, "driver")
    for player, kind in (table.types or {}).items():
        if names.player((*where, "types", player), player):
            options = [*names.types.get(player, []), *([names.rest[player]] if player in names.rest else [])]
            names.known((*where, "types", player), kind, options, "type")


def _check(names: Names, where: Where, statement: Any) -> None:
    """Check the names in a statement of any form."""
    if isinstance(statement, GivenTable):
        _check_circumstances(names, where, statement)
        return
    if isinstance(statement, EventTable):
        names.partial((*where, "event"), statement.event)
        return
    # Whose strategies are named is not known then: whatever else could be said would follow from this.
    if not names.player((*where, "player"), statement.player):
        return
    if isinstance(statement, PrefersTable | MonotoneTable):
        names.partial((*where, "better"), statement.better)
        names.partial((*where, "worse"), statement.worse)
    if isinstance(statement, MonotoneTable):
        inputs = [f"{player}.{key}" for player, keys in names.considerations.items() for key in keys]
        names.known((*where, "input"), statement.input, [*names.drivers, *inputs], "weight or driver")
    if isinstance(statement, DominatesTable):
        names.strategy((*where, "better"), statement.player, statement.better)
        names.strategy((*where, "worse"), statement.player, statement.worse)
    if isinstance(statement, OrderingTable):
        seen: set[str] = set()
        for label in statement.best_first:
            names.strategy((*where, "best_first"), statement.player, label)
            if label in seen:
                names.note((*where, "best_first"), f"strategy {quoted(label)} is named twice")
            seen.add(label)
    if isinstance(statement, DominatesTable) and statement.better == statement.worse:
        names.note((*where, "worse"), "is the same as `better`", "name two that differ")
    if statement.given is not None:
        names.partial((*where, "given"), statement.given)
