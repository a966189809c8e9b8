"""What the tests of the solvers share."""

from dataclasses import replace
from itertools import permutations
from math import prod

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
