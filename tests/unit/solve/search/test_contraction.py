"""What is decided about a cell agrees with the exact check, up to the roundings that are meant."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from belarusgame.solve.recheck import exact_cells as exact
from belarusgame.solve.search.contraction import ALIVE, EMPTY, GRID, POSITIVE
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


def track(laid, own, common=(), pads=0.0):
    """Set out the sums of a player's coordinates (a pair: player, one sum a coordinate), and those for all.

    All sums that are left are ones from which nothing follows.
    """
    work, equations = laid.work, laid.plan[EQUATION, -1]
    one = laid.plan[COUNT, -1] - len(laid.sizes)
    work.sums[:], work.pads[:] = 0.0, 0.0
    work.sums[0], work.sums[-1] = -9.0, 9.0
    work.sums[:, equations : one + 1] = -9.0
    j, tables = own
    columns = [one + 1 + j, *range(laid.plan[EQUATION, j], laid.plan[EQUATION, j] + len(tables) - 1)]
    columns += list(range(equations, equations + len(common)))
    for t, table in zip(columns, [*tables, *common], strict=True):
        work.sums[:, t] = np.ravel(table).astype(float)
    work.pads[0, columns] = pads


def bounded(plain, laid, j, sums, pads=0.0, common=()):
    """Return what is found for one player from sums which may be off by ``pads``."""
    work, lower = laid.work, np.full(laid.sizes[j], 7.0)
    track(laid, (j, sums), common, pads)
    plain.contraction._facet_ranges(laid.plan, laid.geometry.facets, work.sums, j, work.low, work.opposite)
    causes = np.full(laid.sizes[j], 7.0)
    alive = plain.contraction._bound_player(laid.plan, j, work.low, work.opposite, work.pads, lower, causes)
    assert not alive or np.array_equal(causes >= 0, lower > 0)
    # the sums that are named are enough
    others = np.setdiff1d(np.arange(work.sums.shape[1]), causes)
    work.low[:, others], work.opposite[:, others] = -9.0, -9.0
    again, named = lower.copy(), causes.copy()
    ranges = work.low, work.opposite
    assert plain.contraction._bound_player(laid.plan, j, *ranges, work.pads, again, named) == alive
    assert not alive or (np.array_equal(lower, again) and np.array_equal(causes, named))
    return lower if alive else None


@pytest.mark.parametrize(("counts", "support"), [*SUPPORTS, ((6, 2, 2), SIX)])
def test_the_bounds_on_coordinates_are_the_exact_ones_rounded_downwards(plain, laid_out, counts, support):
    laid = laid_out(np.zeros((len(counts), *counts)), support)
    outcomes = []
    room = laid.plan[COUNT, -1] - laid.sizes.sum() + 1
    for seed, (j, size) in product(range(25), enumerate(laid.sizes)):
        if size == 1:
            continue
        rng = np.random.default_rng([seed, j])
        own = np.indices(laid.sizes)[j]
        # the sum for a coordinate is mostly above zero where it is played and below elsewhere
        sums = [
            rng.integers(-3, seed % 3, laid.sizes) + np.where(own == v, rng.integers(-1, 6), 0)
            for v in range(size)
        ]
        common = [
            np.where(own == rng.integers(size), rng.integers(-6, seed % 2, laid.sizes), seed % 4)
            for _ in range(rng.integers(room + 1))
        ]
        exactly = [*(-exact.fractions(table) for table in sums), *map(exact.fractions, common)]
        expected = exact.coordinate_bounds(j, exactly)
        lower = bounded(plain, laid, j, sums, 0.0, common)
        outcomes.append(expected is None)
        assert (lower is None) == (expected is None)
        if expected is not None:
            short = [float(bound - Fraction(low)) for bound, low in zip(expected, lower, strict=True)]
            assert min(short) >= 0.0
            assert max(short) < 3 * GRID
            assert np.array_equal(lower / GRID, np.rint(lower / GRID))
    assert 5 < sum(outcomes) < len(outcomes) - 5, (sum(outcomes), len(outcomes))


@pytest.mark.parametrize("pad", [0.0, 0.25, 0.5, 1.0, 1.5])
def test_a_bound_is_worth_less_the_more_the_sums_may_be_off(plain, laid_out, pad):
    """Minus the sum is 2 where the first strategy is played and -6 at the second: 2 (1 - x) <= 6 x."""
    laid = laid_out(np.zeros((2, 2, 2)), [[0, 1], [0, 1]])
    second = np.array([[-2.0, -2.0], [6.0, 6.0]])
    for sums in ([-second, second], [second, second], [-second, -second]):
        lower = bounded(plain, laid, 0, sums, pad)
        # if it is 2 - pad and -6 - pad
        assert lower[1] in (0.0, pytest.approx((2 - pad) / 8, abs=1e-8))
        assert lower[0] in (0.0, pytest.approx((6 - pad) / 8, abs=1e-8))
    assert bounded(plain, laid, 0, [-second, second], pad).all()


def test_a_sum_of_unknown_error_bounds_nothing(plain, laid_out):
    laid = laid_out(np.zeros((2, 3, 2)), [[0, 1, 2], [0, 1]])
    rest = np.array([[-2.0, -2.0], [6.0, 6.0], [-2.0, -2.0]])
    sums = [np.full((3, 2), -1.0), rest, np.full((3, 2), 0.0)]
    assert bounded(plain, laid, 0, sums) is None
    assert bounded(plain, laid, 0, sums, [np.inf, 0.0, 0.0]) == pytest.approx([0.0, 0.25, 0.0], abs=1e-8)
    for pads in ([np.inf, np.inf, 0.0], [np.inf, np.nan, 0.0]):
        assert bounded(plain, laid, 0, sums, pads).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("value", "pad", "alive"), [(-1.0, 0.99, False), (-1.0, 1.0, True), (1.0, 0.99, False), (1.0, 1.0, True)]
)
def test_a_sum_excludes_a_cell_only_by_more_than_its_error(plain, laid_out, value, pad, alive):
    laid = laid_out(np.zeros((2, 3, 2)), [[0, 1], [0, 1]])
    nothing, table = np.array([[-9.0, 9.0]] * 2), np.full((2, 2), value)
    assert (bounded(plain, laid, 0, [table, -table], pad) is not None) == alive
    # what is for all players is at most zero, and may well be negative
    for j in range(2):
        found = bounded(plain, laid, j, [nothing, nothing], pad, [table])
        assert (found is not None) == (alive or value < 0)


def test_in_a_part_of_a_cell_the_sums_are_those_at_its_corners(plain, laid):
    work, rng = laid.work, np.random.default_rng(3)
    for j, size in enumerate(laid.sizes):
        if size == 1:
            continue
        work.sums[:] = rng.integers(-99, 99, work.sums.shape)
        work.pads[:] = rng.integers(1, 9, work.pads.shape)
        lower = np.array([1 / 4, 1 / 16, 1 / 32, 1 / 8])[:size]
        expected = [
            exact.at_least(exact.fractions(table.reshape(laid.sizes)), j, exact.fractions(lower)).ravel()
            for table in work.sums.T
        ]
        pads = work.pads[0] + (size + 3) * work.pads[1]
        keep = 1.0 - lower.sum()
        plain.contraction._cut(laid.plan, laid.geometry.facets, work.sums, work.pads, j, keep, lower)
        assert np.array_equal(work.sums.T, np.array(expected, dtype=float))
        assert np.array_equal(work.pads[0], pads)


def test_the_cuts_of_all_rounds_add_up(plain, laid_out):
    """Replayed in exact numbers, each is allowed by the sums that the ones before left, and none is lost."""
    laid = laid_out(np.zeros((3, 4, 2, 3)), [[0, 1, 2], [0, 1], [1, 2, 0]])
    outcomes, most = [], 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        work, equations = laid.work, laid.plan[EQUATION, -1]
        one = laid.plan[COUNT, -1] - 3
        work.pads[:] = 0.0
        work.sums[:] = rng.uniform(-1, 1, work.sums.shape) / (1 + seed % 7)
        index = np.indices(laid.sizes).reshape(3, -1)
        for j, size in enumerate(laid.sizes):
            columns = [one + 1 + j, *range(laid.plan[EQUATION, j], laid.plan[EQUATION, j] + size - 1)]
            for v, t in enumerate(columns):
                work.sums[:, t] += np.where(index[j] == v, 1.0, 0.0) - rng.uniform(0.2, 0.4)
        work.sums[:, equations : one + 1] -= 0.5
        sums = [exact.fractions(table.reshape(laid.sizes)) for table in work.sums.T]
        verdict, made = plain.contraction._narrow(laid.geometry, work)
        outcomes.append(verdict)
        most = max(most, made)
        together = [exact.fractions(np.zeros(size)) for size in laid.sizes]
        for k, line in enumerate(work.cuts[: made + (verdict == EMPTY)]):
            j = int(line[0])
            first = laid.plan[EQUATION, j]
            own = [-sums[t] for t in (one + 1 + j, *range(first, first + laid.sizes[j] - 1))]
            bounds = exact.coordinate_bounds(j, [*own, *sums[equations : one + 1]])
            assert (bounds is None) == (k == made)
            if bounds is None:
                continue
            lower = exact.fractions(line[1 : laid.sizes[j] + 1])
            assert all(Fraction(-1, 10**8) < bound - low for bound, low in zip(bounds, lower, strict=True))
            sums = [exact.at_least(table, j, lower) for table in sums]
            together[j] = together[j] + (1 - sum(together[j])) * lower
        if verdict == ALIVE:
            for mine, proven in zip(work.lower, together, strict=True):
                short = [
                    float(bound - Fraction(low))
                    for bound, low in zip(proven, mine[: len(proven)], strict=True)
                ]
                assert min(short) >= 0.0
                assert max(short) < 2 * GRID
    assert {ALIVE, EMPTY} == set(outcomes)
    assert most > 4


def replayed(laid, cell, work, cuts):
    """Return the sums after some cuts in exact numbers, from the multipliers, and all cuts together."""
    equations, one = laid.plan[EQUATION, -1], laid.plan[COUNT, -1] - len(laid.sizes)
    outside = [row for i, table in enumerate(cell.rows) for row in table[laid.sizes[i] - 1 :]]
    sums = [cell.sums(exact.fractions(work.many[:, t])) for t in range(one + 1 + len(laid.sizes))]
    sums[equations:one] = [row - table for row, table in zip(outside, sums[equations:one], strict=True)]
    for t in (*range(equations), *range(one + 1, len(sums))):
        sums[t] = -sums[t]
    together = [exact.fractions(np.zeros(size)) for size in laid.sizes]
    for line in work.cuts[:cuts]:
        j = int(line[0])
        lower = exact.fractions(line[1 : laid.sizes[j] + 1])
        assert all(low <= bound for low, bound in zip(lower, bounds_of(laid, sums, line), strict=True))
        sums = [exact.at_least(table, j, lower) for table in sums]
        together[j] = together[j] + (1 - sum(together[j])) * lower
    return sums, together


def bounds_of(laid, sums, line):
    """Bound a player's coordinates by the sums that a cut names."""
    j = int(line[0])
    causes = line[laid.sizes[j] + 1 : 2 * laid.sizes[j] + 1]
    return exact.coordinate_bounds(j, [sums[int(t)] for t in causes if t >= 0])


