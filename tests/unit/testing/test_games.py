import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import belarusgame as bg
from belarusgame import testing

FEW = settings(max_examples=60, deadline=None, database=None)
#: Always the same draws, and no time spent on explaining a failure.
SURE = settings(
    FEW, max_examples=1000, derandomize=True, phases=[Phase.generate, Phase.shrink], print_blob=False
)
NAMES = {
    "Fraction": Fraction,
    "Game": bg.Game,
}


def smallest(strategy, condition):
    return find(strategy, condition, settings=SURE)


def has_no_pure_equilibrium(game):
    return not bg.solve.pure_equilibria(game).outcomes


COUNTS = {
    "a number": (2, 3, {2}, {3}),
    "ends included": ((2, 3), (1, 2), {2, 3}, {1, 2}),
    "a range": (range(1, 3), range(2, 5), {1, 2}, {2, 3, 4}),
    "strategies": (st.sampled_from([1, 3]), st.sampled_from([2, 4]), {1, 3}, {2, 4}),
    "too large to be cut out": ((4, 5), (3, 4), {4, 5}, {3, 4}),
}


@pytest.mark.parametrize("case", COUNTS)
@pytest.mark.parametrize("degenerate", [None, True, False])
def test_games_keep_their_bounds_and_reach_them(case, degenerate):
    players, strategies, some_players, some_strategies = COUNTS[case]
    seen_players, seen_strategies = set(), set()

    @settings(FEW, derandomize=True)
    @given(testing.games(players=players, strategies=strategies, degenerate=degenerate))
    def test(game):
        seen_players.add(len(game.players))
        seen_strategies.update(game.shape)
        if degenerate is False:
            assert all(len(np.unique(own)) == own.size for own in game.payoffs)
        assert np.array_equal(game.payoffs, np.rint(game.payoffs))

    test()
    assert seen_players == some_players
    assert seen_strategies == some_strategies


def test_one_player_has_other_numbers_of_strategies_than_another():
    shape = smallest(testing.games(), lambda game: len(set(game.shape)) == 3).shape
    assert sorted(shape) == [1, 2, 3]


@given(testing.games(payoffs=st.fractions(0, 1, max_denominator=7)))
@FEW
def test_payoffs_come_from_the_given_strategy_and_stay_exact(game):
    for payoff in game.exact_payoffs.flat:
        assert 0 <= payoff <= 1
        assert payoff.denominator <= 7


@given(testing.games(payoffs=st.sampled_from([2**60 + 1, -3]), degenerate=True))
@FEW
def test_large_whole_numbers_stay_exact_among_ties(game):
    assert set(game.exact_payoffs.flat) <= {2**60 + 1, -3}


def test_degenerate_games_hold_what_was_promised():
    seen = Counter()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(testing.games(players=3, strategies=3, degenerate=True))
    def test(game):
        for player, own in enumerate(game.payoffs):
            others = np.delete(game.payoffs, player, axis=0)
            moved = np.moveaxis(game.payoffs, player + 1, 0)
            pairs = itertools.combinations(moved, 2)
            seen["duplicate"] += any(np.array_equal(one, other) for one, other in pairs)
            seen["indifferent"] += bool(np.all(own == own.take([0], axis=player)))
            seen["powerless"] += bool(np.all(others == others.take([0], axis=player + 1)))
            seen["tie"] += len(np.unique(own)) < own.size

    test()
    # Of 900 players; where one of the kinds is not built in, chance alone makes 140, 210 and 90 of it.
    assert seen["duplicate"] > 200
    assert seen["indifferent"] > 280
    assert seen["powerless"] > 180
    assert seen["tie"] > 850  # of 900


@pytest.mark.parametrize("degenerate", [None, False])
@pytest.mark.parametrize("ends", [{}, {"players": (2, 3), "strategies": (2, 4)}])
def test_a_game_without_pure_equilibrium_shrinks_to_two_by_two(degenerate, ends):
    game = smallest(testing.games(degenerate=degenerate, **ends), has_no_pure_equilibrium)
    assert game.shape == (2, 2)
    assert np.abs(game.payoffs).max() <= 3  # distinct payoffs need 0 to 3


