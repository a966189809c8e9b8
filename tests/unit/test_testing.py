import datetime
import itertools
import math
import os
import pickle
import subprocess
import sys
import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.data import Status

import belarusgame as bg
from belarusgame import testing
from belarusgame._hypothesis_hook import register
from belarusgame._strategies_scenarios import scenario_tables
from belarusgame.solve import Box, Component, Solution
from belarusgame.solve._bimatrix import two_player_solution

ROOT = Path(__file__).parents[2]
BELARUS = bg.load_scenario("belarus-2022")
FEW = settings(max_examples=60, deadline=None, database=None)
#: Always the same draws, and no time spent on explaining a failure.
SURE = settings(FEW, max_examples=1000, derandomize=True, phases=[Phase.generate, Phase.shrink])
NAMES = {
    "Draw": testing.Draw,
    "Fraction": Fraction,
    "Game": bg.Game,
    "Scenario": bg.Scenario,
    "datetime": datetime,
}


def smallest(strategy, condition):
    return find(strategy, condition, settings=SURE)


def failure(strategy, breaks):
    """Return what Hypothesis prints for the argument of a failing test."""

    @SURE
    @given(strategy)
    def test(value):
        assert not breaks(value)

    with pytest.raises(AssertionError) as caught:
        test()
    note = "\n".join(caught.value.__notes__)
    return note[note.index("value=") + len("value=") : note.rindex(",")]


def has_no_pure_equilibrium(game):
    return not bg.solve.pure_equilibria(game).outcomes


# ---------------------------------------------------------------- games

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
    @given(testing.games(players=3, strategies=(2, 3), degenerate=True))
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
    assert min(seen[kind] for kind in ("duplicate", "indifferent", "powerless")) > 100
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
    assert eval(repr(game), NAMES).equals(game)


def test_a_failure_prints_the_game():
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


# ---------------------------------------------------------------- weights, drivers, types, draws

TUG = {
    "scenario": {
        "title": "Who gives way?",
        "date": datetime.date(2022, 3, 23),
        "reference": {"a": "hold", "b": "hold"},
    },
    "players": {
        "a": {"strategies": {"hold": "", "yield": ""}},
        "b": {"strategies": {"hold": "", "yield": "", "leave": ""}},
    },
    "considerations": {
        "a": {
            "pride": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": 0.75, "likely": 1, "high": 1.25},
                "effects": [{"when": {"a": "yield"}, "adds": -2}],
            },
            "peace": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": 0, "likely": 0.5, "high": 1.5},
                "driver": "war",
                "effects": [{"when": {"a": "yield"}, "adds": 1}],
            },
            "third": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": Fraction(1, 3), "likely": 0.5, "high": 0.5},
                "effects": [{"when": {"a": "yield", "b": "leave"}, "adds": 1}],
            },
        },
        "b": {
            "fear": {
                "sentence": "x",
                "judgement": "x",
                "weight": {"low": 1, "likely": 1, "high": 1},
                "effects": [{"when": {"b": "leave"}, "adds": -1}],
            }
        },
    },
    "drivers": {"war": {"judgement": "x", "level": {"low": 1.5, "likely": 2, "high": 4}}},
    "types": {
        "a": {
            "meek": {
                "judgement": "x",
                "probability": {"low": 0, "likely": 0.5, "high": 1},
                "scales": {"pride": 0.5},
            }
        }
    },
}
SCENARIO = bg.Scenario.from_tables(TUG)


def yields(draw):
    return draw.game.payoff("a", {"a": "yield", "b": "hold"}) > 0


@pytest.mark.parametrize("scenario", [BELARUS, SCENARIO], ids=["belarus", "tug"])
def test_weights_drivers_and_types_are_admissible(scenario):
    @settings(FEW, max_examples=150)
    @given(testing.weights(scenario), testing.drivers(scenario), testing.types(scenario))
    def test(weights, drivers, types):
        for key, value in weights.items():
            allowed = scenario.consideration(key).weight
            assert float(allowed.low) <= value <= float(allowed.high)
            assert value != allowed.likely
        for driver in scenario.drivers:
            assert driver.level.low <= drivers.get(driver.name, 1.0) <= driver.level.high
        assert all(any((made.player, made.name) == pair for made in scenario.types) for pair in types.items())
        scenario.factors(weights, drivers, types)

    test()


