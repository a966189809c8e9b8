"""Scores of forecasts by hand, and how little one outcome can show."""

import math

import numpy as np
import pytest

from belarusgame.simulate.looking_back import scores


def test_the_scores_are_brier_s_and_good_s():
    made = scores.scored(0.3, False)
    assert made.brier == pytest.approx(0.09)
    assert made.logarithmic == pytest.approx(-math.log(0.7))
    yes = scores.scored(0.3, True)
    assert yes.brier == pytest.approx(0.49)
    assert yes.logarithmic == pytest.approx(-math.log(0.3))


@pytest.mark.parametrize(("rival", "most"), [(0.5, 2.0), (0.27, 1.37), (0.075, 1.081)])
def test_one_no_multiplies_the_odds_by_little(rival, most):
    assert scores.odds_at_most(rival, False) == pytest.approx(most, abs=1e-3)
    for own in (1e-9, 0.01, 0.4, 0.9):
        assert scores.odds_factor(own, rival, False) <= scores.odds_at_most(rival, False)
    assert scores.odds_at_most(rival, True) == pytest.approx(1 / rival)


def test_what_never_happened_in_the_runs_may_still_happen():
    assert scores.probability_of(0, 98) == 0.01
    assert scores.probability_of(98, 98) == 0.99


def test_on_outcomes_of_the_model_nobody_beats_it():
    named = [("model", 0.2), ("low", 0.05), ("high", 0.6), ("near", 0.21)]
    made = scores.self_test(named, np.random.default_rng(1))
    assert made.passed
    assert made.means[0] == pytest.approx(0.16, abs=0.005)  # p (1 - p)
    assert made.means[2] == pytest.approx(0.16 + 0.16, abs=0.005)  # and the squared distance
    turned = scores.self_test([named[1], *named], np.random.default_rng(1))
    assert turned.passed  # drawn from the one that comes first
    lying = scores.SelfTest(
        names=("a", "b"), probabilities=(0.5, 0.2), means=(0.25, 0.1), errors=(0.0, 0.001)
    )
    assert not lying.passed


@pytest.mark.parametrize(
    ("own", "rival", "happened", "factor"),
    [(0.5, 0.25, True, 2), (0.5, 0.25, False, 2 / 3), (0.0, 0.5, True, 0)],
)
def test_an_outcome_multiplies_odds_by_the_ratio_of_what_was_said_of_it(own, rival, happened, factor):
    assert scores.odds_factor(own, rival, happened) == pytest.approx(factor)


def test_a_forecast_within_chance_of_the_model_does_not_beat_it():
    near = scores.SelfTest(
        names=("a", "b"), probabilities=(0.5, 0.5), means=(0.25, 0.245), errors=(0.0, 0.001)
    )
    assert near.passed
    assert near.heading.endswith("nobody beats the model")
    assert near.rows()[1] == {"forecast": "b", "probability": 0.5, "mean Brier score": 0.245}
