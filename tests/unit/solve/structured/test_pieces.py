"""Pieces of equilibria: their bounds, which of them touch, and which are part of others."""

import itertools

import numpy as np
import pytest

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

SHAPE = (3, 2)


def piece(support, *points, kind=EXACT):
    return Piece(support=support, points=tuple(np.array(own) for own in points), kind=kind)


FIRST = piece(((0,), (0,)), [[1]], [[1]])
EDGE = piece(((0, 1), (0,)), [[1, 0], [0, 1]], [[1]])
HALF = piece(((0, 1), (0,)), [[2, 0], [1, 1]], [[1]])
OTHER = piece(((1, 2), (1,)), [[1, 0], [0, 1]], [[1]])


def test_one_point_is_a_point_and_so_is_a_root():
    assert FIRST.is_point
    assert not EDGE.is_point
    assert piece(((0, 1), (0,)), [[2, 1], [1, 2]], [[1]], kind=ROOT).is_point


def test_vertices_and_middle_are_over_all_strategies():
    vertices = HALF.vertices(SHAPE)
    assert [own.tolist() for own in vertices] == [[[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]], [[1.0, 0.0]]]
    assert [own.tolist() for own in HALF.middle(SHAPE)] == [[0.75, 0.25, 0.0], [1.0, 0.0]]


def test_bounds_hold_what_floats_cannot_write():
    third = piece(((0, 1), (0,)), [[1, 2]], [[1]])
    (low, high), *_ = third.bounds(SHAPE)
    assert low.as_integer_ratio()[0] * 3 <= low.as_integer_ratio()[1]
    assert high.as_integer_ratio()[0] * 3 >= high.as_integer_ratio()[1]
    assert 0.0 < high - low < 1e-15
    assert third.bounds(SHAPE)[2:].tolist() == [[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]]


def test_a_part_lies_in_the_whole_and_not_the_other_way():
    assert lies_in(HALF, EDGE)
    assert not lies_in(EDGE, HALF)
    assert lies_in(FIRST, HALF)
    assert not lies_in(FIRST, OTHER)


def test_all_players_must_have_a_point_in_common():
    assert have_common_point(FIRST, EDGE)
    # The first player's polytopes meet at its second strategy, those of the second player do not.
    assert not have_common_point(EDGE, OTHER)
    assert have_common_point(piece(((0, 1), (0, 1)), [[1, 0], [0, 1]], [[1, 0], [0, 1]]), OTHER)


def test_clusters_join_through_others_and_keep_their_order():
    pieces = [FIRST, OTHER, HALF, EDGE]
    bounds = np.stack([one.bounds(SHAPE) for one in pieces])
    assert clusters(pieces, bounds) == [[0, 2, 3], [1]]


def test_pieces_that_are_not_exact_touch_if_they_are_near():
    near = np.repeat(np.array([[1.0, 5e-8, 0.0, 1.0, 0.0]])[..., None], 2, axis=2)
    opened = Piece(support=((0, 1), (0,)), points=(), kind=OPEN, boxes=near)
    bounds = np.stack([one.bounds(SHAPE) for one in (FIRST, opened)])
    assert clusters([FIRST, opened], bounds) == [[0, 1]]
    apart = Piece(support=((0, 1), (0,)), points=(), kind=OPEN, boxes=near + 1e-3)
    bounds = np.stack([one.bounds(SHAPE) for one in (FIRST, apart)])
    assert clusters([FIRST, apart], bounds) == [[0], [1]]


def test_cells_that_touch_are_one_open_piece_with_the_worst_reach():
    low = np.array([[0.0, 0.9], [0.1, 0.8], [0.5, 0.2]])
    high = low + 0.1
    found = open_pieces(
        ((0, 2), (1,)), SHAPE, np.c_[low, np.ones(3)], np.c_[high, np.ones(3)], np.arange(3.0)
    )
    assert [(len(one.boxes), one.reach) for one in found] == [(2, 1.0), (1, 2.0)]
    assert found[0].bounds(SHAPE) == pytest.approx(
        np.array([[0.0, 0.2], [0.0, 0.0], [0.8, 1.0], [0.0, 0.0], [1.0, 1.0]])
    )
    assert open_pieces(((0,), (1,)), SHAPE, np.empty((0, 2)), np.empty((0, 2)), np.empty(0)) == []


SQUARE = ((0, 0, 4), (2, 0, 2), (0, 2, 2), (2, 2, 0))  # over the coordinates and what is left of 4


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (((1, 1, 2),), True),  # inside
        (((2, 1, 1),), True),  # on an edge
        (((3, 1, 0),), False),
        (((3, 0, 1), (0, 3, 1)), True),  # goes through
        (((3, 0, 1), (3, 1, 0)), False),
        (((4, 0, 0), (0, 4, 0)), True),  # touches a corner, in its own middle
    ],
)
def test_hulls_meet_exactly(other, expected):
    assert hulls_meet(SQUARE, other) is expected
    assert hulls_meet(other, SQUARE) is expected


def test_hulls_that_miss_each_other_by_one_part_in_a_million_do_not_meet():
    big = 10**6
    one = ((0, big), (big // 2, big // 2))
    assert not hulls_meet(one, ((big // 2 + 1, big // 2 - 1), (big, 0)))
    assert hulls_meet(one, ((big // 2, big // 2), (big, 0)))


def test_touching_is_mutual():
    for one, other in itertools.combinations([FIRST, EDGE, HALF, OTHER], 2):
        assert have_common_point(one, other) == have_common_point(other, one)
