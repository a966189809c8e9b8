"""Polygons in the plane, by hand."""

from fractions import Fraction

import pytest

from belarusgame.explore.mapping.plane import area, centre, cut, holds, side, worth


def spots(*pairs):
    return tuple((Fraction(x), Fraction(y)) for x, y in pairs)


def line(*numbers):
    return tuple(map(Fraction, numbers))


TRIANGLE = spots((1, 1), (5, 2), (2, 7))


def test_the_worth_area_and_centre_of_a_triangle():
    assert worth(line(2, -3, 5), (Fraction(7), Fraction(4))) == 7
    assert area(TRIANGLE) == Fraction(23, 2)
    assert centre(TRIANGLE) == (Fraction(8, 3), Fraction(10, 3))


@pytest.mark.parametrize(
    ("border", "sign"),
    [
        ((1, 0, -1), 1),  # touches in a corner
        ((-1, 0, 1), -1),
        ((1, 0, -5), -1),
        ((0, 0, 0), 0),
        ((0, 0, -2), -1),
        ((1, 0, -4), None),
        ((0, 1, -7), -1),
    ],
)
def test_the_side_of_a_line_that_a_polygon_is_on(border, sign):
    assert side(line(*border), TRIANGLE) == sign


def test_a_cut_through_a_corner_and_an_edge_keeps_the_corner_on_both_sides():
    below, above = cut(TRIANGLE, line(2, -1, -1))  # through (1, 1), and (11/3 , ...) on the far edge
    assert area(below) + area(above) == area(TRIANGLE)
    assert (Fraction(1), Fraction(1)) in below
    assert (Fraction(1), Fraction(1)) in above
    assert (len(below), len(above)) == (3, 3)
    crossing = next(spot for spot in below if spot in above and spot != (1, 1))
    assert worth(line(2, -1, -1), crossing) == 0
    assert 5 * crossing[0] + 3 * crossing[1] == 31  # on the edge from (5, 2) to (2, 7)
    assert (side(line(2, -1, -1), below), side(line(2, -1, -1), above)) == (-1, 1)


def test_a_polygon_holds_its_inside_and_its_border():
    for inside in (*TRIANGLE, centre(TRIANGLE), (Fraction(3), Fraction(3, 2)), (Fraction(3, 2), Fraction(4))):
        assert holds(TRIANGLE, inside)
    for outside in spots((3, 1), (1, 4), (4, 5), (0, 1), (6, 2), (2, 8)):
        assert not holds(TRIANGLE, outside)
