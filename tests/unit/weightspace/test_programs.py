from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.weightspace.comparisons import normalised, row_value, size_of
from belarusgame.weightspace.programs import (
    exact_point,
    excludes,
    farkas_certificate,
    firm_point,
    holds,
    largest_margin,
    simplest,
    simplest_certificate,
    total,
)
from belarusgame.weightspace.space import space_of


@pytest.fixture(scope="module")
def space(build):
    scenario = build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0, 0.5, 1), [({"row": "b"}, 1)]),
            "row.y": ((0.25, 0.5, 1), [({"row": "b"}, -1)], "level"),
            "column.x": ((0.5, 1, 1.25), [({"column": "c"}, 2)]),
        },
        drivers={"level": (0.5, 1, 2)},
    )
    return space_of(scenario)


X_ABOVE_Y, Y_ABOVE_X = ((0, 1), (1, -1)), ((0, -1), (1, 1))
FAR = ((0, 1), (1, -9))  # x >= 9 y, but y >= 1/8


def test_a_tie_excludes_strict_inequalities_only(space):
    tie = {X_ABOVE_Y: Fraction(1), Y_ABOVE_X: Fraction(1)}
    assert excludes(space, tie, strict=True)
    assert not excludes(space, tie, strict=False)
    assert largest_margin(space, list(tie)).margin == pytest.approx(0.0, abs=1e-9)


def test_no_multipliers_exclude_nothing(space):
    assert not excludes(space, {}, strict=True)
    assert not excludes(space, {FAR: Fraction(-1)}, strict=False)
    assert not excludes(space, {FAR: Fraction(0), X_ABOVE_Y: Fraction(0)}, strict=True)
    assert farkas_certificate(space, {X_ABOVE_Y: 0.0}) is None


def test_an_impossible_set_is_proven_to_be_one(space):
    answer = largest_margin(space, [FAR, X_ABOVE_Y])
    assert answer.margin < 0
    found = farkas_certificate(space, answer.multipliers)
    assert FAR in found
    assert excludes(space, found, strict=False)
    assert exact_point(space, [FAR]) is None


def test_multipliers_that_prove_nothing_are_refused(space):
    assert farkas_certificate(space, {X_ABOVE_Y: 1.0, Y_ABOVE_X: 0.5}) is None


def test_a_point_at_a_tie_is_exact(space):
    point = exact_point(space, [X_ABOVE_Y, Y_ABOVE_X])
    assert holds(space, [X_ABOVE_Y, Y_ABOVE_X], point)
    assert not holds(space, [X_ABOVE_Y], point, strict=True)
    assert exact_point(space, [X_ABOVE_Y, Y_ABOVE_X], strict=True) is None


def test_a_firm_point_is_readable_and_near_the_largest_margin(space):
    # any readable point would do for the first alone; between two the margin is largest in the middle
    low, high = ((0, 3), (2, -1)), ((0, -3), (2, 2))
    best, point = largest_margin(space, [low, high]), firm_point(space, [low, high])
    factors = space.factors(point)
    margin = min(float(row_value(row, factors)) / size_of(row) for row in (low, high))
    assert 0.99 * best.margin <= margin <= best.margin + 1e-9
    assert firm_point(space, [X_ABOVE_Y, Y_ABOVE_X]) is None  # nothing but the tie


def test_what_need_not_move_goes_back_to_where_it_was(space):
    point = exact_point(space, [X_ABOVE_Y], strict=True)
    small = simplest(space, [X_ABOVE_Y], point)
    assert holds(space, [X_ABOVE_Y], small, strict=True)
    assert small.weights[2] == space.likely[2]
    moved = sum(a != b for a, b in zip(small.weights + small.levels, (*space.likely, 1), strict=True))
    assert moved == 1


def test_what_a_tie_does_not_need_goes_back_too(space):
    tie = exact_point(space, [X_ABOVE_Y, Y_ABOVE_X])
    moved = replace(tie, weights=(*tie.weights[:2], space.high[2]))
    assert simplest(space, [X_ABOVE_Y, Y_ABOVE_X], moved).weights[2] == space.likely[2]


HALF, CLOSE = ((0, 1), (1, -2)), 1e-9


