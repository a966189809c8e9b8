"""Roots as the search records them are read in the terms of the whole game."""

import numpy as np

from belarusgame.solve.search.root_table import RootTable, support_of
from belarusgame.solve.search.roots import BORDERLINE, PROVEN, REJECTED

#: Of a game of 4x2x3, the second player's last strategy and some more are dominated.
SHAPE, KEPT = (4, 2, 3), ([0, 2, 3], [0], [1, 2])


def record(kind, sign, point, inverse, mixed):
    """Write a root's record as wide as that of the largest support, with all probabilities at its end."""
    numbers = [kind, 0.25, 2.0**-26, sign, *[-1.0] * len(point), *point, *inverse]
    return [*numbers, *[np.nan] * (4 + 2 * 6 + 9 - len(numbers)), *mixed]


TABLE = RootTable(
    kept=KEPT,
    records=np.array(
        [
            record(PROVEN, 1, [0.25, 0.75, 1.0, 0.5, 0.5], [1, 2, 3, 4], [0.25, 0, 0.75, 1, 0.5, 0.5]),
            record(REJECTED, -1, [1.0, 1.0, 0.125, 0.875], [5], [0, 1, 0, 1, 0.125, 0.875]),
            record(BORDERLINE, 1, [0.5, 0.25, 0.25, 1.0, 1.0], [6, 7, 8, 9], [0.5, 0.25, 0.25, 1, 0, 1]),
            record(PROVEN, -1, [0.5, 0.5, 1.0, 1.0], [10], [0, 0.5, 0.5, 1, 1, 0]),
        ]
    ),
    masks=np.array([[0b101, 1, 0b11], [0b010, 1, 0b11], [0b111, 1, 0b10], [0b110, 1, 0b01]]),
)


def test_a_table_says_of_each_root_what_stands_in_its_record():
    assert len(TABLE) == 4
    assert [root.supports for root in TABLE.of_kind(BORDERLINE)] == [((0, 2, 3), (0,), (2,))]
    assert TABLE.proven.of_kind(REJECTED) == []
    assert TABLE.signs.tolist() == [1, -1, 1, -1]
    assert TABLE.radius.tolist() == [0.25] * 4
    assert TABLE.small.tolist() == [2.0**-26] * 4
    assert TABLE.proven.signs.tolist() == [1, -1]
    assert TABLE.indices == 0
    assert TABLE._only(TABLE.masks[:, 0] == 0b101).indices == 1
    assert TABLE.proven.masks.tolist() == [[0b101, 1, 0b11], [0b110, 1, 0b01]]


def test_profiles_are_those_of_the_whole_game():
    assert TABLE.profiles(SHAPE).tolist() == [
        [0.25, 0, 0, 0.75, 1, 0, 0, 0.5, 0.5],
        [0, 0, 1, 0, 1, 0, 0, 0.125, 0.875],
        [0.5, 0, 0.25, 0.25, 1, 0, 0, 0, 1],
        [0, 0, 0.5, 0.5, 1, 0, 0, 1, 0],
    ]
    everything = RootTable(kept=([0, 1, 2], [0], [0, 1]), records=TABLE.records, masks=TABLE.masks)
    assert everything.profiles((3, 1, 2)).tolist() == TABLE.records[:, -6:].tolist()


def test_records_of_their_own_name_supports_by_their_places_in_the_game():
    first, second, *_ = TABLE.read()
    assert first.supports == ((0, 3), (0,), (1, 2))
    assert [vector.tolist() for vector in first.vectors] == [[0.25, 0.75], [1.0], [0.5, 0.5]]
    assert (first.kind, first.radius, first.small, first.sign) == (PROVEN, 0.25, 2.0**-26, 1)
    assert first.inverse.tolist() == [[1, 2], [3, 4]]
    assert second.supports == ((2,), (0,), (1, 2))
    assert second.inverse.tolist() == [[5]]


def test_masks_mark_strategies_by_their_place_among_those_that_are_left():
    kept = ([0, 2, 3], [1], [0, 1])
    assert support_of(np.array([0b101, 0b1, 0b10]), kept) == ((0, 3), (1,), (1,))
    assert support_of(np.array([0b010, 0b1, 0b11]), kept) == ((2,), (1,), (0, 1))


def test_tables_are_put_together_in_their_order():
    joined = RootTable.joined(KEPT, [TABLE.proven, TABLE])
    assert [root.kind for root in joined.read()] == [PROVEN, PROVEN, PROVEN, REJECTED, BORDERLINE, PROVEN]
    assert joined.kept == KEPT
    assert len(RootTable.joined(KEPT, [])) == 0
    for shape in (SHAPE, (3, 1, 2)):
        assert RootTable.joined(KEPT, []).profiles(shape).shape == (0, sum(shape))
