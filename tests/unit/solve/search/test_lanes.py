"""Vectors of eight do, compiled, what numpy does with arrays of eight."""

import numba
import numpy as np
import pytest

from belarusgame.solve.search import lanes
from belarusgame.solve.search.lanes import (
    WIDTH,
    block,
    greatest,
    larger,
    least,
    load,
    padded,
    read,
    smaller,
    spread,
    store,
    total,
)


def arithmetic(table, line):
    a, b = load(table, 1, 8), read(line, 3)
    store(table, 0, 0, a * b + spread(2.0) - a)
    store(table, 0, 8, smaller(a, b))
    store(table, 2, 8, larger(a, b))
    return total(a), least(b), greatest(b)


def places(count):
    return padded(count), block(count)


@pytest.fixture
def numbers():
    rng = np.random.default_rng(4)
    return rng.normal(size=(3, 16)), rng.normal(size=12)


def test_compiled_vectors_agree_with_numpy_bit_for_bit(numbers):
    table, line = numbers
    other = table.copy()
    assert numba.njit(arithmetic)(table, line) == arithmetic(other, line)
    assert np.array_equal(table, other)


def test_the_operations_are_those_of_their_names(numbers):
    table, line = numbers
    a, b = table[1, 8:].copy(), line[3:11]
    answers = numba.njit(arithmetic)(table, line)
    assert np.array_equal(table[0, :8], a * b + 2.0 - a)
    assert np.array_equal(table[0, 8:], np.minimum(a, b))
    assert np.array_equal(table[2, 8:], np.maximum(a, b))
    assert answers == (pytest.approx(a.sum(), rel=1e-15), b.min(), b.max())


def test_of_numbers_that_cannot_be_compared_the_first_is_kept():
    line = np.array([np.nan, 1.0, np.nan, 2.0, 0.0, 0.0, 0.0, 0.0, *[1.0] * 8])
    table = np.zeros((2, 8))

    def compare(table, line):
        store(table, 0, 0, smaller(read(line, 0), read(line, 8)))
        store(table, 1, 0, larger(read(line, 0), read(line, 8)))

    for function in (compare, numba.njit(compare)):
        table[:] = 7.0
        function(table, line)
        assert np.array_equal(table[0], [np.nan, 1.0, np.nan, 1.0, 0.0, 0.0, 0.0, 0.0], equal_nan=True)
        assert np.array_equal(table[1], [np.nan, 1.0, np.nan, 2.0, 1.0, 1.0, 1.0, 1.0], equal_nan=True)


def test_a_row_that_is_not_next_to_the_last_is_found():
    """Rows are told apart by the table's stride, not by the width of what is read."""
    table = np.arange(60.0).reshape(3, 20)
    assert list(numba.njit(lambda t: total(load(t, 2, 8)))(table) - np.zeros(1)) == [sum(range(48, 56))]


@pytest.mark.parametrize(
    ("count", "wide", "begin"), [(0, 0, 0), (1, 8, 0), (8, 8, 8), (9, 16, 8), (17, 24, 16)]
)
def test_tables_are_as_wide_as_whole_vectors(count, wide, begin):
    assert places(count) == (wide, begin)
    assert numba.njit(places)(count) == (wide, begin)


def test_operators_keep_their_meaning_for_everything_else():
    assert WIDTH == lanes.WIDTH == 8
    assert numba.njit(lambda a, b: a + b * a)(2, 3.5) == 9.0
