"""An order of moves: the groups of players, first movers first, who move at the same time within a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from belarusgame.base.guards import is_sequence
from belarusgame.base.labels import Labels
from belarusgame.errors import GameError, quoted

Order: TypeAlias = Sequence[str | Sequence[str]]
Groups: TypeAlias = tuple[tuple[str, ...], ...]


def checked_groups(labels: Labels, order: Order | None) -> Groups:
    """Read an order of moves: the groups, first movers first, in which every player moves exactly once."""
    if order is None:
        raise GameError("order = None: nobody sees a move; give an order, or use another concept")
    if not is_sequence(order):
        raise GameError(f"order = {quoted(order)}: must be a list of players and groups of players")
    groups = tuple(tuple(group) if is_sequence(group) else (group,) for group in order)
    moving = [player for group in groups for player in group]
    for player in moving:
        labels.player_index(player)
        if moving.count(player) > 1:
            raise GameError(f"order: player {quoted(player)} moves more than once")
    missing = [player for player in labels.players if player not in moving]
    if missing:
        raise GameError(f"order: omits {', '.join(missing)}; every player moves exactly once")
    return tuple(group for group in groups if group)


def later_movers(groups: Groups, player: str) -> set[str]:
    """Return who sees what a player does before moving."""
    own = next(position for position, group in enumerate(groups) if player in group)
    return {other for group in groups[own + 1 :] for other in group}


def order_words(groups: Groups) -> str:
    """Write an order of moves: ``putin; lukashenko; west, china``."""
    return "; ".join(", ".join(group) for group in groups)
