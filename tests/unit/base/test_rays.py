from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from belarusgame.base.program import independent_solution
from belarusgame.base.rays import Budget, OutOfStepsError, rays_of


def corners_one_by_one(width, equations, inequalities):
    """Return the rays at which enough independent constraints are tight, by trying all sets of them."""
    units = [tuple(int(i == k) for i in range(width)) for k in range(width)]
    lines = [*units, *inequalities]
    found = set()
    for chosen in combinations(lines, max(0, width - 1 - len(equations))):
        held = [({n: c for n, c in enumerate(line) if c}, 0) for line in (*equations, *chosen)]
        point = independent_solution([*held, (dict.fromkeys(range(width), 1), 1)], width)
        if (
            point is not None
            and all(x >= 0 for x in point)
            and all(sum(c * x for c, x in zip(e, point, strict=True)) == 0 for e in equations)
            and all(sum(c * x for c, x in zip(i, point, strict=True)) >= 0 for i in inequalities)
        ):
            found.add(point)
    return found


@pytest.mark.parametrize("seed", range(30))
def test_agrees_with_trying_every_set_of_constraints(seed):
    random = np.random.default_rng(seed)
    width, equal, least = random.integers(3, 6), random.integers(0, 3), random.integers(0, 4)
    equations = random.integers(-2, 3, (equal, width)).tolist()
    inequalities = random.integers(-2, 3, (least, width)).tolist()
    rays = rays_of(width, equations, inequalities, Budget(100_000))
    points = [tuple(Fraction(x, sum(ray.point)) for x in ray.point) for ray in rays]
    assert len(points) == len(set(points))
    if np.linalg.matrix_rank(np.array(equations or [[0] * width])) == equal:
        assert set(points) == corners_one_by_one(width, equations, inequalities)


def test_the_tight_bits_are_the_coordinates_and_inequalities_that_are_zero():
    for ray in rays_of(3, [(1, -1, 0)], [(1, 1, -1)], Budget(100)):
        zero = [*(x == 0 for x in ray.point), ray.point[0] + ray.point[1] == ray.point[2]]
        assert ray.tight == sum(1 << k for k, held in enumerate(zero) if held)


def test_the_budget_ends_the_search():
    with pytest.raises(OutOfStepsError):
        rays_of(4, [], [(1, -1, 1, -1), (1, 1, -2, 0)], Budget(1))
