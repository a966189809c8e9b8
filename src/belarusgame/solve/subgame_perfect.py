"""What happens in a tree in which every move is seen? Backward induction, with every tie followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.errors import GameError
from belarusgame.extensive import CHANCE, ExtensiveGame, checked_tree, reduced_strategies
from belarusgame.game import Equilibrium, equilibrium_at
from belarusgame.solve.solution import Solution

if TYPE_CHECKING:
    from belarusgame.game import Game

#: So many ways of going on from a node are followed; ties can make them exponentially many.
MOST_WAYS: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Future:
    """One credible way of going on from a node: what everybody gets, what is done here, and what follows."""

    payoffs: tuple[Fraction, ...]
    mover: int
    action: int
    parts: tuple[_Future, ...]


def subgame_perfect(extensive: ExtensiveGame) -> Solution:
    """Find all pure subgame-perfect equilibria of a game with perfect information.

    Parameters
    ----------
    extensive : ExtensiveGame
        A tree in which every information set has one node; chance may move.

    Returns
    -------
    Solution
        Concept ``subgame_perfect``; the outcomes are profiles of the reduced strategic form, in which
        equilibria that differ only where a player's own move keeps it from coming are one. ``complete`` if
        nobody is ever indifferent: then there is exactly one. Otherwise players may also randomise, and the
        messages say so; the pure ones are all listed, unless a thousand ways of going on from one node were
        too few.

    Raises
    ------
    GameError
        If some move is not seen, or it is no tree.

    Notes
    -----
    Kuhn 1953, "Extensive games and the problem of information"; Selten 1965. Payoffs are compared exactly.

    Examples
    --------
    >>> import belarusgame as bg
    >>> entry = bg.exchange.parse_efg('EFG 2 R "Entry" { "E" "I" } p "" 1 1 "first" { "in" "out" } 0 '
    ...     'p "" 2 1 "then" { "fight" "share" } 0 t "" 1 "" { -1 -1 } t "" 2 "" { 1 1 } t "" 3 "" { 0 2 }')
    >>> found = bg.solve.subgame_perfect(entry)
    >>> found.status, found.outcomes[0].pure_profile
    ('complete', {'E': 'in', 'I': 'share'})
    """
    checked_tree(extensive)
    if not extensive.has_perfect_information:
        raise GameError(
            "subgame_perfect: some information set has several nodes, so that not every move is seen; use "
            "all_equilibria(extensive.strategic_form())"
        )
    ways, ties, cut = _induced(extensive)
    game = extensive.strategic_form()
    messages: list[str] = []
    if cut:
        messages.append(f"more than {MOST_WAYS} ways of going on from one node: only the first were followed")
    if ties:
        messages.append(
            f"somebody is indifferent at {ties} node{'' if ties == 1 else 's'} and may randomise there as "
            "well: such equilibria are not listed"
        )
    return Solution(
        outcomes=tuple(_recorded(extensive, game, ways)),
        concept="subgame_perfect",
        status="partial" if messages else "complete",
        method="backward induction in exact arithmetic",
        messages=tuple(messages),
        game=game,
    )


def _induced(tree: ExtensiveGame) -> tuple[Sequence[_Future], int, bool]:
    """Return the ways of playing from the root, how many nodes have ties, and whether some ways were cut."""
    ways: list[list[_Future]] = [[] for _ in tree.nodes]
    ties, cut = 0, False
    # Every node stands before those that follow from it, so backwards is backward induction.
    for number in reversed(range(len(tree.nodes))):
        node = tree.nodes[number]
        found: list[_Future] = []
        tied = False
        # One more than is kept, so that it is seen whether some were cut.
        for parts in islice(product(*(ways[child] for child in node.children)), MOST_WAYS + 1):
            if not parts:
                found.append(_Future(node.payoffs, node.mover, 0, ()))
            elif node.mover == CHANCE:
                columns = zip(*(part.payoffs for part in parts), strict=True)
                average = [
                    sum(map(Fraction.__mul__, node.probabilities, own), Fraction(0)) for own in columns
                ]
                found.append(_Future(_added(node.payoffs, average), CHANCE, 0, parts))
            else:
                player = tree.information_sets[node.mover].player
                most = max(part.payoffs[player] for part in parts)
                best = [a for a, part in enumerate(parts) if part.payoffs[player] == most]
                tied = tied or len(best) > 1
                # Every best action, for each way in which its sequel and those of the others may go on.
                found += [_Future(_added(node.payoffs, parts[a].payoffs), node.mover, a, parts) for a in best]
        ties += tied
        cut = cut or len(found) > MOST_WAYS
        ways[number] = found[:MOST_WAYS]
    return ways[0], ties, cut


def _added(one: Sequence[Fraction], other: Sequence[Fraction]) -> tuple[Fraction, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _recorded(tree: ExtensiveGame, game: Game, ways: Sequence[_Future]) -> Iterator[Equilibrium]:
    """Record each profile of the reduced strategic form once."""
    places = [
        {tuple(strategy.items()): k for k, strategy in enumerate(reduced_strategies(tree, player))}
        for player in range(len(tree.players))
    ]
    seen: set[tuple[int, ...]] = set()
    for way in ways:
        done = _choices(way)
        # A reduced strategy says nothing of what the player's own moves keep from coming.
        position = tuple(
            next(k for s, k in place.items() if all(done[at] == action for at, action in s))
            for place in places
        )
        if position not in seen:
            seen.add(position)
            profile = [np.eye(count)[k] for count, k in zip(game.shape, position, strict=True)]
            yield replace(equilibrium_at(game, profile), concept="subgame_perfect")


def _choices(way: _Future) -> dict[int, int]:
    """Return what is done at every information set."""
    found: dict[int, int] = {}
    waiting = [way]
    while waiting:
        here = waiting.pop()
        if here.mover >= 0:
            found[here.mover] = here.action
        waiting += here.parts
    return found
