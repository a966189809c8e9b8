"""What strategies earn against others' play, against sums over all profiles, and who could do better."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from belarusgame.base.replies import (
    earned_against,
    exact_replies,
    pure_position,
    told_apart,
    uses_best_replies,
)

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


def test_payoffs_that_are_large_beside_their_differences_are_measured_from_the_lowest():
    small = np.array([[[-3.0, 2.0], [0.5, 1.0]], [[1.0, 1.0], [1.0, 4.0]]])
    assert told_apart(small) is small
    far = small + np.array([2.0**50, -(2.0**50)]).reshape(2, 1, 1)
    assert told_apart(far).tolist() == (small - small.min(axis=(1, 2), keepdims=True)).tolist()
    one = np.stack([far[0], small[1]])
    assert told_apart(one).tolist() == [told_apart(far)[0].tolist(), small[1].tolist()]
    assert told_apart(np.full((1, 2, 1), 7.0)).tolist() == [[[0.0], [0.0]]]


def test_no_digit_is_lost_by_measuring_from_the_lowest():
    draw = np.random.default_rng(930701)
    for ends in ([1.0, 1.9], [-1.9, -1.0], [0.5, 1.9], [-1.0, 1.0]):
        for size in (1.0, 0.9e308):
            payoffs = draw.uniform(*ends, (1, 6, 5)) * size
            moved = np.vectorize(Fraction)(payoffs) - np.vectorize(Fraction)(told_apart(payoffs))
            assert len(set(moved.ravel().tolist())) == 1
    opposed = np.array([[[-1.7e308, 1.0], [1.7e308, 0.0]], [[1.7e308, 1.6e308], [1.5e308, 1.7e308]]])
    assert told_apart(opposed).tolist()[0] == opposed.tolist()[0]
