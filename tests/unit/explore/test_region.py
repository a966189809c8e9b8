import dataclasses
import pickle
from fractions import Fraction

import pytest

import belarusgame as bg


@pytest.fixture(scope="module")
def square(build):
    """Row plays b if x >= y; column c if 2 x' >= y': independent triangles of area 1/2 and 3/4."""
    return build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0, 0.5, 1), [({"row": "b"}, 1)]),
            "row.y": ((0, 0.5, 1), [({"row": "b"}, -1)]),
            "column.x": ((0, 0.5, 1), [({"column": "c"}, 2)]),
            "column.y": ((0, 0.5, 1), [({"column": "c"}, -1), ({"column": "e"}, -1)]),
        },
    )


def test_the_share_of_a_product_of_triangles(square):
    found = bg.explore.region(square, {"row": "b", "column": "c"}, draws=40_000)
    assert found.kind == "full"
    low, high = found.interval
    assert low <= 3 / 8 <= high
    assert high - low < 0.012
    assert {str(i) for i in found.inequalities} == {
        "1 row.x - 1 row.y >= 0",
        "2 column.x - 1 column.y >= 0",
    }


def test_what_follows_is_left_out(square):
    # that c is at least as good as e says 2 x' >= 0, which its range says already
    found = bg.explore.region(square, {"row": "b", "column": "c"}, draws=10)
    assert [i.label for i in found.inequalities] == ["b rather than a", "c rather than d"]


def test_equal_comparisons_are_named_together(build):
    scenario = build(
        {"row": ["a", "b", "c"], "column": ["d", "e"]},
        {
            "row.x": ((0, 1, 2), [({"row": "b"}, -1), ({"row": "c"}, -2)]),
            "row.y": ((0, 1, 2), [({"row": "b"}, 1), ({"row": "c"}, 2)]),
            "column.x": ((1, 1, 1), [({"column": "e"}, -1)]),
        },
    )
    found = bg.explore.region(scenario, {"row": "a", "column": "d"}, draws=10)
    assert [i.label for i in found.inequalities] == ["a rather than b or c"]


def test_an_interior_point_is_strictly_inside(belarus):
    present = bg.solve.pure_equilibria(belarus.game()).outcomes[0].pure_profile
    found = bg.explore.region(belarus, present)
    assert all(inequality.value(found.point) > 0 for inequality in found.inequalities)
    again = bg.solve.pure_equilibria(belarus.game(found.point)).outcomes
    assert [o.pure_profile for o in again if o.strict] == [present]


def test_an_empty_region_has_a_certificate(belarus):
    profile = {"lukashenko": "abstain", "putin": "coerce", "west": "isolate", "china": "disengage"}
    found = bg.explore.region(belarus, profile)
    assert (found.kind, found.share, found.point, found.draws) == ("empty", 0.0, None, 0)
    assert bg.verify(found)
    for multipliers in ({}, {row: -v for row, v in found.certificate.multipliers.items()}):
        assert dataclasses.replace(found.certificate, multipliers=multipliers).problems()
    foreign = {((0, 1),): Fraction(1)}
    assert (
        "none that the profile needs"
        in dataclasses.replace(found.certificate, multipliers=foreign).problems()[0]
    )


def test_a_weak_region_has_a_point_but_no_volume(build):
    scenario = build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0, 0.5, 1), [({"row": "b"}, -1)]),
            "column.x": ((1, 1, 1), [({"column": "c"}, -1), ({"column": "e"}, -2)]),
        },
    )
    found = bg.explore.region(scenario, {"row": "b", "column": "d"})
    assert (found.kind, found.share, found.point["row.x"]) == ("weak", 0.0, 0)


def test_a_region_can_be_the_whole_box(build):
    scenario = build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0, 0.5, 1), [({"row": "b"}, -1)]),
            "column.x": ((1, 1, 1), [({"column": "c"}, -1), ({"column": "e"}, -2)]),
        },
    )
    found = bg.explore.region(scenario, {"row": "a", "column": "d"})
    assert (found.kind, found.share, found.interval, found.inequalities) == ("full", 1.0, (1.0, 1.0), ())
    assert "whole box" in str(found)


def test_the_share_depends_on_the_seed_alone(square):
    profile = {"row": "b", "column": "c"}
    one, same, other = (bg.explore.region(square, profile, draws=500, seed=s).share for s in (1, 1, 2))
    assert one == same != other


def test_a_region_pickles_and_shows(square):
    found = bg.explore.region(square, {"row": "b", "column": "c"}, draws=500)
    assert str(pickle.loads(pickle.dumps(found))) == str(found)
    assert list(found.to_frame()["player"]) == ["row", "column"]


BAD = [
    ({"profile": {"row": "b"}}, "says nothing of column"),
    ({"profile": {"row": "b", "column": "x"}}, "not one of"),
    ({"profile": {"row": "b", "column": {"c": 0.5, "d": 0.5}}}, "pure profile"),
    ({"profile": 3}, "not a profile"),
    ({"draws": 0}, "positive"),
    ({"draws": 1.5}, "positive"),
    ({"seed": "one"}, "seed"),
]


@pytest.mark.parametrize(("bad", "message"), BAD)
def test_bad_input_is_refused(square, bad, message):
    with pytest.raises(bg.GameError, match=message):
        bg.explore.region(**({"scenario": square, "profile": {"row": "b", "column": "c"}} | bad))
