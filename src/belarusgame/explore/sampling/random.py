"""Rows of uniform random numbers by counter, and the inverse distribution functions, compiled.

The counter of the generator holds the number of the draw (64 bits) and the pair of columns (32 bits), so that
any draw can be made by itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.counter import LOW_WORD, UPPER, Keys, midpoint, philox
from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.explore.sampling.compile_kernels import entry, inner

IntArray = NDArray[np.int64]

#: The distributions of a row that are made here.
UNIFORM, TRIANGULAR = 1, 2


@entry
def fill_uniforms(keys: Keys, first: int, wanted: BoolArray, rows: FloatArray) -> None:
    """Fill the pairs of rows that are wanted, for the draws from ``first`` on.

    Each number is one of the 2^53 midpoints (k + 1/2) / 2^53, so strictly between 0 and 1. All pairs are
    filled in one call: threads that call compiled code all the time wait for each other in between.
    """
    for pair in range(wanted.shape[0]):
        if wanted[pair]:
            _fill_pair(keys, np.uint64(first), pair, rows[2 * pair], rows[2 * pair + 1])


@inner
def _fill_pair(keys: Keys, start: Any, pair: Any, even: FloatArray, odd: FloatArray) -> None:
    for n in range(even.shape[0]):
        number = start + np.uint64(n)
        c0, c1, c2, c3 = philox(number & LOW_WORD, number >> UPPER, np.uint64(pair), np.uint64(0), keys)
        even[n] = midpoint(c0, c1)
        odd[n] = midpoint(c2, c3)


@entry
def to_ranges(shapes: IntArray, ends: FloatArray, rows: FloatArray) -> None:
    """Turn uniform numbers into draws, in place, in the rows whose distribution has a number here."""
    for k in range(shapes.shape[0]):
        if shapes[k] == UNIFORM:
            _to_uniform(ends[k, 0], ends[k, 2], rows[k])
        elif shapes[k] == TRIANGULAR:
            _to_triangular(ends[k, 0], ends[k, 1], ends[k, 2], rows[k])


@inner
def _to_uniform(low: float, high: float, row: FloatArray) -> None:
    for n in range(row.shape[0]):
        value = low + (high - low) * row[n]
        row[n] = value if value < high else high


@inner
def _to_triangular(low: float, likely: float, high: float, row: FloatArray) -> None:
    """Apply the inverse distribution function."""
    below, above = likely - low, high - likely
    split = below / (high - low)
    left, right = (high - low) * below, (high - low) * above
    for n in range(row.shape[0]):
        u = row[n]
        # What the root is taken of is chosen, not the way: the loop has no branch and is vectorised, with one
        # root. Rounding may leave the range by a bit, and is cut off.
        root = np.sqrt(u * left if u < split else (1.0 - u) * right)
        value = low + root if u < split else high - root
        value = value if value > low else low
        row[n] = value if value < high else high
