import math
import os
import subprocess
import sys
from decimal import Decimal, localcontext
from statistics import NormalDist

import numba
import numpy as np
import pytest

from belarusgame.base import arithmetic

GENERATOR = np.random.default_rng(8)


def in_units_of_the_last_place(found, exact):
    return float(max(abs(Decimal(f) - e) / Decimal(math.ulp(f)) for f, e in zip(found, exact, strict=True)))


def test_exponentials_are_exact_to_one_unit_in_the_last_place():
    x = np.concatenate([GENERATOR.uniform(-708, 709, 500), GENERATOR.normal(size=500), [0.0, -0.0, 709.78]])
    with localcontext(prec=40):
        exact = [Decimal(value).exp() for value in x.tolist()]
        assert in_units_of_the_last_place(arithmetic.exponentials(x).tolist(), exact) < 1.0


def test_logarithms_are_exact_to_two_units_in_the_last_place():
    x = np.concatenate([np.exp(GENERATOR.uniform(-740, 700, 500)), 1 + GENERATOR.normal(size=500) / 99])
    x = np.concatenate([x, [5e-324, 0.5, 2.0, 0.5**0.5, 1.7e308]])
    with localcontext(prec=40):
        exact = [Decimal(value).ln() for value in x.tolist()]
        assert in_units_of_the_last_place(arithmetic.logarithms(x).tolist(), exact) < 2.0
    assert arithmetic.logarithms(np.ones(1))[0] == 0.0


def test_where_functions_end_they_are_what_ieee_says():
    ends = np.array([-np.inf, -1e300, -745.2, -745.1, 709.9, np.inf, np.nan])
    expected = [0.0, 0.0, 0.0, 5e-324, np.inf, np.inf, np.nan]
    np.testing.assert_array_equal(arithmetic.exponentials(ends), expected)
    np.testing.assert_array_equal(
        arithmetic.logarithms(np.array([0.0, np.inf, np.nan])), [-np.inf, np.inf, np.nan]
    )


@numba.njit
def normal_quantiles(shares):
    """Call what only compiled functions call."""
    return np.array([arithmetic.normal_quantile(share) for share in shares])


def test_normal_quantiles_are_those_of_the_standard_library():
    shares = np.concatenate([GENERATOR.uniform(size=500), 10.0 ** -GENERATOR.uniform(0, 300, 200)])
    shares = np.concatenate([shares, [0.5, 0.075, 0.925, 2.0**-54, 1.0 - 2.0**-53]])
    expected = [NormalDist().inv_cdf(share) for share in shares.tolist()]
    np.testing.assert_allclose(normal_quantiles(shares), expected, rtol=4e-15, atol=1e-16)


def test_an_inner_product_is_summed_in_order():
    assert arithmetic.dot(np.array([1e16, 1.0, -1e16]), np.ones(3)) == 0.0
    assert arithmetic.dot(np.array([1e16, -1e16, 1.0]), np.ones(3)) == 1.0


MATRICES = [
    np.array([[-3.0]]),
    np.array([[1e-20, 1.0], [1.0, 1.0]]),  # needs the greatest pivot
    np.array([[0.0, 2.0, 0.0], [0.0, 0.0, -5.0], [4.0, 0.0, 0.0]]),  # two exchanges of rows
    np.array([[0.0, 1.0], [1.0, 0.0]]),  # one exchange
    *np.random.default_rng(0).normal(size=(6, 4, 4)),
    *np.random.default_rng(1).normal(size=(4, 5, 5)),
]


@pytest.mark.parametrize("matrix", MATRICES)
def test_elimination_solves_for_both_sides_and_tells_the_sign_of_the_determinant(matrix):
    sides = np.random.default_rng(2).normal(size=(len(matrix), 2))
    given = matrix.copy(), sides.copy()
    answers, sign = arithmetic.solve(*given)
    assert sign == np.sign(np.linalg.det(matrix))
    np.testing.assert_allclose(answers, np.linalg.solve(matrix, sides), rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(given[0], matrix)
    np.testing.assert_array_equal(given[1], sides)


@pytest.mark.parametrize("matrix", [np.zeros((2, 2)), np.ones((3, 3)), np.array([[0.0, 1.0], [0.0, 2.0]])])
def test_a_pivot_that_vanishes_leaves_no_sign_and_no_numbers(matrix):
    answers, sign = arithmetic.solve(matrix, np.ones((len(matrix), 2)))
    assert sign == 0.0
    assert np.isnan(answers).all()


def test_eigenvalues_with_a_negative_real_part_are_counted():
    for k in range(300):
        matrix = GENERATOR.normal(size=(1 + k % 8,) * 2) * 10.0 ** GENERATOR.uniform(-4, 6)
        expected = np.count_nonzero(np.linalg.eigvals(matrix).real < 0)
        assert arithmetic.negative_eigenvalues(matrix) == expected


def test_eigenvalues_close_to_zero_and_far_from_it_are_counted_too():
    turned = np.linalg.qr(GENERATOR.normal(size=(4, 4)))[0]
    values = np.array([-1e-9, 1e-7, -1e6, 3.0])
    assert arithmetic.negative_eigenvalues(turned @ np.diag(values) @ turned.T) == 2
    assert arithmetic.negative_eigenvalues(np.array([[1e-3, 5.0], [-5.0, 1e-3]])) == 0
    assert arithmetic.negative_eigenvalues(np.array([[-1e-3, 5.0], [-5.0, -1e-3]])) == 2
    assert arithmetic.negative_eigenvalues(np.zeros((2, 2))) in (0, 1, 2)


BITS = """
import numba, numpy as np
from belarusgame.base import arithmetic
drawn = np.random.default_rng(0).normal(size=(6, 6))
parts = arithmetic.exponentials(30 * drawn), arithmetic.logarithms(abs(drawn))
normal_quantile = numba.njit(lambda share: arithmetic.normal_quantile(share))
parts += (*arithmetic.solve(drawn, drawn), [normal_quantile(x) for x in abs(drawn).ravel() / 9])
print(*(np.asarray(part).tobytes().hex() for part in parts), arithmetic.negative_eigenvalues(drawn))
"""


def test_another_processor_finds_the_same_bits():
    plainest = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "NUMBA_OPT": "1"}
    found = [
        subprocess.run([sys.executable, "-c", BITS], env=os.environ | more, capture_output=True, check=True)
        for more in ({}, plainest)
    ]
    assert found[0].stdout == found[1].stdout
    assert len(found[0].stdout) > 1000
