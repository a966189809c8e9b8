"""From a tree to games in strategic form: by the strategies that matter, or an agent for each move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import lcm, prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import told_apart
from belarusgame.errors import GameError
from belarusgame.extensive.nodes import CHANCE, TERMINAL, GameTree
from belarusgame.game import Game

#: A game of more payoffs than this (profiles times players) is refused.
MOST_PAYOFFS: Final = 1_000_000

#: NumPy's arrays have at most 32 axes in its older versions, and one is for the players.
MOST_PLAYERS: Final = 31

#: What a strategy does at the information sets that it can reach.
Strategy = Mapping[int, int]

#: A way to end: its probability by chance, what players have to do for it, and what they get.
_End = tuple[Fraction, Mapping[int, int], tuple[Fraction, ...]]


def check_size(tree: GameTree) -> None:
    """Refuse a tree whose reduced strategic form is too large, without making it.

    Raises
    ------
    GameError
        With the number of strategies of every player.
    """
    counts = [_count(tree, player) for player in range(len(tree.players))]
    if len(tree.players) > MOST_PLAYERS or len(tree.players) * prod(counts) > MOST_PAYOFFS:
        sizes = " x ".join(str(count) if count <= MOST_PAYOFFS else "very many" for count in counts)
        raise GameError(
            f"the reduced strategic form would have {sizes} profiles of {len(tree.players)} players: at most "
            f"{MOST_PAYOFFS:,} payoffs and {MOST_PLAYERS} players are handled"
        )


def strategic_form(tree: GameTree) -> Game:
    """Return the reduced strategic form; see `ExtensiveGame.strategic_form`."""
    check_size(tree)
    strategies = [reduced_strategies(tree, player) for player in range(len(tree.players))]
    owner = [known.player for known in tree.information_sets]

    @cache
    # Many ends need the same of a player: which strategies fit is worked out once for each need.
    def fitting(player: int, own: tuple[tuple[int, int], ...]) -> list[int]:
        return [k for k, s in enumerate(strategies[player]) if all(s.get(at) == action for at, action in own)]

    def fits(player: int, needed: Mapping[int, int]) -> list[int]:
        return fitting(player, tuple(move for move in needed.items() if owner[move[0]] == player))

    labels = [told_apart([_named(tree, s) for s in own], "s") for own in strategies]
    counts = [len(own) for own in strategies]
    return _filled(tree, counts, range(len(tree.players)), fits, tree.players, labels)


def agent_form(tree: GameTree) -> Game:
    """Return the agent form; see `ExtensiveGame.agent_form`."""
    sets = tree.information_sets
    counts = [len(known.actions) for known in sets]
    if not sets:
        raise GameError("nobody moves in this game, so that there are no agents")
    if len(sets) > MOST_PLAYERS or len(sets) * prod(counts) > MOST_PAYOFFS:
        raise GameError(
            f"the agent form would have {len(sets)} players: at most {MOST_PLAYERS}, and "
            f"{MOST_PAYOFFS:,} payoffs, are handled"
        )

    def fits(agent: int, needed: Mapping[int, int]) -> list[int]:
        return [needed[agent]] if agent in needed else list(range(counts[agent]))

    names = told_apart([f"{tree.players[known.player]}: {known.label}" for known in sets], "agent ")
    return _filled(
        tree, counts, [known.player for known in sets], fits, names, [list(known.actions) for known in sets]
    )


def reduced_strategies(tree: GameTree, player: int) -> list[dict[int, int]]:
    """Return a player's strategies, each as what it does at the information sets that it can reach."""
    first, after = _own_tree(tree, player)

    def below(sets: Sequence[int]) -> list[dict[int, int]]:
        options = [
            [
                {at: action, **later}
                for action in range(len(tree.information_sets[at].actions))
                for later in below(after.get((at, action), ()))
            ]
            for at in sets
        ]
        return [{k: v for part in parts for k, v in part.items()} for parts in product(*options)]

    return [dict(sorted(strategy.items())) for strategy in below(first)]


