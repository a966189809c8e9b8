"""Many games read at once, from a list or from an array."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.game_stack import read_games

NAMES = {"players": ["a", "b"], "strategies": [["x", "y"], ["l", "m", "r"]]}


def games():
    draw = np.random.default_rng(1)
    return [bg.Game(draw.integers(0, 9, (2, 2, 3)), **NAMES) for _ in range(3)]


def test_games_of_one_kind_are_stacked_in_their_order():
    listed = games()
    stack = read_games(listed)
    assert len(stack) == 3
    assert stack.labels == listed[0].labels
    assert stack.game(2) is listed[2]
    for number, game in enumerate(listed):
        assert stack.deciding[number].tolist() == game.deciding.tolist()
        assert stack.ordinal[number].tolist() == game.ordinal.tolist()
    assert not stack.rounded.any()
    with pytest.raises(ValueError, match="read-only"):
        stack.deciding[0, 0, 0, 0] = 1


def test_an_array_is_as_good_as_games_without_names_and_is_left_as_it_is():
    payoffs = np.random.default_rng(2).random((4, 2, 2, 3))
    stack = read_games(payoffs)
    assert stack.game(3).equals(bg.Game(payoffs[3]))
    assert stack.ordinal is stack.deciding
    assert stack.rounded.tolist() == [False] * 4
    payoffs[0] = 7
    assert stack.deciding[0].max() < 7
    assert read_games(payoffs.tolist()).deciding.tolist() == payoffs.tolist()


def test_games_that_float64_rounds_are_marked_and_compared_exactly():
    third = Fraction(1, 3)
    near = [[[third, third + Fraction(1, 10**30)], [0, 0]], [[0, 0], [0, 0]]]
    stack = read_games([bg.Game(near), bg.Game(np.zeros((2, 2, 2)))])
    assert stack.rounded.tolist() == [True, False]
    assert stack.deciding[0, 0, 0, 0] == stack.deciding[0, 0, 0, 1]
    assert stack.ordinal[0, 0, 0, 0] < stack.ordinal[0, 0, 0, 1]


def test_a_game_of_another_kind_is_named_by_its_place():
    other = bg.Game(np.zeros((2, 2, 3)))
    with pytest.raises(bg.GameError, match=r"games\[1\] has other labels or variants than games\[0\]"):
        read_games([*games()[:1], other])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], r"games of shape \(0,\)"),
        (np.zeros((2, 2)), r"games of shape \(2, 2\): payoffs need the shape"),
        (np.zeros((0, 2, 2, 2)), r"games of shape \(0, 2, 2, 2\)"),
        ([[[1, 2], [3]]], "games must be a sequence of Game, or numbers"),
        ("abc", "games must be"),
        ([bg.Game(np.zeros((2, 2, 2))), 3], "games must be"),
        (np.where(np.arange(8).reshape(1, 2, 2, 2) == 5, np.nan, 0), r"games\[0, 1, 0, 1\] = nan"),
    ],
)
def test_what_is_no_stack_of_games_is_refused(given, said):
    with pytest.raises(bg.GameError, match=said):
        read_games(given)
