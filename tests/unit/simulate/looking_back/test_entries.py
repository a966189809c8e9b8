"""The keys of a file of what happened, and what each may hold."""

import datetime

import pytest

from belarusgame.evidence import Mistakes, checked
from belarusgame.simulate.looking_back.entries import OutcomeEntry, ReferenceEntry, SeenEntry

DAY = datetime.date(2022, 6, 1)
OUTCOME = {"event": {"a": "x"}, "by": DAY, "happened": False, "source": "paper", "says": "So."}
REFERENCE = {"kind": "forecast", "known": DAY, "says": "So."}


def said(model, table):
    mistakes = Mistakes()
    made = checked(model, table, ("entries", "one"), "history.toml", mistakes)
    return made, [f"{mistake.place}: {mistake.problem}" for mistake in mistakes.found]


@pytest.mark.parametrize(
    ("event", "read"),
    [
        ({"a": "x"}, {"a": ("x",)}),
        ({"a": ["x", "y"], "b": "l"}, {"a": ("x", "y"), "b": ("l",)}),
    ],
)
def test_a_partial_profile_names_players_and_one_or_more_strategies(event, read):
    made, found = said(OutcomeEntry, OUTCOME | {"event": event})
    assert found == []
    assert made.event == read


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        ({}, "must be a table such as { player = strategy }"),
        ("x", "must be a table such as { player = strategy }"),
        ({"a": []}, "must name players and their strategies"),
        ({"a": ""}, "must name players and their strategies"),
        ({"a": 3}, "must name players and their strategies"),
        ({"a": ["x", 3]}, "must name players and their strategies"),
        ({"": "x"}, "must name players and their strategies"),
    ],
)
def test_what_is_no_partial_profile_is_refused_with_the_rule(event, rule):
    (line,) = said(OutcomeEntry, OUTCOME | {"event": event})[1]
    assert line.startswith("entries.one.event: ")
    assert line.endswith(rule)


@pytest.mark.parametrize("number", [0.5, "0.25", 1e-9])
def test_a_probability_lies_strictly_between_nought_and_one(number):
    made, found = said(ReferenceEntry, REFERENCE | {"probability": number})
    if isinstance(number, str):
        assert found == ['entries.one.probability: "0.25": must be a number']
    else:
        assert (found, made.probability) == ([], number)


@pytest.mark.parametrize("number", [0, 1, 1.5, -0.25])
def test_certainty_is_no_forecast(number):
    (line,) = said(ReferenceEntry, REFERENCE | {"probability": number})[1]
    assert line == f"entries.one.probability: {number}: must be a number between 0 and 1"


def test_what_may_be_left_out_is_empty():
    reference, found = said(ReferenceEntry, REFERENCE)
    assert found == []
    assert (reference.probability, reference.by, reference.source, reference.judgement) == (
        None,
        None,
        "",
        "",
    )
    seen, found = said(SeenEntry, {"date": DAY, "source": "paper", "says": "So."})
    assert (found, seen.observed) == ([], None)


@pytest.mark.parametrize("key", OUTCOME)
def test_of_an_outcome_nothing_may_be_left_out(key):
    rest = {name: value for name, value in OUTCOME.items() if name != key}
    assert said(OutcomeEntry, rest)[1] == [f"entries.one.{key}: is missing"]


def test_a_kind_that_there_is_not_is_named():
    (line,) = said(ReferenceEntry, REFERENCE | {"kind": "guess"})[1]
    assert '"guess" is not one of forecast, hindsight, fixed, base rate, verbal' in line
