"""What strategies earn against others' play, against sums over all profiles, and who could do better."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from belarusgame.base.replies import earned_against, exact_replies, pure_position, uses_best_replies

PAYOFFS = np.vectorize(Fraction)(np.arange(36).reshape(3, 2, 3, 2) * 7 % 37)
MIXED = [
    np.array([Fraction(n, d) for n, d in own], dtype=object)
    for own in ([(1, 4), (3, 4)], [(1, 2), (1, 8), (3, 8)], [(0, 1), (1, 1)])
]


@pytest.mark.parametrize("player", range(3))
def test_a_strategy_earns_the_average_over_what_the_others_do(player):
    expected = [Fraction(0)] * PAYOFFS.shape[player + 1]
    for position in product(*map(range, PAYOFFS.shape[1:])):
        chance = Fraction(1)
        for other, choice in enumerate(position):
            chance *= 1 if other == player else MIXED[other][choice]
        expected[position[player]] += chance * PAYOFFS[(player, *position)]
    assert earned_against(PAYOFFS, player, MIXED).tolist() == expected
    floats = earned_against(PAYOFFS.astype(float), player, [own.astype(float) for own in MIXED])
    assert floats == pytest.approx([float(value) for value in expected])


def test_replies_to_pure_strategies_are_read_off():
    assert exact_replies(PAYOFFS, 1, (1, 2, 0)) == PAYOFFS[1, 1, :, 0].tolist()
    assert pure_position([np.array([0.0, 1.0]), np.array([1.0])]) == (1, 0)
    assert pure_position([np.array([0.5, 0.5]), np.array([1.0])]) is None


def test_nobody_does_better_only_in_equilibrium():
    pennies = np.vectorize(Fraction)(np.array([[[2, 0], [0, 1]], [[0, 1], [1, 0]]]))
    half, third = Fraction(1, 2), Fraction(1, 3)
    row, column = np.array([half, half], dtype=object), np.array([third, 1 - third], dtype=object)
    assert uses_best_replies(pennies, [row, column])
    assert not uses_best_replies(pennies, [row, row])  # the first would rather be sure
    assert not uses_best_replies(pennies, [column, column])
    meeting = np.array([np.eye(2), np.eye(2)])
    first, second = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    assert uses_best_replies(meeting, [second, second])
    assert not uses_best_replies(meeting, [first, second])
