"""The greatest value of a sum of comparisons in a ball, exactly, against its value in floating point."""

from fractions import Fraction

import numpy as np
import pytest

from belarusgame.weightspace.balls import CAP, Ball, Side, sides_of
from belarusgame.weightspace.space import space_of

ONE = Fraction(1)


@pytest.fixture(scope="module")
def space(build):
    effects = [({"row": "b"}, 1)]
    scenario = build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0, 0.5, 1), effects),
            "row.y": ((0.25, 0.5, 2), effects, "level"),
            "row.z": ((0.5, 0.5, 0.75), effects),
            "column.x": ((0.5, 1, 1.25), [({"column": "c"}, 2)]),
        },
        drivers={"level": (0.5, 1, 2)},
    )
    return space_of(scenario).with_fixed_drivers([Fraction(2)])


def greatest(space, row, norm, radius, beyond):
    """Search for the greatest value of a row in a ball, in floating point."""
    scales = {k: c * (2 if space.driver[k] == 0 else 1) for k, c in row}
    sides = sides_of(space, scales, beyond=beyond)
    gains = np.array([max(0.0, float(scales[side.k] * side.unit)) for side in sides])
    limits = np.array([float(side.most) for side in sides])
    base = float(sum(c * space.likely[k] for k, c in scales.items()))
    if norm == "l1":
        moves, left = np.zeros(len(sides)), radius
        for n in np.argsort(-gains):
            moves[n] = min(left, limits[n])
            left -= moves[n]
        return base + float(gains @ moves)
    low, high = 0.0, 1e6  # the moves are in proportion to the gains; bisect for the proportion
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if np.linalg.norm(np.minimum(middle * gains, limits)) < radius else (low, middle)
        )
    return base + float(gains @ np.minimum(low * gains, limits))


@pytest.mark.parametrize("norm", ["l1", "l2"])
@pytest.mark.parametrize("beyond", [False, True])
def test_a_sum_is_excluded_just_where_its_greatest_value_is_negative(space, norm, beyond):
    generator = np.random.default_rng(5)
    decided = {True: 0, False: 0}
    for _ in range(150):
        row = tuple((k, int(c)) for k, c in enumerate(generator.integers(-9, 9, 4)) if c)
        radius = Fraction(int(generator.integers(0, 25)), 10)
        ball = Ball(space=space, norm=norm, radius=radius, beyond=beyond)
        size = greatest(space, row, norm, float(radius), beyond) if row else 1.0
        if abs(size) > 1e-6:
            assert (
                ball.excludes({row: ONE}, strict=False)
                == (size < 0)
                == ball.excludes({row: ONE}, strict=True)
            )
            decided[size < 0] += 1
    assert min(decided.values()) > 20


@pytest.mark.parametrize(("norm", "radius"), [("l1", Fraction(1, 2)), ("l2", Fraction(1, 2))])
def test_a_greatest_value_of_zero_excludes_strict_inequalities_only(space, norm, radius):
    row = ((0, 1), (2, -3))  # x - 3 z = -1 at the likely weights, and both moves up of x gain 1/2
    raised = ((0, 2), (2, -3))  # 2 x - 3 z = -1/2, and a whole side of x gains 1
    ball = Ball(space=space, norm=norm, radius=radius, beyond=False)
    assert ball.excludes({row: ONE}, strict=False)
    assert ball.excludes({raised: ONE}, strict=True)
    assert not ball.excludes({raised: ONE}, strict=False)


def test_what_has_no_positive_multipliers_excludes_nothing(space):
    ball = Ball(space=space, norm="l2", radius=ONE, beyond=False)
    row = ((2, -3),)
    assert ball.excludes({row: ONE}, strict=False)
    for weighted in ({}, {row: -ONE}, {row: ONE, ((0, -1),): Fraction(0)}):
        assert not ball.excludes(weighted, strict=True)


def test_a_side_is_measured_by_its_own_width(space):
    def side(k, unit, most):
        return Side(k=k, unit=Fraction(unit), most=Fraction(most))

    half, wide, short = Fraction(1, 2), Fraction(3, 2), Fraction(1, 4)
    inside = [side(0, half, 1), side(0, -half, 1), side(1, wide, 1), side(1, -short, 1), side(2, short, 1)]
    assert list(sides_of(space, [0, 1, 2], beyond=False)) == inside  # z cannot fall
    # beyond the ranges a weight can fall to zero, and rise by the cap
    outside = [side(0, half, CAP), side(0, -half, 1), side(1, wide, CAP), side(1, -short, 2)]
    assert list(sides_of(space, [0, 1], beyond=True)) == outside
    assert list(sides_of(space, [2], beyond=True)) == [side(2, short, CAP)]
    assert sides_of(space, [], beyond=True) == ()


@pytest.mark.parametrize("beyond", [False, True])
def test_a_root_is_compared_exactly(space, beyond):
    # x - y' - z with y' = 2 y is -1; up of x and down of y gain 1/2 a side: the root of 2 is needed
    row = ((0, 1), (1, -1), (2, -1))
    near = Ball(space=space, norm="l2", radius=Fraction(141421, 100_000), beyond=beyond)
    far = Ball(space=space, norm="l2", radius=Fraction(141422, 100_000), beyond=beyond)
    assert near.excludes({row: ONE}, strict=False)
    assert near.excludes({row: ONE}, strict=True)
    assert not far.excludes({row: ONE}, strict=False)
    assert far.excludes({row: ONE}, strict=True) != beyond  # within the ranges both stop at their ends


def test_a_sum_of_squares_that_reaches_zero_exactly_excludes_strict_inequalities_only(space):
    # 6 x - 8 y' with y' = 2 y: 3 - 8 = -5; up of x gains 3, down of y 4: the root of 25 at radius 1
    row = ((0, 6), (1, -8))
    for radius, strictly, at_all in ((1, True, False), (Fraction(99, 100), True, True)):
        for beyond in (False, True):
            ball = Ball(space=space, norm="l2", radius=Fraction(radius), beyond=beyond)
            assert ball.excludes({row: ONE}, strict=True) == strictly
            assert ball.excludes({row: ONE}, strict=False) == at_all
    ball = Ball(space=space, norm="l2", radius=Fraction(101, 100), beyond=True)
    assert not ball.excludes({row: ONE}, strict=True)


@pytest.mark.parametrize("norm", ["l1", "l2"])
def test_a_move_ends_at_the_end_of_its_side(space, norm):
    row = ((0, 2), (2, -5))  # 1 - 5/2; up of x gains 1 a side, and z cannot fall

    def excluded(radius, *, beyond, strict):
        ball = Ball(space=space, norm=norm, radius=Fraction(radius), beyond=beyond)
        return ball.excludes({row: ONE}, strict=strict)

    assert excluded(3, beyond=False, strict=False)
    assert not excluded(3, beyond=True, strict=True)
    assert excluded(1.5, beyond=True, strict=True)
    assert not excluded(1.5, beyond=True, strict=False)
    assert excluded(1.25, beyond=True, strict=False)
