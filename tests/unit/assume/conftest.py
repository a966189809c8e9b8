"""A small scenario: unequal numbers of strategies, shared drivers, types, weights that may be zero."""

from datetime import date
from functools import partial

import pytest


def claim(firmness):
    return {
        "source": "paper",
        "paragraph": 1,
        "says": "It is so.",
        "kind": "assertion",
        "speaker": "author",
        "firmness": firmness,
    }


def end(firmness, effects, **more):
    return {"sentence": "An end.", "claims": [firmness], "effects": effects} | more


TABLES = {
    "scenario": {
        "title": "Will the port close?",
        "date": date(2024, 5, 1),
        "order": ["union", ["owner", "city"]],
        "reference": {"union": "work", "owner": "wait", "city": "watch"},
    },
    "sources": {"paper": {"title": "The port", "date": date(2024, 4, 30)}},
    "claims": {firmness: claim(firmness) for firmness in ("stated", "hedged", "speculated")},
    "players": {
        "union": {"strategies": {"work": "", "slow": "", "strike": ""}},
        "owner": {"strategies": {"wait": "", "lock": ""}},
        "city": {"strategies": {"watch": "", "talk": "", "police": "", "leave": ""}},
    },
    "considerations": {
        "union": {
            "pay": end(
                "stated",
                [
                    {"when": {"union": "strike"}, "adds": 2},
                    {"when": {"union": "slow"}, "adds": 1},
                ],
                driver="prices",
            ),
            "fund": end("hedged", [{"when": {"union": "strike"}, "adds": -1}], driver="prices"),
            "jobs": end("hedged", [{"when": {"union": ["slow", "strike"], "owner": "lock"}, "adds": -3}]),
            "faces": end("speculated", [{"when": {"union": "strike", "city": "police"}, "adds": -1}]),
        },
        "owner": {
            "ships": end("stated", [{"when": {"owner": "lock"}, "adds": -2}], driver="trade"),
            "order": end("hedged", [{"when": {"owner": "lock", "union": "strike"}, "adds": 3}]),
        },
        "city": {
            "calm": end(
                "stated",
                [
                    {"when": {"city": "talk", "union": ["slow", "strike"]}, "adds": 1},
                    {"when": {"city": "police"}, "adds": -2},
                ],
            ),
            "cost": end("speculated", [{"when": {"city": ["talk", "leave"]}, "adds": -1}], driver="trade"),
        },
    },
    "drivers": {
        "prices": {"judgement": "A guess.", "level": {"low": 0.5, "likely": 1, "high": 2}},
        "trade": {"judgement": "A guess.", "level": {"low": 0, "likely": 1, "high": 1.5}},
    },
    "types": {
        "union": {
            "angry": {
                "probability": {"low": 0, "likely": 0.2, "high": 0.5},
                "scales": {"pay": 2, "fund": 0.5},
                "judgement": "A guess.",
            }
        }
    },
}


@pytest.fixture(scope="session")
def make(from_changed):
    """Return a function that builds the scenario after a change to its tables."""
    return partial(from_changed, TABLES, "port")


@pytest.fixture(scope="session")
def port(make):
    return make()
