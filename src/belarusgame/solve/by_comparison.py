"""What exact comparisons say of many games at once: pure equilibria, strict dominance, ties.

Every function takes numbers that compare as the payoffs do, of the shape ``(games, players, *strategies)``.
"""

from __future__ import annotations

import numpy as np

from belarusgame.base.labels import BoolArray, FloatArray


def pure(ordinal: FloatArray) -> BoolArray:
    """Mark the pure equilibria, shape ``(games, *strategies)``."""
    stable = np.ones(np.delete(ordinal.shape, 1), dtype=np.bool_)
    for i in range(ordinal.shape[1]):
        stable &= ordinal[:, i] == ordinal[:, i].max(axis=i + 1, keepdims=True)
    return stable


def alive(ordinal: FloatArray) -> tuple[BoolArray, ...]:
    """Mark what iterated elimination of strictly dominated strategies (by pure ones) leaves of each player.

    Returns
    -------
    tuple of numpy.ndarray
        For every player the shape ``(games, strategies)``.
    """
    shape = ordinal.shape[2:]
    left = tuple(np.ones((len(ordinal), count), dtype=np.bool_) for count in shape)
    changing = np.arange(len(ordinal))
    while changing.size:
        payoffs = ordinal[changing]
        changed = np.zeros(changing.size, dtype=np.bool_)
        for i in range(len(shape)):
            beaten = _beaten(payoffs, i, [part[changing] for part in left])
            changed |= beaten.any(axis=1)
            left[i][changing] &= ~beaten
        changing = changing[changed]
    return left


def _beaten(payoffs: FloatArray, i: int, left: list[BoolArray]) -> BoolArray:
    """Mark those of a player's strategies that are left and that another one beats wherever it may be."""
    own, faced = _lines(payoffs, i, left)
    beaten = np.zeros(own.shape[:2], dtype=np.bool_)
    for a in range(own.shape[1]):
        # A deviation to any strategy will do: whatever was eliminated is beaten by something that is left.
        better = np.all((own > own[:, a, None]) | ~faced[:, None], axis=2)
        beaten[:, a] = np.any(better, axis=1) & left[i][:, a]
    return beaten


def tied(ordinal: FloatArray, left: tuple[BoolArray, ...]) -> BoolArray:
    """Mark the games in which somebody is indifferent between two strategies where all play what is left."""
    found = np.zeros(len(ordinal), dtype=np.bool_)
    for i, mine in enumerate(left):
        own, faced = _lines(ordinal, i, list(left))
        for a in range(own.shape[1] - 1):
            same = ((own[:, a + 1 :] == own[:, a, None]) & faced[:, None]).any(axis=2)
            found |= (same & mine[:, a + 1 :]).any(axis=1) & mine[:, a]
    return found


def _lines(payoffs: FloatArray, i: int, left: list[BoolArray]) -> tuple[FloatArray, BoolArray]:
    """Return what a player gets by strategy and by what the others do, and which of the latter may happen."""
    games, count = len(payoffs), payoffs.shape[i + 2]
    own = np.moveaxis(payoffs[:, i], i + 1, 1).reshape(games, count, -1)
    faced = np.ones((games, 1), dtype=np.bool_)
    for j, part in enumerate(left):
        if j != i:
            faced = (faced[:, :, None] & part[:, None]).reshape(games, -1)
    return own, faced
