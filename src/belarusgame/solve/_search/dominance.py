"""Strict dominance, by comparing payoffs and nothing else: no compiled code is needed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def surviving_strategies(payoffs: NDArray[Any]) -> tuple[list[int], ...]:
    """Return what iterated elimination of strictly dominated strategies (by pure ones) leaves of each player.

    Eliminated strategies are in no equilibrium, pure or mixed, and the order of elimination does not matter
    (Gilboa, Kalai & Zemel 1990, "On the order of eliminating dominated strategies").

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(players, *strategies)``; the ranks of exact payoffs will do.
    """
    kept = [list(range(count)) for count in payoffs.shape[1:]]
    unchecked = [i for i, labels in enumerate(kept) if len(labels) > 1]
    while unchecked:
        i = unchecked.pop(0)
        own = np.moveaxis(payoffs[i], i, 0).reshape(len(kept[i]), -1)
        survives = [a for a, row in enumerate(own) if not (own > row).all(axis=1).any()]
        if len(survives) < len(kept[i]):
            kept[i] = [kept[i][a] for a in survives]
            payoffs = np.take(payoffs, survives, axis=i + 1)
            unchecked = [j for j, labels in enumerate(kept) if len(labels) > 1]
    return tuple(kept)
