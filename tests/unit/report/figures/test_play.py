"""The path of play, and what each other action would have cost."""

import pytest

import belarusgame as bg
from belarusgame.report.figures import play
from belarusgame.report.figures.palette import WIDTHS

#: Who enters gains 1 if the other yields and loses 1 if it fights, which costs that one 2.
GAME = bg.Game(
    [[[0, 0], [1, -1]], [[2, 2], [1, -1]]],
    ["entrant", "old_firm"],
    [["stay_out", "enter"], ["yield", "fight"]],
)


@pytest.fixture(scope="module")
def chart():
    (outcome,) = bg.solve.sequential_equilibria(GAME, ["entrant", "old_firm"]).outcomes
    return play(outcome)


def test_a_row_is_a_move_with_what_it_would_lose(chart):
    rows = [
        (row["step"], row["player"], row["strategy"], row["probability"], row["would lose"])
        for row in chart.rows()
    ]
    assert rows == [
        (1, "entrant", "enter", 1, 0),
        (1, "entrant", "stay_out", 0, 1),
        (2, "old_firm", "yield", 1, 0),
        (2, "old_firm", "fight", 0, 2),
    ]
    assert chart.rows()[2]["after"] == "entrant enter"


def test_the_words_name_who_does_what_and_the_nearest_alternative(chart):
    assert chart.alt == (
        "Entrant enter and old firm yield. Entrant would lose least by another choice: 1 by stay out."
    )


def test_the_picture_names_moves_in_their_order_and_what_others_cost(chart):
    words = [text.get_text() for text in chart.figure(WIDTHS["page"]).axes[0].texts]
    assert [line for line in words if line[:2] in ("1.", "2.")] == ["1. Entrant: enter", "2. Old firm: yield"]
    assert {"would lose 1", "would lose 2"} <= set(words)


def test_what_the_others_would_answer_is_told():
    """The follower copies the leader, who likes the first way better."""
    game = bg.Game([[[3, 0], [0, 1]], [[1, 0], [0, 1]]], ["leader", "follower"], [["a", "b"], ["a", "b"]])
    (outcome,) = bg.solve.sequential_equilibria(game, ["leader", "follower"]).outcomes
    rows = {(row["player"], row["strategy"]): row for row in play(outcome).rows()}
    assert (rows["leader", "b"]["would lose"], rows["leader", "b"]["then"]) == (2, "follower b")
    assert rows["follower", "b"]["then"] == ""


def test_an_outcome_of_simultaneous_play_shows_chances():
    (outcome,) = bg.solve.all_equilibria(bg.Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])).outcomes
    chart = play(outcome)
    assert [row["probability"] for row in chart.rows()] == pytest.approx([0.5] * 4)
    assert chart.alt == "Player 1 s1 0.5 s2 0.5 and player 2 s1 0.5 s2 0.5."
    assert "50.0%" in [text.get_text() for text in chart.figure(WIDTHS["page"]).axes[0].texts]
