"""What multipliers prove: their sums are those of the exact check, and the bound on their errors is near."""

import numpy as np
import pytest

from belarusgame.solve.recheck.exact_cells import fractions
from belarusgame.solve.search.cells import ROUNDOFF
from belarusgame.solve.search.layout import COLUMN, EQUATION

SUPPORTS = [
    ((3, 2, 4), [[2, 0], [1], [0, 3, 1]]),
    ((4, 3, 3), [[0, 1, 3], [2, 0, 1], [1, 2]]),
    ((2, 3, 2, 2), [[0, 1], [1, 2], [1], [1, 0]]),
]


@pytest.fixture(params=SUPPORTS, ids=lambda case: str(case[0]))
def laid(request, laid_out, plain):
    counts, support = request.param
    payoffs = np.random.default_rng(6).integers(-9, 9, (len(counts), *counts)).astype(float)
    found = laid_out(payoffs, support)
    geometry, work = found.geometry, found.work
    plain.multipliers.gather(found.plan, geometry.other, geometry.column, found.rows, work.dense, work.target)
    work.single[0, : found.plan[COLUMN, -1]] = np.random.default_rng(7).integers(
        -9, 9, found.plan[COLUMN, -1]
    )
    work.many[:] = np.random.default_rng(8).integers(-9, 9, work.many.shape)
    return found


def outside(laid):
    """Return the rows outside the support, at every combination."""
    rows = [row for i, table in enumerate(laid.exact.rows) for row in table[laid.sizes[i] - 1 :]]
    return [np.broadcast_to(row, laid.sizes).ravel().astype(float) for row in rows]


def test_outside_rows_follow_the_coordinates_as_targets(laid):
    first = laid.plan[EQUATION, -1]
    tables = outside(laid)
    assert np.array_equal(laid.work.target[:, first : first + len(tables)], np.transpose(tables))
    assert not laid.work.target[:, first + len(tables) :].any()


def test_the_sum_of_one_vector_is_that_of_the_exact_check(plain, laid):
    least = plain.multipliers.evaluate_one(laid.work.dense, laid.work.single, laid.work.constant)
    sums = laid.exact.sums(fractions(laid.work.single[0])).ravel()
    assert np.array_equal(laid.work.constant, sums)
    assert least == sums.min()


def test_the_sums_of_many_vectors_are_those_of_the_exact_check(plain, laid):
    plain.multipliers.evaluate(laid.geometry.column, laid.work.dense, laid.work.many, laid.work.sums)
    for t in range(laid.work.many.shape[1]):
        sums = laid.exact.sums(fractions(laid.work.many[:, t]))
        assert np.array_equal(laid.work.sums[:, t], sums.ravel())


@pytest.mark.parametrize(("error", "reach"), [(0.0, 1.0), (0.0, 3.0), (1e-9, 1.0), (1e-15, 2.0)])
def test_the_bound_on_the_errors_counts_the_multipliers_that_meet(plain, laid, error, reach):
    """Four terms more than there are products: the target, its product, and second order."""
    column, many = laid.geometry.column, laid.work.many
    plain.multipliers.bound_errors(laid.plan, many, laid.work.pads, error, reach)
    each = error + (laid.plan[EQUATION, -1] + 4) * ROUNDOFF * reach
    meeting = 1.0 + np.abs(many[column]).sum(axis=1).max(axis=0)
    assert np.all(meeting * each <= laid.work.pads[0])
    assert np.all(laid.work.pads[0] <= 1.02 * meeting * each)
    if reach == 1.0:
        for t in range(many.shape[1]):
            laid.work.single[0, : len(many)] = many[:, t]
            bound = plain.multipliers.bound_error(laid.plan, laid.work.single, error)
            assert bound == pytest.approx(laid.work.pads[0, t], rel=1e-12)


@pytest.mark.parametrize("size", [1e59, 1.2e60, np.inf, np.nan])
def test_multipliers_too_large_to_add_up_prove_nothing(plain, laid, size):
    """One of 0.9e60 may do and two may not, wherever they stand."""
    many, pads, single = laid.work.many, laid.work.pads, laid.work.single
    for k in (0, laid.plan[COLUMN, -1] - 1):
        many[:], single[:] = 0.0, 0.0
        many[k, 0] = single[0, k] = size
        plain.multipliers.bound_errors(laid.plan, many, pads, 1e-16, 1.0)
        assert (pads[0, 0] == np.inf) == (size != 1e59)
        assert pads[0, 1] < 1e-14
        assert (plain.multipliers.bound_error(laid.plan, single, 1e-16) == np.inf) == (size != 1e59)
    many[:, 0] = single[0, : len(many)] = 0.0
    for v in (0, 1):
        many[v * (laid.sizes[0] - 1), 0] = single[0, v * (laid.sizes[0] - 1)] = -0.7e60
    plain.multipliers.bound_errors(laid.plan, many, pads, 1e-16, 1.0)
    assert pads[0, 0] == plain.multipliers.bound_error(laid.plan, single, 1e-16) == np.inf
