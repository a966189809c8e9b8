from __future__ import annotations

import copy
import pickle
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import belarusgame as bg
from belarusgame.game import equilibrium_at

ROW = [[3, 0, 2], [5, 1, Fraction(1, 3)]]
COLUMN = [[3, 5, 0], [0, 1, 4]]


@pytest.fixture
def game() -> bg.Game:
    return bg.Game(
        [ROW, COLUMN],
        players=["row", "column"],
        strategies=[["up", "down"], ["left", "middle", "right"]],
        variants={"column": {"right": "middle"}},
    )


def test_a_game_shows_what_it_was_built_from(game: bg.Game) -> None:
    assert game.players == ("row", "column")
    assert game.strategies == {"row": ("up", "down"), "column": ("left", "middle", "right")}
    assert game.shape == (2, 3)
    assert game.payoffs.dtype == np.float64
    assert game.payoffs.tolist() == [[[3, 0, 2], [5, 1, 1 / 3]], [[3, 5, 0], [0, 1, 4]]]
    assert game.payoff("row", {"row": "down", "column": "right"}) == Fraction(1, 3)


def test_a_game_cannot_be_changed_and_changes_nothing(game: bg.Game) -> None:
    given = np.arange(12.0).reshape(2, 2, 3)
    made = bg.Game(given)
    given[0, 0, 0] = 99.0
    assert made.payoffs[0, 0, 0] == 0.0
    for array in (made.payoffs, made.exact_payoffs, game.payoffs, game.exact_payoffs):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0, 0] = 7
    game.variants["column"]["left"] = "middle"
    assert game.variants == {"column": {"right": "middle"}}


@pytest.mark.parametrize("players", range(1, 9))
def test_any_number_of_players_and_unequal_counts(players: int) -> None:
    shape = tuple(1 + (i % 3) for i in range(players))
    payoffs = np.random.default_rng(players).integers(-5, 5, (players, *shape))
    game = bg.Game(payoffs)
    assert game.shape == shape
    profile = [labels[-1] for labels in game.strategies.values()]
    assert list(game.expected_payoffs(profile).values()) == payoffs[(slice(None), *[-1] * players)].tolist()


def test_regret_and_best_responses_against_a_slow_obvious_computation(game: bg.Game) -> None:
    profile = {"row": [0.25, 0.75], "column": [0.5, 0.0, 0.5]}
    row = [0.5 * 3 + 0.5 * 2, 0.5 * 5 + 0.5 / 3]
    column = [0.25 * 3, 0.25 * 5 + 0.75 * 1, 0.75 * 4]
    assert game.expected_payoffs(profile)["row"] == pytest.approx(0.25 * row[0] + 0.75 * row[1])
    regret = game.regret(profile)
    assert regret["row"] == pytest.approx(max(row) - (0.25 * row[0] + 0.75 * row[1]))
    assert regret["column"] == pytest.approx(max(column) - (0.5 * column[0] + 0.5 * column[2]))
    assert game.best_responses(profile) == {"row": ("down",), "column": ("right",)}
    assert game.best_responses(profile, tolerance=1.0)["column"] == ("middle", "right")


def test_ties_of_decimals_are_exact() -> None:
    tie = bg.Game([[[Decimal("0.1") + Decimal("0.2"), 0], [Decimal("0.3"), 0]], [[0, 0], [0, 0]]])
    assert tie.best_responses(["s1", "s1"])["player 1"] == ("s1", "s2")
    assert tie.regret(["s1", "s1"])["player 1"] == 0.0
    floats = bg.Game([[[0.1 + 0.2, 0], [0.3, 0]], [[0, 0], [0, 0]]])
    assert floats.best_responses(["s1", "s1"])["player 1"] == ("s1",)  # these floats differ, and so say so


