"""Where the numbers of a support stand: told by numpy's own way of counting, and by the exact check."""

import numpy as np
import pytest

from belarusgame.solve.search.layout import COLUMN, CORNER, COUNT, EQUATION, ROW, SIZE, SPAN, STEP

SUPPORTS = [
    ((3, 2, 4), [[2, 0], [1], [0, 3, 1]]),
    ((2, 3, 2, 2), [[0, 1], [1, 2], [1], [1, 0]]),
    ((4, 3, 3), [[0, 1, 3], [2, 0, 1], [1, 2]]),
    ((5, 2), [[4, 1, 0], [1, 0]]),
]


@pytest.fixture(params=SUPPORTS, ids=lambda case: str(case[0]))
def laid(request, laid_out):
    counts, support = request.param
    return laid_out(np.random.default_rng(5).uniform(-1, 1, (len(counts), *counts)), support)


def begins(lengths):
    return [0, *np.cumsum(lengths)]


def test_the_plan_counts_what_stands_before_every_player(laid):
    counts, sizes, plan = laid.counts, laid.sizes, laid.plan
    spans = sizes.prod() // sizes
    assert plan[COUNT].tolist() == [*counts, counts.sum()]
    assert plan[SIZE].tolist() == [*sizes, sizes.sum()]
    assert plan[SPAN, :-1].tolist() == spans.tolist()
    assert plan[ROW].tolist() == begins((counts - 1) * spans)
    assert plan[CORNER].tolist() == begins(sizes**2)
    assert plan[EQUATION].tolist() == begins(sizes - 1)
    assert plan[COLUMN].tolist() == begins(sizes * (sizes - 1))
    assert plan[STEP].tolist() == [*(sizes[i + 1 :].prod() for i in range(len(sizes))), sizes.prod()]


def test_a_row_stands_in_the_order_of_the_opponents_corners(laid):
    for i in range(len(laid.sizes)):
        for j in range(len(laid.sizes)):
            if i != j:
                after = [laid.sizes[k] for k in range(j + 1, len(laid.sizes)) if k != i]
                assert laid.geometry.stride[i, j] == np.prod(after)


def test_combinations_are_one_corner_for_every_player_the_last_running_fastest(laid):
    own = np.stack(np.unravel_index(np.arange(laid.sizes.prod()), laid.sizes))
    assert np.array_equal(laid.geometry.own, own)
    for i in range(len(laid.sizes)):
        rest = [k for k in range(len(laid.sizes)) if k != i]
        places = np.ravel_multi_index([own[k] for k in rest], laid.sizes[rest])
        assert np.array_equal(laid.geometry.other[i], places)


def test_multipliers_and_facets_are_found_by_the_own_corner(laid):
    own, plan, geometry = laid.geometry.own, laid.plan, laid.geometry
    for i, size in enumerate(laid.sizes):
        for c in range(laid.sizes.prod()):
            first = begins(laid.sizes * (laid.sizes - 1))[i] + own[i, c] * (size - 1)
            columns = geometry.column[c, plan[EQUATION, i] : plan[EQUATION, i] + size - 1]
            assert columns.tolist() == list(range(first, first + size - 1))
        for v in range(size):
            facet = geometry.facets[begins(laid.sizes)[i] + v, : plan[SPAN, i]]
            assert facet.tolist() == np.flatnonzero(own[i] == v).tolist()


def test_the_whole_cell_is_that_of_the_exact_check(laid, split_rows):
    """Payoffs differ by one rounding; the strategies outside follow those of the support, in order."""
    for mine, exact in zip(split_rows(laid, laid.rows), laid.exact.rows, strict=True):
        np.testing.assert_allclose(mine, exact.astype(float), rtol=1e-15, atol=1e-15)
    units = np.concatenate([np.eye(size).ravel() for size in laid.sizes])
    assert np.array_equal(laid.corners, units)


def test_the_coordinates_are_the_first_targets(laid):
    """Row by row of the table of combinations: 1 where a player's own corner is the coordinate's."""
    at = 0
    for i, size in enumerate(laid.sizes):
        for v in range(1, size):
            assert np.array_equal(laid.work.target[:, at], laid.geometry.own[i] == v)
            at += 1
    for table in (laid.work.target[:, at:], laid.work.dense, laid.work.pivots, laid.work.single):
        assert not table.any()


def test_sums_lowest_and_copies(plain):
    numbers = np.array([3.0, -2.0, 0.5, 4.0])
    copy = np.full(6, 9.0)
    plain.layout.copy_into(copy, numbers)
    assert copy.tolist() == [3.0, -2.0, 0.5, 4.0, 9.0, 9.0]
    assert plain.layout.lowest(numbers) == -2.0
    assert plain.layout.lowest(np.array([2.0, 3.0])) == 2.0
    assert plain.layout.sum_of(numbers) == 5.5
    plain.layout.fill(numbers, -1.5)
    assert numbers.tolist() == [-1.5] * 4
