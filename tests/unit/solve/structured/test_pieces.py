"""Pieces of equilibria: their bounds, where one lies in another, and which belong together, exactly."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from belarusgame.solve.structured import pieces
from belarusgame.solve.structured.pieces import (
    EXACT,
    OPEN,
    ROOT,
    Piece,
    clusters,
    have_common_point,
    hulls_meet,
    lies_in,
    open_pieces,
)

#: Two players with three and two strategies.
SHAPE = (3, 2)


def piece(first, second=((1, 1),), support=((0, 1, 2), (0, 1)), kind=EXACT):
    return Piece(support=support, points=(np.array(first), np.array(second)), kind=kind)


TRIANGLE = piece([[4, 0, 0], [0, 4, 0], [0, 0, 4]])
MIDDLE = piece([[1, 1, 1]])
HALFWAY = piece([[1, 1]], support=((0, 2), (0, 1)))  # on an edge of the triangle


def test_a_piece_is_a_point_if_it_is_a_root_or_has_one_point_of_everybody():
    assert MIDDLE.is_point
    assert not TRIANGLE.is_point
    assert not piece([[1, 1, 1]], [[1, 0], [0, 1]]).is_point  # of one player alone
    assert piece([[1, 1, 1]], [[1, 0], [0, 1]], kind=ROOT).is_point
    assert not piece([[1, 1, 1]], kind=OPEN).is_point


def test_vertices_stand_in_the_whole_game_and_bounds_are_rounded_outwards():
    assert [own.tolist() for own in HALFWAY.vertices(SHAPE)] == [[[0.5, 0.0, 0.5]], [[0.5, 0.5]]]
    assert [own.tolist() for own in TRIANGLE.middle(SHAPE)] == [[1 / 3] * 3, [0.5, 0.5]]
    bounds = piece([[1, 0, 2], [2, 1, 0]]).bounds(SHAPE)
    for (low, high), exact in zip(bounds[:3], [(1, 2), (0, 1), (0, 2)], strict=True):
        assert Fraction(low) <= Fraction(exact[0], 3) < Fraction(low) + Fraction(1, 2**50)
        assert Fraction(high) - Fraction(1, 2**50) < Fraction(exact[1], 3) <= Fraction(high)
    assert bounds[3:].tolist() == [[0.5, 0.5], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("one", "other", "inside"),
    [
        (MIDDLE, TRIANGLE, True),
        (HALFWAY, TRIANGLE, True),
        (TRIANGLE, TRIANGLE, True),
        (TRIANGLE, MIDDLE, False),
        (MIDDLE, HALFWAY, False),  # it uses a strategy more
        (MIDDLE, piece([[4, 0, 0], [0, 4, 0], [1, 1, 2]]), True),
        (MIDDLE, piece([[4, 0, 0], [0, 4, 0], [2, 1, 1]]), False),  # one corner short of it
        (piece([[1, 1, 1], [1, 0, 0]]), piece([[1, 1, 1], [0, 1, 0]]), False),  # one of two points
        (piece([[1, 1, 1]], [[1, 0]]), TRIANGLE, False),  # for the first player alone
    ],
)
def test_a_piece_lies_in_another_if_all_points_of_everybody_do(one, other, inside):
    assert lies_in(one, other) is inside


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (piece([[1, 0, 0], [0, 1, 0]]), piece([[0, 0, 1], [1, 0, 0]]), True),  # at a corner
        (piece([[2, 0, 0], [0, 1, 1]]), piece([[0, 2, 0], [1, 0, 1]]), True),  # crossing inside
        (piece([[2, 0, 0], [1, 1, 0]]), piece([[0, 2, 0], [0, 1, 1]]), False),
        (piece([[4, 0, 0], [0, 4, 0], [0, 0, 4]]), MIDDLE, True),
        (MIDDLE, piece([[1, 1, 1]], [[1, 2]]), False),  # the second player does something else
        (HALFWAY, piece([[2, 0, 2]]), True),  # the same point over other strategies
        (HALFWAY, piece([[2, 1, 1]]), False),
    ],
)
def test_products_of_polytopes_have_a_point_in_common_if_everybodys_do(one, other, meet):
    assert have_common_point(one, other) is meet
    assert have_common_point(other, one) is meet


def test_hulls_that_miss_each_other_by_little_do_not_meet():
    line = ((10**9, 0, 0), (0, 10**9, 0))
    assert hulls_meet(line, ((5 * 10**8, 5 * 10**8, 0), (0, 0, 10**9)))
    assert not hulls_meet(line, ((5 * 10**8, 5 * 10**8 - 1, 1), (0, 0, 10**9)))


def box(*centre, wide=0.0):
    return np.array([[[x - wide, x + wide] for x in centre]])


def opened(*boxes):
    return Piece(support=((0, 1, 2), (0, 1)), points=(), kind=OPEN, boxes=np.concatenate(boxes))


def grouped(*members):
    return clusters(members, np.stack([one.bounds(SHAPE) for one in members]))


def test_exact_pieces_belong_together_if_they_touch_and_others_if_they_nearly_do():
    third = [1 / 3] * 3 + [0.5, 0.5]
    near, far = np.array([0.9e-7, 0, 0, 0, 0]), np.array([1.1e-7, 0, 0, 0, 0])
    assert grouped(TRIANGLE, MIDDLE) == [[0, 1]]
    assert grouped(MIDDLE, piece([[10**8 + 1, 10**8 - 1, 10**8]])) == [[0], [1]]  # near, and both exact
    assert grouped(MIDDLE, opened(box(*(third + near)))) == [[0, 1]]
    assert grouped(MIDDLE, opened(box(*(third + far)))) == [[0], [1]]
    assert grouped(opened(box(*third)), MIDDLE, opened(box(1, 0, 0, 0.5, 0.5))) == [[0, 1], [2]]


def test_pieces_belong_together_through_others():
    chain = [opened(box(1 - x, x, 0, 0.5, 0.5, wide=0.06)) for x in (0.0, 0.3, 0.1, 0.2, 0.6)]
    assert grouped(*chain) == [[0, 1, 2, 3], [4]]


def test_a_hull_that_reaches_over_a_piece_does_not_touch_it():
    """The two boxes of one piece leave a gap, in which the other one lies."""
    apart = opened(box(0.9, 0.1, 0, 0.5, 0.5), box(0.1, 0.9, 0, 0.5, 0.5))
    assert grouped(apart, opened(box(0.5, 0.5, 0, 0.5, 0.5, wide=0.1))) == [[0], [1]]
    assert grouped(apart, opened(box(0.2, 0.8, 0, 0.5, 0.5, wide=0.1))) == [[0, 1]]


def test_open_cells_that_touch_are_one_piece_with_their_greatest_reach():
    edges = [0.0, 0.25, 0.5, 0.75, 1.0]
    cells = [(a, b) for k, (a, b) in enumerate(pairwise(edges)) if k != 2]
    low = np.array([[a, 1 - b, 0.5, 0.5] for a, b in cells])
    high = np.array([[b, 1 - a, 0.5, 0.5] for a, b in cells])
    found = open_pieces(((0, 2), (0, 1)), SHAPE, low, high, np.array([0.1, 0.3, 0.2]))
    assert [(len(one.boxes), one.reach, one.kind) for one in found] == [(2, 0.3, OPEN), (1, 0.2, OPEN)]
    assert found[0].bounds(SHAPE).tolist() == [[0, 0.5], [0, 0], [0.5, 1], [0.5, 0.5], [0.5, 0.5]]
    assert open_pieces(((0, 2), (0, 1)), SHAPE, low[:0], high[:0], np.zeros(0)) == []


def test_what_is_neither_shown_to_meet_nor_to_be_apart_is_joined(monkeypatch):
    monkeypatch.setattr(pieces.Program, "exact_optimum", lambda self, aim: None)
    monkeypatch.setattr(pieces, "roundings", lambda point: [])
    hulls_meet.cache_clear()
    assert hulls_meet(((2, 0), (1, 1)), ((0, 2), (1, 3)))
    hulls_meet.cache_clear()
