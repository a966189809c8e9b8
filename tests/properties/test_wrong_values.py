"""Every public call with a wrong value in every argument: an answer or an error of ours, nothing foreign."""

import inspect
import signal
from collections import OrderedDict
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

import belarusgame as bg
from belarusgame.testing import scenarios as any_scenario

#: Nothing that is refused, and nothing as small as this, may take longer, in seconds.
PATIENCE = 120

#: Two players move in turn.
TREE = (
    'EFG 2 R "it" { "a" "b" } p "" 1 1 "" { "x" "y" } 0 t "" 1 "" { 1 0 } '
    'p "" 2 1 "" { "u" "v" } 0 t "" 2 "" { 0 1 } t "" 3 "" { 2 2 }'
)

A, B = {"a": "y"}, {"a": "x", "b": "u"}


@cache
def scenario():
    def end(claims, driver, *effects):
        return {
            "sentence": "It matters.",
            **claims,
            **driver,
            "effects": [{"when": when, "adds": adds} for when, adds in effects],
        }

    judged = {"judgement": "Made up."}
    typed = judged | {"weight": {"low": 0.5, "likely": 1, "high": 2}}
    tables = {
        "scenario": {
            "title": "What happens?",
            "date": date(2026, 1, 1),
            "reference": B,
            "order": ["a", "b"],
            "question": A,
            "rationality": judged | {"level": {"low": 1, "likely": 2, "high": 3}},
        },
        "sources": {
            "report": {"title": "A report", "date": date(2026, 1, 1), "address": "https://example.org"}
        },
        "claims": {
            "1": {
                "source": "report",
                "paragraph": 1,
                "says": "He likes it.",
                "kind": "assertion",
                "speaker": "author",
                "firmness": "hedged",
            }
        },
        "players": {
            "a": {"strategies": {"x": "x", "y": "y"}, "variants": {"y": "x"}},
            "b": {"strategies": {"u": "u", "v": "v"}},
        },
        "considerations": {
            "a": {
                "like": end({"claims": ["1"]}, {}, (A, 1)),
                "fear": end(typed, {"driver": "tide"}, (A, -1)),
            },
            "b": {"match": end(typed, {}, ({"a": "y", "b": "v"}, 1), ({"a": "x", "b": "v"}, -1))},
        },
        "drivers": {"tide": judged | {"level": {"low": 0.5, "likely": 1, "high": 2}}},
        "types": {
            "a": {
                "bold": judged
                | {"probability": {"low": 0.1, "likely": 0.2, "high": 0.3}, "scales": {"like": 2}}
            }
        },
        "assumptions": {
            "likes": {
                "role": "finding",
                "claims": ["1"],
                "prefers": {"player": "a", "better": A, "worse": {"a": "x"}, "completions": "all"},
            }
        },
    }
    return bg.Scenario.from_tables(tables, "test")


@cache
def game():
    return scenario().game()


@cache
def pure():
    return bg.solve.pure_equilibria(game())


@cache
def swept():
    return bg.explore.sweep(scenario(), 32, logit=0, conventions=False)


@cache
def says():
    return bg.assume.prefers("a", better=A, worse={"a": "x"})


class Text(str):
    """A string, and more."""


class OddError(Exception):
    """What no call of ours expects."""


def raising(kind, *content):
    """Make an object of a kind that raises whenever it is counted, gone through, compared or shown."""

    def raises(*_):
        raise OddError

    asked = ("__str__", "__repr__", "__eq__", "__bool__", "__len__", "__iter__")
    methods = dict.fromkeys(asked, raises) | {"__hash__": kind.__hash__}
    return type(f"Raising{kind.__name__}", (kind,), methods)(*content)


class Closed:
    """What will not say which attributes it has."""

    def __getattr__(self, name):
        raise OddError


def endless(kind):
    made = kind()
    if kind is list:
        made.append(made)
    else:
        made["a"] = made
    return made


