"""Moves that are never best are struck, as far as beliefs are known, and whatever they are elsewhere."""

import pytest

import belarusgame as bg
from belarusgame.solve.bayesian.never_best import has_free_beliefs, signs_of, without_never_best
from belarusgame.solve.bayesian.tree import tree_of

WEAK, STRONG = ("guest", "weak", ()), ("guest", "strong", ())
BEER, QUICHE = ("bully", "ordinary", ("beer",)), ("bully", "ordinary", ("quiche",))


def everything(tree):
    return {spot: tree.options(spot[0], spot[2]) for spot in tree.spots()}


@pytest.fixture
def tree(guests):
    return tree_of(guests, guests.players, None, None)


def hungry(most=1):
    """The weak guest gets at least 1 from quiche, and with beer 0 or ``most``."""
    game = bg.BayesianGame(
        ["guest", "bully"],
        [["beer", "quiche"], ["duel", "spare"]],
        {"guest": ["weak", "strong"]},
        {"guest": [0.1, 0.9]},
        {
            "weak": [[[0, most], [1, 3]], [[1, 0], [1, 0]]],
            "strong": [[[1, 3], [0, 2]], [[0, 1], [0, 1]]],
        },
    )
    return tree_of(game, game.players, None, None)


def test_nothing_is_struck_where_everything_may_be_best(tree):
    left = everything(tree)
    assert without_never_best(tree, ("guest",), left, {}) == left


@pytest.mark.parametrize(("most", "left"), [(1, ("beer", "quiche")), (0.75, ("quiche",))])
def test_a_move_is_struck_if_its_best_is_worse_than_anothers_worst(most, left):
    tree = hungry(most)
    given = everything(tree)
    found = without_never_best(tree, ("guest",), given, {})
    assert found[WEAK] == left
    assert found[STRONG] == ("beer", "quiche")
    assert given == everything(tree)  # is left as it is


def test_who_answers_a_move_of_one_type_knows_it(tree):
    apart = {WEAK: ("quiche",), STRONG: ("beer",)}
    liking = hungry(0.75)
    found = without_never_best(liking, ("guest",), everything(liking) | apart, apart)
    assert found[BEER] == ("spare",)
    assert found[QUICHE] == ("duel",)
    # Who does not like quiche so much would rather drink beer and be spared.
    assert without_never_best(tree, ("guest",), everything(tree) | apart, apart) is None


def test_who_answers_a_move_of_both_weighs_them_by_the_prior(tree):
    together = {WEAK: ("beer",), STRONG: ("beer",)}
    found = without_never_best(tree, ("guest",), everything(tree) | together, together)
    assert found[BEER] == ("spare",)  # nine in ten are strong
    assert found[QUICHE] == ("duel", "spare")  # what nobody eats may mean anything


def test_a_pattern_that_uses_what_is_never_best_is_none():
    tree = hungry(0.75)
    pattern = {WEAK: ("beer",), STRONG: ("beer",)}
    assert without_never_best(tree, ("guest",), everything(tree) | pattern, pattern) is None
    pattern = {WEAK: ("quiche",), STRONG: ("quiche",)}
    assert without_never_best(tree, ("guest",), everything(tree) | pattern, pattern) is not None


def test_where_beliefs_are_free_a_tie_strikes_nothing():
    nothing = [[[0, 0], [0, 0]]] * 2
    game = bg.BayesianGame(
        ["guest", "bully"],
        [["beer", "quiche"], ["duel", "spare"]],
        {"guest": ["weak", "strong"]},
        {"guest": [0.1, 0.9]},
        {"weak": nothing, "strong": nothing},
    )
    tree = tree_of(game, game.players, None, None)
    together = everything(tree) | {WEAK: ("beer",), STRONG: ("beer",)}
    assert without_never_best(tree, ("guest",), together, {}) == together


def test_beliefs_are_free_where_somebody_has_a_choice_after_a_surprise(tree):
    together = everything(tree) | {WEAK: ("beer",), STRONG: ("beer",)}
    assert has_free_beliefs(tree, ("guest",), together)
    assert not has_free_beliefs(tree, ("guest",), together | {QUICHE: ("duel",)})
    apart = everything(tree) | {WEAK: ("quiche",), STRONG: ("beer",)}
    assert not has_free_beliefs(tree, ("guest",), apart)


def test_the_moves_of_a_history_that_say_something_are_those_of_who_knows(tree):
    assert list(signs_of(tree, ("beer",), "guest")) == [((), "guest", "beer")]
    assert list(signs_of(tree, (), "guest")) == []
