"""The equations of a logit equilibrium at a point, and their derivatives, compiled.

With ``z`` the log-probabilities, ``b`` the base measure and ``u`` what each strategy earns, a point is a
logit equilibrium where ``z`` is ``log b + rationality * u`` up to a constant a player, and probabilities sum
to one. Logarithms keep apart what probabilities below 1e-300 would merge (Turocy 2005).
"""

from __future__ import annotations

import numpy as np

from belarusgame.base.arithmetic import exp, log
from belarusgame.base.labels import FloatArray
from belarusgame.solve.logit.arrays import Buffers, IntArray, Layout, PlaceArray
from belarusgame.solve.logit.compile_logit import entry, inner

#: Bits are shifted as unsigned words: of one that is signed and one that is not numba makes a float.
ONE = np.uint64(1)


@entry
def evaluate(
    at: Layout,
    z: FloatArray,
    levels: FloatArray,
    buffers: Buffers,
    values: FloatArray,
    by_z: FloatArray,
    by_level: FloatArray,
) -> None:
    """Fill in the left sides at a point of each game, and their derivatives by ``z`` and by rationality.

    For each player the likeliest strategy's equation says that probabilities sum to one; every other says
    that its log-odds against the likeliest are those of the logit response. That form is quadratic at most in
    each pair of players' probabilities, so that Newton's method works at any rationality.
    """
    for game in range(z.shape[0]):
        place(at, game, z[game], buffers)
        by_z[game] = 0.0
        for i in range(at.counts.shape[0]):
            top, total = buffers.likeliest[i], 0.0
            for e in range(at.begin[i], at.begin[i + 1]):
                total += buffers.probabilities[e]
            for e in range(at.begin[i], at.begin[i + 1]):
                by_z[game, top, e] = buffers.probabilities[e] / total
                if e != top:
                    _log_odds(at, game, e, top, levels[game], buffers, values, by_z, by_level)
            values[game, top], by_level[game, top] = log(total), 0.0


@inner
def _log_odds(
    at: Layout,
    game: int,
    e: int,
    top: int,
    level: float,
    buffers: Buffers,
    values: FloatArray,
    by_z: FloatArray,
    by_level: FloatArray,
) -> None:
    """Fill in the equation of one entry: its log-odds against its player's likeliest are the response's."""
    base, gain = at.log_base[game], buffers.earned[e] - buffers.earned[top]
    values[game, e] = buffers.guess[e] - buffers.guess[top] - (base[e] - base[top]) - level * gain
    by_level[game, e] = -gain
    for a in range(buffers.guess.shape[0]):  # a player's own probabilities have no effect
        by_z[game, e, a] = (
            -level * buffers.probabilities[a] * (buffers.effects[a, e] - buffers.effects[a, top])
        )
    by_z[game, e, e] += 1.0
    by_z[game, e, top] -= 1.0


@entry
def differences(begin: IntArray, z: FloatArray, by_z: FloatArray) -> FloatArray:
    """Return the derivative, at a logit equilibrium, of ``z`` less the logarithmic response to it.

    It is a combination, of determinant 1, of the rows of :func:`evaluate`.
    """
    out = by_z.copy()
    for i in range(begin.shape[0] - 1):
        top = begin[i]
        for e in range(begin[i], begin[i + 1]):
            # The same entry that the equations took as the likeliest: its row holds the sum of the
            # probabilities.
            top = e if z[e] > z[top] else top
        for c in range(z.shape[0]):
            out[top, c] = 0.0
            # A response's logarithm is log b + rationality * u less its normalisation, whose derivative is
            # the mean.
            mean = 0.0
            for e in range(begin[i], begin[i + 1]):
                mean += exp(z[e]) * out[e, c]
            for e in range(begin[i], begin[i + 1]):
                out[e, c] += by_z[top, c] - mean
    return out


@entry
def distances(at: Layout, z: FloatArray, levels: FloatArray, buffers: Buffers) -> FloatArray:
    """Return the greatest difference, in probability, between a point of each game and its response."""
    gaps = np.zeros(z.shape[0])
    response = np.empty(z.shape[1])
    for game in range(z.shape[0]):
        place(at, game, z[game], buffers)
        for e in range(z.shape[1]):
            response[e] = at.log_base[game, e] + levels[game] * buffers.earned[e]
        _normalise(at.begin, response)
        for e in range(z.shape[1]):
            # As probabilities, not logarithms: what is never played may be off by any factor and means
            # nothing.
            gaps[game] = max(gaps[game], abs(response[e] - buffers.probabilities[e]))
    return gaps


@entry
def normalised(begin: IntArray, z: FloatArray) -> FloatArray:
    """Return the probabilities of points, those of each player summing to one to the last bit or two."""
    out = z.copy()
    for point in range(z.shape[0]):
        _normalise(begin, out[point])
    return out


@inner
def _normalise(begin: IntArray, z: FloatArray) -> None:
    """Turn log-weights into probabilities."""
    for i in range(begin.shape[0] - 1):
        highest, total = -np.inf, 0.0
        for e in range(begin[i], begin[i + 1]):
            highest = max(highest, z[e])
        for e in range(begin[i], begin[i + 1]):
            z[e] = exp(z[e] - highest)
            total += z[e]
        for e in range(begin[i], begin[i + 1]):
            z[e] /= total


@inner
def place(at: Layout, game: int, z: FloatArray, buffers: Buffers) -> None:
    """Take up one point of one game."""
    buffers.guess[:] = z
    buffers.work[: at.tensors.shape[1]] = at.tensors[game]
    respond(at, buffers)


@inner
def respond(at: Layout, buffers: Buffers) -> None:
    """Fill in probabilities, what they earn, and what every strategy gains from each of them."""
    for i in range(at.counts.shape[0]):
        likeliest, total = at.begin[i], 0.0
        for e in range(at.begin[i], at.begin[i + 1]):
            likeliest = e if buffers.guess[e] > buffers.guess[likeliest] else likeliest
            # A bad guess must not overflow; answers lie below 0.
            buffers.probabilities[e] = exp(min(buffers.guess[e], 1.0))
            total += buffers.probabilities[e]
        buffers.likeliest[i] = likeliest
        # Newton's step of the likeliest's logarithm for log(total) = 0, whose derivative is p / total.
        buffers.excess[i] = total * log(total) / buffers.probabilities[likeliest]
    _sum_up(at.sums, buffers.probabilities, buffers.work)


@inner
def _sum_up(sums: PlaceArray, chances: FloatArray, work: FloatArray) -> None:
    """Do all sums of one point, in the order in which they are listed."""
    for k in range(sums.shape[0]):
        source, into, size, begin, count = sums[k, 0], sums[k, 1], sums[k, 2], sums[k, 3], sums[k, 4]
        for r in range(size):
            work[into + r] = chances[begin] * work[source + r]
        for a in range(ONE, count):
            chance, block = chances[begin + a], source + a * size
            for r in range(size):
                work[into + r] += chance * work[block + r]
