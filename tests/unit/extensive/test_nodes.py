"""Trees of nodes and information sets, in which nobody forgets."""

from fractions import Fraction

import pytest

from belarusgame.errors import GameError
from belarusgame.extensive.nodes import CHANCE, TERMINAL, GameTree, InformationSet, TreeNode

NOTHING = (Fraction(0),)


def end():
    return TreeNode(mover=TERMINAL, payoffs=NOTHING)


def moves(mover, *children):
    return TreeNode(mover=mover, children=children, payoffs=NOTHING)


def known(label, actions=("a", "b")):
    return InformationSet(player=0, label=label, actions=actions)


def tree(sets, *nodes):
    return GameTree(title="", players=("one",), information_sets=sets, nodes=nodes)


def test_the_last_own_move_before_every_set():
    found = tree(
        (known("first"), known("then"), known("late")),
        moves(0, 1, 2),
        moves(1, 3, 4),
        moves(2, 5, 6),
        *[end()] * 4,
    ).last_own_moves()
    assert found == (None, (0, 0), (0, 1))


def test_whoever_cannot_tell_own_moves_apart_has_forgotten():
    with pytest.raises(GameError, match='one does not remember at "then" what it knew or did before'):
        tree((known("first"), known("then")), moves(0, 1, 2), moves(1, 3, 4), moves(1, 5, 6), *[end()] * 4)


def test_whoever_meets_a_set_twice_on_one_way_has_forgotten():
    with pytest.raises(GameError, match='does not remember at "first"'):
        tree((known("first"),), moves(0, 1, 2), moves(0, 3, 4), *[end()] * 3)


def test_what_chance_did_need_not_be_known():
    chance = TreeNode(
        mover=CHANCE,
        children=(1, 2),
        actions=("x", "y"),
        probabilities=(Fraction(1, 2),) * 2,
        payoffs=NOTHING,
    )
    found = tree((known("blind"),), chance, moves(0, 3, 4), moves(0, 5, 6), *[end()] * 4)
    assert found.last_own_moves() == (None,)
