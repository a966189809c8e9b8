"""Games that are searched together have the roots that each has alone."""

import numpy as np

from belarusgame.game import Game
from belarusgame.solve.compared import compared
from belarusgame.solve.search import Search, search_games


def test_games_of_mixed_shapes_have_the_roots_of_a_search_of_their_own():
    payoffs = np.random.default_rng(4).uniform(-1, 1, (40, 3, 2, 3, 2))
    kept = [compared(own).kept for own in payoffs]
    left = tuple(
        np.array([[a in one[i] for a in range(count)] for one in kept]) for i, count in enumerate((2, 3, 2))
    )
    found = search_games(payoffs, left, rounded=np.zeros(40, dtype=bool), max_cells=10_000, tolerance=1e-6)
    assert sorted(found) == list(range(40))
    assert len({tuple(map(len, together.table.kept)) for together in found.values()}) > 1
    for number, together in found.items():
        assert together.table.kept == kept[number]
        alone = Search(
            Game(payoffs[number]), kept[number], max_cells=10_000, tolerance=1e-6, logged=False
        ).run()
        assert (together.cells, together.supports) == (alone.cells, alone.supports)
        assert together.powers == alone.powers
        assert [root.supports for root in together.roots] == [root.supports for root in alone.roots]
        # Bit for bit, and nothing of other games where the line is longer than the root's record.
        assert np.array_equal(together.table.records, alone.table.records)


def test_a_game_that_takes_more_cells_is_left_out():
    payoffs = np.random.default_rng(4).uniform(-1, 1, (5, 3, 3, 3, 3))
    left = tuple(np.ones((5, 3), dtype=bool) for _ in range(3))
    assert search_games(payoffs, left, rounded=np.zeros(5, dtype=bool), max_cells=2, tolerance=1e-6) == {}
