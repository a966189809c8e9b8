"""The pure equilibria of each draw of a block, compiled, with the comparisons that all kernels share.

Every kernel fills, for each draw, a set of profiles as bits, or marks the draw as *hard*: a comparison too
close for float64, or play that may be mixed. Hard draws are solved exactly elsewhere; nothing here guesses.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import entry, inner
from belarusgame.explore.sampling.compiled_scenario import IntArray, KernelArrays
from belarusgame.explore.sampling.kernels.buffers import BitArray, BlockBuffers, ByteArray


@entry
def decide(at: KernelArrays, values: FloatArray, buffers: BlockBuffers, hard: ByteArray) -> None:
    """Fill in a block's tables, variables, the sign of every row (from place 1 on) and the best replies.

    Mark the draws in which a sign is too close to call. The loops over draws are the innermost ones, so that
    they are vectorised.
    """
    count = values.shape[1]
    for i in range(at.counts.shape[0]):
        _choose_table(at, values, i, buffers.tables[i])
    for j in range(at.left.shape[0]):
        variable = buffers.variables[j]
        for n in range(count):
            variable[n] = 1.0
        if at.left[j] >= 0:
            factor = values[at.left[j]]
            for n in range(count):
                variable[n] = factor[n]
        if at.right[j] >= 0:
            factor = values[at.right[j]]
            for n in range(count):
                variable[n] *= factor[n]
    for n in range(count):
        hard[n] = 0
    for i in range(at.counts.shape[0]):
        for row in range(at.row_begin[i], at.row_begin[i + 1]):
            _sign_row(at, at.extent[at.first_table[i], 0], row, count, buffers, hard)
        for situation in range(at.situation_begin[i], at.situation_begin[i + 1]):
            _reply_row(at, at.counts[i], situation, count, buffers)


@inner
def _choose_table(at: KernelArrays, values: FloatArray, i: Any, tables: IntArray) -> None:
    """Fill in a player's table in each draw, by the settings of its switches."""
    count = values.shape[1]
    for n in range(count):
        tables[n] = at.first_table[i]
    for k in range(at.switch_begin[i], at.switch_begin[i + 1]):
        setting, step = values[at.switch_row[k]], at.switch_step[k]
        for n in range(count):
            tables[n] += np.int64(setting[n]) * step


@inner
def _sign_row(
    at: KernelArrays, start: int, row: int, count: int, buffers: BlockBuffers, hard: ByteArray
) -> None:
    """Fill in the signs of one row, and mark the draws in which it is too close to call."""
    total, sign = buffers.total, buffers.signs[row + 1]
    for n in range(count):
        total[n] = 0.0
    for term in range(at.term_begin[row], at.term_begin[row + 1]):
        value, variable = at.term_value[term], buffers.variables[start + at.term_variable[term]]
        for n in range(count):
            total[n] += value * variable[n]
    for n in range(count):
        sign[n] = np.int8(total[n] > 0.0) - np.int8(total[n] < 0.0)
    # Where the sign of a row is certain its slack is 0, and 0 is a tie, not a close call.
    slack = at.row_slack[row]
    if slack > 0.0:
        for n in range(count):
            hard[n] |= np.uint8(abs(total[n]) <= slack)


@inner
def _reply_row(at: KernelArrays, strategies: Any, situation: int, count: int, buffers: BlockBuffers) -> None:
    """Fill in which strategies are best in a situation, as bits."""
    best, fits = buffers.best[situation], buffers.fits
    for n in range(count):
        best[n] = 0
    for own in range(strategies):
        for n in range(count):
            fits[n] = 1
        for other in range(strategies):
            # A row is kept for one of its two directions; a negative number reads it the other way, 0 is a
            # tie.
            pair = at.pairs[situation, own, other]
            sign = buffers.signs[abs(pair)]
            if pair > 0:
                for n in range(count):
                    fits[n] &= np.uint32(sign[n] >= 0)
            elif pair < 0:
                for n in range(count):
                    fits[n] &= np.uint32(sign[n] <= 0)
        shift = np.uint32(own)
        for n in range(count):
            best[n] |= fits[n] << shift


@entry
def solve_pure(
    at: KernelArrays, values: FloatArray, buffers: BlockBuffers, bits: BitArray, hard: ByteArray
) -> None:
    """Find the pure Nash equilibria of every draw, given what ``decide`` found."""
    stable = buffers.stable
    for word in range(bits.shape[1]):
        for i in range(at.counts.shape[0]):
            _stable(at, values.shape[1], buffers, i, word)
            for n in range(values.shape[1]):
                bits[n, word] = stable[n] if i == 0 else bits[n, word] & stable[n]


@inner
def _stable(at: KernelArrays, count: Any, buffers: BlockBuffers, i: int, word: int) -> None:
    """Fill in the profiles, one word of them, in which a player uses a best reply."""
    stable, chosen = buffers.stable, buffers.fits
    for n in range(count):
        stable[n] = np.uint64(0)
    single, first, tables = at.switch_begin[i] == at.switch_begin[i + 1], at.first_table[i], buffers.tables[i]
    for n in range(count):
        chosen[n] = 1
    for situation in range(at.situation_begin[i], at.situation_begin[i + 1]):
        best = buffers.best[situation]
        if not single:
            used = at.situation_used[situation]
            for n in range(count):
                # Which situation a profile is depends on the player's switches in the draw.
                chosen[n] = used[tables[n] - first]
        for own in range(at.counts[i]):
            reply, shift = at.replies[situation, own, word], np.uint32(own)
            if reply != 0:
                for n in range(count):
                    stable[n] |= reply * np.uint64((best[n] >> shift) & chosen[n])