def test_integers_beyond_float64_stay_exact() -> None:
    game = bg.Game([[2**60 + 1, 2**60]])
    assert game.payoff("player 1", {"player 1": "s1"}) == 2**60 + 1
    assert game.best_responses(["s2"]) == {"player 1": ("s1",)}


def test_fixing_and_restricting_keep_labels_and_exactness(game: bg.Game) -> None:
    alone = game.fix({"column": "right"})
    assert alone.players == ("row",)
    assert alone.payoff("row", {"row": "down"}) == Fraction(1, 3)
    fewer = game.restrict({"column": ["right", "left"]})
    assert fewer.strategies["column"] == ("right", "left")
    assert fewer.payoff("column", {"row": "down", "column": "right"}) == 4
    assert fewer.variants == {}  # the head has gone


def test_a_group_of_variants_shares_one_share(game: bg.Game) -> None:
    measure = game.base_measure()
    assert measure["row"].tolist() == [0.5, 0.5]
    assert measure["column"].tolist() == [0.5, 0.25, 0.25]


def test_equality_copying_and_pickling(game: bg.Game) -> None:
    for again in (copy.deepcopy(game), pickle.loads(pickle.dumps(game))):
        assert again.equals(game)
        assert not again.payoffs.flags.writeable
    assert not game.equals(bg.Game([ROW, COLUMN]))
    assert eval(repr(game), {"Game": bg.Game, "Fraction": Fraction}).equals(game)


def test_a_nashpy_game_is_taken_over() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nashpy's own imports
        import nashpy
    matrices = nashpy.Game(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[6, 5, 4], [3, 2, 1]]))
    game = bg.Game.from_nashpy(matrices, players=["row", "column"])
    assert game.shape == (2, 3)
    assert game.payoff("column", {"row": "s2", "column": "s1"}) == 3
    with pytest.raises(bg.GameError, match="3 is not a nashpy game"):
        bg.Game.from_nashpy(3)


@pytest.mark.parametrize(
    ("payoffs", "message"),
    [
        (None, "payoff None is not a finite number"),
        (3, r"payoffs of shape \(\) do not fit"),
        ([], r"payoffs of shape \(0,\) do not fit"),
        ([[]], "every player needs at least one strategy"),
        ([[1, 2], [3, 4]], r"payoffs of shape \(2, 2\) do not fit: 2 arrays need 2 axes each"),
        ([[[1, 2], [3]], [[1, 2], [3, 4]]], r"payoffs must have the shape"),
        ([[1.0, float("nan")]], r"payoffs\[0, 1\] = nan: payoffs must be finite numbers"),
        ([[1.0, float("-inf")]], r"payoffs\[0, 1\] = -inf"),
        ([[Fraction(1), None]], "payoff None is not a finite number"),
        ([[Fraction(1), "1/0"]], 'payoff "1/0" divides by zero'),
        ([[Fraction(1), Decimal("nan")]], "payoff nan is not a finite number"),
        ([[Decimal("1e400"), 1]], r"payoff 1e\+400 is not a finite number"),
        ([[Decimal("1e-99999999"), 1]], "payoff 1e-99999999 is not a finite number"),
        ([[10**400, 1]], "payoff 1000.* is not a finite number"),
        ([["1", "b"]], 'payoff "b" is not a number such as 3, -0.25 or 1/3'),
        ([[1j, 2]], "payoffs must be real numbers, not complex128"),
        ([[b"1", b"2"]], "payoffs must be real numbers, not .S1"),
    ],
    ids=range(17),
)
def test_payoffs_that_make_no_game(payoffs: Any, message: str) -> None:
    with pytest.raises(bg.GameError, match=message):
        bg.Game(payoffs)


DILEMMA = [[(3, 3), (0, 5)], [(5, 0), (1, 1)]]


