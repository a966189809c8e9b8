"""Payoffs by the own strategy and what the others do, and back again."""

import numpy as np
import pytest

from belarusgame.base import lines
from belarusgame.base.lines import lines_of


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2), (2, 3, 4), (3, 2, 4, 2), (1, 5, 1)], ids=str)
@pytest.mark.parametrize("small", [0, 1 << 16])
def test_lines_hold_what_everybody_gets_by_the_own_strategy_and_what_the_others_do(monkeypatch, shape, small):
    monkeypatch.setattr(lines, "_SMALL", small)
    table = lines._made.__wrapped__(shape)
    payoffs = np.random.default_rng(1).normal(size=(5, len(shape), *shape))
    found = table.of(payoffs)
    for i in range(len(shape)):
        assert np.array_equal(found[:, i], np.moveaxis(payoffs[:, i], i + 1, 1).reshape(5, -1))
    assert np.array_equal(table.by_profile(found), payoffs.reshape(5, len(shape), -1))
    seen = []
    for alike, part in table.parts(found):
        seen += alike.players
        assert {shape[i] for i in alike.players} == {alike.count}
        for k, i in enumerate(alike.players):
            assert np.array_equal(part[:, k], np.moveaxis(payoffs[:, i], i + 1, 1).reshape(5, shape[i], -1))
    assert sorted(seen) == list(range(len(shape)))
    # Where comparing all pairs takes much room, one player after the other.
    assert len(table.alike) == (len(set(shape)) if small else len(shape))


def test_tables_of_small_games_are_made_once():
    assert lines_of((2, 3)) is lines_of([2, 3])
    large = (2, lines._SMALL)
    assert lines_of(large) is not lines_of(large)
