"""A scenario written as claims: one claim behind a gain and, by a step of the coder's, behind a cost."""

import datetime

import pytest

import belarusgame as bg


def coded(**more):
    claim = {
        "source": "paper",
        "paragraph": 1,
        "says": "So.",
        "kind": "assertion",
        "speaker": "author",
        "firmness": "stated",
    }
    tables = {
        "scenario": {
            "title": "Does the firm raise pay?",
            "date": datetime.date(2026, 1, 2),
            "question": {"firm": "raise"},
            "order": ["state", "firm"],
            "reference": {"firm": "hold", "state": "watch"},
        },
        "sources": {"paper": {"title": "The paper", "date": datetime.date(2026, 1, 1)}},
        "claims": {"1a": claim, "2a": claim | {"paragraph": 2}},
        "players": {
            "state": {"strategies": {"watch": "", "urge": ""}},
            "firm": {"strategies": {"hold": "", "raise": ""}},
        },
        "considerations": {
            "firm": {
                "gain": {
                    "sentence": "It gains.",
                    "claims": ["1a"],
                    "effects": [{"when": {"firm": "raise"}, "adds": 1}],
                },
                "cost": {
                    "sentence": "It costs.",
                    "claims": ["1a"],
                    "inferred": "A step.",
                    "effects": [{"when": {"firm": "raise"}, "adds": -2}],
                },
            },
            "state": {
                "effort": {
                    "sentence": "It tires.",
                    "claims": ["2a"],
                    "effects": [{"when": {"state": "urge"}, "adds": -1}],
                },
                "calm": {
                    "sentence": "It calms.",
                    "judged": "It does.",
                    "effects": [{"when": {"state": "urge", "firm": "raise"}, "adds": 3}],
                },
            },
        },
    }
    for path, value in more.items():
        inner, (*steps, last) = tables, path.split("__")
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return bg.Scenario.from_tables(tables, "firm.toml")


@pytest.fixture
def firm():
    return coded
