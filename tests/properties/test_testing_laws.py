"""Laws of game theory, on games from ``belarusgame.testing``: no solver may break one."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame import testing
from belarusgame.solve.two_player.components import two_player_solution

LAW = settings(max_examples=50, deadline=None)
MANY = testing.games(players=(1, 3), strategies=(1, 3))
TWO = testing.games(players=2, strategies=(1, 3))

#: The laws of all_equilibria: a search takes much longer than a comparison.
LAW_OF_ALL = settings(max_examples=25, deadline=None)
SEVERAL = testing.games(players=(2, 3), strategies=(2, 3))

#: Exactly representable, so that what is added or multiplied leaves no rounding behind.
NUMBERS = st.integers(-3, 3)


def pure(game):
    return bg.solve.pure_equilibria(game)


def profiles_of(solution):
    return [equilibrium.profile for equilibrium in solution.equilibria]


def changed(game, payoffs):
    return bg.Game(payoffs, game.players, game.strategies)


def shuffled(data, game):
    """Return the game with players and strategies in another order, under their own names."""
    order = data.draw(st.permutations(range(len(game.players))))
    payoffs = game.payoffs[list(order)].transpose(0, *(1 + player for player in order))
    names = []
    for axis, player in enumerate(order, start=1):
        labels = data.draw(st.permutations(range(game.shape[player])))
        payoffs = payoffs.take(labels, axis=axis)
        names.append([game.labels.strategies[player][label] for label in labels])
    return bg.Game(payoffs, [game.players[player] for player in order], names)


def with_constants(data, game):
    """Add to every player's payoffs numbers that depend on what the others do, and on nothing else."""
    payoffs = game.payoffs.copy()
    for player, own in enumerate(payoffs):
        opponents = own.take([0], axis=player)
        numbers = data.draw(st.lists(NUMBERS, min_size=opponents.size, max_size=opponents.size))
        payoffs[player] += np.array(numbers).reshape(opponents.shape)
    return changed(game, payoffs)


def rescaled(data, game):
    payoffs = game.payoffs.copy()
    for player in range(len(payoffs)):
        payoffs[player] *= data.draw(st.sampled_from([2.0, 0.25, 8.0]))
    return changed(game, payoffs)


def enlarged(game, player, loss):
    """Give a player one more strategy, ``extra``: its last one again, at a loss to itself."""
    axis = player + 1
    last = game.payoffs.take([-1], axis=axis).copy()
    last[player] -= loss
    strategies = {name: list(labels) for name, labels in game.strategies.items()}
    strategies[game.players[player]].append("extra")
    return bg.Game(np.concatenate([game.payoffs, last], axis=axis), game.players, strategies)


def kept(elimination):
    return {player: set(labels) for player, labels in elimination.survivors.items()}


def every(game):
    """Solve with a small budget: what is then left undecided is listed too, and must hold what is missed."""
    return bg.solve.all_equilibria(game, max_cells=4_000)


def assert_covered(profiles, solution):
    """Assert that every profile is near a listed one, or in a region that a solution leaves open.

    Members of a component have a regret of up to 1e-8 of the payoffs' range, and where two equilibria meet,
    regret is the square of a distance: hence 1e-4.
    """
    boxes = [part.box.to_dict() for part in solution.components] + [
        box.to_dict() for box in solution.unresolved
    ]
    for equilibrium in everything_listed(solution):
        mixes = equilibrium.profile.items()
        boxes.append({player: {label: (x, x) for label, x in mixed.items()} for player, mixed in mixes})
    for profile in profiles:
        assert any(within(profile, box, 1e-4) for box in boxes), (profile, solution)


def within(profile, box, margin):
    return all(
        box[player][label][0] - margin <= chance <= box[player][label][1] + margin
        for player, mixed in profile.items()
        for label, chance in mixed.items()
    )


def everything_listed(solution):
    samples = [sample for component in solution.components for sample in component.samples]
    return [*solution.equilibria, *samples]


@LAW
@given(MANY, st.data())
def test_other_orders_and_units_and_constants_leave_pure_equilibria_as_they_are(game, data):
    before = repr(game)
    for change in (shuffled, with_constants, rescaled):
        testing.assert_same_equilibria(pure(game), pure(change(data, game)), tolerance=0.0)
    assert repr(game) == before


