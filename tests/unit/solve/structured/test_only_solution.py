"""One solution of the rows on a part: proven in whole numbers, or not at all."""

import numpy as np

import belarusgame as bg
from belarusgame.solve.structured.only_solution import jacobian_rank, locate, simplex
from belarusgame.solve.structured.reduction import Patch, whole_part
from belarusgame.solve.structured.rows import rows_of, whole_payoffs


def asked(payoffs, support, points=None):
    rows = rows_of(whole_payoffs(bg.Game(payoffs)), support)
    part = whole_part(rows)
    if points is not None:
        part = Patch(points=points, active=part.active, step=part.step)
    values = rows.at(part.points, part.active)
    return rows, part, values


COORDINATION = np.array([[[2, 0], [0, 1]]] * 2)
BOTH = ((0, 1), (0, 1))


def test_a_rational_solution_is_found_exactly():
    found = locate(*asked(COORDINATION, BOTH))
    assert found.is_exact
    for own in found.points:
        assert (own[0] * 3 == np.array([1, 2]) * own[0].sum()).all()


def test_an_irrational_solution_is_enclosed_tightly():
    # Everybody is indifferent where the product of the two others' shares is a half.
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[0, 0, 0, 0] = payoffs[1, 0, 0, 0] = payoffs[2, 0, 0, 0] = 2
    payoffs[0, 1] = payoffs[1, :, 1] = payoffs[2, :, :, 1] = 1
    found = locate(*asked(payoffs, ((0, 1),) * 3, (np.array([[8, 2], [6, 4]]),) * 3))
    assert not found.is_exact
    for own in found.points:
        shares = [float(corner[0]) / float(corner.sum()) for corner in own]
        assert min(shares) < 2**-0.5 < max(shares)
        assert max(shares) - min(shares) < 1e-9


def test_nothing_is_claimed_where_solutions_are_not_isolated():
    assert locate(*asked(np.zeros((2, 2, 2)), BOTH)) is None


def test_a_solution_outside_the_part_may_be_located_and_one_far_away_is_not():
    near = (np.array([[1, 1], [0, 2]]),) * 2
    assert locate(*asked(COORDINATION, BOTH, near)).is_exact
    far = (np.array([[10, 0], [9, 1]]),) * 2
    assert locate(*asked(COORDINATION, BOTH, far)) is None


def test_points_that_are_no_simplex_have_no_weights():
    square = np.array([[4, 0], [3, 1], [0, 4]])
    assert locate(*asked(COORDINATION, BOTH, (square, np.array([[1, 0], [0, 1]])))) is None


def test_the_rank_says_how_many_equations_are_independent():
    assert jacobian_rank(*asked(COORDINATION, BOTH)) == 2
    # Player 1's third strategy is a copy of its second: of its two equations one is new.
    copied = [np.array([[2, 0], [0, 1], [0, 1]]), np.array([[2, 0], [0, 1], [1, 1]])]
    assert jacobian_rank(*asked(copied, ((0, 1, 2), (0, 1)))) == 2


def test_a_simplex_has_its_middle_and_its_facets():
    corners = simplex([10, 20, 30], 2)
    assert corners.sum(axis=1).tolist() == [60, 60, 60]
    assert corners.min(axis=0).tolist() == [8, 18, 28]
    assert (corners.sum(axis=0) == 3 * np.array([10, 20, 30])).all()
    assert simplex([7], 2).tolist() == [[7]]


def test_a_part_with_two_solutions_nearby_is_not_said_to_hold_one():
    # Everybody is indifferent where the others match with probability 5/8: all mix with 1/4, or with 3/4.
    payoffs = np.full((3, 2, 2, 2), 5)
    for others in np.ndindex(2, 2):
        for i in range(3):
            payoffs[i][(*others[:i], 0, *others[i:])] = 8 * (others[0] == others[1])
    part = (np.array([[0, 10], [8, 2]]),) * 3
    assert locate(*asked(payoffs, ((0, 1),) * 3, part)) is None
    narrow = (np.array([[4, 16], [6, 14]]),) * 3
    assert [own.tolist() for own in locate(*asked(payoffs, ((0, 1),) * 3, narrow)).weights] == [[[1, 1]]] * 3
