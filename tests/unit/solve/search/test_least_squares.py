"""The guessed multipliers are those of numpy's least squares."""

import numpy as np
import pytest
from scipy.optimize import linprog

from belarusgame.solve.search.layout import COLUMN, COUNT, SIZE

SUPPORTS = [
    ((3, 2, 4), [[2, 0], [1], [0, 3, 1]]),
    ((2, 3, 2, 2), [[0, 1], [1, 2], [1], [1, 0]]),
    ((3, 3), [[0, 1, 2], [2, 0, 1]]),
    ((5, 4, 2), [[4, 1, 0, 2, 3], [1, 3, 2], [1, 0]]),
    ((2, 6), [[1, 0], [1, 0, 3, 2, 5]]),
]


@pytest.fixture(params=SUPPORTS, ids=lambda case: str(case[0]))
def laid(request, laid_out, plain, with_an_equilibrium):
    counts, support = request.param
    payoffs, _ = with_an_equilibrium(counts, support)
    found = laid_out(payoffs, support)
    geometry, work = found.geometry, found.work
    plain.multipliers.gather(found.plan, geometry.other, geometry.column, found.rows, work.dense, work.target)
    return found


def nearest_to_one(table):
    """Return the sum of columns that is nearest to the constant 1."""
    return table @ np.linalg.lstsq(table, np.ones(len(table)), rcond=1e-8)[0]


def used(laid):
    return laid.work.dense[:, : laid.plan[COLUMN, -1]]


def test_the_sum_of_single_is_the_nearest_to_one(plain, laid):
    plain.least_squares.aim_at_one(laid.geometry, laid.work)
    table, work = used(laid), laid.work
    expected = nearest_to_one(table)
    assert np.abs(expected).max() > 0.0
    found = table @ work.single[0, : table.shape[1]]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert not work.single[0, table.shape[1] :].any()


def test_the_sums_of_many_are_nearest_to_the_targets_beside_a_constant(plain, laid):
    """Of the best sums for a target with a constant among the columns, what is not the constant's."""
    work, table = laid.work, used(laid)
    plain.least_squares.aim_at_one(laid.geometry, work)
    plain.multipliers.evaluate_one(work.dense, work.single, work.constant)
    plain.least_squares.begin_raising(work)
    work.single[0] = 7.0  # whatever became of these meanwhile
    plain.least_squares.aim_at_targets(laid.geometry, work)
    columns = np.hstack([table, np.ones((len(table), 1))])
    assert np.abs(work.constant).max() > 0.01
    for t in range(laid.plan[COUNT, -1] - len(laid.counts)):
        solution = np.linalg.lstsq(columns, work.target[:, t], rcond=1e-8)[0]
        found = table @ work.many[:, t]
        np.testing.assert_allclose(found, table @ solution[: table.shape[1]], atol=1e-5)


def test_multipliers_are_no_larger_than_they_need_to_be(plain, laid):
    """A ridge keeps them near the shortest solution, though columns may depend on each other."""
    plain.least_squares.aim_at_one(laid.geometry, laid.work)
    table = used(laid)
    scale = np.linalg.norm(table, axis=0)
    shortest = np.linalg.lstsq(table / scale, np.ones(len(table)), rcond=1e-8)[0]
    found = laid.work.single[0, : table.shape[1]] * scale
    assert np.linalg.norm(found) <= 1.001 * np.linalg.norm(shortest) + 1e-9


def test_rows_that_vanish_get_no_multipliers(plain, laid_out):
    """The first player does not care, so that only the second's rows can be used."""
    payoffs = np.random.default_rng(9).uniform(-1, 1, (2, 2, 3))
    payoffs[0] = 0.5
    laid = laid_out(payoffs, [[0, 1], [0, 1, 2]])
    geometry, work = laid.geometry, laid.work
    plain.multipliers.gather(laid.plan, geometry.other, geometry.column, laid.rows, work.dense, work.target)
    plain.least_squares.aim_at_one(geometry, work)
    first = laid.plan[SIZE, 0] * (laid.plan[SIZE, 0] - 1)
    assert not work.single[0, :first].any()
    found = used(laid) @ work.single[0, : laid.plan[COLUMN, -1]]
    np.testing.assert_allclose(found, nearest_to_one(used(laid)), atol=1e-6)


def test_what_a_sum_lacks_of_one_is_never_negative_and_never_no_number(plain):
    sums = np.array([0.25, 1.0, 3.0, -1.0, np.nan, -np.inf, np.inf])
    assert plain.least_squares.lacking(sums) == 0.75**2 + 2.0**2
    assert sums.tolist() == [0.75, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0]


def raised(plain, laid, steps):
    """Return what the sum lacks after so many steps, and the sums of squares on the way."""
    work, least_squares = laid.work, plain.least_squares
    least_squares.aim_at_one(laid.geometry, work)
    plain.multipliers.evaluate_one(work.dense, work.single, work.constant)
    squares = [least_squares.begin_raising(work)]
    for _ in range(steps):
        least_squares.raise_sum(work)
        plain.multipliers.evaluate_one(work.dense, work.single, work.lacks)
        squares.append(least_squares.lacking(work.lacks))
    return squares


def test_a_step_is_what_is_lacking_projected_to_the_sums_and_a_part_of_the_step_before(plain, laid):
    table, work = used(laid), laid.work
    squares = raised(plain, laid, 0)
    assert squares == [pytest.approx(np.square(work.lacks).sum())]
    assert not work.single[2].any()
    for part in (0.0, 0.8):
        before, lacks, step = work.single[0].copy(), work.lacks.copy(), work.single[2].copy()
        plain.least_squares.raise_sum(work)
        wanted = 2.6 * table @ np.linalg.lstsq(table, lacks, rcond=1e-8)[0]
        wanted += part * table @ step[: table.shape[1]]
        found = table @ (work.single[0] - before)[: table.shape[1]]
        np.testing.assert_allclose(found, wanted, atol=1e-5)
        np.testing.assert_allclose(table @ work.single[2, : table.shape[1]], found, atol=1e-9)
        assert not work.single[:, table.shape[1] :].any()
        plain.multipliers.evaluate_one(work.dense, work.single, work.lacks)
        plain.least_squares.lacking(work.lacks)


def test_what_is_lacking_at_last_balances_all_rows(plain, laid):
    """There is an equilibrium, so that no sum is positive: then no row can be told from zero by it."""
    squares = raised(plain, laid, 200)
    assert squares[-1] < squares[0] + 1e-9
    assert squares[-1] > 0.1
    assert np.abs(used(laid).T @ laid.work.lacks).max() < 1e-4 * np.sqrt(squares[-1])


def test_a_sum_that_can_be_positive_everywhere_becomes_so(plain, laid_out):
    """Where least squares leave it negative somewhere, too."""
    needed = 0
    for seed in range(40):
        laid = laid_out(np.random.default_rng(seed).uniform(-1, 1, (3, 2, 3, 2)), [[0, 1], [0, 2, 1], [1, 0]])
        geometry, work = laid.geometry, laid.work
        gathered = (geometry.other, geometry.column, laid.rows, work.dense, work.target)
        plain.multipliers.gather(laid.plan, *gathered)
        table = used(laid)
        least = -np.ones(len(table))
        possible = linprog(np.zeros(table.shape[1]), -table, least, bounds=(None, None)).status == 0
        squares = raised(plain, laid, 200)
        needed += possible and work.constant.min() <= 0
        assert (work.lacks.max() < 1.0) == possible, squares[-1]
    assert needed > 3
