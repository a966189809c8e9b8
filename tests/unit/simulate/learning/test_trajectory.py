"""What a simulation of learning says of its runs."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate.learning.trajectory import Basin

PROFILE = {"a": {"x": 1.0, "y": 0.0}, "b": {"l": 0.25, "m": 0.004, "r": 0.746}}
BASIN = Basin(
    diagnosis="equilibrium", profile=PROFILE, runs=3, share=0.75, interval=(0.3, 0.95), regret=0.125
)


@pytest.fixture(scope="module")
def found():
    game = bg.Game([[[2, 0], [0, 1]], [[2, 0], [0, 1]]], ["a", "b"], [["x", "y"]] * 2)
    return bg.simulate.learn(game, "best_reply", runs=4, rounds=30, seed=1)


def test_a_profile_is_told_by_what_is_used_at_all():
    assert BASIN.words == "a: x; b: l 0.25 r 0.75"
    assert replace(BASIN, profile=None).words == ""


def test_shares_are_of_all_runs(found):
    said = replace(found, diagnosis=("equilibrium", "cycling", "cycling", "undecided"))
    assert [said.share(one) for one in ("equilibrium", "cycling", "undecided")] == [0.25, 0.5, 0.25]
    assert said.share("coarse correlated") == 0


def test_a_row_is_a_basin(found):
    (row,) = replace(found, basins=(BASIN,)).rows()
    assert row == {
        "diagnosis": "equilibrium",
        "at": BASIN.words,
        "runs": 3,
        "share": 0.75,
        "interval": (0.3, 0.95),
        "largest regret": 0.125,
    }


def test_the_line_above_names_the_rule_and_what_its_time_is_counted_in(found):
    assert found.heading == "Learning by best reply: 4 runs, 30 rounds"
    flowing = replace(found, settings=replace(found.settings, rule="replicator", populations="one"))
    assert flowing.heading == "Learning by replicator, one population: 4 runs, 30 units of time"


def test_runs_that_came_to_nothing_are_counted_below(found):
    assert replace(found, diagnosis=("equilibrium",) * 4).below == ()
    (said,) = replace(found, diagnosis=("undecided", "cycling", "undecided", "equilibrium")).below
    assert said.startswith("2 of 4 runs came to no rest")
    assert np.all(found.steps == 30)
