"""Strict dominance, by comparing payoffs and nothing else: no compiled code is needed."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray


def surviving_strategies(payoffs: NDArray[Any]) -> tuple[list[int], ...]:
    """Return what iterated elimination of strictly dominated strategies (by pure ones) leaves of each player.

    Eliminated strategies are in no equilibrium, pure or mixed, and the order of elimination does not matter
    (Gilboa, Kalai & Zemel 1990, "On the order of eliminating dominated strategies").

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(players, *strategies)``; numbers that compare as the payoffs do will do.
    """
    kept = [list(range(count)) for count in payoffs.shape[1:]]
    unchecked = [i for i, labels in enumerate(kept) if len(labels) > 1]
    while unchecked:
        i = unchecked.pop(0)
        own = payoffs[i].swapaxes(0, i).reshape(len(kept[i]), -1)
        # Compared with what is left only: whatever was eliminated is beaten by something that is left.
        beaten = (own[:, None] > own).all(axis=2).any(axis=0).tolist()
        if any(beaten):
            survives = [a for a, loses in enumerate(beaten) if not loses]
            kept[i] = [kept[i][a] for a in survives]
            payoffs = payoffs.take(survives, axis=i + 1)
            # what i has given up tells the others' strategies apart, not i's own
            unchecked = [j for j, labels in enumerate(kept) if len(labels) > 1 and j != i]
    return tuple(kept)
