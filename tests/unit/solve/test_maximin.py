import math
import sys
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.program import Optimum
from belarusgame.solve import maximin as maximin_module
from belarusgame.solve.maximin import (
    combine,
    float_above,
    floats,
    fractions_near,
    largest_entries,
    maximin,
    probabilities,
    scaled_payoffs,
    sparse,
)


def test_the_value_of_rock_paper_scissors_is_zero_and_both_sides_mix_evenly():
    answer = maximin(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]))
    assert answer.status == "optimal"
    assert answer.point == pytest.approx([1 / 3] * 3)
    assert answer.shares == pytest.approx([1 / 3] * 3)


def test_duality_bounds_the_value_in_the_units_of_the_input():
    payoffs, limits = np.array([[5e5, 0.0, 1e5]]), np.array([[0.0, 0.0, 0.0], [1e-7, -1e-7, 3e-7]])
    answer = maximin(payoffs, limits)
    assert payoffs @ answer.point == pytest.approx([2.5e5])
    assert limits @ answer.point == pytest.approx([0.0, 0.0], abs=1e-12)
    assert max((answer.shares @ payoffs) - answer.multipliers @ limits) == pytest.approx(2.5e5)


def test_limits_that_nothing_meets_are_infeasible():
    assert maximin(np.ones((1, 2)), np.array([[1.0, 1e-3]])).status == "infeasible"


def test_rounding_proposes_simple_fractions_first_and_sums_to_one():
    candidates = list(fractions_near(np.array([0.5 + 1e-13, 0.5 - 1e-13])))
    assert candidates[:2] == [[1, 0], [Fraction(1, 2), Fraction(1, 2)]]
    assert all(sum(candidate) == 1 for candidate in candidates)
    assert candidates[-1] != candidates[0]


def test_scaled_payoffs_keep_exact_differences():
    game = bg.Game([[[10**30, 10**30 + 3], [10**30 + 1, 10**30]], [[0, 0], [0, 0]]])
    scaled, units = scaled_payoffs(game)
    assert (scaled[0][0, 1] - scaled[0][0, 0]) * units[0] == 3
    assert 0 <= scaled.min() <= scaled.max() <= 1
    assert units[1] == 1


def test_rounding_upwards_never_goes_below():
    for value in (Fraction(1, 3), Fraction(-1, 3), Fraction(1, 4)):
        assert Fraction(float_above(value)) >= value
    assert float_above(Fraction(1, 4)) == 0.25
    assert float_above(Fraction(10) ** 400) == float("inf")


@pytest.mark.parametrize("seed", range(6))
def test_point_and_duals_prove_each_other_in_the_units_given(seed):
    """A point within the limits and a bound on all such points agree, so that neither can be better."""
    generator = np.random.default_rng(seed)
    payoffs = generator.normal(size=(3, 5)) * 10.0 ** generator.integers(-3, 4) - 7.0
    limits = generator.normal(size=(4, 5)) * 10.0 ** generator.integers(-5, 5, (4, 1)) - 1e-6
    limits[1], limits[:, 2] = 0.0, -np.abs(limits[:, 2])  # one that is no limit; one strategy that keeps all
    for given in (limits, sparse().csr_matrix(limits)):
        answer = maximin(payoffs.tolist(), given)
        assert (answer.status, answer.reason) == ("optimal", "")
        assert answer.point.shape == (5,)
        assert min(answer.point) >= 0.0
        assert min(answer.shares) >= 0.0
        assert min(answer.multipliers) >= 0.0
        assert answer.multipliers[1] == 0.0
        assert (sum(answer.point), sum(answer.shares)) == pytest.approx((1.0, 1.0), abs=1e-14)
        assert max(limits @ answer.point / np.maximum(np.abs(limits).max(axis=1), 1e-300)) <= 1e-9
        value = min(payoffs @ answer.point)
        bound = max(answer.shares @ payoffs - answer.multipliers @ limits)
        assert bound == pytest.approx(value, abs=1e-8 * np.ptp(payoffs))
    free = maximin(payoffs)
    assert min(payoffs @ free.point) == pytest.approx(max(free.shares @ payoffs), abs=1e-8 * np.ptp(payoffs))
    assert free.multipliers.shape == (0,)