#: Makers, as some values are used up by whoever reads them.
WRONG = {
    **{
        repr(value)[:40]: lambda value=value: value
        for value in [
            *(None, True, False, 0, 1, -1, 2, 3, 2**40, 2**62, 2**64, 0.0, 0.5, 2.5, -0.0, 1e308, 5e-324, 1j),
            *(
                float("nan"),
                float("inf"),
                -float("inf"),
                Decimal("sNaN"),
                Decimal("NaN"),
                Decimal("1e999999"),
            ),
            *(Decimal("0.3"), Fraction(1, 3), np.float32("nan"), np.int8(3), np.str_("a"), np.bool_(True)),
            *("", "x", "a", "a.like", " ", "\x00", "a\0b", "\ud800", "[bold]", "x" * 10_000, Text("x")),
            *(b"", b"x", bytearray(b"x"), memoryview(b"x"), set(), {"a"}, frozenset({"a"}), {}, {1: 2}),
            *({None: None}, {"x": None}, {"a": None}, {"a": 1}, {"a": []}, {"a": [[]]}, {"a": ["x", 1]}),
            *({"a": {}}, {"a": {"x": float("nan")}}, {("a",): "x"}, {"a": "y"}, {"\ud800": "\ud800"}),
            *(
                {"a": {"x"}},
                {"a": {"y": ["x"]}},
                {"a": {"y": "z"}},
                {"a.like": Decimal("sNaN")},
                {"tide": []},
            ),
            *(
                [],
                [None],
                [[]],
                [[[]]],
                [["a"], ["b"]],
                ["a", "a"],
                ["a", ["b", ["a"]]],
                [1, 2],
                [{}],
                ["a", "b"],
            ),
            *(
                (),
                ("a",),
                (1, 1),
                (2, 1),
                (None, None),
                [["x", "y"], ["u", 1]],
                [[[1, 2]], [[3]]],
                [Decimal("sNaN")],
            ),
            *(
                range(3),
                Ellipsis,
                NotImplemented,
                date(2026, 1, 1),
                Path("x"),
                object(),
                object,
                int,
                len,
                bg,
            ),
            *(
                np.array([]),
                np.zeros(3),
                np.zeros((2, 2)),
                np.zeros((2, 2, 2)),
                np.array(1.0),
                np.zeros((0, 3)),
            ),
            *(np.array(["a", "b"]), np.array([None, 1]), np.array([1j]), np.array(["2026"], "datetime64[D]")),
            *(
                np.zeros(2, dtype=[("a", int)]),
                np.full((2, 2, 2), np.nan),
                np.datetime64("2026"),
                ValueError("x"),
            ),
            *(pd.DataFrame({"a": [1]}), pd.Series([1, 2]), MappingProxyType({"a": "y"}), OrderedDict(a="y")),
        ]
    },
    "10**5000": lambda: 10**5000,
    "-10**5000": lambda: -(10**5000),
    "a large fraction": lambda: Fraction(10**5000, 3),
    "a list of 10**5000": lambda: [10**5000],
    "a mapping to 10**5000": lambda: {"a.like": 10**5000},
    "a lambda": lambda: lambda *_: None,
    "no items": lambda: iter(()),
    "a generator": lambda: (name for name in ("a", "b")),
    "a list in itself": lambda: endless(list),
    "a mapping in itself": lambda: endless(dict),
    "a generator of numbers": lambda: np.random.default_rng(0),
    "a Hypothesis strategy": any_scenario,
    "a scenario": scenario,
    "a game": game,
    "a solution": pure,
    "an outcome": lambda: pure().outcomes[0],
    "a sweep": swept,
    "a statement": says,
    "a choice": lambda: bg.Choice(scenario=scenario()),
    "an object that raises": lambda: raising(object),
    "a text that raises": lambda: raising(str, "a"),
    "a list that raises": lambda: raising(list, ["a", "b"]),
    "a mapping that raises": lambda: raising(dict, {"a": "y"}),
    "a number that raises": lambda: raising(int, 1),
    "a list of what raises": lambda: [raising(object)],
    "a mapping to what raises": lambda: {"a": raising(object)},
    "a mapping from what raises": lambda: {raising(object): "a"},
    "an object without attributes": Closed,
}


@cache
def assessed():
    return bg.report.assess(scenario())


def happened():
    """Say what happened afterwards."""
    seen = bg.simulate.Happened(
        name="it", event={"a": ("y",)}, by=date(2026, 1, 20), happened=False, source="", says="It did not."
    )
    return bg.simulate.History(name="test", sources={}, outcomes=(seen,))


