"""The further records as plain data, from records written by hand."""

import datetime
import json
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.report.figures.naming import Naming, naming
from belarusgame.report.page.further_fields import (
    MOST_DEPARTURES,
    backtest_fields,
    coding_fields,
    months_fields,
    signals_fields,
    status_quo_fields,
)

JUNE, LATER = datetime.date(2022, 6, 1), datetime.date(2022, 12, 1)


def test_what_is_not_there_is_none(harbour):
    words = naming(harbour)
    assert status_quo_fields(None, words) is None
    assert coding_fields(None) is None
    assert signals_fields(None, words) is None
    assert months_fields(None, words) is None
    assert backtest_fields(None) is None


def test_of_departures_those_that_break_anything_are_told(harbour):
    def departure(breaks):
        return SimpleNamespace(player="union", stays="work", leaves="step_in", breaks=breaks, gain=-0.5)

    found = SimpleNamespace(
        share=SimpleNamespace(some=0.25, draws=200),
        likely=True,
        departures=[departure(0.5), departure(0.0), *[departure(0.125)] * MOST_DEPARTURES],
    )
    data = status_quo_fields(found, naming(harbour))
    assert (data["share"], data["draws"], data["likely"]) == (0.25, 200, True)
    assert [one["breaks"] for one in data["departures"]] == [0.5] + [0.125] * (MOST_DEPARTURES - 2)
    assert data["departures"][0]["player"] == "The union"
    assert data["departures"][0]["leaves"] == "step in"


def test_two_codings_are_told_by_answers_claims_and_agreement():
    def answer(choice, some):
        share = None if some is None else SimpleNamespace(some=some, draws=300)
        return SimpleNamespace(choice=choice, verdict="never", share=share)

    found = SimpleNamespace(
        names=("one", "two"),
        answers=[answer("as_coded", None), answer("other", 0.5)],
        decides=SimpleNamespace(choice="the_order"),
        claims=SimpleNamespace(pairs=[1, 2], only_a=[1], only_b=[]),
        agreements=[SimpleNamespace(of="sizes", alpha=0.75)],
    )
    data = coding_fields(found)
    assert data["answers"] == [
        {"with": "as coded", "likely": "never", "share": None},
        {"with": "other", "likely": "never", "share": 0.5},
    ]
    assert (data["decides"], data["draws"]) == ("the order", 300)
    assert data["claims"] == {"both": 2, "first": 1, "second": 0}
    assert data["agreement"] == [{"of": "sizes", "alpha": 0.75}]
    found.decides, found.answers = None, found.answers[:1]
    assert (coding_fields(found)["decides"], coding_fields(found)["draws"]) == (None, 0)


def test_types_are_told_with_their_chances_and_what_beliefs_do():
    game = bg.BayesianGame(
        ["guest", "bully"],
        [["beer", "quiche"], ["duel", "spare"]],
        {"guest": ["weak", "very_strong"]},
        {"guest": [0.25, 0.75]},
        {
            "weak": [[[0, 2], [1, 3]], [[1, 0], [1, 0]]],
            "very_strong": [[[1, 3], [0, 2]], [[0, 1], [0, 1]]],
        },
    )
    found = bg.solve.perfect_bayesian_equilibria(game, ["guest", "bully"])
    data = signals_fields(found, Naming())
    assert data["types"] == [
        {"player": "Guest", "type": "weak", "chance": 0.25},
        {"player": "Guest", "type": "very strong", "chance": 0.75},
    ]
    assert (data["equilibria"], data["status"]) == (len(found.equilibria), "complete")
    assert data["beliefs"]
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("event", [({"union": ("strike",)},), ()])
def test_months_are_told_with_a_share_only_if_something_is_asked(harbour, event):
    lengths = [
        SimpleNamespace(move_months=length, tremble=tremble, by_month=np.array([0.1, share]))
        for length, tremble, share in ((0.5, "month", 0.25), (1, "run", 0.75))
    ]
    found = SimpleNamespace(
        event=event, settings=SimpleNamespace(months=2, runs=40), by_month=np.array([0.25, 0.5]),
        interval=lambda month: (0.4, 0.6), lengths=lengths, clamped={"stamina": 0.125}, unique="proven",
    )  # fmt: skip
    data = months_fields(found, naming(harbour))
    said = ("The union: strike", 0.5, 0.4, 0.6) if event else (None, None, None, None)
    assert (data["event"], data["share"], data["low"], data["high"]) == said
    assert data["lengths"] == [
        {"stands": 0.5, "mistakes": "anew in each move", "share": 0.25},
        {"stands": 1, "mistakes": "once for a run", "share": 0.75},
    ]
    assert (data["clamped"], data["unique"]) == ([{"driver": "Stamina", "share": 0.125}], True)


def test_a_back_test_is_told_by_its_first_outcome_and_those_who_spoke_of_it():
    def score(p):
        return SimpleNamespace(probability=p, brier=p * p, logarithmic=p)

    def forecast(name, by, at_most):
        return SimpleNamespace(name=name, by=by, at_most=at_most, scores=(score(0.5),), address="a")

    found = SimpleNamespace(
        outcomes=(SimpleNamespace(by=JUNE, happened=False),),
        forecast=lambda: SimpleNamespace(scores=(score(0.25),)),
        forecasts=(
            forecast("a_rival", JUNE, 2.0),
            forecast("late", LATER, 2.0),
            forecast("words", JUNE, None),
        ),
        settings=SimpleNamespace(runs=40),
        rationality=(SimpleNamespace(name="r", scores=score(0.5)),),
        readings=(SimpleNamespace(name="s", scores=score(1.0)),),
        further=(SimpleNamespace(seen=SimpleNamespace(date=LATER, says="Seen."), probability=None),),
        self_test=SimpleNamespace(passed=True),
    )
    data = backtest_fields(found)
    assert (data["by"], data["happened"], data["probability"], data["brier"]) == (
        "2022-06-01",
        False,
        0.25,
        0.0625,
    )
    assert [one["name"] for one in data["rivals"]] == ["a rival"]
    assert [one["brier"] for one in data["readings"]] == [0.25, 1.0]
    assert data["further"] == [{"date": "2022-12-01", "says": "Seen.", "share": None}]
