"""What is left of a scenario where players are held to one strategy each: their choice is taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from belarusgame.base.labels import Labels
from belarusgame.base.settings import mapping_or_empty
from belarusgame.errors import GameError, quoted
from belarusgame.scenario.coding import Coding
from belarusgame.scenario.leave_out import meaning_left, mentions
from belarusgame.scenario.records import (
    Delegation,
    Dynamics,
    Effect,
    Player,
)


def read_fix(labels: Labels, fix: Mapping[str, str] | None) -> dict[str, str]:
    """Read who is held to what: known players, each with one of its strategies.

    Raises
    ------
    GameError
        With every mistake.
    """
    problems: list[str] = []
    for player, choice in mapping_or_empty("fix", fix).items():
        try:
            index = labels.player_index(player)
            if not isinstance(choice, str):
                raise GameError(f"{player}: {quoted(choice)} is not one strategy")
            labels.strategy_index(index, choice)
        except GameError as problem:
            problems.append(f"fix: {problem}")
    if problems:
        raise GameError("\n".join(problems))
    return dict(fix or {})


def held_parts(coded: Coding, fix: Mapping[str, str]) -> dict[str, Any]:
    """Return the parts of a scenario that change when players are held, by the names of its fields.

    Everything that may be drawn stays, also what bears on nothing any more: a draw is then the same with and
    without somebody held. Only delegations go, whose inputs come last, where nothing is left to decide.
    """
    labels = coded.labels
    left = Labels(
        labels.players,
        tuple(
            (fix[player],) if player in fix else names
            for player, names in zip(labels.players, labels.strategies, strict=True)
        ),
    )

    def possible(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        whens = [(effect, left.left_of(effect.when)) for effect in effects]
        return tuple(replace(effect, when=when) for effect, when in whens if when is not None)

    # The strategies that a held player gives up: what names one of them speaks of what cannot happen.
    lost = frozenset(
        (player, label)
        for player, held in fix.items()
        for label in labels.strategies[labels.player_index(player)]
        if label != held
    )
    return {
        "players": tuple(_player(player, fix) for player in coded.players),
        "reference": {**coded.reference, **fix},
        "considerations": tuple(replace(c, effects=possible(c.effects)) for c in coded.considerations),
        "drivers": tuple(replace(d, dynamics=_dynamics(d.dynamics, possible)) for d in coded.drivers),
        "types": tuple(meaning_left(made, labels.players, lost) for made in coded.types),
        "delegations": tuple(
            made for old in coded.delegations if (made := _delegation(old, fix, left)) is not None
        ),
        "assumptions": tuple(
            a for a in coded.assumptions if not mentions(a.statement, "", labels.players, lost)
        ),
        "question": None if coded.question is None else left.left_of(coded.question),
    }


def _player(player: Player, fix: Mapping[str, str]) -> Player:
    if player.key not in fix:
        return player
    held = fix[player.key]
    claims = {label: named for label, named in player.claims.items() if label == held}
    return replace(player, strategies={held: player.strategies[held]}, variants={}, claims=claims)


def _delegation(old: Delegation, fix: Mapping[str, str], left: Labels) -> Delegation | None:
    """Take out of a delegation what is settled; None if it cannot match, or decides nothing any more."""
    when = left.left_of(old.when)
    if when is None or old.player in fix:
        return None
    return replace(old, when={player: labels for player, labels in when.items() if player not in fix})


def _dynamics(
    old: Dynamics | None, possible: Callable[[tuple[Effect, ...]], tuple[Effect, ...]]
) -> Dynamics | None:
    return None if old is None else replace(old, effects=possible(old.effects))
