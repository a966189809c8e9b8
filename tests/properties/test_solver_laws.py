"""Laws of the pure, the sequential and the two-player solver, over small games with many ties."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.solve import pure_equilibria, sequential_equilibria, two_player_equilibria
from belarusgame.solve.two_player.components import exact_equilibria

NAMES = ("ann", "bob", "cleo", "dan")
SCALES = st.fractions(Fraction(1, 5), 5, max_denominator=5)
relaxed = settings(max_examples=50, deadline=None)


@st.composite
def games(draw, players=(2, 4), most_profiles=24):
    count = draw(st.integers(*players))
    counts = draw(
        st.tuples(*[st.integers(1, 4 if count == 2 else 3)] * count).filter(
            lambda c: math.prod(c) <= most_profiles
        )
    )
    size = count * math.prod(counts)
    payoffs = np.array(draw(st.lists(st.integers(-1, 2), min_size=size, max_size=size)))
    labels = [[f"{name}{k}" for k in range(n)] for name, n in zip(NAMES, counts, strict=False)]
    return bg.Game(payoffs.reshape(count, *counts), NAMES[:count], labels)


@st.composite
def orders(draw, game):
    """Draw an order of moves: single movers, and perhaps one group of two."""
    order = list(draw(st.permutations(game.players)))
    if draw(st.booleans()):
        position = draw(st.integers(0, len(order) - 2))
        order[position : position + 2] = [tuple(order[position : position + 2])]
    return order


def profiles(solution):
    """Return what happens in every outcome, each by the labels' names so that the axes do not matter."""
    found = []
    for outcome in solution.outcomes:
        rows = bg.Outcome.rows(outcome)
        found.append(
            frozenset(
                (frozenset(r.items() - {("probability", r["probability"])}), r["probability"]) for r in rows
            )
        )
    assert len(found) == len(set(found))
    return set(found)


def shuffled(draw, game):
    """Permute players and strategies, names and all."""
    axes = draw(st.permutations(range(len(game.players))))
    orders = [draw(st.permutations(range(count))) for count in game.shape]
    payoffs = np.array(game.exact_payoffs)[np.ix_(range(len(axes)), *orders)]
    payoffs = payoffs[list(axes)].transpose(0, *(axis + 1 for axis in axes))
    players = [game.players[axis] for axis in axes]
    return bg.Game(
        payoffs,
        players,
        [[game.strategies[p][k] for k in orders[a]] for p, a in zip(players, axes, strict=True)],
    )


def rescaled(draw, game, ignored):
    """Give every player other units, and a bonus that depends on what the players ``ignored`` do."""
    payoffs = np.array(game.exact_payoffs)
    for i, player in enumerate(game.players):
        shape = [n if other in ignored[player] else 1 for other, n in game_shape(game)]
        size = math.prod(shape)
        bonus = np.array(
            draw(st.lists(st.fractions(-3, 3, max_denominator=4), min_size=size, max_size=size)), dtype=object
        )
        payoffs[i] = draw(SCALES) * payoffs[i] + bonus.reshape(shape)
    return bg.Game(payoffs, game.players, game.strategies)


def game_shape(game):
    return list(zip(game.players, game.shape, strict=True))


def the_others(game):
    return {player: set(game.players) - {player} for player in game.players}


def not_later(game, order):
    """Return for every player those who move before it or with it: its own choice changes nothing of theirs.

    A bonus that depends on later movers would count, for they answer to what the player does.
    """
    groups = [(group,) if isinstance(group, str) else group for group in order]
    rank = {player: k for k, group in enumerate(groups) for player in group}
    return {p: {q for q in game.players if q != p and rank[q] <= rank[p]} for p in game.players}


@given(st.data(), games())
@relaxed
def test_pure_names_do_not_matter(data, game):
    assert profiles(pure_equilibria(shuffled(data.draw, game))) == profiles(pure_equilibria(game))


@given(st.data(), games())
@relaxed
def test_pure_units_and_what_the_others_bring_about_do_not_matter(data, game):
    changed = pure_equilibria(rescaled(data.draw, game, the_others(game)))
    assert profiles(changed) == profiles(pure_equilibria(game))
    assert [e.strict for e in changed.outcomes] == [e.strict for e in pure_equilibria(game).outcomes]


@given(games())
@relaxed
def test_pure_agrees_with_the_definition(game):
    found = {tuple(e.pure_profile.values()) for e in pure_equilibria(game).equilibria}
    for position in np.ndindex(game.shape):
        named = game.labels.named(position)
        stable = all(
            game.payoff(player, named) >= game.payoff(player, named | {player: other})
            for player in game.players
            for other in game.strategies[player]
        )
        assert stable == (tuple(named.values()) in found)


@given(st.data(), games(most_profiles=16))
@relaxed
def test_sequential_names_do_not_matter(data, game):
    order = data.draw(orders(game))
    ours, theirs = (sequential_equilibria(g, order) for g in (game, shuffled(data.draw, game)))
    assert (ours.status, profiles(ours)) == (theirs.status, profiles(theirs))


@given(st.data(), games(most_profiles=16))
@relaxed
def test_sequential_units_and_what_is_past_do_not_matter(data, game):
    order = data.draw(orders(game))
    changed = rescaled(data.draw, game, not_later(game, order))
    ours, theirs = (sequential_equilibria(g, order) for g in (game, changed))
    assert (ours.status, profiles(ours)) == (theirs.status, profiles(theirs))


