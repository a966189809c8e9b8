"""Sobol indices against closed forms and against scipy."""

import numpy as np
import pytest
from scipy.stats import sobol_indices as of_scipy

from belarusgame.explore.sensitivity.sobol import sobol_indices

GROUPS = [[0], [1], [2], [0, 2], [0, 1, 2]]


def ishigami(x):
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def sampled(function, generator, count):
    a, b = generator.uniform(-np.pi, np.pi, (2, 3, count))
    mixed = []
    for group in GROUPS:
        values = a.copy()
        values[group] = b[group]
        mixed.append(function(values))
    return function(a), function(b), np.array(mixed)


def test_ishigami_and_homma_1990_with_groups():
    found = sobol_indices(*sampled(ishigami, np.random.default_rng(1), 1 << 15))
    assert found.closed == pytest.approx([0.3139, 0.4424, 0, 0.5576, 1], abs=0.025)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437, 0.5576, 1], abs=0.025)


def test_the_estimates_are_those_of_scipy():
    a, b, mixed = sampled(ishigami, np.random.default_rng(2), 512)
    found = sobol_indices(a, b, mixed)
    other = of_scipy(func={"f_A": a[None], "f_B": b[None], "f_AB": mixed[:, None]}, n=512)
    assert found.closed == pytest.approx(other.first_order.ravel())
    assert found.total == pytest.approx(other.total_order.ravel())


def test_the_intervals_cover():
    truth = np.array([0.3139, 0.4424, 0.0, 0.5576, 1.0])
    covered = []
    for seed in range(60):
        found = sobol_indices(
            *sampled(ishigami, np.random.default_rng(100 + seed), 400), resamples=200, seed=seed
        )
        low, high = found.closed_interval.T
        covered.append((low <= truth) & (truth <= high))
    # 300 intervals of 95 %: five of them go together in a repetition, so the bar is wide
    assert 0.88 <= np.mean(covered) <= 1.0


def test_a_constant_answer_has_no_indices():
    ones = np.full(64, 0.25)
    assert sobol_indices(ones, ones, np.array([ones])) is None
    assert sobol_indices(ones, ones + 1e-16, np.array([ones])) is None
    rounded = np.where(np.arange(64) % 2, 1e9, np.nextafter(1e9, np.inf))
    assert sobol_indices(rounded, rounded, np.array([rounded])) is None


def test_an_answer_that_varies_in_one_sample_only_has_indices():
    ones = np.full(64, 0.25)
    varied = ones + 1e-3 * (np.arange(64) % 2)
    assert sobol_indices(ones, varied, np.array([varied])) is not None
    assert sobol_indices(varied, ones, np.array([ones])) is not None
