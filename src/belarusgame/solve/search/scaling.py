"""Payoffs scaled by powers of two, which costs no digit, and the error that is left in them."""

from __future__ import annotations

import numpy as np

from belarusgame.base.labels import FloatArray


def scaled(payoffs: FloatArray, *, is_rounded: bool) -> tuple[FloatArray, list[int], float]:
    """Scale the payoffs so that no player's own choice changes its payoff by more than 1, by powers of two.

    Returns
    -------
    tuple
        The payoffs, shape ``(players, profiles)``, each player's own strategy running slowest; the powers of
        two by which they were multiplied; and a bound on the error of a payoff difference: one rounding of
        the subtraction, and where the floats are roundings of exact payoffs, one rounding of each of the two.
    """
    players = len(payoffs)
    lines = np.stack([np.moveaxis(payoffs[i], i, 0).ravel() for i in range(players)])
    error = 0.0
    powers: list[int] = []
    for i in range(players):
        first = -int(np.frexp(np.abs(lines[i]).max())[1])
        lines[i] = np.ldexp(lines[i], first)
        own = lines[i].reshape(payoffs.shape[i + 1], -1)
        span = float(np.ptp(own, axis=0).max())
        power = max(0, min(900, -int(np.frexp(span)[1]))) if span > 0.0 else 0
        power = power if span <= 1.0 else -1
        lines[i] = np.ldexp(lines[i], power)
        powers.append(first + power)
        largest = float(np.abs(lines[i]).max())
        error = max(
            error, 1.2e-16 * (1.0 + (2.0 * largest if is_rounded else 0.0)) + np.ldexp(1.0, power - 1060)
        )
    return lines, powers, error
