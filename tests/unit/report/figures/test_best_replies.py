"""Arrows of best replies, and what no arrow leaves."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

import belarusgame as bg
from belarusgame.report.figures import best_replies
from belarusgame.report.figures.best_replies import MOST_DRAWN
from belarusgame.report.figures.palette import WIDTHS

NAMES = {"players": ["one", "two"], "strategies": [["u", "d"], ["l", "r"]]}
SEXES = bg.Game([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], **NAMES)
PENNIES = bg.Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], **NAMES)


def arrows(chart):
    return len(chart.figure(WIDTHS["page"]).findobj(FancyArrowPatch))


def test_a_row_says_whose_best_reply_is_another_strategy():
    rows = best_replies(SEXES).rows()
    assert rows[1] == {
        "one": "u",
        "two": "r",
        "best reply of one": "d",
        "best reply of two": "l",
        "equilibrium": False,
    }
    assert [row["equilibrium"] for row in rows] == [True, False, False, True]


def test_there_is_an_arrow_for_each_who_would_do_better():
    assert arrows(best_replies(SEXES)) == 4
    assert arrows(best_replies(PENNIES)) == 4  # round and round
    nobody = best_replies(bg.Game(np.zeros((2, 2, 2)), **NAMES))
    assert arrows(nobody) == 0
    assert all(row["equilibrium"] for row in nobody.rows())


def test_several_best_replies_are_all_named():
    tied = bg.Game([[[0, 1], [1, 1], [1, 0]], [[0, 0]] * 3], ["one", "two"], [["a", "b", "c"], ["l", "r"]])
    (row,) = [row for row in best_replies(tied).rows() if (row["one"], row["two"]) == ("a", "l")]
    assert row["best reply of one"] == "b or c"


def test_what_no_arrow_leaves_is_named():
    assert best_replies(SEXES).alt == "No arrow leaves 2 of 4 profiles: one u, two l and one d, two r."
    assert best_replies(PENNIES).alt == "An arrow leaves each of the 4 profiles: none is an equilibrium."


def test_a_larger_game_is_not_drawn_and_the_largest_one_is():
    assert best_replies(bg.Game(np.zeros((2, 4, 4)))).drawn
    large = best_replies(bg.Game(np.zeros((2, 1, MOST_DRAWN + 1))))
    assert not large.drawn
    assert large.rows() == []
    assert large.alt.startswith("A game of 17 profiles has too many best replies to draw")
    assert arrows(large) == 0