def figure_calls(s, g, outcome, w):
    """Give every figure its record."""
    e, made = bg.explore, bg.report.figures
    sensed = e.sensitivity(s, A, draws=16, concept="pure")
    path = bg.solve.logit_path(g)
    yield made.play, {"outcome": outcome, "scenario": s}
    yield made.margins, {"explanation": bg.report.explain(s, outcome), "scenario": s}
    yield made.matrix, {"game": g, "scenario": s}
    yield made.shares, {"sweep": w, "scenario": s}
    yield made.walk, {"tipping": e.tipping_points(s, A), "scenario": s}
    yield made.regions, {"map": e.region_map(s, "a.like", "a.fear"), "scenario": s}
    yield made.sensitivity, {"found": sensed, "scenario": s}
    yield made.carriers, {"without": sensed.without, "scenario": s}
    yield made.mistakes, {"path": path, "scenario": s, "player": "a", "as_triangle": False}
    yield made.basis, {"audit": bg.report.audit(s), "scenario": s}
    yield made.structures, {"found": e.structures(s, A, draws=16), "scenario": s}
    yield made.best_replies, {"game": g, "scenario": s}
    yield made.months, {"campaign": bg.simulate.campaign(s, months=2, runs=2), "scenario": s}
    found = bg.solve.perfect_bayesian_equilibria(s.bayesian_game(), [["a", "b"]])
    yield made.signals, {"found": found, "scenario": s}
    yield (
        made.backtest,
        {"found": bg.simulate.backtest(s, happened(), runs=3, structures=False), "scenario": s},
    )
    yield made.chart_of, {"record": outcome, "settings": None}
    yield g.chart, {"settings": None}
    yield g.plot, {"ax": None, "settings": None}


