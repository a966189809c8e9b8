"""Intervals against scipy, and where they end."""

import numpy as np
import pytest
from scipy import stats

from belarusgame.explore.sampling.intervals import mean_interval, scrambling_interval, wilson_interval


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95])
@pytest.mark.parametrize(
    ("count", "draws"), [(3, 10), (1, 2), (1, 7), (999, 1000), (250, 1001), (1, 1), (0, 4)]
)
def test_wilsons_interval_is_that_of_scipy(count, draws, confidence):
    expected = stats.binomtest(count, draws).proportion_ci(confidence, method="wilson")
    found = wilson_interval(count, draws, confidence)
    assert found == pytest.approx((expected.low, expected.high), rel=1e-9, abs=1e-12)


def test_a_share_that_is_nothing_or_all_is_in_its_interval_to_the_last_bit():
    for draws in (1, 3, 7, 49, 1000):
        assert wilson_interval(0, draws, 0.95)[0] == 0.0 < wilson_interval(0, draws, 0.95)[1] < 1.0
        assert wilson_interval(draws, draws, 0.95)[1] == 1.0 > wilson_interval(draws, draws, 0.95)[0] > 0.0
    assert wilson_interval(0, 0, 0.95) == (0.0, 1.0)
    assert wilson_interval(1, 1000, 0.95)[0] > 0.0
    assert wilson_interval(999, 1000, 0.95)[1] < 1.0


@pytest.mark.parametrize("confidence", [0.8, 0.95])
@pytest.mark.parametrize("shares", [[0.3, 0.35, 0.5], [0.4, 0.6], [0.21, 0.22, 0.25, 0.2, 0.23]])
def test_the_interval_of_scramblings_is_students(shares, confidence):
    expected = stats.ttest_1samp(shares, 0).confidence_interval(confidence)
    expected = (max(0.0, expected.low), min(1.0, expected.high))
    assert scrambling_interval(shares, confidence) == pytest.approx(expected, rel=1e-9)


def test_the_interval_of_a_mean_is_the_normal_one():
    chances = np.array([0.2, 0.3, 0.7, 0.45, 0.5, 0.4, 0.31])
    mean, deviation = chances.mean(), chances.std(ddof=1)
    for confidence in (0.6, 0.95):
        expected = stats.norm.interval(confidence, mean, deviation / np.sqrt(7))
        assert mean_interval(mean, deviation, 7, confidence) == pytest.approx(expected, rel=1e-9)


def test_intervals_of_probabilities_stay_between_0_and_1():
    assert scrambling_interval([0.0, 1.0], 0.95) == (0.0, 1.0)
    assert mean_interval(0.5, 0.5, 1, 0.95) == (0.0, 1.0)
    assert mean_interval(0.0, 0.0, 9, 0.95) == (0.0, 0.0)
    assert mean_interval(1.0, 0.0, 9, 0.95) == (1.0, 1.0)
