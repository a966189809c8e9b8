"""What the tests share: the command, and a small scenario with groups, drivers and types."""

import sys
from datetime import date

import pytest
from first_edition import FOLDER

import belarusgame as bg
from belarusgame.command import cli


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command in this process, as if its output went to a file.

    The scenario that is built in is the first edition, whose numbers are known.
    """
    monkeypatch.setattr("belarusgame.scenario.loading.seeds_folder", lambda: FOLDER)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["belarusgame", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return command


REASON = "For the tests."


def end(effects, weight=(0.25, 0.75, 1.25), **more):
    low, likely, high = weight
    made = [{"when": when, "adds": adds} for when, adds in effects]
    return {
        "sentence": "It matters.",
        "judgement": REASON,
        "effects": made,
        "weight": {"low": low, "likely": likely, "high": high},
    } | more


@pytest.fixture(scope="session")
def make():
    """Return a function that builds a scenario from ends by player, an order and further tables."""

    def build(strategies, ends, order=None, **more):
        head = {
            "title": "What happens?",
            "date": date(2026, 1, 1),
            "reference": {p: s[0] for p, s in strategies.items()},
        }
        tables = {
            "scenario": head | ({} if order is None else {"order": order}) | more.pop("scenario", {}),
            "players": {p: {"strategies": dict.fromkeys(s, "x")} for p, s in strategies.items()},
            "considerations": {
                player: {f"k{number}": entry for number, entry in enumerate(own)}
                for player, own in ends.items()
                if own
            },
        }
        return bg.Scenario.from_tables(tables | more, "test")

    return build


@pytest.fixture(scope="session")
def ladder(make):
    """Return a scenario in which one moves, then two at once, then one; drivers and types included."""
    strategies = {"a": ["a0", "a1"], "b": ["b0", "b1", "b2"], "c": ["c0", "c1"], "d": ["d0", "d1", "d2"]}
    ends = {
        "a": [end([({"a": "a1"}, -1), ({"a": "a1", "b": "b1"}, 2)]), end([({"d": "d2"}, 3)], driver="tide")],
        "b": [end([({"b": "b1"}, 1), ({"b": "b2", "a": "a1"}, 2)]), end([({"b": "b2"}, -1)], (0, 0.5, 1.25))],
        "c": [end([({"c": "c1"}, 1), ({"c": "c1", "b": "b1"}, -2)], driver="tide")],
        "d": [
            end([({"d": "d1", "c": "c1"}, 1), ({"d": "d2", "a": "a1"}, 1)]),
            end([({"d": "d1"}, -1)], (0.5, 0.5, 0.5)),
        ],
    }
    return make(
        strategies,
        ends,
        ["a", ["b", "c"], "d"],
        scenario={
            "question": {"b": ["b1", "b2"]},
            "rationality": {"level": {"low": 0.5, "likely": 2, "high": 8}, "judgement": REASON},
        },
        drivers={"tide": {"judgement": REASON, "level": {"low": 0.5, "likely": 1, "high": 2}}},
        types={
            "b": {
                "bold": {
                    "judgement": REASON,
                    "probability": {"low": 0.1, "likely": 0.2, "high": 0.3},
                    "scales": {"k0": 2},
                },
                "shy": {
                    "judgement": REASON,
                    "probability": {"low": 0.2, "likely": 0.2, "high": 0.2},
                    "scales": {"k0": 0.5},
                },
            }
        },
    )


@pytest.fixture(scope="session")
def pull(build):
    """Joining pays gain - 2 cost: -1 at the likely weights; the friend's choice matters to nobody else."""
    return build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0.5, 1, 1.5), [({"leader": "join"}, -2)]),
            "leader.gain": ((0.5, 1, 3), [({"leader": "join"}, 1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
        order=["leader", "friend"],
    )


@pytest.fixture
def uncompiled(monkeypatch):
    """Return a function that lets everything in some modules be called from Python."""

    def let(*modules):
        for module in modules:
            for name, value in list(vars(module).items()):
                if hasattr(value, "py_func"):
                    monkeypatch.setattr(module, name, value.py_func)

    return let
