"""Sobol indices of groups of inputs from pick-freeze samples, with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belarusgame.base.labels import FloatArray

#: Resamples of the bootstrap that are worked on at a time.
RESAMPLES_AT_ONCE = 100

#: A standard deviation below this part of the largest answer is rounding, not variation.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Indices:
    """Indices of U groups of inputs."""

    #: Shape ``(U,)``: the part of the variance that goes with the group alone, and the part that would be
    #: left if everything else were known. For a group of one input they are its first-order and total index.
    closed: FloatArray
    total: FloatArray
    #: Shape ``(U, 2)``: percentile bootstrap intervals.
    closed_interval: FloatArray
    total_interval: FloatArray


def sobol_indices(
    a: FloatArray,
    b: FloatArray,
    mixed: FloatArray,
    *,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> Indices | None:
    """Estimate the closed and the total index of groups of inputs; None if the answer does not vary.

    Parameters
    ----------
    a, b : numpy.ndarray
        Shape ``(n,)``: the answers at two independent samples of all inputs.
    mixed : numpy.ndarray
        Shape ``(U, n)``: the answers at the first sample with the group's inputs taken from the second.
    confidence : float
        Of the intervals.
    resamples : int
        How often the sample is drawn anew from itself.
    seed : int
        For that.

    Notes
    -----
    With the answers centred, the closed index is estimated by the mean of ``b (mixed - a)`` (Saltelli et al.
    2010, table 2, row b) and the total index by half the mean of ``(a - mixed)^2`` (Jansen 1999), both over
    the variance of the two samples taken together. That they hold for groups as for single inputs is in
    Sobol (2001). The bootstrap (Efron 1979) draws whole rows: a draw with all its mixtures.
    """
    if max(np.ptp(a), np.ptp(b)) <= ROUNDING * max(1.0, float(np.abs(a).max()), float(np.abs(b).max())):
        return None
    middle = np.concatenate([a, b]).mean()
    a, b, mixed = a - middle, b - middle, mixed - middle
    # The variance is made from the first two terms, so that each resample is divided by its own.
    terms = np.vstack([a + b, a**2 + b**2, b * (mixed - a), 0.5 * (a - mixed) ** 2])
    closed, total = _ratios(terms.mean(axis=1)[None], len(mixed))
    drawn = _resampled(terms, resamples, np.random.default_rng(seed))
    tails = [0.5 - confidence / 2.0, 0.5 + confidence / 2.0]
    # A resample in which the answer happens not to vary has no index.
    spread = [np.nanquantile(part, tails, axis=0).T for part in _ratios(drawn, len(mixed))]
    return Indices(closed=closed[0], total=total[0], closed_interval=spread[0], total_interval=spread[1])


def _ratios(means: FloatArray, groups: int) -> tuple[FloatArray, FloatArray]:
    """Turn means of terms, shape ``(samples, 2 + 2 groups)``, into indices of shape ``(samples, groups)``."""
    variance = means[:, 1] / 2.0 - (means[:, 0] / 2.0) ** 2
    variance = np.where(variance > 0.0, variance, np.nan)[:, None]
    return means[:, 2 : 2 + groups] / variance, means[:, 2 + groups :] / variance


def _resampled(terms: FloatArray, resamples: int, generator: np.random.Generator) -> FloatArray:
    """Return the means of the terms over samples with replacement, shape ``(resamples, terms)``."""
    count = terms.shape[1]
    parts: list[FloatArray] = []
    for start in range(0, resamples, RESAMPLES_AT_ONCE):
        size = min(RESAMPLES_AT_ONCE, resamples - start)
        # How often each row is drawn is multinomial: a matrix product adds up a hundred resamples at once.
        times = generator.multinomial(count, np.full(count, 1.0 / count), size=size)
        parts.append(times @ terms.T / count)
    return np.concatenate(parts)
