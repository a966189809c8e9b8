"""The Nash equilibrium of each draw that strict dominance solves, by the signs of comparisons, compiled.

The signs are known for all draws of a block, and many profiles share a situation. To add up everybody's
payoffs and use the search's dominance instead, as backward induction does where a group moves, takes twice
to three times as long here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import entry, inner
from belarusgame.explore.sampling.compiled_scenario import KernelArrays
from belarusgame.explore.sampling.kernels.buffers import BitArray, BlockBuffers, ByteArray

#: Bits are shifted as unsigned words: of one that is signed and one that is not numba makes a float.
_ONE = np.uint64(1)


@entry
def solve_nash(
    at: KernelArrays, values: FloatArray, buffers: BlockBuffers, bits: BitArray, hard: ByteArray
) -> None:
    """Find the Nash equilibrium of every draw that strict dominance solves; the others are hard."""
    players = at.counts.shape[0]
    alive = np.empty((players, at.pairs.shape[1]), dtype=np.bool_)
    faced = np.empty(at.pairs.shape[0], dtype=np.bool_)
    bits[:] = np.uint64(0)
    for n in range(values.shape[1]):
        if hard[n]:
            continue
        # What dominance leaves alone is the only equilibrium, mixed ones included.
        profile = _dominance(at, buffers.tables[:, n], buffers.signs[:, n], alive, faced)
        if profile < 0:
            hard[n] = 1
        else:
            bits[n, profile // 64] = _ONE << np.uint64(profile % 64)


@inner
def _dominance(at: KernelArrays, tables: Any, signs: Any, alive: Any, faced: Any) -> int:
    """Return the profile that iterated strict dominance leaves, -1 if it leaves several."""
    alive[:] = True
    changed = True
    while changed:
        changed = False
        for i in range(tables.shape[0]):
            changed |= _eliminate(at, i, tables[i], alive, faced, signs)
    return _only_profile(at, alive)


@inner
def _eliminate(at: KernelArrays, i: int, table: int, alive: Any, faced: Any, signs: Any) -> bool:
    """Strike a player's strictly dominated strategies; say whether there was one."""
    left = 0
    for own in range(at.counts[i]):
        left += alive[i, own]
    if left == 1:
        return False
    faced[at.situation_begin[i] : at.situation_begin[i + 1]] = False
    for profile in range(at.digits.shape[1]):
        if at.digits[i, profile] > 0:
            continue  # what the others do has been seen with this player's first strategy
        possible = True
        for other in range(at.counts.shape[0]):
            if other != i and not alive[other, at.digits[other, profile]]:
                possible = False
                break
        if possible:
            faced[at.situation_of[table, profile]] = True
    struck = False
    for own in range(at.counts[i]):
        for other in range(at.counts[i]):
            if (
                own != other
                and alive[i, own]
                and alive[i, other]
                and _is_worse(at, i, own, other, faced, signs)
            ):
                alive[i, own] = False
                struck = True
    return struck


@inner
def _is_worse(at: KernelArrays, i: int, own: int, other: int, faced: Any, signs: Any) -> bool:
    """Whether one strategy is strictly worse than another in every situation that may be faced."""
    for situation in range(at.situation_begin[i], at.situation_begin[i + 1]):
        if faced[situation]:
            pair = at.pairs[situation, own, other]
            # A tie has the sign 0, and is not strictly worse.
            sign = signs[pair] if pair >= 0 else -signs[-pair]
            if sign >= 0:
                return False
    return True


@inner
def _only_profile(at: KernelArrays, alive: Any) -> int:
    """Return the one profile that is left, -1 if there are several."""
    profile = 0
    for i in range(at.counts.shape[0]):
        left = 0
        for own in range(at.counts[i]):
            if alive[i, own]:
                left += 1
                profile += own * at.strides[i]
        if left > 1:
            return -1
    return profile
