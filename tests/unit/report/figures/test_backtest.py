"""A forecast beside what happened and what others said, from a record written by hand."""

import datetime
from types import SimpleNamespace

import pytest

from belarusgame.report.figures.backtest import BacktestChart
from belarusgame.report.figures.naming import Naming
from belarusgame.report.figures.palette import WIDTHS
from belarusgame.simulate import Forecast, Happened
from belarusgame.simulate.looking_back.scores import Scored

JUNE, WINTER = datetime.date(2022, 6, 1), datetime.date(2022, 12, 20)


def forecast(name, *probabilities, by=JUNE, kind="forecast", **more):
    scores = tuple(Scored(probability=p, brier=p * p, logarithmic=p) for p in probabilities)
    return Forecast(name=name, kind=kind, known=datetime.date(2022, 3, 1), by=by, scores=scores, **more)


def chart(*forecasts, happened=False):
    outcomes = tuple(
        Happened(name="x", event={"a": ("x",)}, by=by, happened=happened, source="", says="")
        for by in (JUNE, WINTER)
    )
    named = {one.name: one for one in forecasts if one.by == JUNE}
    found = SimpleNamespace(outcomes=outcomes, forecasts=forecasts, forecast=lambda: named["model"])
    return BacktestChart(found=found, words=Naming())


MODEL = forecast("model", 0.25, kind="model", interval=(0.2, 0.3))


def test_a_row_is_a_forecast_of_an_outcome_in_the_order_of_dates():
    found = chart(forecast("late", 0.5, by=WINTER), MODEL, forecast("rates", 0.75, 0.125), forecast("words"))
    rows = found.rows()
    assert [(row["by"], row["forecast"]) for row in rows] == [
        ("2022-06-01", "model"), ("2022-06-01", "rates"), ("2022-06-01", "words"), ("2022-12-20", "late"),
    ]  # fmt: skip
    assert [row["probability"] for row in rows] == [0.25, (0.125, 0.75), None, 0.5]
    assert (rows[0]["interval"], rows[1]["Brier"]) == ((0.2, 0.3), (0.125**2, 0.75**2))


@pytest.mark.parametrize(("happened", "verdict"), [(False, "it had not happened"), (True, "it had happened")])
def test_what_happened_is_set_beside_the_model_and_the_references_of_that_date(happened, verdict):
    found = chart(MODEL, forecast("rates", 0.75, 0.125), forecast("late", 0.99, by=WINTER), happened=happened)
    assert found.alt == (
        f"A: x, by 2022-06-01: {verdict}. The model had said 25.0% (Brier score 0.0625), "
        "the references 12.5% to 75.0%."
    )
    assert chart(MODEL).alt.endswith("(Brier score 0.0625).")


def test_the_picture_has_a_mark_for_each_number_and_none_for_words():
    figure = chart(MODEL, forecast("words")).figure(WIDTHS["page"])
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "25.0%, Brier 0.0625" in words
    assert "in words, no score" in words