def test_payoffs_that_are_all_the_same_leave_the_limits():
    answer = maximin(np.full(3, 4.0), [[1.0, 2.0, -1.0]])
    assert answer.status == "optimal"
    assert answer.point @ [1.0, 2.0, -1.0] <= 1e-9
    assert answer.shares.tolist() == [1.0]


def test_without_a_point_the_reason_is_told(monkeypatch):
    nothing = np.zeros(0)
    failed = Optimum(status="failed", point=nothing, multipliers=nothing, reason="Time limit reached.")
    monkeypatch.setattr(maximin_module, "highs", lambda *_, **__: failed)
    answer = maximin(np.ones((1, 2)))
    assert (answer.status, answer.reason) == ("failed", "Time limit reached.")
    assert len(answer.point) == len(answer.shares) == len(answer.multipliers) == 0


def test_the_largest_entry_of_every_row_is_told_without_its_sign():
    table = sparse().csr_matrix([[1.0, -3.0, 2.0], [0.0, 0.0, 0.0], [5.0, 0.0, -4.0]])
    assert largest_entries(table).tolist() == [3.0, 0.0, 5.0]
    assert largest_entries(sparse().csr_matrix((0, 3))).tolist() == []
    assert largest_entries(sparse().csr_matrix((2, 0))).tolist() == [0.0, 0.0]


def test_what_is_left_below_zero_is_no_probability():
    assert probabilities([0.5, -1e-12, 1.5]).tolist() == [0.25, 0.0, 0.75]
    with pytest.raises(ValueError, match="read-only"):
        probabilities([1.0])[0] = 2.0


def test_probabilities_too_small_for_simple_fractions_are_written_as_they_are():
    third, tiny = 1 / 3 + 1e-9, 2.0**-30
    candidates = list(fractions_near(np.array([third, 2 * third, tiny])))
    assert candidates[:2] == [[0, 1, 0], [Fraction(1, 3), Fraction(2, 3), 0]]
    exact = [Fraction(value) for value in (third, 2 * third, tiny)]
    assert candidates[-1] == [value / sum(exact) for value in exact]
    halves = [Fraction(1, 2), Fraction(1, 2)]  # the coarsest make nothing of them
    assert {tuple(near) for near in fractions_near(np.array([1e-5, 1e-5]))} == {tuple(halves)}


@pytest.mark.parametrize("span", ["1", "3", "4", "1/3", "7/5", "1/1024", "1000001", "31/32", "1/7"])
def test_each_players_payoffs_are_divided_by_a_power_of_two_near_their_range(span):
    span = Fraction(span)
    payoffs = np.array([[[-2, -2 + span / 3, span - 2]], [[5, 5, 5]]], dtype=object)
    scaled, units = scaled_payoffs(bg.Game(payoffs))
    assert span <= units[0] <= 4 * span
    assert Fraction(math.log2(units[0])).denominator == 1
    assert units[1] == 1
    assert scaled.shape == (2, 1, 3)
    assert (scaled[0] * units[0] - 2 == payoffs[0]).all()
    assert (scaled[1] == 0).all()


def test_numbers_beyond_floating_point_are_rounded_upwards_too():
    assert float_above(Fraction(10) ** 400) == math.inf
    assert float_above(-(Fraction(10) ** 400)) == -sys.float_info.max
    third = float_above(Fraction(1, 3))
    assert math.nextafter(third, 0.0) < Fraction(1, 3) < third
    assert float_above(Fraction(1, 10)) == 0.1  # the nearest is above already


def test_sums_of_weighted_rows_are_exact_and_skip_what_has_no_weight():
    rows = np.array(
        [[Fraction(1, 3), Fraction(1)], [None, None], [Fraction(1, 6), Fraction(-2)]], dtype=object
    )
    weights = [Fraction(1, 2), Fraction(0), Fraction(3)]
    assert combine(weights, rows).tolist() == [Fraction(2, 3), Fraction(-11, 2)]
    assert combine([Fraction(0)], rows[1:2]) == 0
    assert floats(rows[::2]).tolist() == [[1 / 3, 1.0], [1 / 6, -2.0]]
