"""What every strategy earns against what the others do, and whether nobody does better by another one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray


def earned_against(payoffs: NDArray[Any], player: int, vectors: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return what each strategy of a player earns against the others' mixed strategies, one vector a player.

    Payoffs have the shape ``(players, *strategies)``, and are floats, or fractions for an exact answer.
    """
    earned = payoffs[player]
    # From the last axis to the first, so that those still to be summed over keep their numbers.
    for other in reversed(range(len(vectors))):
        if other != player:
            earned = np.tensordot(earned, vectors[other], axes=(other, 0))
    return earned


def told_apart(payoffs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure payoffs from each player's lowest where they are large beside their differences.

    Sums of large payoffs are rounded in proportion to their size, and only differences matter. Numbers within
    a factor of two are subtracted without rounding (Sterbenz 1974, "Floating-point computation"); sums of
    others are rounded in proportion to their differences anyway.
    """
    lines = payoffs.reshape(len(payoffs), -1)
    lowest: list[float] = np.minimum.reduce(lines, axis=1).tolist()
    highest: list[float] = np.maximum.reduce(lines, axis=1).tolist()
    # Of quarters no sum is too large for a float.
    alike = [b - a < abs(0.25 * a + 0.25 * b) for a, b in zip(lowest, highest, strict=True)]
    if not any(alike):
        return payoffs
    return (lines - np.where(alike, lowest, 0.0)[:, None]).reshape(payoffs.shape)


def exact_replies(payoffs: NDArray[np.object_], player: int, position: Sequence[int]) -> list[Fraction]:
    """Return what each strategy of a player earns if the others play these pure strategies."""
    return list(payoffs[(player, *position[:player], slice(None), *position[player + 1 :])])


def pure_position(vectors: Sequence[NDArray[Any]]) -> tuple[int, ...] | None:
    """Return the positions of a pure profile, or None for a mixed one."""
    if any(np.count_nonzero(vector) != 1 for vector in vectors):
        return None
    return tuple(int(vector.argmax()) for vector in vectors)


def uses_best_replies(payoffs: NDArray[Any], vectors: Sequence[NDArray[Any]]) -> bool:
    """Whether everybody uses nothing but best replies; exact for fractions."""
    for player, own in enumerate(vectors):
        earned = earned_against(payoffs, player, vectors)
        if (earned[own > 0] < earned.max()).any():
            return False
    return True
