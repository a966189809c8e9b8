"""A scenario where a game is asked for, or a game where a scenario is: said at once, with what would do."""

import functools
import inspect

import pytest
from first_edition import first_edition

import belarusgame as bg

JOIN = {"lukashenko": "join"}

ABOUT_A_GAME = {
    "all_equilibria": bg.solve.all_equilibria,
    "sequential_logit": lambda game: bg.solve.sequential_logit(game, [["a"]], rationality=1),
    "pure_equilibria": bg.solve.pure_equilibria,
    "two_player_equilibria": bg.solve.two_player_equilibria,
    "rationalizable": bg.solve.rationalizable,
    "correlated_bounds": lambda game: bg.solve.correlated_bounds(game, JOIN),
    "correlated_equilibrium": bg.solve.correlated_equilibrium,
    "sequential_equilibria": lambda game: bg.solve.sequential_equilibria(game, ["putin"]),
    "commitment": lambda game: bg.solve.commitment(game, "putin"),
    "logit_equilibrium": lambda game: bg.solve.logit_equilibrium(game, 1.0),
    "logit_path": bg.solve.logit_path,
    "rank": lambda game: bg.solve.rank(
        bg.solve.pure_equilibria(bg.Game([[[1]], [[1]]])), by="risk", game=game
    ),
    "to_nashpy": bg.exchange.to_nashpy,
    "to_pygambit": bg.exchange.to_pygambit,
    "to_frame": bg.exchange.to_frame,
    "write_nfg": bg.exchange.write_nfg,
    "zero_sum": bg.solve.zero_sum,
}

ABOUT_A_BAYESIAN_GAME = {
    "write_efg": bg.exchange.write_efg,
    "bayesian_equilibria": bg.solve.bayesian_equilibria,
    "perfect_bayesian_equilibria": lambda game: bg.solve.perfect_bayesian_equilibria(game, ["putin"]),
}

ABOUT_A_SCENARIO = {
    "check": bg.check,
    "make_draws": bg.explore.make_draws,
    "sweep": bg.explore.sweep,
    "tipping_points": lambda scenario: bg.explore.tipping_points(scenario, JOIN),
    "robustness": bg.explore.robustness,
    "guarantee": lambda scenario: bg.explore.guarantee(scenario, never=JOIN),
    "sensitivity": lambda scenario: bg.explore.sensitivity(scenario, JOIN),
    "region": lambda scenario: bg.explore.region(scenario, JOIN),
    "region_map": lambda scenario: bg.explore.region_map(scenario, "weight", "another"),
    "explain_outcome": lambda scenario: bg.explore.explain_outcome(scenario, JOIN),
    "assess": bg.report.assess,
    "audit": bg.report.audit,
    "explain": lambda scenario: bg.report.explain(scenario, None),
    "trace": lambda scenario: bg.report.trace(scenario, "putin", JOIN),
    "structures": bg.explore.structures,
    "status_quo": bg.explore.status_quo,
    "what_if": lambda scenario: bg.explore.what_if(scenario, "putin"),
    "telling_pairs": bg.explore.telling_pairs,
    "strength": bg.assume.strength,
    "campaign": lambda scenario: bg.simulate.campaign(scenario, months=1),
    "backtest": lambda scenario: bg.simulate.backtest(scenario, None),
}


@functools.cache
def scenario():
    return first_edition()


@pytest.mark.parametrize("asked", ABOUT_A_GAME.values(), ids=ABOUT_A_GAME)
def test_a_scenario_is_not_a_game(asked):
    with pytest.raises(
        bg.GameError, match=r"^game: .* is not a Game; build one with Game\(payoffs\) or scenario\.game\(\)$"
    ):
        asked(scenario())


@pytest.mark.parametrize("asked", ABOUT_A_BAYESIAN_GAME.values(), ids=ABOUT_A_BAYESIAN_GAME)
def test_a_scenario_is_not_a_bayesian_game(asked):
    with pytest.raises(bg.GameError, match=r"^game: .* is not a BayesianGame; build one with BayesianGame"):
        asked(scenario())


@pytest.mark.parametrize("asked", ABOUT_A_SCENARIO.values(), ids=ABOUT_A_SCENARIO)
def test_a_game_is_not_a_scenario(asked):
    with pytest.raises(
        bg.GameError,
        match=r"^scenario = .* must be a Scenario; bg\.load_scenario\(\.\.\.\) reads one$",
    ):
        asked(scenario().game())


def test_every_call_that_takes_one_of_them_is_asked():
    calls = {name for part in (bg.solve, bg.exchange) for name in part.__all__ if takes(part, name, "game")}
    assert calls - {"from_pygambit", "verify_equilibria"} == {*ABOUT_A_GAME, *ABOUT_A_BAYESIAN_GAME} - {
        "rank"
    }
    parts = (bg, bg.assume, bg.explore, bg.report, bg.simulate)
    calls = {name for part in parts for name in part.__all__ if takes(part, name, "scenario")}
    either = {"prior_region", "value_of_information"}  # a Bayesian game will do too
    assert calls - either == set(ABOUT_A_SCENARIO)


def takes(part, name, first):
    call = getattr(part, name)
    return inspect.isroutine(call) and next(iter(inspect.signature(call).parameters), None) == first
