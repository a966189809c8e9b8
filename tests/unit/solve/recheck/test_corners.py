"""Extreme points of best-reply polyhedra: what is listed is one, and what is missing is noticed."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from belarusgame.solve.recheck.corners import _kernel, check_closed, labelled
from belarusgame.solve.recheck.search_certificate import Rejected

THIRD = Fraction(1, 3)
#: The opponent's first strategy earns 3 against the first strategy and nothing else; its second always 1.
CUT = [[Fraction(3), Fraction(1)], [Fraction(0), Fraction(1)], [Fraction(0), Fraction(1)]]
CORNERS = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (THIRD, 1 - THIRD, 0), (THIRD, 0, 1 - THIRD)]


def bits(*labels):
    return sum(1 << label for label in labels)


def exact(payoffs):
    return [[Fraction(value) for value in row] for row in payoffs]


def by_brute_force(gains):
    """Return the extreme points: every choice of labels is solved, and feasible solutions are kept."""
    size, others = len(gains), len(gains[0])
    found = set()
    for labels in combinations(range(size + others), size):
        rows = [[*[Fraction(1)] * size, Fraction(0), Fraction(-1)]]
        for label in labels:
            own = [Fraction(int(i == label)) for i in range(size)]
            reply = [] if label < size else [-line[label - size] for line in gains]
            rows.append([*(own if label < size else reply), Fraction(int(label >= size)), Fraction(0)])
        vectors = _kernel(rows, size + 2)
        if len(vectors) == 1 and vectors[0][-1]:
            *point, value = (entry / vectors[0][-1] for entry in vectors[0][:-1])
            earned = [sum(map(Fraction.__mul__, point, column)) for column in zip(*gains, strict=True)]
            if min(point) >= 0 and max(earned) == value:
                found.add(tuple(point))
    return found


def test_labels_are_what_is_not_played_and_the_best_replies():
    assert labelled(CUT, CORNERS) == {
        (1, 0, 0): bits(1, 2, 3),
        (0, 1, 0): bits(0, 2, 4),
        (0, 0, 1): bits(0, 1, 4),
        (THIRD, 1 - THIRD, 0): bits(2, 3, 4),
        (THIRD, 0, 1 - THIRD): bits(1, 3, 4),
    }


@pytest.mark.parametrize(
    ("point", "why"),
    [
        ((THIRD, THIRD, THIRD), "not determined"),  # on the line where both are best replies
        ((Fraction(1, 2), Fraction(1, 2), 0), "not determined"),
        ((0, Fraction(1, 2), Fraction(1, 2)), "not determined"),
        ((1, 1, -1), "no mixed strategy"),
        ((THIRD, THIRD, 0), "no mixed strategy"),
        ((1, 0), "no mixed strategy"),
    ],
)
def test_what_is_no_extreme_point_is_refused(point, why):
    with pytest.raises(Rejected, match=why):
        labelled(CUT, [*CORNERS, point])


SHAPES = [(1, 1), (1, 4), (2, 2), (3, 2), (2, 4), (4, 3), (4, 4)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("values", [2, 3, 50])
def test_all_extreme_points_are_closed_and_no_fewer_are(shape, values):
    """Whatever part of the list is missing: single points, and halves that hang together in themselves."""
    rng = np.random.default_rng(sum(shape) * values)
    for _ in range(3):
        gains = exact(rng.integers(0, values, shape).tolist())
        corners = sorted(by_brute_force(gains))
        check_closed(gains, labelled(gains, corners))
        parts = [corners[:k] + corners[k + 1 :] for k in range(len(corners))]
        parts += [[c for c, kept in zip(corners, rng.random(len(corners)) < 0.5, strict=True) if kept]]
        for part in parts:
            if len(part) < len(corners):
                with pytest.raises(Rejected, match="listed"):
                    check_closed(gains, labelled(gains, part))


@pytest.mark.parametrize("seed", range(8))
def test_a_kernel_is_mapped_to_zero_and_as_large_as_the_rank_says(seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(-1, 2, (seed % 4 + 1, seed % 3 + 2)).astype(object) * THIRD
    basis = np.array(_kernel(rows.tolist(), rows.shape[1]), dtype=object).reshape(-1, rows.shape[1])
    assert len(basis) == rows.shape[1] - np.linalg.matrix_rank(rows.astype(float))
    assert not rows.dot(basis.T).any()
    assert np.linalg.matrix_rank(basis.astype(float)) == len(basis) if len(basis) else True
