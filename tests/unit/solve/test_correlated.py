import importlib
import pickle
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import correlated_bounds, correlated_equilibrium, obedience
from belarusgame.solve.maximin import Maximin

correlated_module = importlib.import_module("belarusgame.solve.correlated")

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
    constraints = obedience.obedience(CHICKEN, coarse=coarse)
    everywhere = np.full((2, 2), 0.25)
    # Row expects 3.75; it would have 4 by always yielding, 3.5 by always daring.
    assert constraints.gap(everywhere) == pytest.approx(0.25)
    wasteful = np.array([[0.5, 0.0], [0.0, 0.5]])
    # Row expects 3. Always yielding gives 4; doing the opposite of what it is told gives 0.5 * 7 + 0.5 * 2.
    assert constraints.gap(wasteful) == pytest.approx(1.0 if coarse else 1.5)


def test_the_gap_is_in_payoff_units():
    game = bg.Game(CHICKEN.payoffs * np.array([1e6, 1e-6])[:, None, None])
    assert obedience.obedience(game).gap(np.full((2, 2), 0.25)) == pytest.approx(0.25e6)


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
        return Maximin(
            status="optimal", point=answer.point, shares=answer.shares, multipliers=answer.multipliers * 0.5
        )

    honest = obedience.maximin
    monkeypatch.setattr(obedience, "maximin", careless)
    bounds = correlated_bounds(CHICKEN, {"row": "dare", "column": "dare"})
    assert bounds.greatest > 0.2 + 1e-3
    assert bounds.status == "partial"
    assert "the greatest probability found is 0.2, the one proven is" in bounds.messages[-1]


def test_a_failed_program_leaves_a_valid_bound_and_says_so(monkeypatch):
    nothing = np.zeros(0)
    failed = Maximin(
        status="failed", point=nothing, shares=nothing, multipliers=nothing, reason="out of time"
    )
    monkeypatch.setattr(obedience, "maximin", lambda payoffs, limits: failed)
    bounds = correlated_bounds(CHICKEN, {"row": "dare"})
    assert (bounds.least, bounds.greatest, bounds.status) == (0.0, 1.0, "partial")
    assert bounds.outcomes == ()
    assert "out of time" in bounds.messages[0]
    assert "partial" in str(bounds)
    solution = correlated_equilibrium(CHICKEN)
    assert solution.outcomes == ()
    assert "out of time" in solution.messages[0]


def test_a_point_that_breaks_a_constraint_is_not_returned(monkeypatch):
    careless = Maximin(status="optimal", point=np.full(4, 0.25), shares=np.ones(1), multipliers=np.zeros(4))
    monkeypatch.setattr(obedience, "maximin", lambda payoffs, limits: careless)
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
        (lambda: correlated_bounds(CHICKEN, "dare"), 'partial profile = "dare": must be a mapping'),
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


def test_the_table_holds_both_ends_with_what_attains_them():
    bounds = correlated_bounds(CHICKEN, {"row": "dare", "column": "dare"})
    least, greatest = bounds.rows()
    assert (least["bound"], least["probability"]) == ("least", 0.0)
    assert greatest["probability"] == pytest.approx(0.2)
    assert greatest["attained"] == pytest.approx(0.2)
    # Both dare in a fifth of all cases, each alone in two fifths: 0.4 * 7 + 0.4 * 2 for each of them.
    assert greatest["payoff row"] == pytest.approx(3.6)
    assert greatest["payoff column"] == pytest.approx(3.6)
    assert 0.0 <= greatest["gap"] < 1e-8
    assert least["attained"] == pytest.approx(0.0)
    assert bounds.least_outcome.probability({"row": "dare", "column": "dare"}) == pytest.approx(0.0)
    assert bounds.settings["bound_tolerance"] == 1e-7


@pytest.mark.parametrize(
    ("reached", "partial"), [((0.1, 0.5), False), ((0.1 + 9e-8, 0.5 - 9e-8), False), ((0.1, 0.4999998), True)]
)
def test_an_end_that_is_not_attained_is_named(reached, partial):
    outcomes = [SimpleNamespace(probability=lambda _, chance=chance: chance) for chance in reached]
    messages = correlated_module._bound_messages({}, (0.1, 0.5), outcomes, ("", ""))
    assert bool(messages) is partial
    if partial:
        assert messages == ("the greatest probability found is 0.4999998, the one proven is 0.5",)
    missing = correlated_module._bound_messages({}, (0.1, 0.5), [None, outcomes[1]], ("why", ""))
    assert missing[0] == "no equilibrium attains the least probability: why; the bound itself holds"


@pytest.mark.parametrize("coarse", [False, True])
def test_messages_give_the_value_and_its_bound_in_the_units_of_the_objective(coarse):
    game = bg.Game(CHICKEN.payoffs * 3.0, players=["row", "column"])
    solution = correlated_equilibrium(game, {"row": 2, "column": Fraction(1, 2)}, coarse=coarse)
    (outcome,) = solution.outcomes
    value = 2 * outcome.payoffs["row"] + 0.5 * outcome.payoffs["column"]
    assert value == pytest.approx(2 * 21 + 0.5 * 6)  # the row player dares, the column player yields
    assert outcome.payoffs == pytest.approx({"row": 21.0, "column": 6.0})
    assert solution.messages[1].startswith("the weighted sum of payoffs is 45")
    assert solution.messages[2].startswith(
        "no equilibrium of this concept has a weighted sum of payoffs above 45"
    )
    assert solution.settings["coarse"] is coarse
    assert solution.game is game


def test_an_event_or_a_player_can_be_the_objective_by_its_name():
    never = correlated_equilibrium(CHICKEN, {"row": "dare", "column": "dare"})
    assert never.messages[1] == "the probability of the event is 0.2"
    assert correlated_equilibrium(CHICKEN, "column").messages[1] == "the payoff of column is 7"
    assert correlated_equilibrium(CHICKEN).messages[1] == "the sum of payoffs is 10.5"
    for name in ("row", "column"):
        (best,) = correlated_equilibrium(CHICKEN, {name: 1}).outcomes
        assert best.payoffs[name] == pytest.approx(7.0)
    (mixed,) = correlated_equilibrium(CHICKEN, {"row": 1, "column": 0}).outcomes  # one weight may be 0
    assert mixed.payoffs["row"] == pytest.approx(7.0)


def test_bounds_are_probabilities_rounded_outwards():
    game = bg.Game([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    bounds = correlated_bounds(game, {"player 1": "s1", "player 2": "s1"})
    assert (bounds.least, bounds.greatest) == (pytest.approx(0.0, abs=1e-9), 1.0)
    assert bounds.least >= 0.0
    assert len(bounds.outcomes) == 2
