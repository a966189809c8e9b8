"""Keep the boxes of isolated equilibria away from one another and from components."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray

#: A box reaches at most this part of the way to the next equilibrium, so that rounding cannot make two meet.
_REACH: Final = 0.49


def kept_apart(
    points: FloatArray, boxes: FloatArray, reserved: FloatArray, components: Sequence[FloatArray]
) -> FloatArray:
    """Cut the boxes of equilibria so that they do not overlap; a smaller box still holds one equilibrium.

    Parameters
    ----------
    points : numpy.ndarray
        Where the equilibria are, shape ``(equilibria, strategies of all)``.
    boxes : numpy.ndarray
        Shape ``(equilibria, strategies of all, 2)``.
    reserved : numpy.ndarray
        For each of them how far from its recorded place it may lie, in any probability. No box is cut below.
    components : sequence of numpy.ndarray
        Bounding boxes, shape ``(strategies of all, 2)``. One that holds an equilibrium is left out of account
        for that equilibrium.
    """
    if len(points) + len(components) < 2:
        return boxes
    gaps = np.abs(points[:, None] - points).max(axis=2)
    np.fill_diagonal(gaps, np.inf)
    reach: FloatArray = gaps.min(axis=1)
    for bounds in components:
        gap: FloatArray = np.maximum(bounds[:, 0] - points, points - bounds[:, 1]).max(axis=1)
        # An equilibrium inside a component's bounding box may still be isolated: the box says nothing there.
        reach = np.where(gap > 0.0, np.minimum(reach, gap), reach)
    most = np.maximum(_REACH * reach, reserved)[:, None]
    low = np.maximum(boxes[:, :, 0], points - most)
    return np.stack([low, np.minimum(boxes[:, :, 1], points + most)], axis=2)
