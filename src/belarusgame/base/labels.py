"""The names of players and strategies, and everything that is said in them: profiles and events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import attribute, is_mapping, is_sequence, plain_text
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import option, refused, texts
from belarusgame.errors import GameError, nearest, quoted

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
PartialProfile: TypeAlias = Mapping[str, str | Sequence[str]]

#: How far the probabilities of one player may be from summing to one, and below zero.
#: Far above what adding up float64 can miss, and far below any probability that somebody means.
PROBABILITY_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Labels:
    """Who plays and what each can do, in the order of the payoff tensor's axes."""

    players: tuple[str, ...]  #: one name a player
    strategies: tuple[tuple[str, ...], ...]  #: the strategies of each player, in the players' order

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of strategies of each player: the shape of one player's payoffs."""
        return tuple(len(labels) for labels in self.strategies)

    def player_index(self, player: object) -> int:
        """Return the position of a player, or say which names there are."""
        return self.players.index(option("player", player, self.players))

    def player_name(self, player: object) -> str:
        """Return the name of a player who is there."""
        return self.players[self.player_index(player)]

    def strategy_index(self, player: int, label: object) -> int:
        """Return the position of a player's strategy, or say which names there are."""
        labels = self.strategies[player]
        return labels.index(option(f"{self.players[player]}: strategy", label, labels))

    def allowed(self, partial: PartialProfile) -> tuple[tuple[int, ...], ...]:
        """Read a partial profile: for every player the positions of the strategies that it admits."""
        admitted = [tuple(range(count)) for count in self.counts]
        for player, labels in choices_of("partial profile", partial).items():
            index = self.player_index(player)
            # Each once, in the order asked for: an array indexed twice by the same strategy would have it
            # twice.
            admitted[index] = tuple(dict.fromkeys(self.strategy_index(index, label) for label in labels))
        return tuple(admitted)

    def left_of(self, event: PartialProfile) -> dict[str, tuple[str, ...]] | None:
        """Return what can still happen of an event where strategies have disappeared; None if nothing can."""
        left = {
            player: tuple(label for label in labels if label in self.strategies[self.player_index(player)])
            for player, labels in choices_of("event", event).items()
        }
        return left if all(left.values()) else None

    def mask(self, event: PartialProfile) -> BoolArray:
        """Mark the profiles in which an event holds; the array has the shape ``counts``."""
        marked = np.zeros(self.counts, dtype=np.bool_)
        marked[np.ix_(*self.allowed(event))] = True
        return marked

    def named(self, profile: Sequence[int]) -> dict[str, str]:
        """Turn the positions of a pure profile into labels."""
        return {
            player: labels[choice]
            for player, labels, choice in zip(self.players, self.strategies, profile, strict=True)
        }

    def vectors(self, profile: Any) -> tuple[FloatArray, ...]:
        """Read a profile, pure or mixed, in any of its accepted forms.

        Parameters
        ----------
        profile : mapping, sequence or Equilibrium
            For every player a strategy's label, a mapping from labels to probabilities (what is left out
            has none) or a vector of probabilities; as a mapping from players, or a sequence in their order.

        Returns
        -------
        tuple of numpy.ndarray
            One read-only vector of probabilities a player.
        """
        given = attribute(profile, "profile", profile)
        if is_mapping(given):
            for player in given:
                self.player_index(player)
            missing = [player for player in self.players if player not in given]
            if missing:
                raise GameError(
                    f"the profile says nothing of {', '.join(missing)}; it must name every player"
                )
            choices = [given[player] for player in self.players]
        elif is_sequence(given):
            if len(given) != len(self.players):
                raise GameError(
                    f"the profile has {len(given)} entries, but there are {len(self.players)} players: "
                    + ", ".join(self.players)
                )
            choices = list(given)
        else:
            raise GameError(f"{quoted(given)} is not a profile: give labels or vectors for every player")
        return tuple(self._vector(index, choice) for index, choice in enumerate(choices))

    def _vector(self, player: int, choice: Any) -> FloatArray:
        labels = self.strategies[player]
        vector = np.zeros(len(labels))
        if isinstance(choice, str):
            vector[self.strategy_index(player, choice)] = 1.0
        elif is_mapping(choice):
            for label, probability in choice.items():
                vector[self.strategy_index(player, label)] = _number(self.players[player], probability)
        else:
            entries = _entries(self.players[player], choice)
            if len(entries) != len(labels):
                raise GameError(
                    f"{self.players[player]}: {len(entries)} probabilities for {len(labels)} strategies "
                    f"({', '.join(labels)})"
                )
            vector[:] = [_number(self.players[player], entry) for entry in entries]
        if not np.all(np.isfinite(vector)) or np.any(vector < -PROBABILITY_TOLERANCE):
            raise GameError(
                f"{self.players[player]}: probabilities must be numbers from 0 to 1, not {vector}"
            )
        if abs(vector.sum() - 1.0) > PROBABILITY_TOLERANCE:
            raise GameError(f"{self.players[player]}: the probabilities sum to {vector.sum():.12g}, not to 1")
        # What is below zero is so by rounding; a negative probability would turn the sign of what is earned.
        return read_only(np.maximum(vector, 0.0))


