"""The work of a sweep, laid out but not done."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.explore.sampling.sweep import _Asked, _job

ASKED = {
    "seed": 1,
    "concept": "sequential",
    "select": None,
    "events": (),
    "distribution": "triangular",
    "points": "random",
    "scramblings": 16,
    "logit": 0,
    "confidence": 0.95,
    "max_exact": None,
}


@pytest.fixture(scope="session")
def laid_out():
    """Return a function that lays out a sweep of a scenario, in which some draws are noted one by one."""

    def job(scenario, draws, *, kept=0, **asked):
        return _job(_Asked(scenario=scenario, draws=draws, **ASKED | asked), kept)

    return job


@pytest.fixture(scope="session")
def pennies(from_payoffs):
    """The one who matches plays heads with 1/3, and so does the other; a third one does as it likes best."""
    table = {
        "one": [[[3, 3], [-1, -1]], [[-1, -1], [1, 1]]],
        "two": [[[-3, -3], [1, 1]], [[1, 1], [-1, -1]]],
        "third": [[[0, 1], [0, 1]], [[0, 1], [0, 1]]],
    }
    names = [["heads", "tails"], ["heads", "tails"], ["rest", "watch"]]
    return from_payoffs(table, names, weight=(0.9, 1, 1.1), order=["third", ["one", "two"]])


def all_told_apart(payoffs):
    payoffs = np.array(payoffs)
    players, counts = len(payoffs), payoffs.shape[1:]
    digits = np.indices(counts).reshape(players, -1)
    widest, signs = max(counts), [0]
    pairs, begin, situations = [], [0], np.zeros(digits.shape, dtype=np.int64)
    for i, own in enumerate(payoffs):
        for place in product(*(range(1 if j == i else count) for j, count in enumerate(counts))):
            line = [(*place[:i], a, *place[i + 1 :]) for a in range(counts[i])]
            compared = np.zeros((widest, widest), dtype=np.int64)
            for a, b in product(range(counts[i]), repeat=2):
                if a < b:
                    compared[a, b], compared[b, a] = len(signs), -len(signs)
                    signs.append(int(np.sign(own[line[a]] - own[line[b]])))
            for cell in line:
                situations[i, np.ravel_multi_index(cell, counts)] = len(pairs)
            pairs.append(compared)
        begin.append(len(pairs))
    at = SimpleNamespace(
        digits=digits,
        counts=np.array(counts),
        strides=np.array([int(np.prod(counts[k + 1 :])) for k in range(players)]),
        pairs=np.array(pairs),
        situation_begin=np.array(begin),
        situation_of=situations,
    )
    return at, np.array(signs, dtype=np.int8)


@pytest.fixture(scope="session")
def told_apart():
    """Return a function that lays out a game, each place and comparison by itself; and the signs."""
    return all_told_apart
