import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.data import Status

import belarusgame as bg
from belarusgame import testing
from belarusgame.solve import Box, Component, Solution
from belarusgame.solve.two_player.components import two_player_solution

ROOT = Path(__file__).parents[3]
BELARUS = bg.load_scenario("belarus-2022")


STRATEGIES = {
    "games": testing.games(),
    "degenerate": testing.games(degenerate=True),
    "distinct": testing.games(degenerate=False),
    "large": testing.games(players=4, strategies=4),
    "counts drawn": testing.games(players=st.integers(1, 3), strategies=st.integers(1, 3)),
    "floats": testing.games(payoffs=st.floats(-1, 1)),
    "weights": testing.weights(BELARUS),
    "draws": testing.draws(BELARUS),
    "scenarios": testing.scenarios(),
    "assumptions": testing.assumptions(BELARUS),
}


@pytest.mark.parametrize("name", STRATEGIES)
def test_nothing_drawn_is_thrown_away_and_no_health_check_complains(name):
    ended = Counter()

    @settings(max_examples=100, database=None, deadline=None, phases=[Phase.generate])
    @given(st.data())
    def test(data):
        try:
            data.draw(STRATEGIES[name])
            ended["well"] += 1
        except BaseException:  # Hypothesis ends a rejected draw so; no public name tells why
            ended[data.conjecture_data.status] += 1
            raise

    test()
    assert ended.pop("well") == 100
    assert set(ended) <= {Status.OVERRUN}  # Hypothesis cuts some tries short to see how much is drawn


@pytest.mark.parametrize(
    "file", sorted((ROOT / "src/belarusgame/testing").glob("*.py")), ids=lambda f: f.stem
)
def test_no_strategy_filters(file):
    source = file.read_text("utf-8")
    assert not [
        word for word in (".filter(", "assume(", "reject(", "unique=", "unique_by=") if word in source
    ]


# ---------------------------------------------------------------- assertions

PENNIES = bg.Game([[[1, -1, -2], [-1, 1, -2]], [[-1, 1, -3], [1, -1, -3]]], ["row", "column"])
EVEN = {"row": {"s1": 0.5, "s2": 0.5}, "column": {"s1": 0.5, "s2": 0.5}}


def test_an_equilibrium_passes_in_any_form():
    testing.assert_equilibrium(PENNIES, EVEN)
    testing.assert_equilibrium(PENNIES, [[0.5, 0.5], [0.5, 0.5, 0.0]])
    testing.assert_equilibrium(PENNIES, {"row": "s1", "column": "s1"}, tolerance=2.0)


def test_the_message_names_player_gain_and_better_reply():
    with pytest.raises(AssertionError) as caught:
        testing.assert_equilibrium(PENNIES, {"row": "s1", "column": "s3"}, tolerance=0.5)
    assert str(caught.value) == ("no equilibrium: column would gain 4 by s2 (payoff 1 instead of -3)")
    with pytest.raises(AssertionError, match=r"row would gain 0\.2 by s2 .*payoff 0\.2 instead of 0\)"):
        testing.assert_equilibrium(PENNIES, {"row": [0.5, 0.5], "column": [0.4, 0.6, 0.0]})
    with pytest.raises(AssertionError, match=r"row would gain 0\.2"):
        testing.assert_equilibrium(PENNIES, [[0.5, 0.5], [0.4, 0.6, 0.0]], tolerance=0.1999)


@pytest.mark.parametrize("tolerance", [-1.0, math.nan])
def test_a_tolerance_that_makes_no_sense_is_refused(tolerance):
    with pytest.raises(bg.GameError, match="tolerance"):
        testing.assert_equilibrium(PENNIES, EVEN, tolerance=tolerance)
    with pytest.raises(bg.GameError, match="tolerance"):
        testing.assert_same_equilibria([], [], tolerance=tolerance)


def equilibrium(first, second, game=PENNIES):
    return bg.game.equilibrium_at(game, [first, second])


