"""The labelled payoff tensor: what it compares by, what it equals, how it is written."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import belarusgame as bg


@pytest.mark.parametrize("players", [["a", "b"], ["a" * 3000, "b"]])
def test_a_large_game_is_shown_short_and_written_whole(players) -> None:
    game = bg.Game(np.arange(2 * 40 * 40).reshape(2, 40, 40), players=players)
    assert len(repr(game)) <= 400
    assert repr(game).startswith("<Game of a")
    assert eval(game.code(), {"Game": bg.Game}).equals(game)


def test_a_fraction_equals_its_float_only_if_that_is_exact() -> None:
    def with_payoff(payoff: Any) -> bg.Game:
        return bg.Game([[[payoff, 2, 0]], [[0, 1, Fraction(3, 2)]]])

    assert with_payoff(Fraction(1, 4)).equals(with_payoff(0.25))
    assert not with_payoff(Fraction(1, 3)).equals(with_payoff(1 / 3))
    assert not with_payoff(1 / 3).equals(with_payoff(Fraction(1, 3)))

    rounded = bg.Game([[1 / 3, 2.0, 0.0]])
    assert not rounded.equals(bg.Game([[Fraction(1, 3), 2, 0]]))
    assert rounded.equals(bg.Game([[Fraction(1 / 3), 2, 0]]))


def test_ordinal_numbers_compare_as_the_exact_payoffs_do() -> None:
    floats = bg.Game([[1.5, -2.0, 1.5]])
    assert floats.ordinal is floats.payoffs
    assert not floats.is_rounded
    apart = bg.Game([[Fraction(1, 3), Fraction(-2, 3), Fraction(1, 3), Fraction(5, 7)]])
    assert apart.is_rounded
    assert apart.ordinal.tolist() == [[1, 0, 1, 2]]
    close = bg.Game([[2**60 + 1, 2**60, Fraction(1, 3), 2**60 + 1]])  # one float64 for three payoffs
    assert close.ordinal.tolist() == [[2, 1, 0, 2]]
    assert not close.ordinal.flags.writeable
    assert pickle.loads(pickle.dumps(close)).ordinal.tolist() == [[2, 1, 0, 2]]
