import pickle

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import _obedience, correlated_bounds, correlated_equilibrium
from belarusgame.solve._linear import Optimum

CHICKEN = bg.Game(
    [[[6, 2], [7, 0]], [[6, 7], [2, 0]]],
    players=["row", "column"],
    strategies=[["yield", "dare"], ["yield", "dare"]],
)
THREE = bg.Game(np.random.default_rng(5).integers(0, 5, (3, 2, 3, 4)), players=["a", "b", "c"])


def test_the_objective_can_be_a_player_an_event_or_weights():
    own = correlated_equilibrium(CHICKEN, "row").outcomes[0]
    assert own.pure_profile == {"row": "dare", "column": "yield"}
    event = correlated_equilibrium(CHICKEN, {"row": "yield", "column": ["yield"]}).outcomes[0]
    assert event.probability({"row": "yield", "column": "yield"}) == pytest.approx(0.5)
    least = correlated_equilibrium(CHICKEN, {"row": -1, "column": -1}).outcomes[0]
    assert sum(least.payoffs.values()) == pytest.approx(7.2)
    alike = correlated_equilibrium(CHICKEN, {"row": 1, "column": 1}).outcomes[0]
    assert sum(alike.payoffs.values()) == pytest.approx(10.5)


def test_a_player_called_welfare_is_meant_by_that_name():
    game = bg.Game(CHICKEN.payoffs, players=["welfare", "column"])
    assert correlated_equilibrium(game, "welfare").outcomes[0].payoffs == {"welfare": 7.0, "column": 2.0}


def test_one_point_of_a_polytope_is_partial_and_says_so():
    solution = correlated_equilibrium(CHICKEN)
    assert (solution.concept, solution.status) == ("correlated", "partial")
    assert "not a list of all" in solution.messages[0]
    assert "above 10.5: proven exactly" in solution.messages[-1]
    assert correlated_equilibrium(CHICKEN, coarse=True).concept == "coarse correlated"


@pytest.mark.parametrize("coarse", [False, True])
def test_the_incentive_gap_is_what_the_best_plan_of_not_following_gains(coarse):
    constraints = _obedience.obedience(CHICKEN, coarse=coarse)
    everywhere = np.full((2, 2), 0.25)
    # Row expects 3.75; it would have 4 by always yielding, 3.5 by always daring.
    assert constraints.gap(everywhere) == pytest.approx(0.25)
    wasteful = np.array([[0.5, 0.0], [0.0, 0.5]])
    # Row expects 3. Always yielding gives 4; doing the opposite of what it is told gives 0.5 * 7 + 0.5 * 2.
    assert constraints.gap(wasteful) == pytest.approx(1.0 if coarse else 1.5)


def test_the_gap_is_in_payoff_units():
    game = bg.Game(CHICKEN.payoffs * np.array([1e6, 1e-6])[:, None, None])
    assert _obedience.obedience(game).gap(np.full((2, 2), 0.25)) == pytest.approx(0.25e6)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_the_unit_of_payoffs_does_not_matter(scale):
    game = bg.Game(CHICKEN.payoffs * np.array([scale, 1 / scale])[:, None, None] + 3.0)
    bounds = correlated_bounds(game, {"player 1": "s2", "player 2": "s2"})
    assert bounds.status == "complete"
    assert bounds.greatest == pytest.approx(0.2, abs=1e-7)


def test_bounds_print_as_a_table_and_pickle():
    bounds = correlated_bounds(CHICKEN, {"row": "dare", "column": "dare"})
    assert str(bounds).startswith("Probability of row = dare, column = dare: 0 to 0.2 (correlated), complete")
    assert bounds.to_frame()["bound"].tolist() == ["least", "greatest"]
    assert "<table" in bounds._repr_html_()
    again = pickle.loads(pickle.dumps(bounds))
    assert (again.least, again.greatest) == (bounds.least, bounds.greatest)
    assert [outcome.concept for outcome in again.outcomes] == ["correlated", "correlated"]


