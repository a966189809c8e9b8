"""The memory of a search holds the tables of every support, and no table reaches into another."""

import itertools

import numba
import numpy as np
import pytest

from belarusgame.solve.search.workspace import make_memory, set_out_support, set_out_trial, set_out_work


@numba.njit(_nrt=False)
def place(table):
    return table.ctypes.data, table.ctypes.data + 8 * table.size


@numba.njit(_nrt=False)  # like all that handles these tables, which have no owner to count references for
def places(counts, sizes, memory):
    """Return where every table of floats begins and ends, and where the last table of integers ends."""
    geometry = set_out_support(counts, sizes, memory)
    work, used = set_out_work(geometry.plan, geometry.own, memory.numbers)
    trial = set_out_trial(geometry.plan, memory.numbers, used)
    return (
        place(work.whole), place(work.dense), place(work.target), place(work.gram), place(work.pivots),
        place(work.single), place(work.many), place(work.constant), place(work.sums), place(work.pads),
        place(work.lower), place(work.low), place(work.opposite), place(work.cuts), place(work.peaks),
        place(trial.point), place(trial.lower), place(trial.rows), place(trial.corners),
        place(trial.value), place(trial.jacobian), place(trial.inverse),
    ), place(geometry.facets)[1]  # fmt: skip


@pytest.mark.parametrize(
    "counts", [(2, 2), (7, 3), (2, 3, 4), (5, 5, 5), (3, 3, 3, 3), (2, 2, 2, 2, 2, 2), (1, 4, 2), (9, 1, 2)]
)
def test_every_support_fits_in_and_no_two_tables_overlap(counts):
    counts = np.array(counts)
    memory = make_memory(counts)
    end = memory.numbers.ctypes.data + memory.numbers.nbytes
    assert memory.numbers.ctypes.data % 64 == 0
    for sizes in itertools.islice(itertools.product(*(range(n, 0, -1) for n in counts)), 0, None, 7):
        tables, last = places(counts, np.array(sizes), memory)
        assert last <= memory.integers.ctypes.data + memory.integers.nbytes
        taken = sorted(table for table in tables if table[0] < table[1])
        assert taken[-1][1] <= end
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(taken))


@pytest.mark.parametrize("counts", [(3, 2, 3), (2, 2, 2, 2), (1, 4, 2), (7,)])
def test_tables_of_integers_are_filled_once_for_all_supports_of_as_many_strategies(counts, plain):
    counts = np.array(counts)
    memory = plain.workspace.make_memory(counts)
    memory.integers[:] = 77
    supports = list(itertools.product(*(range(1, n + 1) for n in counts)))
    laid = [plain.workspace.set_out_support(counts, np.array(sizes), memory) for sizes in supports]
    assert memory.begins[-1] == memory.integers.size  # and no more was asked for
    kept = [[table.copy() for table in support] for support in laid]
    memory_alone = memory._replace(begins=np.zeros(0, dtype=np.int64), integers=memory.integers.copy())
    for sizes, tables in zip(supports, kept, strict=True):
        alone = plain.workspace.set_out_support(counts, np.array(sizes), memory_alone)
        assert all(map(np.array_equal, alone[:-1], tables[:-1]))
        for i, span in enumerate(alone.plan[plain.layout.SPAN, :-1]):
            first = alone.plan[plain.layout.EQUATION, i] + i
            rows = slice(first, first + sizes[i])
            assert np.array_equal(alone.facets[rows, :span], tables[-1][rows, :span])
    laid[0].plan[0, 0] = 99
    again = plain.workspace.set_out_support(counts, np.array(supports[0]), memory)
    assert again.plan[0, 0] == 99


def test_supports_of_large_games_take_the_same_place(plain):
    counts = np.array([5, 5, 5])
    memory = plain.workspace.make_memory(counts)
    assert memory.begins.size == 0
    first, second = (
        plain.workspace.set_out_support(counts, np.array(s), memory) for s in [(2, 2, 2), (3, 2, 1)]
    )
    assert np.shares_memory(first.plan, second.plan)
    assert memory.integers.nbytes < 8 * plain.workspace._KEPT
