from fractions import Fraction

import numpy as np
import pytest

from belarusgame.weightspace.balls import Side
from belarusgame.weightspace.least_moves import LeastMoves

#: Two moves, from 0 to 1 each, that must add up to 1.
PROGRAM = LeastMoves(
    sides=tuple(Side(k=k, unit=Fraction(1), most=Fraction(1)) for k in range(2)),
    constraints=(({0: Fraction(1), 1: Fraction(1)}, Fraction(1)),),
)


def test_the_least_squares_share_the_way():
    assert PROGRAM.exact_squares() == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize(
    "held",
    [
        [0, 1],  # the sum, and the first move at 0: feasible, but the second move is then needlessly large
        [1, 2],  # the first move at 0 and at 1
    ],
)
def test_least_squares_that_are_not_least_are_not_called_so(held, monkeypatch):
    """Which constraints hold with equality is found in floating point, and checked."""
    active = np.isin(np.arange(5), held).astype(float)
    monkeypatch.setattr(LeastMoves, "_active", lambda _: active)
    assert PROGRAM.exact_squares() is None


def program(most, *rows):
    """Return a program from limits and rows of coefficients and a bound."""
    sides = tuple(Side(k=k, unit=Fraction(1), most=Fraction(m)) for k, m in enumerate(most))
    lines = tuple(({n: Fraction(c) for n, c in enumerate(row) if c}, Fraction(bound)) for row, bound in rows)
    return LeastMoves(sides=sides, constraints=lines)


def size(moves, norm):
    moves = np.asarray(moves, dtype=float)
    return {"linf": max(moves), "l1": sum(moves), "l2": float(moves @ moves)}[norm]


#: Two moves count 3 and 1, with limits 1/2 and 2; their sum must reach 3, so that the first one ends.
ENDS = program([Fraction(1, 2), 2], ([3, 1], 3))

#: A move is worth 2 for one and -1 for another; 2 a - b >= 1 and b >= 1/2 and c - a >= 1/4
SIGNED = program([3, 3, 3], ([2, -1, 0], 1), ([0, 1, 0], Fraction(1, 2)), ([-1, 0, 1], Fraction(1, 4)))


@pytest.mark.parametrize(
    ("one", "norm", "moves"),
    [
        (ENDS, "linf", [0.5, 1.5]),
        (ENDS, "l1", [0.5, 1.5]),
        (ENDS, "l2", [0.5, 1.5]),
        (program([1, 2], ([3, 1], 2)), "linf", [0.5, 0.5]),
        (program([1, 2], ([3, 1], 2)), "l1", [2 / 3, 0]),
        (program([1, 2], ([3, 1], 2)), "l2", [0.6, 0.2]),
        (SIGNED, "l1", [0.75, 0.5, 1]),
        (SIGNED, "l2", [0.75, 0.5, 1]),
        (program([1, 1], ([1, 0], -2), ([0, 1], 0)), "l2", [0, 0]),
    ],
)
def test_the_least_moves_are_those_on_paper(one, norm, moves):
    found = one.least(norm)
    assert size(found, norm) == pytest.approx(size(moves, norm))
    wanted = tuple(Fraction(move).limit_denominator(60) for move in moves)
    if norm != "linf":
        assert found == pytest.approx(np.array(moves, dtype=float))
        assert (one.exact_sum(None) if norm == "l1" else one.exact_squares()) == wanted
    else:
        assert one.exact_radius() == max(wanted)
        assert one.exact_sum(max(wanted)) == wanted


def test_the_least_largest_move_of_several_constraints():
    # c - a >= 1/4 with a >= 3/4
    assert SIGNED.exact_radius() == 1
    assert SIGNED.least("linf")[2] == pytest.approx(1)
    assert len(SIGNED.least("linf")) == 3
    assert SIGNED.exact_sum(Fraction(1)) == (Fraction(3, 4), Fraction(1, 2), 1)
    short = program([Fraction(1, 4), 5], ([2, 1], 2))
    assert short.exact_radius() == Fraction(3, 2)  # the first one ends at 1/4
    assert short.exact_sum(Fraction(2)) == (Fraction(1, 4), Fraction(3, 2))