def solution(found, boxes=(), status="complete"):
    components = tuple(
        Component(
            box=Box(labels=PENNIES.labels, bounds=tuple(np.array(ends, dtype=float) for ends in box)),
            samples=(),
        )
        for box in boxes
    )
    return Solution(
        outcomes=tuple(found), concept="nash", status=status, method="by hand", components=components
    )


A = equilibrium([1, 0], [1, 0, 0])
B = equilibrium([0, 1], [0, 1, 0])
NEAR_A = equilibrium([1 - 1e-7, 1e-7], [1, 0, 0])
EDGE = [[(0.9, 1), (0, 0.1)], [(1, 1), (0, 0), (0, 0)]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([], []),
        ([A, B], [B, A]),
        ([A], [NEAR_A]),
        (solution([A, B]), [B, NEAR_A]),
        (solution([B], [EDGE]), [A, B]),
        (solution([B], [EDGE]), [B, A, NEAR_A]),
        (solution([B], [EDGE]), solution([B], [EDGE])),
    ],
)
def test_the_same_equilibria_pass(first, second):
    testing.assert_same_equilibria(first, second)
    testing.assert_same_equilibria(second, first)


@pytest.mark.parametrize(
    ("first", "second", "only"),
    [
        ([A, B], [A], "only in the first: row: s2; column: s2 "),
        ([A], [A, NEAR_A], "only in the second: row: s1 1 s2 1e-07; column: s1 "),
        ([], solution([A]), "only in the second: row: s1; column: s1 "),
        (solution([A]), solution([A], [[[(0, 0), (1, 1)], EDGE[1]]]), "only in the second: a component, in "),
        (solution([], [EDGE]), [B], "only in the first: a component, in {'row'"),
        (solution([], [EDGE]), [A, B], "only in the second: row: s2; column: s2 "),
    ],
)
def test_different_equilibria_fail_either_way_round(first, second, only):
    with pytest.raises(AssertionError) as caught:
        testing.assert_same_equilibria(first, second)
    assert only in str(caught.value)
    swapped = (
        only.replace("the first", "the X").replace("the second", "the first").replace("the X", "the second")
    )
    with pytest.raises(AssertionError) as caught:
        testing.assert_same_equilibria(second, first)
    assert swapped in str(caught.value)


def test_the_tolerance_is_the_largest_distance():
    away = equilibrium([1 - 2e-6, 2e-6], [1, 0, 0])
    testing.assert_same_equilibria([A], [away], tolerance=2.001e-6)
    with pytest.raises(AssertionError, match="only in the second: row: s1 1 s2 2e-06"):
        testing.assert_same_equilibria([A], [away], tolerance=1.999e-6)


def test_partners_are_found_where_the_nearest_one_is_taken():
    # In a row at distances of 0.6 tolerances: the middle one fits either neighbour, the ends only one each.
    one, two, three = (equilibrium([1 - x, x], [1, 0, 0]) for x in (0.0, 6e-7, 12e-7))
    testing.assert_same_equilibria([two, one], [two, three])


def test_equilibria_are_compared_by_name():
    turned = bg.Game(PENNIES.payoffs[::-1].swapaxes(1, 2), ["column", "row"])
    mirrored = equilibrium([0, 0.25, 0.75], [0.5, 0.5], turned)
    testing.assert_same_equilibria([equilibrium([0.5, 0.5], [0, 0.25, 0.75])], [mirrored])


def test_other_games_and_other_things_are_refused():
    other = equilibrium([1], [1], bg.Game([[[0]], [[0]]]))
    with pytest.raises(bg.GameError, match="equilibria of different games"):
        testing.assert_same_equilibria([A], [other])
    with pytest.raises(bg.GameError, match=r"\{row = .* is no Equilibrium; give a Solution or a list"):
        testing.assert_same_equilibria([EVEN], [A])


def test_two_solvers_agree_on_a_game():
    exact = two_player_solution(PENNIES)
    testing.assert_same_equilibria(exact, bg.solve.two_player_equilibria(PENNIES))
    with pytest.raises(AssertionError, match="only in the first"):
        testing.assert_same_equilibria(exact, bg.solve.pure_equilibria(PENNIES))
