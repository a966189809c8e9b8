"""The bounds on rounding errors in the search cover what they speak of."""

from fractions import Fraction

import numba
import numpy as np
import pytest

from belarusgame.solve.search.cells import ROUNDOFF
from belarusgame.solve.search.multipliers import bound_error
from belarusgame.solve.search.roots import place
from belarusgame.solve.search.workspace import make_memory, set_out_support, set_out_trial, set_out_work

ERROR = 1e-10


@numba.njit(_nrt=False)  # like all that handles these tables, which have no owner to count references for
def bounded(counts, memory, numbers, sizes, rows, lowest):
    """Return bounds for numbers, and write the sums of multipliers and the rows around a point."""
    geometry = set_out_support(counts, counts, memory)
    work, used = set_out_work(geometry.plan, geometry.own, memory.numbers)
    for k in range(work.single.shape[1]):
        work.single[0, k] = numbers[k]
    for c in range(geometry.column.shape[0]):
        sizes[c] = 0.0
        for e in range(geometry.column.shape[1]):
            sizes[c] += abs(numbers[geometry.column[c, e]])
    trial = set_out_trial(geometry.plan, memory.numbers, used)
    for k in range(work.whole.size):
        work.whole[k] = numbers[k] / 4.0
    at = 0
    for count in counts:
        for v in range(count):
            trial.point[at + v] = 1.0 / count
        at += count
    error, reach = place(geometry, trial, work.whole, 3.0, ERROR)
    for k in range(at):
        lowest[k] = trial.lower[k]
    for k in range(trial.rows.size):
        rows[k] = trial.rows[k]
    return bound_error(geometry.plan, work.single, ERROR), error, reach


@pytest.mark.parametrize("counts", [(2, 3, 2), (3, 2), (4, 2, 3)])
def test_bounds_cover_the_sums_and_the_rows(counts):
    counts = np.array(counts)
    equations, combinations = int((counts - 1).sum()), int(counts.prod())
    numbers = np.random.default_rng(1).uniform(-4, 4, 4096)
    sizes, rows, lowest = np.zeros(combinations), np.zeros(4096), np.zeros(counts.sum())
    bound, error, reach = bounded(counts, make_memory(counts), numbers, sizes, rows, lowest)
    needed = (1.0 + sizes.max()) * (ERROR + (equations + 1) * ROUNDOFF)
    assert needed <= bound <= 2.0 * needed
    # simplices three times as large as that of the strategies: what is outside is extrapolated
    assert 1.0 < np.abs(rows).max() <= reach
    assert error >= ERROR * reach / 1.01
    # or its corners would not be exact
    assert all(sum(map(Fraction, part)) == 1 - 3 for part in np.split(lowest, np.cumsum(counts)[:-1]))