@LAW
@given(TWO, st.data())
def test_they_leave_all_equilibria_of_two_players_as_they_are(game, data):
    found = two_player_solution(game)
    assert found.status == "complete"
    for change in (shuffled, with_constants, rescaled):
        testing.assert_same_equilibria(found, two_player_solution(change(data, game)), tolerance=1e-12)


@LAW
@given(MANY, st.data())
def test_they_leave_rationalizable_strategies_as_they_are(game, data):
    survivors = kept(bg.solve.rationalizable(game))
    for change in (shuffled, with_constants, rescaled):
        assert kept(bg.solve.rationalizable(change(data, game))) == survivors


@LAW
@given(testing.games(players=(2, 3), strategies=(1, 2)), st.data())
def test_they_leave_the_bounds_of_correlated_equilibrium_as_they_are(game, data):
    event = data.draw(testing.profiles(game))
    bounds = bg.solve.correlated_bounds(game, event)
    for change in (shuffled, with_constants, rescaled):
        other = bg.solve.correlated_bounds(change(data, game), event)
        assert abs(other.least - bounds.least) <= 1e-6
        assert abs(other.greatest - bounds.greatest) <= 1e-6


@LAW
@given(MANY)
def test_every_listed_profile_is_an_equilibrium_and_no_other_pure_one_is(game):
    solution = pure(game)
    for equilibrium in solution.equilibria:
        testing.assert_equilibrium(game, equilibrium, tolerance=0.0)
    listed = [equilibrium.pure_profile for equilibrium in solution.equilibria]
    for position in np.ndindex(*game.shape):
        profile = game.labels.named(position)
        assert (profile in listed) == (max(game.regret(profile).values()) == 0.0)


@LAW
@given(TWO)
def test_two_players_have_an_equilibrium_and_all_that_is_listed_is_one(game):
    found = everything_listed(two_player_solution(game))
    assert found  # Nash 1950
    for equilibrium in found:
        testing.assert_equilibrium(game, equilibrium, tolerance=1e-9)


@LAW
@given(MANY, st.data())
def test_a_dominated_strategy_is_never_used(game, data):
    player = data.draw(st.integers(0, len(game.players) - 1))
    worse = enlarged(game, player, loss=1)
    name = game.players[player]
    testing.assert_same_equilibria(
        pure(worse), [at(worse, equilibrium) for equilibrium in pure(game).equilibria], tolerance=0.0
    )
    assert "extra" not in bg.solve.rationalizable(worse).survivors[name]


@LAW
@given(TWO, st.integers(0, 1))
def test_a_dominated_strategy_is_never_used_in_mixed_equilibria_either(game, player):
    worse = enlarged(game, player, loss=1)
    found = everything_listed(two_player_solution(worse))
    assert found
    assert all(equilibrium[game.players[player]]["extra"] == 0.0 for equilibrium in found)
    testing.assert_same_equilibria(
        [at(worse, equilibrium) for equilibrium in two_player_solution(game).equilibria],
        two_player_solution(worse).equilibria,
        tolerance=1e-12,
    )


def at(game, equilibrium):
    """Take an equilibrium over into a game with more strategies."""
    return bg.game.equilibrium_at(game, equilibrium.profile)


@LAW
@given(MANY, st.data())
def test_a_duplicate_strategy_doubles_the_equilibria_that_use_the_original(game, data):
    player = data.draw(st.integers(0, len(game.players) - 1))
    name, last = game.players[player], game.labels.strategies[player][-1]
    twin = enlarged(game, player, loss=0)
    expected = [
        equilibrium.pure_profile | {name: label}
        for equilibrium in pure(game).equilibria
        for label in ([last, "extra"] if equilibrium.pure_profile[name] == last else [None])
        for label in [label or equilibrium.pure_profile[name]]
    ]
    found = [equilibrium.pure_profile for equilibrium in pure(twin).equilibria]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@LAW
@given(TWO, st.integers(0, 1), st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1)]))
def test_weight_may_move_to_a_duplicate_strategy(game, player, share):
    twin = enlarged(game, player, loss=0)
    name, last = game.players[player], game.labels.strategies[player][-1]
    for equilibrium in everything_listed(two_player_solution(game)):
        profile = equilibrium.profile
        weight = profile[name][last]
        profile[name] |= {last: float(1 - share) * weight, "extra": float(share) * weight}
        testing.assert_equilibrium(twin, profile, tolerance=1e-9)


@LAW
@given(MANY, st.data())
def test_every_pure_equilibrium_is_correlated_and_rationalizable(game, data):
    assert_correlated_and_rationalizable(game, pure(game).equilibria, data, tolerance=0.0)


