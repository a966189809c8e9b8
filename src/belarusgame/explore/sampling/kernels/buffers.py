"""Buffers of the kernels: what is known of the draws of a block, and of one draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.bundle import Bundle
from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compiled_scenario import IntArray, KernelArrays
from belarusgame.explore.sampling.draws import BLOCK

BitArray = NDArray[np.uint64]
ByteArray = NDArray[np.uint8]

#: The columns of a buffer: a block of draws and some more. Were it a power of two, the columns of one draw
#: would compete for the same place in the processor's cache.
COLUMNS = BLOCK + 24


@dataclass(frozen=True, kw_only=True, eq=False)
class Play(Bundle):
    """What is known of one draw, as far as backward induction has come."""

    variables: FloatArray
    tables: IntArray  # of each player, by its switches
    worth: FloatArray  # (players, profiles): what decides for everybody
    ends: IntArray  # the ends of each point's continuations, where its ends begin
    many: IntArray  # how many they are
    worst: IntArray  # the end that a single mover likes least after each of its actions
    least: FloatArray  # what each member of a group gets at least in each cell, in the lines of dominance
    most: FloatArray  # and at most
    sizes: IntArray  # the strategies of each member
    allowed: IntArray  # those that dominance leaves, as bits
    places: IntArray  # a buffer for dominance


def make_play(at: KernelArrays) -> Play:
    """Allocate what is known of one draw."""
    players, profiles = len(at.counts), len(at.terminal)
    return Play(
        variables=np.empty(len(at.left)),
        tables=np.empty(players, dtype=np.int64),
        worth=np.empty((players, profiles)),
        ends=np.empty(profiles, dtype=np.int64),
        many=np.empty(profiles, dtype=np.int64),
        worst=np.empty(profiles, dtype=np.int64),
        least=np.empty(players * profiles),
        most=np.empty(players * profiles),
        sizes=np.empty(players, dtype=np.int64),
        allowed=np.empty(players, dtype=np.int64),
        places=np.empty(2 * profiles, dtype=np.int64),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class BlockBuffers(Bundle):
    """Buffers for what is known of the draws of a block; every last axis is over draws."""

    tables: IntArray  # of each player, by its switches
    variables: FloatArray
    total: FloatArray
    signs: NDArray[np.int8]
    best: NDArray[np.uint32]
    fits: NDArray[np.uint32]
    stable: BitArray
    begin: IntArray
    cell: NDArray[np.int32]
    ends: NDArray[np.int32]
    odd: ByteArray  # whether a draw must be looked at by itself
    play: Play


def allocate(at: KernelArrays) -> BlockBuffers:
    """Allocate the buffers of one thread; they are kept, as new memory costs more than its use.

    All is filled anew for every block but the signs in place 0, those of a tie.
    """
    ends = at.terminal.shape[0] if at.movers.shape[0] else 0
    return BlockBuffers(
        tables=np.empty((at.counts.shape[0], COLUMNS), dtype=np.int64),
        variables=np.empty((at.left.shape[0], COLUMNS)),
        total=np.empty(COLUMNS),
        signs=np.zeros((at.row_slack.shape[0] + 1, COLUMNS), dtype=np.int8),
        best=np.empty((at.pairs.shape[0], COLUMNS), dtype=np.uint32),
        fits=np.empty(COLUMNS, dtype=np.uint32),
        stable=np.empty(COLUMNS, dtype=np.uint64),
        begin=np.empty(COLUMNS, dtype=np.int64),
        cell=np.empty(COLUMNS, dtype=np.int32),
        ends=np.empty((ends, COLUMNS), dtype=np.int32),
        odd=np.empty(COLUMNS, dtype=np.uint8),
        play=make_play(at),
    )