@pytest.mark.parametrize(
    "cells",
    [
        DILEMMA,
        tuple(tuple(row) for row in DILEMMA),
        [[(1, 2), (3, 4), (5, 6)], [(1, 2), (3, 4), (5, 6)]],
        [[(1, 2)], [(3, 4)], [(5, 6)]],
        [[[3, 3], [0, 5]], [[5, 0], (1, 1)]],
        [("1/3", 2), (1, 1)],
    ],
)
def test_cells_are_not_taken_for_payoffs(cells: Any) -> None:
    with pytest.raises(bg.GameError, match=r"innermost sequences are tuples.*Game\.from_cells"):
        bg.Game(cells)


def test_arrays_of_the_same_shape_as_cells_mean_what_they_mean() -> None:
    for payoffs in (np.array(DILEMMA), np.array(DILEMMA).tolist(), tuple(np.array(DILEMMA))):
        assert bg.Game(payoffs).payoffs.tolist() == [[[3, 3], [0, 5]], [[5, 0], [1, 1]]]


def test_a_table_of_cells_is_a_game() -> None:
    game = bg.Game.from_cells(DILEMMA, ["Ann", "Bob"], [["c", "d"], ["c", "d"]])
    assert game.payoffs.tolist() == [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]


def test_a_table_of_three_players_and_unequal_counts() -> None:
    payoffs = np.random.default_rng(1).integers(0, 9, (3, 2, 4, 3))
    cells = np.moveaxis(payoffs, 0, -1)
    for given in (cells, cells.tolist(), [[[tuple(c) for c in row] for row in part] for part in cells]):
        assert np.array_equal(bg.Game.from_cells(given).payoffs, payoffs)
    assert bg.Game.from_cells([(5,), (7,)]).payoffs.tolist() == [[5, 7]]


def test_fractions_as_text_are_exact() -> None:
    game = bg.Game([["1/3", " 2 "]])
    assert game.exact_payoffs.tolist() == [[Fraction(1, 3), Fraction(2)]]
    mixed = bg.Game.from_cells([[("1/3", 0.1), ("0.1", 2)]])
    assert mixed.exact_payoffs.ravel().tolist() == [
        Fraction(1, 3),
        Fraction(1, 10),
        Fraction(0.1),
        Fraction(2),
    ]


def test_a_frame_of_cells_brings_its_labels() -> None:
    frame = pd.DataFrame(DILEMMA, index=["silent", "talk"], columns=["silent", "talk"])
    assert bg.Game.from_cells(frame).players == ("player 1", "player 2")
    frame = frame.rename_axis(index="Ann", columns="Bob")
    game = bg.Game.from_cells(frame)
    assert game.payoff("Bob", {"Ann": "silent", "Bob": "talk"}) == 5
    assert bg.Game.from_cells(frame, players=["A", "B"]).players == ("A", "B")
    written = frame.map(lambda cell: f"({cell[0]}/3, {cell[1]})")
    assert bg.Game.from_cells(written).payoff("Ann", {"Ann": "talk", "Bob": "talk"}) == Fraction(1, 3)
    assert bg.Game.from_cells(pd.DataFrame([[[1, 2], [3, 4]]])).strategies["player 2"] == ("0", "1")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (5, r"cells of shape \(\) do not fit: a table with 0 axes"),
        ([1, 2], r"cells of shape \(2,\) do not fit: a table with 0 axes .* hold 2 payoffs"),
        ([[(1, 2, 3)]], r"with 2 axes is a game of as many players, and its cells hold 3 payoffs; one array"),
        ([[(1, 2), (3,)]], "every cell must hold one payoff a player"),
        ([[("x", 2)]], 'payoff "x" is not a number'),
        (np.zeros((0, 2, 2)), "every player needs at least one strategy"),
        (pd.DataFrame({"a": [(1, 2), 3]}), r"cell \(1, a\): 3 must hold two payoffs, such as \(3, 5\)"),
        (pd.DataFrame({"a": ["1, 2, 3"]}), r'cell \(0, a\): "1, 2, 3" must hold two payoffs'),
        (pd.DataFrame({("a", "b"): [(1, 2)]}), "one level of labels an axis"),
        (pd.DataFrame([[(1, 2), (3, 4)]], columns=["a", "a"]), '"a" appears twice'),
        (pd.DataFrame(), "do not fit"),
    ],
    ids=range(11),
)
def test_cells_that_make_no_game(cells: Any, message: str) -> None:
    with pytest.raises(bg.GameError, match=message):
        bg.Game.from_cells(cells)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda game: game.fix({"row": "up", "column": "left"}), "every player is fixed"),
        (lambda game: game.fix({"row": ["up"]}), r"row: fix\(\) takes one strategy"),
        (lambda game: game.fix({"rwo": "up"}), 'player "rwo" is not one of .*did you mean "row"'),
        (lambda game: game.restrict({"row": []}), "row: .* is neither a strategy nor a list"),
        (lambda game: game.payoff("row", {"row": [0.5, 0.5], "column": "left"}), "takes a pure profile"),
        (
            lambda game: game.best_responses(["up", "left"], tolerance=-1.0),
            "must be a finite number that is not negative",
        ),
        (
            lambda game: game.best_responses(["up", "left"], tolerance=float("nan")),
            "must be a finite number that is not negative",
        ),
        (lambda game: bg.Game([ROW, COLUMN], variants=3), "variants = 3: must be a mapping"),
        (lambda game: bg.Game([[1, 2]], variants={"player 1": {"s2": "s2"}}), '"s2" is itself a variant'),
        (lambda game: bg.Game([[1, 2]], variants={"player 1": {"s3": "s1"}}), 'strategy "s3" is not one of'),
    ],
)
def test_calls_that_make_no_sense(game: bg.Game, call: Any, message: str) -> None:
    with pytest.raises(bg.GameError, match=message):
        call(game)


