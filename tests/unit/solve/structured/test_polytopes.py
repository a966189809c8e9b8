"""Polytopes in whole numbers: every cut and every half is exact."""

import numpy as np
import pytest

from belarusgame.solve.structured.polytopes import (
    corners_of,
    cut,
    float_unit,
    floats,
    halves,
    rank_of,
    whole_simplex,
)


def shares(points):
    return sorted(tuple((point / point.sum()).tolist()) for point in points.astype(float))


def test_a_simplex_is_cut_where_a_function_vanishes():
    found = cut(whole_simplex(3), np.array([1, -1, -3]), equation=True)
    assert shares(found) == [(0.5, 0.5, 0.0), (0.75, 0.0, 0.25)]


def test_what_is_at_most_zero_keeps_its_corners():
    found = cut(whole_simplex(3), np.array([1, -1, -3]), equation=False)
    assert shares(found) == [(0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.5, 0.5, 0.0), (0.75, 0.0, 0.25)]


def test_a_function_of_one_sign_leaves_nothing_or_its_zeros():
    assert cut(whole_simplex(2), np.array([1, 2]), equation=False) is None
    assert shares(cut(whole_simplex(2), np.array([0, 2]), equation=True)) == [(1.0, 0.0)]


def test_huge_numbers_do_not_overflow():
    big = 3**60
    found = cut(whole_simplex(2), np.array([big, -1], dtype=object), equation=True)
    assert [[int(x) for x in point] for point in found] == [[1, big]]


def test_numbers_that_no_float_holds_are_floats_in_a_unit():
    small, huge = np.array([[3, -2]]), np.array([[3, -(10**400)]], dtype=object)
    assert float_unit(small) == 1
    assert floats(small, 4).tolist() == [[0.75, -0.5]]
    unit = float_unit(huge)
    assert floats(huge // unit, 1).tolist() == floats(huge - huge % unit, unit).tolist()
    assert floats(huge, 10**400).tolist() == [[0.0, -1.0]]


def test_halves_share_the_middle():
    first, second = halves(whole_simplex(3), 0, 2)
    assert (0.5, 0.0, 0.5) in shares(first)
    assert (0.5, 0.0, 0.5) in shares(second)
    assert shares(first) != shares(second)


def test_only_corners_of_a_segment_and_of_a_polygon_are_kept():
    segment = [[1, 0], [1, 1], [1, 3], [0, 1]]
    assert shares(corners_of(segment)) == [(0.0, 1.0), (1.0, 0.0)]
    polygon = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1], [2, 1, 1]]
    assert shares(corners_of(polygon)) == [(0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)]


@pytest.mark.parametrize("seed", range(5))
def test_rank_agrees_with_the_floats(seed):
    draw = np.random.default_rng(seed)
    matrix = draw.integers(-2, 3, (4, 3)) @ draw.integers(-2, 3, (3, 5))
    assert rank_of(matrix) == np.linalg.matrix_rank(matrix)


def test_halves_of_halves_do_not_overflow_however_fine_they_become():
    points = corners_of([[2**60 - 1, 2], [3, 2**60 - 2]])
    for _ in range(8):
        points, _ = halves(points, 0, 1)
        numbers = points.tolist()
        assert min(map(min, numbers)) >= 0
        assert len({sum(line) for line in numbers}) == 1
    assert sum(numbers[0]) > 2**63


def test_what_is_kept_in_machine_words_has_a_denominator_that_fits():
    line = [2**61 - 1, 2**61 - 3, 2**61 - 5, 2**61 - 7, 2**61 - 9]
    points = corners_of([line])
    assert sum(points.tolist()[0]) == int(points[0].sum()) == sum(line)
