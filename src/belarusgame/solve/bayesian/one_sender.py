"""The tree of a signalling game as its arrays, and its families of equilibria as records."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from belarusgame.base.polytope import Line, Polytope, line_of
from belarusgame.base.rays import Budget
from belarusgame.solve.bayesian.consistency import on_the_way
from belarusgame.solve.bayesian.perfect_bayesian import (
    EquilibriumPiece,
    PerfectBayesian,
    belief_name,
    play_name,
)
from belarusgame.solve.bayesian.signals import Family, Signalling, families_of
from belarusgame.solve.bayesian.tree import Mix, Spot, Tree

#: How a solution names the method.
BY_CORNERS = "products of polytopes, corner by corner, in exact arithmetic"


def is_signalling(tree: Tree) -> bool:
    """Whether one player moves, the only one with types, and then another one who has seen it."""
    return len(tree.groups) == len(tree.movers) == 2 and tree.typed == tree.groups[0] and not tree.game.knows


class OneSender:
    """A signalling game as a tree and as arrays.

    Parameters
    ----------
    tree : Tree
        Of which `is_signalling` holds.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.sender, self.receiver = tree.movers
        self.kinds = tree.game.types[self.sender]
        self.messages = tree.options(self.sender, ())
        self.replies = [tree.options(self.receiver, (message,)) for message in self.messages]
        self.game = Signalling(
            prior=tuple(tree.game.marginals[self.sender][kind] for kind in self.kinds),
            sender=self._table(self.sender),
            receiver=self._table(self.receiver),
        )

    def _table(self, player: str) -> list[list[list[Fraction]]]:
        place = self.tree.game.players.index(player)
        # Nobody else has types, so that a type of the sender is one combination.
        own = [self.tree.cells(self.sender, ())[kind][0] for kind in self.kinds]
        return [
            [
                [self.tree.worth(combination, (message, reply))[place] for reply in replies]
                for message, replies in zip(self.messages, self.replies, strict=True)
            ]
            for combination in own
        ]

    def components(self, budget: Budget) -> list[PerfectBayesian]:
        """Return all perfect Bayesian equilibria, one record a connected component."""
        families = families_of(self.game, budget)
        numbers = dict.fromkeys(family.component for family in families)
        return [
            PerfectBayesian(
                tree=self.tree,
                pieces=tuple(self.piece(family) for family in families if family.component == number),
                used=(self.sender,),
            )
            for number in numbers
        ]

    def sends(self, kind: int) -> Spot:
        """Return where a type decides what to send."""
        return self.sender, self.kinds[kind], ()

    def answers(self, message: int) -> Spot:
        """Return where the receiver decides what to reply."""
        history = (self.messages[message],)
        (circumstances,) = self.tree.cells(self.receiver, history)
        return self.receiver, circumstances, history

    def piece(self, family: Family) -> EquilibriumPiece:
        """Write a family of equilibria as a product of polytopes, with an example from its middle."""
        sent, replied = self._sent(family), self._replied(family)
        silent = [m for m in self.game.messages if m not in family.sent]
        believed = {m: self._believed(family, m) for m in silent}
        named = {
            name: value
            for region in (sent, replied, *believed.values())
            for name, value in zip(region.coordinates, region.middle, strict=True)
        }
        play: dict[Spot, Mix] = {}
        for kind in self.game.types:
            spot = self.sends(kind)
            play[spot] = {m: named.get(play_name(self.tree, spot, m), Fraction(0)) for m in self.messages}
        for message in self.game.messages:
            spot = self.answers(message)
            play[spot] = {
                r: named.get(play_name(self.tree, spot, r), Fraction(0)) for r in self.replies[message]
            }
        free = {
            ((self.messages[m],), self.sender): {
                kind: named[belief_name(self.tree, (self.messages[m],), self.sender, kind)]
                for kind in self.kinds
            }
            for m in silent
        }
        return EquilibriumPiece(
            play=play,
            beliefs=on_the_way(self.tree, play, free),
            regions=(sent, *believed.values(), replied),
            sent=tuple((self.messages[m],) for m in family.sent),
        )

    def _sent(self, family: Family) -> Polytope:
        """Return what the types may send: the replies must be best against it."""
        game = self.game
        pairs = [
            (t, m)
            for t in game.types
            for m in game.messages
            # A type that has no chance may send what nobody sends, and changes no belief by it.
            if not family.before & game.sends(t, m) and (m in family.sent or not game.prior[t])
        ]
        names = [play_name(self.tree, self.sends(t), self.messages[m]) for t, m in pairs]
        whole = [line_of([int(t == kind) for t, _ in pairs], -1) for kind in game.types]
        best = [
            line_of([game.prior[t] * more[t] if m == message else Fraction(0) for t, m in pairs])
            for message in family.sent
            for more in self._better(family, message)
        ]
        return Polytope.of(names, whole, best)

    def _believed(self, family: Family, message: int) -> Polytope:
        """Return what may be believed after a message that is not sent: the replies must be best."""
        history = (self.messages[message],)
        names = [belief_name(self.tree, history, self.sender, kind) for kind in self.kinds]
        best = [line_of(more) for more in self._better(family, message)]
        return Polytope.simplex(names).where(inequalities=best)

    def _better(self, family: Family, message: int) -> Iterator[list[Fraction]]:
        """Yield by how much, for each type, a reply that must be best is better than another one."""
        pay = self.game.receiver
        for reply in self.game.replies(message):
            if family.before & self.game.gives(message, reply):
                for other in self.game.replies(message):
                    if other != reply:
                        yield [pay[t][message][reply] - pay[t][message][other] for t in self.game.types]

    def _replied(self, family: Family) -> Polytope:
        """Return what may be replied: what is sent must be best against it."""
        game = self.game
        pairs = [pair for pair in game.pairs if not family.after & game.gives(*pair)]
        names = [play_name(self.tree, self.answers(m), self.replies[m][r]) for m, r in pairs]
        whole = [line_of([int(m == message) for m, _ in pairs], -1) for message in game.messages]
        best: list[Line] = []
        for t in game.types:
            for m in game.messages:
                if family.after & game.sends(t, m):
                    best += [
                        line_of(game.sender[t][k][r] * ((k == m) - (k == other)) for k, r in pairs)
                        for other in game.messages
                        if other != m
                    ]
        return Polytope.of(names, whole, best)
