"""What is proven about one solution agrees with the exact check, and so do the numbers on the way."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from belarusgame.solve.recheck import exact_cells as exact
from belarusgame.solve.recheck.exact_roots import _around, _kind, _preconditioned, index_on
from belarusgame.solve.search.cells import ROUNDOFF
from belarusgame.solve.search.layout import COLUMN, CORNER, EQUATION, SPAN
from belarusgame.solve.search.roots import (
    BORDERLINE,
    GRID,
    HEAD,
    KIND,
    NOTHING,
    PROVEN,
    RADIUS,
    REJECTED,
    SIGN,
    SMALL,
)

SUPPORTS = [
    ((3, 2, 4), [[2, 0], [1], [0, 3]]),
    ((3, 3, 3), [[0, 1, 2], [2, 0], [1, 2]]),
    ((2, 3, 2, 2), [[0, 1], [1, 2], [1], [1, 0]]),
]
ALL_CERTAIN = [((3, 3, 3), [[0, 1, 2], [2, 0], [1, 2]]), ((2, 3, 2), [[0, 1], [1, 2], [1, 0]])]


def on_grid(mixtures, support):
    """Return a support's probabilities as the search has them: multiples of GRID that sum to one."""
    parts = [
        np.rint(mixture[inside] / GRID) * GRID for mixture, inside in zip(mixtures, support, strict=True)
    ]
    for part in parts:
        part[0] = 1.0 - part[1:].sum()
    return parts


@pytest.fixture(params=SUPPORTS, ids=lambda case: str(case[0]))
def known(request, laid_out, with_an_equilibrium):
    """Return a support with its solution, the point being placed there."""
    counts, support = request.param
    payoffs, mixtures = with_an_equilibrium(counts, support)
    for i, count in enumerate(counts):
        np.moveaxis(payoffs[i], i, 0)[[a for a in range(count) if a not in support[i]]] -= 0.5
    laid = laid_out(payoffs, support)
    laid.parts = on_grid(mixtures, support)
    laid.trial.point[:] = np.concatenate(laid.parts)
    return laid


@pytest.mark.parametrize("size", [2.0**-8, 0.5, 3.0])
def test_simplices_are_placed_around_the_point(plain, known, split_rows, size):
    error, reach = plain.roots.place(known.geometry, known.trial, known.work.whole, size, 1e-12)
    cell, stretch, added = known.exact, 1.0, 0.0
    lowest = np.split(known.trial.lower, np.cumsum(known.sizes)[:-1])
    for j, (count, vector, lower) in enumerate(zip(known.sizes, known.parts, lowest, strict=True)):
        assert sum(map(Fraction, lower)) == 1 - Fraction(size)
        np.testing.assert_allclose(lower, vector - size / count, atol=1e-14)
        if count > 1:
            cell = cell.shrunk(j, exact.fractions(lower))
            stretch *= size + np.abs(lower).sum()
            added += (count + 3) * ROUNDOFF
    assert reach == pytest.approx(1.01 * stretch, rel=1e-12)
    assert error == pytest.approx(1.01 * stretch * (1e-12 + stretch * added), rel=1e-12)
    for mine, table in zip(split_rows(known, known.trial.rows), cell.rows, strict=True):
        assert np.abs(mine - table).max() <= error
    corners = np.concatenate([part.ravel() for part in cell.corners])
    assert np.abs(known.trial.corners - corners).max() <= error


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_a_matrix_is_inverted_and_its_determinant_has_a_sign(plain, order):
    for seed in range(30):
        matrix = np.random.default_rng(seed).integers(-2, 3, (order, order)).astype(float)
        sign = exact.determinant_sign(exact.fractions(matrix))
        inverse = np.full((order, order), 7.0)
        assert plain.roots.invert(matrix.copy(), inverse) == sign
        if sign != 0:
            np.testing.assert_allclose(matrix @ inverse, np.eye(order), atol=1e-12)


