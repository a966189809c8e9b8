"""Comparisons of many games at once, against looking at one deviation after the other."""

import numpy as np
import pytest

from belarusgame.solve.by_comparison import alive, pure, tied

#: The players of the last have as many strategies as others who do not stand beside them.
SHAPES = [(2,), (3, 2), (4, 3), (2, 3, 2), (3, 1, 4), (1, 2, 3, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_game_is_compared_as_by_itself(shape, deviation_by_deviation):
    payoffs = deviation_by_deviation.games(shape)
    given = payoffs.copy()
    stable, strict, left = pure(payoffs), pure(payoffs, strictly=True), alive(payoffs)
    ties = tied(payoffs, left)
    assert set(ties) == {False, True}
    for number, own in enumerate(payoffs):
        expected = deviation_by_deviation.compared(own)
        assert tuple(np.flatnonzero(part[number]).tolist() for part in left) == expected.kept
        assert ties[number] == expected.tied
        assert np.array_equal(stable[number], expected.stable)
        assert np.array_equal(strict[number], expected.strict)
    assert np.array_equal(payoffs, given)


def test_ties_are_seen_in_any_players_payoffs_at_any_profile_that_is_left():
    payoffs = np.arange(16).reshape(1, 2, 2, 4)
    everything = (np.ones((1, 2), dtype=bool), np.ones((1, 4), dtype=bool))
    assert not tied(payoffs, everything)[0]
    payoffs[0, 1, 1, 3] = payoffs[0, 1, 1, 0]
    assert tied(payoffs, everything)[0]
    assert not tied(payoffs, (everything[0], np.array([[True, True, True, False]])))[0]
    assert not tied(payoffs, (np.array([[True, False]]), everything[1]))[0]
