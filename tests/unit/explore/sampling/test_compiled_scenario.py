"""A scenario laid out for the kernels, with everything that may decide for a player, against slow play."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.sampling import compiled_scenario
from belarusgame.explore.sampling.compiled_scenario import make_layout
from belarusgame.explore.sampling.draws import make_draws
from belarusgame.explore.sampling.one_draw import ExactSolver
from belarusgame.explore.sensitivity import bounds_of


def pulled(make):
    """Return a scenario with two delegations of one player, and with types that reach further."""

    def end(effects, low=0, likely=1, high=2, **more):
        made = [{"when": when, "adds": adds} for when, adds in effects]
        weight = {"low": low, "likely": likely, "high": high}
        return {"sentence": "s", "judged": "j", "judgement": "j", "weight": weight, "effects": made} | more

    def chance(likely):
        return {"judgement": "j", "probability": {"low": 0, "likely": likely, "high": 1}}

    return make(
        {"master": ["m0", "m1", "m2"], "puppet": ["p0", "p1", "p2"], "third": ["t0", "t1"]},
        {
            "master": [
                end([({"puppet": "p1"}, 2), ({"puppet": "p2", "third": "t1"}, 3)], driver="tide"),
                end([({"master": "m1"}, -1), ({"master": "m2"}, -0.5), ({"third": "t1"}, 1)]),
            ],
            "puppet": [
                end([({"puppet": "p1"}, -2), ({"puppet": "p2", "master": "m2"}, 1)]),
                end([({"puppet": "p2"}, -0.5), ({"puppet": "p1", "third": "t1"}, 1)], 0.75, 0.75, 0.75),
            ],
            "third": [
                end([({"third": "t1"}, -1), ({"third": "t1", "puppet": "p1"}, 3)]),
                end([({"puppet": "p2"}, 1.5), ({"puppet": "p1"}, -1)]),
            ],
        },
        ["master", "puppet", "third"],
        drivers={"tide": {"judgement": "j", "level": {"low": 0.5, "likely": 1, "high": 2}}},
        types={
            "master": {
                "rest": "mild",
                "harsh": chance(0.3) | {"scales": {"k1": 2, "puppet.k0": 3, "third.k0": 0.25}},
            },
            "third": {"bought": chance(0.4) | {"scales": {"k0": 2}, "delegations": {"strings": True}}},
        },
        delegations={
            "strings": chance(0.5)
            | {"sentence": "s", "player": "puppet", "to": "master", "when": {"master": "m1"}},
            "crowd": chance(0.25)
            | {"sentence": "s", "player": "puppet", "to": "third", "when": {"master": ["m0", "m2"]}},
        },
    )


def slow_play(scenario, frame):
    """Return what backward induction finds in each draw, in floats and all draws at once."""
    labels = scenario.labels
    columns = {name: frame[name].to_numpy() for name in frame.columns}
    got = np.zeros((3, len(frame), *labels.counts))
    for c in scenario.considerations:
        factor = columns[c.key] * (1.0 if c.driver is None else columns[c.driver])
        for made in scenario.types:
            factor = np.where(
                columns[f"type {made.player}"] == made.name,
                factor * float(made.factors.get(c.key, 1)),
                factor,
            )
        size = sum(float(effect.adds) * labels.mask(effect.when) for effect in c.effects)
        got[labels.player_index(c.player)] += factor[:, None, None, None] * size
    decides = got.copy()
    for made in scenario.delegations:
        on = columns[f"delegation {made.name}"] == "on"
        if made.name == "strings":
            on |= columns["type third"] == "bought"
        where = on[:, None, None, None] & labels.mask(made.when)
        player, to = labels.player_index(made.player), labels.player_index(made.to)
        decides[player] = np.where(where, got[to], decides[player])
    draws = np.arange(len(frame))
    third = decides[2].argmax(axis=3)
    after = [np.take_along_axis(one, third[..., None], axis=3)[..., 0] for one in decides]
    puppet = after[1].argmax(axis=2)
    master = np.take_along_axis(after[0], puppet[..., None], axis=2)[..., 0].argmax(axis=1)
    puppet = puppet[draws, master]
    third = third[draws, master, puppet]
    names = [np.array(s, dtype=object) for s in labels.strategies]
    return names[0][master] + "/" + names[1][puppet] + "/" + names[2][third]


def test_ten_thousand_draws_with_delegations_and_types_that_reach_further(make):
    scenario = pulled(make)
    frame = bg.explore.sweep(scenario, 10_000, 6, keep="draws", logit=0, conventions=False).frame
    assert (frame["outcomes"] == slow_play(scenario, frame)).all()
    assert {"on", "off"} == set(frame["delegation strings"]) == set(frame["delegation crowd"])
    assert frame["outcomes"].nunique() >= 4


def test_single_draws_are_solved_alike_in_fractions(make):
    scenario = pulled(make)
    for concept in ("sequential", "pure"):
        kept = bg.explore.sweep(
            scenario, 80, 7, keep="draws", concept=concept, logit=0, conventions=False
        ).frame
        solver = ExactSolver(
            scenario=scenario,
            draws=bg.explore.make_draws(scenario, 7),
            concept=concept,
            select=None,
            watched=[],
        )
        for n, found in enumerate(kept["outcomes"]):
            game = solver.game(solver.draws.values(n, 1)[:, 0])
            outcomes = solver.solution(game).outcomes
            assert found == (" | ".join("/".join(o.pure_profile.values()) for o in outcomes) or "none")


def test_tables_share_what_a_delegation_leaves_alone(make):
    scenario = pulled(make)
    draws = bg.explore.make_draws(scenario, 1)
    at = make_layout(scenario, draws, "sequential")
    # master: its own type; puppet: both types and both delegations; third: its own type and the master's
    assert np.bincount(at.owner).tolist() == [2, 16, 4]
    assert at.switch_step[at.switch_begin[1] : at.switch_begin[2]].tolist() == [8, 4, 2, 1]
    puppet = slice(at.situation_begin[1], at.situation_begin[2])
    assert at.situation_used[puppet].sum(axis=1).max() > 1
    assert at.situation_used[puppet].any(axis=0).all()


def test_orders_share_what_does_not_depend_on_them_and_nothing_else(make):
    scenario = pulled(make)
    draws = bg.explore.make_draws(scenario, 1)
    one = make_layout(scenario, draws, "sequential")
    other = make_layout(scenario.ordering([["master", "third"], "puppet"]), draws, "sequential")
    assert one.pairs is other.pairs
    assert one.movers.tolist() != other.movers.tolist()
    changed = replace(scenario, delegations=scenario.delegations[:1])
    anew = make_layout(changed, bg.explore.make_draws(changed, 1), "sequential")
    assert np.bincount(anew.owner).tolist() == [2, 8, 4]


@pytest.mark.parametrize("order", [["master", ["puppet", "third"]], [["master", "third"], "puppet"]])
def test_groups_with_delegations_and_foreign_scales_are_bounded_as_in_fractions(make, order, draws=60):
    scenario = pulled(make).ordering(order)
    made, event = bg.explore.make_draws(scenario, 5), {"puppet": ["p1", "p2"]}
    exact = ExactSolver(scenario=scenario, draws=made, concept="sequential", select=None, watched=[event])
    values = made.values(0, draws)
    compiled = bounds_of(exact, make_layout(scenario, made, "sequential"), values, 0)
    settled = np.flatnonzero(np.isfinite(compiled).all(axis=0))
    assert len(settled) > 0.9 * draws
    for number in settled.tolist():
        game = exact.game(np.ascontiguousarray(values[:, number]))
        solution = exact.solution(game)
        assert solution.status == "complete"
        assert compiled[:, number] == pytest.approx(solution.probability_range(event) or (0, 0), abs=1e-9)
    assert {0.0, 1.0} <= set(compiled[0].tolist())


def test_what_was_laid_out_lately_is_not_laid_out_again(make, monkeypatch):
    monkeypatch.setattr(compiled_scenario, "_last", [])
    monkeypatch.setattr(compiled_scenario, "MOST_REMEMBERED", 40)  # two games of 18 profiles
    pull = pulled(make)
    freed = replace(pull, delegations=())
    bound = replace(pull, types=())

    def situations(scenario):
        return make_layout(scenario, make_draws(scenario, 1), "pure").pairs

    first, other = situations(pull), situations(freed)
    assert situations(pull) is first
    assert situations(freed) is other
    situations(bound)
    assert situations(pull) is not first
