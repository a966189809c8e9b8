"""What inputs may be drawn from, and how uniform numbers become draws."""

import numpy as np
import pytest
from scipy import stats

import belarusgame as bg
from belarusgame.errors import GameError
from belarusgame.explore.sampling.distributions import check_distribution, transform_of


@pytest.fixture
def weight():
    """Return an input whose range is not symmetric about its likely value."""
    inputs = bg.load_scenario("belarus-2022").inputs("weight")
    return next(e for e in inputs if e.range.low < e.range.likely < e.range.high)


def drawn(entry, made, own_units, points):
    row = np.array(points)
    transform_of(entry, made, own_units)(row)
    return row


def test_what_compiled_code_draws_needs_no_transform(weight):
    assert [transform_of(weight, name, False) for name in ("triangular", "uniform")] == [None, None]


def test_pert_is_the_beta_distribution_with_the_likely_value_as_its_mode(weight):
    low, likely, high = (float(end) for end in (weight.range.low, weight.range.likely, weight.range.high))
    share = (likely - low) / (high - low)
    beta = stats.beta(1 + 4 * share, 1 + 4 * (1 - share), loc=low, scale=high - low)
    points = [0.1, 0.5, 0.9]
    np.testing.assert_allclose(drawn(weight, "pert", False, points), beta.ppf(points))


def test_a_distribution_is_of_the_position_or_in_own_units_and_stays_in_the_range(weight):
    low, high = float(weight.range.low), float(weight.range.high)
    expected = [low, low + 0.25 * (high - low)]
    np.testing.assert_allclose(drawn(weight, stats.uniform(0, 1), False, [0.0, 0.25]), expected)
    np.testing.assert_allclose(drawn(weight, stats.uniform(low, high - low), True, [0.0, 0.25]), expected)
    assert drawn(weight, stats.uniform(low - 1, 1), True, [0.5]).tolist() == [low]


@pytest.mark.parametrize("made", ["normal", 3, stats.norm(), stats.uniform(0.5, 0.6)])
def test_what_is_none_or_reaches_too_far_is_refused(weight, made):
    with pytest.raises(GameError, match="distribution"):
        check_distribution((weight,), made)
    check_distribution((weight,), stats.uniform(0.5, 0.5))
    with pytest.raises(GameError, match="distribution: input"):
        check_distribution((weight,), {"nobody": "pert"})
