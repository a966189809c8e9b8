"""Whose type does anybody have to guess? If nobody's matters, a move signals nothing that matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from belarusgame.base.priors import Combination
from belarusgame.solve.bayesian.tree import History, Tree


def types_that_matter(tree: Tree) -> tuple[str, ...]:
    """Return the players about whose types a belief that moves have changed can matter to somebody's choice.

    A type matters to a later mover who does not know it if what its own choice gains depends on the type, or
    if somebody who does know it is still to move. For a player of whom neither holds, whatever is believed
    of it supports nothing, and backward induction on the prior is exact and complete.
    """
    return tuple(holder for holder in tree.typed if _matters(tree, holder))


def _matters(tree: Tree, holder: str) -> bool:
    return any(
        _has_moved(tree, holder, player)
        and (_acts_later(tree, holder, player) or _gains(tree, holder, player))
        for player in tree.movers
    )


def _has_moved(tree: Tree, holder: str, player: str) -> bool:
    """Whether somebody's earlier choice may say something of a type.

    If types depend on each other, each says something of the others.
    """
    holders = {holder} if tree.game.independent else set(tree.typed)
    return any(
        holders & tree.knows(earlier) for earlier in tree.movers if tree.level[earlier] < tree.level[player]
    )


def _acts_later(tree: Tree, holder: str, player: str) -> bool:
    """Whether somebody else who knows a type moves together with a player who may not, or after it."""
    guesses = any(
        len(_kinds(tree, holder, members)) > 1
        for history in _seen_by(tree, player)
        for members in tree.cells(player, history).values()
    )
    return guesses and any(
        holder in tree.knows(other)
        for other in tree.movers
        if other != player and tree.level[other] >= tree.level[player]
    )


def _gains(tree: Tree, holder: str, player: str) -> bool:
    """Whether what a player's own choice gains depends on a type that it does not know.

    It does not if types differ by what neither its choice nor a later one changes.
    """
    return any(
        _differs(tree, holder, player, history, members)
        for history in _seen_by(tree, player)
        for members in tree.cells(player, history).values()
    )


def _differs(tree: Tree, holder: str, player: str, history: History, members: Sequence[Combination]) -> bool:
    place, own = tree.game.players.index(holder), tree.game.players.index(player)
    group = tree.groups[tree.group(history)]
    profiles = list(_completions(tree, history))
    beside = [len(history) + k for k, other in enumerate(group) if other != player]
    for one in members:
        for other in members:
            # Pairs that differ in this type alone, each once.
            if one[place] < other[place] and _same_but(one, other, place):
                gaps: dict[History, object] = {}
                for profile in profiles:
                    gap = tree.worth(one, profile)[own] - tree.worth(other, profile)[own]
                    # A gap that depends only on what is done at the same time is added to all of the player's
                    # options alike, and moves none of its choices.
                    if gaps.setdefault(tuple(profile[k] for k in beside), gap) != gap:
                        return True
    return False


def _completions(tree: Tree, history: History) -> Iterator[History]:
    """Yield every way in which play can go on from a history to the end."""
    if tree.group(history) == len(tree.groups):
        yield history
        return
    for step in tree.steps(history):
        yield from _completions(tree, history + step)


def _seen_by(tree: Tree, player: str) -> Iterator[History]:
    return (history for history in tree.histories() if tree.group(history) == tree.level[player])


def _kinds(tree: Tree, holder: str, members: Sequence[Combination]) -> set[str]:
    place = tree.game.players.index(holder)
    return {combination[place] for combination in members}


def _same_but(one: Combination, other: Combination, place: int) -> bool:
    return one[:place] + one[place + 1 :] == other[:place] + other[place + 1 :]
