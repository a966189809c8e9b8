from itertools import product
from time import monotonic

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.bayesian.continuations import BeliefInduction
from belarusgame.solve.bayesian.perfect import perfect_bayesian_equilibria
from belarusgame.solve.bayesian.tree import tree_of
from belarusgame.solve.bayesian.weak import WeakInduction, weak_regions


def repeated(seed):
    """One with two types moves, is answered, and moves again."""
    draw = np.random.default_rng(seed)
    own = draw.integers(0, 99, (2, 2, 2, 2))
    return bg.BayesianGame(
        ["one", "other", "again"],
        [["x", "y"], ["u", "v"], ["l", "r"]],
        {"one": ["soft", "hard"]},
        {"one": [0.5, 0.5]},
        {
            kind: [own[k].tolist(), draw.integers(0, 99, (2, 2, 2)).tolist(), own[k].tolist()]
            for k, kind in enumerate(("soft", "hard"))
        },
    )


@pytest.mark.parametrize("seed", range(6))
def test_who_moves_again_is_believed_what_its_first_move_said(seed):
    found = perfect_bayesian_equilibria(
        repeated(seed), ["one", "other", "again"], agents={"one": ["one", "again"]}
    )
    assert found.used == ("one",)
    for record in found.equilibria:
        assert record.problems() == []
        assert set(record.strategies["again"]) == {"soft", "hard"}


@pytest.mark.parametrize("seed", range(6))
def test_two_ways_of_counting_agree_where_only_the_first_move_can_surprise(seed):
    """Of who is answered once, the weak definition asks the same; it is solved by other code."""
    game = repeated(seed)
    tree = tree_of(game, game.players, {"one": ["one", "again"]}, None)
    found = BeliefInduction(tree=tree, used=("one",), until=monotonic() + 60, mixes=False).start()
    assert len(found) == len(WeakInduction(tree=tree, until=monotonic() + 60).plays())


@pytest.mark.parametrize("seed", range(4))
def test_every_pure_equilibrium_is_found(seed):
    """All pure plays are tried against the definition, with the corners of beliefs and their middle."""
    draw = np.random.default_rng(seed)
    game = bg.BayesianGame(
        ["a", "b"],
        [["x", "y"], ["u", "v", "w"]],
        {"a": ["one", "two"]},
        {"a": [0.5, 0.5]},
        draw.integers(0, 9, (2, 2, 2, 3)),
    )
    tree = tree_of(game, game.players, None, None)
    spots = list(tree.spots())
    expected = 0
    for labels in product(*(tree.options(spot[0], spot[2]) for spot in spots)):
        play = {spot: {label: 1} for spot, label in zip(spots, labels, strict=True)}
        expected += weak_regions(tree, play) is not None
    search = BeliefInduction(tree=tree, used=("a",), until=monotonic() + 60, mixes=False)
    assert len(search.start()) == expected


def test_time_is_kept(guests):
    tree = tree_of(guests, guests.players, None, None)
    search = BeliefInduction(tree=tree, used=("guest",), until=monotonic() - 1, mixes=False)
    assert search.start() == []
    assert "max_seconds" in next(iter(search.gaps))


def actions(play):
    return frozenset((spot, max(mix, key=mix.get)) for spot, mix in play.items())


@pytest.mark.parametrize("seed", range(3))
def test_each_is_one_of_the_weak_version(seed):
    """With four periods the weak version, solved by other code, allows more."""
    draw = np.random.default_rng(seed)
    own, more = draw.integers(0, 99, (2, 2, 2, 2, 2)), draw.integers(0, 99, (2, 2, 2, 2, 2, 2))
    game = bg.BayesianGame(
        ["one", "other", "again", "last"],
        [["x", "y"], ["u", "v"], ["l", "r"], ["p", "q"]],
        {"one": ["soft", "hard"]},
        {"one": [0.5, 0.5]},
        {kind: np.stack([own[k], more[k, 0], own[k], more[k, 1]]) for k, kind in enumerate(("soft", "hard"))},
    )
    tree = tree_of(game, game.players, {"one": ["one", "again"]}, None)
    found = BeliefInduction(tree=tree, used=("one",), until=monotonic() + 60, mixes=False).start()
    weak = {actions(play) for play in WeakInduction(tree=tree, until=monotonic() + 60).plays()}
    assert found
    assert {actions(sequel.play) for sequel in found} <= weak