def check(laid, cell, work, verdict, cuts):
    """Check a verdict in exact numbers, from the multipliers that it left."""
    if verdict == POSITIVE:
        return cell.sums(exact.fractions(work.single[0])).min() > 0
    sums, together = replayed(laid, cell, work, cuts)
    if verdict == EMPTY:
        return bounds_of(laid, sums, work.cuts[cuts]) is None
    return all(
        -1e-12 <= float(bound - Fraction(low)) < 1e-8
        for j, proven in enumerate(together)
        for low, bound in zip(work.lower[j, : laid.sizes[j]], proven, strict=True)
        if laid.sizes[j] > 1
    )


def test_every_verdict_is_right_in_exact_numbers(plain, laid_out):
    seen, most = [], 0
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
            verdict, cuts = plain.contraction.decide(laid.geometry, laid.work, rows, 1e-15)
            seen.append(verdict)
            most = max(most, cuts)
            assert check(laid, cell, laid.work, verdict, cuts)
            if verdict != ALIVE or cuts:
                again = plain.contraction.decide(laid.geometry, laid.work, rows, 1e9)
                assert again == (ALIVE, 0)  # with so large an error nothing can be said
                assert not laid.work.lower[[one, two], :2].any()
            for i in np.flatnonzero(laid.sizes == 1):
                assert verdict != ALIVE or laid.work.lower[i, 0] == 1.0
    assert {ALIVE, POSITIVE, EMPTY} == set(seen)
    assert most > 3


