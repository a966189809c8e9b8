"""Comparisons of many games at once are those of one game."""

import numpy as np
import pytest

from belarusgame.game import Game
from belarusgame.solve.by_comparison import alive, pure, tied
from belarusgame.solve.pure import pure_positions
from belarusgame.solve.search import surviving_strategies
from belarusgame.solve.structured import has_ties


@pytest.mark.parametrize("shape", [(2,), (3, 2), (2, 3, 2), (1, 2, 3, 2)], ids=str)
def test_every_game_is_compared_as_by_itself(shape):
    rng = np.random.default_rng(len(shape))
    payoffs = rng.integers(-4, 5, (120, len(shape), *shape)).astype(float)
    for i, count in enumerate(shape):
        own = rng.integers(-6, 7, (120, count))
        payoffs[:, i] += own.reshape(120, *(-1 if j == i else 1 for j in range(len(shape))))
    stable, left = pure(payoffs), alive(payoffs)
    ties = tied(payoffs, left)
    assert set(ties) == {False, True}
    for number, own in enumerate(payoffs):
        game, kept = Game(own), surviving_strategies(own)
        assert np.array_equal(stable[number], pure_positions(game)[0])
        assert tuple(np.flatnonzero(part[number]).tolist() for part in left) == kept
        assert ties[number] == has_ties(game, kept)
