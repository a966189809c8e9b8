"""Comparisons of one game, against looking at one deviation after the other."""

import sys

import numpy as np
import pytest

from belarusgame.solve.compared import compared

MODULE = sys.modules[compared.__module__]
#: The players of one have as many strategies as others who do not stand beside them.
SHAPES = [(1,), (4,), (1, 1), (3, 2), (2, 3, 2), (3, 1, 4), (1, 2, 3, 2), (2, 2, 2, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("small", [1 << 13, -1], ids=["by pairs", "as one of many"])
def test_a_game_is_compared_as_one_would_by_hand(shape, small, deviation_by_deviation, monkeypatch):
    monkeypatch.setattr(MODULE, "_SMALL", small)
    games = deviation_by_deviation.games(shape)
    for payoffs in [*games, *games.astype(int)[:3], *(np.asfortranarray(game) for game in games[:3])]:
        found, expected = compared(payoffs), deviation_by_deviation.compared(payoffs)
        assert (found.kept, found.tied) == (expected.kept, expected.tied)
        assert np.array_equal(found.stable, expected.stable)
        assert np.array_equal(found.strict, expected.strict)


def test_a_dilemma_leaves_one_profile_and_a_tie_leaves_all():
    assert compared(np.array([[[2, 0], [3, 1]], [[2, 3], [0, 1]]])).kept == ([1], [1])
    assert compared(np.array([[[2, 0], [3, 0]], [[0, 0], [0, 0]]])).kept == ([0, 1], [0, 1])


def test_strategies_keep_their_places_in_the_game():
    # The top row goes, then the right column, then the last row.
    first = np.array([[0, 0, 0], [2, 2, 5], [1, 1, 9]])
    second = np.array([[1, 1, 9], [3, 2, 1], [2, 3, 1]])
    assert compared(np.stack([first, second])).kept == ([1], [0])


def test_a_tie_counts_only_where_all_play_what_is_left():
    second = np.array([[0, 1], [2, 2]])
    assert compared(np.stack([[[0, 1], [1, 0]], second])).tied
    found = compared(np.stack([[[1, 1], [0, 0]], second]))  # the first player never goes where the tie is
    assert (found.kept, found.tied) == (([0], [1]), False)


def test_no_more_tables_are_kept_than_there_are_small_shapes():
    MODULE._pairs_of.cache_clear()
    compared(np.zeros((2, 200, 200)))
    assert MODULE._pairs_of.cache_info().currsize == 0
    for count in range(1, MODULE._SHAPES + 9):
        compared(np.zeros((1, count)))
    assert MODULE._pairs_of.cache_info().currsize == MODULE._SHAPES
