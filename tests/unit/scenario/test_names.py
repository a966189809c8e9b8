"""Which names a scenario declares, and what is said of a place that uses another one."""

import datetime

import pytest

from belarusgame.evidence import EvidenceFiles, Mistakes, collect_evidence
from belarusgame.scenario.names import Names, is_rest

DAY = datetime.date(2024, 5, 1)

TABLES = {
    "players": {
        "firm": {"strategies": {"wait": "", "fold": ""}},
        "bank": {"strategies": {"hold": ""}},
        "state": 3,
    },
    "considerations": {"firm": {"cash": {}, "pride": {}}, "bank": 3},
    "drivers": {"rates": {}},
    "types": {"bank": {"rash": {}, "rest": "calm"}, "firm": {"rest": {}}},
    "delegations": {"orders": {}},
}


def names(claims=None, tables=TABLES, lost=False):
    plain = {"source": "paper", "paragraph": 1, "says": "So.", "speaker": "author", "kind": "assertion"}
    entries = {
        name: plain | {"firmness": "stated"} | more if more is not None else 3
        for name, more in (claims or {}).items()
    }
    evidence = {"sources": {"paper": {"title": "The paper", "date": DAY}}, "claims": entries}
    files = EvidenceFiles(read=[("claims.toml", evidence)], lost=lost)
    return Names.of("file", tables, files, collect_evidence(files, Mistakes()), Mistakes())


def said(known):
    return [f"{mistake.place}: {mistake.problem} | {mistake.hint}" for mistake in known.mistakes.found]


def test_names_are_collected_whether_or_not_their_tables_are_in_order():
    known = names()
    assert {player: list(labels) for player, labels in known.strategies.items()} == {
        "firm": ["wait", "fold"],
        "bank": ["hold"],
        "state": [],
    }
    assert known.considerations == {"firm": ["cash", "pride"], "bank": []}
    assert (known.drivers, known.delegations) == (["rates"], ["orders"])
    # Under `rest` a text names what is left over; a table there is a type of that name.
    assert known.types == {"bank": ["rash"], "firm": ["rest"]}
    assert known.rest == {"bank": "calm"}
    assert said(known) == []
    assert is_rest("rest", "calm")
    assert not is_rest("rest", {})
    assert not is_rest("rash", "calm")


@pytest.mark.parametrize(
    ("section", "table", "place"),
    [
        ("players", {"a b": {}}, "players.a b"),
        ("players", {"a": {"strategies": {"-x": ""}}}, "players.a.strategies.-x"),
        ("considerations", {"a": {"k.l": {}}}, "considerations.a.k.l"),
        ("drivers", {"": {}}, "drivers."),
        ("types", {"a": {"rest": "so so"}}, "types.a.rest"),
        ("delegations", {"d!": {}}, "delegations.d!"),
        ("assumptions", {"a/b": {}}, "assumptions.a/b"),
    ],
)
def test_what_cannot_serve_as_a_name_is_refused_where_it_stands(section, table, place):
    (only,) = names(tables={section: table}).mistakes.found
    assert only.place.replace('"', "") == place
    assert only.problem.endswith("is not a name")
    assert only.hint == "use letters, digits, _ and -"


def test_an_unknown_player_or_strategy_is_named_with_what_there_is():
    known = names()
    assert known.partial(("x",), {"firm": ("wait", "fold"), "bank": ("hold",)})
    assert not known.partial(("x",), {"frim": ("wait",), "firm": ("fold", "fodl")})
    assert said(known) == [
        'x.frim: player "frim" is not one of firm, bank, state | did you mean "firm"?',
        'x.firm: firm = "fodl" is not one of wait, fold | did you mean "fold"?',
    ]


def test_of_a_player_whose_own_table_is_at_fault_no_strategy_is_blamed():
    known = names()
    assert not known.strategy(("x",), "state", "act")
    assert not names(tables={}).player(("x",), "firm")
    assert said(known) == []


CLAIMS = {
    "said": {},
    "wanted": {"kind": "prescription"},
    "old": {"background": "It is over."},
    "broken": None,
}


def test_claims_that_are_cited_must_exist_once_and_be_of_use():
    known = names(CLAIMS)
    assert known.cited(("c",), ["said", "wanted"])
    assert not known.cited(("c",), ["said", "said"])
    assert not known.cited(("d",), ["old"])
    assert not known.cited(("e",), ["siad"])
    assert not known.cited(("f",), ["broken"])  # what is wrong with it has been noted where it stands
    assert said(known) == [
        'c[1]: claim "said" is named twice | ',
        'd[0]: claim "old" is background | remove it here, or remove its `background`',
        'e[0]: claim "siad" is not one of said, wanted, old, broken | did you mean "said"?',
    ]


def test_a_prescription_supports_no_payoff_alone_or_in_company():
    known = names(CLAIMS)
    assert known.supported(("x",), [["said"]])
    assert not known.supported(("x",), [["said"], ["wanted"]])
    assert not known.supported(("y",), [["said", "wanted"]])
    assert [mistake.place for mistake in known.mistakes.found] == ["x.claims[1]", "y.claims[0][1]"]
    assert all("never supports a payoff" in line for line in said(known))
    assert known.firmness["said"] == "stated"


def test_a_claim_that_may_be_in_a_file_that_was_lost_is_not_called_unknown():
    known = names(CLAIMS, lost=True)
    assert not known.cited(("c",), ["elsewhere"])
    assert said(known) == []


def test_something_rests_on_claims_or_on_a_judgement():
    known = names(CLAIMS)
    known.based(("a",), ["said"], "")
    known.based(("b",), [], "A guess.")
    known.based(("c",), [], "")
    assert said(known) == ["c: rests on nothing | cite claims, or give a `judgement` with the reason"]


def test_a_source_of_the_same_day_may_be_used_and_a_later_one_may_not():
    known = names(CLAIMS)
    known.check_dates(DAY)
    assert said(known) == []
    known.check_dates(DAY - datetime.timedelta(days=1))
    (line,) = said(known)
    assert line.startswith('scenario.date: 2024-04-30 is earlier than the source "paper" of 2024-05-01')
