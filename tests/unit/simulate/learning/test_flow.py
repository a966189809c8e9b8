"""The parts of the integration, uncompiled; what it solves as a whole stands in the tests of learning."""

import math

import numpy as np
import pytest

from belarusgame.base import arithmetic
from belarusgame.simulate.learning import averages, flow
from belarusgame.simulate.learning.averages import Earnings, Watched
from belarusgame.simulate.learning.eighth_order import FIFTH, STAGES, THIRD


@pytest.fixture(autouse=True)
def _plain(uncompiled, monkeypatch):
    uncompiled(averages, flow)
    monkeypatch.setattr(flow, "exp", math.exp)
    monkeypatch.setattr(flow, "log", lambda x: math.log(x) if x > 0 else -math.inf)
    assert hasattr(arithmetic, "exp")


def two_sizes():
    return Earnings(
        payoffs=np.zeros((2, 6)),
        others=np.array([[1], [0]]),
        counts=np.array([2, 3]),
        begin=np.array([0, 2, 5]),
    )


def test_shares_are_exponentials_normalised_for_each_learner():
    shares = np.zeros(5)
    flow._shares(two_sizes(), np.log([1.0, 3, 2, 2, 4]), shares)
    assert shares == pytest.approx([0.25, 0.75, 0.25, 0.25, 0.5])
    flow._shares(two_sizes(), np.array([800.0, 0, -math.inf, 900, 900]), shares)  # beyond what exp holds
    assert shares.tolist() == [1, pytest.approx(0), 0, 0.5, 0.5]


def test_the_commonest_strategies_make_a_profile_the_first_of_equals():
    assert flow._likeliest(two_sizes(), np.array([0.4, 0.6, 0.2, 0.3, 0.5])) == 1 * 3 + 2
    assert flow._likeliest(two_sizes(), np.array([0.5, 0.5, 0.3, 0.4, 0.3])) == 1


def test_log_shares_are_taken_over_with_the_greatest_at_zero():
    logs = np.zeros(5)
    flow._centre(two_sizes(), np.array([-1.0, 2, 5, 3, 4]), logs)
    assert logs.tolist() == [-3, 0, 0, -2, -1]


def test_the_error_is_that_of_order_five_weighed_down_by_that_of_order_three():
    slopes = np.zeros((STAGES + 1, 2))
    assert flow._error(slopes, 0.5) == 0
    slopes[0, 1] = 2.0
    fifth, third = 0.5 * 2 * FIFTH[0], 0.5 * 2 * abs(THIRD[0])
    assert flow._error(slopes, 0.5) == pytest.approx(fifth**2 / math.hypot(fifth, 0.1 * third))


def test_the_first_step_is_a_hundredth_of_the_time_of_the_fastest_share():
    assert flow._first_step(np.array([0.0, -4.0, 1.0])) == 0.01 / 5
    assert flow._first_step(np.zeros(2)) == 0.01


def followed(payoffs, start, *, until=1.0, most_steps=500):
    payoffs = np.array(payoffs, dtype=float)
    at = averages.lay_table(payoffs)
    states = np.array([start], dtype=float)
    entries = states.shape[1]
    watched = Watched(
        path=np.zeros((3, entries)),
        visits=np.zeros((1, 8), dtype=np.int64),
        visited=np.zeros(1, dtype=np.int64),
    )
    averaged, spread, steps = np.zeros((1, entries)), np.zeros(1), np.zeros(1, dtype=np.int64)
    integration = flow.Integration(until, 1e-8, most_steps)
    flow.follow_flow(at, states, integration, 0, watched, averaged, spread, steps)
    return states[0], watched, averaged[0], spread[0], steps[0]


def test_one_who_always_gains_by_one_grows_logistically():
    """With the gain 1 the odds grow by e in a unit of time: from 1/4 to e / (3 + e)."""
    end, watched, averaged, spread, steps = followed([[0.0, 1.0]], [0.75, 0.25])
    assert end[1] == pytest.approx(math.e / (3 + math.e), abs=1e-7)
    half = math.exp(0.5) / (3 + math.exp(0.5))
    assert watched.path[:, 1].tolist() == pytest.approx([0.25, half, end[1]], abs=1e-7)
    # The integral of the share is the logarithm of what the odds' denominator grew by.
    assert averaged[1] == pytest.approx(math.log((3 + math.e) / 4), abs=1e-3)
    assert 0 < spread < end[1] - half + 0.05
    assert flow.FEWEST <= steps < 60


def test_a_profile_is_noted_when_the_commonest_strategies_change():
    _, watched, *_ = followed([[0.0, 1.0]], [0.75, 0.25], until=3.0)
    assert watched.visited[0] == 2
    assert watched.visits[0, :2].tolist() == [0, 1]


def test_a_budget_that_ends_says_so_and_what_is_absent_stays_absent():
    *_, steps = followed([[0.0, 1.0]], [0.75, 0.25], most_steps=3)
    assert steps == 4
    end, *_ = followed([[0.0, 1.0]], [1.0, 0.0])
    assert end.tolist() == [1, 0]
