"""Rows of a support: differences to the first strategy of it, in whole numbers."""

from fractions import Fraction

import numpy as np

import belarusgame as bg
from belarusgame.solve.structured.rows import rows_of, varying_axes, whole_payoffs

GAME = bg.Game(
    [
        [[Fraction(1, 2), Fraction(1, 3)], [0, 1], [2, 0]],
        [[1, 4], [2, 2], [0, 3]],
    ]
)


def test_every_player_has_a_scale_of_its_own():
    whole = whole_payoffs(GAME)
    assert whole.scales == (6, 1)
    assert whole.payoffs[0].tolist() == [[3, 2], [0, 6], [12, 0]]
    assert whole.payoffs[1].tolist() == [[1, 4], [2, 2], [0, 3]]


def test_inside_comes_before_outside_and_only_inside_must_vanish():
    rows = rows_of(whole_payoffs(GAME), ((0, 2), (1,)))
    assert rows.sizes == (2, 1)
    # Player 1 against the second column: third and second strategy less the first one.
    assert rows.tensors[0].reshape(2, -1).tolist() == [[-2], [4]]
    assert [rows.is_equation(0, 0), rows.is_equation(0, 1)] == [True, False]
    # Player 2 at rows 1 and 3: the first column less the second, and it is outside.
    assert rows.tensors[1].reshape(1, -1).tolist() == [[-3, -3]]
    assert not rows.is_equation(1, 0)


def test_rows_are_valued_at_combinations_of_the_opponents_points():
    rows = rows_of(whole_payoffs(GAME), ((0, 1), (0, 1)))
    points = (np.array([[1, 1], [1, 0]]), np.array([[2, 1]]))
    own, others = rows.at(points, ((0, 1), (0,)))
    # At (2/3, 1/3), times 3: second less first is 2 * -3 + 4, third less first is 2 * 9 - 2.
    assert own.ravel().tolist() == [-2, 16]
    # At (1/2, 1/2), times 2, and at the first row alone.
    assert others.ravel().tolist() == [3, 3]


def test_an_idle_opponent_is_no_axis_that_varies():
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[0] = [[[0, 0], [1, 1]], [[2, 2], [0, 0]]]
    rows = rows_of(whole_payoffs(bg.Game(payoffs)), ((0, 1),) * 3)
    assert varying_axes(rows.tensors[0][0]) == [1]
    assert varying_axes(rows.tensors[1][0]) == []