def test_sequential_what_later_movers_bring_about_does_matter():
    # Bob answers in kind. A bonus for Ann on his s2, whatever she does herself, makes her lead him to it.
    plain = bg.Game([[[1, 1], [0, 0]], [[1, 0], [0, 1]]], NAMES[:2])
    bonus = bg.Game([[[1, 3], [0, 2]], [[1, 0], [0, 1]]], NAMES[:2])
    first = [
        sequential_equilibria(game, NAMES[:2]).outcomes[0].pure_profile["ann"] for game in (plain, bonus)
    ]
    assert first == ["s1", "s2"]
    assert profiles(pure_equilibria(plain)) == profiles(pure_equilibria(bonus))


@given(st.data(), games(most_profiles=16))
@relaxed
def test_sequential_outcomes_tempt_nobody_and_add_up(data, game):
    solution = sequential_equilibria(game, data.draw(orders(game)))
    assert solution.outcomes or solution.status == "partial"
    for outcome in solution.outcomes:
        assert outcome.incentive_gap == 0.0
        assert outcome.plan.incentive_gap == 0
        assert math.isclose(outcome.distribution.sum(), 1.0)
        for i, player in enumerate(game.players):
            assert math.isclose(
                outcome.payoffs[player], (outcome.distribution * game.payoffs[i]).sum(), abs_tol=1e-12
            )


@given(games(players=(2, 2)))
@relaxed
def test_one_group_of_everybody_plays_the_simultaneous_game(game):
    solution = sequential_equilibria(game, [game.players])
    assert pure_part(solution) == profiles(pure_equilibria(game))
    corners = [v for v in exact_equilibria(game).vertices if any(max(half) < 1 for half in v)]
    mixed = [o for o in solution.outcomes if not o.is_pure]
    assert len(mixed) == len(corners)
    for row, column in corners:
        joint = np.multiply.outer(np.array(row, dtype=float), np.array(column, dtype=float))
        assert any(np.allclose(joint, outcome.distribution, atol=1e-12) for outcome in mixed)


@pytest.mark.parametrize("seed", range(4))
def test_one_group_of_three_has_the_pure_equilibria(seed):
    game = bg.Game(np.random.default_rng(seed).integers(-1, 3, (3, 2, 3, 2)))
    solution = sequential_equilibria(game, [game.players])
    assert pure_part(solution) == profiles(pure_equilibria(game))


def pure_part(solution):
    return {found for found in profiles(solution) if len(found) == 1}


@given(games(), st.data())
@relaxed
def test_a_variant_doubles_the_pure_equilibria_that_use_its_head_and_shares_its_share(game, data):
    axis = data.draw(st.integers(0, len(game.players) - 1))
    copied = data.draw(st.integers(0, game.shape[axis] - 1))
    player, head = game.players[axis], game.strategies[game.players[axis]][copied]
    payoffs = np.append(game.payoffs, game.payoffs.take([copied], axis=axis + 1), axis=axis + 1)
    strategies = game.strategies | {player: (*game.strategies[player], "twin")}
    twinned = bg.Game(payoffs, game.players, strategies, variants={player: {"twin": head}})
    before, after = ([e.pure_profile[player] for e in pure_equilibria(g).equilibria] for g in (game, twinned))
    assert after.count("twin") == after.count(head) == before.count(head)
    assert len(after) == len(before) + before.count(head)
    old, new = game.base_measure(), twinned.base_measure()
    assert math.isclose(new[player][copied] + new[player][-1], old[player][copied])
    assert all(
        np.allclose(
            np.delete(new[p][: len(old[p])], copied if p == player else []),
            np.delete(old[p], copied if p == player else []),
        )
        for p in game.players
    )


@given(games(players=(2, 2), most_profiles=12), st.data())
@settings(max_examples=25, deadline=None)
def test_two_players_names_and_units_do_not_matter(game, data):
    found = two_player_equilibria(game)
    for changed in (shuffled(data.draw, game), rescaled(data.draw, game, the_others(game))):
        again = two_player_equilibria(changed)
        if again.status != found.status:  # nashpy compares floats, which other units may round to a tie
            assert any("nashpy found" in said for said in (*found.messages, *again.messages))
        elif found.status == "complete":
            assert len(again.equilibria) == len(found.equilibria)
            for one in found.equilibria:
                assert any(near(one, other) for other in again.equilibria)


def near(one, other):
    return all(
        math.isclose(p, other[player][label], abs_tol=1e-9)
        for player, mix in one.profile.items()
        for label, p in mix.items()
    )


@given(games(players=(2, 2), most_profiles=9))
@settings(max_examples=15, deadline=None)
def test_no_solver_changes_the_game(game):
    payoffs, labels = game.payoffs.copy(), game.labels
    pure_equilibria(game)
    sequential_equilibria(game, game.players)
    sequential_equilibria(game, [game.players])
    two_player_equilibria(game)
    assert np.array_equal(game.payoffs, payoffs)
    assert not game.payoffs.flags.writeable
    assert game.labels == labels
    assert game.equals(bg.Game(payoffs, labels.players, labels.strategies))
