"""A table of two players: best replies, and which cells are equilibria."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.report.figures import matrix

SEXES = bg.Game(
    [[[2, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, 2, 0.5]]],
    ["he", "she"],
    [["fight", "ballet"], ["fight", "ballet", "at_home"]],
)


def test_a_row_is_a_cell_with_the_best_replies_of_both():
    rows = {(row["he"], row["she"]): row for row in matrix(SEXES).rows()}
    assert len(rows) == 6
    here = rows["fight", "fight"]
    assert (here["payoff he"], here["payoff she"], here["equilibrium"]) == (2, 1, True)
    tied = rows["fight", "at_home"]  # where she stays at home, he does not mind
    assert (tied["best reply of he"], tied["best reply of she"], tied["equilibrium"]) == (True, False, False)
    assert rows["ballet", "fight"]["best reply of he"] is False


def test_equilibria_are_named_with_their_payoffs():
    assert matrix(SEXES).alt == (
        "2 of 6 cells are equilibria: fight and fight with payoffs 2 and 1; "
        "ballet and ballet with payoffs 1 and 2."
    )
    pennies = bg.Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], ["odd_one", "even"])
    assert matrix(pennies).alt == "No cell is an equilibrium of odd one and even."
    everywhere = matrix(bg.Game(np.zeros((2, 2, 3)))).alt
    assert everywhere.startswith("6 of 6 cells")
    assert everywhere.endswith("; and 2 more.")


def test_only_two_players_make_a_table():
    with pytest.raises(bg.GameError, match="the game has 3: fix the others first"):
        matrix(bg.Game(np.zeros((3, 2, 2, 2))))
    with pytest.raises(bg.GameError, match="the game has 1"):
        matrix(bg.Game(np.zeros((1, 2))))
