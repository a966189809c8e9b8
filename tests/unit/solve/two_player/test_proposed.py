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


@pytest.mark.parametrize("broken", ["less", "two less", "twice", "other", "nothing", "one"])
def test_a_list_that_is_not_whole_proves_nothing(monkeypatch, broken):
    propose = proposed._proposed
    A, B = drawn(2, (4, 5))
    assert regular_equilibria(A, B) is not None

    def propose_badly(payoffs):
        tight = propose(payoffs)
        match broken:
            case "less":
                return tight[:-1]
            case "two less":
                return tight[:-2]
            case "twice":
                return np.concatenate([tight, tight[:1]])
            case "other":
                tight[0, 0] = next(k for k in range(9) if k not in tight[0])
                return tight
            case "one":  # a corner twice is closed by itself
                return np.concatenate([tight[:1], tight[:1]])
            case "nothing":
                return None

    monkeypatch.setattr(proposed, "_proposed", propose_badly)
    assert regular_equilibria(A, B) is None


def test_a_point_outside_the_region_is_no_corner():
    """A basis of another region is one here as well, and violates a constraint."""
    _, B = drawn(4, (4, 5))
    tight = proposed._proposed(B)
    inner = np.array([row for row in tight.tolist() if sorted(row) != [0, 1, 2, 3]])
    assert proposed._are_corners(B, inner)
    others = proposed._proposed(B[:, ::-1] * np.array([1.0, 0.2, 1.5, 0.7, 1.1]))
    foreign = {tuple(sorted(row)) for row in others.tolist()} - {tuple(sorted(row)) for row in tight.tolist()}
    assert foreign
    for row in foreign:
        assert not proposed._are_corners(B, np.array([row]))


def test_errors_are_bounded_however_ill_conditioned():
    rng = np.random.default_rng(0)
    bounded = 0
    for gap in (1.0, 1e-4, 1e-8, 1e-12, 1e-14):
        systems = rng.uniform(-1, 1, (20, 4, 4))
        systems[:, 3] = systems[:, 2] * (1 - gap) + gap * systems[:, 3]
        inverses = np.linalg.inv(systems)
        points = inverses[:, :, 3]
        errors = proposed._error_bounds(systems, inverses, points)
        for system, point, error in zip(systems, points, errors, strict=True):
            if error < np.inf:
                bounded += 1
                assert max(map(abs, true_solution(system) - [Fraction(x) for x in point])) <= Fraction(error)
        assert gap < 1e-11 or np.isfinite(errors).all()
        assert gap < 1.0 or np.median(errors) < 1e-12
    assert bounded >= 80


def true_solution(system):
    """Solve for the last unit vector in fractions, by Gauss and Jordan."""
    size = len(system)
    rows = [[*map(Fraction, line), Fraction(k == size - 1)] for k, line in enumerate(system.tolist())]
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(size):
            if i != k:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k], strict=True)]
    return np.array([row[-1] for row in rows], dtype=object)


def test_elimination_needs_rows_exchanged():
    weights, sign = proposed._mixture([[0, 2], [3, 0]])
    assert (weights, sign) == ([Fraction(2, 5), Fraction(3, 5)], -6)
    weights, sign = proposed._mixture([[2, 1, 1], [1, 2, 1], [1, 1, 2]])
    assert (weights, sign) == ([Fraction(1, 3)] * 3, 4)


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
