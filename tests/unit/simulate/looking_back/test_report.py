"""The record of a back-test: what is said of one outcome, and how little it shows."""

import datetime
from types import SimpleNamespace

import pytest

import belarusgame as bg
from belarusgame.simulate.looking_back.history import Happened, Seen
from belarusgame.simulate.looking_back.report import (
    BackTest,
    BackTestSettings,
    Forecast,
    Hindsight,
    OtherReading,
)
from belarusgame.simulate.looking_back.scores import Scored, SelfTest

JUNE, WINTER, MARCH = datetime.date(2022, 6, 1), datetime.date(2022, 12, 20), datetime.date(2022, 3, 23)


def scored(probability):
    return Scored(probability=probability, brier=probability**2, logarithmic=1 - probability)


def forecast(name, *probabilities, by=JUNE, **more):
    return Forecast(
        name=name, kind="forecast", known=MARCH, by=by, scores=tuple(map(scored, probabilities)), **more
    )


def happened(by, occurred=False):
    return Happened(name="x", event={"a": ("x",)}, by=by, happened=occurred, source="", says="")


def back_test(**changes):
    said = {
        "history": None,
        "campaign": SimpleNamespace(scenario=SimpleNamespace(name="case.toml", date=MARCH)),
        "outcomes": (happened(JUNE), happened(WINTER)),
        "forecasts": (
            forecast("model", 0.25),
            forecast("rival", 0.5, at_most=2.0, factor=1.5, says="Perhaps.", address="https://example.org"),
            forecast("base rates", 0.75, 0.125),
            forecast("words"),
            forecast("model", 0.375, by=WINTER),
            forecast("late", 0.1, by=WINTER, at_most=1.1),
        ),
        "rationality": (OtherReading(name="rationality 1", by=JUNE, scores=scored(0.5)),),
        "readings": (),
        "structures": (),
        "further": (),
        "self_test": SelfTest(names=("model",), probabilities=(0.25,), means=(0.2,), errors=(0.0,)),
        "settings": BackTestSettings(runs=10, seed=1, policy="myopic"),
    }
    return BackTest(**said | changes)


def test_a_forecast_is_found_by_its_name_among_those_of_the_first_outcome():
    found = back_test()
    assert found.forecast().scores[0].probability == 0.25
    assert found.forecast("rival").factor == 1.5
    for name in ("late", "rivals"):
        with pytest.raises(bg.GameError, match=f'"{name}"'):
            found.forecast(name)


def test_a_row_is_a_forecast_with_one_number_a_range_or_none():
    rows = back_test().rows()
    assert [row["probability"] for row in rows] == [0.25, 0.5, (0.125, 0.75), "", 0.375, 0.1]
    assert rows[2]["Brier"] == (0.125**2, 0.75**2)
    assert (rows[1]["odds at most"], rows[1]["odds of the model"]) == (2.0, 1.5)
    assert (rows[0]["odds at most"], rows[0]["odds of the model"]) == ("", "")
    assert (rows[1]["says"], rows[1]["known"], rows[4]["by"]) == ("Perhaps.", "2022-03-23", "2022-12-20")


@pytest.mark.parametrize(
    ("occurred", "answer", "word"), [(False, "It had not", "No"), (True, "It had", "Yes")]
)
def test_the_line_above_asks_and_answers_and_one_outcome_is_said_to_show_little(occurred, answer, word):
    found = back_test(outcomes=(happened(JUNE, occurred),))
    assert found.heading == (
        f"Back-test of case.toml, evidence frozen at 2022-03-23: had a = x happened by 2022-06-01? {answer}"
    )
    assert found.sentences == (
        f"One {word} multiplies the odds of any forecast against a rival by at most: 2 against 50 % (rival).",
        "One outcome shows no calibration; nothing here was fitted to it.",
    )


def test_further_rows_are_listed_and_never_pooled():
    seen = Seen(name="s", date=WINTER, source="", says="Seen.", observed={"b": ("l", "r")})
    other = Seen(name="o", date=JUNE, source="", says="Felt.")
    found = back_test(
        further=(
            Hindsight(seen=seen, month=9, probability=0.25),
            Hindsight(seen=other, month=3, probability=None),
        )
    )
    tables = [part for part in found.below if not isinstance(part, str)]
    assert "not pooled into one score" in tables[2].heading
    assert tables[2].rows() == [
        {"date": "2022-12-20", "says": "Seen.", "bears out": "b = l or r", "share of runs": 0.25},
        {"date": "2022-06-01", "says": "Felt.", "bears out": "", "share of runs": ""},
    ]


def test_other_modelling_choices_have_a_table_where_they_were_asked_for():
    reading = OtherReading(name="held", by=JUNE, scores=scored(0.125))
    headings = [part.heading for part in back_test(structures=(reading,)).below if not isinstance(part, str)]
    assert "Under every other modelling choice" in headings
    headings = [part.heading for part in back_test().below if not isinstance(part, str)]
    assert "Under every other modelling choice" not in headings
    assert headings[-1].startswith("Self-test")
