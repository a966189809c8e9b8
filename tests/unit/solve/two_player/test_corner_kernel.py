"""Compiled enumeration of corners: what is proven is so, and what is wrong is not proven."""

from fractions import Fraction

import numpy as np
import pytest

from belarusgame.base.rays import Budget
from belarusgame.solve.two_player import corner_kernel
from belarusgame.solve.two_player.extreme_rays import extreme_rays

INNER = (
    "_place", "_corners", "_scale", "_set_out", "_invert", "_error_bound", "_is_corner", "_set_step", "_next"
)  # fmt: skip


def plain(name):
    """Return a function as it was before it was compiled."""
    function = getattr(corner_kernel, name)
    return getattr(function, "py_func", function)


@pytest.fixture
def interpreted(monkeypatch):
    """Let nothing be compiled, so that a part can be exchanged."""
    for name in INNER:
        monkeypatch.setattr(corner_kernel, name, plain(name))
    return monkeypatch


def listed(gains, most=500):
    """List the corners of one region, as bits; None if it was not proven that these are all."""
    masks, places = np.zeros(most, dtype=np.int64), np.zeros(2 * most + 1, dtype=np.int64)
    found = corner_kernel._corners(np.array(gains, dtype=np.float64), masks, places)
    return None if found < 0 else sorted(masks[:found].tolist())


def by_fractions(gains):
    unit = np.lcm.reduce([Fraction(value).denominator for value in np.ravel(gains).tolist()])
    whole = [[int(Fraction(value) * int(unit)) for value in line] for line in gains.tolist()]
    return sorted(ray.tight for ray in extreme_rays(whole, Budget(10**6)).rays)


@pytest.mark.parametrize("shape", [(1, 3), (2, 2), (3, 5), (5, 3), (4, 4)], ids=str)
def test_the_corners_are_those_of_exact_enumeration(interpreted, shape):
    for seed in range(4):
        gains = np.random.default_rng(seed).integers(-999, 999, shape).astype(np.float64)
        assert listed(gains) == by_fractions(gains)


def test_what_is_compiled_finds_the_partners_of_both_sides():
    """Battle of the sexes: both go first, both go second, or both mix."""
    rows, columns = np.array([[2.0, 0.0], [0.0, 3.0]]), np.array([[3.0, 0.0], [0.0, 2.0]])
    matched = corner_kernel.matched_corners(rows, np.ascontiguousarray(columns.T), np.array([5, 5]))
    assert sorted(matched.tolist()) == [0b0110, 0b1001, 0b1100]
    assert corner_kernel.matched_corners(rows, np.ones((2, 2)), np.array([5, 5])).tolist() == [-1]


def test_more_corners_than_there_is_room_for_are_not_listed(interpreted):
    gains = np.random.default_rng(0).normal(size=(3, 4))
    corners = len(listed(gains))
    assert listed(gains, corners) is not None
    assert listed(gains, corners - 1) is None


@pytest.mark.parametrize("broken", ["another constraint", "nothing", "no inverse", "outside"])
def test_a_part_that_goes_wrong_proves_nothing(interpreted, broken):
    gains = np.random.default_rng(2).normal(size=(4, 5))
    assert listed(gains) is not None
    right = plain("_next")
    match broken:
        case "another constraint":  # not the one that is met first

            def wrong(scaled, mask, label, *others):
                first = right(scaled, mask, label, *others)
                free = [k for k in range(9) if not mask >> k & 1 and k not in (label, first)]
                return free[0] if mask.bit_count() and label == 1 else first

            interpreted.setattr(corner_kernel, "_next", wrong)
        case "nothing":
            interpreted.setattr(corner_kernel, "_next", lambda *_: -1)
        case "no inverse":
            interpreted.setattr(corner_kernel, "_invert", lambda *_: False)
        case "outside":
            interpreted.setattr(corner_kernel, "_error_bound", lambda *_: np.inf)
    assert listed(gains) is None


def test_a_point_outside_the_region_is_no_corner():
    """A basis of another region is one here as well, and violates a constraint."""
    gains = np.random.default_rng(4).uniform(-1, 1, (4, 5))
    mine = set(by_fractions(gains))
    theirs = set(by_fractions(gains[:, ::-1] * np.array([1.0, 0.2, 1.5, 0.7, 1.1])))
    assert theirs - mine
    assert all(is_corner(gains, mask) for mask in mine)
    assert not any(is_corner(gains, mask) for mask in theirs - mine)


def is_corner(gains, mask):
    m, n = gains.shape
    support, replies, swaps = np.zeros(m, np.int64), np.zeros(n, np.int64), np.zeros(m + 1, np.int64)
    system, inverse = np.zeros((2, m + 1, m + 1))
    size = plain("_set_out")(gains, mask, support, replies, system)
    assert size == 1 + (mask >> m).bit_count()
    assert plain("_invert")(system, size, inverse, swaps)
    assert np.allclose(inverse[:size, :size] @ system[:size, :size], np.eye(size))
    error = plain("_error_bound")(system, inverse, size, np.zeros(m + 1))
    return plain("_is_corner")(gains, mask, size, support, inverse, error, np.zeros(n))


def test_as_many_replies_are_best_as_strategies_are_played():
    """Two of the first, one of the second."""
    spare = np.zeros(3, np.int64), np.zeros(3, np.int64), np.zeros((4, 4))
    assert plain("_set_out")(np.eye(3), 0b001_100, *spare) == 0


def test_errors_are_bounded_however_ill_conditioned():
    rng = np.random.default_rng(0)
    bounded = 0
    for gap in (1.0, 1e-4, 1e-8, 1e-12, 1e-14):
        errors: list[float] = []
        for system in rng.uniform(-1, 1, (20, 4, 4)):
            system[3] = system[2] * (1 - gap) + gap * system[3]
            inverse = np.linalg.inv(system)
            error = plain("_error_bound")(system, inverse, 4, np.zeros(4))
            errors.append(error)
            if error < np.inf:
                bounded += 1
                away = true_solution(system) - [Fraction(x) for x in inverse[:, 3].tolist()]
                assert max(map(abs, away)) <= Fraction(error)
        assert gap < 1e-11 or np.isfinite(errors).all()
        assert gap < 1.0 or np.median(errors) < 1e-12
    assert bounded >= 80


def true_solution(system):
    """Solve for the last unit vector in fractions, by Gauss and Jordan."""
    size = len(system)
    rows = [[*map(Fraction, line), Fraction(k == size - 1)] for k, line in enumerate(system.tolist())]
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(size):
            if i != k:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k], strict=True)]
    return np.array([row[-1] for row in rows], dtype=object)


def test_payoffs_are_scaled_without_rounding_or_not_at_all():
    scaled = np.zeros((1, 2))
    assert plain("_scale")(np.array([[6.0, -5e-5]]), scaled)
    assert scaled.tolist() == [[0.75, -6.25e-6]]
    assert plain("_scale")(np.array([[5e-324, 0.0]]), scaled)
    assert scaled.tolist() == [[0.5, 0.0]]
    assert not plain("_scale")(np.array([[1e300, 3 * 5e-324]]), scaled)
