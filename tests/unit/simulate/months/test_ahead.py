"""The grid on which players look ahead: its levels, and the chances to come from one to another."""

from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.simulate.months.ahead import make_grid


def world(level, decay=(), noise=(), pushes=()):
    return SimpleNamespace(
        level=np.array(level, dtype=float).reshape(-1, 3),
        decay=np.array(decay, dtype=float),
        noise=np.array(noise, dtype=float),
        pushes=np.array(pushes, dtype=float),
    )


def test_levels_are_evenly_spaced_and_a_driver_that_cannot_move_has_one():
    grid = make_grid(world([[0, 1, 2], [1, 1, 1]], [0, 0], [0, 0], [[0, 0], [0, 0]]), 3)
    assert grid.sizes.tolist() == [3, 1]
    assert grid.levels.tolist() == [[0, 1, 2], [1, 0, 0]]
    assert grid.points.tolist() == [[0, 1], [1, 1], [2, 1]]


def test_profiles_that_move_all_drivers_alike_are_of_one_kind():
    grid = make_grid(world([[0, 1, 2], [0, 1, 2]], [0, 0], [0, 0], [[0, 1, 0, 1], [0, 0, 0, 1]]), 2)
    assert grid.kinds.tolist() == [0, 1, 0, 2]
    assert len(grid.moves) == 3


def test_without_noise_a_level_goes_where_the_step_leads_it_shared_between_neighbours():
    """Half of the way to 1, and then up by a quarter: from 0 to 3/4, from 1 to 5/4, from 2 to 7/4."""
    grid = make_grid(world([[0, 1, 2]], [0.5], [0], [[0.25]]), 3)
    ((chances,),) = grid.moves
    assert chances.tolist() == [[0.25, 0.75, 0], [0, 0.75, 0.25], [0, 0.25, 0.75]]


def test_what_would_leave_the_range_is_held_at_its_end():
    ((up,), (down,)) = make_grid(world([[0, 1, 2]], [0], [0], [[5, -5]]), 3).moves
    assert up.tolist() == [[0, 0, 1]] * 3
    assert down.tolist() == [[1, 0, 0]] * 3
    ((stays,),) = make_grid(world([[1, 1, 1]], [0], [0], [[5]]), 3).moves
    assert stays.tolist() == [[1]]


def test_noise_keeps_the_mean_and_has_its_variance_up_to_the_grid():
    """A fine grid far from its ends: the mean is exact, and interpolation adds less than a cell squared."""
    levels = 81
    ((chances,),) = make_grid(world([[-10, 1, 10]], [0], [0.5], [[0.125]]), levels).moves
    row = np.linspace(-10, 10, levels)
    middle = levels // 2
    assert chances.sum(axis=1) == pytest.approx(1)
    mean = chances[middle] @ row
    assert mean == pytest.approx(0.125, abs=1e-12)
    spread = chances[middle] @ (row - mean) ** 2
    assert 0.25 <= spread <= 0.25 + (row[1] - row[0]) ** 2 / 4


def test_without_drivers_there_is_one_point_and_one_kind():
    empty = world(np.zeros((0, 3)), pushes=np.zeros((0, 4)))
    grid = make_grid(empty, 5)
    assert grid.kinds.tolist() == [0, 0, 0, 0]
    assert (grid.points.shape, grid.moves) == ((1, 0), ((),))
