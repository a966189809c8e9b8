"""What things are called in a figure: in words, from the scenario where it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from belarusgame.base.labels import Labels, PartialProfile, choices_of
from belarusgame.errors import GameError
from belarusgame.scenario import Scenario, checked_scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The words for keys."""

    scenario: Scenario | None = None  #: whose words; without one, keys are written without underscores

    def player(self, key: str) -> str:
        """Return what a player is called."""
        return plain(key) if self.scenario is None else self.scenario.player(key).name

    def consideration(self, key: str) -> str:
        """Return what a consideration of a player is called, without the player."""
        return plain(key.split(".", 1)[-1])

    def input(self, name: str) -> str:
        """Return what a weight, driver or probability of a type is called, with its player."""
        player, dot, own = name.partition(".")
        return f"{begun(self.player(player))}: {plain(own)}" if dot else plain(name)

    def event(self, event: PartialProfile) -> str:
        """Write a partial profile."""
        parts = [
            f"{self.player(player)}: {' or '.join(map(plain, labels))}"
            for player, labels in choices_of("event", event).items()
        ]
        return begun(", ".join(parts)) or "anything"

    def moves(self, moves: Mapping[str, str]) -> str:
        """Write what some players do."""
        return ", ".join(f"{self.player(player)} {plain(label)}" for player, label in moves.items())


def naming(scenario: Any, labels: Labels | None = None) -> Naming:
    """Return the words of a scenario, after a look at whether the result is one of its own."""
    if scenario is None:
        return Naming()
    known = checked_scenario(scenario).labels
    if labels is not None and (
        labels.players != known.players
        or any(
            not set(own) <= set(all_) for own, all_ in zip(labels.strategies, known.strategies, strict=True)
        )
    ):
        raise GameError(
            f"scenario: the result has other players or strategies than {scenario.name}; give the scenario "
            "that it was computed from"
        )
    return Naming(scenario=scenario)


def plain(key: str) -> str:
    """Write a key as words."""
    return key.replace("_", " ")


def begun(words: str) -> str:
    """Begin a text with a capital letter."""
    return words[:1].upper() + words[1:]