def test_both_ends_of_a_range_come_up_often():
    seen = Counter()

    @settings(SURE, max_examples=200)
    @given(testing.weights(SCENARIO))
    def test(weights):
        seen[weights.get("a.third", 0.5)] += 1
        seen[weights.get("a.pride", 1)] += 1

    test()
    assert seen[Fraction(1, 3)] > 10
    assert seen[0.75] > 25
    assert seen[1.25] > 25
    assert set(seen) > {0.9, 1.1, 0.96}  # round numbers, a step of 0.02


def test_an_unchanged_scenario_is_the_simplest():
    assert smallest(testing.weights(BELARUS), lambda weights: True) == {}
    assert smallest(testing.drivers(BELARUS), lambda drivers: True) == {}
    assert smallest(testing.types(BELARUS), lambda types: True) == {}
    assert repr(smallest(testing.draws(BELARUS), lambda draw: True)) == "Draw(scenario=scenario)"


def test_a_level_of_one_that_is_out_of_range_is_never_kept_silent():
    assert smallest(testing.drivers(SCENARIO), lambda drivers: True) == {"war": 2.0}


def test_draws_shrink_to_few_and_small_changes():
    # At the likely weights and the level 2: -2 + 0.5 * 2 < 0. More than 1 * level is needed from `peace`.
    by_weight = smallest(testing.draws(SCENARIO), lambda draw: yields(draw) and not draw.types)
    assert set(by_weight.weights) <= {"a.pride", "a.peace"}
    assert len(by_weight.weights) <= 2
    for key in by_weight.weights:  # it takes them all
        fewer = {name: value for name, value in by_weight.weights.items() if name != key}
        assert not yields(testing.Draw(scenario=SCENARIO, weights=fewer, drivers=by_weight.drivers))
    by_type = smallest(testing.draws(SCENARIO), lambda draw: yields(draw) and bool(draw.types))
    assert by_type.types == {"a": "meek"}
    assert len(by_type.weights) + (by_type.drivers != {"war": 2.0}) == 1


def test_of_many_weights_only_those_that_matter_are_changed():
    # The likely weights are 0.5 and 1; the nearest round numbers that do are 0.2 and 1.1.
    def matter(weights):
        return weights.get("putin.loans", 0.5) < 0.25 and weights.get("putin.control", 1) > 1.09

    assert smallest(testing.weights(BELARUS), matter) == {"putin.loans": 0.2, "putin.control": 1.1}


@given(testing.draws(SCENARIO))
@FEW
def test_a_draw_is_the_scenarios_game_and_prints_as_what_makes_it(draw):
    assert draw.game.equals(SCENARIO.game(draw.weights, draw.drivers, draw.types))
    again = eval(repr(draw), NAMES | {"scenario": SCENARIO})
    assert again.game.equals(draw.game)
    assert len(draw.rows()) == len(draw.weights) + len(draw.drivers) + len(draw.types)
    assert pickle.loads(pickle.dumps(draw)).game.equals(draw.game)


def test_a_draw_reads_as_a_table():
    draw = testing.Draw(scenario=BELARUS, weights={"putin.manpower": 1.4}, types={"putin": "desperate"})
    assert str(draw).splitlines() == [
        "Draw from belarus-2022.toml: 2 changes from the likely game",
        " input                   likely   here",
        " ──────────────────────────────────────────",
        " weight putin.manpower   1        1.4",
        " type of putin           none     desperate",
    ]


def test_a_failure_prints_the_draw_without_the_scenario():
    printed = failure(testing.draws(SCENARIO), yields)
    assert len(printed) < 200
    assert yields(eval(printed, NAMES | {"scenario": SCENARIO}))


# ---------------------------------------------------------------- scenarios and assumptions