def _entries(player: str, choice: Any) -> Sequence[Any]:
    if is_sequence(choice):
        return list(choice)
    raise GameError(f"{player}: {quoted(choice)} is neither a strategy nor a vector of probabilities")


def _number(player: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise GameError(f"{player}: {quoted(value)} is not a probability") from None


def choices_of(name: str, partial: PartialProfile) -> dict[str, tuple[str, ...]]:
    """Copy a partial profile, with one or several strategies a player; a game says which of them it knows."""
    if not is_mapping(partial):
        raise refused(name, partial, "a mapping such as {player: strategy} or {player: [any of]}")
    found: dict[str, tuple[str, ...]] = {}
    for player, choice in partial.items():
        label = plain_text(choice)
        labels = (label,) if label is not None else tuple(choice) if is_sequence(choice) else ()
        if not labels:
            shown = player if isinstance(player, str) else quoted(player)
            raise GameError(f"{shown}: {quoted(choice)} is neither a strategy nor a list of strategies")
        found[player] = labels
    return found


def matches(partial: Mapping[str, Collection[str]], profile: Mapping[str, str]) -> bool:
    """Whether everybody whom a partial profile names does what it says; who did nothing yet does not."""
    return all(profile.get(player) in labels for player, labels in partial.items())


def event_of(name: str, event: PartialProfile) -> dict[str, tuple[str, ...]]:
    """Copy a partial profile that rules something out."""
    if found := choices_of(name, event):
        return found
    raise GameError(f"{name} = {{}}: must name at least one player; every profile matches an empty one")


def event_words(event: PartialProfile) -> str:
    """Write an event, or any other partial profile, in words."""
    choices = choices_of("event", event).items()
    return ", ".join(f"{player} = {' or '.join(labels)}" for player, labels in choices) or "anything"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Write a list as a sentence has it."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def product_distribution(vectors: Sequence[FloatArray]) -> FloatArray:
    """Return the joint distribution of independent choices, of shape ``counts``."""
    joint = np.ones(())
    for vector in vectors:
        joint = np.multiply.outer(joint, vector)
    return joint


def make_labels(
    shape: tuple[int, ...],
    players: Sequence[str] | None,
    strategies: Sequence[Sequence[str]] | Mapping[str, Sequence[str]] | None,
) -> Labels:
    """Check the names given for a payoff tensor, or make some up."""
    count = shape[0]
    if players is not None and not is_sequence(players):
        raise GameError(f"players = {quoted(players)}: must be a list of names")
    given = players if players is not None else [f"player {i + 1}" for i in range(count)]
    names = _checked_names("players", given, count)
    if strategies is None:
        labels = [tuple(f"s{k + 1}" for k in range(size)) for size in shape[1:]]
    elif is_mapping(strategies):
        odd = [name for name in map(plain_text, strategies) if name not in names]
        if odd or len(strategies) != count:
            hint = nearest(odd[0], names) if odd and odd[0] is not None else ""
            raise GameError(
                f"strategies must name exactly the players {', '.join(names)}" + (f"; {hint}" if hint else "")
            )
        labels = [_label_list(name, strategies[name]) for name in names]
    elif is_sequence(strategies):
        labels = [_label_list(f"player {i + 1}", entry) for i, entry in enumerate(strategies)]
    else:
        raise GameError(f"strategies = {quoted(strategies)}: must be a list of lists of names")
    if len(labels) != count:
        raise GameError(f"strategies has {len(labels)} entries for {count} players")
    checked = [
        _checked_names(f"strategies of {name}", entry, size)
        for name, entry, size in zip(names, labels, shape[1:], strict=True)
    ]
    return Labels(names, tuple(checked))


def labels_of(players: Any, strategies: Any) -> Labels:
    """Check the names given without any payoffs."""
    names = texts("players", players)
    if is_mapping(strategies):
        sizes = [len(own) if is_sequence(own) else 0 for own in map(strategies.get, names)]
    elif is_sequence(strategies) and len(strategies) == len(names):
        sizes = [len(own) if is_sequence(own) else 0 for own in strategies]
    else:
        raise GameError(f"strategies = {quoted(strategies)}: must be one list of names for each player")
    if not names or 0 in sizes:
        raise GameError(
            f"strategies = {quoted(strategies)}: there must be a player, and each needs a strategy"
        )
    return make_labels((len(names), *sizes), names, strategies)


def _label_list(player: str, labels: object) -> tuple[str, ...]:
    if not is_sequence(labels):
        raise GameError(f"strategies of {player} = {quoted(labels)}: must be a list of names")
    return tuple(labels)


def _checked_names(what: str, names: Sequence[object], count: int) -> tuple[str, ...]:
    if len(names) != count:
        raise GameError(f"{what}: {len(names)} names for {count} in the payoffs")
    found: dict[str, None] = {}
    for given in names:
        name = plain_text(given)
        if not name:
            raise GameError(f"{what}: {quoted(given)} is not a name; a label is a string that is not empty")
        if name in found:
            raise GameError(f"{what}: {quoted(name)} appears twice; labels must be unique")
        found[name] = None
    return tuple(found)


def checked_variants(labels: Labels, variants: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Check which strategies are variants of which."""
    checked: dict[str, dict[str, str]] = {}
    if not is_mapping(variants) or not all(is_mapping(pairs) for pairs in variants.values()):
        raise GameError(
            f"variants = {quoted(variants)}: must be a mapping such as {{player: {{variant: head}}}}"
        )
    for player, pairs in variants.items():
        index = labels.player_index(player)
        for variant, head in pairs.items():
            labels.strategy_index(index, variant)
            labels.strategy_index(index, head)
            if head in pairs or head == variant:
                raise GameError(f"variants of {player}: {quoted(head)} is itself a variant")
        if pairs:
            checked[player] = dict(pairs)
    return checked


def told_apart(labels: Sequence[str], default: str) -> list[str]:
    """Give every label a name of its own: an empty one by its number, a second ``a`` as ``a (2)``."""
    named = [label or f"{default}{number}" for number, label in enumerate(labels, start=1)]
    given, last = set(named), dict[str, int]()
    # The next free number of each label is remembered: a thousand alike would else take a million looks.
    for place, label in enumerate(named):
        free = (k for k in count(last.get(label, 0) + 1) if k == 1 or f"{label} ({k})" not in given)
        last[label] = number = next(free)
        if number > 1:
            named[place] = f"{label} ({number})"
    return named
