"""Laws of correlated equilibrium, dominance and commitment; slow obvious implementations to compare with."""

import itertools
from fractions import Fraction

import nashpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.solve import commitment, correlated_bounds, correlated_equilibrium, rationalizable
from belarusgame.solve.obedience import obedience

LAW = settings(max_examples=40, deadline=None)


@st.composite
def small_games(draw, players=(2, 3), most=3, highest=4):
    shape = draw(
        st.lists(st.integers(1, most), min_size=players[0], max_size=players[-1]).filter(
            lambda counts: np.prod(counts) <= 12
        )
    )
    size = len(shape) * int(np.prod(shape))
    payoffs = draw(st.lists(st.integers(0, highest), min_size=size, max_size=size))
    return bg.Game(np.array(payoffs).reshape(len(shape), *shape))


def first_event(game):
    return {game.players[-1]: game.strategies[game.players[-1]][0]}


@LAW
@given(small_games(), st.booleans())
def test_bounds_contain_every_pure_equilibrium_and_are_attained(game, coarse):
    event = first_event(game)
    bounds = correlated_bounds(game, event, coarse=coarse)
    assert bounds.status == "complete"
    assert 0.0 <= bounds.least <= bounds.greatest <= 1.0
    for outcome in bounds.outcomes:
        assert outcome.incentive_gap <= 1e-7
        assert bounds.least - 1e-9 <= outcome.probability(event) <= bounds.greatest + 1e-9
    for equilibrium in bg.solve.pure_equilibria(game).equilibria:
        assert bounds.least <= equilibrium.probability(event) <= bounds.greatest


@pytest.mark.parametrize("seed", range(12))
def test_bounds_contain_every_equilibrium_that_nashpy_finds(seed):
    rng = np.random.default_rng(seed)
    payoffs = rng.uniform(-1, 1, (2, 3, 4))
    game = bg.Game(payoffs)
    found = list(nashpy.Game(*payoffs).vertex_enumeration())
    assert found
    for event in ({"player 1": "s1"}, {"player 1": ["s1", "s2"], "player 2": "s3"}):
        fine = correlated_bounds(game, event)
        coarse = correlated_bounds(game, event, coarse=True)
        assert coarse.least <= fine.least + 1e-12
        assert fine.greatest <= coarse.greatest + 1e-12
        for row, column in found:
            chance = float(np.outer(row, column)[game.labels.mask(event)].sum())
            assert fine.least - 1e-9 <= chance <= fine.greatest + 1e-9


def corners(game, coarse):
    """Return all vertices of the polytope of devices, by trying every set of tight constraints."""
    size = int(np.prod(game.shape))
    rows = np.vstack([obedience(game, coarse=coarse).matrix.toarray(), -np.eye(size)])
    sets = np.array(list(itertools.combinations(range(len(rows)), size - 1)))
    systems = np.concatenate([rows[sets], np.ones((len(sets), 1, size))], axis=1)
    solvable = np.abs(np.linalg.det(systems)) > 1e-9
    points = np.linalg.solve(systems[solvable], np.eye(size)[:, -1:]).squeeze(-1)
    return points[np.all(points @ rows.T <= 1e-9, axis=1)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=12, max_size=12), st.booleans())
def test_bounds_agree_with_the_corners_of_the_polytope(payoffs, coarse):
    game = bg.Game(np.array(payoffs).reshape(2, 2, 3))
    chances = corners(game, coarse)[:, game.labels.mask({"player 1": "s1", "player 2": ["s1", "s3"]}).ravel()]
    bounds = correlated_bounds(game, {"player 1": "s1", "player 2": ["s1", "s3"]}, coarse=coarse)
    assert bounds.least == pytest.approx(chances.sum(axis=1).min(), abs=1e-7)
    assert bounds.greatest == pytest.approx(chances.sum(axis=1).max(), abs=1e-7)


@LAW
@given(small_games(), st.integers(-3, 3), st.sampled_from([0.001, 3.0, 1e5]))
def test_a_constant_for_each_opponents_profile_and_a_positive_scale_change_no_bound(game, constant, scale):
    shift = constant * np.arange(np.prod(game.shape[1:])).reshape(1, *game.shape[1:])
    payoffs = game.payoffs * scale
    payoffs[0] += shift
    before, after = (correlated_bounds(each, first_event(game)) for each in (game, bg.Game(payoffs)))
    assert (after.least, after.greatest) == pytest.approx((before.least, before.greatest), abs=1e-6)


@LAW
@given(small_games())
def test_relabelling_strategies_and_players_changes_no_survivor(game):
    turned = bg.Game(
        np.transpose(game.payoffs, (0, *range(len(game.shape), 0, -1)))[::-1, ..., ::-1],
        players=game.players[::-1],
        strategies=[
            labels[::-1] if player == game.players[0] else labels
            for player, labels in reversed(game.strategies.items())
        ],
    )
    for weak in (False, True):
        here, there = rationalizable(game, weak=weak), rationalizable(turned, weak=weak)
        assert here.status == there.status == "complete"
        assert {p: set(labels) for p, labels in here.survivors.items()} == {
            p: set(labels) for p, labels in there.survivors.items()
        }
        assert sorted((s.round, s.player, s.strategy) for s in here.steps) == sorted(
            (s.round, s.player, s.strategy) for s in there.steps
        )


