"""Ends of a proof on the game of matching pennies and on one in which nobody minds."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.solve.recheck.exact_cells import fractions, whole_cell
from belarusgame.solve.recheck.proof_ends import EXACT, OPEN, ROOT, exact_end, open_end, rank_of, root_end
from belarusgame.solve.recheck.search_certificate import Rejected

PENNIES = fractions([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
WHOLE = ((0, 1), (0, 1))


@pytest.fixture
def pennies():
    return whole_cell(PENNIES, WHOLE)


def root(weights=(((1, 1),), ((1, 1),)), equations=((0, 0), (1, 0)), inverse=((0, -1), (1, 0))):
    return SimpleNamespace(weights=weights, equations=equations, inverse=inverse)


def test_the_only_solution_is_an_equilibrium_where_it_is_said_to_be(pennies):
    end = root_end(pennies, root(), "proven", (1, 1))
    assert end.kind == EXACT
    assert [own.tolist() for own in end.corners] == [[[Fraction(1, 2)] * 2]] * 2


def test_a_solution_that_is_enclosed_is_one_somewhere_near(pennies):
    around = ((3, 2), (2, 3))
    end = root_end(pennies, root(weights=(around, around)), "proven", (1, 1))
    assert end.kind == ROOT
    assert end.corners[0].tolist() == [[Fraction(3, 5), Fraction(2, 5)], [Fraction(2, 5), Fraction(3, 5)]]
    beside = ((3, 1), (3, 2))
    with pytest.raises(Rejected, match="not shown to exist"):
        root_end(pennies, root(weights=(beside, around)), "proven", (1, 1))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"equations": ((0, 0),)}, "too few equations"),
        ({"equations": ((0, 0), (0, 0))}, "too few equations"),
        ({"equations": ((0, 0), (1, 1))}, "too few equations"),
        ({"inverse": ((0, -1),)}, "without an inverse"),
        ({"inverse": ((0, 1), (1, 0))}, "not shown to be the only one"),
        ({"inverse": ((1, 0), (0, -1))}, "not shown to be the only one"),
        ({"inverse": ((1, -1), (1, 0))}, "not shown to be the only one"),  # as much as all others is not more
        ({"weights": (((1, 1),), ((1, 2),))}, "is none"),
        ({"weights": (((1, 1),), ((1, -1),))}, "the place of a solution is none"),
        ({"weights": (((1, 1),), ((1, 1, 1),))}, "the place of a solution is none"),
        ({"weights": (((-1, 5),), ((1, 1),))}, "is none"),  # the region is larger by a half: up to -1/4
        ({"weights": (((-1, 3),), ((1, 1),))}, "lies outside the region"),
    ],
)
def test_what_is_claimed_of_a_solution_is_checked(pennies, found, said):
    with pytest.raises(Rejected, match=said):
        root_end(pennies, root(**found), "proven", (1, 1))


@pytest.mark.parametrize("verdict", ["none", "tied"])
def test_a_solution_is_not_of_another_kind(pennies, verdict):
    with pytest.raises(Rejected, match="of another kind than claimed"):
        root_end(pennies, root(), verdict, (1, 1))


def test_a_solution_that_somebody_would_leave_is_no_equilibrium():
    """A third strategy of the first player pays 1 for sure, where the others pay nothing on average."""
    payoffs = fractions([[[1, -1], [-1, 1], [1, 1]], [[-1, 1], [1, -1], [0, 0]]])
    cell = whole_cell(payoffs, WHOLE)
    assert root_end(cell, root(), "none", (1, 1)) is None
    for pay in (-1, 0):  # less than the others, or as much wherever these pay the same
        payoffs[0, 2] = pay
        assert root_end(whole_cell(payoffs, WHOLE), root(), "proven", (1, 1)).kind == EXACT
    # A little more than the others in the middle, and less in a part of what encloses the solution.
    payoffs[0, 2] = Fraction(1, 100)
    around = ((3, 2), (2, 3))
    near = root_end(whole_cell(payoffs, WHOLE), root(weights=(around, around)), "tied", (1, 1))
    assert near.kind == OPEN


def test_a_cell_of_equilibria_has_rows_that_vanish_or_are_not_positive(pennies):
    nobody_minds = whole_cell(fractions(np.zeros((2, 2, 2))), WHOLE)
    assert exact_end(nobody_minds).kind == EXACT
    assert open_end(pennies).kind == OPEN
    with pytest.raises(Rejected, match="does not consist of equilibria"):
        exact_end(pennies)
    # The second strategy loses: alone, the first is an equilibrium, and both together are none.
    losing = fractions([[[0, 0], [-1, -1]], [[0, 0], [0, 0]]])
    assert exact_end(whole_cell(losing, ((0,), (0, 1)))).kind == EXACT
    with pytest.raises(Rejected, match="does not consist of equilibria"):
        exact_end(whole_cell(losing, WHOLE))
    with pytest.raises(Rejected, match="does not consist of equilibria"):
        exact_end(whole_cell(-losing, ((0,), (0, 1))))


@pytest.mark.parametrize(
    ("lines", "rank"),
    [
        ([], 0),
        ([[0, 0]], 0),
        ([[1, 2], [2, 4]], 1),
        ([[0, 1], [1, 0], [1, 1]], 2),
        ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 2),
    ],
)
def test_rank_counts_what_is_independent(lines, rank):
    assert rank_of(lines) == rank
