from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.bayesian.tree import tree_of


@pytest.fixture
def game():
    """Somebody asks, one with types answers, and may answer again."""
    payoffs = np.zeros((3, 2, 2, 2, 2), dtype=int)
    payoffs[0] = np.arange(16).reshape(2, 2, 2, 2)
    return bg.BayesianGame(
        ["asker", "answer", "again"],
        [["ask", "wait"], ["yes", "no"], ["yes", "no"]],
        {"answer": ["kind", "rude"]},
        {"answer": [0.25, 0.75]},
        payoffs,
    )


def test_histories_follow_the_order_and_what_is_available(game):
    tree = tree_of(game, ["asker", "answer", "again"], None, {"answer": [({"asker": "wait"}, ["no"])]})
    assert list(tree.histories()) == [
        (),
        ("ask",),
        ("wait",),
        ("ask", "yes"),
        ("ask", "no"),
        ("wait", "no"),
    ]
    assert tree.options("answer", ("wait",)) == ("no",)
    assert tree.options("answer", ("ask",)) == ("yes", "no")
    assert tree.words(("ask", "no")) == "asker ask, answer no"


def test_who_moves_again_knows_its_type(game):
    alone = tree_of(game, ["asker", "answer", "again"], None, None)
    assert list(alone.cells("again", ("ask", "yes"))) == ["ordinary"]
    one = tree_of(game, ["asker", "answer", "again"], {"clerk": ["answer", "again"]}, None)
    assert list(one.cells("again", ("ask", "yes"))) == ["kind", "rude"]
    assert one.known("again", ("ask", "yes")) == {"answer"}
    assert not one.shared


def test_play_leads_where_it_leads(game):
    tree = tree_of(game, [["asker", "answer"], "again"], None, None)
    half = {"yes": Fraction(1, 2), "no": Fraction(1, 2)}
    play = {}
    for player, cell, history in tree.spots():
        labels = tree.options(player, history)
        play[player, cell, history] = (
            half if cell == "rude" else {label: Fraction(label == labels[0]) for label in labels}
        )
    assert tree.chances(play, ("ordinary", "kind", "ordinary")) == {("ask", "yes", "yes"): 1}
    rude = tree.chances(play, ("ordinary", "rude", "ordinary"))
    assert rude == {("ask", "yes", "yes"): Fraction(1, 2), ("ask", "no", "yes"): Fraction(1, 2)}
    # 8 for rude, plus 0 for yes and 2 for no
    assert tree.value("asker", ("ordinary", "rude", "ordinary"), rude) == 9


@pytest.mark.parametrize(
    ("agents", "said"),
    [
        ({"clerk": ["asker", "answer"]}, "agents: clerk: the payoffs of asker, answer differ"),
        ({"clerk": ["answer", "agin"]}, 'did you mean "again"?'),
        ({"clerk": "answer"}, "must be a list of texts"),
    ],
)
def test_agents_who_are_not_one_are_refused(game, agents, said):
    with pytest.raises(bg.GameError) as error:
        tree_of(game, ["asker", "answer", "again"], agents, None)
    assert said in str(error.value)


def test_agents_move_one_after_the_other(game):
    with pytest.raises(bg.GameError, match="must move one after the other"):
        tree_of(game, ["asker", ["answer", "again"]], {"clerk": ["answer", "again"]}, None)
