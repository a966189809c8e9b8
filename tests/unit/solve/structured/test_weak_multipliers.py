"""Multipliers whose sum is nowhere negative leave only the faces where it vanishes."""

import numpy as np

import belarusgame as bg
from belarusgame.solve.structured.reduction import whole_part
from belarusgame.solve.structured.rows import rows_of, whole_payoffs
from belarusgame.solve.structured.weak_multipliers import weak_multipliers


def proposed(payoffs, support):
    rows = rows_of(whole_payoffs(bg.Game(payoffs)), support)
    part = whole_part(rows)
    values = rows.at(part.points, part.active)
    return weak_multipliers(rows, part, values), values


def test_a_strategy_that_is_somewhere_worse_and_nowhere_better_shows_where_nobody_can_be():
    found, values = proposed([[[1, 1], [1, 0]], [[0, 0], [0, 0]]], ((0, 1), (0, 1)))
    positive, multipliers = found
    (line,) = [multipliers[name] for name in multipliers if name[0] == 0]
    # The equation of player 1 is zero in the first column and negative in the second.
    total = np.array([[weight * value for value in values[0].ravel()] for weight in line])
    assert positive.tolist() == (total > 0).tolist()
    assert positive[:, 1].all()
    assert not positive[:, 0].any()


def test_rows_that_change_sign_everywhere_allow_none():
    pennies = np.array([[1, -1], [-1, 1]])
    found, _ = proposed([pennies, -pennies], ((0, 1), (0, 1)))
    assert found is None


def test_a_game_without_rows_allows_none():
    found, _ = proposed([[[1]], [[1]]], ((0,), (0,)))
    assert found is None


def test_multipliers_of_rows_outside_are_never_negative():
    # The strategy outside is worse in both columns: only a negative multiplier would make the sum positive.
    found, _ = proposed([[[1, 1], [0, 0]], [[0, 0], [0, 0]]], ((0,), (0, 1)))
    assert found is None


def test_whatever_the_program_proposes_is_checked(monkeypatch):
    def wrong(columns, free):
        return np.ones(columns.shape[1])

    monkeypatch.setattr("belarusgame.solve.structured.weak_multipliers._proposed", wrong)
    found, _ = proposed([[[1, 0], [0, 1]], [[0, 0], [0, 0]]], ((0, 1), (0, 1)))
    assert found is None  # the sum is negative in the one column and positive in the other
