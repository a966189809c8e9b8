import itertools
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.explore._space import Point, space_of, type_combinations


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
    combinations = type_combinations(scenario)
    assert len(combinations) == len({tuple(sorted(c.items())) for c in combinations}) == 6
    assert {} in combinations
    assert {"row": "calm", "column": "odd"} in combinations
