"""What a search found, in the terms of the whole game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.labels import FloatArray

if TYPE_CHECKING:
    from belarusgame.solve.search.compile_search import IntArray
    from belarusgame.solve.search.root_table import Root, RootTable
    from belarusgame.solve.search.stretches import Stretch


@dataclass(slots=True, kw_only=True, eq=False)
class Findings:
    """What the search found, in the terms of the whole game.

    Attributes
    ----------
    table : RootTable
        The roots, as they were recorded.
    open_boxes : list of numpy.ndarray
        Bounds on all probabilities, players one after the other, shape ``(strategies of all, 2)``.
    left_boxes : list of numpy.ndarray
        The same, for what the budget left unsearched.
    cells, supports : int
        How much was searched.
    events, numbers : numpy.ndarray
        The log, for the certificate.
    powers : tuple of int
        The powers of two by which each player's payoffs were multiplied.
    opened : int
        How many cells of the last support stayed open.
    rest : tuple of Stretch
        What is left for others to search, in the order of the walk.
    """

    table: RootTable
    open_boxes: list[FloatArray] = field(default_factory=list[FloatArray])
    left_boxes: list[FloatArray] = field(default_factory=list[FloatArray])
    cells: int = 0
    supports: int = 0
    events: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    numbers: FloatArray = field(default_factory=lambda: np.zeros(0))
    powers: tuple[int, ...] = ()
    opened: int = 0
    rest: tuple[Stretch, ...] = ()

    @property
    def roots(self) -> list[Root]:
        """The roots as records of their own."""
        return self.table.read()


def bounds_in_game(
    support: Sequence[Sequence[int]], bounds: Sequence[Any], shape: Sequence[int]
) -> FloatArray:
    """Bound all probabilities by those of a support: nobody else's strategy is played.

    Parameters
    ----------
    support : sequence of sequences of int
        For every player the strategies of the support, by their place in the whole game.
    bounds : sequence of array_like
        For every player the lower and upper bounds of these strategies, shape ``(strategies, 2)``.
    shape : sequence of int
        How many strategies everybody has.

    Returns
    -------
    numpy.ndarray
        The players one after the other, shape ``(strategies of all, 2)``.
    """
    parts = [np.zeros((count, 2)) for count in shape]
    for part, labels, own in zip(parts, support, bounds, strict=True):
        part[list(labels)] = np.clip(own, 0.0, 1.0)
    return np.concatenate(parts)


def everything(kept: Sequence[Sequence[int]], shape: Sequence[int]) -> FloatArray:
    """Bound the profiles of all strategies that dominance left."""
    return bounds_in_game(kept, [[(0.0, 1.0)] * len(labels) for labels in kept], shape)
