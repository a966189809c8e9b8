"""What the tests of the solvers share."""

from dataclasses import replace
from itertools import permutations
from math import prod
from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.solve.verify import verify_equilibria


def determinant(matrix):
    """Return a determinant as Leibniz writes it."""
    total = 0
    for order in permutations(range(len(matrix))):
        swaps = sum(order[a] > order[b] for b in range(len(order)) for a in range(b))
        total += (-1) ** swaps * prod(matrix[k][c] for k, c in enumerate(order))
    return total


def reason_of_refusal(solution):
    answer = verify_equilibria(solution)
    assert not answer
    return answer.reason


def with_another_entry(solution, k, **changes):
    outcomes = list(solution.outcomes)
    outcomes[k] = replace(outcomes[k], **changes)
    return replace(solution, outcomes=tuple(outcomes))


def eliminated(payoffs):
    """Strike any strategy that another one beats in all profiles that are left, as long as there is one."""
    left = [list(range(count)) for count in payoffs.shape[1:]]
    while True:
        for i, own in enumerate(left):
            part = np.moveaxis(payoffs[i][np.ix_(*left)], i, 0)
            beaten = [a for a in range(len(own)) if any((part[b] > part[a]).all() for b in range(len(own)))]
            if beaten:
                del own[beaten[0]]
                break
        else:
            return tuple(left)


def gains(payoffs, position):
    """Return what everybody who deviates alone from a profile would gain, by any other strategy."""
    return [
        payoffs[(i, *position[:i], a, *position[i + 1 :])] - payoffs[(i, *position)]
        for i, count in enumerate(payoffs.shape[1:])
        for a in range(count)
        if a != position[i]
    ]


def compared_one_by_one(payoffs):
    kept = eliminated(payoffs)
    part = payoffs[np.ix_(range(len(kept)), *kept)]
    most = np.array([max(gains(payoffs, position), default=-1) for position in np.ndindex(payoffs.shape[1:])])
    return SimpleNamespace(
        kept=kept,
        tied=any(0 in gains(part, position) for position in np.ndindex(part.shape[1:])),
        stable=(most <= 0).reshape(payoffs.shape[1:]),
        strict=(most < 0).reshape(payoffs.shape[1:]),
    )


def games_with_ties_and_dominance(shape, count=60):
    rng = np.random.default_rng(len(shape))
    payoffs = rng.integers(-4, 5, (count, len(shape), *shape)).astype(float)
    for i, strategies in enumerate(shape):
        own = rng.integers(-6, 7, (count, strategies))
        payoffs[:, i] += own.reshape(count, *(-1 if j == i else 1 for j in range(len(shape))))
    return payoffs


@pytest.fixture(scope="session")
def deviation_by_deviation():
    """Return what compares the strategies of a game by looking at every deviation, and games to compare."""
    return SimpleNamespace(compared=compared_one_by_one, games=games_with_ties_and_dominance)


@pytest.fixture(scope="session")
def by_permutations():
    """Return a function that sums up a determinant over all permutations."""
    return determinant


@pytest.fixture(scope="session")
def reason():
    """Return a function that says why a solution is refused."""
    return reason_of_refusal


@pytest.fixture(scope="session")
def listed():
    """Return a function that changes what is recorded of one equilibrium of a solution."""
    return with_another_entry
