"""Learning: laws that hold of every rule, and what is refused."""

import pickle
import sys
from typing import get_args

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate.learning.learn import RULES, LearningRule

module = sys.modules["belarusgame.simulate.learning.learn"]
GENERATOR = np.random.default_rng(11)
GAME = bg.Game(GENERATOR.normal(size=(3, 2, 3, 4)), players=["a", "b", "c"])


@pytest.mark.parametrize("rule", RULES)
def test_a_run_depends_on_its_number_alone(rule, monkeypatch):
    settings = {"rounds": 40, "seed": 5}
    whole = bg.simulate.learn(GAME, rule, runs=70, **settings)
    monkeypatch.setattr(module, "CHUNK", 3)
    again = bg.simulate.learn(GAME, rule, runs=70, **settings)
    for one, other in zip((*whole.ends, *whole.averages), (*again.ends, *again.averages), strict=True):
        np.testing.assert_array_equal(one, other)
    assert whole.diagnosis == again.diagnosis
    other = bg.simulate.learn(GAME, rule, runs=70, rounds=40, seed=6)
    assert not all(np.array_equal(a, b) for a, b in zip(whole.ends, other.ends, strict=True))


@pytest.mark.parametrize("rule", RULES)
def test_shares_sum_to_one_and_the_game_is_left_as_it_is(rule):
    before = GAME.payoffs.copy()
    found = bg.simulate.learn(GAME, rule, runs=6, rounds=30, seed=1)
    for group in (found.starts, found.ends, found.averages, found.path):
        for shares in group:
            np.testing.assert_allclose(shares.sum(axis=1), 1.0)
            assert shares.min() >= 0.0
    np.testing.assert_array_equal(GAME.payoffs, before)
    assert sum(basin.runs for basin in found.basins) == 6
    assert len(found.diagnosis) == 6
    if found.joint is not None:
        np.testing.assert_allclose(found.joint.reshape(6, -1).sum(axis=1), 1.0)
        np.testing.assert_allclose(found.joint.sum(axis=(2, 3)), found.ends[0])


@pytest.mark.parametrize("rule", ["replicator", "fictitious_play"])
def test_a_constant_for_each_choice_of_the_others_changes_nothing(rule):
    shifted = GAME.payoffs.copy()
    shifted[0] += np.array([3.0, -1.0, 2.0])[None, :, None]
    start = ["s1", "s2", "s3"]
    if rule == "replicator":
        start = [[0.3, 0.7], [0.2, 0.5, 0.3], [0.25] * 4]
    one, other = (
        bg.simulate.learn(game, rule, runs=1, rounds=30, start=start)
        for game in (GAME, bg.Game(shifted, players=["a", "b", "c"]))
    )
    for a, b in zip(one.ends, other.ends, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-7)


def test_the_replicator_solves_its_equation():
    """A slow obvious implementation: small steps of Euler's, extrapolated to none."""
    start = [np.array([0.3, 0.7]), np.array([0.2, 0.5, 0.3]), np.array([0.4, 0.3, 0.2, 0.1])]
    found = bg.simulate.learn(GAME, "replicator", runs=1, rounds=1, start=start)

    def euler(steps):
        states = [vector.copy() for vector in start]
        for _ in range(steps):
            earned = [GAME.payoffs_against(i, states) for i in range(3)]
            states = [x + x * (u - x @ u) / steps for x, u in zip(states, earned, strict=True)]
        return np.concatenate(states)

    rough, fine = euler(2000), euler(4000)
    np.testing.assert_allclose(
        np.concatenate([ends[0] for ends in found.ends]), 2.0 * fine - rough, atol=1e-6
    )


def test_what_is_absent_stays_absent_and_nothing_turns_negative():
    found = bg.simulate.learn(
        GAME, "replicator", runs=2, rounds=500, start=[[0.5, 0.5], [0.0, 0.5, 0.5], [0.25] * 4]
    )
    assert np.all(found.ends[1][:, 0] == 0.0)
    assert min(ends.min() for ends in found.ends) >= 0.0


def test_variants_share_one_share_at_the_start():
    game = bg.Game(
        np.zeros((1, 3)),
        players=["a"],
        strategies=[["join", "wait", "talk"]],
        variants={"a": {"talk": "wait"}},
    )
    pure = bg.simulate.learn(game, "best_reply", runs=4_000, rounds=1, seed=2).starts[0].mean(axis=0)
    np.testing.assert_allclose(pure, [0.5, 0.25, 0.25], atol=0.04)  # five standard deviations
    mixed = bg.simulate.learn(game, "replicator", runs=4_000, rounds=1, seed=2).starts[0].mean(axis=0)
    np.testing.assert_allclose(mixed, [0.5, 0.25, 0.25], atol=0.03)


