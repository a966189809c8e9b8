"""Which weights explain an observation, against a grid and by solving the games at the bounds."""

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from first_edition import first_edition

import belarusgame as bg


def duel(order=None):
    """The second player follows the first one, if it cares; the first weighs two things in halves."""
    judged = {"sentence": "Made up.", "judgement": "Made up."}
    wide = {"low": 0, "likely": 1, "high": 2}
    push = [{"when": {"one": "push"}, "adds": 2}, {"when": {"one": "shove"}, "adds": 1}]
    pain = [{"when": {"one": "push", "two": "resist"}, "adds": -3}]
    pain += [{"when": {"one": "shove", "two": "resist"}, "adds": -1}]
    pride = [{"when": {"one": ["push", "shove"], "two": "yield"}, "adds": -1}]
    price = [{"when": {"two": "resist"}, "adds": -1}]
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "?",
                "date": first_edition().date,
                "reference": {"one": "rest", "two": "yield"},
            }
            | ({"order": order} if order else {}),
            "players": {
                "one": {"strategies": {"rest": "r", "push": "p", "shove": "s"}},
                "two": {"strategies": {"yield": "y", "resist": "r"}},
            },
            "considerations": {
                "one": {
                    "push": judged | {"weight": wide, "effects": push},
                    "pain": judged | {"weight": wide, "effects": pain},
                },
                "two": {
                    "pride": judged | {"weight": wide, "effects": pride},
                    "price": judged | {"weight": {"low": 0.5, "likely": 1, "high": 1.5}, "effects": price},
                },
            },
        }
    )


@pytest.mark.parametrize("order", [None, ["one", "two"]])
@pytest.mark.parametrize("observed", [{"one": "push"}, {"two": "resist"}, {"one": "shove", "two": "resist"}])
def test_the_bounds_are_those_of_a_fine_grid(order, observed):
    scenario = duel(order)
    found = bg.explore.explain_outcome(scenario, observed, draws=100)
    assert (found.possible, found.status) == (True, "complete")
    keys = [weight.name for weight in found.weights]
    ranges = [
        [weight.low + (weight.high - weight.low) * Fraction(k, 4) for k in range(5)]
        for weight in found.weights
    ]
    explained = []
    for values in itertools.product(*ranges):
        game = scenario.game(weights=dict(zip(keys, values, strict=True)))
        solution = bg.solve.sequential_equilibria(game, order) if order else bg.solve.pure_equilibria(game)
        if any(outcome.probability(observed) == 1.0 for outcome in solution.outcomes):
            explained.append(values)
    assert explained
    for weight, seen in zip(found.weights, zip(*explained, strict=True), strict=True):
        assert weight.least <= min(seen)
        assert weight.greatest >= max(seen)


def test_a_known_bound():
    # he resists where pride >= price; at price >= 1/2 that needs pride >= 1/2
    found = bg.explore.explain_outcome(duel(["one", "two"]), {"two": "resist"}, draws=100)
    bounds = {weight.name: (weight.least, weight.greatest) for weight in found.weights}
    assert bounds["two.pride"] == (Fraction(1, 2), 2)
    assert bounds["two.price"] == (Fraction(1, 2), Fraction(3, 2))
    assert [weight.name for weight in found.weights if weight.narrowed] == ["two.pride"]
    assert "two.pride at least 0.5 (resting on judgement)" in str(found)


def test_every_bound_is_reached_and_proven():
    joins = {"lukashenko": "join"}
    scenario = first_edition()
    found = bg.explore.explain_outcome(scenario, joins, concept="pure", draws=100)
    narrowed = [weight for weight in found.weights if weight.narrowed]
    assert [weight.name for weight in narrowed] == [
        "lukashenko.army_loyalty",
        "lukashenko.cover_from_beijing",
        "putin.beijings_word",
    ]
    for weight in narrowed:
        game = scenario.game(weights=weight.greatest_at)
        pure = bg.solve.pure_equilibria(game).outcomes
        assert any(outcome.probability(joins) == 1.0 for outcome in pure)
        beyond = dict(weight.greatest_at) | {weight.name: weight.greatest + Fraction(1, 1000)}
        pure = bg.solve.pure_equilibria(scenario.game(weights=beyond)).outcomes
        assert not any(outcome.probability(joins) for outcome in pure)
    assert bg.verify(found)
    proof = found.certificate.proofs[0]
    broken = replace(proof, contradictions=((),))
    assert replace(found.certificate, proofs=(broken,)).problems()
