from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from belarusgame.base.labels import (
    Labels,
    checked_variants,
    choices_of,
    event_of,
    event_words,
    listed,
    make_labels,
    matches,
    product_distribution,
)
from belarusgame.errors import GameError

LABELS = Labels(("row", "column"), (("up", "down"), ("left", "middle", "right")))


def test_a_partial_profile_marks_the_profiles_that_fit() -> None:
    assert LABELS.counts == (2, 3)
    assert LABELS.mask({}).all()
    assert LABELS.mask({"row": "down"}).tolist() == [[False] * 3, [True] * 3]
    assert LABELS.mask({"row": "up", "column": ["right", "left"]}).tolist() == [
        [True, False, True],
        [False] * 3,
    ]
    assert LABELS.allowed({"column": ["right", "right", "left"]}) == ((0, 1), (2, 0))


@pytest.mark.parametrize(
    "profile",
    [
        {"row": "down", "column": {"left": 0.25, "right": 0.75}},
        {"column": [0.25, 0.0, 0.75], "row": np.array([0.0, 1.0])},
        ["down", [0.25, 0, 0.75]],
    ],
)
def test_every_form_of_a_profile_gives_the_same_vectors(profile: Any) -> None:
    row, column = LABELS.vectors(profile)
    assert row.tolist() == [0.0, 1.0]
    assert column.tolist() == [0.25, 0.0, 0.75]
    assert not row.flags.writeable
    assert product_distribution((row, column)).tolist() == [[0.0, 0.0, 0.0], [0.25, 0.0, 0.75]]


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ({"row": "down"}, "the profile says nothing of column"),
        ({"row": "down", "colum": "left"}, 'player "colum" is not one of row, column; did you mean "column"'),
        (
            {"row": "dwon", "column": "left"},
            'row: strategy "dwon" is not one of up, down; did you mean "down"',
        ),
        (["down"], "the profile has 1 entries, but there are 2 players"),
        ("down", '"down" is not a profile'),
        (None, "None is not a profile"),
        (["down", [0.5, 0.5]], "column: 2 probabilities for 3 strategies"),
        (["down", [0.5, 0.5, 0.5]], "column: the probabilities sum to 1.5"),
        (["down", [-0.5, 0.5, 1.0]], "column: probabilities must be numbers from 0 to 1"),
        (["down", [float("nan"), 0.5, 0.5]], "column: probabilities must be numbers from 0 to 1"),
        (["down", ["a", "b", "c"]], 'column: "a" is not a probability'),
        (["down", 3], "column: 3 is neither a strategy nor a vector"),
    ],
)
def test_what_is_no_profile(profile: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        LABELS.vectors(profile)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("up", 'partial profile = "up": must be a mapping such as {player: strategy} or'),
        ({"row": []}, r"row: \[\] is neither a strategy nor a list of strategies"),
        ({"row": 3}, "row: 3 is neither a strategy nor a list of strategies"),
        ({"row": ["up", 3]}, "row: strategy 3 is not one of up, down"),
        ({("row",): "up"}, r'player \["row"\] is not one of row, column'),
    ],
)
def test_what_is_no_partial_profile(event: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        LABELS.mask(event)


def test_labels_are_made_up_where_none_are_given() -> None:
    labels = make_labels((2, 2, 3), None, None)
    assert labels.players == ("player 1", "player 2")
    assert labels.strategies == (("s1", "s2"), ("s1", "s2", "s3"))
    named = make_labels((2, 2, 3), ["a", "b"], {"b": ["x", "y", "z"], "a": ["u", "v"]})
    assert named.strategies == (("u", "v"), ("x", "y", "z"))
    assert named.named((1, 2)) == {"a": "v", "b": "z"}


@pytest.mark.parametrize(
    ("players", "strategies", "message"),
    [
        (["a"], None, "players: 1 names for 2 in the payoffs"),
        (["a", "a"], None, 'players: "a" appears twice'),
        (["a", ""], None, 'players: "" is not a name'),
        (["a", ["b"]], None, r'players: \["b"\] is not a name'),
        (3, None, "players = 3: must be a list of names"),
        (None, [["u", "v"], ["x", "y"]], "strategies of player 2: 2 names for 3"),
        (None, [["u", "v"]], "strategies has 1 entries for 2 players"),
        (
            ["a", "b"],
            {"a": ["u", "v"], "c": ["x", "y", "z"]},
            "strategies must name exactly the players a, b",
        ),
        (None, [["u", "u"], ["x", "y", "z"]], 'strategies of player 1: "u" appears twice'),
        (None, [3, ["x", "y", "z"]], "strategies of player 1 = 3: must be a list of names"),
        (None, 3, "strategies = 3: must be a list of lists"),
    ],
)
def test_labels_that_do_not_fit(players: Any, strategies: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        make_labels((2, 2, 3), players, strategies)


def test_probabilities_may_miss_their_sum_and_zero_by_rounding_only() -> None:
    row, column = LABELS.vectors([[1.0 + 4e-10, -5e-10], {"left": 0.1 + 0.2, "right": 0.7}])
    assert row.tolist() == [1.0 + 4e-10, 0.0]
    assert column.tolist() == [0.1 + 0.2, 0.0, 0.7]
    for vector in ([1.0 + 3e-9, 0.0], [1.0 - 3e-9, 0.0], [0.0, 0.0]):
        with pytest.raises(GameError, match="row: the probabilities sum to"):
            LABELS.vectors([vector, "left"])
    for vector in ([1.0, -3e-9], [float("inf"), 0.0], [float("inf"), float("-inf")]):
        with pytest.raises(GameError, match="row: probabilities must be numbers from 0 to 1"):
            LABELS.vectors([vector, "left"])


def test_a_partial_profile_admits_all_that_it_does_not_name() -> None:
    assert LABELS.allowed({}) == ((0, 1), (0, 1, 2))
    assert LABELS.allowed({"column": "middle"}) == ((0, 1), (1,))
    assert (LABELS.player_index("column"), LABELS.strategy_index(1, "right")) == (1, 2)
    assert product_distribution([np.array([0.25, 0.75]), np.array([0.5, 0.5])]).sum() == 1.0


@pytest.mark.parametrize(
    ("strategies", "message"),
    [
        ({"a": ["u", "v"]}, "strategies must name exactly the players a, b$"),
        ({"a": ["u", "v"], "b": ["x", "y", "z"], "B": []}, 'exactly the players a, b; did you mean "b"'),
        ({"a": ["u", "v"], "b": 3}, "strategies of b = 3: must be a list of names"),
        ([["u", "v"], ["x", "y", "z"], ["w"]], "strategies has 3 entries for 2 players"),
    ],
)
def test_strategies_must_be_those_of_the_players(strategies: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        make_labels((2, 2, 3), ["a", "b"], strategies)


def test_variants_are_kept_of_those_players_that_have_some() -> None:
    assert checked_variants(LABELS, {"row": {}, "column": {"left": "right", "middle": "right"}}) == {
        "column": {"left": "right", "middle": "right"}
    }
    for variants in ({"column": {"left": "middle", "middle": "right"}}, {"column": {"left": "left"}}):
        with pytest.raises(GameError, match="is itself a variant"):
            checked_variants(LABELS, variants)
    for unknown in ({"column": {"left": "x"}}, {"column": {"x": "left"}}, {"rwo": {}}):
        with pytest.raises(GameError, match="is not one of"):
            checked_variants(LABELS, unknown)
    for odd in ({"column": "left"}, ["column"]):
        with pytest.raises(GameError, match="must be a mapping such as"):
            checked_variants(LABELS, odd)  # type: ignore[arg-type]


def test_one_or_several_strategies_are_copied_alike() -> None:
    several = ["left", "right"]
    found = choices_of("event", {"row": "up", "column": several})
    several.clear()
    assert found == {"row": ("up",), "column": ("left", "right")}
    assert choices_of("event", {"row": np.array(["up", "down"])}) == {"row": ("up", "down")}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "better = None: must be a mapping such as"),
        ([("row", "up")], "better = .*: must be a mapping such as"),
        ({"row": 3}, "row: 3 is neither a strategy nor a list of strategies"),
        ({"row": []}, r"row: \[\] is neither a strategy nor a list of strategies"),
        ({10**5000: np.array(3)}, "a whole number of .* digits: 3 is neither a strategy nor"),
        ({}, "better = {}: must name at least one player"),
    ],
)
def test_what_is_no_event(given: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        event_of("better", given)


def test_an_event_in_words() -> None:
    assert event_words({"row": "up", "column": ["left", "right"]}) == "row = up, column = left or right"
    assert event_words({}) == "anything"


def test_what_is_left_of_an_event() -> None:
    assert LABELS.left_of({"row": ["up", "over"], "column": "left"}) == {"row": ("up",), "column": ("left",)}
    assert LABELS.left_of({"row": "over", "column": "left"}) is None
    with pytest.raises(GameError, match='player "rwo" is not one of'):
        LABELS.left_of({"rwo": "up"})


@pytest.mark.parametrize(
    ("profile", "fits"),
    [
        ({"row": "up", "column": "left"}, True),
        ({"row": "up", "column": "middle"}, True),
        ({"row": "up", "column": "right"}, False),
        ({"row": "down", "column": "left"}, False),
        ({"column": "left"}, False),
    ],
)
def test_a_profile_fits_if_everybody_named_does_as_said(profile: dict[str, str], fits: bool) -> None:
    assert matches({"row": ("up",), "column": ("left", "middle")}, profile) == fits
    assert matches({}, profile)


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_is_written_as_a_sentence_has_it(words: list[str], said: str) -> None:
    assert listed(words) == said
    assert listed(words, "or") == said.replace(" and ", " or ")
