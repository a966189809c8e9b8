from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.base.priors import chances_of, prior_of
from belarusgame.errors import GameError

PLAYERS, TYPES = ["a", "b", "c"], [["one", "two"], ["only"], ["three", "four"]]


def read(prior):
    return prior_of(PLAYERS, TYPES, ["a", "c"], prior)


def test_independent_types_are_multiplied():
    prior = read({"a": {"one": 0.1, "two": 0.9}, "c": ["1/3", "2/3"]})
    assert prior.joint["one", "only", "four"] == Fraction(1, 10) * Fraction(2, 3)
    assert sum(prior.joint.values()) == 1
    assert prior.independent
    assert prior.marginals[2] == {"three": Fraction(1, 3), "four": Fraction(2, 3)}


@pytest.mark.parametrize(
    "joint",
    [
        [[0.1, 0.2], [0.3, 0.4]],
        np.array([[0.1, 0.2], [0.3, 0.4]]),
        {("one", "three"): 0.1, ("one", "four"): 0.2, ("two", "three"): 0.3, ("two", "four"): 0.4},
    ],
)
def test_a_joint_prior_keeps_what_depends_on_what(joint):
    prior = read(joint)
    assert prior.joint["two", "only", "three"] == Fraction(3, 10)
    assert prior.marginals[0] == {"one": Fraction(3, 10), "two": Fraction(7, 10)}
    assert not prior.independent


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["1/4", "3/4"], Fraction(1, 4)),
        ([Decimal("0.25"), 0.75], Fraction(1, 4)),
        ([np.float64(0.1), 0.9], Fraction(1, 10)),
    ],
)
def test_numbers_mean_what_is_written(given, expected):
    assert chances_of("it", given, ["x", "y"])["x"] == expected


def test_floats_that_cannot_sum_to_one_are_brought_to_it():
    chances = chances_of("it", [1 / 3, 1 / 3, 1 / 3], ["x", "y", "z"])
    assert set(chances.values()) == {Fraction(1, 3)}
    with pytest.raises(GameError, match=r"sum to 0\.99, not to 1"):
        chances_of("it", [0.33, 0.33, 0.33], ["x", "y", "z"])
    with pytest.raises(GameError, match="not to 1"):
        chances_of("it", ["333333333333/1000000000000"] * 3, ["x", "y", "z"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"x": 1}, "it: says nothing of y"),
        ({"x": 0.5, "y": 0.5, "z": 0}, "it: knows no z"),
        ([0.5, True], "it: y = true: must be a finite number from 0 to 1"),
        (["1/2", "-1/2"], 'it: y = "-1/2": must be a probability, from 0 to 1'),
        (["1/2", "half"], '"half" is not a number'),
        (7, "it = 7: must be a probability for each of x, y"),
    ],
)
def test_bad_numbers_are_refused(given, said):
    with pytest.raises(GameError) as error:
        chances_of("it", given, ["x", "y"])
    assert said in str(error.value)
