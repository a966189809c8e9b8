"""A polytope of mixed strategies of one player, in exact numbers."""

from fractions import Fraction

import pytest

from belarusgame.errors import GameError
from belarusgame.solve.strategy_polytope import StrategyPolytope

F = Fraction
#: The first is at most twice the third, and at least a quarter.
POLYTOPE = StrategyPolytope(
    player="one",
    strategies=("a", "b", "c"),
    inequalities=(((F(-1), F(0), F(2)), F(0)), ((F(1), F(0), F(0)), F(1, 4))),
    inside=(F(1, 3), F(1, 3), F(1, 3)),
    dimension=2,
    vertices=((F(1, 4), F(5, 8), F(1, 8)), (F(1, 4), F(0), F(3, 4)), (F(2, 3), F(0), F(1, 3))),
)


@pytest.mark.parametrize(
    ("weights", "least", "greatest"),
    [
        ({"a": 1}, F(1, 4), F(2, 3)),
        ({"b": 1}, F(0), F(5, 8)),
        ({"a": 1, "c": F(-1, 3)}, F(0), F(5, 9)),
        ({"a": 1, "b": 1, "c": 1}, F(1), F(1)),
        ({}, F(0), F(0)),
    ],
)
def test_the_extremes_of_a_weighted_sum_are_exact(weights, least, greatest):
    assert (POLYTOPE.least(weights), POLYTOPE.greatest(weights)) == (least, greatest)
    sums = [
        sum((F(w) * corner["abc".index(a)] for a, w in weights.items()), F(0)) for corner in POLYTOPE.vertices
    ]
    assert (min(sums), max(sums)) == (least, greatest)


def test_bounds_never_cut_off_what_is_attained():
    for k, corners in enumerate(zip(*POLYTOPE.vertices, strict=True)):
        assert float(min(corners)) - 1e-9 <= POLYTOPE.bound(k, 1) <= float(min(corners))
        assert -float(max(corners)) - 1e-9 <= POLYTOPE.bound(k, -1) <= -float(max(corners))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (3, "weights = 3: must be a mapping from strategies to numbers"),
        ({"d": 1}, 'a strategy of one "d" is not one of a, b, c'),
        ({"a": float("nan")}, "the weight of a"),
        ({"a": "much"}, "the weight of a"),
    ],
)
def test_wrong_weights_are_refused(weights, message):
    with pytest.raises(GameError, match=message):
        POLYTOPE.least(weights)


def test_the_table_shows_corners_where_they_are_listed():
    assert POLYTOPE.heading == "Strategies of one: dimension 2, 3 corners"
    assert POLYTOPE.rows()[1] == {
        "strategy": "b",
        "inside": pytest.approx(1 / 3),
        "corner 1": 0.625,
        "corner 2": 0.0,
        "corner 3": 0.0,
    }