def test_the_largest_margin_is_the_one_on_paper(space):
    # x/2 - v and v - x, with v at least 1/8: both are -1/24 at x = 1/6; their sum by 2/3 and 1/3 is -v/3
    found = largest_margin(space, [HALF, Y_ABOVE_X])
    assert found.margin == pytest.approx(-1 / 24)
    assert found.factors == pytest.approx(np.array([1 / 6, 1 / 8, 1]))  # the third does not enter
    assert found.levels == pytest.approx(np.array([1 / 2]))
    assert found.used == (0, 1)
    assert found.multipliers == pytest.approx({HALF: 2 / 3 / 2, Y_ABOVE_X: 1 / 3})  # of x/2 - v, and of v - x
    assert farkas_certificate(space, found.multipliers) == {
        HALF: Fraction(1, 2),
        Y_ABOVE_X: Fraction(1, 2),
    }


def test_without_rows_nothing_moves(space):
    found = largest_margin(space, [])
    assert (found.margin, found.used, len(found.multipliers)) == (np.inf, (), 0)
    assert (found.factors.tolist(), found.levels.tolist()) == ([0.5, 0.5, 1.0], [1.0])


@pytest.fixture(scope="module")
def wide(build):
    """Two drivers that move and one that does not, seven weights, one of them fixed."""
    up = [({"row": "b"}, 1)]
    scenario = build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.k": ((0, 0.5, 1.5), up, "stuck"),
            "row.l": ((0.25, 0.5, 1), up, "first"),
            "row.m": ((0.5, 0.75, 2), up, "second"),
            "row.n": ((1, 1, 1.25), up, "first"),
            "row.o": ((0.75, 0.75, 0.75), up),
            "row.p": ((0.1, 0.3, 0.7), up),
            "column.q": ((0, 0.5, 3), [({"column": "e"}, 1)], "second"),
        },
        drivers={"first": (0.5, 1, 2), "stuck": (1, 1, 1), "second": (0, 1, 3)},
    )
    return space_of(scenario)


def random_rows(generator, count):
    rows = [tuple((k, int(c)) for k, c in enumerate(generator.integers(-5, 6, 7)) if c) for _ in range(count)]
    return [row for row in rows if row]


@pytest.mark.parametrize("fixed", [False, True])
def test_the_margin_is_reached_and_no_margin_is_larger(wide, fixed):
    """The point reaches it; the multipliers show that it is the largest, in exact arithmetic."""
    space = wide.split("first", Fraction(3, 4))[1]
    space = space.with_fixed_drivers([Fraction(3, 2), Fraction(1), Fraction(1, 2)]) if fixed else space
    generator = np.random.default_rng(8)
    for _ in range(15):
        rows = random_rows(generator, int(generator.integers(1, 5)))
        found = largest_margin(space, rows)
        scales = [max(abs(c) for _, c in row) for row in rows]
        worth = [sum(c * found.factors[k] for k, c in row) / s for row, s in zip(rows, scales, strict=True)]
        assert min(worth) == pytest.approx(found.margin)
        for k, j in enumerate(space.driver):
            level = 1.0 if j is None else found.levels[j]
            if k in found.used:
                low, high = (float(end[k]) * level for end in (space.low, space.high))
                assert low - CLOSE <= found.factors[k] <= high + CLOSE
        for level, low, high in zip(found.levels, space.lowest, space.highest, strict=True):
            assert float(low) - CLOSE <= level <= float(high) + CLOSE
        assert found.used == tuple(sorted({k for row in rows for k, _ in row}))
        assert list(found.multipliers) == rows
        assert min(found.multipliers.values()) >= 0
        assert sum(m * s for m, s in zip(found.multipliers.values(), scales, strict=True)) == pytest.approx(1)
        weighted = [(row, Fraction(m)) for row, m in found.multipliers.items()]
        assert float(space.greatest(total(weighted))) == pytest.approx(found.margin)


@pytest.mark.parametrize("fixed", [False, True])
def test_rows_that_hold_at_one_point_only_are_solved_exactly(wide, fixed):
    space = wide.split("first", Fraction(3, 4))[1]
    space = space.with_fixed_drivers([Fraction(3, 2), Fraction(1), Fraction(1, 2)]) if fixed else space
    generator = np.random.default_rng(9)
    for _ in range(12):
        shares = [Fraction(int(share), 31) for share in generator.integers(1, 31, 7)]
        levels = [(low + high) / 2 for low, high in zip(space.lowest, space.highest, strict=True)]
        at = [
            (low + share * (high - low)) * (1 if j is None else levels[j])
            for low, high, share, j in zip(space.low, space.high, shares, space.driver, strict=True)
        ]
        rows = []
        for k, other in ((0, 5), (1, 4), (2, 6), (3, 5)):  # ties through an awkward point
            row = normalised({k: at[other], other: -at[k]})
            rows += [row, tuple((n, -c) for n, c in row)]
        point = exact_point(space, rows)
        assert point is not None
        assert space.contains(point)
        assert all(row_value(row, space.factors(point)) == 0 for row in rows)
        assert exact_point(space, rows, strict=True) is None
        assert holds(space, rows, simplest(space, rows, point))


