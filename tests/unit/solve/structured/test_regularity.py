"""The index of an equilibrium is the sign of the determinant of minus the Jacobian."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.structured.regularity import determinant_sign, index_at
from belarusgame.solve.structured.rows import rows_of, whole_payoffs


def index(payoffs, support, points):
    rows = rows_of(whole_payoffs(bg.Game(payoffs)), support)
    return index_at(rows, tuple(np.array([own]) for own in points))


COORDINATION = np.array([[[2, 0], [0, 1]]] * 2)


def test_of_a_coordination_game_the_mixed_equilibrium_has_minus_one():
    assert index(COORDINATION, ((0,), (0,)), ([1], [1])) == 1
    assert index(COORDINATION, ((1,), (1,)), ([1], [1])) == 1
    assert index(COORDINATION, ((0, 1), (0, 1)), ([1, 2], [1, 2])) == -1


def test_matching_pennies_has_plus_one():
    pennies = np.array([[1, -1], [-1, 1]])
    assert index([pennies, -pennies], ((0, 1), (0, 1)), ([1, 1], [1, 1])) == 1


def test_a_strategy_outside_that_is_as_good_leaves_no_index():
    assert index([[[1, 0], [1, 0]], [[1, 0], [1, 0]]], ((0,), (0,)), ([1], [1])) is None


def test_a_singular_jacobian_leaves_no_index():
    assert index(np.zeros((2, 2, 2)), ((0, 1), (0, 1)), ([1, 1], [1, 1])) is None


@pytest.mark.parametrize("seed", range(8))
def test_signs_agree_with_the_floats(seed):
    matrix = np.random.default_rng(seed).integers(-3, 4, (4, 4))
    matrix[0, 0] = 0 if seed % 2 else matrix[0, 0]  # the first pivot has to be looked for
    assert determinant_sign(matrix.tolist()) == round(np.sign(np.linalg.det(matrix)))


def test_no_rows_have_determinant_one_and_equal_rows_zero():
    assert determinant_sign([]) == 1
    assert determinant_sign([[1, 2], [1, 2]]) == 0


def test_the_middle_of_points_with_a_large_denominator_does_not_overflow():
    rows = rows_of(whole_payoffs(bg.Game(COORDINATION)), ((0, 1), (0, 1)))
    near = np.array([[3 * 2**57 + k, 3 * 2**58 - k] for k in range(14)])
    assert index_at(rows, (near, near[7:8])) == -1
