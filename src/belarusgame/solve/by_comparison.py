"""What exact comparisons say of games: pure equilibria, strict dominance, ties. No compiled code is needed.

Most functions take many games at once: numbers that compare as the payoffs do, of the shape
``(games, players, *strategies)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray
from belarusgame.base.lines import Lines, lines_of


def pure(ordinal: NDArray[Any], *, strictly: bool = False) -> BoolArray:
    """Mark the pure equilibria, shape ``(games, *strategies)``; only the strict ones if so told."""
    lines = lines_of(ordinal.shape[2:])
    own = lines.of(ordinal)
    best = np.empty(own.shape, dtype=np.bool_)
    for alike, mine in lines.parts(own):
        top = mine == mine.max(axis=2, keepdims=True)
        if strictly:
            top &= top.sum(axis=2, keepdims=True) == 1
        best[:, alike.index] = top.reshape(*top.shape[:2], -1)
    return lines.by_profile(best).all(axis=1).reshape(len(ordinal), *lines.shape)


def alive(ordinal: NDArray[Any]) -> tuple[BoolArray, ...]:
    """Mark what iterated elimination of strictly dominated strategies (by pure ones) leaves of each player.

    Eliminated strategies are in no equilibrium, pure or mixed, and the order of elimination does not matter
    (Gilboa, Kalai & Zemel 1990, "On the order of eliminating dominated strategies").

    Returns
    -------
    tuple of numpy.ndarray
        For every player the shape ``(games, strategies)``.
    """
    lines = lines_of(ordinal.shape[2:])
    own = lines.of(ordinal)
    everything = np.ones((len(ordinal), sum(lines.shape)), dtype=np.bool_)
    ends = accumulate(lines.shape)
    left = tuple(everything[:, end - count : end] for end, count in zip(ends, lines.shape, strict=True))
    changing = np.arange(len(ordinal))
    faced: list[BoolArray] | None = None  # all may happen
    while True:
        changed = np.zeros(changing.size, dtype=np.bool_)
        for k, (alike, mine) in enumerate(lines.parts(own)):
            # Another strategy will do, whichever: what was eliminated is beaten by something that is left.
            better: BoolArray = mine[:, :, :, None] > mine[:, :, None]
            if faced is not None:
                better |= ~faced[k][:, :, None, None]
            beaten: BoolArray = np.any(better.all(axis=4), axis=2)
            if beaten.any():
                for i, part in zip(alike.players, beaten.swapaxes(0, 1), strict=True):
                    changed |= (part & left[i][changing]).any(axis=1)
                    left[i][changing] &= ~part
        if not changed.any():
            return left
        changing, own = changing[changed], own[changed]
        faced = _faced(lines, [part[changing] for part in left])


def tied(ordinal: NDArray[Any], left: Sequence[BoolArray]) -> BoolArray:
    """Mark the games in which somebody is indifferent between two strategies where all play what is left."""
    lines = lines_of(ordinal.shape[2:])
    found = np.zeros(len(ordinal), dtype=np.bool_)
    faced: list[BoolArray] | None = None
    for k, (alike, mine) in enumerate(lines.parts(lines.of(ordinal))):
        ordered = np.sort(mine, axis=2)
        if not (ordered[:, :, 1:] == ordered[:, :, :-1]).any():
            continue
        faced = _faced(lines, left) if faced is None else faced
        own = np.stack([left[i] for i in alike.players], axis=1)
        for a in range(alike.count - 1):
            same = (mine[:, :, a + 1 :] == mine[:, :, a, None]) & faced[k][:, :, None]
            found |= (same.any(axis=3) & own[:, :, a + 1 :] & own[:, :, a, None]).any(axis=(1, 2))
    return found


def of_one_shape(left: tuple[BoolArray, ...]) -> Iterator[NDArray[np.int64]]:
    """Yield the numbers of the games of which as much is left of every player, shape after shape."""
    counts = np.stack([part.sum(axis=1) for part in left], axis=1)
    _, kind = np.unique(counts, axis=0, return_inverse=True)
    for value in range(int(kind.max(initial=-1)) + 1):
        yield np.flatnonzero(kind.ravel() == value)


def places_left(left: tuple[BoolArray, ...], numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Return, for every player, which strategies are left in some games of one shape."""
    return tuple(np.argwhere(part[numbers])[:, 1].reshape(len(numbers), -1) for part in left)


def left_part(payoffs: NDArray[Any], places: tuple[NDArray[np.int64], ...]) -> NDArray[Any]:
    """Return the part of games in which strategies are left, given by their places in each game.

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(games, players, *strategies)``.
    places : tuple of numpy.ndarray
        For every player as many places in every game, shape ``(games, strategies left)``.
    """
    for i, own in enumerate(places):
        index = own.reshape(len(own), *(-1 if axis == i + 1 else 1 for axis in range(payoffs.ndim - 1)))
        payoffs = np.take_along_axis(payoffs, index, axis=i + 2)
    return payoffs


def _faced(lines: Lines, left: Sequence[BoolArray]) -> list[BoolArray]:
    """Mark what the others may do, of players who are alike: shape ``(games, players, places)``."""
    games, played = len(left[0]), np.ones((len(left[0]), 1), dtype=np.bool_)
    for part in left:
        played = (played[:, :, None] & part[:, None]).reshape(games, -1)
    everybody = np.repeat(played[:, None], len(left), axis=1)
    return [np.any(part, axis=2) for _, part in lines.parts(lines.of(everybody))]
