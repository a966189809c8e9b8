"""Zero-sum games, and those with the best replies of one, by exact linear programs."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.solution import BY_PROGRAMS
from belarusgame.solve.two_player import components
from belarusgame.solve.two_player.zero_sum import equivalent_matrix


def zero(matrix):
    matrix = np.array(matrix)
    return bg.Game([matrix, -matrix])


def blotto(soldiers, fields):
    """Who sends more to a field wins it; the winner is who wins more fields."""
    sent = [s for s in product(range(soldiers + 1), repeat=fields) if sum(s) == soldiers]
    return zero([[int(np.sign(np.sign(np.subtract(x, y)).sum())) for y in sent] for x in sent])


def by_programs(game, monkeypatch, **settings):
    monkeypatch.setattr(components, "_BEFORE_PROGRAMS", 1)
    return bg.solve.all_equilibria(game, **settings)


#: One equilibrium; a pure one; a continuum of one player; both; a dominated strategy with a fraction.
MATRICES = [
    [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
    [[3, 1], [2, 0]],
    [[0, 0, 1], [0, 1, 0]],
    [[0, 0], [0, 0]],
    [[Fraction(1, 3), 2, -1], [-2, 0, Fraction(5, 7)], [-3, -1, 0]],
    [[1, 0, 0, 2], [0, 1, 2, 0], [1, 1, 1, 1]],
]


@pytest.mark.parametrize("matrix", MATRICES)
def test_programs_and_vertices_agree(matrix, monkeypatch):
    game = zero(np.array(matrix, dtype=object))
    expected = bg.solve.all_equilibria(game)
    found = by_programs(game, monkeypatch)
    assert (found.method, found.status) == (BY_PROGRAMS, "complete")
    assert [e.index for e in found.equilibria] == [e.index for e in expected.equilibria]
    bg.testing.assert_same_equilibria(found.equilibria, expected.equilibria)
    assert len(found.components) == len(expected.components)
    for mine, theirs in zip(found.components, expected.components, strict=True):
        bg.testing.assert_same_equilibria(mine.samples, theirs.samples)
        for one, other in zip(mine.box.bounds, theirs.box.bounds, strict=True):
            assert np.array_equal(one, other)


@pytest.mark.parametrize("seed", range(6))
def test_random_small_integers_agree(seed, monkeypatch):
    game = zero(np.random.default_rng(seed).integers(-2, 3, (3, 4)))
    expected = bg.solve.all_equilibria(game)
    found = by_programs(game, monkeypatch)
    corners = [e for part in found.components for e in part.samples]
    bg.testing.assert_same_equilibria(found.equilibria, expected.equilibria)
    bg.testing.assert_same_equilibria(corners, [e for part in expected.components for e in part.samples])


@pytest.mark.parametrize("matrix", MATRICES)
def test_what_programs_say_is_verified_and_forgeries_are_not(matrix, monkeypatch):
    solution = by_programs(zero(np.array(matrix, dtype=object)), monkeypatch, certificate=True)
    answer = bg.verify(solution)
    assert answer, answer.reason
    assert not bg.verify(replace(solution, messages=("the value of the game is 9",)))
    assert not bg.verify(replace(solution, outcomes=(), components=()))
    for component in solution.components:
        small = bg.solve.Box(
            labels=component.box.labels,
            bounds=tuple(np.tile([0.4, 0.5], (len(b), 1)) for b in component.box.bounds),
        )
        assert not bg.verify(replace(solution, components=(replace(component, box=small),)))
        assert not bg.verify(replace(solution, components=(component, component)))
    for equilibrium in solution.equilibria:
        assert not bg.verify(replace(solution, outcomes=(replace(equilibrium, index=-1),)))
    points = solution.certificate.strategies
    moved = tuple(tuple(np.roll(np.array(own, dtype=object), 1)) for own in points)
    if moved != points and len(set(points[0])) > 1:
        assert not bg.verify(replace(solution, certificate=replace(solution.certificate, strategies=moved)))


def test_the_same_best_replies_are_recognised_whatever_is_added():
    draw = np.random.default_rng(3)
    matrix = draw.integers(-5, 6, (4, 3))
    rows, columns = draw.integers(-9, 10, (4, 1)), draw.integers(-9, 10, (1, 3))
    game = bg.Game([matrix + columns, -3 * matrix + rows])
    solved, plain = bg.solve.zero_sum(game), bg.solve.zero_sum(zero(matrix))
    assert solved.total is None
    for mine, theirs in zip(solved.optimal.values(), plain.optimal.values(), strict=True):
        assert mine.inside == theirs.inside
        assert mine.vertices == theirs.vertices
    assert equivalent_matrix(bg.Game([matrix, matrix])) is None
    assert equivalent_matrix(bg.Game([matrix * 0, matrix])) is None
    with pytest.raises(bg.GameError, match="not the best replies of a zero-sum game"):
        bg.solve.zero_sum(bg.Game([matrix, matrix]))
    with pytest.raises(bg.GameError, match="2 players, and here there are 3"):
        bg.solve.zero_sum(bg.Game(np.zeros((3, 2, 2, 2))))


def test_colonel_blotto_is_complete():
    """Five soldiers on three fields: 21 pure strategies, and too many corners for enumeration."""
    game = blotto(5, 3)
    solution = bg.solve.all_equilibria(game)
    assert (game.shape, solution.status, solution.method) == ((21, 21), "complete", BY_PROGRAMS)
    (component,) = solution.components
    assert (component.kind, component.reach) == ("exact", 0.0)
    for side in component.polytopes:
        assert side.dimension == 4
        assert len(side.vertices) == 10
        for corner in side.vertices:
            assert sum(corner) == 1
            assert min(corner) >= 0
            assert all(
                sum(c * x for c, x in zip(line, corner, strict=True)) >= bound
                for line, bound in side.inequalities
            )


def test_weighted_sums_over_a_polytope_are_exact():
    side = bg.solve.zero_sum(zero([[0, 0, 1], [0, 1, 0]])).optimal["player 2"]
    assert (side.least({"s1": 1}), side.greatest({"s1": 1})) == (1, 1)
    side = bg.solve.zero_sum(zero([[0, 0], [0, 0], [0, 0]])).optimal["player 1"]
    assert (side.least({"s1": 3, "s2": 1}), side.greatest({"s1": Fraction(1, 3)})) == (0, Fraction(1, 3))
    for weights in ({"up": 1}, {"s1": "many"}, {"s1": float("nan")}, [1, 2], None):
        with pytest.raises(bg.GameError):
            side.least(weights)


def test_the_record_prints_and_pickles():
    import pickle

    solved = bg.solve.zero_sum(zero([[2, -1], [-1, 1]]))
    assert "value 1/5 to player 1" in str(solved)
    assert str(pickle.loads(pickle.dumps(solved))) == str(solved)
    assert len(solved.to_frame()) == 4
    assert "corner 1" in str(solved.optimal["player 1"])
