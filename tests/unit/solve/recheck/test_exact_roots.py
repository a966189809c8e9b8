"""A root is shown to exist, to be alone and of its kind in exact numbers, and refused if it is not."""

import functools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.exact_cells import determinant_sign, whole_cell
from belarusgame.solve.recheck.exact_roots import _around, check_roots, index_on
from belarusgame.solve.recheck.search_certificate import (
    BORDERLINE,
    PROVEN,
    REJECTED,
    Certificate,
    Rejected,
)
from belarusgame.solve.search.root_table import Root


def exact(values):
    return np.array(values, dtype=object) * Fraction(1)


def pennies(third=(-1, -1, -1, -1)):
    """Return a game in which the first plays 5/8, 3/8 and the second 3/4, 1/4 if the third plays its second.

    ``third`` is what the third player gains by its first strategy, in the four profiles of the others.
    """
    payoffs = np.full((3, 2, 2, 2), 7)
    payoffs[0, :, :, 1] = [[0, 0], [-1, 3]]
    payoffs[1, :, :, 1] = [[0, 3], [0, -5]]
    payoffs[2, :, :, 1] = 0
    payoffs[2, :, :, 0] = np.reshape(third, (2, 2))
    return bg.Game(payoffs)


ROOT = Root(
    supports=((0, 1), (0, 1), (1,)),
    vectors=(np.array([0.625, 0.375]), np.array([0.75, 0.25]), np.array([1.0])),
    kind=PROVEN,
    radius=0.25,
    small=0.125,
    sign=1,
    inverse=np.array([[0.0, -0.125], [0.25, 0.0]]),
)


def checked(root, third=(-1, -1, -1, -1), kept=([0, 1], [0, 1], [0, 1])):
    game = pennies(third)
    payoffs = game.exact_payoffs[np.ix_(range(3), *kept)]
    certificate = Certificate(game=game, kept=kept, events=(), numbers=np.zeros(0), roots=(root,), powers=())
    return check_roots(certificate, payoffs)


def test_a_root_lies_in_a_small_simplex_and_is_alone_in_a_larger_one():
    ((small, region),) = checked(ROOT)
    sixteenth = Fraction(1, 16)
    assert (small.corners[0] / sixteenth).tolist() == [[11, 5], [9, 7]]
    assert (small.corners[1] / sixteenth).tolist() == [[13, 3], [11, 5]]
    assert (region.corners[0] / sixteenth).tolist() == [[12, 4], [8, 8]]
    assert small.corners[2].tolist() == region.corners[2].tolist() == [[1]]
    checked(ROOT, kept=([0, 1], [0, 1], [1]))  # dominance may have left the third player one strategy
    three = whole_cell(np.zeros((1, 3), dtype=object), ((0, 1, 2),))
    around = _around(three, [exact([Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)])], Fraction(3, 8))
    assert (around.corners[0] * 8).tolist() == [[6, 1, 1], [3, 4, 1], [3, 1, 4]]


def moved(first, second):
    """Return the root at a place that is a little off."""
    a, b, third = ROOT.vectors
    return replace(ROOT, vectors=(a + np.array([first, -first]), b - np.array([second, -second]), third))


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        (moved(0.03125, 0.03125), None),
        (moved(0.0625, 0.0), "not shown to exist"),
        (moved(0.0, -0.0625), "not shown to exist"),
        (replace(ROOT, vectors=(np.array([0.625, 0.5]), *ROOT.vectors[1:])), "do not sum to one"),
        (replace(ROOT, inverse=-ROOT.inverse), "not shown to exist"),
        (replace(ROOT, inverse=ROOT.inverse[::-1]), "not shown to exist"),
        (replace(ROOT, inverse=1.75 * ROOT.inverse), None),
        (replace(ROOT, inverse=0.25 * ROOT.inverse), None),
        (replace(ROOT, inverse=2.0 * ROOT.inverse), "only one nearby"),
        (replace(ROOT, kind=BORDERLINE), None),  # rounding may leave open what fractions settle
        (replace(ROOT, kind=REJECTED), "another kind"),
        (replace(ROOT, sign=-1), "another index"),
        (replace(ROOT, sign=0), "another index"),
    ],
)
def test_a_root_is_refused_if_one_thing_claimed_of_it_is_not_so(root, reason):
    if reason is None:
        checked(root)
    else:
        with pytest.raises(Rejected, match=reason):
            checked(root)


@pytest.mark.parametrize(
    ("gains", "kind"),
    [
        ((-1, 1), PROVEN),
        ((-7, 9), BORDERLINE),  # as good where the first plays 7/16, which is as far as the simplex reaches
        ((-3, 5), BORDERLINE),
        ((-5, 11), BORDERLINE),  # 5/16
        ((-5, 12), REJECTED),
    ],
)
def test_a_root_is_an_equilibrium_unless_a_strategy_outside_may_be_better(gains, kind):
    third = np.repeat(gains, 2)  # against the first player's strategies
    checked(replace(ROOT, kind=kind), third)
    for other in {PROVEN, REJECTED} - {kind}:
        with pytest.raises(Rejected, match="another kind"):
            checked(replace(ROOT, kind=other), third)


def test_a_root_may_not_use_a_dominated_strategy():
    with pytest.raises(Rejected, match="dominated strategy"):
        checked(ROOT, kept=([0, 1], [0, 1], [0]))


@pytest.mark.parametrize("seed", range(6))
def test_the_index_is_the_sign_of_the_determinant_of_minus_the_jacobian(seed):
    """The derivatives are differences here: the rows are linear in each player's strategy."""
    rng = np.random.default_rng(seed)
    payoffs = rng.integers(-9, 10, (3, 3, 2, 2)).astype(object) * Fraction(1)
    cell = whole_cell(payoffs, ((0, 1, 2), (1, 0), (0, 1)))
    cell = cell.shrunk(0, exact([Fraction(1, 7), Fraction(1, 2), Fraction(1, 5)])).halved(1, 0, 1)
    lines = []
    for i, r in [(0, 0), (0, 1), (1, 0), (2, 0)]:
        line = []
        for j, v in [(0, 1), (0, 2), (1, 1), (2, 1)]:
            middle = [np.full(size, Fraction(1, size), dtype=object) for size in cell.sizes]
            middle[i] = exact([1])
            ends = []
            for corner in (v, 0):
                if j != i:
                    middle[j] = exact([int(corner == w) for w in range(cell.sizes[j])])
                table = cell.rows[i][r]
                chances = functools.reduce(np.multiply.outer, middle)
                ends.append((table * chances).sum())
            line.append(ends[1] - ends[0])
        lines.append(line)
    assert index_on(cell) == determinant_sign(exact(lines))