def test_games_shrink_to_fewest_players_strategies_and_zero():
    assert smallest(testing.games(), lambda game: True).equals(bg.Game([[0]]))
    assert smallest(testing.games(), lambda game: game.payoffs.min() <= -2).equals(bg.Game([[-2]]))
    assert smallest(testing.games(), lambda game: game.payoffs.max() >= 40).equals(bg.Game([[40]]))
    tied = smallest(testing.games(players=(2, 3), strategies=(2, 3), degenerate=True), lambda game: True)
    assert tied.equals(bg.Game(np.zeros((2, 2, 2), dtype=int)))
    only_third = smallest(testing.games(), lambda game: len(game.players) == 3 and game.payoffs[2].any())
    assert only_third.shape == (1, 1, 1)
    assert np.abs(only_third.payoffs).sum() == 1


@given(testing.games())
@FEW
def test_a_game_prints_as_what_builds_it(game):
    assert eval(pretty(game), NAMES).equals(game)


def test_a_failure_prints_the_game(failure):
    printed = failure(testing.games(), has_no_pure_equilibrium)
    assert has_no_pure_equilibrium(eval(printed, NAMES))


BAD_GAMES = {
    "no player": ({"players": 0}, "players = 0: must be a whole number from 1 up"),
    "reversed": ({"players": (3, 2)}, r"players = \[3, 2\]: must be a whole number from 1 up, or a range"),
    "no strategy": ({"strategies": (0, 2)}, r"strategies = \[0, 2\]: must be a whole number from 1 up"),
    "true": ({"players": True}, "players = true: must be"),
    "text": (
        {"players": "two"},
        r'players = "two": must be a whole number, \(low, high\), a range or a strategy',
    ),
    "empty range": ({"players": range(2, 2)}, "players = .*: must be a whole number, "),
    "steps": ({"players": range(1, 9, 2)}, "players = .*: must be a whole number, "),
    "three ends": ({"strategies": (1, 2, 3)}, r"strategies = \[1, 2, 3\]: must be a whole number, "),
    "fraction": ({"players": 2.5}, r"players = 2\.5: must be a whole number, "),
    "too many": ({"players": 9, "strategies": 9}, r"have 3,486,784,401 payoffs, more than 1,000,000; lower"),
    "numbers": ({"payoffs": [1, 2]}, "payoffs = .*: must be a Hypothesis strategy, such as"),
    "both": ({"payoffs": st.just(1), "degenerate": False}, "payoffs and degenerate=False exclude each other"),
}


@pytest.mark.parametrize("case", BAD_GAMES)
def test_bad_bounds_are_refused_at_once(case):
    arguments, message = BAD_GAMES[case]
    with pytest.raises(bg.GameError, match=message):
        testing.games(**arguments)


@pytest.mark.parametrize("count", [0, "two", 30])
def test_a_bad_count_that_is_drawn_is_refused(count):
    @given(testing.games(players=st.just(count), strategies=2))
    @FEW
    def test(game):
        raise AssertionError

    with pytest.raises(bg.GameError, match=r"players: the strategy drew|lower players= or strategies="):
        test()


# ---------------------------------------------------------------- profiles


@given(st.data())
@FEW
def test_profiles_fit_their_game(data):
    game = data.draw(testing.games())
    pure, mixed = data.draw(testing.profiles(game)), data.draw(testing.mixed_profiles(game))
    assert all(pure[player] in labels for player, labels in game.strategies.items())
    for player, vector in zip(game.players, game.vectors(mixed), strict=True):
        assert set(mixed[player]) <= set(game.strategies[player])
        assert math.isclose(vector.sum(), 1.0, abs_tol=1e-12)
        assert all(100 * chance == pytest.approx(round(100 * chance)) for chance in mixed[player].values())


def test_profiles_shrink_to_first_strategies_and_reach_every_face():
    game = bg.Game(np.zeros((2, 3, 2)))
    everybody_first = {"player 1": {"s1": 1.0}, "player 2": {"s1": 1.0}}
    assert smallest(testing.mixed_profiles(game), lambda mixed: True) == everybody_first
    assert smallest(testing.profiles(game), lambda pure: True) == {"player 1": "s1", "player 2": "s1"}
    for support in ({"s2"}, {"s3"}, {"s1", "s3"}, {"s1", "s2", "s3"}):
        smallest(testing.mixed_profiles(game), lambda mixed, s=support: set(mixed["player 1"]) == s)
