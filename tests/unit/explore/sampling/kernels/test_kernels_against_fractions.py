"""The compiled kernels against slow backward induction and dominance in fractions, draw by draw.

The weights are random numbers of 20 bits, so that a comparison of several terms is never close; a weight of
nothing makes ties that are exact, in every third draw.
"""

import itertools
import random
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels.buffers import allocate
from belarusgame.explore.sampling.kernels.nash import solve_nash
from belarusgame.explore.sampling.kernels.pure import decide, solve_pure
from belarusgame.explore.sampling.kernels.sequential import solve_sequential
from belarusgame.explore.sampling.sweep import _Asked, _job

KERNELS = {"sequential": solve_sequential, "pure": solve_pure, "nash": solve_nash}
TERM = {"sentence": "s", "judgement": "j"}
RANGE = {"low": 0, "likely": 1, "high": 2}
FIXED = {"low": 0.75, "likely": 0.75, "high": 0.75}
STEADY = {"low": 1.25, "likely": 1.25, "high": 1.25}


def random_ends(shape, rng, many=3):
    """Make considerations whose effects look at one player or several, always at the own strategy."""
    ends = {}
    for player, own in shape.items():
        others = [other for other in shape if other != player]
        ends[player] = []
        for number in range(many):
            effects = []
            for strategy in own[1:]:
                when = {player: strategy}
                for other in rng.sample(others, rng.randint(0, min(2, len(others)))):
                    when[other] = rng.choice(shape[other])
                effects.append({"when": when, "adds": rng.choice([-3, -2, -1, 1, 2, 3])})
            if rng.random() < 0.5:  # and one of the others' alone, which matters only to who moves earlier
                other = rng.choice(others)
                effects.append({"when": {other: shape[other][-1]}, "adds": rng.choice([-2, 2])})
            driver = rng.choice(["tide", "steady"]) if number > 0 else None
            weight = FIXED if number == 2 and rng.random() < 0.5 else RANGE
            made = TERM | {"weight": weight, "effects": effects}
            ends[player].append(made if driver is None else made | {"driver": driver})
    return ends


def prepared(make, counts, order, seed, *, draws=12, kinds=2, many=3):
    """Return a scenario, its jobs by concept, and values with some weights of nothing."""
    rng = random.Random(f"{seed} {order}")
    shape = {name: [f"{name}{k}" for k in range(count)] for name, count in counts.items()}
    last = list(shape)[-1]
    made = {
        name: {"judgement": "j", "probability": RANGE | {"high": 1, "likely": 0.2}, "scales": {"k0": scale}}
        for name, scale in (("bold", 3), ("shy", 0))[:kinds]
    }
    scenario = make(
        shape,
        random_ends(shape, rng, many),
        order,
        drivers={
            "tide": {"judgement": "j", "level": {"low": 0.5, "likely": 1, "high": 2}},
            "steady": {"judgement": "j", "level": STEADY},
        },
        **({"types": {last: made}} if kinds else {}),
    )

    jobs = {concept: job_of(scenario, concept) for concept in KERNELS if order or concept != "sequential"}
    inputs = jobs["pure"].exact.draws.inputs
    drawn = [k for k, entry in enumerate(inputs) if entry.kind == "weight" and not entry.fixed]
    values = np.empty((len(inputs), draws))
    for n in range(draws):
        other = {"driver": 1.375, "type": rng.randint(0, kinds), "probability": 0.25, "rationality": 2.0}
        values[:, n] = [e.range.low if e.fixed else other.get(e.kind, 0.0) for e in inputs]
        values[drawn, n] = [rng.randrange(1, 2**20) / 2**19 for _ in drawn]
        if n % 3 == 0:
            values[rng.choice(drawn), n] = 0
    return scenario, jobs, values


def job_of(scenario, concept):
    asked = {"scenario": scenario, "draws": 1, "seed": 1, "concept": concept, "select": None}
    asked |= {"events": (), "distribution": "uniform", "points": "random", "scramblings": 16, "logit": 0}
    return _job(_Asked(**asked, confidence=0.95, max_exact=None), 0)


def payoffs_of(scenario, inputs, column):
    """Return every player's payoff in every profile, from the sentences of the scenario."""
    drawn = {(entry.name, entry.kind): Fraction(v) for entry, v in zip(inputs, column, strict=True)}
    labels = scenario.labels
    table = {}
    for place in itertools.product(*map(range, labels.counts)):
        named = {p: s[k] for p, s, k in zip(labels.players, labels.strategies, place, strict=True)}
        got = dict.fromkeys(labels.players, Fraction(0))
        for c in scenario.considerations:
            size = sum(
                effect.adds
                for effect in c.effects
                if all(named[p] in ([s] if isinstance(s, str) else s) for p, s in effect.when.items())
            )
            kind = int(drawn.get((c.player, "type"), 0))
            scales = [made.scales for made in scenario.types if made.player == c.player]
            scale = scales[kind - 1].get(c.name, 1) if kind else 1
            level = drawn[c.driver, "driver"] if c.driver else 1
            got[c.player] += drawn[c.key, "weight"] * level * Fraction(scale) * size
        table[place] = tuple(got.values())
    return table


def switched(place, player, own):
    return (*place[:player], own, *place[player + 1 :])


def pure_nash(table, counts):
    return {
        place
        for place in table
        if all(
            table[place][i] >= table[switched(place, i, own)][i]
            for i in range(len(counts))
            for own in range(counts[i])
        )
    }


