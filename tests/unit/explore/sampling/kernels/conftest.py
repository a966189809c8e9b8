"""Compiled parts as plain functions, and a group at one point of play, written as payoffs."""

from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels.continuations import allocate_entries
from belarusgame.explore.sampling.kernels.supports import Group


@pytest.fixture
def group_of(uncompiled):
    """Return a function that makes a group of all players, each cell of which ends play.

    It returns the entries, which are known by the numbers of the cells, the group, and the lists of entries.
    Watched is whether the first player uses its first strategy.
    """
    from belarusgame.explore.sampling.kernels import continuations

    uncompiled(continuations)

    def made(payoffs, *, room=8):
        payoffs = np.array(payoffs, dtype=float)
        players, counts = len(payoffs), payoffs.shape[1:]
        cells, widest = payoffs[0].size, max(counts)
        digits = np.indices(counts).reshape(players, -1)
        gains = np.zeros((players, cells, widest))
        for m in range(players):
            for cell in range(cells):
                line = [slice(None) if k == m else digits[k, cell] for k in range(players)]
                gains[m, cell, : counts[m]] = payoffs[m][tuple(line)] - payoffs[m].ravel()[cell]
        words = SimpleNamespace(counts=np.array(counts), replies=np.zeros((1, 1, (cells + 63) // 64)))
        entries = allocate_entries(words, (digits[:1] == 0).astype(np.uint8))
        continuations.start_entries(entries, payoffs.reshape(players, -1))
        group = Group(
            members=np.arange(players),
            sizes=np.array(counts),
            strides=np.array([int(np.prod(counts[k + 1 :])) for k in range(players)]),
            digits=digits,
            signs=np.sign(gains).astype(np.int8),
            gains=gains,
            begin=np.arange(cells),
            many=np.ones(cells, dtype=np.int64),
            alive=np.array([(1 << count) - 1 for count in counts]),
            used=np.array([(1 << count) - 1 for count in counts]),
            mixes=np.zeros((players, widest)),
            balanced=np.zeros((players, widest)),
            line=np.zeros((widest, widest)),
            weights=np.zeros(cells),
            clusters=np.zeros((2, players), dtype=np.int64),
            found=np.zeros(room, dtype=np.int64),
            numbers=np.array([players, cells, 0]),
        )
        return entries, group, np.arange(cells)

    return made
