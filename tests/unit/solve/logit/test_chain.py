import numpy as np
import pytest

from belarusgame.solve.logit import sequential_logit_batch
from belarusgame.solve.logit.stages import distributions, induce

COUNTS = (2, 3, 1, 4)
PAYOFFS = np.random.default_rng(5).uniform(-1, 1, (9, 4, *COUNTS))
BASE = [np.array([0.3, 0.7]), np.array([0.5, 0.25, 0.25]), np.ones(1), np.array([0.4, 0.3, 0.2, 0.1])]
LEVELS = np.array([0.0, 0.3, 1.0, 2.0, 8.0, 40.0, 1e3, 1e6, 1e300])


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 0, 1)])
def test_single_movers_do_what_the_induction_says(order):
    groups = [(player,) for player in order]
    found, residuals = sequential_logit_batch(PAYOFFS, groups, BASE, LEVELS)
    expected = distributions(induce(PAYOFFS, groups, BASE, LEVELS), COUNTS)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)
    np.testing.assert_array_equal(residuals, 0.0)
    part, _ = sequential_logit_batch(PAYOFFS[3:5], groups, BASE, LEVELS[3:5])
    np.testing.assert_array_equal(found[3:5], part)


def test_groups_are_solved_with_the_residual_that_says_how_well():
    groups = [(1,), (3, 0), (2,)]
    found, residuals = sequential_logit_batch(PAYOFFS[:5], groups, BASE, LEVELS[:5])
    stages = induce(PAYOFFS[:5], groups, BASE, LEVELS[:5])
    np.testing.assert_array_equal(found, distributions(stages, COUNTS))
    np.testing.assert_array_equal(residuals, stages[1].residuals.max(axis=1))
    assert residuals.max() < 1e-9