def undominated(worth, group, counts):
    """Return what is left of a group's cells by strict dominance; ``worth(i, cell)`` is worst and best."""
    alive = {i: list(range(counts[i])) for i in group}
    again = True
    while again:
        again = False
        for place, i in enumerate(group):
            for worse, better in itertools.permutations(alive[i], 2):
                others = itertools.product(*([0] if j == i else alive[j] for j in group))
                if all(
                    worth(i, switched(rest, place, worse))[1] < worth(i, switched(rest, place, better))[0]
                    for rest in others
                ):
                    alive[i].remove(worse)
                    again = True
                    break
    return list(itertools.product(*alive.values()))


def backward(table, counts, groups, history=None):
    """Return the ends that play from a point on supports; None where a group may mix."""
    history = history or {}
    if not groups:
        return {tuple(history[i] for i in range(len(counts)))}
    group, *later = groups
    cells = list(itertools.product(*(range(counts[i]) for i in group)))
    after = {
        cell: backward(table, counts, later, history | dict(zip(group, cell, strict=True))) for cell in cells
    }
    if None in after.values():
        return None

    def worth(i, cell):
        ends = [table[end][i] for end in after[cell]]
        return min(ends), max(ends)

    if len(group) > 1 and len(undominated(worth, group, counts)) > 1:
        return None
    return {
        end
        for cell in cells
        for end in after[cell]
        if all(
            table[end][i] >= worth(i, switched(cell, place, own))[0]
            for place, i in enumerate(group)
            for own in range(counts[i])
        )
    }


def expected(concept, table, counts, groups):
    if concept == "pure":
        return pure_nash(table, counts)
    if concept == "sequential":
        return backward(table, counts, groups)
    left = undominated(lambda i, cell: (table[cell][i],) * 2, range(len(counts)), counts)
    return set(left) if len(left) == 1 else None


def found_by(made, values, concept):
    bits = np.full((values.shape[1], made.layout.replies.shape[2]), 77, dtype=np.uint64)
    hard = np.full(values.shape[1], 7, dtype=np.uint8)
    buffers = allocate(made.layout)
    decide(made.layout, values, buffers, hard)
    KERNELS[concept](made.layout, values, buffers, bits, hard)
    return [None if h else int.from_bytes(b.tobytes(), "little") for b, h in zip(bits, hard, strict=True)]


def agree(make, counts, order, seed, **settings):
    """Compare every draw; return how often each number of outcomes was right, None where play may mix."""
    scenario, jobs, values = prepared(make, counts, order, seed, **settings)
    groups = [
        [scenario.labels.player_index(p) for p in ([g] if isinstance(g, str) else g)] for g in order or ()
    ]
    shape = scenario.labels.counts
    seen = {}
    inputs = jobs["pure"].exact.draws.inputs
    tables = [payoffs_of(scenario, inputs, column.tolist()) for column in values.T]
    for concept, made in jobs.items():
        for n, bits in enumerate(found_by(made, values, concept)):
            ends = expected(concept, tables[n], shape, groups)
            true = None if ends is None else sum(1 << int(np.ravel_multi_index(end, shape)) for end in ends)
            assert bits == true, f"{concept}, seed {seed}, draw {n}"
            size = None if ends is None else len(ends)
            seen[concept, size] = seen.get((concept, size), 0) + 1
    return seen


ORDERS = [["b", "a", "c"], [["c", "a"], "b"], ["c", ["a", "b"]], [["a", "b", "c"]], ["b", ["c"], "a"]]
LONGER = [["d", ["a", "c"], "b"], [["a", "b"], ["c", "d"]], ["d", "c", "b", "a"], None]


@pytest.mark.parametrize("order", ORDERS)
def test_every_concept_has_the_outcomes_that_slow_reasoning_finds(make, order):
    seen = {}
    for seed in range(4):
        seen |= agree(make, {"a": 2, "b": 3, "c": 2}, order, seed)
    assert {("sequential", 1), ("pure", 1), ("pure", 2), ("nash", None), ("nash", 1)} <= set(seen)
    several = any(isinstance(group, list) and len(group) > 1 for group in order)
    assert (("sequential", None) in seen) == several


def test_players_without_an_end_and_considerations_without_a_claim_to_vary(make):
    """Who cares about nothing is indifferent; a weight of 3 and a driver at 2 are 6, drawn or not."""
    fixed = {"low": 3, "likely": 3, "high": 3}
    own = [TERM | {"weight": fixed, "driver": "two", "effects": [{"when": {"a": "a1"}, "adds": 1}]}]
    own += [TERM | {"weight": RANGE, "driver": "two", "effects": [{"when": {"a": "a1"}, "adds": -3}]}]
    own += [TERM | {"weight": RANGE, "effects": [{"when": {"a": "a1", "b": "b1"}, "adds": -1}]}]
    level = {"low": 2, "likely": 2, "high": 2}
    scenario = make(
        {"a": ["a0", "a1"], "b": ["b0", "b1", "b2"]},
        {"a": own, "b": []},
        ["b", "a"],
        drivers={"two": {"judgement": "j", "level": level}},
    )
    values = np.array([[3.0] * 4, [0.5, 0.99, 1.01, 0.5], [0.5, 0.5, 0.5, 3.5], [2.0] * 4])
    job = job_of(scenario, "sequential")
    assert [entry.name for entry in job.exact.draws.inputs] == ["a.k0", "a.k1", "a.k2", "two"]
    joins, stays = 0b111000, 0b000111
    assert found_by(job, values, "sequential") == [joins, 0b101010, stays, 0b101010]
    assert found_by(job_of(scenario, "pure"), values, "pure") == [joins, 0b101010, stays, 0b101010]


@pytest.mark.parametrize("order", LONGER)
def test_profiles_beyond_the_first_word_of_bits_are_found_too(make, order):
    for seed in range(2):
        agree(make, {"a": 2, "b": 3, "c": 4, "d": 3}, order, seed, draws=6)
