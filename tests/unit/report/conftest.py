"""A small scenario with unequal numbers of strategies, awkward weights, and flaws for the audit."""

from datetime import date
from functools import partial

import pytest


def claim(says, firmness, **more):
    return {
        "source": "paper",
        "paragraph": 1,
        "says": says,
        "kind": "assertion",
        "speaker": "author",
        "firmness": firmness,
    } | more


TABLES = {
    "scenario": {
        "title": "Will the union strike?",
        "date": date(2026, 1, 15),
        "question": {"union": "strike"},
        "order": ["firm", "union", "city"],
        "reference": {"firm": "hold", "union": "work", "city": "watch"},
    },
    "sources": {"paper": {"title": "At the harbour", "date": date(2026, 1, 14)}},
    "claims": {
        "1a": claim("The members expect a rise.", "stated"),
        "2a": claim("A stoppage may drive customers away.", "hedged"),
        "3a": claim("The fund could run dry.", "speculated"),
        "4a": claim("The mayor dislikes noise.", "stated"),
        "5a": claim("The harbour is old.", "stated", background="Colour."),
    },
    "players": {
        "firm": {"name": "the firm", "strategies": {"hold": "as it is", "offer": "a rise"}},
        "union": {
            "name": "the union",
            "strategies": {"work": "go on", "strike": "walk out", "talks": "ask for talks"},
            "variants": {"talks": "work"},
        },
        "city": {"strategies": {"watch": "do nothing", "step_in": "call both in"}},
    },
    "considerations": {
        "firm": {
            "wage_bill": {
                "sentence": "A rise has to be paid.",
                "claims": ["1a"],
                "effects": [{"when": {"firm": "offer"}, "adds": -2}],
            },
            "customers": {
                "sentence": "Customers leave.",
                "claims": ["2a"],
                "effects": [
                    {"when": {"union": "strike"}, "adds": -3},
                    {"when": {"union": "talks"}, "adds": -1, "judgement": "A guess."},
                ],
            },
        },
        "union": {
            "pay": {
                "sentence": "The members want more.",
                "claims": ["1a"],
                "weight": {"low": 0.333, "likely": 0.777, "high": 1.111},
                "judgement": "Typed to be awkward.",
                "effects": [
                    {"when": {"firm": "offer"}, "adds": 2},
                    {"when": {"firm": "hold", "union": "strike"}, "adds": 2},
                    {"when": {"firm": "offer", "union": "work"}, "adds": 1},
                ],
            },
            "fund": {
                "sentence": "A strike eats up the fund.",
                "claims": ["3a"],
                "driver": "stamina",
                "effects": [{"when": {"union": "strike"}, "adds": -1}],
            },
            "standing": {
                "sentence": "Talks with the mayor look good.",
                "claims": ["2a"],
                "effects": [{"when": {"union": "talks", "city": "step_in"}, "adds": 1}],
            },
        },
        "city": {
            "peace": {
                "sentence": "Peace at the harbour is worth an effort.",
                "claims": ["3a"],
                "effects": [
                    {"when": {"union": "strike", "city": "step_in"}, "adds": 2},
                    {"when": {"union": "talks", "city": "step_in"}, "adds": -1},
                ],
            },
            "noise": {
                "sentence": "A strike is noisy.",
                "claims": ["4a"],
                "effects": [{"when": {"union": "strike"}, "adds": -1}],
            },
        },
    },
    "drivers": {"stamina": {"claims": ["3a"], "level": {"low": 0.5, "likely": 1, "high": 2}}},
    "types": {
        "union": {
            "bold": {
                "judgement": "Nobody knows.",
                "probability": {"low": 0.1, "likely": 0.2, "high": 0.3},
                "scales": {"pay": 1.5},
            }
        }
    },
}


@pytest.fixture(scope="session")
def make(from_changed):
    """Return a function that builds the scenario after a change to its tables."""
    return partial(from_changed, TABLES, "harbour")


@pytest.fixture(scope="session")
def harbour(make):
    return make()
