"""Who decides for whom: what is compared, what is refused, and what is left when somebody no longer plays."""

import pickle
import re
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.deciding import Decider, check_leader, check_order, conflicts, order_problem

OBEY = {"player": "puppet", "to": "master", "when": {"master": "order"}}
OWN = [[2, 0], [0, 1]]
MASTERS = [[0, 4], [3, 5]]


def made(delegations=None, **more):
    return bg.Game(
        [OWN, MASTERS],
        players=["puppet", "master"],
        strategies=[["go", "stay"], ["order", "ask"]],
        delegations={"obey": OBEY} if delegations is None else delegations,
        **more,
    )


def decider(name="one", player="a", to="b", **when):
    return Decider(name=name, player=player, to=to, when={p: (s,) for p, s in (when or {"b": "x"}).items()})


def test_a_delegation_moves_the_decision_and_not_what_anybody_gets():
    game = made()
    assert game.payoffs.tolist() == [OWN, MASTERS]
    assert game.deciding.tolist() == [[[0, 0], [3, 1]], MASTERS]
    assert game.exact_deciding[0].tolist() == [[0, 0], [3, 1]]
    assert game.expected_payoffs({"puppet": "stay", "master": "order"}) == {"puppet": 0, "master": 3}
    assert game.best_responses({"puppet": "go", "master": "order"}) == {
        "puppet": ("stay",),
        "master": ("ask",),
    }
    assert game.best_responses({"puppet": "go", "master": "ask"})["puppet"] == ("stay",)
    assert game.regret({"puppet": "go", "master": "order"}) == {"puppet": 3, "master": 4}
    assert game.regret({"puppet": [0.5, 0.5], "master": "order"})["puppet"] == 1.5
    mixed = game.vectors({"puppet": "go", "master": [0.5, 0.5]})
    assert game.payoffs_against(0, mixed).tolist() == [1, 0.5]
    assert game.deciding_against(0, mixed).tolist() == [0, 2]
    assert game.deciders({"puppet": "go", "master": "order"}) == {"puppet": "master"}
    assert [row["decided for"] for row in game.rows()] == ["puppet", "", "puppet", ""]


def test_without_delegations_the_two_are_one_array():
    game = made({})
    assert game.deciding is game.payoffs
    assert "decided for" not in game.rows()[0]


def test_ranks_are_of_what_decides():
    third = bg.Game(
        [[["1/3", 0], [0, 1]], [[2, 0], ["1/3", 1]]],
        players=["puppet", "master"],
        strategies=[["go", "stay"], ["order", "ask"]],
        delegations={"obey": OBEY},
    )
    assert third.exact_deciding[0].tolist() == [[2, 0], [Fraction(1, 3), 1]]
    assert third.ordinal[0].tolist() == [[3, 0], [1, 2]]


@pytest.mark.parametrize("fixed", [{"master": "order"}, {"master": "ask"}, {"puppet": "go"}])
def test_who_decides_may_no_longer_play(fixed):
    game = made()
    left = game.fix(fixed)
    (player,) = left.players
    (gone,) = fixed
    axis = game.players.index(gone)
    index = [slice(None), slice(None)]
    index[axis] = game.strategies[gone].index(fixed[gone])
    row = game.players.index(player)
    assert left.deciding[0].tolist() == game.deciding[(row, *index)].tolist()
    assert left.payoffs[0].tolist() == game.payoffs[(row, *index)].tolist()
    assert bool(left.delegations) == (fixed == {"master": "order"})
    assert left.equals(pickle.loads(pickle.dumps(left)))
    assert left.equals(eval(repr(left), {"Game": bg.Game}))


def test_a_part_of_the_strategies_keeps_the_delegation():
    game = made()
    part = game.restrict({"master": "order"})
    assert part.deciding[0].tolist() == [[0], [3]]
    assert part.delegations[0].when == {"master": ("order",)}
    assert game.restrict({"master": "ask"}).delegations == ()
    assert not game.equals(made({}))
    assert game.equals(eval(game.code(), {"Game": bg.Game}))