#: Three players with 2, 3 and 2 strategies; no two payoffs of a player are the same.
THREE = np.arange(36).reshape(3, 2, 3, 2) * 7 % 37


@pytest.fixture
def three() -> bg.Game:
    labels = {"a": ["a1", "a2"], "b": ["b1", "b2", "b3"], "c": ["c1", "c2"]}
    return bg.Game(THREE, list(labels), labels, variants={"b": {"b3": "b1"}})


def test_averages_and_regrets_of_three_players_against_sums_over_all_profiles(three: bg.Game) -> None:
    mixed = {"a": [0.25, 0.75], "b": [0.5, 0.125, 0.375], "c": [0.625, 0.375]}
    vectors = list(mixed.values())

    def average(player: int, instead: int | None = None) -> float:
        total = 0.0
        for position in np.ndindex(2, 3, 2):
            chances = [
                float(choice == instead)
                if other == player and instead is not None
                else vectors[other][choice]
                for other, choice in enumerate(position)
            ]
            total += float(np.prod(chances)) * float(THREE[(player, *position)])
        return total

    assert three.expected_payoffs(mixed) == pytest.approx({p: average(i) for i, p in enumerate("abc")})
    best = [max(average(i, choice) for choice in range(count)) for i, count in enumerate((2, 3, 2))]
    assert three.regret(mixed) == pytest.approx({p: best[i] - average(i) for i, p in enumerate("abc")})
    alone = three.payoffs_against(1, three.vectors(mixed))
    assert alone.tolist() == pytest.approx([average(1, choice) for choice in range(3)])


def test_where_payoffs_are_counted_from_changes_no_regret(three: bg.Game) -> None:
    mixed = {"a": [0.2, 0.8], "b": [0.5, 0.1, 0.4], "c": [0.7, 0.3]}
    far = bg.Game(three.payoffs + 2.0**49, three.players, three.strategies)
    assert far.regret(mixed) == pytest.approx(three.regret(mixed))
    assert far.best_responses(mixed, tolerance=1e-9) == three.best_responses(mixed, tolerance=1e-9)
    assert equilibrium_at(far, mixed).regrets == far.regret(mixed)


