from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.explore._programs import contradiction, exact_point, excludes, holds, simplest, widest
from belarusgame.explore._rational import independent_solution, solved_exactly
from belarusgame.explore._space import space_of


@pytest.fixture(scope="module")
def space(build):
    scenario = build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0, 0.5, 1), [({"row": "b"}, 1)]),
            "row.y": ((0.25, 0.5, 1), [({"row": "b"}, -1)], "level"),
            "column.x": ((0.5, 1, 1.25), [({"column": "c"}, 2)]),
        },
        drivers={"level": (0.5, 1, 2)},
    )
    return space_of(scenario)


X_ABOVE_Y, Y_ABOVE_X = ((0, 1), (1, -1)), ((0, -1), (1, 1))
FAR = ((0, 1), (1, -9))  # x >= 9 y, but y >= 1/8


def test_a_tie_excludes_strict_inequalities_only(space):
    tie = {X_ABOVE_Y: Fraction(1), Y_ABOVE_X: Fraction(1)}
    assert excludes(space, tie, strict=True)
    assert not excludes(space, tie, strict=False)
    assert widest(space, list(tie)).margin == pytest.approx(0.0, abs=1e-9)


def test_no_multipliers_exclude_nothing(space):
    assert not excludes(space, {}, strict=True)
    assert not excludes(space, {FAR: Fraction(-1)}, strict=False)
    assert not excludes(space, {FAR: Fraction(0), X_ABOVE_Y: Fraction(0)}, strict=True)
    assert contradiction(space, [X_ABOVE_Y], np.zeros(1)) is None


def test_an_impossible_set_is_proven_to_be_one(space):
    answer = widest(space, [FAR, X_ABOVE_Y])
    assert answer.margin < 0
    found = contradiction(space, [FAR, X_ABOVE_Y], answer.multipliers)
    assert FAR in found
    assert excludes(space, found, strict=False)
    assert exact_point(space, [FAR]) is None


def test_multipliers_that_prove_nothing_are_refused(space):
    assert contradiction(space, [X_ABOVE_Y, Y_ABOVE_X], np.array([1.0, 0.5])) is None


def test_a_point_at_a_tie_is_exact(space):
    point = exact_point(space, [X_ABOVE_Y, Y_ABOVE_X])
    assert holds(space, [X_ABOVE_Y, Y_ABOVE_X], point)
    assert not holds(space, [X_ABOVE_Y], point, strict=True)
    assert exact_point(space, [X_ABOVE_Y, Y_ABOVE_X], strict=True) is None


def test_what_need_not_move_goes_back_to_where_it_was(space):
    point = exact_point(space, [X_ABOVE_Y], strict=True)
    small = simplest(space, [X_ABOVE_Y], point)
    assert holds(space, [X_ABOVE_Y], small, strict=True)
    assert small.weights[2] == space.likely[2]
    moved = sum(a != b for a, b in zip(small.weights + small.levels, (*space.likely, 1), strict=True))
    assert moved == 1


def test_what_a_tie_does_not_need_goes_back_too(space):
    tie = exact_point(space, [X_ABOVE_Y, Y_ABOVE_X])
    moved = replace(tie, weights=(*tie.weights[:2], space.high[2]))
    assert simplest(space, [X_ABOVE_Y, Y_ABOVE_X], moved).weights[2] == space.likely[2]


def test_equations_are_solved_in_fractions():
    third = Fraction(1, 3)
    lines = [({0: Fraction(3)}, Fraction(1)), ({0: Fraction(1), 1: Fraction(1)}, Fraction(1))]
    assert independent_solution(lines, 2) == (third, 2 * third)
    assert independent_solution([lines[0], lines[0]], 2) is None
    assert solved_exactly(lines, np.array([1 / 3, 2 / 3])) == (third, 2 * third)
    broken = [*lines, ({1: Fraction(-1)}, Fraction(0))]  # and the second must not be positive
    assert solved_exactly(broken, np.array([1 / 3, 2 / 3])) is None
