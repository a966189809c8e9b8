"""Where runs start: where the caller says, or at random by the seed."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate.learning.starts import starts_of
from belarusgame.simulate.learning.trajectory import LearningSettings

GAME = bg.Game(np.zeros((2, 2, 3)), ["a", "b"], [["x", "y"], ["l", "m", "r"]])
SETTINGS = LearningSettings(
    rule="replicator",
    rounds=10,
    runs=4000,
    seed=3,
    populations="several",
    rationality=1.0,
    accuracy=1e-8,
    tolerance=1e-3,
    confidence=0.95,
)


def starts(start=None, **changes):
    return starts_of(GAME, GAME.labels, replace(SETTINGS, **changes), start)


def test_a_start_that_is_given_is_that_of_every_run():
    given = [[0.25, 0.75], [0.5, 0.5, 0]]
    assert starts(given, runs=2).tolist() == [[0.25, 0.75, 0.5, 0.5, 0]] * 2
    assert starts(["y", "l"], runs=1, rule="best_reply").tolist() == [[0, 1, 1, 0, 0]]


def test_rules_of_rounds_begin_with_a_pure_profile():
    with pytest.raises(bg.GameError, match="a pure profile: best_reply begins with a round of play"):
        starts([[0.25, 0.75], [0, 0, 1]], rule="best_reply")


def test_shares_are_uniform_over_the_simplex_and_the_same_for_a_seed():
    found = starts()
    assert found.shape == (4000, 5)
    for part in np.split(found, [2], axis=1):
        assert part.sum(axis=1) == pytest.approx(1)
    # In the simplex of three, a share is below 1/2 in three quarters; five standard deviations of chance.
    assert np.mean(found[:, 2] < 0.5) == pytest.approx(0.75, abs=0.035)
    assert np.mean(found[:, 0] < 0.25) == pytest.approx(0.25, abs=0.035)
    assert np.array_equal(found, starts())
    assert not np.array_equal(found, starts(seed=4))


def test_pure_starts_follow_the_measure_and_are_pure():
    found = starts(rule="fictitious_play")
    assert set(np.unique(found)) == {0, 1}
    assert found.sum(axis=1).tolist() == [2] * 4000
    assert found[:, 2:].mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.04)


def test_variants_share_one_chance_at_a_pure_start():
    game = bg.Game(np.zeros((1, 3)), ["a"], [["join", "wait", "talk"]], variants={"a": {"talk": "wait"}})
    found = starts_of(game, game.labels, replace(SETTINGS, rule="best_reply"), None)
    assert found.mean(axis=0) == pytest.approx([0.5, 0.25, 0.25], abs=0.04)


def test_in_one_population_one_learner_starts():
    one = bg.Game(np.zeros((2, 2, 2)))
    labels = replace(one.labels, players=one.labels.players[:1], strategies=one.labels.strategies[:1])
    found = starts_of(one, labels, replace(SETTINGS, runs=3, populations="one"), None)
    assert found.shape == (3, 2)
    assert starts_of(one, labels, replace(SETTINGS, runs=1), ["s2", "s1"]).tolist() == [[0, 1]]
