"""Payoffs scaled by powers of two, which costs no digit, and the error that is left in them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.lines import lines_of


def scaled(
    payoffs: FloatArray, *, rounded: NDArray[np.bool_]
) -> tuple[FloatArray, NDArray[np.integer[Any]], FloatArray]:
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
    table = lines_of(payoffs.shape[2:])
    lines = table.of(payoffs)
    first = -np.frexp(np.abs(lines).max(axis=2))[1]
    lines = np.ldexp(lines, first[:, :, None])
    span = np.empty(first.shape)
    for alike, own in table.parts(lines):
        span[:, alike.index] = (own.max(axis=2) - own.min(axis=2)).max(axis=2)
    power = np.minimum(np.maximum(-np.frexp(span)[1], 0), 900) - (span > 1.0)
    lines = np.ldexp(lines, power[:, :, None])
    # Rounding u up covers what is lost below the smallest number, 2^(900 - 1074) at most, as well.
    error = np.full(len(lines), 1.2e-16)
    if rounded.any():
        largest = np.where(rounded[:, None], np.abs(lines).max(axis=2), 0.0)
        error *= 1.0 + 2.0 * largest.max(axis=1)
    return lines, first + power, error
