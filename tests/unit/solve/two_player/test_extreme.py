from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from belarusgame.base.rays import Ray
from belarusgame.solve.two_player.extreme import ExtremeEquilibria, _determinant, _index, extreme_equilibria


def test_matching_pennies_has_one_equilibrium_of_index_one():
    found = extreme_equilibria([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    assert found.vertices == (((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2))),)
    assert found.indices == (1,)
    assert found.nondegenerate


def test_indices_alternate_with_the_size_of_the_support_in_a_coordination_game():
    identity = [[int(i == j) for j in range(3)] for i in range(3)]
    found = extreme_equilibria(identity, identity)
    by_support = {}
    for (row, _), index in zip(found.vertices, found.indices, strict=True):
        by_support.setdefault(sum(chance > 0 for chance in row), []).append(index)
    assert by_support == {1: [1, 1, 1], 2: [-1, -1, -1], 3: [1]}


def test_indices_are_those_of_the_game_whatever_the_signs_of_its_payoffs():
    # Subtracting 10 from every payoff makes both determinants change their sign or not, but never the index.
    battle = extreme_equilibria([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    sunk = extreme_equilibria([[-7, -10], [-10, -8]], [[-8, -10], [-10, -7]])
    assert battle == sunk
    assert battle.indices == (1, -1, 1)


def test_vertices_come_in_lexicographic_order():
    identity = [[int(i == j) for j in range(4)] for i in range(4)]
    vertices = extreme_equilibria(identity, identity).vertices
    assert list(vertices) == sorted(vertices, reverse=True)


def test_a_continuum_is_one_component_and_its_subsets_overlap_in_a_corner():
    # The column player never cares; row 0 is always a best reply, row 1 only against column 1.
    found = extreme_equilibria([[1, 1], [0, 1]], [[0, 0], [0, 0]])
    corners = {(row, column): number for number, (row, column) in enumerate(found.vertices)}
    edge = {corners[(1, 0), (1, 0)], corners[(1, 0), (0, 1)]}
    other = {corners[(1, 0), (0, 1)], corners[(0, 1), (0, 1)]}
    assert sorted(map(set, found.subsets), key=sorted) == sorted([edge, other], key=sorted)
    assert found.components == ((0, 1, 2),)
    assert found.isolated == ()


def test_a_subset_may_be_what_others_have_in_common():
    # The row player never cares; the middle column is best all the way, each other one at one end only.
    found = extreme_equilibria([[0] * 3] * 2, [[1, 1, 0], [0, 1, 1]])
    named = [{found.vertices[corner] for corner in subset} for subset in found.subsets]
    first, second = (1, 0), (0, 1)
    left, middle, right = (1, 0, 0), (0, 1, 0), (0, 0, 1)
    assert len(named) == 3
    assert {(first, left), (first, middle)} in named
    assert {(second, middle), (second, right)} in named
    assert {(first, middle), (second, middle)} in named


def test_everything_is_one_subset_if_nobody_cares():
    zero = [[0] * 3] * 2
    found = extreme_equilibria(zero, zero)
    assert len(found.vertices) == 6
    assert found.subsets == (tuple(range(6)),)
    assert set(found.indices) == {None}


def test_an_isolated_degenerate_equilibrium_has_no_index():
    # In (0, 0) both have a second best reply, but whoever takes it drives the other away: it stays alone.
    found = extreme_equilibria([[0, 0], [0, 1]], [[0, 0], [0, 1]])
    assert found.vertices == (((1, 0), (1, 0)), ((0, 1), (0, 1)))
    assert found.isolated == (0, 1)
    assert found.indices == (None, 1)
    assert found.finished and not found.nondegenerate


def test_rationals_are_kept():
    found = extreme_equilibria(
        [[Fraction(1, 3), 0], [0, Fraction(1, 7)]], [[Fraction(1, 7), 0], [0, Fraction(1, 3)]]
    )
    assert found.vertices[1] == ((Fraction(7, 10), Fraction(3, 10)), (Fraction(3, 10), Fraction(7, 10)))


def test_ties_far_below_rounding_are_seen():
    tiny = Fraction(1, 10**40)
    tied = extreme_equilibria([[1, 1], [1, 0]], [[1, 1], [0, 0]])
    broken = extreme_equilibria([[1, 1], [1 - tiny, 0]], [[1 + tiny, 1], [0, 0]])
    assert not tied.nondegenerate
    assert broken.nondegenerate
    assert broken.vertices == (((1, 0), (1, 0)),)


@pytest.mark.parametrize("steps", [1, 5, 20, 60])
def test_a_budget_that_ends_is_said_and_loses_no_pure_equilibrium(steps):
    identity = [[int(i == j) for j in range(5)] for i in range(5)]
    found = extreme_equilibria(identity, identity, max_steps=steps)
    assert not found.finished
    assert not found.nondegenerate
    assert found.subsets == () and found.components == ()
    pure = [vertex for vertex in found.vertices if max(vertex[0]) == max(vertex[1]) == 1]
    assert len(pure) == 5
    assert set(found.vertices) <= set(extreme_equilibria(identity, identity).vertices)


def test_the_record_is_frozen():
    found = extreme_equilibria([[1]], [[2]])
    assert isinstance(found, ExtremeEquilibria)
    with pytest.raises(AttributeError):
        found.finished = False


@pytest.mark.parametrize("shape", [(2, 5), (5, 2), (3, 4)])
def test_whatever_the_budget_a_list_that_is_called_finished_is_the_whole(shape):
    """The rows' corners, the columns', their pairs and the subsets each have the budget, and end in turn."""
    A, B = np.random.default_rng(4).integers(0, 3, (2, *shape)).tolist()
    whole = extreme_equilibria(A, B)
    finished = []
    for steps in range(1, 120):
        found = extreme_equilibria(A, B, max_steps=steps)
        finished.append(found.finished)
        assert found == whole if found.finished else set(found.vertices) <= set(whole.vertices)
    assert finished == sorted(finished)
    assert finished[-1] and not finished[0]


def test_determinants_are_sums_over_permutations(by_permutations):
    rng = np.random.default_rng(2)
    for size in (1, 2, 3, 4) * 6:
        matrix = rng.integers(-1, 3, (size, size)).tolist()
        assert _determinant(matrix) == by_permutations(matrix)
    for order in permutations(range(3)):
        matrix = (3 * np.eye(3, dtype=int)[list(order)]).tolist()
        assert _determinant(matrix) == by_permutations(matrix)
    assert _determinant([[0, 2], [0, 5]]) == 0


def test_an_index_counts_the_strategies_used_and_both_determinants():
    """Of the third strategies nothing is used; det A is -2 on the others, det B 3."""
    A, B = [[1, 2, 9], [3, 4, 1], [7, 7, 7]], [[2, 1, 8], [5, 4, 8], [8, 8, 8]]
    used = [Ray((1, 1, 0, 2), 0b011000), Ray((2, 1, 0, 3), 0b000011)]
    assert _index(A, B, *used) == 1
    assert _index(A, [[1, 2, 8], [4, 5, 8], [8, 8, 8]], *used) == -1
    assert _index(A, A, *used) == -1
    assert _index(A, B, Ray((1, 0, 0, 2), 0), Ray((0, 1, 0, 2), 0)) == 1
    assert _index(A, B, used[0], Ray((2, 1, 0, 3), 0b001011)) is None


def test_an_index_does_not_depend_on_the_size_of_a_determinant():
    """In the last two cases the determinants are 1 and 1, or 1 and -1."""
    assert extreme_equilibria([[1]], [[2]]).indices == (1,)
    assert extreme_equilibria([[2, 1], [1, 2]], [[2, 1], [1, 2]]).indices == (1, -1, 1)
    assert _index([[2, 1], [1, 1]], [[2, 1], [1, 1]], Ray((1, 1, 3), 0b1100), Ray((1, 1, 3), 0b0011)) == -1
    assert _index([[2, 1], [1, 1]], [[1, 1], [2, 1]], Ray((1, 1, 3), 0b1100), Ray((1, 1, 3), 0b0011)) == 1
