"""What is believed after a move, of a guest who drinks beer or eats quiche."""

from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.base.information import Knows
from belarusgame.errors import BudgetError
from belarusgame.solve.bayesian.belief_updates import Branch, branches_after, held_likely, states_after
from belarusgame.solve.bayesian.conditions import Guess, Unknown
from belarusgame.solve.bayesian.tree import tree_of

PRIOR = Guess(chances=(("weak", Fraction(1, 10)), ("strong", Fraction(9, 10))))
QUICHE = Unknown((), "guest", "quiche")


@pytest.fixture
def tree(guests):
    return tree_of(guests, guests.players, None, None)


def ordered(weak, strong):
    return {("guest", "weak", ()): weak, ("guest", "strong", ()): strong}


def test_a_move_of_all_types_says_nothing_and_another_one_anything(tree):
    (beer,), (quiche,) = branches_after(tree, (), (("guest", PRIOR),), ordered("beer", "beer"))
    assert (beer.mover, beer.label, beer.guess, beer.conditions, beer.likely) == (
        "guest",
        "beer",
        PRIOR,
        (),
        (),
    )
    assert quiche.label == "quiche"
    assert quiche.guess == Guess(unknown=QUICHE, among=frozenset({"weak", "strong"}))


def test_a_move_of_one_type_shows_it(tree):
    (beer,), (quiche,) = branches_after(tree, (), (("guest", PRIOR),), ordered("quiche", "beer"))
    assert dict(beer.guess.chances) == {"weak": 0, "strong": 1}
    assert dict(quiche.guess.chances) == {"weak": 1, "strong": 0}


def test_after_the_last_move_nobody_is_left_to_believe_anything(tree):
    assert branches_after(tree, ("beer",), (("guest", PRIOR),), {}) == [[Branch(holder="guest", guess=PRIOR)]]


def test_each_step_leads_to_what_is_believed_after_it(tree):
    after_beer, after_quiche = Guess(among=frozenset({"b"})), Guess(among=frozenset({"q"}))
    chosen = [
        Branch(holder="guest", guess=after_beer, mover="guest", label="beer"),
        Branch(holder="guest", guess=after_quiche, mover="guest", label="quiche"),
        Branch(holder="cook", guess=PRIOR),  # whom nobody's move says anything of
    ]
    assert states_after(tree, (), chosen) == {
        ("beer",): (("guest", after_beer), ("cook", PRIOR)),
        ("quiche",): (("guest", after_quiche), ("cook", PRIOR)),
    }


def test_what_a_mover_holds_likely_is_a_number_or_an_unknown_belief(tree):
    spot = ("bully", "ordinary", ("quiche",))
    known = held_likely(tree, ("quiche",), (("guest", PRIOR),), spot)
    assert known == {
        ("weak", "ordinary"): (Fraction(1, 10), ()),
        ("strong", "ordinary"): (Fraction(9, 10), ()),
    }
    assert held_likely(tree, ("quiche",), (), spot) == known  # without more it is the prior
    weak = Guess(unknown=QUICHE, among=frozenset({"weak"}))
    assert held_likely(tree, ("quiche",), (("guest", weak),), spot) == {
        ("weak", "ordinary"): (1, ((QUICHE, "weak"),))
    }
    sure = Guess(chances=(("weak", Fraction(0)), ("strong", Fraction(1))))
    assert list(held_likely(tree, ("beer",), (("guest", sure),), spot)) == [("strong", "ordinary")]


def test_moves_that_show_a_type_together_are_not_searched():
    nothing = [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]
    game = bg.BayesianGame(
        ["a", "b", "c"],
        [["x", "y"], ["u", "v"], ["l", "r"]],
        {"a": ["one", "two"]},
        {"a": [0.5, 0.5]},
        {"one": [nothing] * 3, "two": [nothing] * 3},
        knows=[Knows(player="b", about="a")],
    )
    tree = tree_of(game, [["a", "b"], "c"], None, None)
    state = (("a", Guess(chances=(("one", Fraction(1, 2)), ("two", Fraction(1, 2))))),)
    with pytest.raises(BudgetError, match="after the start, a and b may show several types at once"):
        branches_after(tree, (), state, {})