def test_players_go_by_what_they_decide_by():
    own = np.zeros((2, 2, 2))
    own[0, 0], own[1, 1] = (
        1.0,
        1.0,
    )  # the servant likes its first strategy, the master that it takes the second
    own[1] = own[1] * 0.0 + np.array([[0.0, 0.0], [1.0, 1.0]])
    game = bg.Game(own, players=["servant", "master"])
    ordered = bg.Game(
        own,
        players=["servant", "master"],
        delegations={"orders": {"player": "servant", "to": "master", "when": {}}},
    )
    free, bound = (bg.simulate.learn(made, runs=3, seed=1).ends[0][:, 0] for made in (game, ordered))
    assert free.min() > 0.99
    assert bound.max() < 0.01


def test_best_replies_come_to_rest_at_a_pure_equilibrium():
    found = bg.simulate.learn(bg.Game([[[2, 0], [0, 1]], [[2, 0], [0, 1]]]), "best_reply", runs=40, seed=4)
    assert set(found.diagnosis) == {"equilibrium"}
    words = {basin.words for basin in found.basins}
    assert words == {"player 1: s1; player 2: s1", "player 1: s2; player 2: s2"}
    for basin in found.basins:
        assert basin.interval[0] < basin.share < basin.interval[1]
        assert basin.regret == 0.0


def test_every_rule_has_a_name_that_type_checkers_know():
    assert set(get_args(LearningRule)) == set(RULES)


def test_a_trajectory_can_be_kept_and_shown():
    found = bg.simulate.learn(GAME, "logit_response", runs=3, rounds=50, keep=2)
    assert found.plays.shape == (2, 50)
    again = pickle.loads(pickle.dumps(found))
    np.testing.assert_array_equal(again.plays, found.plays)
    assert len(found.to_frame()) == len(found.basins)
    assert "<table>" in found._repr_html_()
    assert found.share("undecided") + found.share("equilibrium") == 1.0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rule": "replicater"}, 'rule "replicater" is not one of'),
        ({"rounds": 0}, "rounds = 0: must be a whole number, 1 or more"),
        ({"rounds": 10**8}, "rounds = 100000000: must be at most 10,000,000"),
        ({"rounds": 10**7, "runs": 1000}, "must be at most 1,000,000,000 in all"),
        ({"runs": 0}, "runs = 0: must be a whole number, 1 or more"),
        ({"seed": "x"}, 'seed = "x": must be a whole number'),
        ({"populations": "one"}, "must be a symmetric game of two players"),
        ({"populations": "one", "rule": "best_reply"}, "is for the replicator"),
        ({"rule": "best_reply", "start": [[0.5, 0.5], "s1", "s1"]}, "a pure profile"),
        ({"start": ["s1", "s9", "s1"]}, 'strategy "s9" is not one of'),
        ({"accuracy": 0}, "accuracy = 0: must be a finite number from 1e-12 to 0.01"),
        ({"tolerance": -1}, "tolerance = -1: must be a finite number from 0 to 1"),
        ({"rationality": float("nan")}, "rationality = nan"),
        ({"runs": 10**5, "keep": 10**5, "rounds": 10**4}, "numbers would be held"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, message):
    with pytest.raises(bg.GameError) as error:
        bg.simulate.learn(GAME, **settings)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("profile", "populations", "message"),
    [
        (["s1", "s1"], "several", "would gain"),
        ([[0.5, 0.5], [0.5, 0.5]], "both", 'populations "both" is not one of several, one'),
    ],
)
def test_stability_is_asked_of_equilibria(profile, populations, message):
    game = bg.Game([[[0, 0], [1, 1]], [[0, 1], [0, 1]]])
    with pytest.raises(bg.GameError) as error:
        bg.simulate.stability(game, profile, populations=populations)
    assert message in str(error.value)


def test_stability_goes_by_what_players_decide_by():
    own = [[[1.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 2.0]]]
    orders = {"orders": {"player": "servant", "to": "master", "when": {}}}
    ordered = bg.Game(own, players=["servant", "master"], delegations=orders)
    decided = bg.Game(ordered.deciding, players=["servant", "master"])
    found = bg.simulate.stability(ordered, ["s2", "s2"])
    assert found.eigenvalues == bg.simulate.stability(decided, ["s2", "s2"]).eigenvalues == (-1.0, -2.0)
    assert found.verdict == "stable"


def test_stability_looks_at_strategies_that_are_not_used_too():
    dilemma = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    found = bg.simulate.stability(dilemma, ["s2", "s2"])
    assert found.eigenvalues == (-1 + 0j, -1 + 0j)  # what the other strategy would lose
    assert found.verdict == "stable"
    three = bg.simulate.stability(bg.Game(np.zeros((3, 2, 2, 2))), ["s1", "s1", "s1"])
    assert len(three.eigenvalues) == 3
    assert three.verdict == "undecided"
