from fractions import Fraction

import numpy as np
import pytest

from belarusgame import Game, GameError
from belarusgame.solve.logit.checks import base_vectors, checked_rationality, plain_rationality


@pytest.mark.parametrize(
    "value", [0, 0.0, 3, 2.5, Fraction(5, 2), np.int64(3), np.float64(2.5), np.float32(2.5)]
)
def test_real_numbers_that_are_not_negative_are_rationalities(value):
    found = plain_rationality(value)
    assert type(found) is float
    assert found == value


@pytest.mark.parametrize(
    "value",
    [True, np.bool_(True), -1, -1e-300, Fraction(-1, 9), float("nan"), float("inf"), 10**400, "2", 2j, None],
)
def test_nothing_else_is_a_rationality(value):
    with pytest.raises(GameError, match="must be a finite number that is not negative"):
        plain_rationality(value)


def test_a_rationality_is_counted_in_units_of_one_over_the_scale():
    assert checked_rationality(Fraction(3, 2), 4.0) == 6.0
    assert checked_rationality(1e4, 1e4) == 1e8
    with pytest.raises(
        GameError, match=r"rationality = 2.0 is too sharp for float64: times the payoff scale 1e\+08"
    ):
        checked_rationality(2.0, 1e8)


def test_the_base_measure_is_the_games_own_unless_another_is_given():
    game = Game(np.zeros((2, 3, 2)), ["a", "b"], variants={"a": {"s3": "s2"}})
    assert [vector.tolist() for vector in base_vectors(game, None)] == [[0.5, 0.25, 0.25], [0.5, 0.5]]
    given = base_vectors(game, {"a": [0.2, 0.3, 0.5], "b": [0.1, 0.9]})
    assert [vector.tolist() for vector in given] == [[0.2, 0.3, 0.5], [0.1, 0.9]]
    with pytest.raises(GameError, match='base: b: "s2" has probability 0'):
        base_vectors(game, {"a": [0.2, 0.3, 0.5], "b": [1.0, 0.0]})
