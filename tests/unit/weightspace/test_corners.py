"""Corners in fractions: right where a point is one, refused where it is none."""

from fractions import Fraction

import numpy as np
import pytest

from belarusgame.weightspace.corners import independent_solution, solved_exactly

ZERO = Fraction(0)


def line(bound, *coefficients):
    """Write ``sum of coefficients * variables >= bound``, the zeros left out."""
    return {k: Fraction(c) for k, c in enumerate(coefficients) if c}, Fraction(bound)


def test_random_systems_are_solved():
    generator = np.random.default_rng(3)
    for count in (2, 3, 4, 5):
        for _ in range(10):
            wanted = tuple(Fraction(int(a), int(b)) for a, b in generator.integers(1, 30, (count, 2)))
            matrix = generator.integers(-4, 5, (count + 2, count)).tolist()
            lines = [
                line(sum((c * x for c, x in zip(row, wanted, strict=True)), ZERO), *row) for row in matrix
            ]
            if np.linalg.matrix_rank(np.array(matrix[:count])) == count:
                assert independent_solution(lines, count) == wanted
            if np.linalg.matrix_rank(np.array(matrix)) == count:
                assert independent_solution(lines, count) == wanted
                assert solved_exactly(lines, np.array([float(x) for x in wanted])) == wanted


def test_the_first_independent_equations_count():
    lines = [line(2, 1, 1), line(6, 3, 3), line(99, 1, 1), line(0, 1, -1), line(7, 5, 2)]
    assert independent_solution(lines, 2) == (1, 1)
    assert independent_solution(lines[:3], 2) is None
    assert independent_solution([], 0) == ()


def test_a_corner_is_found_from_near_it():
    # x + 3 y >= 1, 2 x + y >= 1, and x below 1; the corner of the first two is (2/5, 1/5)
    lines = [line(1, 1, 3), line(1, 2, 1), line(-1, -1)]
    assert solved_exactly(lines, np.array([0.4 + 2e-9, 0.2 - 2e-9])) == (Fraction(2, 5), Fraction(1, 5))
    assert solved_exactly(lines, np.array([0.4 + 1e-3, 0.2])) is None  # none is active


@pytest.mark.parametrize("size", [1, 10_000])
def test_slack_counts_in_units_of_the_largest_coefficient(size):
    lines = [line(size, size, 2 * size), line(0, 1, -1)]
    third = Fraction(1, 3)
    assert solved_exactly(lines, np.array([1 / 3 + 2e-8, 1 / 3 - 2e-8])) == (third, third)
    tiny = [line(Fraction(1, 1000), Fraction(1, 1000)), line(1, 1)]  # never divided by less than 1
    assert solved_exactly(tiny[:1], np.array([1.0 + 5e-5])) == (1,)


def test_the_tightest_constraints_come_first():
    # both x >= 1 and x >= 1 - 5e-8 are active at 1 - 4e-8, but only the corner 1 satisfies both
    lines = [line(1, 1), line(1 - Fraction(5, 10**8), 1)]
    assert solved_exactly(lines, np.array([1.0 - 1e-8])) == (1,)
    assert solved_exactly(lines[::-1], np.array([1.0 - 1e-8])) == (1,)
    assert solved_exactly(lines, np.array([1.0 - 4e-8])) is None


def test_a_corner_that_breaks_another_constraint_is_refused():
    lines = [line(1, 1), line(1, 0, 1)]
    near = np.array([1.0, 1.0])
    assert solved_exactly([*lines, line(2, 1, 1)], near) == (1, 1)
    assert solved_exactly([*lines, line(2 + Fraction(1, 10**9), 1, 1)], near) is None
