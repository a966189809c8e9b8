"""What is done to one cell agrees with the exact check, which shares no code with the search."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from belarusgame.solve.recheck import exact_cells as exact
from belarusgame.solve.search.cells import ROUNDOFF

SUPPORTS = [
    ((3, 2, 4), [[2, 0], [1], [0, 3, 1]]),
    ((2, 3, 2, 2), [[0, 1], [1, 2], [1], [1, 0]]),
    ((4, 3, 3), [[0, 1, 3], [2, 0, 1], [1, 2]]),
    ((1, 3, 5), [[0], [1, 0, 2], [4, 0, 1, 2, 3]]),
]


@pytest.fixture(params=SUPPORTS, ids=lambda case: str(case[0]))
def laid(request, laid_out):
    counts, support = request.param
    payoffs = np.random.default_rng(3).integers(-9, 9, (len(counts), *counts)).astype(float)
    return laid_out(payoffs, support)


def agrees(laid, rows, corners, cell, split_rows):
    """Whether a cell of floats is the exact cell."""
    joined = np.concatenate([part.ravel() for part in cell.corners])
    return np.array_equal(corners, joined) and all(
        np.array_equal(mine, table) for mine, table in zip(split_rows(laid, rows), cell.rows, strict=True)
    )


def edges(laid):
    return [
        (j, v, w) for j, size in enumerate(laid.sizes) for v, w in product(range(size), repeat=2) if v != w
    ]


def test_halving_moves_one_corner_to_the_middle_of_an_edge(plain, laid, split_rows):
    for j, v, w in edges(laid):
        rows, corners = laid.rows.copy(), laid.corners.copy()
        added = plain.cells.halve(laid.plan, laid.geometry.stride, rows, corners, j, v, w)
        assert added == ROUNDOFF
        assert agrees(laid, rows, corners, laid.exact.halved(j, v, w), split_rows)


def test_shrinking_keeps_what_lies_above_the_lower_bounds(plain, laid, split_rows):
    rows, corners, cell = laid.rows.copy(), laid.corners.copy(), laid.exact
    for j, size in enumerate(laid.sizes):
        lower = np.array([1 / 4, 1 / 16, 1 / 32, 1 / 8, 1 / 64])[:size]
        keep = 1.0 - lower.sum()
        added = plain.cells.shrink(laid.plan, laid.geometry.stride, rows, corners, j, keep, lower)
        assert added == (size + 3) * ROUNDOFF
        cell = cell.shrunk(j, exact.fractions(lower))
    assert agrees(laid, rows, corners, cell, split_rows)


@pytest.mark.parametrize(("counts", "support"), SUPPORTS)
def test_a_range_excludes_what_it_excludes_in_exact_numbers(plain, laid_out, counts, support):
    """Payoffs are small whole numbers, so that many ranges begin or end at zero."""
    answers = []
    for seed in range(80):
        rng = np.random.default_rng(seed)
        payoffs = rng.integers(0, 2 + seed % 4, (len(counts), *counts)) - 0.0
        for i, count in enumerate(counts):
            payoffs[i] += np.moveaxis(
                rng.integers(0, 2, count) * np.ones((*[1] * (len(counts) - 1), count)), -1, i
            )
        laid = laid_out(payoffs, support)
        answers.append(plain.cells.excluded_by_range(laid.plan, laid.rows, 0.0))
        assert answers[-1] == exact.excluded_by_range(laid.exact)
    assert 5 < sum(answers) < 75, sum(answers)


#: The first player has two strategies in its support and two outside; both rows of the second vanish.
@pytest.mark.parametrize(
    ("rows", "error", "excluded"),
    [
        # one row that keeps its sign, by more than its error
        ([[1, 2], [-9, -9], [-9, -9]], 0.75, True),
        ([[1, 2], [-9, -9], [-9, -9]], 1.0, False),
        ([[-3, -2], [-9, -9], [-9, -9]], 1.75, True),
        ([[-3, -2], [-9, -9], [-9, -9]], 2.0, False),
        ([[-1, 1], [-9, -9], [2, 1]], 0.75, True),
        ([[-1, 1], [-9, -9], [2, 1]], 1.0, False),
        ([[-1, 1], [-9, -9], [-2, -1]], 0.25, False),
        # an outside row beats one of the support, by more than twice the error
        ([[-6, 1], [-5, 2], [-9, -9]], 0.49, True),
        ([[-6, 1], [-5, 2], [-9, -9]], 0.5, False),
        ([[-6, 1], [-9, -9], [-1, 7]], 2.49, True),
        ([[-6, 1], [-9, -9], [-1, 7]], 2.51, False),
        ([[-6, 1], [-9, -9], [-5, 1]], 0.0, False),
        # two outside rows may stand as they like to each other
        ([[-6, 1], [-9, -9], [-8, -8]], 0.25, False),
        # a difference has a rounding of its own
        ([[-1, 0], [-1 + 2**-50, 2**-50], [-9, -9]], 0.0, True),
        ([[-1, 0], [-1 + 2**-51, 2**-51], [-9, -9]], 0.0, False),
        ([[0, 0], [5.0e-16, 5.0e-16], [-9, -9]], 1e-15, False),
        ([[0, 0], [5.0e-16, 5.0e-16], [-9, -9]], 5e-16, False),
        ([[-5.2e-16, 0], [0, 5.2e-16], [-9, -9]], 0.0, True),
        ([[-4.6e-16, 0], [0, 4.6e-16], [-9, -9]], 0.0, False),
    ],
)
def test_a_range_excludes_only_by_more_than_its_error(plain, laid_out, rows, error, excluded):
    laid = laid_out(np.zeros((2, 4, 2)), [[0, 1], [0, 1]])
    cell = np.concatenate([np.ravel(rows).astype(float), [0.0, 0.0]])
    assert plain.cells.excluded_by_range(laid.plan, cell, error) is excluded


@pytest.mark.parametrize(
    ("rows", "error", "excluded"),
    [
        ([[-2, 2], [-1, 3]], 0.49, True),
        ([[-2, 2], [-1, 3]], 0.5, False),
        ([[-2, 2], [-3, 1]], 0.49, True),  # both rows must vanish, so either may be the greater
        ([[-2, 2], [-3, 1]], 0.5, False),
        ([[-2, 2], [-3, 3]], 0.0, False),
    ],
)
def test_two_rows_of_a_support_must_meet(plain, laid_out, rows, error, excluded):
    laid = laid_out(np.zeros((2, 3, 2)), [[0, 1, 2], [0, 1]])
    cell = np.concatenate([np.ravel(rows).astype(float), [0.0, 0.0, 0.0]])
    assert plain.cells.excluded_by_range(laid.plan, cell, error) is excluded


@pytest.mark.parametrize("span", [*range(1, 20), 24])
def test_the_extent_of_a_run_is_that_of_its_numbers_alone(plain, span):
    for seed in range(6):
        numbers = np.random.default_rng(seed).normal(size=80)
        at, other = 11, 41
        numbers[[at - 1, at + span, other - 1, other + span]] = 99.0, -99.0, -99.0, 99.0
        here, there = numbers[at : at + span], numbers[other : other + span]
        assert plain.cells.extent(numbers, at, span) == (here.min(), here.max())
        gap = here - there
        assert plain.cells.extent_of_difference(numbers, at, other, span) == (gap.min(), gap.max())


def test_the_width_is_the_largest_difference_of_one_probability(plain, laid_out):
    laid = laid_out(np.zeros((3, 2, 3, 2)), [[0, 1], [0, 1, 2], [0]])
    corners = np.array([0.5, 0.5, 0.25, 0.75, *[0.1, 0.2, 0.7], *[0.4, 0.3, 0.3], *[0.2, 0.3, 0.5], 1.0])
    widths = [plain.cells.width(laid.plan, corners, first, last) for first, last in [(0, 1), (1, 2), (2, 3)]]
    assert widths == [0.25, pytest.approx(0.4), 0.0]
    assert plain.cells.width(laid.plan, corners, 0, 3) == pytest.approx(0.4)
    assert plain.cells.width(laid.plan, corners, 0, 1) == 0.25


def bends(laid, cell):
    """Return for every edge how far the support rows are from affine along it, and the largest change."""
    found = {}
    for j, size in enumerate(laid.sizes):
        for v in range(size):
            for w in range(v):
                bend, slope = Fraction(0), Fraction(0)
                for i, table in enumerate(cell.rows):
                    if i == j:
                        continue
                    for r, row in enumerate(table):
                        change = row.take(v, axis=j) - row.take(w, axis=j)
                        slope = max(slope, abs(change).max())
                        if r < laid.sizes[i] - 1 and abs(row).max() > 0:
                            bend += (change.max() - change.min()) / abs(row).max()
                found[j, v, w] = float(bend), float(slope)
    return found


def divided(plain, laid, moves):
    """Halve a cell of floats and its exact twin alike."""
    rows, corners, cell = laid.rows.copy(), laid.corners.copy(), laid.exact
    for move in moves:
        plain.cells.halve(laid.plan, laid.geometry.stride, rows, corners, *move)
        cell = cell.halved(*move)
    return rows, corners, cell


def differences(laid, lacks):
    """Return for every edge how much of what is lacking is distributed otherwise at its one end."""
    table, found = lacks.reshape(laid.sizes), {}
    for j, v, w in [edge for edge in edges(laid) if edge[1] > edge[2]]:
        one, two = table.take(v, axis=j), table.take(w, axis=j)
        apart = abs(one * two.sum() - two * one.sum()).sum()
        found[j, v, w] = apart / max(one.sum(), two.sum()) if apart else 0.0
    return found


def lengths(cell, found):
    return {(j, v, w): float(abs(cell.corners[j][v] - cell.corners[j][w]).max()) for j, v, w in found}


def edge(plain, laid, rows, corners, floor, error):
    facets, lacks, peaks = laid.geometry.facets, laid.work.lacks, laid.work.peaks
    return plain.cells.edge_to_halve(
        laid.plan, laid.geometry.stride, rows, corners, facets, lacks, peaks, floor, error
    )


@pytest.mark.parametrize("divisions", [0, 1, 2, 5])
def test_the_edge_along_which_the_rows_bend_most_is_halved(plain, laid, divisions):
    choice = np.random.default_rng(divisions)
    laid.work.lacks[:] = np.maximum(choice.uniform(-0.5, 1.0, laid.work.lacks.size), 0.0)
    apart = differences(laid, laid.work.lacks)
    rows, corners, cell = divided(plain, laid, choice.permutation(edges(laid))[:divisions])
    found = bends(laid, cell)
    long = lengths(cell, found)
    slopes = sorted({slope for _, slope in found.values()})
    for floor, error in [(0.0, 0.0), (0.3, 0.0), (0.5, 0.0), (1.0, 0.0), (0.0, slopes[len(slopes) // 2] / 4)]:
        left = [e for e, (_, slope) in found.items() if long[e] > floor and slope > 4 * error]
        expected = max(left, key=lambda e: found[e][0] * apart[e] + 1e-9 * long[e], default=(-1, 0, 0))
        assert edge(plain, laid, rows, corners, floor, error) == expected


def test_where_nothing_bends_the_longest_edge_that_matters_is_halved(plain, laid_out):
    payoffs = np.random.default_rng(2).integers(-5, 5, (2, 3, 3)).astype(float)
    payoffs[1, 2] = payoffs[1, 0]  # the second player cannot tell the first's outer strategies apart
    laid = laid_out(payoffs, [[0, 1, 2], [0, 1, 2]])
    moves = [(0, 0, 1), (0, 1, 2), (1, 1, 2), (1, 2, 0), (1, 0, 1)]
    for count in range(len(moves) + 1):
        rows, corners, cell = divided(plain, laid, moves[:count])
        found = bends(laid, cell)
        long = lengths(cell, found)
        laid.work.lacks[:] = 1.0 + np.arange(9)
        chosen = edge(plain, laid, rows, corners, 0.0, 0.0)
        assert long[chosen] == max(long[e] for e, (_, slope) in found.items() if slope > 0)
        assert found[chosen][1] > 0


@pytest.mark.parametrize("lack", [0.0, 1.0])
def test_where_nothing_follows_from_what_is_lacking_an_edge_is_found_all_the_same(plain, laid, lack):
    laid.work.lacks[:] = lack
    found = bends(laid, laid.exact)
    long = lengths(laid.exact, found)
    chosen = edge(plain, laid, laid.rows, laid.corners, 0.0, 0.0)
    assert long[chosen] == max(long[e] for e, (_, slope) in found.items() if slope > 0)
