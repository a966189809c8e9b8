"""Who decides for whom: where a player's choice is another's, and what may be compared then.

A delegation moves a decision, not welfare. What a player gets stays the player's own; what its strategies are
compared by is, where the delegation matches, what somebody else gets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import is_mapping
from belarusgame.base.labels import Labels, choices_of, event_words
from belarusgame.base.payoffs import Tensor
from belarusgame.base.settings import option, text
from belarusgame.errors import GameError, quoted

#: What a delegation consists of, in the order in which messages name it.
ENTRIES = ("player", "to", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who decides for a player, and when."""

    name: str  #: what the delegation is called
    player: str  #: whose decision it would be
    to: str  #: whose it is; it may be somebody who no longer plays
    #: The partial profile in which it is in force; everywhere if it is empty.
    when: Mapping[str, tuple[str, ...]]

    @property
    def entries(self) -> dict[str, Any]:
        """The delegation without its name, as :class:`belarusgame.Game` takes it."""
        return {"player": self.player, "to": self.to, "when": dict(self.when)}

    def left(self, labels: Labels, done: Mapping[str, tuple[str, ...]]) -> Decider | None:
        """Return what is left of it among some players and strategies; None if nothing is.

        ``done`` says what those do who no longer play.
        """
        if self.player not in labels.players:
            return None
        when: dict[str, tuple[str, ...]] = {}
        for player, named in self.when.items():
            if player in labels.players:
                when[player] = tuple(s for s in named if s in labels.strategies[labels.players.index(player)])
            # Of those who no longer play it is known what they do: either the condition is met and drops out,
            # or it never is.
            elif not set(done[player]) <= set(named):
                return None
        kept = Decider(name=self.name, player=self.player, to=self.to, when=when)
        return kept if all(when.values()) else None


def read_deciders(given: Any, labels: Labels, *, gone: bool = False) -> tuple[Decider, ...]:
    """Check delegations given by name, each as ``{"player": ..., "to": ..., "when": partial profile}``.

    ``gone`` says whether the one who decides may be somebody who no longer plays.
    """
    if not is_mapping(given):
        raise GameError(
            f'delegations = {quoted(given)}: must be a mapping such as {{"obedience": {{"player": ..., '
            '"to": ..., "when": {...}}}'
        )
    made = tuple(_read(name, entries, labels, gone=gone) for name, entries in given.items())
    for name, problem in conflicts(made):
        raise GameError(f"delegation {name}: {problem}")
    return made


def _read(name: Any, entries: Any, labels: Labels, *, gone: bool) -> Decider:
    place = f"delegation {text('delegations: name', name)}"
    if not is_mapping(entries):
        raise GameError(f"{place} = {quoted(entries)}: must be a mapping with {', '.join(ENTRIES)}")
    for entry in entries:
        option(f"{place}: entry", entry, ENTRIES)
    if missing := [entry for entry in ENTRIES if entry not in entries]:
        raise GameError(f"{place}: lacks {', '.join(missing)}")
    player, to = option(f"{place}: player", entries["player"], labels.players), entries["to"]
    text(f"{place}: to", to)
    if not gone:
        option(f"{place}: to", to, labels.players)
    when = choices_of(f"{place}: when", entries["when"])
    labels.allowed(when)
    return Decider(name=name, player=player, to=to, when=when)


def conflicts(made: Sequence[Decider]) -> list[tuple[str, str]]:
    """Say what is wrong with some delegations: the name of one, and what is wrong with it."""
    problems: list[tuple[str, str]] = []
    for one in made:
        if one.player == one.to:
            mend = "name somebody else in `to`"
            problems.append((one.name, f"{one.player} decides for itself anyway; {mend}"))
        if one.player in one.when:
            rule = "who decides cannot depend on what is decided"
            problems.append((one.name, f"`when` names {one.player} itself; {rule}"))
    for one, other in combinations(made, 2):
        # Two who decide at once would need a rule of precedence, which no assessment gives.
        if one.player == other.player and _together(one.when, other.when):
            pair = f"it and {one.name} of {one.player} can match together"
            problems.append((other.name, f"{pair}; let their `when` exclude each other"))
        if one.player != one.to and other.player != other.to:
            problems += _chained(one, other)
    return problems


