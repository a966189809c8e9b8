"""Connected groups of boxes that touch. Compiled, because a curve can be paved with thousands."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from belarusgame.base.compiling import kept_on_disk

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
#: The machine code on disk is made anew when this changes.
_SOURCES = ("solve/structured/touching_kernel.py",)


@numba.njit
def near(one: FloatArray, other: FloatArray, slack: float) -> bool:
    """Whether two boxes, of shape ``(coordinates, 2)``, are nowhere farther apart than a slack."""
    for k in range(one.shape[0]):
        if one[k, 0] > other[k, 1] + slack or other[k, 0] > one[k, 1] + slack:
            return False
    return True


def _any_touch(some: FloatArray, others: FloatArray, slack: float) -> bool:
    """Whether any of some boxes touches any of others."""
    for a in range(some.shape[0]):
        for b in range(others.shape[0]):
            if near(some[a], others[b], slack):
                return True
    return False


@numba.njit
def first_of(labels: IntArray, k: int) -> int:
    """Return the first box of the group that a box belongs to so far, and shorten the way there."""
    while labels[k] != k:
        # Path halving: every second step is cut short for whoever comes next.
        labels[k] = labels[labels[k]]
        k = labels[k]
    return k


def _groups(boxes: FloatArray, order: IntArray, along: int, slack: float, labels: IntArray) -> None:
    """Write for every box the first box that it touches, directly or through others.

    ``order`` lists the boxes by their lower ends along a coordinate: only those that begin before a box ends
    can touch it.
    """
    count = boxes.shape[0]
    for k in range(count):
        labels[k] = k
    # A sweep along the coordinate: of all pairs only those that overlap in it are compared.
    for a in range(count):
        here = order[a]
        end = boxes[here, along, 1] + slack
        for b in range(a + 1, count):
            other = order[b]
            if boxes[other, along, 0] > end:
                break
            mine, its = first_of(labels, here), first_of(labels, other)
            if mine != its and near(boxes[here], boxes[other], slack):
                # The smaller number stays, so a group is named by its first box.
                labels[max(mine, its)] = min(mine, its)
    for k in range(count):
        labels[k] = first_of(labels, k)


any_touch = kept_on_disk(_any_touch, {}, _SOURCES)
groups = kept_on_disk(_groups, {}, _SOURCES)
