"""Tables of cells as textbooks print a game."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from belarusgame.base.payoff_table import frame_cells, is_frame, payoffs_in, payoffs_of_cells
from belarusgame.errors import GameError


def test_the_last_axis_of_cells_is_the_player():
    cells = [[(3, 5), (0, 1), (2, 2)], [(4, 0), (1, 7), (6, 6)]]
    found = payoffs_of_cells(cells)
    assert found.shape == (2, 2, 3)
    assert found[0].tolist() == [[3, 0, 2], [4, 1, 6]]
    assert found[1].tolist() == [[5, 1, 2], [0, 7, 6]]
    assert payoffs_of_cells([[1], [2]]).tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([[(1, 2, 3)]], r"shape \(1, 1, 3\) do not fit: a table with 2 axes"),
        ([(1, 2)], r"shape \(1, 2\) do not fit: a table with 1 axis is a game of as many players"),
        ([1, 2], r"shape \(2,\) do not fit: a table with 0 axes is a game of as many players, .* hold 2"),
        (3, r"shape \(\) do not fit: a table with 0 axes"),
        ([[(1, 2)], [(1, 2), (3, 4)]], "all rows as many cells"),
    ],
)
def test_cells_that_hold_another_number_of_payoffs_are_refused(cells, said):
    with pytest.raises(GameError, match=said):
        payoffs_of_cells(cells)


@pytest.mark.parametrize(
    ("text", "payoffs"),
    [
        ("3, 5", ["3", "5"]),
        ("(1/3; 0.5)", ["1/3", "0.5"]),
        (" [ 3   5 ] ", ["3", "5"]),
        ("3,5,7", ["3", "5", "7"]),
        ("(3, 5", ["(3", "5"]),  # what it may mean is for others to say
        ("", [""]),
    ],
)
def test_a_written_cell_is_taken_apart(text, payoffs):
    assert payoffs_in(text) == payoffs


def frame(cells, **names):
    made = pd.DataFrame(cells, index=["up", "down"], columns=["left", 7])
    made.index.name, made.columns.name = names.get("index"), names.get("columns")
    return made


def test_a_frame_names_players_and_strategies():
    cells = [["3, 5", (0, 1)], [np.array([4, 0]), [1, 7]]]
    found, players, strategies = frame_cells(frame(cells, index="row", columns="column"))
    assert (players, strategies) == (["row", "column"], [["up", "down"], ["left", "7"]])
    assert [[list(map(float, cell)) for cell in line] for line in found] == [
        [[3, 5], [0, 1]],
        [[4, 0], [1, 7]],
    ]
    assert frame_cells(frame(cells, index=3))[1] == ["player 1", "player 2"]


def test_a_cell_without_two_payoffs_is_named():
    for bad in ("3", "3, 5, 7", 3, None):
        with pytest.raises(GameError, match=r"cell \(down, 7\): .* must hold two payoffs, such as \(3, 5\)"):
            frame_cells(frame([["1, 2", "1, 2"], ["1, 2", bad]]))


def test_labels_of_several_levels_are_refused():
    deep = frame([["1, 2", "1, 2"], ["1, 2", "1, 2"]])
    deep.index = pd.MultiIndex.from_tuples([("a", "up"), ("a", "down")])
    with pytest.raises(GameError, match="one level of labels an axis"):
        frame_cells(deep)


def test_a_frame_is_known_by_what_it_has():
    assert is_frame(frame([["1, 2"] * 2] * 2))
    assert not is_frame([["1, 2"]])
    assert not is_frame(np.zeros((2, 2, 2)))
    assert not is_frame(SimpleNamespace(columns=1, index=1))
