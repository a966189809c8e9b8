"""The path of logit equilibria as it is drawn: of one who gains 1 by its second strategy."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.report.figures import mistakes
from belarusgame.report.figures.mistakes import FINEST, three_of

GAME = bg.Game(
    [[[0, 0, 0], [1, 1, 1]], [[0, 0, 0], [0, 0, 0]]], ["one", "two"], [["stay", "go"], ["l", "m", "r"]]
)


@pytest.fixture(scope="module")
def path():
    return bg.solve.logit_path(GAME)


def test_rows_follow_the_formula_of_one_decision(path):
    rows = mistakes(path).rows()
    assert rows[0] == {"rationality": 0, "one stay": 0.5, "one go": 0.5} | dict.fromkeys(
        ("two l", "two m", "two r"), pytest.approx(1 / 3)
    )
    for row in rows:
        assert row["one go"] == pytest.approx(1 / (1 + math.exp(-row["rationality"])), abs=1e-6)
    levels = [row["rationality"] for row in rows]
    assert levels == sorted(levels)


def test_the_picture_ends_where_play_settles_or_beyond_the_scenarios_range(path, make):
    assert mistakes(path).span is None
    settled = mistakes(path).end
    assert 1 / (1 + math.exp(-settled)) == pytest.approx(1, abs=0.02)


def test_points_too_near_to_be_told_apart_are_left_out(path):
    drawn = mistakes(path)._drawn()
    assert drawn[0] == 0
    assert len(drawn) < 120
    go = path.profiles[0][drawn, 1]
    assert np.diff(go).max() < 0.15


@pytest.mark.parametrize(
    ("turning_points", "kept"), [((), [0, 2, 4, 6, 7]), ((3,), [0, 2, 3, 5, 7])], ids=["straight", "turning"]
)
def test_of_points_close_together_every_second_is_enough(path, turning_points, kept):
    """Each point is six tenths of what can be seen from the one before; the path ends with the last."""
    go = 0.5 + 0.6 * FINEST * np.arange(8)
    fine = SimpleNamespace(
        rationalities=np.linspace(0.0, FINEST / 2, 8), profiles=[go[:, None]], turning_points=turning_points
    )
    assert type(mistakes(path))._drawn(SimpleNamespace(path=fine, end=1.0)) == kept


def test_one_player_may_be_shown_alone(path):
    rows = mistakes(path, player="one").rows()
    assert set(rows[0]) == {"rationality", "one stay", "one go"}
    alt = mistakes(path, player="one").alt
    assert alt.startswith("Everybody moving at once, from play at random to rationality ")
    assert "one go 99" in alt
    with pytest.raises(bg.GameError, match='"tow"'):
        mistakes(path, player="tow")


def test_a_triangle_takes_a_player_of_three_strategies(path):
    assert three_of(path, None) == three_of(path, "two") == "two"
    assert mistakes(path, as_triangle=True).players == ("two",)
    with pytest.raises(bg.GameError, match="takes a player with three strategies, and two has"):
        three_of(path, "one")
    pair = bg.solve.logit_path(bg.Game([[[0, 0], [1, 1]], [[0, 0], [0, 0]]]))
    four = bg.solve.logit_path(bg.Game([np.zeros((4, 2)), np.zeros((4, 2))]))
    for other in (pair, four):
        with pytest.raises(bg.GameError, match="nobody has"):
            three_of(other, None)
