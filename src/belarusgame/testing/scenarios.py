"""Hypothesis strategies for whole scenarios: the tables of a small file, checked as a file would be."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from belarusgame.base.concept_names import concepts_with
from belarusgame.errors import GameError
from belarusgame.evidence import FIRMNESSES
from belarusgame.scenario import Scenario
from belarusgame.testing.assumptions import (
    REASON,
    ROLES,
    Statement,
    Strategies,
    partials,
    statements,
    subsets,
)
from belarusgame.testing.choices import TABLES
from belarusgame.testing.games import Count, bounds

Table: TypeAlias = dict[str, Any]

#: One day for the scenario and its source: no source may be later than its scenario.
DATE = datetime.date(2022, 3, 23)

#: Shares of a likely number by which a range reaches down or up; without any, the number is certain.
SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])
#: Likely numbers and sizes, the simplest first: failures shrink towards them. All are exact as decimals.
LIKELY = st.sampled_from([1.0, 0.5, 1.5, 0.25, 2.0, 0.0])
SIZES = st.sampled_from([1, -1, 2, -2, 3, -3, 0.5])
#: How many claims, drivers, types, ...: none is the simplest, and two are enough for them to bear on each
#: other.
FEW = st.integers(0, 2)


def scenarios(*, players: Count = (1, 3), strategies: Count = (2, 3)) -> st.SearchStrategy[Scenario]:
    """Draw small scenarios with everything that a file can hold, each made by :meth:`Scenario.from_tables`.

    They are correct by construction. A failure shrinks to one player with two strategies, one consideration
    of weight 1 and nothing else, and prints as the call that makes the scenario again.

    Parameters
    ----------
    players : int, (low, high) or range
        How many players; at least 1.
    strategies : int, (low, high) or range
        How many strategies each has; at least 2, since an effect is a change from the reference.

    Returns
    -------
    SearchStrategy of Scenario
        With claims or judgements behind every number; drivers, types, a delegation, an order, a question and
        assumptions in some of them.

    Raises
    ------
    GameError
        If a bound makes no sense.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from hypothesis import given, settings
    >>> @given(bg.testing.scenarios())
    ... @settings(max_examples=20)
    ... def test_every_scenario_has_a_game(scenario):
    ...     assert scenario.game().players == scenario.labels.players
    >>> test_every_scenario_has_a_game()
    """
    few, several = bounds("players", players), bounds("strategies", strategies, least=2)
    if few is None or several is None:
        raise GameError("scenarios() takes numbers or ranges for players and strategies, not strategies")
    return scenario_tables(few, several).map(_made)


def _made(tables: Table) -> Scenario:
    scenario = Scenario.from_tables(tables)
    TABLES[scenario] = tables
    return scenario


# Hypothesis prints what it drew as a call of this function; so it is called what a reader can call.
_made.__name__ = "Scenario.from_tables"


@st.composite
def scenario_tables(draw: st.DrawFn, players: tuple[int, int], strategies: tuple[int, int]) -> Table:
    """Draw the tables of a scenario."""
    names = [f"p{number + 1}" for number in range(draw(st.integers(*players)))]
    labels = {name: [f"s{k + 1}" for k in range(draw(st.integers(*strategies)))] for name in names}
    reference = {name: draw(st.sampled_from(options)) for name, options in labels.items()}
    claims = [f"c{number + 1}" for number in range(draw(FEW))]
    drivers = [f"d{number + 1}" for number in range(draw(FEW))]
    considerations: Table = {
        name: {
            f"k{number + 1}": draw(_consideration(labels, reference, claims, drivers))
            for number in range(draw(FEW) if position else draw(st.integers(1, 2)))
        }
        for position, name in enumerate(names)
    }
    considerations = _filled(considerations)
    inputs = [*drivers, *(f"{name}.{key}" for name, keys in considerations.items() for key in keys)]
    order = draw(_orders(names))
    concepts = list(concepts_with(order))
    tables: Table = {
        "scenario": {"title": "What happens?", "date": DATE, "reference": reference}
        | ({} if order is None else {"order": order})
        | draw(_optional("question", partials(labels))),
        "players": {name: draw(_player(labels[name])) for name in names},
        "considerations": considerations,
        "drivers": {name: draw(_driver(labels)) for name in drivers},
        "types": _filled({name: draw(_types(name, considerations)) for name in considerations}),
        "assumptions": {
            f"a{number + 1}": draw(_assumption_table(statements(labels, inputs, concepts)))
            for number in range(draw(FEW))
        },
        "delegations": draw(_delegations(labels, order, claims)),
    }
    if claims:
        tables["sources"] = {"report": {"title": "A report", "date": DATE}}
        tables["claims"] = {name: draw(_CLAIM) for name in claims}
    return _filled(tables)


def _filled(tables: Mapping[str, Table]) -> Table:
    """Leave out tables with nothing in them, which nobody would write."""
    return {key: table for key, table in tables.items() if table}


#: No prescription, which no payoff may rest on.
_CLAIM: st.SearchStrategy[Table] = st.fixed_dictionaries(
    {
        "source": st.just("report"),
        "paragraph": st.integers(1, 20),
        "says": st.just("Something is so."),
        "kind": st.sampled_from(["assertion", "report", "utterance"]),
        "speaker": st.just("the author"),
        "firmness": st.sampled_from(FIRMNESSES),
    }
)


@st.composite
def _range(draw: st.DrawFn, likely: st.SearchStrategy[float] = LIKELY) -> Table:
    """Draw a range around a likely number."""
    middle = draw(likely)
    return {"low": middle * (1 - draw(SHARES)), "likely": middle, "high": middle * (1 + draw(SHARES))}


@st.composite
def _optional(draw: st.DrawFn, key: str, values: st.SearchStrategy[Any]) -> Table:
    return {key: draw(values)} if draw(st.booleans()) else {}


@st.composite
def _orders(draw: st.DrawFn, players: Sequence[str]) -> list[list[str]] | None:
    """Draw who moves before whom, players at the same stage moving together; None for no order."""
    if not draw(st.booleans()):
        return None
    stages = {player: draw(st.integers(0, len(players) - 1)) for player in players}
    return [[p for p in players if stages[p] == stage] for stage in sorted(set(stages.values()))]


@st.composite
def _player(draw: st.DrawFn, labels: Sequence[str]) -> Table:
    table: Table = {"strategies": {label: f"does {label}" for label in labels}}
    return table | draw(_optional("variants", st.just({labels[-1]: labels[0]})))


@st.composite
def _consideration(
    draw: st.DrawFn,
    labels: Strategies,
    reference: Mapping[str, str],
    claims: Sequence[str],
    drivers: Sequence[str],
) -> Table:
    """Draw a consideration that is asserted, inferred or judged, the last perhaps with a typed weight."""
    effects = [draw(_effect(labels, reference)) for _ in range(draw(st.integers(1, 2)))]
    table: Table = {"sentence": "It matters.", "effects": effects}
    if drivers:
        table |= draw(_optional("driver", st.sampled_from(drivers)))
    if not claims or not draw(st.booleans()):
        typed: Table = {} if draw(st.booleans()) else {"weight": draw(_range()), "judgement": REASON}
        return table | {"judged": REASON} | typed
    support = draw(st.sampled_from([[claims[0]], list(claims), [list(claims)]]))
    known = draw(_optional("inferred", st.just(REASON)))
    return table | {"claims": support} | known | draw(_optional("extended_by", st.just([claims[-1]])))


@st.composite
def _effect(draw: st.DrawFn, labels: Strategies, reference: Mapping[str, str] | None) -> Table:
    """Draw an effect; given a reference, some player in it does something else."""
    mover = draw(st.sampled_from(list(labels)))
    others = {name: options for name, options in labels.items() if name != mover}
    when: Table = dict(draw(partials(others, least=0)))
    changed = [label for label in labels[mover] if reference is None or label != reference[mover]]
    return {"when": when | {mover: draw(subsets(changed))}, "adds": draw(SIZES)}


@st.composite
def _driver(draw: st.DrawFn, labels: Strategies) -> Table:
    return {"level": draw(_range()), "judgement": REASON} | draw(_optional("dynamics", _dynamics(labels)))


@st.composite
def _dynamics(draw: st.DrawFn, labels: Strategies) -> Table:
    effects = [draw(_effect(labels, None)) for _ in range(draw(FEW))]
    return {"decay": draw(SHARES), "noise": draw(SHARES), "effects": effects, "judgement": REASON}


@st.composite
def _types(draw: st.DrawFn, player: str, considerations: Mapping[str, Table]) -> Table:
    """Draw up to two types of a player; with a half each at most, their probabilities fit.

    They scale what the player weighs, and perhaps what others do.
    """
    own, others = list(considerations[player]), {k: v for k, v in considerations.items() if k != player}
    foreign = [f"{name}.{key}" for name, keys in others.items() for key in keys]
    return {
        f"t{number + 1}": {
            "probability": draw(_range(st.sampled_from([0.5, 0.25]))),
            "scales": {key: draw(LIKELY) for key in draw(subsets([*own, *foreign]))},
            "judgement": REASON,
        }
        for number in range(draw(FEW))
    }


@st.composite
def _delegations(
    draw: st.DrawFn, labels: Strategies, order: Sequence[Sequence[str]] | None, claims: Sequence[str]
) -> Table:
    """Draw at most one delegation, to depend on those who move no later than the player."""
    groups = [list(labels)] if order is None else order
    seen = {p: [q for g in groups[: n + 1] for q in g if q != p] for n, g in enumerate(groups) for p in g}
    players = [player for player in labels if seen[player]]
    if not players or not draw(st.booleans()):
        return {}
    player = draw(st.sampled_from(players))
    when = draw(partials({name: labels[name] for name in seen[player]}))
    to = draw(st.sampled_from([name for name in labels if name != player]))
    known: Table = {"claims": [claims[0]]} if claims and draw(st.booleans()) else {}
    typed: Table = {"probability": draw(_range(st.sampled_from([0.5, 0.25, 0.0]))), "judgement": REASON}
    rests = known or typed
    return {"d": {"sentence": "Somebody else decides.", "player": player, "to": to, "when": when} | rests}


@st.composite
def _assumption_table(draw: st.DrawFn, said: st.SearchStrategy[Statement]) -> Table:
    form, statement = draw(said)
    return {"role": draw(ROLES), "judgement": REASON, form: statement}
