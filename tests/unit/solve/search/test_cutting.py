"""A table that is cut out of a line is the part of it that numpy reshapes."""

import numba
import numpy as np
import pytest

from belarusgame.solve.search.cutting import table_at


@numba.njit(_nrt=False)
def marked(memory, begin, lines, columns):
    """Write to a table, and return what it says of itself."""
    table = table_at(memory, begin, lines, columns)
    for line in range(lines):
        for column in range(columns):
            table[line, column] += 100 * line + column
    return table.shape, table.strides, table.size, table.itemsize


@pytest.mark.parametrize("kind", [np.int64, np.float64])
@pytest.mark.parametrize(("begin", "lines", "columns"), [(0, 3, 4), (5, 2, 3), (7, 1, 5), (12, 0, 4)])
def test_compiled_functions_write_to_the_line(kind, begin, lines, columns):
    memory = np.full(12, -7, dtype=kind)
    expected = memory.copy()
    table = table_at(expected, begin, lines, columns)
    said = marked(memory, begin, lines, columns)
    assert said == (table.shape, (8 * columns, 8), table.size, 8)
    table += 100 * np.arange(lines, dtype=kind)[:, None] + np.arange(columns, dtype=kind)
    assert np.array_equal(memory, expected)
