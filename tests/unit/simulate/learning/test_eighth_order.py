"""The coefficients fulfil the conditions that make the method what it is."""

import numpy as np
import pytest

from belarusgame.simulate.learning.eighth_order import FIFTH, STAGES, THIRD, WEIGHTS

#: The weights of the slopes in the step itself, and where in the step each slope is taken.
STEP = WEIGHTS[-1]
NODES = np.concatenate([[0.0], WEIGHTS[:-1].sum(axis=1)])


def test_the_tables_have_a_weight_for_each_slope():
    assert WEIGHTS.shape == (STAGES, STAGES)
    assert FIFTH.shape == THIRD.shape == (STAGES,)
    for stage in range(STAGES - 1):  # no stage looks ahead
        assert not WEIGHTS[stage, stage + 1 :].any()


@pytest.mark.parametrize("degree", range(8))
def test_the_step_integrates_polynomials_up_to_degree_seven(degree):
    assert STEP @ NODES**degree == pytest.approx(1 / (degree + 1), abs=1e-14)


def test_degree_eight_is_beyond_it():
    assert abs(STEP @ NODES**8 - 1 / 9) > 1e-6


@pytest.mark.parametrize("degree", range(1, 8))
def test_the_stages_before_the_step_hang_together(degree):
    """Of the conditions on trees of two levels: the sum of b_i a_ij c_j^k, for a further power of c_j."""
    inner = np.vstack([np.zeros(STAGES), WEIGHTS[:-1]])
    found = STEP @ inner @ NODES ** (degree - 1)
    assert found == pytest.approx(1 / (degree * (degree + 1)), abs=1e-14)


@pytest.mark.parametrize(("estimate", "order"), [(FIFTH, 5), (THIRD, 3)])
def test_an_estimate_vanishes_up_to_its_order_and_not_beyond(estimate, order):
    for degree in range(order):
        assert estimate @ NODES**degree == pytest.approx(0, abs=1e-14)
    assert abs(estimate @ NODES**order) > 1e-5


@pytest.mark.parametrize(("power", "first"), [(1, 2), (2, 2), (3, 5)])
def test_a_stage_is_as_exact_as_a_quadrature_from_some_stage_on(power, first):
    """The sum of a_ij c_j^k is c_i^(k + 1) / (k + 1), as simplifying assumptions have it."""
    stages = np.vstack([np.zeros(STAGES), WEIGHTS[:-1]])
    wrong = np.abs(stages @ NODES**power - NODES ** (power + 1) / (power + 1))
    assert wrong[first:].max() < 1e-14
    assert wrong[first - 1] > 1e-6