def test_what_no_moves_satisfy_has_no_least_ones():
    for one in (
        program([1, 1], ([1, 1], 3)),
        program([5, 5], ([1, 0], 1), ([-2, 0], -1)),
        program([], ([], 1)),
    ):
        assert all(one.least(norm) is None for norm in ("linf", "l1", "l2"))
        if one.sides:
            assert one.exact_radius() is one.exact_sum(None) is one.exact_squares() is None
        assert not one.multipliers("l1").any()
        assert not one.multipliers("l2").any()
    assert PROGRAM.exact_sum(Fraction(1, 3)) is None
    assert PROGRAM.exact_sum(Fraction(1, 2)) == (Fraction(1, 2), Fraction(1, 2))


def test_where_nothing_need_move_nothing_moves():
    met = program([1, 2, 3], ([1, 0, 0], 0), ([0, 1, -1], -1))
    assert met.exact_radius() == 0
    assert met.exact_sum(None) == met.exact_squares() == (0, 0, 0)
    assert all(met.least(norm).tolist() == [0, 0, 0] for norm in ("linf", "l1", "l2"))
    assert met.multipliers("l1").tolist() == met.multipliers("l2").tolist() == [0, 0]


def dual(one, multipliers, norm):
    """Return the least value over the box of size minus the weighted surplus: never above the least size.

    In ``l2`` the size is half the sum of squares.
    """
    value = sum(m * float(bound) for m, (_, bound) in zip(multipliers, one.constraints, strict=True))
    for n, side in enumerate(one.sides):
        gain = sum(
            m * float(line.get(n, 0)) for m, (line, _) in zip(multipliers, one.constraints, strict=True)
        )
        if norm == "l1":
            value -= float(side.most) * max(0.0, gain - 1.0)
        else:
            move = min(max(gain, 0.0), float(side.most))
            value += move * move / 2 - gain * move
    return value


def test_no_smaller_moves_will_do_as_the_multipliers_show():
    generator = np.random.default_rng(6)
    reached = 0
    for _ in range(40):
        count = int(generator.integers(2, 5))
        most = [Fraction(int(n), 4) for n in generator.integers(1, 13, count)]
        rows = [
            (generator.integers(-3, 6, count).tolist(), Fraction(int(bound), 5))
            for bound in generator.integers(-4, 9, int(generator.integers(1, 4)))
        ]
        one = program(most, *(row for row in rows if any(row[0])))
        plain, squared = one.least("l1"), one.least("l2")
        assert (plain is None) == (squared is None) == (one.least("linf") is None)
        if plain is None or not one.constraints:
            continue
        for norm, found, exact in (
            ("l1", plain, one.exact_sum(None)),
            ("l2", squared, one.exact_squares()),
        ):
            assert exact is not None
            assert [float(move) for move in exact] == pytest.approx(found) or norm == "l1"
            assert sum(map(float, exact)) == pytest.approx(sum(found))
            for line, bound in one.constraints:
                assert sum(c * exact[n] for n, c in line.items()) >= bound
            assert all(0 <= move <= side.most for move, side in zip(exact, one.sides, strict=True))
            multipliers = one.multipliers(norm)
            assert min(multipliers, default=0) >= 0
            least = size(found, norm) / (2 if norm == "l2" else 1)
            assert dual(one, multipliers, norm) == pytest.approx(least, abs=1e-9)
            reached += least > 0
        radius = one.exact_radius()
        assert float(radius) == pytest.approx(max(one.least("linf")))
        assert max(one.exact_sum(radius)) == radius
        assert radius == 0 or one.exact_sum(radius * Fraction(999, 1000)) is None
    assert reached > 20