@LAW
@given(small_games())
def test_every_step_is_proven_and_no_equilibrium_is_lost(game):
    left = rationalizable(game)
    for step in left.steps:
        assert sum(step.mixture.values()) == 1
        assert 0 < step.least <= step.greatest
        never = correlated_bounds(game, {step.player: step.strategy})
        assert never.greatest == pytest.approx(0.0, abs=1e-9)
    kept = {tuple(e.pure_profile.items()) for e in bg.solve.pure_equilibria(left.game).equilibria}
    assert kept == {tuple(e.pure_profile.items()) for e in bg.solve.pure_equilibria(game).equilibria}


@LAW
@given(small_games())
def test_what_is_dominated_by_a_pure_strategy_is_removed_in_the_first_round(game):
    removed = {(s.player, s.strategy) for s in rationalizable(game).steps if s.round == 1}
    for axis, player in enumerate(game.players):
        own = np.moveaxis(game.payoffs[axis], axis, 0)
        for worse, better in itertools.permutations(range(len(own)), 2):
            if np.all(own[better] > own[worse]):
                assert (player, game.strategies[player][worse]) in removed


def along_an_edge(leader, follower):
    """Solve commitment with two strategies exactly: all is linear between the points where it bends."""

    def height(table, reply, x):
        return x * table[0][reply] + (1 - x) * table[1][reply]

    def best_replies(x):
        heights = [height(follower, reply, x) for reply in replies]
        return [reply for reply in replies if heights[reply] == max(heights)]

    def worst(among, x):
        return min(height(leader, reply, x) for reply in among)

    replies = range(len(leader[0]))
    bends = {Fraction(0), Fraction(1)}
    for table, (one, two) in itertools.product((leader, follower), itertools.combinations(replies, 2)):
        at_zero, at_one = table[1][one] - table[1][two], table[0][one] - table[0][two]
        if at_zero != at_one and 0 <= Fraction(at_zero, at_zero - at_one) <= 1:
            bends.add(Fraction(at_zero, at_zero - at_one))
    points = sorted(bends)
    optimistic = max(height(leader, reply, x) for x in points for reply in best_replies(x))
    cautious = [(worst(best_replies(x), x), True) for x in points]
    for low, high in itertools.pairwise(points):
        inside = best_replies((low + high) / 2)
        ends = worst(inside, low), worst(inside, high)
        cautious.append((max(ends), ends[0] == ends[1]))
    pessimistic = max(value for value, _ in cautious)
    return optimistic, pessimistic, (pessimistic, True) in cautious


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_mixed_commitment_agrees_with_walking_along_the_edge(data):
    count, highest = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    rows = st.lists(st.integers(0, highest), min_size=count, max_size=count)
    leader, follower = (data.draw(st.tuples(rows, rows)) for _ in range(2))
    result = commitment(bg.Game([leader, follower]), "player 1", mixed=True)
    optimistic, pessimistic, attained = along_an_edge(leader, follower)
    assert result.status == "complete"
    assert result.optimistic_value == pytest.approx(float(optimistic), abs=1e-8)
    assert result.pessimistic_value == pytest.approx(float(pessimistic), abs=1e-8)
    assert result.attained is attained
    assert all(outcome.incentive_gap <= 1e-8 for outcome in result.outcomes)


@LAW
@given(small_games())
def test_committing_is_worth_at_least_any_correlated_equilibrium_where_one_follows(game):
    # Von Stengel and Zamir 2010; with more followers the bound on correlated commitment still holds.
    leader = game.players[0]
    best = correlated_equilibrium(game, leader).outcomes[0].payoffs[leader]
    mixed = commitment(game, leader, mixed=True)
    pure = commitment(game, leader)
    assert mixed.upper_bound >= best - 1e-8
    if len(game.players) == 2:
        assert mixed.optimistic_value >= best - 1e-8
        assert pure.pessimistic_value <= pure.optimistic_value <= mixed.optimistic_value + 1e-8
        assert mixed.pessimistic_value >= max(game.payoffs[0].min(axis=1)) - 1e-8
    for outcome in (*mixed.cases, *pure.cases):
        regrets = game.regret([outcome.distribution.sum(axis=_others(axis, game)) for axis in _axes(game)])
        assert max(regrets[player] for player in game.players[1:]) <= 1e-8
        assert outcome.payoffs[leader] <= mixed.upper_bound + 1e-8


def _axes(game):
    return range(len(game.shape))


def _others(axis, game):
    return tuple(other for other in _axes(game) if other != axis)


@LAW
@given(small_games())
def test_the_game_is_left_as_it_was(game):
    before = game.payoffs.copy()
    correlated_bounds(game, first_event(game))
    rationalizable(game, weak=True)
    commitment(game, game.players[0], mixed=True)
    assert np.array_equal(before, game.payoffs)
