"""Count equal rows of bits, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belarusgame.explore.sampling.compile_kernels import entry
from belarusgame.explore.sampling.kernels.buffers import BitArray, ByteArray

#: 2^64 divided by the golden ratio, as for Knuth's multiplicative hashing.
_MIX = np.uint64(0x9E3779B97F4A7C15)


@entry
def group_bits(
    bits: BitArray,
    hard: ByteArray,
    codes: NDArray[np.int32],
    slots: NDArray[np.int32],
    firsts: NDArray[np.int32],
) -> int:
    """Give the different rows of ``bits`` numbers by first appearance; return how many there are.

    ``codes`` takes each row's number, -1 for hard draws; ``firsts`` where each number first appears;
    ``slots`` is a buffer for a hash table, at least twice as long as there are rows.
    """
    slots[:] = -1
    known = 0
    for n in range(bits.shape[0]):
        if hard[n]:
            codes[n] = -1
            continue
        mixed = np.uint64(0)
        for word in range(bits.shape[1]):
            mixed = (mixed ^ bits[n, word]) * _MIX
            mixed ^= mixed >> np.uint64(29)
        slot = np.int64(mixed >> np.uint64(32)) % slots.shape[0]
        while True:
            code = slots[slot]
            if code < 0:
                slots[slot], firsts[known], codes[n] = known, n, known
                known += 1
                break
            same = True
            for word in range(bits.shape[1]):
                same &= bits[n, word] == bits[firsts[code], word]
            if same:
                codes[n] = code
                break
            # Linear probing: the table is never more than half full, so that a free slot is near.
            slot = (slot + 1) % slots.shape[0]
    return known


@entry
def mark_several(bits: BitArray, hard: ByteArray) -> None:
    """Mark the rows with more than one bit as hard."""
    for n in range(bits.shape[0]):
        seen = False
        for word in range(bits.shape[1]):
            held = bits[n, word]
            if held != 0 and (seen or held & (held - np.uint64(1)) != 0):
                hard[n] = 1
            seen |= held != 0
