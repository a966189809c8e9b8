"""The guessed multipliers are those of numpy's least squares."""

import numpy as np
import pytest

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
    work.weights[:] = np.random.default_rng(10).uniform(0.2, 2.0, len(work.weights))
    return found


def nearest(table, aim, weights):
    """Return the weighted sum of columns that is nearest to an aim."""
    root = np.sqrt(weights)[:, None]
    return table @ np.linalg.lstsq(root * table, root[:, 0] * aim, rcond=1e-8)[0]


def used(laid):
    return laid.work.dense[:, : laid.plan[COLUMN, -1]]


def test_the_sum_of_single_is_the_nearest_to_one_by_the_weights(plain, laid):
    plain.least_squares.aim_at_one(laid.geometry, laid.work)
    table, work = used(laid), laid.work
    expected = nearest(table, np.ones(len(table)), work.weights)
    assert np.abs(expected).max() > 0.0
    found = table @ work.single[0, : table.shape[1]]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert not work.single[0, table.shape[1] :].any()


def test_the_sums_of_many_are_nearest_to_the_targets_beside_a_constant(plain, laid):
    """Of the best sums for a target with a constant among the columns, what is not the constant's."""
    work, table = laid.work, used(laid)
    work.weights[:] = 1.0
    plain.least_squares.aim_at_one(laid.geometry, work)
    plain.multipliers.evaluate_one(work.dense, work.single, work.constant)
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
    table, root = used(laid), np.sqrt(laid.work.weights)
    scale = np.linalg.norm(root[:, None] * table, axis=0)
    shortest = np.linalg.lstsq(root[:, None] * table / scale, root, rcond=1e-8)[0]
    found = laid.work.single[0, : table.shape[1]] * scale
    assert np.linalg.norm(found) <= 1.001 * np.linalg.norm(shortest) + 1e-9


def test_rows_that_vanish_get_no_multipliers(plain, laid_out):
    """The first player does not care, so that only the second's rows can be used."""
    payoffs = np.random.default_rng(9).uniform(-1, 1, (2, 2, 3))
    payoffs[0] = 0.5
    laid = laid_out(payoffs, [[0, 1], [0, 1, 2]])
    geometry, work = laid.geometry, laid.work
    plain.multipliers.gather(laid.plan, geometry.other, geometry.column, laid.rows, work.dense, work.target)
    work.weights[:] = 1.0
    plain.least_squares.aim_at_one(geometry, work)
    first = laid.plan[SIZE, 0] * (laid.plan[SIZE, 0] - 1)
    assert not work.single[0, :first].any()
    found = used(laid) @ work.single[0, : laid.plan[COLUMN, -1]]
    np.testing.assert_allclose(found, nearest(used(laid), np.ones(len(found)), work.weights), atol=1e-6)


def test_where_a_sum_was_small_the_weight_grows(plain):
    """By the exponential of twice what it fell short, in units of the largest; the mean is kept."""
    sums, weights = np.array([0.5, -2.0, 1.0, 0.0]), np.array([1.0, 0.5, 2.0, 0.5])
    expected = weights * np.exp(-sums)
    assert plain.least_squares._reweigh(sums, weights)
    np.testing.assert_allclose(weights, expected * 4 / expected.sum(), rtol=1e-12)


@pytest.mark.parametrize("size", [0.0, 1e-201, 1e61, np.inf])
def test_nothing_is_weighed_by_sums_without_a_size(plain, size):
    weights = np.array([1.0, 0.5, 1.5])
    assert not plain.least_squares._reweigh(np.array([0.0, -size, 0.0]), weights)
    assert weights.tolist() == [1.0, 0.5, 1.5]


@pytest.mark.parametrize("size", [1e-199, 1e-3, 1e59])
def test_small_and_large_sums_weigh_alike(plain, size):
    weights = np.array([1.0, 1.0])
    assert plain.least_squares._reweigh(np.array([size, -size]), weights)
    np.testing.assert_allclose(weights, np.array([np.exp(-2), np.exp(2)]) / np.cosh(2), rtol=1e-12)


def boosted(plain, laid, rounds, error=0.0):
    work, geometry = laid.work, laid.geometry
    plain.multipliers.gather(laid.plan, geometry.other, geometry.column, laid.rows, work.dense, work.target)
    work.weights[:] = 1.0
    plain.least_squares.aim_at_one(geometry, work)
    plain.multipliers.evaluate_one(work.dense, work.single, work.constant)
    return plain.least_squares.boost(geometry, work, error, rounds)


def test_boosting_ends_with_multipliers_that_are_positive_everywhere_or_says_that_there_are_none(
    plain, laid_out
):
    """Round after round is as if it had been started with the weights before; a large error spoils all."""
    needed = []
    for seed in range(40):
        laid = laid_out(np.random.default_rng(seed).uniform(-1, 1, (3, 2, 2, 2)), [[0, 1]] * 3)
        rounds = next((n for n in range(6) if boosted(plain, laid, n)), None)
        needed.append(rounds)
        if rounds is not None:
            assert boosted(plain, laid, rounds)
            assert laid.work.constant.min() > 0
            assert (used(laid) @ laid.work.single[0, : laid.plan[COLUMN, -1]]).min() > 0
            assert not boosted(plain, laid, rounds, error=10.0)
            assert boosted(plain, laid, rounds + 3)
    assert 0 not in needed  # without a round there is nothing to be found
    assert {1, 2, None} <= set(needed)


def test_boosting_finds_nothing_where_all_rows_vanish(plain, laid_out):
    assert not boosted(plain, laid_out(np.zeros((3, 2, 3, 2)), [[0, 1], [0, 1, 2], [0, 1]]), 3)
