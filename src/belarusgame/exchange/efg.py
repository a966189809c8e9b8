"""Games of hidden information as Gambit's extensive-form files (.efg), written without rounding."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import Any

from belarusgame.base import settings
from belarusgame.base.deciding import Decider
from belarusgame.base.labels import matches
from belarusgame.base.priors import Combination
from belarusgame.base.writing import write_text
from belarusgame.bayesian_game import BayesianGame, checked_bayesian
from belarusgame.errors import GameError
from belarusgame.exchange.extensive_form import tree_text
from belarusgame.exchange.tokens import quote
from belarusgame.extensive import ExtensiveGame
from belarusgame.solve.bayesian import History, Tree, tree_of
from belarusgame.solve.plan import Order

#: A larger tree is refused; Gambit could not solve it either.
MOST_NODES = 1_000_000


def write_efg(
    game: BayesianGame | ExtensiveGame,
    path: str | os.PathLike[str] | None = None,
    *,
    order: Order | None = None,
    agents: Mapping[str, Sequence[str]] | None = None,
    available: Mapping[str, Any] | None = None,
    title: str = "",
) -> str:
    """Write a tree, or a game of hidden information as one, for Gambit.

    Chance draws the types first. Who moves together with others does not see what they do, and nobody sees
    more of the types than it knows. Combinations of types of probability zero are left out. Where somebody
    decides for another, the move is written as that player's own.

    Parameters
    ----------
    game : BayesianGame or ExtensiveGame
        What everybody gets, and knows; a tree is written as it is, and the settings below but the title are
        not for it.
    path : str or path-like, optional
        Where to write it, in UTF-8. The file appears under its name when it is complete, never in part.
    order : sequence of str or of sequences of str, optional
        Who moves after whom; None if all move at once.
    agents, available : mapping, optional
        As of :func:`belarusgame.solve.perfect_bayesian_equilibria`.
    title : str
        The game's title; by default a tree's own.

    Returns
    -------
    str
        The file's content.

    Raises
    ------
    GameError
        If the file cannot be written, for an order that does not fit, and where it depends on what is done at
        the same time who decides.

    Notes
    -----
    The format is described in Gambit's manual, "Game representation formats".

    Examples
    --------
    >>> import belarusgame as bg
    >>> toss = bg.BayesianGame(
    ...     ["caller"], [["heads"]], {"caller": ["keen", "calm"]}, {"caller": [0.25, 0.75]}, [[[1], [0]]]
    ... )
    >>> print(write_efg(toss, title="Tiny"))
    EFG 2 R "Tiny" { "caller" }
    ""
    <BLANKLINE>
    c "" 1 "" { "caller keen" 1/4 "caller calm" 3/4 } 0
    p "" 1 1 "caller (keen)" { "heads" } 0
    t "" 1 "" { 1 }
    p "" 1 2 "caller (calm)" { "heads" } 0
    t "" 2 "" { 0 }
    <BLANKLINE>
    """
    if isinstance(game, ExtensiveGame):
        if (order, agents, available) != (None, None, None):
            raise GameError("order, agents and available are for games of hidden information, not for a tree")
        return _saved(tree_text(game, settings.text("title", title, empty=True) or game.title), path)
    checked_bayesian(game)
    tree = tree_of(game, [game.players] if order is None else order, agents, available)
    players = [player for player in tree.game.players if player not in tree.same]
    names = " ".join(map(quote, players))
    heading = f"EFG 2 R {quote(settings.text('title', title, empty=True))} {{ {names} }}"
    return _saved("\n".join([heading, '""', "", *_Writer(tree, players).lines(), ""]), path)


def _saved(text: str, path: str | os.PathLike[str] | None) -> str:
    """Write a text into a file, if one is named, and return it."""
    if path is not None:
        write_text(path, text)
    return text


class _Writer:
    """The numbers that information sets and ends have been given so far."""

    def __init__(self, tree: Tree, players: Sequence[str]) -> None:
        self.tree = tree
        self.players = players
        self.sets: dict[tuple[str, Any], int] = {}
        self.ends = count(1)
        self.written = 0

    def lines(self) -> Iterator[str]:
        """Yield the nodes of the tree, each before what follows it."""
        prior = {c: p for c, p in self.tree.game.prior.items() if p}
        branches = " ".join(f"{quote(self._named(c))} {p}" for c, p in prior.items())
        yield f'c "" 1 "" {{ {branches} }} 0'
        for combination in prior:
            yield from self._nodes(combination, (), ())

    def _named(self, combination: Combination) -> str:
        named = dict(zip(self.tree.game.players, combination, strict=True))
        return ", ".join(f"{player} {named[player]}" for player in self.tree.game.typed) or "start"

    def _nodes(self, combination: Combination, seen: History, beside: History) -> Iterator[str]:
        """Yield a node and what follows it; ``beside`` is what others do at the same time."""
        self.written += 1
        if self.written > MOST_NODES:
            raise GameError(f"the tree has more than {MOST_NODES:,} nodes: too many to be written")
        tree = self.tree
        if len(seen) == len(tree.movers):
            payoffs = ", ".join(map(str, self._payoffs(combination, seen)))
            yield f't "" {next(self.ends)} "" {{ {payoffs} }}'
            return
        group = tree.groups[tree.group(seen)]
        mover = group[len(beside)]
        labels = tree.options(mover, seen)
        who, number, name = self._set(combination, mover, seen)
        listed = " ".join(map(quote, labels))
        yield f'p "" {self.players.index(who) + 1} {number} {quote(name)} {{ {listed} }} 0'
        for label in labels:
            step = (*beside, label)
            # What a group does is seen only once all of it has moved.
            after = (seen + step, ()) if len(step) == len(group) else (seen, step)
            yield from self._nodes(combination, *after)

    def _set(self, combination: Combination, mover: str, seen: History) -> tuple[str, int, str]:
        """Return who decides, and the number and the name of its information set."""
        tree = self.tree
        _, cell, _ = spot = tree.spot(mover, combination, seen)
        who = next(
            (
                made.to
                for made in tree.game.game_of(combination).delegations
                if made.player == mover and self._matches(made, seen)
            ),
            mover,
        )
        who = tree.same.get(who, who)
        # The format numbers the information sets of each player from 1.
        own = [key for key in self.sets if key[0] == who]
        number = self.sets.setdefault((who, spot), len(own) + 1)
        known = f" ({cell})" if len(tree.cells(mover, seen)) > 1 else ""
        after = f" after {tree.words(seen)}" if seen else ""
        return who, number, f"{mover}{known}{after}"

    def _matches(self, made: Decider, seen: History) -> bool:
        done = self.tree.named(seen)
        unseen = [player for player in made.when if player not in done]
        if unseen:
            raise GameError(
                f"delegation {made.name}: whether {made.to} decides for {made.player} depends on what "
                f"{unseen[0]} does at the same time, which no tree can show; give an order of moves"
            )
        return matches(made.when, done)

    def _payoffs(self, combination: Combination, profile: History) -> list[Fraction]:
        game, named = self.tree.game.game_of(combination), self.tree.named(profile)
        return [game.payoff(player, named) for player in self.players]
