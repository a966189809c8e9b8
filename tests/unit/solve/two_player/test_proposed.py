"""Corners that floating point proposes: proven, they give the exact answer; unproven, they are not used."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.two_player import components, proposed
from belarusgame.solve.two_player.extreme import extreme_equilibria
from belarusgame.solve.two_player.proposed import regular_equilibria


def drawn(seed, shape):
    return np.random.default_rng(seed).uniform(-1, 1, (2, *shape))


def exact(A, B):
    return extreme_equilibria(A.tolist(), B.tolist())


def check_the_same(A, B):
    """Compare with exact enumeration; whether there was anything to compare."""
    found = regular_equilibria(A, B)
    if found is None:
        return False
    whole = exact(A, B)
    assert found.vertices == whole.vertices
    assert (found.indices, found.subsets, found.components) == (
        whole.indices,
        whole.subsets,
        whole.components,
    )
    assert found.finished
    assert whole.nondegenerate
    return True


@pytest.mark.parametrize("shape", [(2, 2), (2, 5), (5, 2), (3, 4), (4, 3), (5, 5), (3, 7), (6, 6)])
def test_the_answer_is_that_of_exact_enumeration(shape):
    assert all(check_the_same(*drawn(seed, shape)) for seed in range(8))


@pytest.mark.parametrize("seed", range(30))
def test_small_whole_numbers_are_left_to_fractions_where_they_tie(seed):
    payoffs = np.random.default_rng(seed).integers(0, 9, (2, 3, 4)).astype(float)
    if not check_the_same(*payoffs):
        assert not exact(*payoffs).nondegenerate or any(
            ray.tight.bit_count() > size
            for table, size in ((payoffs[1], 3), (payoffs[0].T, 4))
            for ray in rays(table)
        )


def rays(table):
    from belarusgame.base.rays import Budget
    from belarusgame.solve.two_player.extreme_rays import extreme_rays

    return extreme_rays([[int(value) for value in line] for line in table], Budget(10**6)).rays


def test_what_is_degenerate_is_not_proven():
    A, B = drawn(1, (4, 4))
    twice = A.copy()
    twice[3] = twice[2]
    assert regular_equilibria(twice, B) is None
    assert regular_equilibria(np.zeros((4, 4)), B) is None
    assert regular_equilibria(np.ones((4, 4)), np.ones((4, 4))) is None


@pytest.mark.parametrize("gap", [0.0, 1e-17, 1e-16, 3e-16, 1e-15, 1e-14, 1e-12, 1e-9])
def test_what_is_nearly_degenerate_is_proven_rightly_or_not_at_all(gap):
    for seed in range(5):
        A, B = drawn(seed, (4, 4))
        A[3] = A[2] + gap * np.random.default_rng(seed).normal(size=4)
        B[:, 1] = B[:, 0] + gap
        assert check_the_same(A, B) or gap < 1e-11


@pytest.mark.parametrize("scale", [2.0**-1000, 1e-300, 1e-5, 1e9, 1e300, 1.7e308])
@pytest.mark.parametrize("shift", [0.0, 1.0, -1e6])
def test_any_size_of_payoffs(scale, shift):
    A, B = drawn(3, (3, 4)) * scale + shift
    check_the_same(A, B)


def test_the_least_numbers_there_are():
    A, B = drawn(3, (3, 4)) * 2.0**-1072
    check_the_same(A, B)


def test_elimination_needs_rows_exchanged():
    # The differences 3 and -2, above ones, have the determinant 5.
    assert proposed._mixture([[0, 2], [3, 0]]) == ([Fraction(2, 5), Fraction(3, 5)], 1)
    assert proposed._mixture([[3, 0], [0, 2]]) == ([Fraction(2, 5), Fraction(3, 5)], -1)
    # No difference of the second line in the first column: -2 and 2, and 0 and -1, above ones.
    assert proposed._mixture([[1, 2, 1], [1, 1, 2], [2, 1, 1]])[0] == [Fraction(1, 3)] * 3
    assert proposed._mixture([[2, 1, 1], [1, 2, 1], [1, 1, 2]]) == ([Fraction(1, 3)] * 3, 1)
    assert proposed._mixture([[1, 2, 1], [2, 1, 1], [1, 1, 2]]) == ([Fraction(1, 3)] * 3, -1)
    assert proposed._mixture([[7]]) == ([1], 1)


@pytest.mark.parametrize(
    ("m", "n", "corners"), [(2, 3, 5), (3, 3, 8), (3, 5, 12), (4, 4, 20), (8, 8, 660), (15, 15, 77520 * 3)]
)
def test_how_many_corners_there_may_be(m, n, corners):
    """The facets of cyclic polytopes."""
    most = proposed._most_corners(m, n)
    assert most == corners or m == 15
    assert (most > proposed._MOST_CORNERS) == (m == 15)


def test_solutions_do_not_depend_on_who_enumerates(monkeypatch):
    games = [bg.Game(drawn(seed, (4, 5))) for seed in range(6)]
    proven = [bg.solve.all_equilibria(game) for game in games]
    calls = []
    monkeypatch.setattr(components, "regular_equilibria", lambda *payoffs: calls.append(1))
    for game, solution in zip(games, proven, strict=True):
        again = bg.solve.all_equilibria(game)
        assert again.status == solution.status == "complete"
        for one, other in zip(again.outcomes, solution.outcomes, strict=True):
            assert one.distribution.tobytes() == other.distribution.tobytes()
            assert (one.index, one.strict, one.isolated) == (other.index, other.strict, other.isolated)
            assert [b.tobytes() for b in one.box] == [b.tobytes() for b in other.box]
    assert len(calls) == 6


def test_small_budgets_small_games_and_certificates_are_left_to_fractions(monkeypatch):
    def never(*payoffs):
        raise AssertionError

    monkeypatch.setattr(components, "regular_equilibria", never)
    game = bg.Game(drawn(0, (4, 5)))
    bg.solve.all_equilibria(game, max_cells=29_999)
    bg.solve.all_equilibria(bg.Game(drawn(0, (3, 3))))
    solution = bg.solve.all_equilibria(game, certificate=True)
    assert bg.verify(solution).accepted
    thirds = np.full((2, 4, 4), Fraction(1, 3), dtype=object)
    bg.solve.all_equilibria(bg.Game(thirds + drawn(1, (4, 4)).round(3).astype(object)))
    with pytest.raises(AssertionError):
        bg.solve.all_equilibria(game)