@pytest.mark.parametrize(
    ("matrix", "sign"),
    [
        ([[0.0, 2.0], [3.0, 0.0]], -1),
        ([[0.0, -2.0], [3.0, 0.0]], 1),
        ([[1e-10, 0.0], [0.0, -1e-10]], -1),
        ([[1.0, 0.0], [0.0, 1e-12]], 0),
        ([[1.0, 2.0], [2.0, 4.0 + 1e-12]], 0),
    ],
)
def test_a_matrix_near_a_singular_one_is_not_inverted(plain, matrix, sign):
    assert plain.roots.invert(np.array(matrix), np.zeros((2, 2))) == sign


def test_the_largest_pivot_is_taken(plain):
    """With the first pivot the inverse would be off by a part in ten."""
    matrix = np.array([[1e-9, 1.0, 0.5], [-1.0, 1.0, 2.0], [0.5, -3.0, 1.0]])
    inverse = np.zeros((3, 3))
    plain.roots.invert(matrix.copy(), inverse)
    np.testing.assert_allclose(inverse, np.linalg.inv(matrix), rtol=1e-13)


def derivatives(laid):
    """Return the support rows at the point and their derivatives: differences of a multilinear function."""

    def values(parts):
        found = []
        for i, size in enumerate(laid.sizes):
            for row in laid.exact.rows[i][: size - 1].astype(float):
                for j, part in reversed(list(enumerate(parts))):
                    row = row.take(0, axis=j) if j == i else np.tensordot(row, part, axes=(j, 0))
                found.append(float(row))
        return np.array(found)

    columns = []
    for j, size in enumerate(laid.sizes):
        for v in range(1, size):
            steps = []
            for step in (0.5, -0.5):
                parts = [part.copy() for part in laid.parts]
                parts[j][v] += step
                parts[j][0] -= step
                steps.append(values(parts))
            columns.append(steps[0] - steps[1])
    return values(laid.parts), np.transpose(columns)


def test_rows_are_linearised_at_the_point_by_unit_of_probability(plain, known):
    known.parts = [part.copy() for part in known.parts]
    for j, part in enumerate(known.parts):
        if len(part) > 1:
            part[1] += (j + 1) / 64
            part[0] -= (j + 1) / 64
    known.trial.point[:] = np.concatenate(known.parts)
    trial = known.trial
    plain.roots.place(known.geometry, trial, known.work.whole, 2.0**-8, 0.0)
    plain.roots.linearise(known.plan, known.geometry.stride, trial.rows, trial.value, trial.jacobian)
    value, jacobian = derivatives(known)
    np.testing.assert_allclose(trial.value, value, atol=1e-12)
    np.testing.assert_allclose(trial.jacobian, jacobian, atol=1e-10)


def moved(known, far):
    """Place the point off the solution."""
    at = 0
    for part in known.parts:
        step = far * np.resize([1.0, -0.5, 0.25], len(part) - 1)
        known.trial.point[at + 1 : at + len(part)] = part[1:] + step
        known.trial.point[at] = part[0] - step.sum()
        at += len(part)


@pytest.mark.parametrize("far", [0.0, 0.01, -0.01])
def test_a_point_is_polished_to_the_solution(plain, known, far):
    moved(known, far)
    sign = plain.roots.polish(known.geometry, known.trial, known.work.whole)
    assert sign == index_on(_around(known.exact, list(map(exact.fractions, known.parts)), Fraction(1, 2**30)))
    np.testing.assert_allclose(known.trial.point, np.concatenate(known.parts), atol=1e-13)
    assert np.array_equal(known.trial.point / GRID, np.rint(known.trial.point / GRID))
    for part in np.split(known.trial.point, np.cumsum(known.sizes)[:-1]):
        assert sum(map(Fraction, part)) == 1
    np.testing.assert_allclose(
        known.trial.inverse @ derivatives(known)[1], np.eye(len(known.trial.value)), atol=1e-9
    )


