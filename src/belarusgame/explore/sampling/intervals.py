"""Confidence intervals of shares and of means of draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean, stdev

Interval = tuple[float, float]


def wilson_interval(count: int, draws: int, confidence: float) -> Interval:
    """Return Wilson's score interval for a share of independent draws (E. B. Wilson, JASA 22, 1927)."""
    # scipy's binomtest(...).proportion_ci agrees to 3e-16 and is 50 to 1000 times slower, because it has a
    # p-value found first that nobody asks for; to load scipy.stats takes longer than many a sweep.
    if draws == 0:
        return (0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    share = count / draws
    middle = (share + z * z / (2 * draws)) / (1 + z * z / draws)
    half = z / (1 + z * z / draws) * math.sqrt(share * (1 - share) / draws + z * z / (4 * draws * draws))
    return (0.0 if count == 0 else middle - half, 1.0 if count == draws else middle + half)


def scrambling_interval(shares: Sequence[float], confidence: float) -> Interval:
    """Return Student's interval for the mean of the shares that independent scramblings give (Owen 1998)."""
    from scipy.stats import t

    middle = fmean(shares)
    half = float(t.ppf(0.5 + confidence / 2.0, len(shares) - 1)) * stdev(shares) / math.sqrt(len(shares))
    return (max(0.0, middle - half), min(1.0, middle + half))


def mean_interval(mean: float, deviation: float, draws: int, confidence: float) -> Interval:
    """Return the normal interval for a mean of probabilities."""
    half = NormalDist().inv_cdf(0.5 + confidence / 2.0) * deviation / math.sqrt(draws)
    return (max(0.0, mean - half), min(1.0, mean + half))
