"""The game of a single draw, in exact numbers, and what is told of its equilibria."""

import pickle
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.explore.sampling import one_draw
from belarusgame.explore.sampling.tally import UNITS, Found
from belarusgame.explore.structures.orders import orders_of
from belarusgame.scenario import load_scenario


def drawn(job, **changes):
    """Return the values of the first draw after changes, by the names of inputs."""
    values = job.exact.draws.values(0, 1)[:, 0].copy()
    for k, entry in enumerate(job.exact.draws.inputs):
        if entry.name in changes and entry.kind != "probability":
            values[k] = changes[entry.name]
    return values


def test_a_drawn_number_means_its_shortest_decimal_and_a_fixed_one_itself(build, laid_out):
    scenario = build(
        {"a": ["x", "y"]},
        {"a.free": ((0, 1, 2), [({"a": "y"}, 1)]), "a.firm": ((0.3,) * 3, [({"a": "y"}, 1)])},
    )
    job = laid_out(scenario, 1, concept="pure")
    game = job.exact.game(drawn(job, **{"a.free": 0.1, "a.firm": 7.0}))
    assert game.payoff("a", {"a": "y"}) == Fraction(4, 10)


@pytest.mark.parametrize(("kind", "payoff"), [(0, 1), (1, 2), (2, 3)])
def test_types_are_counted_from_one_and_none_is_zero(build, laid_out, kind, payoff):
    scenario = build(
        {"a": ["x", "y"]},
        {"a.end": ((1, 1, 1), [({"a": "y"}, 1)])},
        types={"a": {"bold": {"end": 2}, "rash": {"end": 3}}},
    )
    job = laid_out(scenario, 1, concept="pure")
    assert job.exact.game(drawn(job, a=kind)).payoff("a", {"a": "y"}) == payoff


@pytest.mark.parametrize("setting", [0, 1])
def test_a_type_says_more_of_a_delegation_than_the_draw_does(make, setting, laid_out):
    def end(effects):
        made = [{"when": when, "adds": adds} for when, adds in effects]
        return {"sentence": "s", "judged": "j", "judgement": "j", "effects": made} | {
            "weight": {"low": 1, "likely": 1, "high": 1}
        }

    chance = {"probability": {"low": 0, "likely": 0.5, "high": 1}, "judgement": "j"}
    orders = {"sentence": "s", "player": "clerk", "to": "chief", "when": {"chief": "press"}}
    scenario = make(
        {"chief": ["watch", "press"], "clerk": ["stay", "go"]},
        {"chief": [end([({"clerk": "go"}, 1)])], "clerk": [end([({"clerk": "go"}, -1)])]},
        delegations={"orders": chance | orders},
        types={"clerk": {"captive": chance | {"scales": {"k0": 1}, "delegations": {"orders": True}}}},
    )
    job = laid_out(scenario, 1)
    # Whether the clerk goes where the chief presses: by its own payoffs it stays.
    free, captive = (
        game.deciding[1, 1, 1] > game.deciding[1, 1, 0]
        for game in (job.exact.game(drawn(job, clerk=kind, orders=setting)) for kind in (0, 1))
    )
    assert (free, captive) == (bool(setting), True)


def test_a_mixture_is_told_by_its_support_and_by_bounds_rounded_outwards(pennies, laid_out):
    job = laid_out(pennies.fixing({"third": "watch"}), 1, concept="nash")
    found, least, greatest = job.exact.solve(drawn(job))
    assert found == Found(mixed=(0b1111,))
    place = job.exact.watched.index({"one": "heads"})
    assert least[place] <= Fraction(UNITS, 3) <= greatest[place]
    assert greatest[place] - least[place] == 1
    other = job.exact.watched.index({"one": "tails"})
    assert least[other] <= Fraction(2 * UNITS, 3) <= greatest[other]


def test_where_nobody_randomises_bounds_follow_and_are_not_told(build, laid_out):
    scenario = build({"a": ["x", "y"], "b": ["l", "m", "r"]}, {"b.gain": ((1, 1, 1), [({"b": "r"}, 1)])})
    job = laid_out(scenario, 1, concept="pure")
    # The first one does not care: x/r and y/r, of which the numbers are 2 and 5.
    assert job.exact.solve(drawn(job)) == (Found(pure=0b100100), [], [])


def test_a_criterion_keeps_what_it_puts_first(from_payoffs, laid_out):
    hunt = {"one": [[4, 0], [3, 3]], "two": [[4, 3], [0, 3]]}
    scenario = from_payoffs(hunt, [["stag", "hare"]] * 2)
    both, first, safe = (
        laid_out(scenario, 1, concept="pure", select=select)
        for select in (None, "payoff_dominance", "risk_dominance")
    )
    assert both.exact.solve(drawn(both))[0].pure == 0b1001
    assert first.exact.solve(drawn(first))[0].pure == 0b0001
    assert safe.exact.solve(drawn(safe))[0].pure == 0b1000


def test_what_was_solved_is_remembered_until_there_is_too_much_of_it(ladder, laid_out, monkeypatch):
    job = laid_out(ladder, 2, concept="pure")
    one, other = (np.ascontiguousarray(v) for v in job.exact.draws.values(0, 2).T)
    known = job.exact.solve(one)
    assert job.exact.solve(one.copy()) is known
    monkeypatch.setattr(one_draw, "REMEMBERED", 1)
    job.exact.solve(other)
    again = job.exact.solve(one)
    assert again is not known
    assert again == known
    assert "_known" not in pickle.loads(pickle.dumps(job.exact)).__dict__


@pytest.mark.parametrize(
    ("order", "concept", "most", "expected"),
    [
        (["a", "b", ["c", "d"], ["e", "f"]], "sequential", 64, 3),  # 9 and 36 points: 64 / 4.5 ** 2
        (["a", "b", ["c", "d"], "e", "f"], "sequential", 64, 64),  # 9 points
        ([["a", "b", "c"], "d", "e", "f"], "sequential", 8, 8),
        (["d", "e", ["a", "b"], ["c", "f"]], "sequential", 8, 0),  # 4 and 36 points
        ([["a", "b", "c"], ["d", "e", "f"]], "sequential", 64, 0),  # 100 and 18, as three have to be searched
        (None, "nash", 8, 0),  # (144 / 81) ** 6 = 32
        (None, "nash", 64, 2),
        (None, "nash", None, None),
        (None, "pure", 64, 64),
    ],
)
def test_fewer_draws_are_solved_one_by_one_where_each_takes_long(build, order, concept, most, expected):
    counts = {"a": 3, "b": 3, "c": 2, "d": 2, "e": 2, "f": 2}
    players = {name: [f"{name}{k}" for k in range(count)] for name, count in counts.items()}
    ends = {f"{name}.end": ((0, 1, 2), [({name: f"{name}1"}, 1)]) for name in counts}
    scenario = build(players, ends, order=order)
    assert one_draw.most_exact(scenario, concept, most) == expected
    held = scenario.fixing({"e": "e0", "f": "f0"})
    assert one_draw.most_exact(held, concept, most) == most


def test_the_built_in_scenario_is_small_enough_under_every_order():
    scenario = load_scenario("belarus-2022")
    for order in orders_of(scenario.labels.players, 1):
        assert one_draw.most_exact(replace(scenario, order=order), "sequential", 64) == 64
    assert one_draw.most_exact(scenario, "nash", 8) == 8
