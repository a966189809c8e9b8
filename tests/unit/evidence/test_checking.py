"""A table's shape is checked whole: every mistake in our words, and nothing that only follows from one."""

import datetime
from typing import Annotated, Literal

import pytest
from pydantic import Field

from belarusgame.evidence.checking import checked
from belarusgame.evidence.mistakes import MOST_MISTAKES, Mistakes
from belarusgame.evidence.schema import Day, Table, Text

DAY = datetime.date(2024, 5, 1)


class Stall(Table):
    """What stands in the market, for the tests."""

    title: Text
    date: Day
    kind: Literal["assertion", "report"]
    paragraph: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    claims: list[Text] = Field(default_factory=list)
    prices: dict[Text, int] = Field(default_factory=dict)
    open: bool = True


class Market(Table):
    """Stalls by name."""

    stalls: dict[Text, Stall] = Field(default_factory=dict)


GOOD = {"title": "Apples", "date": DAY, "kind": "report"}


def said(table, model=Stall):
    mistakes = Mistakes()
    made = checked(model, table, ("stalls", "one"), "market.toml", mistakes)
    return (
        made,
        [f"{m.place}: {m.problem}" + (f" | {m.hint}" if m.hint else "") for m in mistakes.found],
        mistakes,
    )


def test_a_table_in_order_is_returned_and_nothing_is_said():
    made, found, mistakes = said(GOOD)
    assert (made.title, made.kind, made.open) == ("Apples", "report", True)
    assert found == []
    assert not mistakes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": 3}, "stalls.one.title: 3: must be text in quotes"),
        ({"title": ""}, 'stalls.one.title: "": must not be empty'),
        (
            {"date": "2024-05-01"},
            'stalls.one.date: "2024-05-01": must be a date such as 2022-03-23, without quotes',
        ),
        (
            {"kind": "reports"},
            'stalls.one.kind: "reports" is not one of assertion, report | did you mean "report"?',
        ),
        ({"paragraph": 0}, "stalls.one.paragraph: 0: must be at least 1"),
        ({"paragraph": 1_000_001}, "stalls.one.paragraph: 1000001: must be at most 1000000"),
        ({"paragraph": "1"}, 'stalls.one.paragraph: "1": must be a whole number'),
        ({"claims": "a"}, 'stalls.one.claims: "a": must be a list'),
        ({"claims": ["a", 3]}, "stalls.one.claims[1]: 3: must be text in quotes"),
        ({"prices": 3}, "stalls.one.prices: 3: must be a table"),
        ({"open": 1}, "stalls.one.open: 1: must be true or false"),
        (
            {"titel": "x"},
            "stalls.one.titel: unknown key, not one of title, date, kind, paragraph, claims, prices, open "
            '| did you mean "title"?',
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_its_rule_and_the_mend(change, message):
    _, found, _ = said(GOOD | change)
    assert found == [message]


def test_all_mistakes_are_found_in_one_go_and_the_rest_is_read_on():
    made, found, _ = said({"title": 3, "date": DAY, "kind": "fowl", "claims": ["a"]})
    assert [line.split(":")[0] for line in found] == ["stalls.one.title", "stalls.one.kind"]
    assert made.claims == ["a"]  # what was in order
    assert made.title == "?"  # and a stand-in for what was not


def test_what_is_missing_is_named_unless_its_key_is_misspelt():
    _, found, _ = said({"title": "Apples", "kind": "report"})
    assert found == ["stalls.one.date: is missing"]
    _, found, _ = said({"titel": "Apples", "date": DAY, "kind": "report"})
    assert len(found) == 1
    assert "titel: unknown key" in found[0]


def test_nothing_is_said_of_a_value_that_was_refused():
    _, _, mistakes = said(GOOD | {"kind": "fowl"})
    mistakes.add("market.toml", "stalls.one.kind", "goes with no stall")
    mistakes.add("market.toml", "stalls.one.title", "is taken")
    assert [mistake.problem for mistake in mistakes.found][1:] == ["is taken"]


def test_a_key_of_an_inner_table_is_compared_with_the_keys_of_that_table():
    _, found, _ = said({"stalls": {"a": GOOD | {"knd": "x"}}}, Market)
    assert found[0].startswith("stalls.one.stalls.a.knd: unknown key, not one of title, date, kind")
    _, found, _ = said({"stall": {}}, Market)
    assert found == ['stalls.one.stall: unknown key, not one of stalls | did you mean "stalls"?']


def test_what_is_no_table_at_all_is_said_once():
    made, found, _ = said(3)
    assert found == ["stalls.one: 3: must be a table"]
    assert made is None


def test_of_many_mistakes_the_first_are_named_and_the_others_counted():
    _, found, mistakes = said(GOOD | {"claims": list(range(MOST_MISTAKES + 7))})
    assert len(found) == MOST_MISTAKES
    assert mistakes.more == 7


def test_what_is_given_is_left_as_it_is():
    table = GOOD | {"kind": "fowl", "claims": ["a", 3]}
    said(table)
    assert table == GOOD | {"kind": "fowl", "claims": ["a", 3]}
