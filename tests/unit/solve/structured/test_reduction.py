"""Flat faces and linear rows: what is decided without a cell."""

from itertools import product

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.structured.reduction import reduce, whole_part, zero_faces
from belarusgame.solve.structured.rows import rows_of, whole_payoffs


def reduced(payoffs, support):
    rows = rows_of(whole_payoffs(bg.Game(payoffs)), support)
    return [part for part, _ in reduce(rows, whole_part(rows))]


def test_indifference_to_everything_is_one_exact_piece():
    (part,) = reduced(np.zeros((3, 2, 2, 2)), ((0, 1),) * 3)
    assert (part.step.kind, part.sizes, part.active) == ("exact", (2, 2, 2), ((), (), ()))


def test_a_linear_row_cuts_the_one_player_it_depends_on():
    matching = np.array([[1.0, -2.0], [-1.0, 1.0]])
    (part,) = reduced(np.stack([matching, -matching]), ((0, 1), (0, 1)))
    assert part.step.kind == "exact"
    assert [own.tolist() for own in part.points] == [[[2, 3]], [[3, 2]]]


def test_a_support_with_a_row_of_one_sign_is_empty():
    assert reduced(np.array([[[1, 1], [0, 0]], [[0, 0], [0, 0]]]), ((0, 1), (0, 1))) == []


@pytest.mark.parametrize("seed", range(6))
def test_zero_faces_are_all_maximal_products_of_zeros(seed):
    positive = np.random.default_rng(seed).random((3, 2, 3)) < 0.4
    sets = [list(range(1, 1 << size)) for size in positive.shape]
    free = []
    for masks in product(*sets):
        face = tuple(tuple(k for k in range(3) if mask >> k & 1) for mask in masks)
        if not positive[np.ix_(*face)].any():
            free.append(face)

    def inside(face, other):
        return all(set(mine) <= set(theirs) for mine, theirs in zip(face, other, strict=True))

    expected = [face for face in free if not any(face != other and inside(face, other) for other in free)]
    assert sorted(zero_faces(positive)) == sorted(expected)
