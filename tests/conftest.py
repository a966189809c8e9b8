"""Small scenarios for tests, written as payoffs."""

import itertools
import os
from copy import deepcopy
from datetime import date

import pytest
from first_edition import first_edition
from hypothesis import settings

import belarusgame as bg

# A first run, and a change to be judged, must not hang on luck; luck finds new faults when it is asked to.
# Nor on what else the machine does: by itself, an example that takes long is no failure.
settings.register_profile("the same examples", derandomize=True, deadline=None)
if "FRESH_EXAMPLES" not in os.environ:
    settings.load_profile("the same examples")


def build_scenario(players, considerations, *, order=None, drivers=None, types=None, delegations=None):
    """Build a scenario from typed weights.

    ``players`` maps each player to its strategies; the first ones are the reference. ``considerations`` maps
    ``player.name`` to a weight (low, likely, high), effects as pairs of ``when`` and ``adds``, and perhaps a
    driver. ``drivers`` maps names to (low, likely, high), ``types`` players to {name: scales},
    ``delegations`` names to (player, to, when).
    """
    tables = {
        "scenario": {
            "title": "A test?",
            "date": date(2026, 1, 1),
            "reference": {player: labels[0] for player, labels in players.items()},
            **({"order": order} if order else {}),
        },
        "players": {p: {"strategies": {s: s for s in labels}} for p, labels in players.items()},
        "considerations": {},
    }
    for key, (weight, effects, *driver) in considerations.items():
        player, name = key.split(".")
        tables["considerations"].setdefault(player, {})[name] = {
            "sentence": f"{name} matters.",
            "weight": dict(zip(("low", "likely", "high"), weight, strict=True)),
            "judgement": "Made for a test.",
            "effects": [{"when": when, "adds": adds} for when, adds in effects if adds],
            **({"driver": driver[0]} if driver else {}),
        }
    if drivers:
        tables["drivers"] = {
            name: {"level": dict(zip(("low", "likely", "high"), level, strict=True)), "judgement": "Made up."}
            for name, level in drivers.items()
        }
    if types:
        chance = {"low": 0.1, "likely": 0.2, "high": 0.3}
        tables["types"] = {
            player: {
                n: {"probability": chance, "scales": s, "judgement": "Made up."} for n, s in made.items()
            }
            for player, made in types.items()
        }
    if delegations:
        chance = {"low": 0, "likely": 0.5, "high": 1}
        tables["delegations"] = {
            name: {"sentence": "Somebody else decides.", "player": player, "to": to, "when": when}
            | {"probability": chance, "judgement": "Made up."}
            for name, (player, to, when) in delegations.items()
        }
    return bg.Scenario.from_tables(tables, "test")


def payoff_scenario(payoffs, strategies, *, weight=(1, 1, 1), order=None):
    """Build a scenario with one consideration a player, whose size in each profile is the player's payoff.

    ``payoffs`` maps each player to nested lists over the profiles; the reference's payoff is subtracted.
    """
    players = dict(zip(payoffs, strategies, strict=True))
    considerations = {}
    for player, table in payoffs.items():
        effects = []
        for position in itertools.product(*(range(len(labels)) for labels in strategies)):
            adds = entry(table, position) - entry(table, (0,) * len(position))
            when = {p: labels[i] for (p, labels), i in zip(players.items(), position, strict=True)}
            effects.append((when, adds))
        if not any(adds for _, adds in effects):  # a consideration must have an effect; this one is cancelled
            profile = {p: labels[-1] for p, labels in players.items()}
            effects = [(profile, 1), (profile, -1)]
        considerations[f"{player}.payoff"] = (weight, effects)
    return build_scenario(players, considerations, order=order)


def entry(table, position):
    for index in position:
        table = table[index]
    return table


def changed_scenario(tables, name, change=lambda tables: None):
    """Build a scenario from a copy of tables, after a change to the copy."""
    copy = deepcopy(tables)
    change(copy)
    return bg.Scenario.from_tables(copy, name)


@pytest.fixture(scope="session")
def from_changed():
    return changed_scenario


@pytest.fixture(scope="session")
def build():
    return build_scenario


@pytest.fixture(scope="session")
def from_payoffs():
    return payoff_scenario


@pytest.fixture(scope="session")
def belarus():
    return first_edition()


@pytest.fixture
def at_work():
    """Say whether an effect is at work in a pure profile: everybody whom it names does what it names."""
    return lambda effect, profile: all(profile.get(player) in does for player, does in effect.when.items())


@pytest.fixture(scope="session")
def guests():
    """Beer or quiche (Cho and Kreps 1987), with a guest who is likely strong."""
    return bg.BayesianGame(
        ["guest", "bully"],
        [["beer", "quiche"], ["duel", "spare"]],
        {"guest": ["weak", "strong"]},
        {"guest": [0.1, 0.9]},
        {
            "weak": [[[0, 2], [1, 3]], [[1, 0], [1, 0]]],
            "strong": [[[1, 3], [0, 2]], [[0, 1], [0, 1]]],
        },
    )