def _own_tree(tree: GameTree, player: int) -> tuple[list[int], dict[tuple[int, int], list[int]]]:
    """Return a player's first information sets, and those that come next after an own action."""
    first: list[int] = []
    after: dict[tuple[int, int], list[int]] = {}
    for at, before in enumerate(tree.last_own_moves()):
        if tree.information_sets[at].player == player:
            (first if before is None else after.setdefault(before, [])).append(at)
    return first, after


def _count(tree: GameTree, player: int) -> int:
    """Return how many reduced strategies a player has; no more is counted than anybody could handle."""
    first, after = _own_tree(tree, player)
    counts: dict[int, int] = {}
    for at in reversed(range(len(tree.information_sets))):  # later sets have higher numbers
        if tree.information_sets[at].player == player:
            actions = range(len(tree.information_sets[at].actions))
            # For each action the sets that come next are independent of one another, hence the product.
            counts[at] = sum(prod(counts[s] for s in after.get((at, a), ())) for a in actions)
    return prod(counts[at] for at in first)


def _named(tree: GameTree, strategy: Strategy) -> str:
    """Name a strategy by its action, or by its action at each information set."""
    sets = [(tree.information_sets[at], action) for at, action in strategy.items()]
    if not sets:
        return "wait"
    alone = sum(known.player == sets[0][0].player for known in tree.information_sets) == 1
    if alone:
        return sets[0][0].actions[sets[0][1]]
    return ", ".join(f"{known.label}: {known.actions[action]}" for known, action in sets)


def _ends(tree: GameTree) -> Iterator[_End]:
    """Go through all ways to end that chance allows."""
    waiting: list[tuple[int, Fraction, dict[int, int], tuple[Fraction, ...]]] = [
        (0, Fraction(1), {}, (Fraction(0),) * len(tree.players))
    ]
    while waiting:
        number, chance, needed, paid = waiting.pop()
        node = tree.nodes[number]
        paid = tuple(a + b for a, b in zip(paid, node.payoffs, strict=True))
        if node.mover == TERMINAL:
            yield chance, needed, paid
        for action, child in enumerate(node.children):
            if node.mover == CHANCE:
                if node.probabilities[action]:
                    waiting.append((child, chance * node.probabilities[action], needed, paid))
            else:
                waiting.append((child, chance, {**needed, node.mover: action}, paid))


def _filled(
    tree: GameTree,
    counts: Sequence[int],
    owners: Sequence[int],
    fits: Callable[[int, Mapping[int, int]], list[int]],
    players: Sequence[str],
    strategies: Sequence[Sequence[str]],
) -> Game:
    """Add up what every profile leads to, in whole numbers.

    ``fits`` says which strategies of one of the new players let play come to an end that needs some actions.
    """
    ends = [(needed, [chance * x for x in paid]) for chance, needed, paid in _ends(tree)]
    scale = lcm(*(x.denominator for _, paid in ends for x in paid))
    # No entry is larger than all ends together, so where these fit into 64 bits no sum overflows.
    most = sum(abs(x) for _, paid in ends for x in paid) * scale
    table: NDArray[Any] = np.zeros((len(counts), *counts), dtype=np.int64 if most < 2**62 else object)
    for needed, paid in ends:
        index = np.ix_(*(fits(k, needed) for k in range(len(counts))))
        for k, owner in enumerate(owners):
            table[k][index] += int(paid[owner] * scale)
    if scale > 1:
        # Different payoffs are far fewer than profiles, and to make a fraction takes long.
        values, places = np.unique(table, return_inverse=True)
        exact = np.array([Fraction(int(value), scale) for value in values.tolist()], dtype=object)
        table = exact[places.reshape(table.shape)]
    return Game(table, list(players), [list(own) for own in strategies])