#: Two players with two strategies each, all of them in the support: rows that vanish where the other
#: player's second strategy has the probability that is given.
def crossing(first, second):
    payoffs = np.zeros((2, 2, 2))
    payoffs[0, 1] = [-second, 1 - second]
    payoffs[1, :, 1] = [-first, 1 - first]
    return payoffs


@pytest.mark.parametrize(
    ("first", "start", "found"),
    [(0.25, 0.5, True), (-0.015625, 0.25, True), (-0.03125, 0.25, False), (1.015625, 0.75, True),
     (1.03125, 0.75, False), (0.9375, 0.46875, True), (1.0, 0.5, False), (0.0, 0.5, False)],
)  # fmt: skip
def test_a_solution_is_looked_for_near_the_simplex_and_near_the_start(plain, laid_out, first, start, found):
    """At most a little outside of the simplex, and less than one half away at every step."""
    for payoffs in (crossing(first, 0.5), crossing(0.5, first)):
        laid = laid_out(payoffs, [[0, 1], [0, 1]])
        here = [start, 0.5] if payoffs[0, 1, 1] == 0.5 else [0.5, start]
        laid.trial.point[:] = [1 - here[0], here[0], 1 - here[1], here[1]]
        assert (plain.roots.polish(laid.geometry, laid.trial, laid.work.whole) != 0) == found


def test_the_sign_is_that_of_minus_the_jacobian(plain, laid_out, with_an_equilibrium):
    """With an odd number of equations it is not that of the Jacobian."""
    signs = []
    for seed in range(12):
        payoffs, mixtures = with_an_equilibrium((2, 2, 2), [[0, 1]] * 3, seed)
        laid = laid_out(payoffs, [[0, 1]] * 3)
        laid.trial.point[:] = np.concatenate(mixtures)
        sign = plain.roots.polish(laid.geometry, laid.trial, laid.work.whole)
        if sign != 0:
            parts = np.split(laid.trial.point, 3)
            signs.append(sign)
            assert sign == index_on(
                _around(laid.exact, list(map(exact.fractions, parts)), Fraction(1, 2**30))
            )
    assert {-1, 1} == set(signs)


def sums_of(laid, seed, spread):
    """Draw sums whose derivatives are near the identity, in sixteenths."""
    rng = np.random.default_rng(seed)
    own = np.indices(laid.sizes)
    tables = []
    for j, size in enumerate(laid.sizes):
        for v in range(1, size):
            noise = rng.integers(-spread, spread + 1, laid.sizes) * (rng.random(laid.sizes) < 0.4)
            tables.append((own[j] == v) + (noise - 2) / 16)
    return tables


def written(laid, tables, pads):
    for t, table in enumerate(tables):
        laid.work.sums[:, t] = table.ravel()
    laid.work.pads[:] = 99.0
    laid.work.pads[0, : len(tables)] = pads
    return laid.plan, laid.geometry.own, laid.work.sums, laid.work.pads


def test_that_there_is_one_solution_at_most_is_shown_as_in_exact_numbers(plain, known):
    answers = []
    for seed in range(60):
        tables = sums_of(known, seed, 1 + seed % 8)
        answers.append(plain.roots.one_to_one(*written(known, tables, 0.0)))
        assert answers[-1] == exact.one_to_one(known.exact, [exact.fractions(table) for table in tables])
    assert 4 < sum(answers) < 57, sum(answers)


def test_errors_count_twice_for_every_coordinate(plain, known):
    """Of a sum's derivatives, which are differences; they must stay below 0.99 together."""
    tables = sums_of(known, 1, 0)
    coordinates = len(tables)
    for t in range(coordinates):
        for share, answer in ((0.49, True), (0.5, False)):
            pads = np.zeros(coordinates)
            pads[t] = share / coordinates
            assert plain.roots.one_to_one(*written(known, tables, pads)) == answer


