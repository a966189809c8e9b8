"""Games as people write them: tied, symmetric, sparse, with equilibria known or found by a short argument."""

from itertools import combinations, product

import numpy as np
import pytest

import belarusgame as bg


def tabulated(shape, payoffs):
    """Return the game in which the players get ``payoffs(profile)``."""
    table = np.zeros((len(shape), *shape))
    for profile in np.ndindex(*shape):
        table[(slice(None), *profile)] = payoffs(profile)
    return bg.Game(table)


def coordination(players, strategies):
    """Everybody gets 1 if all do the same, else nothing (Gambit's ``coord333`` and ``coord4``)."""
    return tabulated((strategies,) * players, lambda profile: [float(len(set(profile)) == 1)] * players)


def uniform(support, strategies):
    return np.isin(np.arange(strategies), support) / len(support)


def listed(solution, point):
    """Return the isolated equilibria at a point."""
    return [
        e
        for e in solution.equilibria
        if e.isolated and max(np.abs(x - y).max() for x, y in zip(e.mixed, point, strict=True)) < 1e-7
    ]


def test_three_who_coordinate_on_three():
    solution = bg.solve.all_equilibria(coordination(3, 3))
    assert (solution.status, len(solution.equilibria), solution.components) == ("complete", 13, ())
    for profile in np.ndindex(3, 3, 3):
        expected = len(set(profile)) != 2
        point = [np.eye(3)[a] for a in profile]
        assert len(listed(solution, point)) == expected, profile
    for size in (2, 3):
        for support in combinations(range(3), size):
            (found,) = listed(solution, [uniform(support, 3)] * 3)
            assert found.regret < 1e-12


def test_three_who_coordinate_on_four():
    """If two choose differently, the third cannot matter: edges join the profiles in which all differ."""
    solution = bg.solve.all_equilibria(coordination(3, 4))
    isolated = [e for e in solution.equilibria if e.isolated]
    (component,) = solution.components
    assert (solution.status, len(isolated)) == ("complete", 15)
    assert (component.kind, component.reach, len(component.pieces)) == ("exact", 0.0, 36)
    assert len(solution.equilibria) - len(isolated) == 24  # the pure members of the edges
    for size in (1, 2, 3, 4):
        for support in combinations(range(4), size):
            assert len(listed(solution, [uniform(support, 4)] * 3)) == 1


@pytest.mark.parametrize(("players", "acts"), [(3, 0.2929), (4, 0.2063), (5, 0.1591)])
def test_volunteers(players, acts):
    """One is enough; all mix if each leaves it with (cost / benefit)^(1 / (n - 1)): Diekmann 1985.

    The same numbers are those of whether a crime is reported: Osborne 2004, section 4.8.
    """
    game = tabulated((2,) * players, lambda profile: [2.0 * (1 in profile) - a for a in profile])
    solution = bg.solve.all_equilibria(game)
    left = 0.5 ** (1 / (players - 1))
    assert 1 - left == pytest.approx(acts, abs=5e-5)
    assert solution.status == "complete"
    assert len(listed(solution, [np.array([left, 1 - left])] * players)) == 1
    assert (
        sum(e.isolated and set(np.concatenate(e.mixed)) == {0.0, 1.0} for e in solution.equilibria) == players
    )


@pytest.mark.parametrize("efforts", [3, 4])
def test_minimum_effort(efforts):
    """Everybody does the same, or mixes between two efforts, leaving the higher with 1 - (1/2)^(1/2).

    What lies between two efforts is then exactly as good as both, at a probability that is no fraction.
    """
    solution = bg.solve.all_equilibria(tabulated((efforts,) * 3, lambda p: [2.0 * min(p) - a for a in p]))
    assert (solution.status, solution.components) == ("complete", ())
    assert len(solution.equilibria) == efforts + efforts * (efforts - 1) // 2
    for low, high in combinations(range(efforts), 2):
        vector = np.zeros(efforts)
        vector[low], vector[high] = 1 - 0.5**0.5, 0.5**0.5
        (found,) = listed(solution, [vector] * 3)
        assert found.index == (-1 if high == low + 1 else None)


def test_a_product_of_two_edges():
    """Two pairs: the second of each does not care what the first, who does not care either, does."""
    zero = np.zeros((3, 3, 2))
    likes = np.array([1.0, 1.0, 0.0])
    game = bg.Game([zero + likes[:, None, None], zero + likes[None, :, None], zero + np.array([1.0, 0.0])])
    solution = bg.solve.all_equilibria(game)
    (component,) = solution.components
    assert (solution.status, component.kind, solution.counted) == (
        "complete", "exact", "0 isolated, 1 continuum with 4 pure members",
    )  # fmt: skip
    assert [tuple(len(own) for own in piece) for piece in component.pieces] == [(2, 2, 1)]


def test_an_edge_a_square_and_an_l():
    """The first player can choose freely; or the first two; or either of them, if the other stays put."""
    zero = np.zeros((2, 2, 2))
    third = np.array([1.0, 0.0])[None, None, :] + zero
    corner = np.zeros((2, 2, 2))
    corner[1, 1] = -1.0
    edge = bg.solve.all_equilibria(bg.Game([zero, np.array([1.0, 0.0])[None, :, None] + zero, third]))
    square = bg.solve.all_equilibria(bg.Game([zero, zero, third]))
    both = bg.solve.all_equilibria(bg.Game([corner, corner, third]))
    for solution, shapes in ((edge, [(2, 1, 1)]), (square, [(2, 2, 1)]), (both, [(1, 2, 1), (2, 1, 1)])):
        (component,) = solution.components
        assert (solution.status, component.kind, component.reach) == ("complete", "exact", 0.0)
        assert sorted(tuple(len(own) for own in piece) for piece in component.pieces) == shapes


def test_an_oligopoly_has_a_continuum_of_exact_pieces():
    game = tabulated((6, 6, 6), lambda profile: [q * max(0, 8 - sum(profile)) for q in profile])
    solution = bg.solve.all_equilibria(game)
    assert (solution.status, [part.kind for part in solution.components]) == ("complete", ["exact"])
    assert len(listed(solution, [np.eye(6)[2]] * 3)) == 1
    draw = np.random.default_rng(1)
    for piece, _ in product(solution.components[0].pieces, range(20)):
        point = [draw.dirichlet(np.ones(len(corners))) @ corners for corners in piece]
        assert max(game.regret(point).values()) < 1e-12
