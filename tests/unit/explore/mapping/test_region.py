import dataclasses
import pickle
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.explore.sampling.intervals import wilson_interval


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


def test_a_region_contains_its_border_and_nothing_beyond_it(square):
    found = bg.explore.region(square, {"row": "b", "column": "c"}, draws=10)

    def weights(*values):
        keys = ("row.x", "row.y", "column.x", "column.y")
        return dict(zip(keys, map(Fraction, values), strict=True))

    assert found.contains(weights(1, "1/4", 1, 1))
    assert found.contains(weights("1/3", "1/3", "1/2", 1))
    assert not found.contains(weights("1/3", "2/3", 1, 1))
    assert not found.contains(weights(1, 0, 0, "1/100"))
    assert [i.value(weights("1/3", "1/4", "1/2", "2/3")) for i in found.inequalities] == [
        Fraction(1, 12),
        Fraction(1, 3),
    ]


def test_the_points_behind_the_share_fill_ranges_that_do_not_begin_at_nothing(build):
    # x from 2 to 4 and y from 1 to 4: x >= y in (2 * 3 - 2) / 6 of the box; a tie is in the region
    scenario = build(
        {"row": ["a", "b"], "column": ["c", "d", "e"]},
        {
            "row.x": ((2, 3, 4), [({"row": "b"}, 1)]),
            "row.y": ((1, 2, 4), [({"row": "b"}, -1)]),
            "column.x": ((1, 1, 1), [({"column": "d"}, -1), ({"column": "e"}, -2)]),
        },
    )
    found = bg.explore.region(scenario, {"row": "b", "column": "c"}, draws=30_000)
    assert abs(found.share - 2 / 3) < 0.012
    count = round(found.share * 30_000)
    assert found.interval == wilson_interval(count, 30_000, 0.95)
    assert found.draws == 30_000
    one = bg.explore.region(scenario, {"row": "b", "column": "c"}, draws=1, seed=3)
    assert (one.draws, one.share in (0.0, 1.0)) == (1, True)
    never = bg.explore.region(scenario, {"row": "b", "column": "e"})
    assert (never.kind, never.interval, never.inequalities) == ("empty", (0.0, 0.0), ())
    assert not never.contains({"row.x": Fraction(4), "row.y": Fraction(1), "column.x": Fraction(1)})


def test_a_comparison_that_two_others_imply_is_left_out(build):
    # b beats a where x >= y, and c where y >= z; that it beats d where x >= z follows, in its own words
    own = ["b", "a", "c", "d", "e"]
    effects = {"x": {"a": -1, "d": -1}, "y": {"a": 1, "c": -1}, "z": {"c": 1, "d": 1}}
    scenario = build(
        {"row": own, "column": ["f", "g"]},
        {
            **{f"row.{k}": ((0, 1, 2), [({"row": s}, v) for s, v in e.items()]) for k, e in effects.items()},
            "column.w": ((0, 1, 2), [({"column": "g"}, -1), ({"column": "g", "row": "a"}, 3)]),
        },
    )
    found = bg.explore.region(scenario, {"row": "b", "column": "f"}, draws=20_000)
    assert [i.label for i in found.inequalities] == ["b rather than a", "b rather than c"]
    assert found.interval[0] < 1 / 6 < found.interval[1]
    assert found.kind == "full"


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
    assert (found.interval, found.draws) == ((0.0, 0.0), 0)
    assert found.contains({"row.x": Fraction(0), "column.x": Fraction(1)})
    assert not found.contains({"row.x": Fraction(1, 9), "column.x": Fraction(1)})


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
    ({"draws": 0}, "must be a whole number, 1 or more"),
    ({"draws": 1.5}, "must be a whole number"),
    ({"draws": True}, "must be a whole number"),
    ({"seed": "one"}, "seed"),
]


@pytest.mark.parametrize(("bad", "message"), BAD)
def test_bad_input_is_refused(square, bad, message):
    with pytest.raises(bg.GameError, match=message):
        bg.explore.region(**({"scenario": square, "profile": {"row": "b", "column": "c"}} | bad))
