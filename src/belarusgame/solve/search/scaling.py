"""Payoffs scaled by powers of two, which costs no digit, and the error that is left in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray


def scaled(
    payoffs: FloatArray, *, rounded: NDArray[np.bool_]
) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
    """Scale games so that no player's own choice changes its payoff by more than 1, by powers of two.

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(games, players, *strategies)``.
    rounded : numpy.ndarray of bool
        The games whose floats are roundings of exact payoffs.

    Returns
    -------
    tuple
        The payoffs, shape ``(games, players, profiles)``, each player's own strategy running slowest; the
        powers of two by which they were multiplied, shape ``(games, players)``; and a bound on the error of a
        payoff difference in each game: one rounding of the subtraction, and where the floats are roundings
        of exact payoffs, one rounding of each of the two.
    """
    games, players = payoffs.shape[:2]
    lines = np.stack(
        [np.moveaxis(payoffs[:, i], i + 1, 1).reshape(games, -1) for i in range(players)], axis=1
    )
    error, powers = np.zeros(games), np.zeros((games, players), dtype=np.int64)
    for i in range(players):
        own = lines[:, i]
        first = -np.frexp(np.abs(own).max(axis=1))[1]
        own[:] = np.ldexp(own, first[:, None])
        span = np.ptp(own.reshape(games, payoffs.shape[i + 2], -1), axis=1).max(axis=1)
        power = np.where(span > 0.0, np.clip(-np.frexp(span)[1], 0, 900), 0)
        power = np.where(span > 1.0, -1, power)
        own[:] = np.ldexp(own, power[:, None])
        powers[:, i] = first + power
        largest = np.where(rounded, 2.0 * np.abs(own).max(axis=1), 0.0)
        error = np.maximum(error, 1.2e-16 * (1.0 + largest) + np.ldexp(1.0, power - 1060))
    return lines, powers, error
