"""The decisions of the exact check at their borders, where a search seldom ends."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve._search.certificate import Rejected, _halves, _kind, _Tape
from belarusgame.solve._search.clusters import _SAMPLES, hull, sample
from belarusgame.solve._search.exact import ExactCell, coordinate_bounds
from belarusgame.solve._search.roots import BORDERLINE, PROVEN, REJECTED
from belarusgame.solve.verify import _within


def exact(values):
    return np.array([[Fraction(value) for value in line] for line in values], dtype=object)


def cell(corners, outside):
    """Return a cell of one player with two strategies in its support and one outside."""
    return ExactCell(corners=[exact(corners)], rows=[exact([[0, 0], outside])])


@pytest.mark.parametrize(
    ("corners", "outside", "kind"),
    [
        ([["1/4", "3/4"], ["1/2", "1/2"]], [-1, "-1/8"], PROVEN),
        ([[0, 1], ["1/2", "1/2"]], [-1, -1], BORDERLINE),  # a probability may be zero
        ([["-1/8", "9/8"], ["1/2", "1/2"]], [-1, -1], BORDERLINE),
        ([["-1/8", "9/8"], ["-1/4", "5/4"]], [-1, -1], REJECTED),
        ([["1/4", "3/4"], ["1/2", "1/2"]], [-1, 0], BORDERLINE),  # the strategy outside may do as well
        ([["1/4", "3/4"], ["1/2", "1/2"]], [0, 1], BORDERLINE),
        ([["1/4", "3/4"], ["1/2", "1/2"]], ["1/8", 1], REJECTED),
    ],
)
def test_a_root_is_judged_by_signs(corners, outside, kind):
    assert _kind(cell(corners, outside)) == kind


@pytest.mark.parametrize(
    ("values", "lower", "upper"),
    [
        # a sum that is values[0] where only the first strategy is played, and values[1] at the second
        ([-1, 0], 0, 1),  # it vanishes where the first is not played at all
        ([1, -1], "1/2", "1/2"),
        ([3, -1], "1/4", "1/4"),
    ],
)
def test_probabilities_are_bounded_by_where_a_sum_vanishes(values, lower, upper):
    found = coordinate_bounds(PAIR, 0, sums(values))
    assert found is not None
    assert (found[0][0], found[1][0]) == (Fraction(lower), Fraction(upper))


@pytest.mark.parametrize("values", [[-1, -1], [1, 1]])
def test_a_sum_that_vanishes_nowhere_excludes_a_cell(values):
    assert coordinate_bounds(PAIR, 0, sums(values)) is None


#: Two strategies of one player, one of another.
PAIR = ExactCell(
    corners=[exact([[0, 1], [1, 0]]), exact([[1]])],
    rows=[exact([[0]])[None], np.zeros((0, 2, 1), dtype=object)],
)


def sums(values):
    return [exact([[value] for value in values]), exact([[0], [0]])]


@pytest.mark.parametrize("edge", [(0, 0, 1), (0, 1, 0)])
def test_a_cell_may_be_divided_along_any_edge(edge):
    one, other = _halves(_Tape(SimpleNamespace(events=edge, numbers=[])), PAIR)
    middle = [Fraction(1, 2)] * 2
    assert sorted([one.corners[0].tolist(), other.corners[0].tolist()]) == sorted(
        [[middle, PAIR.corners[0][1].tolist()], [PAIR.corners[0][0].tolist(), middle]]
    )


@pytest.mark.parametrize("edge", [(0, 0, 0), (0, 0, 2), (0, 2, 0), (0, -1, 0), (2, 0, 1), (-1, 0, 1)])
def test_an_edge_that_a_cell_does_not_have_is_refused(edge):
    with pytest.raises(Rejected, match="an edge that it does not have"):
        _halves(_Tape(SimpleNamespace(events=edge, numbers=[])), PAIR)


def test_a_component_that_is_known_well_enough_gets_no_more_samples():
    game = bg.Game(np.zeros((2, 2, 3)))
    box = np.array([[0.25, 0.75]] * 5)
    known = [[np.array([1.0, 0.0]), np.array([1.0, 0.0, 0.0])]] * _SAMPLES
    assert sample(game, [box], hull([box]), known) == []
    assert len(sample(game, [box], np.array([[0.0, 1.0]] * 5), known[1:])) == 1


@pytest.mark.parametrize(
    ("bounds", "inside"),
    [
        ([["1/4", "1/2"], [0, 0], ["1/2", "3/4"]], True),
        ([["1/3", "1/2"], [0, 0], ["1/2", "3/4"]], False),
        ([["1/4", "1/2"], [0, 0], ["1/2", "2/3"]], False),
        (
            [["1/4", "1/2"], ["1/8", 1], ["1/2", "3/4"]],
            False,
        ),  # it says that the second is played, and it is not
    ],
)
def test_a_cell_lies_in_a_box_only_with_all_its_strategies(bounds, inside):
    corners = exact([["1/4", "3/4"], ["1/2", "1/2"]])  # of the first and the third strategy
    assert _within(corners, [0, 2], exact(bounds)) is inside
