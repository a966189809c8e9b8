"""A plane cut where outcomes change: where joining begins to pay."""

import math
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.report.figures import regions
from belarusgame.report.figures.regions import _letter, _nearest, _pieces


@pytest.fixture(scope="module")
def chart(pull):
    """Joining pays gain - 2 cost: it begins where the gain is twice the cost, likely both 1."""
    return regions(bg.explore.region_map(pull, "leader.cost", "leader.gain", concept="sequential"))


def test_there_are_two_regions_the_larger_one_first(chart):
    first, second = chart.parts
    assert (first.letter, second.letter) == ("A", "B")
    # Cost runs from 1/2 to 3/2, gain from 1/2 to 3: above the line lies a triangle with legs of 1 and 2.
    assert second.share == pytest.approx(1 / 2.5)
    assert first.share + second.share == pytest.approx(1)
    corners = {(row["leader.cost"], row["leader.gain"]) for row in chart.rows() if row["region"] == "B"}
    assert corners == {(0.5, 1.0), (0.5, 3.0), (1.5, 3.0)}


def test_the_nearest_border_is_measured_in_parts_of_the_ranges(chart):
    assert chart.likely == (1, 1)
    x, y = chart.nearest_border
    assert y == pytest.approx(2 * x)
    # In these units the line rises by 4/5, and at the likely cost it is 2/5 above the likely gain.
    slope = 2 / 2.5
    away = 0.4 / math.hypot(slope, 1)
    assert math.hypot(x - 1, (y - 1) / 2.5) == pytest.approx(away)


def test_the_likely_region_and_what_happens_everywhere_are_told(chart):
    assert "have 2 regions; the likely point lies in A (Leader stay, 60.0% of the area)" in chart.alt
    assert chart._everywhere == {"friend": "watch"}
    assert chart._says(chart.parts[1]) == "Leader join"


def test_a_map_of_one_region_is_a_sentence(build):
    scenario = build(
        {"a": ["x", "y"]},
        {"a.one": ((1, 2, 3), [({"a": "y"}, 1)]), "a.two": ((1, 2, 3), [({"a": "y"}, 1)])},
    )
    only = regions(bg.explore.region_map(scenario, "a.one", "a.two"))
    assert only.alt == "Over the ranges of A: one and A: two there is one region only: A y."
    assert only.nearest_border is None


def test_edges_are_cut_at_corners_that_lie_on_them():
    one, two = (Fraction(0), Fraction(0)), (Fraction(2), Fraction(2))
    on, off = (Fraction(1), Fraction(1)), (Fraction(1), Fraction(0))
    assert list(_pieces(one, two, {on, off, one, (Fraction(3), Fraction(3))})) == [(one, on), (on, two)]
    upright = (Fraction(0), Fraction(4))
    assert next(_pieces(one, upright, {(Fraction(0), Fraction(1))})) == (one, (0, 1))


def test_the_nearest_point_of_a_piece_may_be_its_end():
    assert _nearest((0.0, 0.0), (1.0, -1.0), (1.0, 1.0), [1.0, 1.0]) == (1.0, 0.0)
    assert _nearest((0.0, 5.0), (1.0, -1.0), (1.0, 1.0), [1.0, 1.0]) == (1.0, 1.0)
    assert _nearest((0.0, 0.0), (1.0, 1.0), (1.0, 1.0), [1.0, 1.0]) == (1.0, 1.0)


def test_regions_are_lettered_beyond_the_alphabet():
    assert [_letter(k) for k in (0, 25, 26, 27)] == ["A", "Z", "A1", "A2"]
