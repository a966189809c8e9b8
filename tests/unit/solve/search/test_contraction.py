"""What is decided about a cell agrees with the exact check, up to the roundings that are meant."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from belarusgame.solve.recheck import exact_cells as exact
from belarusgame.solve.search.contraction import ALIVE, EMPTY, GRID, POSITIVE, TEMPTED
from belarusgame.solve.search.layout import COUNT, EQUATION

SUPPORTS = [
    ((3, 2, 4), [[2, 0], [1], [0, 3, 1]]),
    ((4, 3, 3), [[0, 1, 3], [2, 0, 1], [1, 2]]),
    ((2, 3, 2, 2), [[0, 1], [1, 2], [1], [1, 0]]),
    ((5, 2), [[4, 1, 0, 2], [1, 0]]),
]
SIX = [[0, 1, 3, 2, 4, 5], [0], [1, 0]]


@pytest.fixture(params=SUPPORTS, ids=lambda case: str(case[0]))
def laid(request, laid_out):
    counts, support = request.param
    payoffs = np.random.default_rng(6).integers(-9, 9, (len(counts), *counts)).astype(float)
    return laid_out(payoffs, support)


def bounded(plain, laid, j, sums, pads):
    """Return what is found for one player from the sums of its coordinates, which may be off by ``pads``."""
    work, first = laid.work, laid.plan[EQUATION, j]
    work.sums[:] = 99.0
    for t, table in enumerate(sums):
        work.sums[:, first + t] = np.ravel(table).astype(float)
    work.pads[0] = 99.0
    work.pads[0, first : first + len(sums)] = pads
    plain.contraction._facet_ranges(laid.plan, laid.geometry.facets, work.sums, j, work.low, work.high)
    lower, upper = np.full(len(sums) + 1, 7.0), np.full(len(sums) + 1, 7.0)
    alive = plain.contraction._bound_player(laid.plan, j, work.low, work.high, work.pads, lower, upper)
    return lower if alive else None


@pytest.mark.parametrize(("counts", "support"), [*SUPPORTS, ((6, 2, 2), SIX)])
def test_the_bounds_on_coordinates_are_the_exact_ones_rounded_downwards(plain, laid_out, counts, support):
    laid = laid_out(np.zeros((len(counts), *counts)), support)
    outcomes = []
    for seed, (j, size) in product(range(25), enumerate(laid.sizes)):
        if size == 1:
            continue
        rng = np.random.default_rng([seed, j])
        own = np.indices(laid.sizes)[j]
        # the sum for a coordinate is mostly above zero where it is played and below elsewhere
        sums = [
            rng.integers(-3, seed % 3, laid.sizes) + np.where(own == v, rng.integers(-1, 6), 0)
            for v in range(1, size)
        ]
        sums = [exact.fractions(table) for table in sums]
        expected = exact.coordinate_bounds(laid.exact, j, [exact.remainder(sums), *sums])
        lower = bounded(plain, laid, j, sums, 0.0)
        outcomes.append(expected is None)
        assert (lower is None) == (expected is None)
        if expected is not None:
            short = [float(bound - Fraction(low)) for bound, low in zip(expected[0], lower, strict=True)]
            assert min(short) >= 0.0
            assert max(short) < 3 * size * GRID
            assert np.array_equal(lower / GRID, np.rint(lower / GRID))
    assert 5 < sum(outcomes) < len(outcomes) - 5, (sum(outcomes), len(outcomes))


def test_a_bound_is_worth_less_the_more_the_sums_may_be_off(plain, laid_out):
    """G is -2 on the facet of one strategy and 6 on that of the other: 6 x = 2 (1 - x), with a pad of 1."""
    laid = laid_out(np.zeros((2, 2, 2)), [[0, 1], [0, 1]])
    sums = [np.array([[-2.0, -2.0], [6.0, 6.0]])]
    for pad in (0.0, 0.25, 0.5):
        lower = bounded(plain, laid, 0, sums, pad)
        # The sum itself bounds the second strategy, and minus the sum, whose error is twice as large to be
        # on the safe side, the first; an upper bound on one is a lower bound on the other.
        second = max((2 - pad) / 8, (2 - 2 * pad) / 8)
        first = max((6 - pad) / 8, (6 - 2 * pad) / 8)
        assert lower == pytest.approx([first, second], abs=1e-8)


@pytest.mark.parametrize("pad", [0.0, 0.125, 0.25, 0.4, 0.6])
def test_the_first_coordinate_has_the_errors_of_all_the_others(plain, laid_out, pad):
    """Its sum is minus that of the others: 6 where it is played, -2 elsewhere, and twice two errors off."""
    laid = laid_out(np.zeros((2, 3, 2)), [[0, 1, 2], [0, 1]])
    rest = np.array([[6.0, 6.0], [-2.0, -2.0], [-2.0, -2.0]])
    useless = np.array([[-4.0, 4.0]] * 3)
    for pads in ([0.0, pad], [pad, 0.0]):
        lower = bounded(plain, laid, 0, [useless, -rest - useless], pads)
        assert lower == pytest.approx([max(0.0, (2 - 4 * pad) / 8), 0.0, 0.0], abs=1e-8)


def test_a_sum_of_unknown_error_bounds_nothing(plain, laid_out):
    laid = laid_out(np.zeros((2, 3, 2)), [[0, 1, 2], [0, 1]])
    sums = [np.array([[-2.0, -2.0], [6.0, 6.0], [-2.0, -2.0]]), np.full((3, 2), 1.0)]
    assert bounded(plain, laid, 0, sums, [0.0, 0.0]) is None
    for pads in ([np.inf, 0.0], [0.0, np.inf]):
        assert bounded(plain, laid, 0, sums, pads).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("value", "pad", "alive"), [(-1.0, 0.99, False), (-1.0, 1.0, True), (1.0, 0.99, False), (1.0, 1.0, True)]
)
def test_a_sum_excludes_a_cell_only_by_more_than_its_error(plain, laid_out, value, pad, alive):
    laid = laid_out(np.zeros((2, 2, 2)), [[0, 1], [0, 1]])
    assert (bounded(plain, laid, 0, [np.full((2, 2), value)], pad) is not None) == alive


@pytest.mark.parametrize(
    ("lower", "upper", "combined"),
    [
        ([0.25, 0.125, 0.0], [1.0, 1.0, 1.0], [0.25, 0.125, 0.0]),
        ([0.25, 0.125, 0.0], [0.5, 0.25, 0.5], [0.25, 0.125, 0.25]),
        ([0.25, 0.125, 0.0], [0.25, 0.25, 0.5], [0.25, 0.25, 0.5]),  # all of it is known
        ([0.25, 0.125, 0.0], [0.25, 0.125, 0.5], None),  # the upper bounds leave something over
        ([0.5, 0.5, 0.0], [1.0, 1.0, 1.0], [0.5, 0.5, 0.0]),
        ([0.5, 0.5, 0.125], [1.0, 1.0, 1.0], None),
        ([0.5, 0.25, 0.125], [0.5, 0.25, 0.125], None),
        ([0.75, 0.25, 0.0], [0.25, 0.5, 0.25], None),
    ],
)
def test_bounds_are_raised_by_what_the_others_leave(plain, lower, upper, combined):
    lower, upper = np.array(lower), np.array(upper)
    assert plain.contraction._combine(lower, upper, 3) == (combined is not None)
    if combined is not None:
        assert lower.tolist() == combined


def test_the_first_outside_row_that_must_be_positive_is_named(plain, laid_out):
    laid = laid_out(np.zeros((3, 5, 2, 4)), [[0, 1], [0, 1], [1, 2, 0]])
    work, first = laid.work, laid.plan[EQUATION, -1]
    count = laid.plan[COUNT, -1] - laid.sizes.sum()
    assert count == 4
    for tempting, also in product(range(-1, count), (0, 1)):
        work.target[:, first:] = np.random.default_rng(1).uniform(-1, 1, work.target[:, first:].shape)
        work.sums[:, first:] = work.target[:, first:] + 0.5  # so that their difference is -1/2
        work.sums[2, first:] = work.target[2, first:] - 9.0
        work.pads[0] = 0.125
        if tempting >= 0:
            work.sums[:, first + tempting : first + tempting + 1 + also] -= 1.0
        work.target[:, :first], work.sums[:, :first] = 9.0, -9.0  # of the coordinates
        work.target[:, first + count :] = 9.0
        assert plain.contraction._tempting_row(laid.plan, work.target, work.sums, work.pads) == tempting
        work.pads[0] = 0.5  # as large as the difference
        assert plain.contraction._tempting_row(laid.plan, work.target, work.sums, work.pads) == -1


def check(laid, cell, work, verdict, b):
    """Check a verdict in exact numbers, from the multipliers that it left."""
    equations = laid.plan[EQUATION, -1]
    if verdict == POSITIVE:
        return cell.sums(exact.fractions(work.single[0])).min() > 0
    many = exact.fractions(work.many[:, : laid.plan[COUNT, -1] - len(laid.sizes)])
    if verdict == TEMPTED:
        outside = [row for i, table in enumerate(cell.rows) for row in table[laid.sizes[i] - 1 :]]
        return (outside[b] - cell.sums(many[:, equations + b])).min() > 0
    bounds = []
    for j, size in enumerate(laid.sizes):
        if size > 1:
            at = laid.plan[EQUATION, j]
            sums = [cell.sums(many[:, at + v]) for v in range(size - 1)]
            bounds.append((j, exact.coordinate_bounds(cell, j, [exact.remainder(sums), *sums])))
    if verdict == EMPTY:
        return any(found is None for _, found in bounds)
    lower = [(laid.work.lower[j, : laid.sizes[j]], found[0]) for j, found in bounds]
    return all(
        -1e-9 <= float(bound - Fraction(low)) < 1e-6
        for mine, found in lower
        for low, bound in zip(mine, found, strict=True)
    )


def test_every_verdict_is_right_in_exact_numbers(plain, laid_out):
    seen = []
    shapes = [
        ((2, 3, 2), [[0, 1], [0, 2], [1, 0]]),
        ((3, 4, 1), [[0, 1, 2], [0, 2, 1], [0]]),
        ((2, 2, 3), [[1], [0, 1], [1, 2]]),
    ]
    for seed, (counts, support) in product(range(16), shapes):
        laid = laid_out(np.random.default_rng(seed).uniform(-1, 1, (3, *counts)), support)
        rows, corners, cell = laid.rows, laid.corners, laid.exact
        one, two = np.flatnonzero(laid.sizes > 1)[:2]
        for j, v, w in [(None, 0, 0), (one, 0, 1), (two, 1, 0), (two, 0, 1), (one, 1, 0)]:
            if j is not None:
                plain.cells.halve(laid.plan, laid.geometry.stride, rows, corners, j, v, w)
                cell = cell.halved(j, v, w)
            verdict, b = plain.contraction.decide(laid.geometry, laid.work, rows, 1e-15)
            seen.append(verdict)
            assert check(laid, cell, laid.work, verdict, b)
            if verdict != ALIVE:
                again, _ = plain.contraction.decide(laid.geometry, laid.work, rows, 1e9)
                assert again == ALIVE  # with so large an error nothing can be said
                assert not laid.work.lower[[one, two], :2].any()
            for i in np.flatnonzero(laid.sizes == 1):
                assert verdict != ALIVE or laid.work.lower[i, 0] == 1.0
    assert {ALIVE, POSITIVE, TEMPTED, EMPTY} == set(seen)


def test_a_cell_is_contracted_to_its_bounds_player_by_player(plain, laid, split_rows):
    rows, corners, cell = laid.rows.copy(), laid.corners.copy(), laid.exact
    bounds = np.full(laid.work.lower.shape, 7.0)
    error, smallest = 1e-10, 1.0
    for j, size in enumerate(laid.sizes):
        bounds[j, :size] = np.array([1 / 8, 1 / 16, 1 / 4, 1 / 8])[:size] / (j + 1) if size > 1 else 1.0
        if size > 1:
            smallest = min(smallest, 1.0 - bounds[j, :size].sum())
            error += (size + 3) * 1.2e-16
            cell = cell.shrunk(j, exact.fractions(bounds[j, :size]))
    kept = bounds.copy()
    found = plain.contraction.contract(laid.geometry, rows, corners, bounds, 1e-10)
    assert found == (smallest, pytest.approx(error, rel=1e-12))
    assert np.array_equal(bounds, kept)
    for mine, table in zip(split_rows(laid, rows), cell.rows, strict=True):
        np.testing.assert_allclose(mine, table.astype(float), rtol=1e-12, atol=1e-12)
    joined = np.concatenate([part.ravel() for part in cell.corners]).astype(float)
    np.testing.assert_allclose(corners, joined, rtol=1e-12)


def test_what_would_hardly_shrink_is_left_alone_and_so_is_a_point(plain, laid_out):
    laid = laid_out(np.random.default_rng(1).integers(-9, 9, (2, 2, 2)).astype(float), [[0, 1], [0, 1]])
    corners = laid.corners.copy()
    corners[4:] = [0.25, 0.75, 0.25 + 1e-14, 0.75 - 1e-14]
    rows, before = laid.rows.copy(), corners.copy()
    bounds = np.array([[0.0005, 0.0004], [0.5, 0.25]])
    assert plain.contraction.contract(laid.geometry, rows, corners, bounds, 1e-10) == (1.0, 1e-10)
    assert not bounds.any()
    assert np.array_equal(rows, laid.rows)
    assert np.array_equal(corners, before)
