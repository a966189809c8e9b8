"""Uniform random numbers by counter, and the inverse distribution functions, compiled.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
SC11): a keyed bijection of a 128-bit counter, ten rounds, which passes TestU01's BigCrush. The counter holds
the number of the draw (64 bits) and the pair of columns (32 bits), so that any draw can be made by itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.explore.sampling.compile_kernels import entry, inner

IntArray = NDArray[np.int64]
Keys = tuple[np.uint64, ...]

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_MASK = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10

#: The distributions of a row that are made here.
UNIFORM, TRIANGULAR = 1, 2


def key_schedule(first: int, second: int) -> Keys:
    """Return the two keys of each of the ten rounds, one after the other."""
    return tuple(
        np.uint64((key + i * step) & 0xFFFFFFFF)
        for i in range(_ROUNDS)
        for key, step in ((first, _W0), (second, _W1))
    )


@inner
def _round(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    first = _M0 * (c0 & _MASK)  # the mask tells the compiler that a 32-bit multiplication will do
    second = _M1 * (c2 & _MASK)
    return (second >> _HALF) ^ c1 ^ k0, second & _MASK, (first >> _HALF) ^ c3 ^ k1, first & _MASK


@inner
def _philox(c0: Any, c1: Any, c2: Any, c3: Any, k: Any) -> Any:
    # Written out, so that the loop over draws around it is the innermost one and is vectorised.
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[0], k[1])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[2], k[3])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[4], k[5])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[6], k[7])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[8], k[9])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[10], k[11])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[12], k[13])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[14], k[15])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[16], k[17])
    return _round(c0, c1, c2, c3, k[18], k[19])


@inner
def _midpoint(upper: Any, lower: Any) -> Any:
    return (np.float64(np.int64((upper << np.uint64(21)) | (lower >> np.uint64(11)))) + 0.5) * 2.0**-53


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
        c0, c1, c2, c3 = _philox(number & _MASK, number >> _HALF, np.uint64(pair), np.uint64(0), keys)
        even[n] = _midpoint(c0, c1)
        odd[n] = _midpoint(c2, c3)


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
        lower, upper = low + np.sqrt(u * left), high - np.sqrt((1.0 - u) * right)
        value = lower if u < split else upper
        value = value if value > low else low
        row[n] = value if value < high else high