def calls():
    """Give every public call with arguments that are right and cheap."""
    s, g, p, e = scenario(), game(), pure(), bg.explore
    outcome, w, choice = p.outcomes[0], swept(), bg.Choice(scenario=s)
    some = {"weights": {"a.like": 1}, "drivers": {"tide": 1}, "types": {"a": "bold"}}
    short = {"seed": 1, "draws": 64}
    bounded = short | {"max_exact": 4, "max_seconds": 9.0}
    named = {"player": "a", "better": A, "worse": {"a": "x"}, "given": {"b": "u"}}
    matrix = [[[1, 0], [0, 1]], [[1, 0], [0, 1]]]
    part = {
        "scenario": s,
        "event": A,
        "concept": "pure",
        "drivers": False,
        "beyond": False,
        "norm": "l1",
        "fix": None,
    }
    yield (
        bg.Game,
        {
            "payoffs": matrix,
            "players": ["a", "b"],
            "strategies": [["x", "y"], ["u", "v"]],
            "variants": {"a": {"y": "x"}},
            "delegations": {"strings": {"player": "b", "to": "a", "when": {"a": "x"}}},
            "deciding": None,
        },
    )
    yield bg.compare, {"a": s, "b": s, "event": A, "concept": "pure"} | bounded
    yield bg.check, {"scenario": s, "assumptions": [says()]}
    yield bg.load_evidence, {"*paths": "nowhere.toml"}
    yield bg.load_scenario, {"source": "nowhere.toml"}
    yield bg.seeds_folder, {}
    yield bg.verify, {"result": p}
    exact = {"tolerance": 1e-6, "certificate": False}
    yield bg.solve.all_equilibria, {"game": g, "max_cells": 10, "max_seconds": 9.0, "executor": None} | exact
    yield bg.solve.all_equilibria_batch, {"games": [matrix], "max_cells": 10, "tolerance": 1e-6}
    yield bg.solve.commitment, {"game": g, "leader": "a", "mixed": False, "max_programs": 9, "max_cells": 9}
    yield bg.solve.correlated_bounds, {"game": g, "event": A, "coarse": False}
    yield bg.solve.correlated_equilibrium, {"game": g, "objective": "welfare", "coarse": False}
    yield (
        bg.solve.logit,
        {
            "games": [matrix],
            "rationality": 1.0,
            "base": [[0.5, 0.5], [0.5, 0.5]],
            "tolerance": 1e-9,
            "follow_folds": False,
            "check": 0,
            "seed": 1,
        },
    )
    base = {"a": [0.5, 0.5], "b": [0.5, 0.5]}
    yield bg.solve.logit_equilibrium, {"game": g, "rationality": 1.0, "base": base, "max_steps": 50}
    yield bg.solve.logit_path, {"game": g, "until": 1.0, "base": base, "max_steps": 50}
    yield bg.solve.pure_equilibria, {"game": g}
    yield bg.solve.rank, {"solution": p, "by": "nash_product", "game": g}
    yield bg.solve.rationalizable, {"game": g, "weak": False}
    yield bg.solve.sequential_equilibria, {"game": g, "order": ["a", "b"], "max_selections": 10}
    yield bg.solve.sequential_logit, {"game": g, "order": ["a", "b"], "rationality": 1.0, "base": base}
    tree = bg.exchange.parse_efg(TREE)
    yield bg.solve.subgame_perfect, {"extensive": tree}
    zero = bg.Game([[[1, 0], [0, 1]], [[-1, 0], [0, -1]]])
    yield bg.solve.zero_sum, {"game": zero}
    side = bg.solve.zero_sum(zero).optimal["player 1"]
    yield side.least, {"weights": {"s1": 1}}
    yield side.greatest, {"weights": {"s1": 1}}
    yield bg.solve.two_player_equilibria, {"game": g, "method": "support_enumeration", "max_steps": 100}
    yield bg.solve.verify_equilibria, {"solution": p}
    yield (
        e.explain_outcome,
        {"scenario": s, "observed": A, "concept": "pure", "distribution": "uniform"} | short,
    )
    hidden = s.bayesian_game()
    yield e.prior_region, {"scenario": hidden, "profile": B}
    yield (
        e.value_of_information,
        {
            "scenario": s,
            "player": "b",
            "about": "a",
            "order": None,
            "weights": {"a.like": 1},
            "drivers": {"tide": 1},
            "delegations": {},
            "max_seconds": 9,
        },
    )
    yield bg.solve.bayesian_equilibria, {"game": hidden, "max_cells": 10, "certificate": False}
    yield (
        bg.solve.perfect_bayesian_equilibria,
        {
            "game": hidden,
            "order": ["a", "b"],
            "refine": None,
            "definition": "fudenberg-tirole",
            "agents": {"a": ["a"]},
            "available": {"b": [(A, ["u"])]},
            "max_seconds": 9,
        },
    )
    yield (
        bg.BayesianGame,
        {
            "players": ["a", "b"],
            "strategies": {"a": ["x", "y"], "b": ["u", "v"]},
            "types": {"a": ["bold", "shy"]},
            "prior": {"a": {"bold": 0.2, "shy": 0.8}},
            "payoffs": {"bold": matrix, "shy": matrix},
            "knows": (),
        },
    )
    yield hidden.probability, {"types": {"a": "bold"}}
    yield hidden.game, {"types": {"a": "bold"}}
    yield hidden.equals, {"other": hidden}
    yield hidden.agent_form, {}
    answer = bg.solve.perfect_bayesian_equilibria(hidden, ["a", "b"])
    for found in (answer.equilibria[0], bg.solve.bayesian_equilibria(hidden).equilibria[0]):
        yield found.probability, {"event": A, "types": {"a": "bold"}}
        yield found.payoffs, {"types": {"a": "bold"}}
    yield answer.probability_range, {"event": A, "types": {"a": "bold"}}
    yield answer.equilibria[0].probability_range, {"event": A, "types": {"a": "bold"}}
    region = e.prior_region(hidden, B)
    yield region.contains, {"prior": {"a": {"bold": 0.5, "ordinary": 0.5}}}
    yield region.range, {"types": {"a": "bold"}}
    yield s.bayesian_game, {"weights": {"a.like": 1}, "drivers": {"tide": 1}, "delegations": {}}
    yield (
        e.guarantee,
        {
            "scenario": s,
            "never": A,
            "always": None,
            "concept": "pure",
            "fix": None,
            "max_boxes": 4,
            "max_seconds": 9.0,
        },
    )
    yield (
        e.make_draws,
        {"scenario": s, "distribution": "pert", "points": "random", "scramblings": 16, "together": ()}
        | short,
    )
    yield e.make_draws(s).games, {"scenario": s, "first": 0, "count": 2}
    yield e.region, {"scenario": s, "profile": B} | short
    yield e.region_map, {"scenario": s, "x": "a.like", "y": "a.fear", "concept": "pure", "most_cells": 20}
    yield e.robustness, {key: value for key, value in part.items() if key != "event"}
    yield (
        e.sensitivity,
        {
            "scenario": s,
            "event": A,
            "output": "share",
            "concept": "pure",
            "fix": None,
            "distribution": "uniform",
            "confidence": 0.9,
            "leave_out": False,
        }
        | bounded,
    )
    yield (
        e.sweep,
        {
            "scenario": s,
            "concept": "pure",
            "fix": {"b": "u"},
            "select": None,
            "events": [A],
            "executor": None,
            "store": None,
            "keep": None,
            "distribution": "uniform",
            "points": "random",
            "scramblings": 16,
            "together": [["a.like", "a.fear"]],
            "logit": 0,
            "conventions": False,
            "confidence": 0.9,
            "chunk": 4096,
            "max_exact": 4,
            "max_seconds": 9.0,
            "progress": False,
        }
        | short,
    )
    yield e.status_quo, {"scenario": s, "concept": "pure"} | bounded
    yield e.structures, {"scenario": s, "event": A, "concept": "pure", "max_orders": 2} | bounded
    yield e.telling_pairs, {"scenario": s, "concept": "pure", "drivers": False, "max_maps": 2}
    yield e.tipping_points, part | {"max_seconds": 9.0}
    yield e.what_if, {"scenario": s, "player": "b", "event": A, "concept": "pure"} | bounded
    months = bg.simulate.campaign(s, 2, 3)
    yield (
        bg.simulate.learn,
        {
            "game": g,
            "rule": "fictitious_play",
            "rounds": 3,
            "runs": 2,
            "seed": 1,
            "start": None,
            "populations": "several",
            "rationality": 1.0,
            "accuracy": 1e-6,
            "tolerance": 0.02,
            "confidence": 0.9,
            "keep": 1,
        },
    )
    yield bg.simulate.stability, {"game": g, "equilibrium": outcome, "populations": "several"}
    yield (
        bg.simulate.campaign,
        {
            "scenario": s,
            "months": 2,
            "runs": 3,
            "seed": 1,
            "policy": "myopic",
            "fix": {"b": "u"},
            "from_month": 1,
            "inputs": "drawn",
            "rationality": 1.0,
            "drivers": {"tide": 1},
            "move_months": 1,
            "discount": 0.5,
            "tremble": "month",
            "levels": 2,
            "confidence": 0.9,
        },
    )
    yield bg.simulate.difference, {"a": months, "b": months, "event": A, "confidence": 0.9}
    yield months.probability_by, {"month": 1, "event": A}
    yield months.interval, {"month": 1}
    yield months.quantiles, {"driver": "tide"}
    yield months.replay, {"run": 0}
    yield bg.simulate.load_history, {"source": "nowhere.toml"}
    yield (
        bg.simulate.backtest,
        {
            "scenario": s,
            "history": happened(),
            "runs": 3,
            "seed": 1,
            "policy": "myopic",
            "structures": False,
        },
    )
    yield bg.assume.all_of, {"*statements": says()}
    yield bg.assume.any_of, {"*statements": says()}
    yield bg.assume.always, {"event": A, "concept": "pure"}
    yield bg.assume.never, {"event": A, "concept": "pure"}
    yield bg.assume.dominates, named | {"better": "y", "worse": "x", "strict": True}
    for made in (bg.assume.finding, bg.assume.requirement):
        yield made, {"name": "it", "statement": says(), "sentence": "It is.", "claims": ("1",)}
    yield bg.assume.given, {"statement": says(), "profile": {"b": "u"}} | some
    yield bg.assume.monotone, named | {"input": "a.like", "direction": "rises"}
    yield bg.assume.ordering, {"player": "a", "best_first": ["y", "x"], "given": {"b": "u"}}
    yield bg.assume.prefers, named | {"completions": "all", "strict": True}
    yield bg.assume.strength, {"scenario": s}
    yield bg.assume.statement_of, {"assumption": s.assumptions[0]}
    yield (
        bg.report.assess,
        {
            "scenario": s,
            "draws": 0,
            "seed": 1,
            "max_exact": 4,
            "max_seconds": 9.0,
            "fix": None,
            "brief": False,
        }
        | some
        | {"delegations": {}},
    )
    yield bg.report.audit, {"scenario": s, "draws": 16, "seed": 1}
    yield bg.report.page, {"assessment": assessed(), "explorer": False, "history": None}
    yield from figure_calls(s, g, outcome, w)
    yield (
        bg.report.explain,
        {"scenario": s, "outcome": outcome, "weights": {}, "drivers": {}, "types": {}, "delegations": {}},
    )
    yield bg.report.trace, {"scenario": s, "player": "a", "profile": B} | some | {"delegations": {}}
    yield bg.exchange.from_pygambit, {"game": None}
    text = bg.exchange.write_nfg(g)
    yield bg.exchange.parse_nfg, {"text": text, "name": "it"}
    yield bg.exchange.read_nfg, {"path": "nowhere.nfg"}
    yield bg.exchange.parse_efg, {"text": TREE, "name": "it"}
    yield bg.exchange.read_efg, {"path": "nowhere.efg"}
    yield bg.exchange.write_efg, {"game": tree, "path": None}
    for quiet in (tree.strategic_form, tree.agent_form, tree.last_own_moves, tree.rows):
        yield quiet, {}
    yield bg.exchange.is_game_file, {"path": "nowhere.nfg"}
    yield bg.exchange.read_game, {"path": "nowhere.nfg"}
    yield bg.exchange.read_csv, {"path": "nowhere.csv"}
    yield bg.exchange.parse_csv, {"text": "a,b,payoff a,payoff b\nx,u,1,2\ny,u,0,1\n", "name": "it"}
    yield bg.exchange.to_frame, {"game": g}
    yield bg.exchange.to_nashpy, {"game": g}
    yield bg.exchange.to_pygambit, {"game": g, "title": "it"}
    yield (
        bg.exchange.write_efg,
        {"game": hidden, "path": None, "order": ["a", "b"], "agents": None, "available": None, "title": "it"},
    )
    yield bg.exchange.write_nfg, {"game": g, "path": None, "title": "it", "version": "payoff"}
    yield bg.testing.assert_equilibrium, {"game": g, "profile": outcome, "tolerance": 1e-9}
    yield bg.testing.assert_same_equilibria, {"a": p, "b": p, "tolerance": 1e-6}
    for made in (
        bg.testing.assumptions,
        bg.testing.delegations,
        bg.testing.draws,
        bg.testing.drivers,
        bg.testing.types,
        bg.testing.weights,
    ):
        yield made, {"scenario": s}
    yield bg.testing.games, {"players": (1, 2), "strategies": 2, "payoffs": None, "degenerate": None}
    yield bg.testing.scenarios, {"players": (1, 2), "strategies": 2}
    yield bg.testing.mixed_profiles, {"game": g}
    yield bg.testing.profiles, {"game": g}
    vectors = g.vectors(B)
    yield g.best_responses, {"profile": B, "tolerance": 0.0}
    yield g.equals, {"other": g}
    yield g.code, {}
    yield (
        g.from_cells,
        {
            "cells": [[(1, 2)], [(0, 1)]],
            "players": ["a", "b"],
            "strategies": [["x", "y"], ["u"]],
            "variants": {},
        },
    )
    yield g.expected_payoffs, {"profile": B}
    yield g.fix, {"partial": A}
    yield (
        g.from_nashpy,
        {"game": bg.exchange.to_nashpy(g), "players": ["a", "b"], "strategies": [["x", "y"], ["u", "v"]]},
    )
    yield g.payoff, {"player": "a", "profile": B}
    yield g.payoffs_against, {"player": 0, "vectors": vectors}
    yield g.deciding_against, {"player": 0, "vectors": vectors}
    yield g.deciders, {"profile": B}
    yield g.regret, {"profile": B}
    yield g.restrict, {"partial": A}
    yield g.vectors, {"profile": B}
    yield s.consideration, {"key": "a.like"}
    yield s.factors, some
    yield s.from_tables, {"tables": {}, "name": "it"}
    yield s.game, some | {"delegations": {}}
    yield s.deciders, {"delegations": {}, "types": {}}
    yield s.known_delegations, {"types": {}}
    yield s.scales, {"types": {}}
    yield s.fixing, {"fix": {"a": "x"}}
    yield s.ordering, {"order": ["a", "b"]}
    yield s.settled, {"delegations": {}}
    yield s.states, {}
    yield s.input, {"name": "tide"}
    yield s.inputs, {"*kinds": "weight"}
    yield s.of_player, {"player": "a"}
    yield s.player, {"key": "a"}
    yield s.other_codings, {}
    yield s.without_claims, {"claims": ["1"]}
    yield s.settings_from, {"link": ""}
    yield p.probability_range, {"event": A}
    yield outcome.probability, {"event": A}
    yield bg.solve.sequential_equilibria(g, ["a", "b"]).outcomes[0].rows, {}
    yield outcome.doing, {"player": "a"}
    yield outcome.__getitem__, {"player": "a"}
    yield w.commonest, {"most": 3}
    yield w.conventions, {"event": A}
    yield w.given, {"condition": {"b": "u"}}
    yield w.share, {"event": A}
    yield choice.from_link, {"scenario": s, "link": "", "beyond": False}
    yield choice.from_options, {"scenario": s, "options": ["-w", "a.like=1"]}
    yield choice.having, {"values": {"a.like": 1}}
    yield choice.level, {"name": "tide"}
    yield choice.putting_back, {"label": "a.like"}
    for quiet in (g.base_measure, g.rows, g.to_frame, s.features, s.rows, s.to_frame, p.rows, p.to_frame):
        yield quiet, {}
    for quiet in (
        outcome.rows,
        outcome.to_frame,
        w.rows,
        w.to_frame,
        choice.game,
        choice.link,
        choice.options,
    ):
        yield quiet, {}
    for quiet in (choice.rows, choice.to_frame):
        yield quiet, {}