def test_replies_to_a_pure_profile_are_compared_exactly_up_to_the_tolerance(three: bg.Game) -> None:
    profile = {"a": "a2", "b": "b3", "c": "c1"}
    own = {"a": THREE[0, :, 2, 0], "b": THREE[1, 1, :, 0], "c": THREE[2, 1, 2, :]}
    played = {"a": 1, "b": 2, "c": 0}
    assert three.regret(profile) == {p: pays.max() - pays[played[p]] for p, pays in own.items()}
    assert set(three.regret(profile).values()) != {0}
    gap = float(own["b"].max() - sorted(own["b"])[1])
    for tolerance, count in ((0.0, 1), (gap - 0.5, 1), (gap, 2), (100.0, 3)):
        assert len(three.best_responses(profile, tolerance=tolerance)["b"]) == count


def test_a_mixed_profile_that_cannot_be_improved_has_no_negative_regret() -> None:
    third = 1 / 3
    game = bg.Game([[0.1, 0.1, 0.1]])
    assert game.regret([[third, third, 1 - 2 * third]])["player 1"] >= 0.0


def test_fixing_some_of_three_players_leaves_the_others_with_their_variants(three: bg.Game) -> None:
    left = three.fix({"c": "c2"})
    assert left.payoffs.tolist() == THREE[:2, :, :, 1].tolist()
    assert (left.players, left.variants) == (("a", "b"), {"b": {"b3": "b1"}})
    assert three.fix({"b": "b2", "a": "a1"}).payoffs.tolist() == [THREE[2, 0, 1, :].tolist()]
    fewer = three.restrict({"b": ["b3", "b1"], "c": "c2"})
    assert fewer.payoffs.tolist() == THREE[:, :, [2, 0], :][..., [1]].tolist()
    assert (fewer.strategies["b"], fewer.variants) == (("b3", "b1"), {"b": {"b3": "b1"}})
    assert three.restrict({"b": ["b2", "b3"]}).variants == {}


def test_games_differ_by_labels_variants_or_a_payoff(game: bg.Game, three: bg.Game) -> None:
    names = {"players": ["row", "column"], "strategies": game.strategies}
    assert not game.equals(bg.Game([ROW, COLUMN], **names))  # without the variant
    assert bg.Game([ROW, COLUMN], **names, variants={"row": {}, **game.variants}).equals(game)
    assert not game.equals(bg.Game([ROW, ROW], **names, variants=game.variants))
    assert not game.equals(three)
    whole = bg.Game([[1, 2]])
    assert whole.equals(bg.Game([[1.0, 2.0]]))
    assert not whole.equals(bg.Game([[1, 3]]))


def test_an_outcome_tells_its_probabilities_and_its_one_profile_if_it_has_one(game: bg.Game) -> None:
    meeting = bg.Game([[[1, 0], [0, 1], [-9, -9]], [[1, 0], [0, 1], [-9, -9]]])
    mixed = [e for e in bg.solve.all_equilibria(meeting).equilibria if not e.is_pure]
    (outcome,) = mixed
    assert outcome.probability({"player 1": ["s1", "s3"]}) == pytest.approx(0.5)
    assert outcome.probability({}) == 1.0
    assert outcome.probability({"player 1": "s3"}) == 0.0
    assert outcome["player 1"] == pytest.approx({"s1": 0.5, "s2": 0.5, "s3": 0.0})
    assert outcome.regret == max(outcome.regrets.values())
    with pytest.raises(bg.GameError, match="the outcome is mixed"):
        outcome.pure_profile  # noqa: B018
    with pytest.raises(bg.GameError, match='player "x" is not one of'):
        outcome["x"]
    pure = [e.pure_profile for e in bg.solve.pure_equilibria(meeting).equilibria]
    assert pure == [{"player 1": "s1", "player 2": "s1"}, {"player 1": "s2", "player 2": "s2"}]
