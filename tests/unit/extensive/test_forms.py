"""From a tree to games in strategic form."""

from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.errors import GameError
from belarusgame.extensive import (
    CHANCE,
    TERMINAL,
    ExtensiveGame,
    InformationSet,
    TreeNode,
    reduced_strategies,
)
from belarusgame.extensive.forms import check_size

#: Player 1 goes out (2, 2) or in; then 2 moves left or right, and 1 again, up or down, after left only.
TREE = bg.exchange.parse_efg(
    'EFG 2 R "again" { "1" "2" } p "" 1 1 "start" { "out" "in" } 0 t "" 1 "" { 2 2 } '
    'p "" 2 1 "middle" { "left" "right" } 0 p "" 1 2 "end" { "up" "down" } 0 '
    't "" 2 "" { 1 0 } t "" 3 "" { 3 1 } t "" 4 "" { 0 1/3 }'
)


def test_reduced_strategies_leave_out_what_they_cannot_reach():
    assert reduced_strategies(TREE, 0) == [{0: 0}, {0: 1, 2: 0}, {0: 1, 2: 1}]
    assert reduced_strategies(TREE, 1) == [{1: 0}, {1: 1}]


def test_the_reduced_form_holds_what_every_profile_leads_to():
    game = TREE.strategic_form()
    assert game.strategies["1"] == ("start: out", "start: in, end: up", "start: in, end: down")
    assert game.payoffs[0].tolist() == [[2, 2], [1, 0], [3, 0]]
    assert game.exact_payoffs[1].tolist() == [[2, 2], [0, Fraction(1, 3)], [1, Fraction(1, 3)]]


def test_in_the_agent_form_every_set_is_a_player_with_its_owners_payoffs():
    game = TREE.agent_form()
    assert game.players == ("1: start", "2: middle", "1: end")
    assert game.shape == (2, 2, 2)
    assert (game.payoffs[0] == game.payoffs[2]).all()
    assert game.payoffs[:, 1, 0, 1].tolist() == [3, 1, 3]
    assert (game.payoffs[:, 0] == 2).all()


def test_payoffs_on_the_way_and_chance_are_added_up():
    sets = (InformationSet(player=0, label="s", actions=("stay", "go")),)
    nodes = (
        TreeNode(
            mover=CHANCE,
            children=(1, 2),
            actions=("x", "y"),
            probabilities=(Fraction(1, 3), Fraction(2, 3)),
            payoffs=(Fraction(1),),
        ),
        TreeNode(mover=0, children=(3, 4), payoffs=(Fraction(10),)),
        TreeNode(mover=0, children=(5, 6), payoffs=(Fraction(0),)),
        *(TreeNode(mover=TERMINAL, payoffs=(Fraction(value),)) for value in (0, 3, 6, 0)),
    )
    game = ExtensiveGame(title="", players=("one",), information_sets=sets, nodes=nodes).strategic_form()
    assert game.exact_payoffs[0].tolist() == [1 + Fraction(10, 3) + 4, 1 + Fraction(13, 3)]


def many_moves(count):
    """One player who moves at so many places that chance chooses from."""
    sets = tuple(InformationSet(player=0, label=f"s{k}", actions=("a", "b")) for k in range(count))
    chance = TreeNode(
        mover=CHANCE,
        children=tuple(range(1, count + 1)),
        actions=tuple(f"c{k}" for k in range(count)),
        probabilities=(Fraction(1, count),) * count,
        payoffs=(Fraction(0),),
    )
    movers = [
        TreeNode(mover=k, children=(count + 1 + 2 * k, count + 2 + 2 * k), payoffs=(Fraction(0),))
        for k in range(count)
    ]
    ends = [TreeNode(mover=TERMINAL, payoffs=(Fraction(0),))] * (2 * count)
    return ExtensiveGame(title="", players=("one",), information_sets=sets, nodes=(chance, *movers, *ends))


def test_what_is_too_large_is_refused_without_being_made():
    check_size(many_moves(19))
    with pytest.raises(GameError, match="would have very many profiles of 1 players: at most 1,000,000"):
        check_size(many_moves(400))
    with pytest.raises(GameError, match="the agent form would have 40 players: at most 31"):
        many_moves(40).agent_form()


def test_nobody_moves_nobody_is_an_agent():
    alone = ExtensiveGame(
        title="",
        players=("one",),
        information_sets=(),
        nodes=(TreeNode(mover=TERMINAL, payoffs=(Fraction(5),)),),
    )
    assert alone.strategic_form().payoffs.tolist() == [[5.0]]
    with pytest.raises(GameError, match="nobody moves"):
        alone.agent_form()