def test_that_there_is_a_solution_is_shown_as_in_exact_numbers(plain, known):
    answers = []
    for seed in range(80):
        tables = sums_of(known, seed, 1 + seed % 4)
        answers.append(plain.roots.points_inwards(*written(known, tables, 0.0)))
        assert answers[-1] == exact.points_inwards(known.exact, [exact.fractions(table) for table in tables])
    assert 5 < sum(answers) < 75, sum(answers)


def test_a_sum_points_inwards_by_more_than_its_error(plain, laid_out):
    """The sum of the first coordinate is minus that of the others: all their errors count, twice."""
    laid = laid_out(np.zeros((2, 3, 3)), [[0, 1, 2], [0, 1, 2]])
    own = np.indices((3, 3))
    for level, pads, answer in [
        (-0.25, [0.0, 0.0, 0.0, 0.0], True),
        (-0.25, [0.25, 0.0, 0.0, 0.0], False),
        (-0.25, [0.0, 0.0, 0.0, 0.25], False),
        (-0.125, [0.125, 0.0, 0.0, 0.0], False),
        (-0.125, [0.1249, 0.1, 0.0, 0.1249], True),
        (-0.125, [0.0, 0.0, 0.1249, 0.1249], True),
    ]:
        tables = [np.where(own[j] == v, 2.0, level) for j in (0, 1) for v in (1, 2)]
        assert plain.roots.points_inwards(*written(laid, tables, pads)) == answer
    for pads, answer in [
        ([0.24, 0.25, 0.24, 0.25], True),
        ([0.25, 0.25, 0.0, 0.0], False),
        ([0.0, 0.0, 0.25, 0.25], False),
    ]:
        tables = [np.where(own[j] == v, 2.0, -1.0) for j in (0, 1) for v in (1, 2)]
        assert plain.roots.points_inwards(*written(laid, tables, pads)) == answer


@pytest.mark.parametrize(
    ("lower", "size", "outside", "error", "kind"),
    [
        ([0.25, 0.5], 0.25, [-2.0, -1.0], 0.5, PROVEN),
        ([0.0, 0.75], 0.25, [-2.0, -1.0], 0.5, BORDERLINE),
        ([0.75, 0.0], 0.25, [-2.0, -1.0], 0.5, BORDERLINE),
        ([-0.25, 1.0], 0.25, [-2.0, -1.0], 0.5, BORDERLINE),
        ([-0.375, 1.0], 0.25, [-2.0, -1.0], 0.5, REJECTED),
        ([1.0, -0.375], 0.25, [-2.0, -1.0], 0.5, REJECTED),
        ([0.25, 0.5], 0.25, [-2.0, -1.0], 1.0, BORDERLINE),
        ([0.25, 0.5], 0.25, [-1.0, -2.0], 1.0, BORDERLINE),
        ([0.25, 0.5], 0.25, [-2.0, 3.0], 1.0, BORDERLINE),
        ([0.25, 0.5], 0.25, [1.0, 3.0], 1.0, BORDERLINE),
        ([0.25, 0.5], 0.25, [3.0, 1.5], 1.0, REJECTED),
        ([0.0, 0.5], 0.25, [1.5, 3.0], 1.0, REJECTED),
    ],
)
def test_a_root_is_judged_by_its_probabilities_and_the_rows_outside(
    plain, laid_out, lower, size, outside, error, kind
):
    """Whoever has two strategies in the support, and whoever has the strategy outside."""
    for player, better in product(range(2), repeat=2):
        counts = [3, 3] if better == 0 else [2, 4]
        laid = laid_out(np.zeros((2, *counts)), [[0, 1], [0, 1]])
        lowest = np.full(4, 0.25)
        lowest[2 * player : 2 * player + 2] = lower
        rows = np.full(len(laid.rows), -9.0)
        rows[: laid.plan[SPAN, 0]] = 5.0  # rows of the support are not asked
        last = len(laid.rows) - laid.plan[SPAN, 1]
        rows[last:] = outside
        assert plain.roots.signs(laid.geometry, rows, lowest, size, error) == kind


