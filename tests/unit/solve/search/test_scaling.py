"""Payoffs are scaled to differences of about one, and what is lost is counted."""

import numpy as np
import pytest

from belarusgame.solve.search import scaling


def scaled(payoffs, *, is_rounded):
    """Scale one game, as the second of two: games do not touch each other."""
    both = np.stack([np.ones_like(payoffs), payoffs])
    lines, powers, errors = scaling.scaled(both, rounded=np.array([not is_rounded, is_rounded]))
    return lines[1], powers[1].tolist(), errors[1]


def largest_span(payoffs, i):
    own = np.moveaxis(payoffs[i], i, 0)
    return float((own.max(axis=0) - own.min(axis=0)).max())


GAMES = {
    "uniform": np.random.default_rng(1).uniform(-1, 1, (3, 2, 4, 3)),
    "wide": np.array([[[0.9, 0.1], [-0.9, 0.0], [0.3, 0.2]], [[3.0, -2.9], [1.0, 2.0], [0.0, 0.5]]]),
    "large": np.random.default_rng(2).integers(-9, 9, (2, 3, 2)) * 1e150,
    "small": np.random.default_rng(3).integers(-9, 9, (2, 3, 2)) * 1e-150,
    "nearly constant": 1000.0 + np.random.default_rng(4).integers(0, 3, (3, 2, 3, 2)) / 64,
    "one is indifferent": np.concatenate(
        [np.random.default_rng(5).uniform(-1, 1, (2, 3, 2, 2)), np.ones((1, 3, 2, 2))]
    ),
}


@pytest.mark.parametrize("name", GAMES)
def test_payoffs_are_scaled_by_powers_of_two_to_differences_of_about_one(name):
    payoffs = GAMES[name]
    lines, powers, error = scaled(payoffs, is_rounded=False)
    for i, power in enumerate(powers):
        assert np.array_equal(lines[i], np.ldexp(np.moveaxis(payoffs[i], i, 0).ravel(), power))
        span = largest_span(payoffs, i) * 2.0**power
        assert span == 0.0 or 0.5 <= span <= 1.0
    assert error == pytest.approx(1.2e-16, rel=1e-9)
    _, _, rounded = scaled(payoffs, is_rounded=True)
    assert rounded == pytest.approx(1.2e-16 * (1 + 2 * np.abs(lines).max()), rel=1e-9)


def test_hardly_any_difference_is_scaled_as_far_as_numbers_reach():
    """Payoffs of 1 and a difference of 1e-290; what a float of that size lost counts as an error."""
    payoffs = np.zeros((2, 2, 2))
    payoffs[0, 0, 0] = 1.0
    payoffs[0, 1, 0] = 1.0
    payoffs[0, 1, 1] = 1e-290
    payoffs[1, 0, 1] = 1.0
    lines, powers, error = scaled(payoffs, is_rounded=False)
    assert powers == [899, -1]
    assert lines[0].max() == 2.0**899
    assert error == pytest.approx(1.2e-16 + 2.0**-160, rel=1e-12)
