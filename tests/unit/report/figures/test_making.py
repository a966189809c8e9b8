"""Each record has its figure; what is none of a kind is refused by name."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.report.figures import making
from belarusgame.report.figures.making import CHARTS, chart_of
from belarusgame.report.figures.matrix import MatrixChart
from belarusgame.report.figures.play import PlayChart

GAME = bg.Game(np.zeros((2, 2, 3)), ["a", "b"])
SOLUTION = bg.solve.pure_equilibria(GAME)


def test_a_record_is_shown_by_the_figure_of_its_kind():
    assert isinstance(chart_of(GAME), MatrixChart)
    assert isinstance(chart_of(SOLUTION.outcomes[0]), PlayChart)  # an equilibrium is an outcome
    chart = chart_of(GAME)
    assert chart_of(chart) is chart


def test_a_record_without_a_figure_is_refused_with_those_that_have_one():
    with pytest.raises(bg.GameError) as error:
        chart_of(SOLUTION)
    assert str(error.value).startswith(
        "no figure shows a Solution; there are figures of Audit, BackTest, Campaign"
    )
    assert all(kind.__name__ in str(error.value) for kind in CHARTS)


def test_a_setting_that_the_figure_does_not_take_is_refused():
    with pytest.raises(bg.GameError, match='setting "scenaro" is not one of scenario'):
        chart_of(GAME, scenaro=None)
    with pytest.raises(bg.GameError, match='setting "player"'):
        chart_of(GAME, player="a")


@pytest.mark.parametrize(
    "make", dict.fromkeys([*CHARTS.values(), making.best_replies]), ids=lambda make: make.__name__
)
def test_every_figure_refuses_what_is_no_record_of_its_kind(make):
    with pytest.raises(bg.GameError, match="a record of the kind"):
        make("nonsense")


def test_a_scenario_of_other_players_is_refused(harbour):
    for make, record in ((making.play, SOLUTION.outcomes[0]), (making.best_replies, GAME)):
        with pytest.raises(bg.GameError, match="give the scenario that it was computed from"):
            make(record, scenario=harbour)


def test_names_come_from_the_scenario(harbour):
    game = harbour.game()
    chart = making.best_replies(game, scenario=harbour)
    assert chart.words.player("union") == "the union"
    assert making.best_replies(game).words.player("union") == "union"
