import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.scenario import Switches
from belarusgame.scenario.records import Weight
from belarusgame.weightspace.space import Point, choice_at, space_of, switch_combinations


@pytest.fixture(scope="module")
def scenario(build):
    return build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0.25, 0.5, 1), [({"row": "b"}, 1)], "first"),
            "row.y": ((0, 0.75, 1.5), [({"row": "b"}, -1)], "first"),
            "row.z": ((0.5, 1, 2), [({"row": "b"}, 2)]),
            "column.x": ((0.5, 1, 1.25), [({"column": "c"}, 2)], "second"),
        },
        drivers={"first": (0.5, 1, 2), "second": (0.25, 1, 3)},
        types={"row": {"keen": {"x": 2}, "calm": {"x": 0.5}}, "column": {"odd": {"x": 3}}},
    )


def test_the_greatest_value_is_that_of_some_corner(scenario):
    space = space_of(scenario)
    corners = [
        space.factors(Point(weights=weights, levels=levels))
        for weights in itertools.product(*zip(space.low, space.high, strict=True))
        for levels in itertools.product(*zip(space.lowest, space.highest, strict=True))
    ]
    generator = np.random.default_rng(5)
    for _ in range(60):
        coefficients = {k: Fraction(int(c)) for k, c in enumerate(generator.integers(-4, 5, 4))}
        best = max(sum(c * corner[k] for k, c in coefficients.items()) for corner in corners)
        assert space.greatest(coefficients) == best


def test_radius_one_is_the_space_and_radius_zero_its_base(scenario):
    space = space_of(scenario)
    one, none = space.scaled(Fraction(1)), space.scaled(Fraction(0))
    assert (one.low, one.high, one.lowest, one.highest) == (
        space.low,
        space.high,
        space.lowest,
        space.highest,
    )
    assert none.low == none.high == space.likely
    assert none.lowest == none.highest == (1, 1)
    assert min(space.scaled(Fraction(50)).low) == 0  # nothing becomes negative


def test_a_cut_leaves_two_parts_that_meet(scenario):
    space = space_of(scenario)
    for name, low, high in (("row.z", space.low[2], space.high[2]), ("second", *_ends(space, 1))):
        below, above = space.split(name, (low + high) / 2)
        point = space.middle
        assert below.contains(point)
        assert above.contains(point)
        assert not (below.contains(_corner(space, high=True)) or above.contains(_corner(space, high=False)))


def _ends(space, j):
    return space.lowest[j], space.highest[j]


def _corner(space, *, high):
    return Point(weights=space.high if high else space.low, levels=space.highest if high else space.lowest)


def test_every_player_can_be_of_no_type(scenario):
    combinations = switch_combinations(scenario)
    assert len(combinations) == len({c.key for c in combinations}) == 6
    assert Switches() in combinations
    assert Switches(types={"row": "calm", "column": "odd"}) in combinations


def test_ranges_are_laid_out_in_order(scenario):
    space = space_of(scenario)
    assert space.keys == ("row.x", "row.y", "row.z", "column.x")
    assert (space.drivers, space.driver) == (("first", "second"), (0, 0, None, 1))
    assert space.low == (0.25, 0, 0.5, 0.5)
    assert space.likely == (0.5, 0.75, 1, 1)
    assert space.high == (1, 1.5, 2, 1.25)
    assert (space.lowest, space.highest) == ((0.5, 0.25), (2, 3))


def test_factors_are_weights_times_levels(scenario):
    space = space_of(scenario)
    point = Point(weights=tuple(map(Fraction, (2, 3, 5, 7))), levels=(Fraction(11), Fraction(1, 2)))
    assert space.factors(point) == (22, 33, 5, Fraction(7, 2))


def test_points_with_names(scenario):
    space = space_of(scenario)
    assert space.base == Point(weights=space.likely, levels=(1, 1)) == space.start
    assert space.middle == Point(
        weights=(Fraction(5, 8), Fraction(3, 4), Fraction(5, 4), Fraction(7, 8)),
        levels=(Fraction(5, 4), Fraction(13, 8)),
    )
    high, low = space.split("row.z", Fraction(3, 2))[1], space.split("second", Fraction(1, 2))[0]
    assert high.start.weights == (0.5, 0.75, 1.5, 1)
    assert low.start == Point(weights=space.likely, levels=(1, 0.5))
    moved = Point(weights=(*space.likely[:2], Fraction(2), Fraction(1)), levels=(Fraction(1), Fraction(3)))
    assert space.moved(moved) == ("row.z", "second")
    assert space.putting_back(space.putting_back(moved, "second"), "row.z") == space.base
    choice = choice_at(scenario, moved)
    assert (choice.weights, choice.drivers) == ({"row.z": 2}, {"second": 3})
    assert space.point_of(choice) == moved
    assert choice_at(scenario, space.base).changes == ()


