"""Which boxes touch? Compiled, because a curve can be paved with thousands."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from belarusgame.base.compiling import kept_on_disk

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
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


def _groups(boxes: FloatArray, slack: float, labels: IntArray) -> None:
    """Write for every box the first box that it touches, directly or through others."""
    count = boxes.shape[0]
    waiting = np.empty(count, dtype=np.int64)
    for k in range(count):
        waiting[k] = k
    queue = np.empty(count, dtype=np.int64)
    left = count
    while left > 0:
        first = int(waiting[0])
        queue[0] = first
        labels[first] = first
        filled, taken = 1, 0
        kept = 0
        for k in range(1, left):
            waiting[k - 1] = waiting[k]
        left -= 1
        while taken < filled:
            here = queue[taken]
            taken += 1
            kept = 0
            for k in range(left):
                other = int(waiting[k])
                if near(boxes[here], boxes[other], slack):
                    labels[other] = first
                    queue[filled] = other
                    filled += 1
                else:
                    waiting[kept] = other
                    kept += 1
            left = kept


any_touch = kept_on_disk(_any_touch, {}, _SOURCES)
groups = kept_on_disk(_groups, {}, _SOURCES)
