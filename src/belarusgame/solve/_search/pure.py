"""Pure equilibria and strict dominance, by comparing payoffs and nothing else: no compiled code is needed.

Rounding to float64 keeps the order of the exact payoffs, so a strict comparison of floats proves the strict
comparison of the exact values. Only where floats tie can exact payoffs say more, and there they are asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame._labels import BoolArray, FloatArray

if TYPE_CHECKING:
    from belarusgame.game import Game


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PureEquilibria:
    """All pure equilibria of a game.

    Attributes
    ----------
    positions : tuple of tuple of int
        The profiles, in lexicographic order.
    strict : tuple of bool
        For each of them, whether every player who can deviate would lose by it.
    """

    positions: tuple[tuple[int, ...], ...]
    strict: tuple[bool, ...]


def surviving_strategies(payoffs: FloatArray) -> tuple[list[int], ...]:
    """Return what iterated elimination of strictly dominated strategies (by pure ones) leaves of each player.

    Eliminated strategies are in no equilibrium, pure or mixed, and the order of elimination does not matter
    (Gilboa, Kalai & Zemel 1990, "On the order of eliminating dominated strategies").
    """
    kept = [list(range(count)) for count in payoffs.shape[1:]]
    unchecked = [i for i, labels in enumerate(kept) if len(labels) > 1]
    while unchecked:
        i = unchecked.pop(0)
        own = np.moveaxis(payoffs[i], i, 0).reshape(len(kept[i]), -1)
        survives = [a for a, row in enumerate(own) if not (own > row).all(axis=1).any()]
        if len(survives) < len(kept[i]):
            kept[i] = [kept[i][a] for a in survives]
            payoffs = np.take(payoffs, survives, axis=i + 1)
            unchecked = [j for j, labels in enumerate(kept) if len(labels) > 1]
    return tuple(kept)


def pure_equilibria(game: Game, kept: tuple[list[int], ...]) -> PureEquilibria:
    """Find all pure equilibria of a game, given the strategies that dominance leaves.

    Parameters
    ----------
    game : Game
        Of any number of players.
    kept : tuple of list of int
        See :func:`surviving_strategies`.

    Notes
    -----
    A strategy that dominance removed is never a best reply to what is left, so that it matters neither for
    being an equilibrium nor for being a strict one.
    """
    players = len(kept)
    grid = np.ix_(range(players), *kept)
    payoffs = game.payoffs[grid]
    exact: Any = game.exact_payoffs[grid] if game.is_rounded else None
    equilibrium = np.ones(payoffs.shape[1:], dtype=np.bool_)
    strict = equilibrium.copy()
    for i in range(players):
        best = payoffs[i] == payoffs[i].max(axis=i, keepdims=True)
        ties = best.sum(axis=i, keepdims=True) > 1
        if exact is not None and ties.any():
            best = _best_exactly(best, ties, exact[i], i)
            ties = best.sum(axis=i, keepdims=True) > 1
        equilibrium &= best
        strict &= ~ties
    found = [tuple(position) for position in np.argwhere(equilibrium).tolist()]
    return PureEquilibria(
        positions=tuple(tuple(kept[i][a] for i, a in enumerate(position)) for position in found),
        strict=tuple(bool(strict[position]) for position in found),
    )


def _best_exactly(best: BoolArray, ties: BoolArray, exact: Any, axis: int) -> BoolArray:
    """Decide by exact payoffs where several strategies of one player are equally good as floats."""
    lines = np.moveaxis(best, axis, -1).copy()
    values = np.moveaxis(exact, axis, -1)
    for place in np.argwhere(np.moveaxis(ties, axis, -1)[..., 0]).tolist():
        line = values[tuple(place)]
        lines[tuple(place)] = line == max(line)
    return np.moveaxis(lines, -1, axis)