def test_moves_are_measured_in_sides(scenario):
    space = space_of(scenario)
    half = space.scaled(Fraction(1, 2))
    assert half.low == (0.375, 0.375, 0.75, 0.75)
    assert half.high == (0.75, 1.125, 1.5, 1.125)
    assert (half.lowest, half.highest) == ((0.75, 0.625), (1.5, 2))
    assert half.likely == space.likely
    far = space.scaled(Fraction(3))
    assert far.low == (0, 0, 0, 0)
    assert far.high == (2, 3, 4, 1.75)
    assert (far.lowest, far.highest) == ((0, 0), (4, 7))
    fixed = space.with_fixed_drivers()
    assert (fixed.lowest, fixed.highest, fixed.low) == ((1, 1), (1, 1), space.low)
    levels = (Fraction(2), Fraction(1, 3))
    assert (space.with_fixed_drivers(levels).lowest, space.with_fixed_drivers(levels).highest) == (
        levels,
    ) * 2
    # a driver that is surely below or above its level at the date moves to one side only
    low = space.split("first", Fraction(3, 4))[0].scaled(Fraction(1, 2))
    assert (low.lowest[0], low.highest[0]) == (0.75, 1)
    high = space.split("first", Fraction(3, 2))[1].scaled(Fraction(1, 2))
    assert (high.lowest[0], high.highest[0]) == (1, 1.5)


def test_a_cut_changes_one_end_only(scenario):
    space = space_of(scenario)
    below, above = space.split("row.z", Fraction(5, 4))
    assert (below.low, below.high) == (space.low, (1, 1.5, 1.25, 1.25))
    assert (above.low, above.high) == ((0.25, 0, 1.25, 0.5), space.high)
    below, above = space.split("second", Fraction(2))
    assert (below.lowest, below.highest, below.high) == (space.lowest, (2, 2), space.high)
    assert (above.lowest, above.highest, above.low) == ((0.5, 2), space.highest, space.low)


def test_the_ends_of_ranges_are_admissible_and_nothing_beyond_them(scenario):
    space = space_of(scenario)
    for high in (False, True):
        corner = _corner(space, high=high)
        assert space.contains(corner)
        step = Fraction(1, 1000) if high else -Fraction(1, 1000)
        for k in range(4):
            weights = tuple(w + step * (n == k) for n, w in enumerate(corner.weights))
            assert not space.contains(Point(weights=weights, levels=corner.levels))
        for j in range(2):
            levels = tuple(d + step * (n == j) for n, d in enumerate(corner.levels))
            assert not space.contains(Point(weights=corner.weights, levels=levels))


def test_draws_are_admissible_and_have_two_decimals(scenario):
    space = space_of(scenario)
    generator = np.random.default_rng(1)
    drawn = [space.drawn(generator) for _ in range(200)]
    assert all(space.contains(point) for point in drawn)
    numbers = np.array([[*map(float, (*point.weights, *point.levels))] for point in drawn])
    assert numbers.min(axis=0) == pytest.approx([0.25, 0, 0.5, 0.5, 0.5, 0.25], abs=0.05)
    assert numbers.max(axis=0) == pytest.approx([1, 1.5, 2, 1.25, 2, 3], abs=0.05)
    assert all(100 % value.denominator == 0 for point in drawn for value in (*point.weights, *point.levels))
    narrow = space.split("row.x", Fraction(1, 3))[1].split("row.x", Fraction(1, 3))[0]
    assert narrow.drawn(generator).weights[0] == Fraction(1, 3)


def test_a_player_certain_to_be_of_a_type_is_of_one(scenario):
    keen, calm, odd = scenario.types

    def combinations(one, two):
        chances = [
            Weight(**dict(zip(("low", "likely", "high"), map(Fraction, chance), strict=True)))
            for chance in (one, two)
        ]
        types = (replace(keen, probability=chances[0]), replace(calm, probability=chances[1]))
        return [found.types.get("row") for found in switch_combinations(replace(scenario, types=types))]

    assert odd.player == "column"
    assert combinations((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)) == ["keen", "calm"]
    assert combinations((0.25, 0.5, 0.5), (0.5, 0.5, 0.5)) == [None, "keen", "calm"]
    assert combinations((0, 0, 0), (0, 0, 0.5)) == [None, "calm"]
    assert combinations((0, 0, 0), (0, 0, 0)) == [None]
    assert combinations((0, 0, 0), (1, 1, 1)) == ["calm"]


def test_too_many_combinations_of_types_are_refused(scenario):
    rare = replace(
        scenario.types[0], probability=Weight(low=Fraction(0), likely=Fraction(0), high=Fraction(1))
    )
    many = [replace(rare, name=f"keen{n}") for n in range(127)]
    column = scenario.types[2]
    assert len(switch_combinations(replace(scenario, types=(*many, column)))) == 256
    with pytest.raises(bg.GameError, match="258 combinations"):
        switch_combinations(replace(scenario, types=(*many, many[0], column)))
