"""What a search leaves behind is taken by the next of the same shape, and by no other."""

import numpy as np

from belarusgame.game import Game
from belarusgame.solve.search import Search, rooms
from belarusgame.solve.search.rooms import give_back_room, take_room
from belarusgame.solve.search.state import CELLS, LEFT, ROOTS


def test_a_room_is_taken_by_one_search_at_a_time_and_begins_anew(monkeypatch):
    monkeypatch.setattr(rooms, "_waiting", {})
    state, memory = take_room((2, 3), logged=False)
    state.control[:] = 7
    state.walk[:] = 5
    give_back_room((2, 3), state, memory)
    assert take_room((3, 2), logged=False)[0] is not state
    assert take_room((2, 3), logged=True)[0] is not state
    again, _ = take_room((2, 3), logged=False)
    assert again is state
    assert (again.control[CELLS], again.control[ROOTS], again.control[LEFT]) == (0, 0, -1)
    assert not again.walk.any()
    assert take_room((2, 3), logged=False)[0] is not state


def test_few_rooms_wait_and_none_that_is_large_or_has_a_log(monkeypatch):
    monkeypatch.setattr(rooms, "_waiting", {})
    for _ in range(9):
        give_back_room((2, 2), *rooms.take_room((1, 2), logged=False))
    assert {shape: len(waiting) for shape, waiting in rooms._waiting.items()} == {(2, 2): rooms._ROOMS}
    give_back_room((2, 3), *take_room((2, 3), logged=True))
    monkeypatch.setattr(rooms, "_BYTES", 10)
    give_back_room((2, 3), *take_room((2, 3), logged=False))
    assert (2, 3) not in rooms._waiting
    monkeypatch.undo()
    monkeypatch.setattr(rooms, "_waiting", {})
    for count in range(1, rooms._SHAPES + 3):
        give_back_room((count,), *take_room((1,), logged=False))
        assert len(rooms._waiting) <= rooms._SHAPES
    assert (rooms._SHAPES + 2,) in rooms._waiting


def test_what_was_found_outlives_the_next_search():
    games = [Game(np.random.default_rng(seed).uniform(-1, 1, (3, 2, 2, 2))) for seed in range(12)]
    kept = ([0, 1],) * 3

    def searched(game):
        return Search(game, kept, max_cells=10_000, tolerance=1e-6, logged=False).run().table

    tables = [searched(game) for game in games]
    assert sum(len(table) > 0 for table in tables) > 3
    for game, table in zip(games, tables, strict=True):
        again = searched(game)
        assert np.array_equal(table.masks, again.masks)
        for one, other in zip(table.read(), again.read(), strict=True):
            assert all(map(np.array_equal, one.vectors, other.vectors))
            assert np.array_equal(one.inverse, other.inverse)
