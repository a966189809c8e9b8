"""What happens within a month, against slow obvious implementations."""

import itertools

import numpy as np

from belarusgame.base.counter import seed_keys
from belarusgame.simulate.chance import Stream, tags_of
from belarusgame.simulate.months import steps

GENERATOR = np.random.default_rng(4)


def test_between_the_points_of_a_grid_there_is_a_straight_line():
    grid = np.array([[0.0, 1.0, 4.0], [1.0, 2.0, 0.0]])  # the second driver has two levels
    sizes = np.array([3, 2])
    slopes = np.array([2.0, -3.0])

    def plane(levels):
        return 1.0 + levels @ slopes

    points = np.array(list(itertools.product(grid[0], grid[1, :2])))
    values = plane(points)[:, None, None] * np.array([[1.0, 10.0], [2.0, 20.0]])
    levels = np.column_stack([GENERATOR.uniform(0, 4, 50), GENERATOR.uniform(1, 2, 50)])
    levels[:3] = [[0.0, 1.0], [1.0, 2.0], [4.0, 2.0]]
    profiles, classes = np.array([0, 1, 2]), np.array([1, 0, 1])
    out = np.full((50, 2, 3), 0.5)
    steps.interpolate(grid, sizes, values, levels, np.arange(50), profiles, classes, 0.5, out)
    expected = plane(levels)[:, None, None] * np.array([[10.0, 1.0, 10.0], [20.0, 2.0, 20.0]])
    np.testing.assert_allclose(out, 0.5 + 0.5 * expected)


def test_a_profile_is_drawn_by_its_chance_with_one_number_a_player():
    runs, counts = 20_000, np.array([2, 3])
    own = GENERATOR.dirichlet(np.ones(6))
    place, out = np.array([3, 1, 4, 0, 5, 2]), np.zeros(runs, dtype=np.int64)
    stream = Stream(seed_keys(1), np.arange(runs), 1, tags_of("moves", ["one", "two"]))
    arguments = (np.tile(own, (runs, 1)), np.array([1, 0]), counts, place, stream)
    steps.pick(*arguments, out)
    shares = np.array([(out == code).mean() for code in place])
    assert np.all(
        np.abs(shares - own) <= 5.0 * np.sqrt(own * (1 - own) / runs)
    )  # false alarm below 1 in 300,000
    certain = np.tile(np.eye(6)[4], (runs, 1))
    steps.pick(certain, *arguments[1:], out)
    assert np.all(out == place[4])


def test_what_players_get_on_average():
    chances, worth = GENERATOR.dirichlet(np.ones(4), 3), GENERATOR.normal(size=(3, 2, 6))
    place, out = np.array([5, 0, 2, 3]), np.zeros((3, 2))
    steps.expect(chances, place, worth, out)
    np.testing.assert_allclose(out, np.einsum("gs,gis->gi", chances, worth[:, :, place]))
