"""What is computed for the sections below the main ones, and what is left out with a reason."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

import belarusgame as bg
from belarusgame.report.page import further
from belarusgame.report.page.further import MONTHS, RUNS, further_of


def assessment(scenario, seed=None):
    headlines = (
        () if seed is None else (SimpleNamespace(sweep=SimpleNamespace(settings=SimpleNamespace(seed=seed))),)
    )
    return SimpleNamespace(scenario=scenario, headlines=headlines)


@pytest.fixture
def asked(monkeypatch):
    """Note what is asked for, and answer with its name."""
    calls = []

    def noted(name):
        def ask(*arguments, **settings):
            calls.append((name, arguments[1:], settings))
            return name

        return ask

    for name in ("campaign", "compare", "backtest", "perfect_bayesian_equilibria"):
        monkeypatch.setattr(further, name, noted(name))
    return calls


def test_each_section_is_there_if_the_scenario_has_data_for_it(harbour, pull, asked):
    found = further_of(assessment(harbour, seed=7), None)
    assert (found.months, found.signals) == ("campaign", "perfect_bayesian_equilibria")
    assert (found.coded, found.backtest, found.left_out) == (None, None, ())
    assert ("campaign", (MONTHS, RUNS, 7), {}) in asked
    nothing = further_of(assessment(pull, seed=7), None)  # neither types nor drivers
    assert (nothing.months, nothing.signals) == (None, None)


def test_what_takes_draws_is_left_out_where_none_were_asked_for(harbour, asked):
    found = further_of(assessment(harbour), None)
    assert (found.months, found.coded) == (None, None)
    assert found.signals == "perfect_bayesian_equilibria"


def test_types_without_an_order_of_moves_show_nothing(harbour, asked):
    assert further_of(assessment(replace(harbour, order=None)), None).signals is None


def test_a_history_is_scored_by_the_seed_of_the_draws(harbour, asked):
    found = further_of(assessment(harbour, seed=7), "history")
    assert found.backtest == "backtest"
    assert ("backtest", ("history",), {"runs": RUNS, "seed": 7, "structures": False}) in asked
    further_of(assessment(harbour), "history")
    assert asked[-1][2]["seed"] == 1


def test_what_cannot_be_done_is_said_and_a_history_that_is_none_is_refused(harbour, monkeypatch):
    def refuse(*arguments, **settings):
        raise bg.GameError("too large")

    for name in ("campaign", "backtest", "perfect_bayesian_equilibria"):
        monkeypatch.setattr(further, name, refuse)
    found = further_of(assessment(harbour, seed=7), None)
    assert found.left_out == ("hidden information: too large", "the months: too large")
    assert (found.signals, found.months) == (None, None)
    with pytest.raises(bg.GameError, match="too large"):
        further_of(assessment(harbour, seed=7), "history")
