"""Files of what happened, written for the tests."""

import datetime
import tomllib

import pytest

import belarusgame as bg
from belarusgame.simulate import load_history

HISTORY = """
[sources.paper]
title = "The paper"
date = 2022-06-02
address = "https://example.org/paper"

[outcomes.by_june]
event = { a = "x" }
by = 2022-06-01
happened = false
source = "paper"
says = "It had not."

[events.seen]
date = 2022-07-01
source = "paper"
says = "Seen."
observed = { b = ["l", "r"] }

[references.even]
kind = "fixed"
known = 2022-03-01
says = "Nobody knows."
probability = 0.5

[references.words]
kind = "verbal"
known = 2022-03-02
source = "paper"
says = "Unlikely."
"""


@pytest.fixture
def loaded(tmp_path):
    """Return a function that loads the history after replacing one text by another."""

    def load(old="", new=""):
        assert old in HISTORY
        path = tmp_path / "mine.toml"
        path.write_text(HISTORY.replace(old, new, 1) if old else HISTORY, "utf-8")
        return load_history(path)

    return load


def test_entries_become_records_in_the_order_of_the_file(loaded):
    history = loaded()
    (outcome,) = history.outcomes
    assert (outcome.name, outcome.event, outcome.by) == ("by_june", {"a": ("x",)}, datetime.date(2022, 6, 1))
    assert outcome.happened is False
    assert history.events[0].observed == {"b": ("l", "r")}
    assert [one.name for one in history.references] == ["even", "words"]
    assert (history.references[0].probability, history.references[1].probability) == (0.5, None)
    assert history.heading.endswith("mine.toml: 1 outcomes, 1 events, 2 references")


def test_a_row_has_the_address_of_its_source(loaded):
    rows = loaded().rows()
    assert [(row["entry"], row["date"]) for row in rows] == [
        ("by_june", "2022-06-01"),
        ("seen", "2022-07-01"),
        ("even", "2022-03-01"),
        ("words", "2022-03-02"),
    ]
    assert [row["address"] for row in rows] == ["https://example.org/paper"] * 2 + [
        "",
        "https://example.org/paper",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'source = "paper"\nsays = "It',
            'source = "papre"\nsays = "It',
            'outcomes.by_june.source: "papre" is not one of paper',
        ),
        ("https://example.org", "ftp://example.org", "sources.paper.address: is missing; give the address"),
        ('address = "https://example.org/paper"\n', "", "sources.paper.address: is missing"),
        ("[outcomes.by_june]", "[events.by_june]", "outcomes: there is none; add a table [outcomes.NAME]"),
        (
            'kind = "fixed"',
            'kind = "forecast"',
            "references.even: has no source; name one, or let its kind be fixed",
        ),
        (
            "probability = 0.5\n",
            "",
            "references.even: lacks a probability; give one, or let its kind be verbal",
        ),
        (
            'kind = "verbal"',
            'kind = "verbal"\nprobability = 0.1',
            "references.words: words have no probability",
        ),
        ("[events.seen]", "[event.seen]", "event: unknown section"),
        ("by = 2022-06-01", 'by = "2022-06-01"', "outcomes.by_june.by"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_mend(loaded, old, new, said):
    with pytest.raises(bg.SeedError) as error:
        loaded(old, new)
    assert said in str(error.value)


def test_all_mistakes_are_found_in_one_go(loaded):
    with pytest.raises(bg.SeedError) as error:
        loaded('happened = false\nsource = "paper"', 'happened = 0\nsource = "papre"')
    places = [mistake.place for mistake in error.value.mistakes]
    assert places == ["outcomes.by_june.happened", "outcomes.by_june.source"]


def test_a_name_that_is_not_packaged_is_refused_with_the_one_that_is():
    with pytest.raises(bg.SeedError, match='did you mean "history"'):
        load_history("histroy")
    with pytest.raises(bg.SeedError, match="the path of a file of your own ends in"):
        load_history("something else")
    assert load_history("history").name == "history.toml"


@pytest.mark.parametrize("source", ["histories", "nowhere.toml", 3, None])
def test_a_history_that_is_none_is_refused(source):
    with pytest.raises(bg.BelarusGameError):
        bg.simulate.load_history(source)


def test_the_packaged_history_names_no_forecast_as_an_outcome():
    tables = tomllib.loads((bg.seeds_folder() / "history.toml").read_text("utf-8"))
    assert {"sources", "outcomes", "references", "events"} == tables.keys()
    assert all(entry["kind"] != "fixed" or "source" not in entry for entry in tables["references"].values())
