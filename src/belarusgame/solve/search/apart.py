"""Keep the boxes of isolated equilibria away from one another and from components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.read_only import read_only
from belarusgame.game import Equilibrium

#: A box reaches at most this part of the way to the next equilibrium, so that rounding cannot make two meet.
_REACH: Final = 0.49


def kept_apart(
    equilibria: Sequence[Equilibrium], reserved: Sequence[float], components: Sequence[FloatArray]
) -> list[Equilibrium]:
    """Cut the boxes of equilibria so that they do not overlap; a smaller box still holds one equilibrium.

    Parameters
    ----------
    equilibria : sequence of Equilibrium
        Those without a box stay as they are.
    reserved : sequence of float
        For each of them how far from its recorded place it may lie, in any probability. No box is cut below.
    components : sequence of numpy.ndarray
        Bounding boxes, shape ``(strategies of all, 2)``. One that holds an equilibrium is left out of account
        for that equilibrium.
    """
    boxed = [k for k, equilibrium in enumerate(equilibria) if equilibrium.box is not None]
    if len(boxed) + len(components) < 2 or not boxed:
        return list(equilibria)
    points = np.stack([np.concatenate(equilibria[k].mixed) for k in boxed])
    gaps = np.abs(points[:, None] - points[None]).max(axis=2)
    np.fill_diagonal(gaps, np.inf)
    reach: FloatArray = gaps.min(axis=1)
    for bounds in components:
        gap: FloatArray = np.maximum(bounds[:, 0] - points, points - bounds[:, 1]).max(axis=1)
        # An equilibrium inside a component's bounding box may still be isolated: the box says nothing there.
        reach = np.where(gap > 0.0, np.minimum(reach, gap), reach)
    reach = np.maximum(_REACH * reach, np.array(reserved)[boxed])
    answer = list(equilibria)
    for k, most in zip(boxed, reach.tolist(), strict=True):
        answer[k] = _cut(equilibria[k], most)
    return answer


def _cut(equilibrium: Equilibrium, most: float) -> Equilibrium:
    """Return the equilibrium with a box that reaches nowhere further than so far."""
    box = equilibrium.box or ()
    around = [(vector - most, vector + most) for vector in equilibrium.mixed]
    if all(
        bool(np.all((part[:, 0] >= low) & (part[:, 1] <= high)))
        for part, (low, high) in zip(box, around, strict=True)
    ):
        return equilibrium
    smaller = tuple(
        read_only(np.stack([np.maximum(part[:, 0], low), np.minimum(part[:, 1], high)], axis=1))
        for part, (low, high) in zip(box, around, strict=True)
    )
    return replace(equilibrium, box=smaller)
