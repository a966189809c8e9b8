"""Laws of exact answers under uncertain payoffs, over small scenarios with many ties, against draws."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.solve.two_player.components import exact_equilibria

EIGHTHS = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2]
NAMES = {"p": ["a", "b", "c"], "q": ["d", "e"], "r": ["f", "g", "h"]}


@st.composite
def cases(draw, build, *, most=3, ordered=True, driven=True):
    """Draw a scenario with two or three players and unequal numbers of strategies."""
    players = {p: NAMES[p] for p in list(NAMES)[: draw(st.integers(2, most))]}
    drivers = {"d": (0.5, 1, 2)} if driven and draw(st.booleans()) else None
    considerations = {}
    for player in players:
        for number in range(draw(st.integers(1, 3))):
            weight = tuple(sorted(draw(st.tuples(*[st.sampled_from(EIGHTHS)] * 3))))
            effects = draw(st.lists(effect(players, player), min_size=1, max_size=3))
            driver = ["d"] if drivers and draw(st.booleans()) else []
            considerations[f"{player}.k{number}"] = (weight, effects, *driver)
    order = draw(st.sampled_from(orders(list(players)))) if ordered else None
    return build(players, considerations, order=order, drivers=drivers)


@st.composite
def effect(draw, players, player):
    """Draw a change that the reference profile does not match."""
    when = {player: draw(st.sampled_from(players[player][1:]))}
    for other in players:
        if other != player and draw(st.booleans()):
            when[other] = draw(st.sampled_from(players[other]))
    return when, draw(st.sampled_from([-3, -2, -1, 1, 2, 3]))


def orders(names):
    if len(names) == 2:
        return [names, names[::-1], [names]]
    first, second, third = names
    return [names, [third, first, second], [first, [second, third]], [[first, second], third]]


def draws_of(scenario, number, seed, *, radius=1.0, drivers=True):
    """Draw weights and levels in sixteenths of their sides, ends included, no move above a radius."""
    generator = np.random.default_rng(seed)
    for _ in range(number):
        weights = {
            c.key: moved(c.weight, c.weight.likely, generator, radius) for c in scenario.considerations
        }
        levels = {d.name: moved(d.level, Fraction(1), generator, radius) for d in scenario.drivers}
        yield weights, levels if drivers else {}


def moved(weight, base, generator, radius):
    share = Fraction(int(generator.integers(-16, 17)), 16)
    share = max(-Fraction(radius), min(Fraction(radius), share))
    return base + share * (weight.high - base if share > 0 else base - weight.low)


def solved(scenario, game, concept):
    if concept == "sequential":
        return bg.solve.sequential_equilibria(game, scenario.order)
    return bg.solve.pure_equilibria(game)


def event_in(data, scenario):
    player = data.draw(st.sampled_from([p.key for p in scenario.players]))
    return {player: data.draw(st.sampled_from(list(scenario.player(player).strategies)))}


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_sampled_draws_respect_every_proof(build, data):
    scenario = data.draw(cases(build))
    event, concept = event_in(data, scenario), data.draw(st.sampled_from(["sequential", "pure"]))
    answer = bg.explore.guarantee(scenario, never=event, concept=concept)
    if answer.verdict == "proven":
        assert bg.verify(answer)
        for weights, levels in draws_of(scenario, 12, seed=1):
            outcomes = solved(scenario, scenario.game(weights, levels), concept).outcomes
            assert all(outcome.probability(event) == 0 for outcome in outcomes)
    elif answer.verdict == "refuted":
        assert answer.witness.outcome.probability(event) > 0


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_every_nash_equilibrium_at_sampled_draws_respects_every_proof(build, data):
    scenario = data.draw(cases(build, most=2, ordered=False))
    event = event_in(data, scenario)
    answer = bg.explore.guarantee(scenario, never=event, concept="nash", max_boxes=8)
    mask = scenario.labels.mask(event)
    for weights, levels in draws_of(scenario, 8, seed=2):
        for row, column in exact_equilibria(scenario.game(weights, levels)).vertices:
            chance = sum(p * q for (i, j) in np.argwhere(mask) for p, q in [(row[i], column[j])])
            assert chance <= answer.bound
    if answer.verdict == "proven":
        assert answer.certificate.problems() == ()
    if answer.verdict == "refuted":
        game = answer.witness.game()
        assert max(game.regret(answer.witness.outcome.profile).values()) < 1e-9
        assert answer.witness.outcome.probability(event) > 0


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_sampled_draw_beats_a_tipping_point(build, data):
    scenario = data.draw(cases(build, driven=False))
    event, concept = event_in(data, scenario), data.draw(st.sampled_from(["sequential", "pure"]))
    point = bg.explore.tipping_points(scenario, event, concept=concept)
    assert point.status == "complete"
    if point.found:
        assert point.at.outcome.probability(event) > 0
        assert all(move.share <= point.exact_distance for move in point.moves)
        assert point.moves == () or max(move.share for move in point.moves) == point.exact_distance
        assert point.beyond is None or point.beyond.outcome.probability(event) > 0
    nearest = min(point.distance, point.tie if point.tie is not None else point.distance)
    reach = min(1.0, nearest) * 0.999
    for weights, levels in draws_of(scenario, 12, seed=3, radius=reach if reach < 1 else 1):
        if point.found and reach == 0.0:
            break
        outcomes = solved(scenario, scenario.game(weights, levels), concept).outcomes
        assert all(outcome.probability(event) == 0 for outcome in outcomes if outcome.is_pure)
    if point.certificate is not None:
        assert bg.verify(point)


@given(data=st.data(), norm=st.sampled_from(["l1", "l2"]))
@settings(max_examples=40, deadline=None)
def test_no_sampled_draw_beats_a_tipping_point_in_other_norms(build, data, norm):
    scenario = data.draw(cases(build, driven=False))
    event, concept = event_in(data, scenario), data.draw(st.sampled_from(["sequential", "pure"]))
    point = bg.explore.tipping_points(scenario, event, concept=concept, norm=norm)
    size = sum(m.share if norm == "l1" else m.share**2 for m in point.moves)
    assert not point.found or size == point.exact_distance
    least = point.distance
    if point.found and point.distance > 0:
        assert bg.verify(point)  # that nothing is nearer is proven
        assert 0 < point.distance - point.at_least < 2e-6
        assert point.certificate.strict == (point.tie is not None)
        least = min(float(point.at_least), point.distance if point.tie is None else point.tie - 1e-6)
    for weights, levels in draws_of(scenario, 12, seed=4):
        shares = shares_of(scenario, weights)
        distance = sum(shares) if norm == "l1" else float(sum(s * s for s in shares)) ** 0.5
        for outcome in solved(scenario, scenario.game(weights, levels), concept).outcomes:
            if outcome.is_pure and outcome.probability(event) > 0:
                assert distance >= least


def shares_of(scenario, weights):
    shares = []
    for c in scenario.considerations:
        to, w = weights[c.key], c.weight
        if to != w.likely:
            shares.append(abs(to - w.likely) / (w.high - w.likely if to > w.likely else w.likely - w.low))
    return shares


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_tipping_point_with_drivers_is_never_farther(build, data):
    scenario = data.draw(cases(build))
    event = event_in(data, scenario)
    fixed = bg.explore.tipping_points(scenario, event, concept="pure")
    free = bg.explore.tipping_points(scenario, event, concept="pure", drivers=True)
    assert free.distance <= fixed.distance + 1e-3 or fixed.beyond is None
    if free.found:
        assert free.at.outcome.probability(event) > 0
    reach = 0.998 * min(free.distance, free.tie if free.tie is not None else 1.0, 1.0)
    for weights, levels in draws_of(scenario, 10, seed=5, radius=reach):
        if reach > 0.0:
            outcomes = bg.solve.pure_equilibria(scenario.game(weights, levels)).outcomes
            assert all(outcome.probability(event) == 0 for outcome in outcomes)


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_outcomes_stay_within_their_radius(build, data):
    scenario = data.draw(cases(build, driven=False))
    concept = data.draw(st.sampled_from(["sequential", "pure"]))
    present = [o for o in solved(scenario, scenario.game(), concept).outcomes if o.is_pure]
    assume(present)
    answer = bg.explore.robustness(scenario, concept=concept)
    assert len(answer.breaks) == len(present)
    for found in answer.breaks:
        reach = min(found.distance, 1.0) * 0.999
        for weights, levels in draws_of(scenario, 8, seed=6, radius=reach):
            solution = solved(scenario, scenario.game(weights, levels), concept)
            profiles = [o.pure_profile for o in solution.outcomes if o.is_pure]
            assert found.profile in profiles or solution.status == "partial"
        if found.player is not None and found.status == "complete":
            assert found.profile not in [o.pure_profile for o in found.beyond.outcomes if o.is_pure]


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_region_is_where_the_profile_is_an_equilibrium(build, data):
    scenario = data.draw(cases(build, ordered=False))
    profile = {p.key: data.draw(st.sampled_from(list(p.strategies))) for p in scenario.players}
    found = bg.explore.region(scenario, profile, draws=200)
    if found.point is not None:
        assert max(scenario.game(found.point).regret(profile).values()) == 0
    for weights, _ in draws_of(scenario, 12, seed=7, drivers=False):
        stable = max(scenario.game(weights).regret(profile).values()) == 0
        assert found.contains(weights) == stable
    assert found.interval[0] <= found.share <= found.interval[1]
    if found.kind == "empty":
        assert bg.verify(found)


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_inequality_of_a_region_is_needed(build, data):
    scenario = data.draw(cases(build, ordered=False, driven=False))
    profile = {p.key: data.draw(st.sampled_from(list(p.strategies))) for p in scenario.players}
    found = bg.explore.region(scenario, profile, draws=50)
    assume(found.kind == "full")
    from scipy.optimize import linprog

    keys = [c.key for c in scenario.considerations]
    matrix = np.array([[float(i.coefficients.get(k, 0)) for k in keys] for i in found.inequalities])
    bounds = [(float(c.weight.low), float(c.weight.high)) for c in scenario.considerations]
    for number in range(len(matrix)):
        others = np.delete(matrix, number, axis=0)
        least = linprog(matrix[number], A_ub=-others, b_ub=np.zeros(len(others)), bounds=bounds)
        assert least.fun < -1e-9  # without it the region would be larger