def test_a_sum_is_raised_only_while_that_helps(plain, laid_out, monkeypatch):
    """It excludes cells that least squares alone do not; where there is an equilibrium, it soon ends."""
    steps, outcomes = [], set()
    original = plain.contraction.raise_sum
    monkeypatch.setattr(plain.contraction, "raise_sum", lambda work: steps.append(original(work)))
    for seed in range(30):
        laid = laid_out(np.random.default_rng(seed).uniform(-1, 1, (3, 2, 3, 2)), [[0, 1], [0, 2, 1], [1, 0]])
        steps.clear()
        verdict, cuts = plain.contraction.decide(laid.geometry, laid.work, laid.rows, 1e-15)
        assert check(laid, laid.exact, laid.work, verdict, cuts)
        assert (laid.work.constant.min() > 0) == (not steps)
        assert len(steps) <= 32
        outcomes.add((verdict == POSITIVE, len(steps) > 0))
    assert outcomes == {(True, False), (True, True), (False, True)}
    steps.clear()
    laid = laid_out(np.zeros((3, 2, 3, 2)), [[0, 1], [0, 2, 1], [1, 0]])
    assert plain.contraction.decide(laid.geometry, laid.work, laid.rows, 1e-15) == (ALIVE, 0)
    assert len(steps) == 1  # nothing can be gained, and that was seen at once


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