@LAW
@given(TWO, st.data())
def test_every_mixed_equilibrium_is_correlated_and_rationalizable(game, data):
    listed = everything_listed(two_player_solution(game))
    assert_correlated_and_rationalizable(game, listed, data, tolerance=1e-9)


def assert_correlated_and_rationalizable(game, equilibria, data, *, tolerance):
    survivors = kept(bg.solve.rationalizable(game))
    event = data.draw(testing.profiles(game))
    bounds = bg.solve.correlated_bounds(game, event)
    for equilibrium in equilibria:
        assert bounds.least - tolerance <= equilibrium.probability(event) <= bounds.greatest + tolerance
        for player, mixed in equilibrium.profile.items():
            assert {label for label, chance in mixed.items() if chance > 0} <= survivors[player]


@LAW
@given(MANY, st.data())
def test_whoever_moves_last_and_alone_plays_a_best_reply(game, data):
    order = data.draw(st.permutations(game.players))
    for outcome in bg.solve.sequential_equilibria(game, order=[[player] for player in order]).outcomes:
        if outcome.is_pure:
            profile = outcome.pure_profile
            assert profile[order[-1]] in game.best_responses(profile)[order[-1]]


@LAW_OF_ALL
@given(SEVERAL, st.sampled_from([shuffled, with_constants, rescaled]), st.data())
def test_other_orders_and_units_and_constants_leave_all_equilibria_as_they_are(game, change, data):
    found, again = every(game), every(change(data, game))
    for one, other in ((found, again), (again, found)):
        assert_covered([equilibrium.profile for equilibrium in everything_listed(one)], other)
    if not any([found.components, again.components, found.unresolved, again.unresolved]):
        assert found.status == again.status == "complete"
        testing.assert_same_equilibria(found, again, tolerance=1e-8)


@LAW_OF_ALL
@given(SEVERAL)
def test_there_is_an_equilibrium_and_all_that_is_listed_is_one(game):
    solution = every(game)
    assert solution.equilibria or solution.components or solution.unresolved  # Nash 1950
    assert (solution.status == "complete") == (not solution.unresolved)
    for equilibrium in solution.equilibria:
        testing.assert_equilibrium(game, equilibrium, tolerance=1e-10)
    for equilibrium in everything_listed(solution):
        testing.assert_equilibrium(game, equilibrium, tolerance=1e-8 * max(1.0, float(np.ptp(game.payoffs))))
    assert_covered([equilibrium.profile for equilibrium in pure(game).equilibria], solution)


@LAW_OF_ALL
@given(SEVERAL, st.data())
def test_a_dominated_strategy_has_no_part_in_all_equilibria(game, data):
    player = data.draw(st.sampled_from(game.players))
    worse = enlarged(game, game.players.index(player), loss=1)
    found, again = every(game), every(worse)
    assert all(equilibrium[player]["extra"] == 0.0 for equilibrium in everything_listed(again))
    boxes = [component.box for component in again.components] + list(again.unresolved)
    assert all(box.to_dict()[player]["extra"] == (0.0, 0.0) for box in boxes)
    assert_covered([at(worse, equilibrium).profile for equilibrium in everything_listed(found)], again)
    assert len(again.equilibria) == len(found.equilibria)


@LAW_OF_ALL
@given(SEVERAL, st.data())
def test_all_equilibria_are_correlated_and_rationalizable(game, data):
    assert_correlated_and_rationalizable(game, everything_listed(every(game)), data, tolerance=1e-7)


@LAW_OF_ALL
@given(SEVERAL, st.data(), st.sampled_from([0.0, 0.25, 1.0]))
def test_all_equilibria_follow_weight_to_a_duplicate_strategy_and_back(game, data, share):
    player = data.draw(st.sampled_from(game.players))
    last = game.strategies[player][-1]
    twin = enlarged(game, game.players.index(player), loss=0)
    found, doubled = every(game), every(twin)
    assert_covered([moved(e.profile, player, last, share) for e in everything_listed(found)], doubled)
    assert_covered([merged(e.profile, player, last) for e in everything_listed(doubled)], found)


def moved(profile, player, last, share):
    own = profile[player]
    return profile | {player: own | {last: (1 - share) * own[last], "extra": share * own[last]}}


def merged(profile, player, last):
    own = dict(profile[player])
    own[last] += own.pop("extra")
    return profile | {player: own}
