"""Conditions on beliefs that no rule gives, and the regions that they leave."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.errors import BudgetError
from belarusgame.solve.bayesian.conditions import Guess, Unknown, regions_of, updated
from belarusgame.solve.bayesian.tree import tree_of

HALF, ONE = Fraction(1, 2), Fraction(1)
FREE = Unknown((), "guest", "quiche")
FRESH = Guess(unknown=Unknown((), "guest", "beer"), among=frozenset({"a", "b", "c"}))
WEAK = "after guest quiche: guest weak"


def test_bayes_rule_is_used_where_some_type_makes_the_move():
    guess = Guess(chances=(("a", Fraction(1, 2)), ("b", Fraction(1, 3)), ("c", Fraction(1, 6))))
    (found,) = updated(guess, frozenset({"b", "c"}), FRESH)
    assert found == (
        Guess(chances=(("a", Fraction(0)), ("b", Fraction(2, 3)), ("c", Fraction(1, 3)))),
        (),
        (),
    )
    assert list(updated(guess, frozenset(), FRESH)) == [(FRESH, (), ())]
    sure = Guess(chances=(("a", ONE), ("b", Fraction(0)), ("c", Fraction(0))))
    assert list(updated(sure, frozenset({"b"}), FRESH)) == [(FRESH, (), ())]  # who makes it was ruled out


def test_an_unknown_belief_is_kept_forgotten_or_either():
    guess = Guess(unknown=FREE, among=frozenset({"a", "b"}))
    assert list(updated(guess, frozenset({"a", "b", "c"}), FRESH)) == [(guess, (), ())]
    assert list(updated(guess, frozenset({"c"}), FRESH)) == [(FRESH, (), ())]
    narrowed, forgotten = updated(guess, frozenset({"b", "c"}), FRESH)
    only = frozenset({"b"})
    # Either b was held possible, or it was ruled out and its move is a surprise.
    assert narrowed == (Guess(unknown=FREE, among=only), (), ((FREE, only),))
    assert forgotten == (FRESH, ({((FREE, "b"),): Fraction(-1)},), ())


@pytest.fixture
def tree(guests):
    return tree_of(guests, guests.players, None, None)


def at_least(share):
    """The belief in the weak guest is at least a share."""
    return {((FREE, "weak"),): 1 - share, ((FREE, "strong"),): -share}


def test_conditions_leave_a_region_of_the_belief(tree):
    assert FREE.name(tree, "weak") == WEAK
    (region,) = regions_of(tree, [at_least(HALF)])
    assert region.range(WEAK) == (HALF, 1)
    (region,) = regions_of(tree, [at_least(HALF), {((FREE, "weak"),): -HALF, ((FREE, "strong"),): HALF}])
    assert region.range(WEAK) == (HALF, HALF)
    assert regions_of(tree, []) == ()


def test_what_excludes_itself_leaves_none(tree):
    never = {((FREE, "weak"),): Fraction(-1)}
    assert regions_of(tree, [at_least(HALF), never]) is None
    assert regions_of(tree, [never]) is not None
    # A type that must not be ruled out is ruled out by the condition.
    assert regions_of(tree, [never], [(FREE, frozenset({"weak"}))]) is None
    assert regions_of(tree, [never], [(FREE, frozenset({"weak", "strong"}))]) is not None
    (whole,) = regions_of(tree, [], [(FREE, frozenset({"weak"}))])
    assert whole.range(WEAK) == (0, 1)


@pytest.fixture
def two_senders():
    game = bg.BayesianGame(
        ["a", "b", "c"],
        [["x", "y"], ["u", "v"], ["l", "r"]],
        {"a": ["one", "two"], "b": ["three", "four"]},
        {"a": [0.5, 0.5], "b": [0.5, 0.5]},
        np.zeros((3, 2, 2, 2, 2, 2)),
    )
    return tree_of(game, ["a", "b", "c"], None, None)


A, B = Unknown((), "a", "y"), Unknown(("x",), "b", "v")


def product_of(table):
    kinds = [("one", "three"), ("one", "four"), ("two", "three"), ("two", "four")]
    return {((A, one), (B, other)): Fraction(c) for (one, other), c in zip(kinds, table, strict=True)}


def test_beliefs_that_add_up_are_one_region_and_those_that_multiply_are_refused(two_senders):
    # 3 - 1 for one with four, and so on: a number for either type of a and one for either type of b.
    (region,) = regions_of(two_senders, [product_of([3, -1, 1, -3])])
    one, three = A.name(two_senders, "one"), B.name(two_senders, "three")
    assert {one, three} <= set(region.coordinates)
    place = [region.coordinates.index(name) for name in (one, three)]
    corners = {tuple(corner[k] for k in place) for corner in region.vertices}
    # 2 one + 4 three >= 3
    assert corners == {(0, Fraction(3, 4)), (0, 1), (1, Fraction(1, 4)), (1, 1)}
    with pytest.raises(BudgetError, match="beliefs about a and b multiply each other"):
        regions_of(two_senders, [product_of([3, -1, 1, -2])])


def test_beliefs_that_do_not_bear_on_each_other_have_regions_of_their_own(two_senders):
    rules = [{((A, "one"),): ONE, ((A, "two"),): -ONE}, {((B, "four"),): ONE, ((B, "three"),): -ONE}]
    first, second = regions_of(two_senders, rules)
    assert first.range(A.name(two_senders, "one")) == (HALF, 1)
    assert second.range(B.name(two_senders, "three")) == (0, HALF)
