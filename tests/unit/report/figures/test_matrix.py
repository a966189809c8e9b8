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


def test_the_best_reply_is_that_of_whoever_decides_and_the_payoffs_stay_the_players_own():
    scenario = bg.load_scenario("belarus-2022")
    chart = matrix(scenario.game().fix({"west": "isolate", "china": "intercede"}), scenario=scenario)
    rows = {(row["lukashenko"], row["putin"]): row for row in chart.rows()}
    # coerced, Putin decides: 1 from joining against -2.25; Lukashenko himself would lose 3.75 by that
    coerced = rows["join", "coerce"]
    assert (coerced["payoff lukashenko"], coerced["payoff putin"]) == (-5.25, 1)
    assert rows["mediate", "coerce"]["payoff lukashenko"] == -1.5
    assert [
        key[0] for key, row in rows.items() if key[1] == "coerce" and row["best reply of lukashenko"]
    ] == ["join"]
    assert [key for key, row in rows.items() if row["equilibrium"]] == [
        ("join", "coerce"), ("mediate", "tolerate"),
    ]  # fmt: skip
