"""The room for what a search remembers."""

from itertools import chain

import numpy as np

from belarusgame.solve.search.state import enlarged, new_state, with_room


def test_room_is_doubled_and_what_there_was_is_kept():
    counts = np.array([2, 3])
    state = new_state(counts, logged=True)
    for table in (state.roots, state.root_masks, state.events, state.numbers):
        table[:] = np.arange(table.size).reshape(table.shape) % 100
    larger = enlarged(state)
    for name in ("roots", "root_masks", "events", "numbers"):
        before, after = getattr(state, name), getattr(larger, name)
        assert after.shape == (2 * len(before), *before.shape[1:])
        assert np.array_equal(after[: len(before)], before)
    roomy = with_room(state, 9)
    assert [len(roomy.open_rows), len(roomy.open_corners), len(roomy.open_notes)] == [9, 9, 9]
    assert roomy.open_rows.shape[1] == state.rows.shape[1] == 1 * 3 + 2 * 2
    assert roomy.open_corners.shape[1] == state.corners.shape[1] == 4 + 9
    assert roomy.open_notes.shape[1] == state.notes.shape[1] == 2
    assert state.roots.shape[1] == 4 + 2 * 5 + 3 * 3 + 5
    assert list(chain(state.events.shape, state.numbers.shape)) == [2**12, 2**16]
    silent = new_state(counts, logged=False)
    assert (silent.events.size, silent.numbers.size) == (0, 0)
