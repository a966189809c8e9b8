"""Bound what is multilinear in mixed strategies over a box of them, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.solve.recheck.exact_cells import Exact


def is_inhabited(bounds: Exact) -> bool:
    """Whether some mixed strategy keeps to the bounds, shape ``(strategies, 2)``."""
    return bool(np.all(bounds[:, 0] <= bounds[:, 1])) and bounds[:, 0].sum() <= 1 <= bounds[:, 1].sum()


def highest(tensor: Any, boxes: Sequence[NDArray[Any]]) -> Fraction:
    """Return an upper bound of an expected payoff over all mixed strategies within boxes.

    Parameters
    ----------
    tensor : array of Fraction
        One value for each pure profile; one axis a player.
    boxes : sequence of arrays of Fraction
        For every axis the least and the largest probability of each strategy, shape ``(strategies, 2)``. At
        least one mixed strategy must keep to them.

    Notes
    -----
    One player after the other is given the best mixed strategy against each pure profile of the players left.
    What the players left play is an average of these profiles, so that the bound holds; with one axis, or
    where all boxes but one are points, it is the largest value itself.
    """
    table = np.asarray(tensor, dtype=object)
    # The last axis each time, so that the table loses one axis a round.
    for bounds in reversed(boxes):
        lines = table.reshape(-1, len(bounds)).tolist()
        low, slack = bounds[:, 0].tolist(), (bounds[:, 1] - bounds[:, 0]).tolist()
        best = [_best(line, low, slack) for line in lines]
        table = np.array(best, dtype=object).reshape(table.shape[:-1])
    return table.item()


def lowest(tensor: Any, boxes: Sequence[Exact]) -> Fraction:
    """Return a lower bound of an expected payoff over all mixed strategies within boxes; see `highest`."""
    return -highest(-np.asarray(tensor, dtype=object), boxes)


def _best(values: Sequence[Fraction], low: Sequence[Fraction], slack: Sequence[Fraction]) -> Fraction:
    """Return the largest average of some values: what chance is left goes to the largest that has room."""
    total = sum((chance * value for chance, value in zip(low, values, strict=True)), Fraction(0))
    left = 1 - sum(low, Fraction(0))
    # A fractional knapsack: the greedy choice is the best.
    for a in sorted(range(len(values)), key=values.__getitem__, reverse=True):
        share = min(left, slack[a])
        total += share * values[a]
        left -= share
    return total
