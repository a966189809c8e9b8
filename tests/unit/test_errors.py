from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

import belarusgame as bg
from belarusgame.errors import (
    BelarusGameError,
    GameError,
    Mistake,
    ScenarioError,
    SeedError,
    nearest,
    one_of,
    quoted,
    unknown,
)


def test_every_error_is_one_of_ours_and_a_value_error() -> None:
    for kind in (GameError, SeedError, ScenarioError):
        assert issubclass(kind, BelarusGameError)
        assert issubclass(kind, ValueError)
    assert issubclass(ScenarioError, SeedError)


def test_a_mistake_names_file_place_problem_and_mend() -> None:
    whole = Mistake(file="a.toml", place="x.y", problem="is odd", hint="make it even")
    assert str(whole) == "a.toml: x.y: is odd; make it even"
    assert str(Mistake(file="a.toml", place="", problem="is empty")) == "a.toml: is empty"
    assert str(Mistake(file="a\n\0.toml", place="", problem="is odd")) == "a\\n\\x00.toml: is odd"


def test_an_error_with_several_mistakes_survives_pickling() -> None:
    mistakes = [Mistake(file="a.toml", place=place, problem="is odd") for place in ("x", "y")]
    error = ScenarioError(mistakes)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is ScenarioError
    assert again.mistakes == error.mistakes == tuple(mistakes)
    assert str(again) == "a.toml: x: is odd\na.toml: y: is odd"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("join", '"join"'),
        ("a\nb\x1b\ud800", '"a\\nb\\x1b\\ud800"'),
        (True, "true"),
        (1.5, "1.5"),
        (Decimal("1E+999999"), "1e+999999"),
        (Decimal("-Infinity"), "-inf"),
        ({"low": Decimal("0.5"), "high": [1, [2, [3]]]}, "{low = 0.5, high = [1, [...]]}"),
        pytest.param(10**5000, "a whole number of more than 4300 digits", id="enormous"),
        (None, "None"),
    ],
)
def test_values_are_shown_on_one_line(value: object, shown: str) -> None:
    assert quoted(value) == shown


def test_what_is_long_is_cut() -> None:
    assert quoted("x" * 10**6) == '"' + "x" * 75 + " ..."
    assert len(quoted(list(range(10**6)))) <= 80
    assert one_of("abcdefghijklm") == "a, b, c, d, e, f, g, h, i, j, k, l, ... (13 in all)"


def test_a_misspelt_name_finds_its_neighbour() -> None:
    assert nearest("jion", ["join", "abstain", "mediate"]) == 'did you mean "join"?'
    assert nearest("JOIN", ["abstain", "Join"]) == 'did you mean "Join"?'
    assert nearest("zzz", ["join", "abstain"]) == ""
    assert unknown("strategy", "jion", ["join"]) == 'strategy "jion" is not one of join; did you mean "join"?'
    assert unknown("strategy", 3, []) == "strategy 3 is not one of (there is none)"


def test_of_what_prints_as_a_table_the_heading_is_quoted():
    assert quoted(bg.Game([[[1, 2]], [[0, 3]]])) == "Game of player 1, player 2: 1 x 2 profiles ..."
