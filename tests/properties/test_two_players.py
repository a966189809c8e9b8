"""Laws of the exact two-player solver, over games with few payoff values: most of them are degenerate."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.solve import two_player_equilibria
from belarusgame.solve.two_player.components import exact_equilibria, two_player_solution
from belarusgame.solve.two_player.extreme import extreme_equilibria


@st.composite
def bimatrices(draw, lowest=-2, highest=2):
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    payoffs = st.integers(lowest, highest)
    matrix = st.lists(st.lists(payoffs, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    return draw(matrix), draw(matrix)


@given(bimatrices())
@settings(max_examples=60, deadline=None)
def test_every_listed_corner_is_an_equilibrium_exactly(game):
    A, B = game
    found = extreme_equilibria(A, B)
    assert found.finished
    assert found.vertices  # Nash 1950
    assert all(is_equilibrium(A, B, row, column) for row, column in found.vertices)


@given(bimatrices())
@settings(max_examples=60, deadline=None)
def test_any_mixture_within_a_maximal_nash_subset_is_an_equilibrium(game):
    A, B = game
    found = extreme_equilibria(A, B)
    for subset in found.subsets:
        rows = {found.vertices[corner][0] for corner in subset}
        columns = {found.vertices[corner][1] for corner in subset}
        assert len(rows) * len(columns) == len(subset)  # a product of two polytopes
        assert is_equilibrium(A, B, centre(rows), centre(columns))


@given(bimatrices())
@settings(max_examples=60, deadline=None)
def test_no_subset_can_be_enlarged_and_together_they_hold_every_corner(game):
    A, B = game
    found = extreme_equilibria(A, B)
    sets = [set(subset) for subset in found.subsets]
    assert not any(one < other for one, other in product(sets, sets))
    assert set().union(*sets) == set(range(len(found.vertices)))
    assert sorted(sum(found.components, ())) == list(range(len(found.vertices)))
    for subset in sets:
        assert any(subset <= set(component) for component in found.components)


@given(bimatrices())
@settings(max_examples=60, deadline=None)
def test_corners_that_share_a_half_share_a_subset(game):
    found = extreme_equilibria(*game)
    for one, other in product(range(len(found.vertices)), repeat=2):
        shares = any(a == b for a, b in zip(found.vertices[one], found.vertices[other], strict=True))
        assert not shares or any({one, other} <= set(subset) for subset in found.subsets)


@given(bimatrices())
@settings(max_examples=60, deadline=None)
def test_no_equilibrium_with_quarters_for_probabilities_lies_outside_the_components(game):
    A, B = game
    solution = two_player_solution(bg.Game([A, B]))
    points = [np.concatenate(equilibrium.mixed) for equilibrium in solution.equilibria]
    hulls = [np.concatenate(component.box.bounds) for component in solution.components]
    for row, column in product(grid(len(A)), grid(len(A[0]))):
        if is_equilibrium(A, B, row, column):
            point = np.array([*row, *column], dtype=float)
            assert any(np.array_equal(point, other) for other in points) or any(
                np.all((hull[:, 0] <= point) & (point <= hull[:, 1])) for hull in hulls
            )


@given(bimatrices())
@settings(max_examples=60, deadline=None)
def test_the_indices_of_a_game_without_degenerate_equilibria_sum_to_one(game):
    found = extreme_equilibria(*game)
    assert set(found.indices) <= {1, -1, None}
    if found.nondegenerate:
        assert sum(found.indices) == 1
        assert len(found.vertices) % 2 == 1  # Wilson 1971
    for number, index in enumerate(found.indices):
        if index is not None:
            assert number in found.isolated


@given(bimatrices(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_renaming_strategies_renames_the_equilibria(game, random):
    A, B = game
    order, across = random.sample(range(len(A)), len(A)), random.sample(range(len(A[0])), len(A[0]))
    renamed = extreme_equilibria(*([[M[i][j] for j in across] for i in order] for M in (A, B)))
    original = extreme_equilibria(A, B)
    expected = {
        (tuple(row[i] for i in order), tuple(column[j] for j in across)): index
        for (row, column), index in zip(original.vertices, original.indices, strict=True)
    }
    assert dict(zip(renamed.vertices, renamed.indices, strict=True)) == expected
    assert sorted(map(len, renamed.subsets)) == sorted(map(len, original.subsets))


@given(bimatrices())
@settings(max_examples=40, deadline=None)
def test_exchanging_the_players_exchanges_the_equilibria(game):
    A, B = game
    swapped = extreme_equilibria(list(map(list, zip(*B, strict=True))), list(map(list, zip(*A, strict=True))))
    original = extreme_equilibria(A, B)
    listed = dict(zip(original.vertices, original.indices, strict=True))
    assert {(column, row): index for (row, column), index in listed.items()} == dict(
        zip(swapped.vertices, swapped.indices, strict=True)
    )


@given(bimatrices(), st.fractions(Fraction(1, 9), 9), st.data())
@settings(max_examples=40, deadline=None)
def test_units_and_what_no_own_choice_changes_do_not_matter(game, scale, data):
    A, B = game
    bonus = data.draw(st.lists(st.fractions(-5, 5), min_size=len(A[0]), max_size=len(A[0])))
    moved = [[scale * value + bonus[j] for j, value in enumerate(row)] for row in A]
    assert extreme_equilibria(moved, B) == extreme_equilibria(A, B)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(3, 4), (4, 2)])
def test_agrees_with_nashpy_on_random_games(seed, shape):
    game = bg.Game(np.random.default_rng(seed).uniform(-1, 1, (2, *shape)))
    ours = two_player_solution(game)
    theirs = two_player_equilibria(game, "vertex_enumeration")
    assert ours.status == theirs.status == "complete"
    assert ours.components == ()
    assert_same_profiles(ours.equilibria, theirs.equilibria)
    some = two_player_equilibria(game, "lemke_howson")
    assert some.status == "partial"
    assert len(some.equilibria) <= len(ours.equilibria)


@given(bimatrices(-1, 1))
@settings(max_examples=30, deadline=None)
def test_nashpy_is_called_complete_only_where_nothing_is_missing(game):
    exact = exact_equilibria(bg.Game(list(game)))
    for method in ("support_enumeration", "lemke_howson"):
        found = two_player_equilibria(bg.Game(list(game)), method)
        if found.status == "complete":
            assert exact.nondegenerate
            assert len(found.equilibria) == len(exact.vertices)
        assert all(equilibrium.regret < 1e-9 for equilibrium in found.equilibria)


def assert_same_profiles(ours, theirs):
    assert len(ours) == len(theirs)
    for one in ours:
        point = np.concatenate(one.mixed)
        assert any(np.allclose(point, np.concatenate(other.mixed), atol=1e-9) for other in theirs)


def is_equilibrium(A, B, row, column):
    earned = [sum(a * q for a, q in zip(line, column, strict=True)) for line in A]
    replies = [sum(B[i][j] * p for i, p in enumerate(row)) for j in range(len(B[0]))]
    return all(p == 0 or value == max(earned) for p, value in zip(row, earned, strict=True)) and all(
        q == 0 or value == max(replies) for q, value in zip(column, replies, strict=True)
    )


def centre(points):
    points = list(points)
    return tuple(sum(values, Fraction(0)) / len(points) for values in zip(*points, strict=True))


def grid(size):
    for parts in product(range(5), repeat=size):
        if sum(parts) == 4:
            yield tuple(Fraction(part, 4) for part in parts)