def test_an_event_that_always_holds_has_probability_one():
    bounds = correlated_bounds(THREE, {})
    assert (bounds.least, bounds.greatest, bounds.status) == (1.0, 1.0, "complete")


def test_constraints_that_vanish_are_no_trouble():
    still = bg.Game(np.zeros((3, 2, 1, 3)))
    bounds = correlated_bounds(still, {"player 3": "s2"})
    assert (bounds.least, bounds.greatest, bounds.status) == (0.0, 1.0, "complete")


def test_one_player_is_told_what_is_best():
    alone = bg.Game([[1, 3, 3]])
    assert correlated_bounds(alone, {"player 1": "s1"}).greatest == 0.0


def test_wrong_multipliers_give_wider_bounds_never_wrong_ones(monkeypatch):
    def careless(payoffs, limits):
        answer = honest(payoffs, limits)
        return Optimum(
            status="optimal", point=answer.point, shares=answer.shares, multipliers=answer.multipliers * 0.5
        )

    honest = _obedience.maximin
    monkeypatch.setattr(_obedience, "maximin", careless)
    bounds = correlated_bounds(CHICKEN, {"row": "dare", "column": "dare"})
    assert bounds.greatest > 0.2 + 1e-3
    assert bounds.status == "partial"
    assert "the greatest probability found is 0.2, the one proven is" in bounds.messages[-1]


def test_a_failed_program_leaves_a_valid_bound_and_says_so(monkeypatch):
    nothing = np.zeros(0)
    failed = Optimum(
        status="failed", point=nothing, shares=nothing, multipliers=nothing, reason="out of time"
    )
    monkeypatch.setattr(_obedience, "maximin", lambda payoffs, limits: failed)
    bounds = correlated_bounds(CHICKEN, {"row": "dare"})
    assert (bounds.least, bounds.greatest, bounds.status) == (0.0, 1.0, "partial")
    assert bounds.outcomes == ()
    assert "out of time" in bounds.messages[0]
    assert "partial" in str(bounds)
    solution = correlated_equilibrium(CHICKEN)
    assert solution.outcomes == ()
    assert "out of time" in solution.messages[0]


def test_a_point_that_breaks_a_constraint_is_not_returned(monkeypatch):
    careless = Optimum(status="optimal", point=np.full(4, 0.25), shares=np.ones(1), multipliers=np.zeros(4))
    monkeypatch.setattr(_obedience, "maximin", lambda payoffs, limits: careless)
    solution = correlated_equilibrium(CHICKEN)
    assert solution.outcomes == ()
    assert "breaks a constraint" in solution.messages[0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: correlated_bounds(CHICKEN, {"rov": "dare"}),
            'player "rov" is not one of row, column; did you',
        ),
        (
            lambda: correlated_bounds(CHICKEN, {"row": "dara"}),
            'row: strategy "dara" is not one of yield, dare',
        ),
        (lambda: correlated_bounds(CHICKEN, "dare"), "a partial profile is a mapping"),
        (lambda: correlated_bounds(CHICKEN, {"row": []}), "row: [] is neither a strategy nor"),
        (
            lambda: correlated_equilibrium(CHICKEN, "welfair"),
            'objective "welfair" is not one of welfare, row',
        ),
        (lambda: correlated_equilibrium(CHICKEN, {}), "objective = {}: give welfare"),
        (lambda: correlated_equilibrium(CHICKEN, None), "objective = None: give welfare"),
        (
            lambda: correlated_equilibrium(CHICKEN, {"row": float("inf")}),
            '"row" = inf is not a finite number',
        ),
        (lambda: correlated_equilibrium(CHICKEN, {"row": 0}), "every weight is 0"),
        (
            lambda: correlated_equilibrium(CHICKEN, {"row": 1, "column": "dare"}),
            "row: 1 is neither a strategy",
        ),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(bg.GameError) as caught:
        call()
    assert message in str(caught.value)