def certified(plain, laid):
    """Certify the root near the point, and return its record."""
    trial = laid.trial
    record = np.full(HEAD + 2 * trial.point.size + trial.value.size**2, 7.0)
    return plain.roots.certify(laid.geometry, trial, laid.work, 1e-16, record), record


@pytest.mark.parametrize("far", [0.0, 0.01])
def test_a_record_holds_what_the_exact_check_confirms(plain, known, far):
    moved(known, far)
    kind, record = certified(plain, known)
    length = known.trial.point.size
    assert kind == record[KIND]
    assert kind == PROVEN
    np.testing.assert_allclose(
        record[HEAD + length : HEAD + 2 * length], np.concatenate(known.parts), atol=1e-12
    )
    parts = np.split(exact.fractions(record[HEAD + length : HEAD + 2 * length]), np.cumsum(known.sizes)[:-1])
    inverse = exact.fractions(record[HEAD + 2 * length :]).reshape(known.trial.inverse.shape)
    small = _around(known.exact, parts, Fraction(record[SMALL]))
    assert exact.points_inwards(small, _preconditioned(small, inverse))
    assert _kind(small) == kind
    assert record[SMALL] == 2.0**-32
    region = is_the_largest(known, parts, record)
    corners = [min(column) for part in region.corners for column in part.T]
    wide = np.repeat(known.sizes > 1, known.sizes)
    mine = record[HEAD : HEAD + length]
    np.testing.assert_allclose(mine[wide], np.array(corners, dtype=float)[wide], atol=1e-12)


def is_the_largest(laid, parts, record):
    """Check that a root's region is the largest of those that are tried, and return it."""
    inverse = exact.fractions(record[HEAD + 2 * laid.trial.point.size :]).reshape(laid.trial.inverse.shape)
    for power in (-3, -4, -5, -6, -8, -10, -13, -16, -19):
        size = Fraction(2) ** power
        region = _around(laid.exact, parts, size)
        proven = exact.one_to_one(region, _preconditioned(region, inverse / size))
        assert proven == (size == Fraction(record[RADIUS]))
        if proven:
            assert record[SIGN] == index_on(region)
            return region
    raise AssertionError("no region is proven")


def test_the_nearer_another_solution_the_smaller_is_the_region(plain, laid_out):
    """Three players: the first and the second must mix alike, and their product settles how, in two ways."""
    radii = []
    for power in range(1, 17):
        one, other = 0.5, 0.5 + 2.0**-power / 3
        payoffs = np.zeros((3, 2, 2, 2))
        payoffs[0, 1] = [[0.0, -1.0], [1.0, 0.0]]  # how the second exceeds the third
        payoffs[1, :, 1] = [[0.0, -1.0], [1.0, 0.0]]  # the first the third
        middle = (one + other) / 2
        payoffs[2, :, :, 1] = [
            [one * other, one * other - middle],
            [one * other - middle, (1 - one) * (1 - other)],
        ]
        laid = laid_out(payoffs, [[0, 1]] * 3)
        laid.trial.point[:] = 0.5
        kind, record = certified(plain, laid)
        assert kind == PROVEN
        parts = np.split(exact.fractions(record[HEAD + 6 : HEAD + 12]), 3)
        is_the_largest(laid, parts, record)
        radii.append(record[RADIUS])
    assert radii == sorted(radii, reverse=True)
    assert {2.0**power for power in (-4, -5, -6, -8, -10, -13, -16, -19)} <= set(radii)


