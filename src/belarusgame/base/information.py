"""Who can tell which combinations of types apart: information partitions, and the agents that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from belarusgame.base.deciding import Decider
from belarusgame.base.guards import is_sequence
from belarusgame.base.priors import Combination
from belarusgame.base.type_space import TypeSpace
from belarusgame.errors import GameError, quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """A player knows more than its own type.

    Attributes
    ----------
    player : str
        Who knows it.
    about : str
        Whose type it knows.
    when : mapping of str to tuple of str
        Only after these moves of others; in the simultaneous reading it knows it in any case.
    types : tuple of str or None
        Only as one of these types of its own, which are then one: who decides in its place cannot tell them
        apart. None: as every type, and it can. In the simultaneous reading it can in any case, as it may have
        to decide by itself.
    """

    player: str
    about: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    types: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A player with what it knows: one of the players of the agent form."""

    player: str  #: whose move it makes
    name: str  #: the player, and what it knows where that differs: ``"putin (desperate)"``
    knows: str  #: what it knows: its type, and of others what it has learnt
    combinations: tuple[Combination, ...]  #: the types of all players that it holds possible


def partition(
    space: TypeSpace, knows: Sequence[Knows], player: str, history: Mapping[str, str] | None
) -> dict[str, tuple[Combination, ...]]:
    """Return what a player may know after a history, and for each such thing the combinations that fit."""
    found: dict[str, list[Combination]] = {}
    for combination in space.combinations:
        found.setdefault(_known(space, knows, player, combination, history), []).append(combination)
    return {circumstances: tuple(members) for circumstances, members in found.items()}


def _known(
    space: TypeSpace,
    knows: Sequence[Knows],
    player: str,
    combination: Combination,
    history: Mapping[str, str] | None,
) -> str:
    """Say what a player knows if the types are these."""
    own = combination[space.place(player)]
    parts, past = [own], history or {}
    for entry in knows:
        # Without a history nothing has been ruled out: in the simultaneous reading it is known in any case.
        seen = all(p not in past or past[p] in labels for p, labels in entry.when.items())
        if entry.player == player and seen and (entry.types is None or own in entry.types):
            # Once it is certain that another decides, types that this one cannot tell apart have one name,
            # and so one cell.
            if entry.types is not None and all(p in past for p in entry.when):
                parts[0] = "/".join(entry.types)
            if entry.about in space.typed:
                parts.append(f"{entry.about} {combination[space.place(entry.about)]}")
    return ", ".join(parts)


def agents_of(space: TypeSpace, knows: Sequence[Knows]) -> tuple[Agent, ...]:
    """Return every player once for each thing that it may know, types of probability zero left out."""
    found: list[Agent] = []
    for player in space.labels.players:
        cells = partition(space, knows, player, None)
        for circumstances, combinations in cells.items():
            # Who is impossible has no belief, and every action of such an agent would be as good as another.
            if any(space.prior.joint[combination] for combination in combinations):
                name = f"{player} ({circumstances})" if len(cells) > 1 else player
                found.append(Agent(player=player, name=name, knows=circumstances, combinations=combinations))
    return tuple(found)


def told_by_delegations(
    space: TypeSpace, delegations: Mapping[Combination, Sequence[Decider]]
) -> Iterator[Knows]:
    """Yield who decides with another's information: where a decision is delegated, its type is known."""
    named = {one.name: one for made in delegations.values() for one in made}
    for name, made in named.items():
        place, to = space.place(made.player), space.place(made.to)
        # Is it the player's own type that says whether the delegation is in force, or the pair of both types?
        # Whoever decides must be able to know it.
        inside = {c for c, some in delegations.items() if any(one.name == name for one in some)}
        own = tuple(kind for kind in space.types[place] if any(c[place] == kind for c in inside))
        if inside == {c for c in delegations if c[place] in own}:
            pooled = own if len(space.types[place]) > 1 else None
        elif inside == {c for c in delegations if (c[place], c[to]) in {(i[place], i[to]) for i in inside}}:
            pooled = None
        else:
            raise GameError(
                f"delegation {name}: whether it is in force must depend on the types of {made.player} and "
                f"{made.to} alone; they are the ones who can know it"
            )
        yield Knows(player=made.player, about=made.to, when=made.when, types=pooled)


def checked_knows(space: TypeSpace, knows: Any) -> tuple[Knows, ...]:
    """Check who knows more than its own type."""
    if not is_sequence(knows) or not all(isinstance(entry, Knows) for entry in knows):
        raise GameError(f"knows = {quoted(knows)}: must be a list of Knows(player=..., about=...)")
    for entry in knows:
        for player in (entry.player, entry.about):
            space.labels.player_index(player)
        space.labels.allowed(entry.when)
        for own in entry.types or ():
            space.checked({entry.player: own})
    return tuple(knows)
