"""Indices count from the beginning; what numba does with other indices, it still does."""

import re

import numba
import numpy as np

from belarusgame.base.inner_functions import EntryCompiler, InnerCompiler

inner = numba.njit(
    no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy", pipeline_class=InnerCompiler
)


@inner
def read_all(line, table, cube):
    """Read numbers one by one, of arrays in any order."""
    total = 0.0
    for i in range(table.shape[0]):
        for k in range(table.shape[1]):
            total = 2.0 * total + table[i, k] + line[k] + cube[i, k, 1]
    return total


@inner
def write_all(table, count):
    """Write numbers one by one, and a whole line at once."""
    for i in range(count):
        for k in range(table.shape[1]):
            table[i, k] = i - k
            table[i, k] *= 2
    table[count] = 7.0


@inner
def count_from_end(line, table):
    """Use constants that are negative, one alone and one of two."""
    line[-1] = 5.0
    table[0, -1] = line[-1] + line[-2]
    return table[0, -1]


@inner
def walk(flags, line, k):
    """Use a flag as a number, and a part of a line."""
    part = line[k:]
    part[0] = flags[1]
    return part[1] + (1 if flags[0] else 0)


@inner
def pick(table, i, k):
    """Read one number."""
    return table[i, k]


@numba.njit(pipeline_class=EntryCompiler)
def asked(line, table, cube, flags, first):
    """Call them all."""
    before = read_all(line, table, cube) + read_all(line, cube[1].T, cube)
    write_all(table, 1)
    return before + pick(table, first, first), walk(flags, line, 1), count_from_end(line, table)


def test_numbers_are_read_and_written_where_they_stand():
    line, table = np.arange(3.0), np.arange(6.0).reshape(2, 3)
    cube = np.arange(18.0).reshape(2, 3, 3)[:, :, :2]
    flags = np.array([True, False])
    expected = 0.0
    for of in (table, cube[1].T):
        total = 0.0
        for i in range(of.shape[0]):
            for k in range(of.shape[1]):
                total = 2.0 * total + of[i, k] + line[k] + cube[i, k, 1]
        expected += total
    before, walked, ended = asked(line, table, cube, flags, 0)
    assert (before, walked, ended) == (expected, 3.0, 5.0)
    assert table.tolist() == [[0.0, -2.0, 5.0], [7.0, 7.0, 7.0]]
    assert line.tolist() == [0.0, 0.0, 5.0]


def test_an_index_is_not_asked_for_its_sign():
    asked(np.zeros(3), np.zeros((2, 3)), np.zeros((2, 3, 3))[:, :, :2], np.zeros(2, dtype=bool), 0)
    (code,) = pick.inspect_llvm().values()
    assert not re.search(r"select|icmp|[al]shr", code)
