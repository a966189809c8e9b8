"""Symmetries of a game: exchanges of players and strategies after which every payoff is the same.

Weak dominance leaves most games so few supports that orbits save little. They pay in a game of dispersion,
whose 8,431 supports lie in 55 orbits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import factorial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.solve.structured.pieces import Piece
from belarusgame.solve.structured.walk import Supports

#: How many exchanges are tried at most: each compares all payoffs.
_MOST: Final = 3_000


@dataclass(frozen=True, slots=True)
class Symmetry:
    """An exchange: what player ``players[i]`` does, player i does, its strategies renamed."""

    players: tuple[int, ...]  #: whose part every player takes
    #: For every player the new name of each strategy of the player whose part it takes.
    strategies: tuple[tuple[int, ...], ...]

    def support(self, support: Supports) -> Supports:
        """Return the image of a support."""
        return tuple(
            tuple(sorted(names[a] for a in support[j]))
            for j, names in zip(self.players, self.strategies, strict=True)
        )

    def piece(self, piece: Piece, shape: Sequence[int]) -> Piece:
        """Return the image of a piece."""
        support, boxes = self.support(piece.support), piece.boxes
        points: list[Any] = []
        columns: list[int] = []
        starts = [sum(shape[:j]) for j in range(len(shape))]
        for i, (j, names) in enumerate(zip(self.players, self.strategies, strict=True)):
            old = [names.index(a) for a in range(shape[i])]  # what the strategies of i were of player j
            columns += [starts[j] + a for a in old]
            if boxes is None:
                points.append(piece.points[j][:, [piece.support[j].index(old[a]) for a in support[i]]])
        return replace(
            piece,
            support=support,
            points=tuple(points),
            boxes=None if boxes is None else np.ascontiguousarray(boxes[:, columns]),
        )


def symmetries(ordinal: NDArray[Any]) -> tuple[Symmetry, ...]:
    """Find the exchanges that leave every payoff as it is, the identity first.

    Tried are all permutations of the players together with one renaming of the strategies for all, or, where
    these are too many, with no renaming; players with different numbers of strategies are not exchanged. That
    others are not found costs time only.
    """
    players, counts = len(ordinal), ordinal.shape[1:]
    same = len(set(counts)) == 1
    unnamed = [tuple(range(count)) for count in counts]
    identity = Symmetry(tuple(range(players)), tuple(unnamed))
    if not same:
        return (identity,)
    count = counts[0]
    few = count < 8 and factorial(players) * factorial(count) <= _MOST
    namings = permutations(range(count)) if few else [tuple(range(count))]
    if not few and factorial(players) > _MOST:
        return (identity,)
    # Who takes another's part has the same payoffs, if in other places.
    payoffs: list[list[Any]] = np.sort(ordinal.reshape(players, -1), axis=1).tolist()
    kinds = [payoffs.index(own) for own in payoffs]
    orders = [order for order in permutations(range(players)) if [kinds[j] for j in order] == kinds]
    # Where all choose alike, which is quickly seen.
    alike: list[list[Any]] = ordinal[(slice(None), *[np.arange(count)] * players)].tolist()
    return tuple(
        Symmetry(order, (tuple(naming),) * players)
        for naming in namings
        for renamed in [[[own[a] for a in naming] for own in alike]]
        for order in orders
        if renamed == [alike[j] for j in order] and _is_same(ordinal, order, naming)
    )


def _is_same(ordinal: NDArray[Any], order: Sequence[int], naming: Sequence[int]) -> bool:
    """Whether every payoff is the same after an exchange."""
    # `argsort` of a permutation is its inverse.
    exchanged = ordinal[np.ix_(order, *[np.argsort(naming).tolist()] * len(order))]
    return np.array_equal(exchanged.transpose(0, *[1 + j for j in order]), ordinal)