PARTS = (
    bg,
    bg.solve,
    bg.explore,
    bg.simulate,
    bg.assume,
    bg.report,
    bg.report.figures,
    bg.exchange,
    bg.testing,
)
CLASSES = (bg.Game, bg.Scenario, bg.solve.Solution, bg.Outcome, bg.explore.Sweep, bg.Choice)


def place(call):
    return f"{call.__module__}.{call.__qualname__}"


def called(call, arguments):
    """Call with arguments by name, but for those that have none."""
    several = [value for name, value in arguments.items() if name.startswith("*")]
    return call(*several, **{name: value for name, value in arguments.items() if not name.startswith("*")})


class TooLongError(BaseException):
    """What no call of ours catches."""


@contextmanager
def patience():
    """End a call that takes too long, where the system has alarms."""

    def end(*_):
        raise TooLongError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def complaint(call, arguments):
    """Return what is wrong with how a call ends; None for an answer or an error of ours."""
    try:
        with patience():
            called(call, arguments)
    except bg.BelarusGameError:
        return None
    except AssertionError as error:
        return None if call.__name__.startswith("assert_") else f"AssertionError: {error}"
    except (Exception, TooLongError) as error:
        return f"{type(error).__name__}: {str(error)[:100]}"
    return None


@pytest.fixture(autouse=True)
def quietly(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some of the values are names of files that can be written


ALL = {place(call): (call, arguments) for call, arguments in calls()}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ALL)
def test_a_wrong_value_is_refused_in_words_of_ours(name):
    call, arguments = ALL[name]
    found = {}
    for argument in arguments:
        for title, make in WRONG.items():
            if said := complaint(call, arguments | {argument: make()}):
                found[f"{argument} = {title}"] = said
    assert not found, "\n".join(f"{key}: {said}" for key, said in found.items())


def test_the_arguments_that_are_not_changed_are_right():
    refused = {
        "load_evidence",
        "load_scenario",
        "load_history",
        "read_nfg",
        "read_efg",
        "read_game",
        "read_csv",
        "from_pygambit",
        "to_pygambit",
        "from_tables",
        "conventions",
        "chart_of",  # settings are whatever its figure takes
        "chart",
        "plot",
    }
    for call, arguments in ALL.values():
        if call.__name__ not in refused:
            called(call, arguments)


def test_every_public_call_and_every_argument_is_reached():
    functions = {
        getattr(part, name)
        for part in PARTS
        for name in part.__all__
        if inspect.isfunction(getattr(part, name))
    }
    methods = {
        getattr(kind, name)
        for kind in CLASSES
        for name in dir(kind)
        if not name.startswith("_") and inspect.isroutine(getattr(kind, name, None))
    }
    wanted = {place(call): call for call in functions | methods}
    missing = {name for name in wanted if name not in ALL}
    assert not missing
    for call, arguments in ALL.values():
        assert {name.removeprefix("*") for name in arguments} == set(inspect.signature(call).parameters), call


def test_an_argument_that_there_is_not_is_told_by_python():
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        bg.solve.pure_equilibria(game(), wrong=1)
