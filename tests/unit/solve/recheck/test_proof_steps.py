"""Steps of a proof on cells written by hand: what they leave, and what is refused."""

from fractions import Fraction

import pytest

from belarusgame.solve.recheck import proof_steps
from belarusgame.solve.recheck.exact_cells import fractions, whole_cell
from belarusgame.solve.recheck.search_certificate import Rejected

HALF = Fraction(1, 2)
#: Row gains of the second over the first strategy: -2 and 2 against the other's; the other's are 2 and -2.
PENNIES = fractions([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
#: The first gains by its second strategy everywhere; a third one of the second player stands outside.
ONE_SIDED = fractions([[[0, 0, 5], [1, 2, 5]], [[3, 4, 0], [4, 3, 1]]])


@pytest.fixture
def cell():
    return whole_cell(PENNIES, ((0, 1), (0, 1)))


def test_rows_of_the_support_are_equations_and_those_outside_are_not():
    cell = whole_cell(ONE_SIDED, ((0, 1), (0, 1)))
    assert [proof_steps.is_equation(cell, 1, r) for r in (-1, 0, 1)] == [False, True, False]
    assert proof_steps.row_of(cell, 1, 1).ravel().tolist() == [-3, -3]
    for player, row in ((2, 0), (0, 1), (-1, 0), (0, -1)):
        with pytest.raises(Rejected, match="a row that there is not"):
            proof_steps.row_of(cell, player, row)


@pytest.mark.parametrize("scales", [(1,), (1, 0), (1, -2), (1, 1, 1)])
def test_units_are_positive_and_one_a_player(cell, scales):
    assert proof_steps.units_of(cell, (3, 5)) == [3, 5]
    with pytest.raises(Rejected, match="no units"):
        proof_steps.units_of(cell, scales)


def test_a_cut_keeps_where_a_row_may_vanish(cell):
    """The first player's row is a function of the second's mixture alone: zero in the middle."""
    (left,) = proof_steps.cut(cell, cell, 1, (0, 0), 1, [[1, 1]])
    assert left.corners[1].tolist() == [[HALF, HALF]]
    assert left.rows[0].ravel().tolist() == [0]
    with pytest.raises(Rejected, match="leaves out a part"):
        proof_steps.cut(cell, cell, 1, (0, 0), 1, [[1, 2]])
    with pytest.raises(Rejected, match="no mixed strategy"):
        proof_steps.cut(cell, cell, 1, (0, 0), 1, [[2, -1]])
    (more,) = proof_steps.cut(cell, cell, 1, (0, 0), 1, [[1, 0], [0, 1]])  # more than need be is no mistake
    assert more.corners[1].tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("point", "inside"),
    [((1, 0, 0), True), ((2, 2, 0), True), ((1, 1, 1), True), ((0, 1, 3), True), ((0, 0, 1), False)],
)
def test_what_a_cut_must_keep_may_lie_between_corners(point, inside):
    def place(parts):
        return tuple(Fraction(x, sum(parts)) for x in parts)

    corners = [place(parts) for parts in ((1, 0, 0), (0, 1, 0), (0, 1, 4))]
    assert proof_steps._in_hull(place(point), corners) == inside


@pytest.mark.parametrize("lifted", [0, Fraction(1, 10**30)])
def test_what_lies_between_corners_is_told_exactly(lifted):
    """These lie so near to an edge that a linear program in floating point takes none between them."""
    near, nearer = Fraction(2703, 2**54), Fraction(1802, 2**54)
    ends = [(Fraction(0), 1 - near, near), (1 - nearer, Fraction(0), nearer)]
    x, y, z = (
        Fraction(1, 10**7) * one + (1 - Fraction(1, 10**7)) * other for one, other in zip(*ends, strict=True)
    )
    assert proof_steps._in_hull((x - lifted, y, z + lifted), ends) == (not lifted)


def test_a_cut_by_a_row_that_depends_on_somebody_else_is_refused(cell):
    with pytest.raises(Rejected, match="depends on other players"):
        proof_steps.cut(cell, cell, 1, (0, 0), 0, [[1, 1]])
    with pytest.raises(Rejected, match="depends on other players"):
        proof_steps.cut(cell, cell, 1, (1, 0), 1, [[1, 1]])


def test_a_proof_may_end_with_a_cut_that_leaves_no_full_support(cell):
    one_sided = whole_cell(ONE_SIDED, ((0, 1), (0, 1)))
    assert proof_steps.cut(one_sided, one_sided, 0, (0, 0), 1, None) == []
    with pytest.raises(Rejected, match="leaves out a part"):
        proof_steps.cut(cell, cell, 0, (0, 0), 1, None)
    with pytest.raises(Rejected, match="ends where a cut left something"):
        proof_steps.cut(cell, cell, 0, (0, 0), 1, [[1, 1]])


def test_what_a_row_must_not_exceed_keeps_its_negative_side():
    """Beside the support a strategy that gains 2 at one point and loses 4 at the other: a third is kept."""
    payoffs = fractions([[[0, 0], [2, -4]], [[0, 0], [0, 0]]])
    cell = whole_cell(payoffs, ((0,), (0, 1)))
    (left,) = proof_steps.cut(cell, cell, 1, (0, 0), 1, [[0, 1], [2, 1]])
    assert left.corners[1].tolist() == [[0, 1], [Fraction(2, 3), Fraction(1, 3)]]
    for less in ([[0, 1], [3, 2]], [[2, 1]]):
        with pytest.raises(Rejected, match="leaves out a part"):
            proof_steps.cut(cell, cell, 1, (0, 0), 1, less)


def test_a_sum_that_is_nowhere_negative_leaves_the_faces_on_which_it_vanishes():
    cell = whole_cell(fractions([[[0, 0], [0, 3]], [[0, 0], [0, 0]]]), ((0, 1), (0, 1)))
    # Of the row 0, 3 only the first point of the second player is left, which uses no full support.
    assert proof_steps.faces(cell, cell, 0, {(0, 0): [1, 1]}, [], (1, 1)) == []
    (face,) = proof_steps.faces(cell, cell, 1, {(0, 0): [1, 1]}, [((0, 1), (0,))], (1, 1))
    assert face.sizes == (2, 1)
    assert face.rows[0].ravel().tolist() == [0]
    with pytest.raises(Rejected, match="negative somewhere"):
        proof_steps.faces(cell, cell, 0, {(0, 0): [-1, -1]}, [], (1, 1))
    with pytest.raises(Rejected, match="vanishes was lost"):
        proof_steps.faces(cell, cell, 0, {(1, 0): [1, 1]}, [], (1, 1))


def test_a_row_that_need_not_vanish_takes_no_negative_multiplier():
    cell = whole_cell(ONE_SIDED, ((0, 1), (0, 1)))
    assert proof_steps.faces(cell, cell, 0, {(0, 0): [1, 1]}, [], (1, 1)) == []
    with pytest.raises(Rejected, match="negative multiplier"):
        proof_steps.faces(cell, cell, 0, {(0, 0): [9, 9], (1, 1): [-1, 0]}, [], (1, 1))


def test_a_part_is_divided_in_the_middle_of_an_edge(cell):
    one, other = proof_steps.split(cell, cell, 2, 1, 0, 1)
    assert one.corners[1].tolist() == [[1, 0], [HALF, HALF]]
    assert other.corners[1].tolist() == [[HALF, HALF], [0, 1]]
    assert one.rows[0].ravel().tolist() == [-2, 0]
    for j, a, b in ((2, 0, 1), (0, 1, 1), (0, 0, 2), (0, -1, 1)):
        with pytest.raises(Rejected, match="does not have"):
            proof_steps.split(cell, cell, 2, j, a, b)


def test_a_sum_of_equations_must_keep_one_strict_sign():
    cell = whole_cell(ONE_SIDED, ((0, 1), (0, 1)))
    # The first row is 1, 2 and the second 1, -1: with half of it the sum is positive everywhere.
    assert proof_steps.summed(cell, cell, 0, {(0, 0): 1.0, (1, 0): 0.5}, (1, 1)) == []
    with pytest.raises(Rejected, match="one sign"):
        proof_steps.summed(cell, cell, 0, {(0, 0): 1.0, (1, 0): 1.0}, (1, 1))  # zero at one combination
    with pytest.raises(Rejected, match="one sign"):
        proof_steps.summed(cell, cell, 0, {(0, 0): 1.0, (1, 0): 0.5}, (1, 2))
    with pytest.raises(Rejected, match="a row that is none"):
        proof_steps.summed(cell, cell, 0, {(1, 1): -1.0}, (1, 1))


def test_a_part_is_left_out_where_a_row_says_so(cell):
    one_sided = whole_cell(ONE_SIDED, ((0, 1), (0, 1)))
    assert proof_steps.out(one_sided, one_sided, 0) == []
    with pytest.raises(Rejected, match="for no reason"):
        proof_steps.out(cell, cell, 0)
    # A row that is negative everywhere excludes a strategy that must be used, and none that need not be.
    negative = whole_cell(-ONE_SIDED, ((0, 1), (0, 1)))
    assert proof_steps.out(negative, negative, 0) == []
    losing = fractions([[[0, 0], [-1, -1]], [[0, 0], [0, 0]]])
    alone = whole_cell(losing, ((0,), (0, 1)))
    with pytest.raises(Rejected, match="for no reason"):
        proof_steps.out(alone, alone, 0)
