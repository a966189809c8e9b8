"""Nodes, information sets and chance, and that nobody forgets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from belarusgame.errors import GameError, quoted

#: Who moves at a node: the number of an information set, or one of these.
CHANCE: Final = -1
#: Nobody: play is over.
TERMINAL: Final = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationSet:
    """Nodes that a player cannot tell apart.

    Attributes
    ----------
    player : int
        Whose turn it is.
    label : str
        A name; no other set of the player has it.
    actions : tuple of str
        What can be done, one name each.
    """

    player: int
    label: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A point of play.

    Attributes
    ----------
    mover : int
        The number of an information set, or CHANCE or TERMINAL.
    children : tuple of int
        The numbers of the nodes that the actions lead to.
    actions : tuple of str
        The names of chance's moves; empty where a player moves.
    probabilities : tuple of Fraction
        Those of chance's moves.
    payoffs : tuple of Fraction
        What every player gets for reaching this node, beside what came before and comes after.
    label : str
        A name, which may be empty.
    """

    mover: int
    children: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()
    probabilities: tuple[Fraction, ...] = ()
    payoffs: tuple[Fraction, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GameTree:
    """Who moves where and knows what: see :class:`ExtensiveGame`, which is one that can be asked more."""

    title: str
    players: tuple[str, ...]
    information_sets: tuple[InformationSet, ...]
    nodes: tuple[TreeNode, ...]

    def __post_init__(self) -> None:
        self.last_own_moves()

    def last_own_moves(self) -> tuple[tuple[int, int] | None, ...]:
        """Return for every information set what its player did last before: a set and an action.

        Raises
        ------
        GameError
            If all that the player did before is not the same at all nodes of a set: then it has forgotten.
        """
        past: dict[tuple[int, int, int], int] = {}  # what was done before, and then: one number each
        last: list[tuple[int, int] | None] = [None]
        known: dict[int, int] = {}
        done: list[tuple[int, ...]] = [(0,) * len(self.players)] * len(self.nodes)
        for number, node in enumerate(self.nodes):
            here = done[number]
            player = self.information_sets[node.mover].player if node.mover >= 0 else -1
            # Whoever remembers has the same past at all nodes of a set: one that differs could tell them
            # apart.
            if node.mover >= 0 and known.setdefault(node.mover, here[player]) != here[player]:
                raise GameError(
                    f"{self.players[player]} does not remember at "
                    f"{quoted(self.information_sets[node.mover].label)} what it knew or did before: games "
                    "without perfect recall are not handled; divide the information set"
                )
            for action, child in enumerate(node.children):
                done[child] = here
                if node.mover >= 0:
                    key = (here[player], node.mover, action)
                    if key not in past:
                        past[key] = len(last)
                        last.append((node.mover, action))
                    done[child] = (*here[:player], past[key], *here[player + 1 :])
        return tuple(last[known[number]] for number in range(len(self.information_sets)))
