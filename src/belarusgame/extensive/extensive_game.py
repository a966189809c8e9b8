"""A game in extensive form, and the games in strategic form that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.extensive.forms import agent_form, strategic_form
from belarusgame.extensive.nodes import TERMINAL, GameTree
from belarusgame.game import Game


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ExtensiveGame(GameTree, Tabular):
    """A finite game as a tree, with perfect recall.

    Attributes
    ----------
    title : str
        May be empty.
    players : tuple of str
        Their names.
    information_sets : tuple of InformationSet
        Of all players, in the order in which they are first met.
    nodes : tuple of TreeNode
        The root first; every node before those that follow from it.

    Raises
    ------
    GameError
        If a player does not remember what it knew or did.
    """

    @property
    def has_perfect_information(self) -> bool:
        """Whether whoever moves has seen every move before: no information set has two nodes."""
        movers = [node.mover for node in self.nodes if node.mover >= 0]
        return len(set(movers)) == len(movers)

    @property
    def order(self) -> tuple[str, ...] | None:
        """The players in the order in which they move.

        None if some move is not seen, a player moves twice on a path, or the order depends on the path.
        """
        if not self.has_perfect_information:
            return None
        before: set[tuple[int, int]] = set()
        moved: list[tuple[int, ...]] = [()] * len(self.nodes)
        for number, node in enumerate(self.nodes):
            here = moved[number]
            if node.mover >= 0:
                player = self.information_sets[node.mover].player
                # A player who moves twice on a path would come before itself, and then there is no order.
                before |= {(other, player) for other in here}
                here = (*here, player)
            for child in node.children:
                moved[child] = here
        acting = dict.fromkeys(self.information_sets[n.mover].player for n in self.nodes if n.mover >= 0)
        return _sorted_by(before, list(acting), self.players)

    def strategic_form(self) -> Game:
        """Return the reduced strategic form: what matters of a strategy is what it does where it can get to.

        Returns
        -------
        Game
            With exact payoffs. A strategy is named by its action where the player has one information set,
            and otherwise by its action at each one that its own earlier actions do not rule out.

        Raises
        ------
        GameError
            If it would have more than a million payoffs.

        Examples
        --------
        >>> from belarusgame.exchange import parse_efg
        >>> entry = parse_efg('EFG 2 R "Entry" { "E" "I" } p "" 1 1 "first" { "in" "out" } 0 '
        ...     'p "" 2 1 "then" { "fight" "share" } 0 t "" 1 "" { -1 -1 } t "" 2 "" { 1 1 } '
        ...     't "" 3 "" { 0 2 }')
        >>> entry.order, entry.strategic_form().strategies["I"]
        (('E', 'I'), ('fight', 'share'))
        """
        return strategic_form(self)

    def agent_form(self) -> Game:
        """Return the game in which every information set is a player of its own.

        Raises
        ------
        GameError
            If it would have more than a million payoffs, or more players than arrays have axes.
        """
        return agent_form(self)

    def rows(self) -> Rows:
        """Return one row an information set: its player, its name, what can be done, and its nodes."""
        movers = [node.mover for node in self.nodes]
        return [
            {
                "player": self.players[known.player],
                "information set": known.label,
                "actions": ", ".join(known.actions),
                "nodes": movers.count(number),
            }
            for number, known in enumerate(self.information_sets)
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        ends = sum(node.mover == TERMINAL for node in self.nodes)
        title = f" {quoted(self.title)}" if self.title else ""
        return (
            f"Extensive game{title}: {', '.join(self.players)}; {ends} way{'' if ends == 1 else 's'} to end"
        )


def _sorted_by(
    before: set[tuple[int, int]], acting: Sequence[int], players: Sequence[str]
) -> tuple[str, ...] | None:
    """Return players so that everybody comes after those who move before; None if there is no such order."""
    left, found = list(acting), list[int]()
    while left:
        first = next((p for p in left if not any((other, p) in before for other in left)), None)
        if first is None:
            return None
        left.remove(first)
        found.append(first)
    return tuple(players[p] for p in found)


def checked_tree(tree: Any) -> ExtensiveGame:
    """Refuse what is no tree, naming what would be."""
    if not isinstance(tree, ExtensiveGame):
        raise GameError(
            f"{quoted(tree)} is not an ExtensiveGame; exchange.read_efg(path) reads one from a file"
        )
    return tree
