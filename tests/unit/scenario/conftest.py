"""A small scenario in which everything is said that may be, some of it at the edge of what is allowed."""

import datetime
from functools import partial

import pytest
from first_edition import first_edition

import belarusgame as bg

DAY = datetime.date(2024, 5, 1)


def claim(kind="assertion", firmness="stated", **more):
    return {
        "source": "paper",
        "paragraph": 3,
        "says": "So it is.",
        "kind": kind,
        "speaker": "author",
        "firmness": firmness,
    } | more


def span(low, likely, high):
    return {"low": low, "likely": likely, "high": high}


TABLES = {
    "scenario": {
        "title": "What happens?",
        "date": DAY,
        "order": ["lender", "small_firm"],
        "reference": {"small_firm": "wait", "lender": "hold"},
        "question": {"small_firm": ["fold", "pause"]},
        "claims": {"order": ["said"], "reference": ["said", "guessed"]},
        "rationality": {"level": span(0.5, 1, 4), "claims": ["said"]},
    },
    "sources": {"paper": {"title": "The paper", "date": DAY}},
    "claims": {
        "said": claim(),
        "guessed": claim(firmness="speculated"),
        "wanted": claim("prescription"),
        "old": claim(background="It is over."),
    },
    "players": {
        "small_firm": {
            "strategies": {"wait": "", "fold": "gives up", "pause": ""},
            "variants": {"pause": "fold"},
            "claims": {"fold": ["wanted", "said"]},
        },
        "lender": {"name": "The bank", "strategies": {"hold": "", "call": ""}},
    },
    "considerations": {
        "small_firm": {
            "cash": {
                "sentence": "Cash runs out.",
                "claims": [["said", "guessed"]],
                "extended_by": ["guessed"],
                "driver": "rates",
                "effects": [{"when": {"small_firm": ["fold", "wait"], "lender": "call"}, "adds": -1.5}],
            },
        },
        "lender": {
            "risk": {
                "sentence": "Risk.",
                "weight": span(0, 0.5, 1),
                "judgement": "A guess.",
                "effects": [{"when": {"lender": "call"}, "adds": 1}],
            },
        },
    },
    "drivers": {
        "rates": {
            "claims": ["said"],
            "level": span(0.5, 1, 2),
            "dynamics": {
                "decay": 1,
                "noise": 0.1,
                "judgement": "A guess.",
                "effects": [{"when": {"lender": "hold"}, "adds": 0.25}],
            },
        },
    },
    "types": {
        "lender": {
            "rash": {"probability": span(0, 0.75, 1), "scales": {"risk": 2}, "judgement": "A guess."},
            "shy": {"probability": span(0, 0.25, 0.5), "scales": {"risk": 0}, "claims": ["said"]},
        },
    },
    "assumptions": {
        "one": {
            "role": "finding",
            "claims": ["said"],
            "given": {
                "profile": {"lender": "hold"},
                "weights": {"lender.risk": [0.25, 0.5]},
                "drivers": {"rates": 1},
                "types": {"lender": "shy"},
                "holds": {
                    "any_of": [
                        {"dominates": {"player": "small_firm", "better": "wait", "worse": "fold"}},
                        {"never": {"event": {"small_firm": "pause"}}},
                    ]
                },
            },
        },
    },
}


@pytest.fixture(scope="session")
def small(from_changed):
    """Return a function that builds the scenario after a change to its tables."""
    return partial(from_changed, TABLES, "small")


@pytest.fixture(scope="session")
def scenario() -> bg.Scenario:
    """The first coding, whose numbers are known."""
    return first_edition()


@pytest.fixture(scope="session")
def all_said(small):
    """Return a function that checks all that is said of a change, each by how it begins."""

    def check(change, expected):
        with pytest.raises(bg.ScenarioError) as caught:
            small(change)
        found = [str(mistake) for mistake in caught.value.mistakes]
        assert len(found) == len(expected), found
        for message, beginning in zip(found, expected, strict=True):
            assert message.startswith(f"small: {beginning}")

    return check
