"""The first point of the branch of each of many games, and how far a list of points is those of the path."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.logit.first import agreement, first_points

#: One who chooses between 0 and 1, and another one who does not mind.
ALONE = np.array([[[0.0, 0.0], [1.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
#: The first point of the branch stays in the middle until it meets others.
COORDINATION = np.array([[[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]]])
EVEN = [np.array([0.5, 0.5])] * 2


def test_who_minds_nobody_chooses_in_proportion_to_exponentials_and_to_the_base():
    levels = np.array([0.0, 1.0, 3.0])
    base = [np.array([0.25, 0.75]), np.array([0.5, 0.5])]
    points, residuals, followed, singular = first_points(np.stack([ALONE] * 3), base, levels, False)
    odds = 3 * np.exp(levels)
    assert points[:, 1] == pytest.approx(odds / (1 + odds), abs=1e-9)
    assert points[:, 2:] == pytest.approx(0.5, abs=1e-12)
    assert residuals.max() <= 1e-9
    assert not followed.any()
    assert not singular.any()


def test_a_branch_is_followed_by_length_only_where_that_is_asked_for_and_the_quick_way_stalls():
    games = np.stack([ALONE, FOLDED])
    levels = np.array([2.0, 4.0])
    quick, residuals, followed, _ = first_points(games, FOLDED_BASE, levels, False)
    assert not followed.any()
    exact, better, followed, _ = first_points(games, FOLDED_BASE, levels, True)
    assert followed.tolist() == [False, residuals[1] > 1e-9]
    assert better.max() <= 1e-9
    assert quick[0].tolist() == exact[0].tolist()


FOLDED = np.array([[[6.0, 6.0], [6.0, 0.0]], [[6.0, 3.0], [5.0, 6.0]]])
FOLDED_BASE = EVEN


def test_the_share_that_agrees_with_the_path_is_counted():
    games, levels = np.stack([ALONE] * 4), np.array([0.0, 0.5, 1.0, 2.0])
    points = first_points(games, EVEN, levels, False)[0]
    assert agreement(games, EVEN, levels, points) == 1
    points[2, 0] += 1e-3
    assert agreement(games, EVEN, levels, points) == 0.75
    points[3, 0] += 1e-8  # as near as the path is known
    assert agreement(games, EVEN, levels, points) == 0.75
    assert agreement(games[:0], EVEN, levels[:0], points[:0]) is None


def test_a_symmetric_branch_stays_in_the_middle():
    points = first_points(COORDINATION[None], EVEN, np.array([1.5]), False)[0]
    assert points[0] == pytest.approx(0.5, abs=1e-9)


def test_what_is_too_sharp_for_float64_is_refused_with_its_level():
    with pytest.raises(bg.GameError, match=r"rationality = 1e\+09 is too sharp for float64"):
        first_points(np.stack([ALONE] * 2), EVEN, np.array([1.0, 1e9]), False)