def test_scenarios_hold_all_that_a_file_can():
    seen = Counter()

    @settings(max_examples=150, deadline=None, database=None, derandomize=True)
    @given(testing.scenarios(players=(1, 3), strategies=(2, 3)))
    def test(scenario):
        assert len(scenario.players) <= 3
        assert set(scenario.labels.counts) <= {2, 3}
        assert scenario.game().payoff(scenario.players[0].key, scenario.reference) == 0
        seen[len(scenario.players)] += 1
        seen["order"] += scenario.order is not None
        seen["question"] += scenario.question is not None
        seen["claims"] += any(c.claims for c in scenario.considerations)
        seen["extended"] += any(c.extended_by for c in scenario.considerations)
        seen["driver"] += any(c.driver for c in scenario.considerations)
        seen["dynamics"] += any(driver.dynamics for driver in scenario.drivers)
        seen["types"] += bool(scenario.types)
        seen["variants"] += any(player.variants for player in scenario.players)
        seen.update({made.form for made in scenario.assumptions})

    test()
    forms = ["prefers", "monotone", "never", "always", "dominates", "ordering"]
    kinds = ["order", "question", "claims", "extended", "driver", "dynamics", "types", "variants"]
    assert all(seen[kind] >= 5 for kind in [1, 2, 3, *kinds, *forms]), seen


def test_the_simplest_scenario_and_how_it_prints():
    printed = failure(testing.scenarios(players=(1, 2)), lambda scenario: True)
    assert printed.startswith("Scenario.from_tables(")
    scenario = eval(printed, NAMES)
    assert scenario.labels.counts == (2,)
    assert [c.weight.likely for c in scenario.considerations] == [1]
    assert not (scenario.drivers or scenario.types or scenario.assumptions or scenario.evidence.claims)


def test_a_draw_from_a_drawn_scenario_prints_in_full():
    printed = failure(
        testing.scenarios(players=1, strategies=2).flatmap(testing.draws), lambda draw: bool(draw.weights)
    )
    assert len(eval(printed, NAMES).weights) == 1


def test_assumptions_could_stand_in_the_file():
    @FEW
    @given(st.data())
    def test(data):
        tables = data.draw(scenario_tables((1, 3), (2, 3)))
        drawn = data.draw(testing.assumptions(bg.Scenario.from_tables(tables)))
        table = {"role": drawn.role, "judgement": drawn.judgement, drawn.form: drawn.statement}
        (resolved,) = bg.Scenario.from_tables(tables | {"assumptions": {"drawn": table}}).assumptions
        assert resolved == drawn

    test()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"strategies": (1, 3)}, r"strategies = \[1, 3\]: must be a whole number from 2 up"),
        ({"players": 0}, "players = 0: must be a whole number from 1 up"),
        ({"players": st.just(2)}, "takes numbers or ranges"),
    ],
)
def test_bad_bounds_of_scenarios_are_refused(arguments, message):
    with pytest.raises(bg.GameError, match=message):
        testing.scenarios(**arguments)


# ---------------------------------------------------------------- what Hypothesis sees

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
    "file", sorted((ROOT / "src/belarusgame").glob("_strategies_*.py")), ids=lambda f: f.stem
)
def test_no_strategy_filters(file):
    source = file.read_text("utf-8")
    assert not [
        word for word in (".filter(", "assume(", "reject(", "unique=", "unique_by=") if word in source
    ]


def test_types_are_registered():
    register()

    @settings(max_examples=3, deadline=None, database=None)
    @given(st.from_type(bg.Game), st.from_type(bg.Scenario))
    def test(game, scenario):
        assert isinstance(game, bg.Game)
        assert isinstance(scenario, bg.Scenario)

    test()


def test_the_entry_point_registers_and_loads_nothing_early(tmp_path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    installed = tmp_path / "belarusgame-0.1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: belarusgame\nVersion: 0.1.0\n")
    points = project["entry-points"]["hypothesis"]
    lines = ["[hypothesis]", *(f"{name} = {target}" for name, target in points.items())]
    (installed / "entry_points.txt").write_text("\n".join(lines))
    script = (
        "import sys, belarusgame as bg\n"
        "assert 'hypothesis' not in sys.modules\n"
        "from hypothesis import find, strategies as st\n"
        "assert 'belarusgame.testing' not in sys.modules and 'pydantic' not in sys.modules\n"
        "print(find(st.from_type(bg.Game), lambda game: True).shape)\n"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=os.environ | {"PYTHONPATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "(1,)\n", done.stderr


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
