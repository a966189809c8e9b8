from itertools import combinations

import numpy as np
import pytest

from belarusgame.base.rays import Budget, Ray
from belarusgame.solve.two_player.extreme_rays import extreme_rays

PLENTY = 100_000


def test_the_upper_envelope_of_two_replies_has_its_corners_at_both_ends_and_at_the_crossing():
    # Reply 0 pays 3 against strategy 0, reply 1 pays 2 against strategy 1: they cross at 2/5, 3/5.
    found = extreme_rays([[3, 0], [0, 2]], Budget(PLENTY))
    assert found.finished
    assert {ray.point for ray in found.rays} == {(1, 0, 3), (0, 1, 2), (2, 3, 6)}


def test_tight_bits_name_the_strategies_not_played_and_the_best_replies():
    found = extreme_rays([[3, 0, 3], [0, 2, 0]], Budget(PLENTY))
    tight = {ray.point: ray.tight for ray in found.rays}
    assert tight[(1, 0, 3)] == 0b10110  # strategy 1 idle; replies 0 and 2
    assert tight[(2, 3, 6)] == 0b11100  # nothing idle; all three replies
    assert tight[(0, 1, 2)] == 0b01001


def test_a_reply_that_is_best_nowhere_adds_no_corner():
    without = extreme_rays([[3, 0], [0, 3]], Budget(PLENTY))
    with_dominated = extreme_rays([[3, 0, 1], [0, 3, 1]], Budget(PLENTY))
    assert [ray.point for ray in without.rays] == [ray.point for ray in with_dominated.rays]


def test_points_have_no_common_divisor():
    for ray in extreme_rays([[40, 0], [0, 60]], Budget(PLENTY)).rays:
        assert np.gcd.reduce(ray.point) == 1


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (2, 4), (4, 3)])
def test_agrees_with_trying_every_set_of_tight_constraints(seed, shape):
    payoffs = np.random.default_rng(seed).integers(0, 4, shape).tolist()  # few values: often degenerate
    found = extreme_rays(payoffs, Budget(PLENTY))
    assert {ray.point for ray in found.rays} == brute_force_corners(payoffs)


@pytest.mark.parametrize("seed", range(8))
def test_replies_that_are_doubled_make_no_false_edges(seed):
    # A doubled reply adds tight constraints without narrowing the face, so that counting them is not enough.
    distinct = np.random.default_rng(seed).integers(0, 6, (4, 5))
    payoffs = distinct[:, [0, 0, 0, 1, 1, 2, 3, 4]].tolist()
    found = extreme_rays(payoffs, Budget(PLENTY))
    assert {ray.point for ray in found.rays} == brute_force_corners(payoffs)


def test_a_budget_that_ends_leaves_true_rays_and_every_pure_strategy():
    payoffs = np.random.default_rng(0).integers(0, 3, (5, 6)).tolist()  # ties with constraints still to come
    everything = set(extreme_rays(payoffs, Budget(PLENTY)).rays)
    for steps in range(0, 200, 10):
        found = extreme_rays(payoffs, Budget(steps))
        assert set(found.rays) <= everything
        assert found.finished == (set(found.rays) == everything)
        assert {ray.point[:-1] for ray in found.rays} >= {tuple(row) for row in np.eye(5, dtype=int).tolist()}
    assert not extreme_rays(payoffs, Budget(0)).finished


def test_rays_are_found_in_the_same_order_every_time():
    payoffs = np.random.default_rng(1).integers(0, 9, (4, 5)).tolist()
    assert extreme_rays(payoffs, Budget(PLENTY)) == extreme_rays(payoffs, Budget(PLENTY))
    assert isinstance(extreme_rays(payoffs, Budget(PLENTY)).rays[0], Ray)


def brute_force_corners(payoffs):
    """Solve every choice of tight constraints by Cramer's rule in integers, and keep the feasible points."""
    size, replies = len(payoffs), len(payoffs[0])
    rows = [[int(i == j) for j in range(size)] + [0] for i in range(size)]
    rows += [[-payoffs[i][reply] for i in range(size)] + [1] for reply in range(replies)]
    corners = set()
    for chosen in combinations(rows, size):
        # The null vector of size equations in size + 1 unknowns: signed minors.
        minors = [
            (-1) ** k * determinant([[row[j] for j in range(size + 1) if j != k] for row in chosen])
            for k in range(size + 1)
        ]
        for point in (minors, [-value for value in minors]):
            weights = point[:-1]
            if any(weights) and all(sum(a * b for a, b in zip(row, point, strict=True)) >= 0 for row in rows):
                divisor = np.gcd.reduce(point)
                corners.add(tuple(int(value // divisor) for value in point))
    return corners


def determinant(matrix):
    if len(matrix) == 1:
        return matrix[0][0]
    return sum(
        (-1) ** k * matrix[0][k] * determinant([[*row[:k], *row[k + 1 :]] for row in matrix[1:]])
        for k in range(len(matrix))
    )