@pytest.mark.parametrize("shift", [-3.0, 0.0, 3.0])
@pytest.mark.parametrize(("counts", "support"), ALL_CERTAIN)
def test_a_strategy_outside_decides_what_a_root_is(
    plain, laid_out, with_an_equilibrium, counts, support, shift
):
    payoffs, mixtures = with_an_equilibrium(counts, support)
    j = next(j for j, count in enumerate(counts) if len(support[j]) < count)
    for i, count in enumerate(counts):
        own = np.moveaxis(payoffs[i], i, 0)
        for a in set(range(count)) - set(support[i]):
            own[a] = own[support[i][0]] + (shift if i == j else -3.0)
    laid = laid_out(payoffs, support)
    laid.trial.point[:] = np.concatenate(on_grid(mixtures, support))
    kind, record = certified(plain, laid)
    assert kind == record[KIND] == {-3.0: PROVEN, 0.0: BORDERLINE, 3.0: REJECTED}[shift]


def test_nothing_is_proven_where_solutions_are_not_alone(plain, laid_out):
    """A player who does not care leaves the equations singular."""
    payoffs = crossing(0.5, 0.5)
    payoffs[0] = 0.0
    laid = laid_out(payoffs, [[0, 1], [0, 1]])
    laid.trial.point[:] = 0.5
    kind, record = certified(plain, laid)
    assert kind == NOTHING
    assert set(record) == {7.0}


def test_nothing_is_proven_with_large_errors(plain, known):
    record = np.full(HEAD + 2 * known.trial.point.size + known.trial.value.size**2, 7.0)
    assert plain.roots.certify(known.geometry, known.trial, known.work, 0.1, record) == NOTHING
    assert set(record) == {7.0}
    # where only the smallest simplices are too small for the error, larger ones are taken
    found = [
        plain.roots.certify(known.geometry, known.trial, known.work, error, record) and record[SMALL]
        for error in 10.0 ** np.arange(-16, -3)
    ]
    proven = [size for size in found if size]
    assert proven == sorted(proven)
    assert set(found) == {0, 2.0**-32, 2.0**-26, 2.0**-20}


def test_a_cell_is_covered_by_a_region_that_holds_all_its_corners(plain, laid_out):
    laid = laid_out(np.zeros((3, 2, 1, 3)), [[0, 1], [0], [0, 1, 2]])
    corners = np.array(
        [0.5, 0.5, 0.25, 0.75, 1.0, *[0.5, 0.25, 0.25], *[0.25, 0.5, 0.25], *[0.25, 0.25, 0.5]]
    )
    lowest = np.array([0.25, 0.5, 1.0, 0.25, 0.25, 0.25])
    record = np.concatenate([np.full(HEAD, 7.0), lowest - 0.125, np.full(30, 7.0)])
    assert plain.roots.covered(laid.plan, corners, 0.12, record)
    assert not plain.roots.covered(laid.plan, corners, 0.125, record)
    for at in range(len(lowest)):
        higher = record.copy()
        higher[HEAD + at] += 0.125
        assert not plain.roots.covered(laid.plan, corners, 0.0, higher)
        higher[HEAD + at] -= 1e-9
        assert plain.roots.covered(laid.plan, corners, 0.0, higher)


def test_the_inverse_is_handed_to_every_corner(plain, known):
    """Multipliers do not depend on the own corner, and are by unit of the simplices' size."""
    inverse = np.arange(1.0, 1 + known.trial.value.size**2).reshape(known.trial.inverse.shape)
    known.work.many[:] = 7.0
    plain.roots._aim(known.plan, inverse, 0.25, known.work.many)
    expected = np.zeros(known.work.many.shape)
    for c, columns in enumerate(known.geometry.column):
        assert c >= 0
        expected[columns, : len(inverse)] = inverse.T / 0.25
    assert np.array_equal(known.work.many, expected)
    assert known.plan[COLUMN, -1] == len(expected)
    assert known.plan[EQUATION, -1] == len(inverse)
    assert known.plan[CORNER, -1] == (known.sizes**2).sum()
