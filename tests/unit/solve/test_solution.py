from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import linprog

import belarusgame as bg
from belarusgame.solve.solution import Box, Component, Solution

GAME = bg.Game(np.zeros((3, 2, 4, 3)), ["a", "b", "c"])
BOX = Box(
    labels=GAME.labels,
    bounds=(
        np.array([[0.2, 0.7], [0.3, 0.8]]),
        np.array([[0.0, 0.1], [0.1, 0.9], [0.2, 0.35], [0.05, 0.5]]),
        np.array([[0.0, 1.0], [0.0, 0.3], [0.1, 0.2]]),
    ),
)
EVENTS = [
    {},
    {"a": "s2"},
    {"b": "s2"},
    {"b": ["s1", "s3"]},
    {"c": ["s2", "s3"]},
    {"a": "s1", "b": ["s2", "s4"], "c": ["s1", "s2"]},
    {"a": ["s1", "s2"], "c": "s1"},
    {"b": ["s1", "s2", "s3", "s4"]},
]


@pytest.mark.parametrize("event", EVENTS)
def test_bounds_in_a_box_are_the_least_and_the_greatest_probability_inside(event):
    """Players are independent, and for each it is a linear program over its part of the box."""
    expected = np.ones(2)
    for bounds, choices in zip(BOX.bounds, GAME.labels.allowed(event), strict=True):
        wanted = np.isin(np.arange(len(bounds)), list(choices)).astype(float)
        for end, sign in ((0, 1.0), (1, -1.0)):
            found = linprog(sign * wanted, A_eq=np.ones((1, len(bounds))), b_eq=[1.0], bounds=bounds)
            expected[end] *= sign * found.fun
    assert BOX.probability_bounds(event) == pytest.approx(expected, abs=1e-12)


def test_bounds_of_a_box_that_rounding_has_pushed_outwards_remain_probabilities():
    labels = bg.Game(np.zeros((1, 3))).labels
    wide = Box(labels=labels, bounds=(np.array([[-0.1, 1.2], [-0.2, 1.1], [-0.3, 0.0]]),))
    assert wide.probability_bounds({"player 1": "s1"}) == (0.0, 1.0)
    assert wide.probability_bounds({"player 1": ["s1", "s2"]}) == (1.0, 1.0)
    below = Box(labels=labels, bounds=(np.array([[-0.3, -0.1], [0.4, 1.0], [0.1, 1.2]]),))
    assert below.probability_bounds({"player 1": "s1"}) == (0.0, 0.0)


def test_the_width_is_the_greatest_distance_between_the_bounds_of_a_probability():
    assert BOX.width == 1.0
    assert Box(labels=GAME.labels, bounds=(BOX.bounds[0], BOX.bounds[1][2:], BOX.bounds[2][1:])).width == 0.5


def test_bounds_are_told_by_player_and_strategy():
    assert BOX.to_dict()["b"] == {"s1": (0.0, 0.1), "s2": (0.1, 0.9), "s3": (0.2, 0.35), "s4": (0.05, 0.5)}


def solution(chances=(), **more):
    outcomes = tuple(SimpleNamespace(probability=lambda _, chance=chance: chance) for chance in chances)
    return Solution(outcomes=outcomes, concept="nash", status="complete", method="by hand", **more)


def test_a_range_of_probabilities_covers_outcomes_and_components():
    assert solution().probability_range({"a": "s1"}) is None
    assert solution([0.4, 0.1, 0.3]).probability_range({"a": "s1"}) == (0.1, 0.4)
    component = Component(box=BOX, samples=())
    assert solution(components=(component,)).probability_range({"a": "s1"}) == pytest.approx((0.2, 0.7))
    wider = solution([0.9, 0.1], components=(component,)).probability_range({"a": "s1"})
    assert wider == pytest.approx((0.1, 0.9))


def test_outcomes_are_equilibria_only_if_all_of_them_are():
    found = bg.solve.pure_equilibria(bg.Game([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]))
    assert found.equilibria == found.outcomes
    mixed = Solution(
        outcomes=(*found.outcomes, SimpleNamespace()), concept="both", status="partial", method="by hand"
    )
    with pytest.raises(bg.GameError, match=r"use \.outcomes"):
        _ = mixed.equilibria


def test_the_table_numbers_outcomes_from_one_and_gives_what_everybody_gets():
    found = bg.solve.pure_equilibria(bg.Game([[[3, 0], [0, 1]], [[2, 0], [0, 5]]], ["a", "b"]))
    assert found.rows() == [
        {"#": 1, "a": "s1", "b": "s1", "payoff a": 3.0, "payoff b": 2.0, "gap": 0.0},
        {"#": 2, "a": "s2", "b": "s2", "payoff a": 1.0, "payoff b": 5.0, "gap": 0.0},
    ]
