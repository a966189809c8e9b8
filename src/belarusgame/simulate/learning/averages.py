"""Expected payoffs of every strategy against what the others do, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.simulate.compile_simulation import entry, inner

IntArray = NDArray[np.int64]


class Earnings(NamedTuple):
    """The payoffs of one game, laid out for sums.

    ``payoffs`` has one row a learner: the axes of the others in their order, then its own strategies.
    ``others`` says, for every learner, whose probabilities each of those axes is weighed with.
    """

    payoffs: FloatArray  # (learners, profiles)
    others: IntArray  # (learners, players - 1)
    counts: IntArray  # strategies of each learner
    begin: IntArray  # where each learner's entries begin; one entry more


class Watched(NamedTuple):
    """What is written down of runs on their way."""

    path: FloatArray  # (times, entries): one run, at times evenly spread
    visits: IntArray  # (runs, kept): the last profiles, each when play comes to it from another, in a ring
    visited: IntArray  # how many there were


def lay_table(payoffs: FloatArray, *, one_population: bool = False) -> Earnings:
    """Lay out payoffs of shape ``(players, *strategies)``.

    In one population everybody learns the same in either role, so that there is one learner, who meets
    others like itself.
    """
    players = len(payoffs)
    learners = 1 if one_population else players
    # The own axis last: once the others are summed over, what is left is one number a strategy.
    rows = [np.moveaxis(payoffs[i], i, -1).ravel() for i in range(learners)]
    others = [[0 if one_population else j for j in range(players) if j != i] for i in range(learners)]
    counts = np.array(payoffs.shape[1 : 1 + learners], dtype=np.int64)
    return Earnings(
        payoffs=np.array(rows, dtype=np.float64),
        others=np.array(others, dtype=np.int64).reshape(learners, players - 1),
        counts=counts,
        begin=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


@inner
def earn(at: Earnings, learner: int, weights: FloatArray, work: FloatArray, out: FloatArray) -> None:
    """Fill in what a learner's strategies earn; ``weights`` has the entries of all learners.

    The others are summed over one after the other, each over all that is left, so that inner loops are long.
    """
    row, size = at.payoffs[learner], at.payoffs.shape[1]
    for k in range(size):
        work[k] = row[k]
    for axis in range(at.others.shape[1]):
        other = at.others[learner, axis]
        first, count = at.begin[other], at.counts[other]
        size //= count
        for s in range(size):
            # The first strategy's part is weighed where it lies, the others' are added to it: no second
            # array.
            work[s] *= weights[first]
        for a in range(1, count):
            weight, shift = weights[first + a], a * size
            for s in range(size):
                work[s] += weight * work[shift + s]
    start = at.begin[learner]
    for a in range(size):
        out[start + a] = work[a]


@entry
def earnings(at: Earnings, states: FloatArray, out: FloatArray) -> None:
    """Fill in what every strategy earns in each of several states, shape ``(states, entries)``."""
    work = np.empty(at.payoffs.shape[1])
    for k in range(states.shape[0]):
        for i in range(at.counts.shape[0]):
            earn(at, i, states[k], work, out[k])