def _chained(one: Decider, other: Decider) -> list[tuple[str, str]]:
    if one.to == other.player and other.to == one.player:
        circle = f"it and {one.name} go in a circle: {one.player} and {one.to} decide for each other"
        return [(other.name, f"{circle}; leave one of them out")]
    return [
        (
            first.name,
            f"it makes a chain with {second.name}: {first.to} decides for {first.player}, and {second.to} "
            f"for {first.to}; name whoever decides in the end",
        )
        for first, second in ((one, other), (other, one))
        if first.to == second.player
    ]


def _together(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> bool:
    return all(set(labels) & set(other.get(player, labels)) for player, labels in one.items())


def deciding_tensor(own: Tensor, labels: Labels, made: Sequence[Decider]) -> Tensor:
    """Return what comparisons use: each player's payoffs, or those of whoever decides where it does."""
    if not made:
        return own
    floats, exact = own.parts
    return Tensor(_replaced(floats, labels, made), None if exact is None else _replaced(exact, labels, made))


def _replaced(payoffs: NDArray[Any], labels: Labels, made: Sequence[Decider]) -> NDArray[Any]:
    changed = payoffs.copy()
    for one in made:
        matching = labels.mask(one.when)
        # From the payoffs, not from what was changed: chains are excluded, so that the order of delegations
        # is of no account.
        changed[labels.player_index(one.player)][matching] = payoffs[labels.player_index(one.to)][matching]
    return changed


def checked_tensor(deciding: Any, own: Tensor, labels: Labels, made: Sequence[Decider]) -> Tensor:
    """Read what comparisons use where it was given; it follows the delegations as far as these can tell."""
    given = Tensor.of(deciding, "deciding")
    if given.floats.shape != own.floats.shape:
        raise GameError(f"deciding has the shape {given.floats.shape}, but payoffs {own.floats.shape}")
    for index, player in enumerate(labels.players):
        expected, known = own.exact[index].copy(), np.ones(labels.counts, dtype=np.bool_)
        for one in made:
            if one.player == player:
                matching = labels.mask(one.when)
                # Where whoever decides has left, the game no longer knows what is compared; there anything is
                # believed.
                known &= ~matching | (one.to in labels.players)
                if one.to in labels.players:
                    expected[matching] = own.exact[labels.player_index(one.to)][matching]
        if not np.array_equal(given.exact[index][known], expected[known]):
            raise GameError(
                f"deciding: of {player} it differs from the payoffs that the delegations say; leave it out, "
                "unless somebody who decides no longer plays"
            )
    return given


def order_problem(one: Decider, groups: Sequence[Sequence[str]]) -> str:
    """Say why a delegation is undefined under an order of moves; empty if it is not."""
    level = {player: number for number, group in enumerate(groups) for player in group}
    # Who is in no group is taken to move last, and whoever is met only in a condition first: then nothing is
    # undefined.
    mine = level.get(one.player, len(groups))
    later = [player for player in one.when if level.get(player, 0) > mine]
    if not later:
        return ""
    moves = "moves" if len(later) == 1 else "move"
    return (
        f"delegation {one.name} is undefined where {', '.join(later)} {moves} after {one.player}: whether "
        f"{one.to} decides for {one.player} depends on {event_words({p: one.when[p] for p in later})}, which "
        f"has not happened yet; let {', '.join(later)} move before {one.player} or at the same time, or "
        f"switch {one.name} off"
    )


def check_order(made: Sequence[Decider], groups: Sequence[Sequence[str]]) -> None:
    """Refuse an order of moves under which a delegation is undefined."""
    for one in made:
        if problem := order_problem(one, groups):
            raise GameError(f"order: {problem}")


def check_leader(made: Sequence[Decider], leader: str) -> None:
    """Refuse a leader whose decision depends on what the followers do later."""
    for one in made:
        if one.player == leader and one.when:
            raise GameError(f"leader = {quoted(leader)}: {order_problem(one, [[leader], list(one.when)])}")