def test_a_readable_point_is_preferred(wide):
    row = ((0, 3), (5, -7))
    point = exact_point(wide, [row], strict=True)
    assert max(value.denominator for value in (*point.weights, *point.levels)) <= 10
    assert row_value(row, wide.factors(point)) > 0
    assert point.weights[2] == wide.likely[2]
    assert exact_point(wide, [((4, -1),)]) is None


def test_a_level_of_zero_leaves_the_weight_free(wide):
    zero = ((2, -1),)  # a factor of at least 1/2 times the level
    point = exact_point(wide, [zero])
    assert (point.levels[2], point.weights[2]) == (0, wide.likely[2])
    awkward = [zero, ((0, 7), (5, -31)), ((0, -7), (5, 31)), ((5, 31), (4, -13)), ((5, -31), (4, 13))]
    point = exact_point(wide, awkward)
    assert point.levels[2] == 0
    assert holds(wide, awkward, point)


def test_an_inadmissible_point_satisfies_nothing(space):
    start = space.start
    assert holds(space, [X_ABOVE_Y], start)
    assert not holds(space, [X_ABOVE_Y], start, strict=True)
    assert not holds(space, [X_ABOVE_Y], replace(start, levels=(Fraction(3),), weights=space.high))
    assert not holds(space, [X_ABOVE_Y, HALF], start)
    assert holds(space, [], start, strict=True)


def test_multipliers_are_rounded_no_more_than_the_proof_allows():
    one, two, tiny = ((0, 4), (1, -1)), ((1, 3),), ((2, 1),)
    tried = []

    def proves(weighted):
        tried.append(dict(weighted))
        return len(tried) == 3

    found = simplest_certificate({one: 2.0 / 4, two: 0.8341 / 3, tiny: 1.9e-11}, proves)
    assert tried[0] == {one: Fraction(1, 4)}  # 0.417 is nearer to nothing than to all
    assert tried[1:] == [
        {one: Fraction(1, 4), two: Fraction(5, 12) / 3},
        {one: Fraction(1, 4), two: Fraction(0.41705).limit_denominator(1_000) / 3},
    ]
    assert found == tried[2]
    assert simplest_certificate({one: 0.0}, lambda _: True) is None
    assert simplest_certificate({}, lambda _: True) is None
    assert simplest_certificate({one: 0.5}, lambda _: False) is None
    assert simplest_certificate({tiny: 0.5}, lambda weighted: weighted == {tiny: 1}) == {tiny: 1}


def test_sums_of_rows(space):
    weighted = {HALF: Fraction(3), Y_ABOVE_X: Fraction(1, 2)}
    assert total(weighted.items()) == {0: Fraction(5, 2), 1: Fraction(-11, 2)}
    # at most 5/2 - 11/2 * 1/8 > 0; with a fifth as much of the first, 1/10 * x - 7/10 * v is at most 1/80
    assert not excludes(space, weighted, strict=True)
    assert not excludes(space, {HALF: Fraction(3, 5), Y_ABOVE_X: Fraction(1, 2)}, strict=True)
    assert excludes(space, {HALF: Fraction(1, 2), Y_ABOVE_X: Fraction(1, 2)}, strict=False)


def test_a_strict_row_stays_strict_and_a_tie_may_stay_one(space):
    """Levels go back before weights, and no farther than the rows allow."""
    moved = replace(
        space.start, weights=(Fraction(1), Fraction(1, 4), Fraction(5, 4)), levels=(Fraction(1, 2),)
    )
    small = simplest(space, [X_ABOVE_Y], moved)
    assert (small.weights, small.levels) == ((Fraction(1, 2), Fraction(1, 4), 1), (1,))
    tie = replace(space.start, weights=(Fraction(1, 4), Fraction(1, 4), Fraction(1)))
    assert simplest(space, [X_ABOVE_Y], tie).weights == (Fraction(1, 2), Fraction(1, 2), 1)
    narrow = space.split("row.x", Fraction(3, 4))[1]  # the likely weight of x is not admissible here
    assert simplest(narrow, [X_ABOVE_Y], moved).weights == (1, Fraction(1, 2), 1)
