"""Uniqueness of a group's logit equilibrium: where responses to responses are a contraction.

If only mover *j* changes what it does, by a share *t* of its probability, the payoff differences of mover
*i* change by at most ``D[i, j] * t``, and its logit response by at most ``rationality / 4`` times that.
So where that multiple of the matrix D has a spectral radius below 1 there is one fixed point. The radius is
bounded from above by any positive vector (L. Collatz, "Einschließungssatz für die charakteristischen Zahlen
von Matrizen", Mathematische Zeitschrift 48, 1942), and with every payoff taken to be wrong by as much as the
rounding before it can have made it, so that rounding makes no claim that is not so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from belarusgame.base.labels import FloatArray

if TYPE_CHECKING:
    from belarusgame.solve.logit.stages import Stage

#: More than all roundings of one operation of a stage together, relative to its size.
ROUNDING = 1e-13
#: Steps towards the vector that bounds best; any number gives a bound.
STEPS = 64


def all_unique(stages: Sequence[Stage], counts: Sequence[int], rationality: float) -> bool:
    """Whether every group of one game is proven to have one logit equilibrium, given those after it."""
    size = float(np.abs(stages[-1].values).max(initial=0.0))
    error = ROUNDING * size
    for stage in reversed(stages):
        wrong = _share_wrong(stage, counts, rationality, error)
        if not wrong < math.inf:
            return False
        # What goes back to earlier groups is an average: it moves by at most the range of payoffs for each
        # mover whose probabilities do.
        error += 2.0 * size * len(stage.movers) * wrong + ROUNDING * size
    return True


def _share_wrong(stage: Stage, counts: Sequence[int], rationality: float, error: float) -> float:
    """Bound how far a group's probabilities are from the only equilibrium; infinite if it may have others.

    ``error`` is how far payoffs may be from those that exact play would lead to.
    """
    size = float(np.abs(stage.values).max(initial=0.0))
    # A payoff difference is off by twice the error, and a logit probability moves by at most a quarter of the
    # rationality times that.
    own = 0.5 * rationality * error + ROUNDING * (1.0 + rationality * size)
    if len(stage.movers) == 1:
        return own
    own += max(counts[i] for i in stage.movers) * float(stage.residuals.max())
    worst = 0.0
    shape = [counts[player] for player in stage.movers]
    for history in range(stage.values.shape[2]):
        payoffs = stage.values[0, list(stage.movers), history].reshape(-1, *shape)
        # An entry of D is made of four payoffs.
        slack = 4.0 * error + ROUNDING * size
        matrix = 0.25 * rationality * (couplings(payoffs) + slack * (1.0 - np.eye(len(shape))))
        bound, spread = radius_bound(matrix)
        if not bound < 1.0:
            return math.inf
        # Banach's theorem in the norm that the vector weighs: with a residual r the fixed point is at most
        # r / (1 - bound) away.
        worst = max(worst, own * spread / (1.0 - bound))
    return worst


def couplings(payoffs: FloatArray) -> FloatArray:
    """Return D: the largest change of a payoff difference of one player when another alone changes.

    Payoffs have the shape ``(players, *strategies)``.
    """
    players = len(payoffs)
    matrix = np.zeros((players, players))
    for i in range(players):
        for j in range(players):
            if i != j:
                own = np.moveaxis(payoffs[i], (i, j), (0, 1))
                differences = own[:, None] - own[None, :]
                matrix[i, j] = float(np.ptp(differences, axis=2).max())
    return matrix


def radius_bound(matrix: FloatArray) -> tuple[float, float]:
    """Bound the spectral radius of a matrix without negative entries by a positive vector.

    Also return the ratio of the vector's greatest entry to its least. What is nearly 1 is rounded up.
    """
    vector = np.ones(len(matrix))
    for _ in range(STEPS):
        # By (I + A) rather than A: it has the same eigenvectors, and a cyclic A does not keep it turning.
        vector += matrix @ vector
        vector = np.maximum(vector / vector.max(), 1e-100)
    # All terms are positive: each of the few roundings is relative, and the factor is more than all of them.
    bound = float((matrix @ vector / vector).max()) * (1.0 + 1e-12)
    return bound, float(vector.max() / vector.min())