@pytest.mark.parametrize(
    ("delegations", "message"),
    [
        (3, "must be a mapping such as"),
        ({"obey": 3}, "delegation obey = 3: must be a mapping with player, to, when"),
        ({"obey": {"player": "puppet"}}, "delegation obey: lacks to, when"),
        ({"obey": OBEY | {"by": 1}}, 'delegation obey: entry "by" is not one of player, to, when'),
        (
            {"obey": OBEY | {"player": "pupet"}},
            'player "pupet" is not one of puppet, master; did you mean "puppet"?',
        ),
        ({"obey": OBEY | {"to": "maser"}}, 'delegation obey: to "maser" is not one of puppet, master'),
        ({"obey": OBEY | {"when": {"master": "beg"}}}, 'strategy "beg" is not one of order, ask'),
        ({"obey": OBEY | {"when": {"puppet": "go"}}}, "`when` names puppet itself"),
        ({"obey": OBEY | {"to": "puppet"}}, "puppet decides for itself anyway"),
        ({"obey": OBEY, "too": OBEY}, "delegation too: it and obey of puppet can match together"),
        (
            {"obey": OBEY, "back": {"player": "master", "to": "puppet", "when": {"puppet": "go"}}},
            "delegation back: it and obey go in a circle",
        ),
        ({"": OBEY}, "must be text that is not empty"),
    ],
)
def test_what_makes_no_sense_is_refused(delegations, message):
    with pytest.raises(bg.GameError, match=re.escape(message)):
        made(delegations)


def test_what_decides_must_follow_from_the_delegations():
    assert made(deciding=made().deciding).equals(made())
    for wrong, message in (
        (np.zeros((2, 2, 2)), "deciding: of puppet it differs"),
        (np.zeros((2, 2, 3)), "deciding has the shape (2, 2, 3), but payoffs (2, 2, 2)"),
        ([1, 2], "deciding of shape (2,) do not fit"),
        ([OWN, [[1, 1], [1, 1]]], "deciding: of puppet it differs"),
    ):
        with pytest.raises(bg.GameError, match=re.escape(message)):
            made(deciding=wrong)
    with pytest.raises(bg.GameError, match="of master it differs"):
        made(deciding=[[[0, 0], [3, 1]], [[1, 1], [1, 1]]])


def test_chains_and_circles_are_told_apart():
    one, other = decider("one", "a", "b"), decider("two", "b", "c", c="z")
    assert conflicts([one, other]) == conflicts([other, one])
    ((name, chain),) = conflicts([one, other])
    assert (name, chain.partition(";")[0]) == (
        "one",
        "it makes a chain with two: b decides for a, and c for b",
    )
    assert conflicts([one, decider("two", "c", "b")]) == []
    assert conflicts([one, decider("two", "a", "c", b="y")]) == []
    ((name, together),) = conflicts([one, decider("two", "a", "c", c="y")])
    assert (name, together.partition(";")[0]) == ("two", "it and one of a can match together")


def test_an_order_decides_whether_a_delegation_is_defined():
    one = decider(b="x", c="y")
    for groups in ([["b"], ["c"], ["a"]], [["a", "b", "c"]], [["c"], ["a", "b"]]):
        assert order_problem(one, groups) == ""
        check_order([one], groups)
    later = order_problem(one, [["b"], ["a"], ["c"]])
    assert later.startswith(
        "delegation one is undefined where c moves after a: whether b decides for a depends on c = y"
    )
    with pytest.raises(bg.GameError, match="order: delegation one is undefined"):
        check_order([one], [["a"], ["b", "c"]])


def test_a_leader_decides_for_itself():
    game = made()
    check_leader(game.delegations, "master")
    with pytest.raises(bg.GameError, match=re.escape('leader = "puppet": delegation obey is undefined')):
        bg.solve.commitment(game, leader="puppet")
    with pytest.raises(bg.GameError, match="order: delegation obey is undefined"):
        bg.solve.sequential_equilibria(game, order=["puppet", "master"])
    with pytest.raises(bg.GameError, match="order: delegation obey is undefined"):
        bg.solve.sequential_logit(game, order=["puppet", "master"])
