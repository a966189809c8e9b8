"""Values and optimal strategies of matrices that are known."""

from fractions import Fraction

import numpy as np
import pytest

from belarusgame.solve.two_player import optimal
from belarusgame.solve.two_player.optimal import independent, mixed_value, optimal_strategies


def solved(matrix):
    rows, columns = np.shape(matrix)
    names = [[f"r{k}" for k in range(rows)], [f"c{k}" for k in range(columns)]]
    return optimal_strategies([[Fraction(x) for x in row] for row in matrix], ("one", "two"), names)


THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("matrix", "value", "ours", "theirs"),
    [
        (
            [[2, -1], [-1, 1]],
            Fraction(1, 5),
            (Fraction(2, 5), Fraction(3, 5)),
            (Fraction(2, 5), Fraction(3, 5)),
        ),
        ([[3, 1], [2, 0]], 1, (1, 0), (0, 1)),  # a saddle point
        ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], 0, (THIRD,) * 3, (THIRD,) * 3),
        # Stakes of 1, 2 and 3: each choice is as likely as the stake of the other two.
        (
            [[0, -1, 3], [1, 0, -2], [-3, 2, 0]],
            0,
            (THIRD, Fraction(1, 2), Fraction(1, 6)),
            (THIRD, Fraction(1, 2), Fraction(1, 6)),
        ),
        ([[5]], 5, (1,), (1,)),
    ],
)
def test_the_only_optimal_strategies_are_found(matrix, value, ours, theirs):
    found = solved(matrix)
    assert found.value == value
    assert tuple(side.inside for side in found.sides) == (ours, theirs)
    assert [side.dimension for side in found.sides] == [0, 0]
    assert [side.vertices for side in found.sides] == [(ours,), (theirs,)]
    assert [side.player for side in found.sides] == ["one", "two"]


def test_a_continuum_is_given_by_its_corners_and_a_point_inside():
    """The second leaves its last columns out; the first may mix its rows as it likes."""
    found = solved([[0, 0, 1], [0, 1, 0]])
    ours, theirs = found.sides
    assert found.value == 0
    assert (ours.dimension, theirs.dimension) == (1, 0)
    assert ours.vertices == ((1, 0), (0, 1))
    assert theirs.vertices == ((1, 0, 0),)
    assert all(0 < x < 1 for x in ours.inside)
    # What the first gets against a reply, and that it is at least the value.
    assert ours.inequalities == (((0, 0), 0), ((0, 1), 0), ((1, 0), 0))


def test_a_strategy_inside_uses_all_that_any_uses():
    found = solved([[0, 0], [0, 0], [-1, 0]])
    ours, theirs = found.sides
    assert [x > 0 for x in ours.inside] == [True, True, False]
    assert theirs.dimension == 1
    assert [tuple(map(bool, corner)) for corner in theirs.vertices] == [(True, False), (False, True)]


def test_corners_are_not_listed_where_they_are_too_many(monkeypatch):
    zeros = [[0] * 3] * 2
    assert len(solved(zeros).sides[1].vertices) == 3
    monkeypatch.setattr(optimal, "_CORNERS", 2)
    assert len(solved(zeros).sides[0].vertices) == 2
    assert solved(zeros).sides[1].vertices is None
    monkeypatch.setattr(optimal, "_CORNERS", 400)
    monkeypatch.setattr(optimal, "_WORK", 0)
    cycle = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    assert [side.vertices for side in solved(cycle).sides] == [None, None]


def test_two_values_that_differ_are_no_answer(monkeypatch):
    right = optimal._guaranteed
    monkeypatch.setattr(optimal, "_guaranteed", lambda replies: (right(replies)[0], right(replies)[1] + 1))
    assert solved([[2, -1], [-1, 1]]) is None
    monkeypatch.setattr(optimal, "_guaranteed", lambda replies: None)
    assert solved([[2, -1], [-1, 1]]) is None


def test_an_answer_that_does_not_exclude_what_it_leaves_out_is_none(monkeypatch):
    """Of zeros every strategy is optimal: a corner leaves out what the other side does not exclude."""
    monkeypatch.setattr(optimal, "_interior", lambda replies, value, corner: corner)
    assert solved([[0, 0], [0, 0]]) is None
    assert solved([[0], [0]]) is None  # the second has no choice to leave out
    assert solved([[3, 1], [2, 0]]) is not None


def test_a_mixed_strategy_earns_the_average():
    assert (
        mixed_value([Fraction(3), Fraction(-1), Fraction(7)], [Fraction(1, 2), Fraction(1, 2), Fraction(0)])
        == 1
    )


def test_the_first_independent_lines_are_kept():
    lines = [[0, 0], [1, 2], [2, 4], [0, 3], [5, 5]]
    assert independent(lines) == [[1, 2], [0, 3]]
    assert independent([]) == []
