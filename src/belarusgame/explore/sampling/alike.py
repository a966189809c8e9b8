"""Which draws of a block are alike, such as those whose comparisons all have the same signs.

Of thousands of draws few are unlike each other, so that what depends on signs alone is found once for all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compiled_scenario import KernelArrays

#: Which draws, by number.
Places = NDArray[np.int64]


def sign_rows(
    buffers: Any, which: Places | slice
) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.uint64]]:
    """Return the signs and the tables of some draws, and a row for each that tells them apart."""
    signs = np.ascontiguousarray(buffers.signs[:, which].T)
    tables = np.ascontiguousarray(buffers.tables[:, which].T)
    # Filled up to whole words of eight bytes, so that rows are compared as few numbers.
    spare = np.zeros((len(signs), -signs.shape[1] % 8), dtype=np.uint8)
    return signs, tables, np.hstack([tables.view(np.uint8), signs.view(np.uint8), spare]).view(np.uint64)


def kinds_of(
    rows: NDArray[np.uint64], left_out: NDArray[np.uint8] | None = None
) -> tuple[Places, NDArray[np.int32]]:
    """Return where each different row first appears, and which of those every row is like; -1 if left out."""
    from belarusgame.explore.sampling.kernels import group_bits

    count = len(rows)
    slots, firsts, codes = (np.empty(times * count, dtype=np.int32) for times in (4, 1, 1))
    skipped = np.zeros(count, dtype=np.uint8) if left_out is None else left_out
    known = group_bits(rows, skipped, codes, slots, firsts)
    return firsts[:known].astype(np.int64), codes


def solve_alike(
    at: KernelArrays, values: FloatArray, buffers: Any, bits: NDArray[np.uint64], hard: NDArray[np.uint8]
) -> None:
    """Find the Nash equilibrium of every draw that strict dominance solves, once for all of the same signs.

    The others are hard. To tell which draws are alike takes a tenth of what solving one of them does.
    """
    from belarusgame.explore.sampling.kernels import solve_nash

    *_, rows = sign_rows(buffers, slice(values.shape[1]))
    firsts, kinds = kinds_of(rows, hard)
    others = np.ones_like(hard)
    others[firsts] = 0
    solve_nash(at, values, buffers, bits, others)
    sure = kinds >= 0
    alike = firsts[kinds[sure]]
    bits[sure], hard[sure] = bits[alike], others[alike]
