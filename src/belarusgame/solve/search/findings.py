"""What a search found, in the terms of the whole game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.labels import FloatArray

if TYPE_CHECKING:
    from belarusgame.solve.search.compile_search import IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Root:
    """One proven solution of the indifference equations of a support.

    Attributes
    ----------
    supports : tuple of tuple of int
        For every player the strategies of the support, by their place in the whole game.
    vectors : tuple of numpy.ndarray
        For every player the probabilities of these strategies.
    kind : int
        REJECTED, PROVEN or BORDERLINE.
    radius : float
        Size of the simplices around ``vectors`` on which the solution is unique.
    small : float
        Size of those in which it lies.
    sign : int
        Sign of the determinant of minus the Jacobian.
    inverse : numpy.ndarray
        The approximate inverse of the Jacobian that the proof uses.
    """

    supports: tuple[tuple[int, ...], ...]
    vectors: tuple[FloatArray, ...]
    kind: int
    radius: float
    small: float
    sign: int
    inverse: FloatArray


@dataclass(slots=True, kw_only=True, eq=False)
class Findings:
    """What the search found, in the terms of the whole game.

    Attributes
    ----------
    roots : list of Root
        In the order in which they were found.
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
    """

    roots: list[Root] = field(default_factory=list[Root])
    open_boxes: list[FloatArray] = field(default_factory=list[FloatArray])
    left_boxes: list[FloatArray] = field(default_factory=list[FloatArray])
    cells: int = 0
    supports: int = 0
    events: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    numbers: FloatArray = field(default_factory=lambda: np.zeros(0))
    powers: tuple[int, ...] = ()


def support_of(masks: IntArray, kept: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the strategies that bit masks mark among those that are left, by their place in the game."""
    return tuple(
        tuple(label for a, label in enumerate(labels) if int(mask) >> a & 1)
        for labels, mask in zip(kept, masks, strict=True)
    )


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
