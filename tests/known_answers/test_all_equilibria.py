"""Published games of three and more players with all their equilibria; payoffs in the profiles' order."""

from math import sqrt

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria


def game_from(shape, entries):
    """Build a game that is zero except in the profiles listed, with one payoff a player."""
    payoffs = np.zeros((len(shape), *shape))
    for profile, values in entries.items():
        payoffs[(slice(None), *profile)] = values
    return bg.Game(payoffs)


# McKelvey & McLennan 1996, "Computation of equilibria in finite games", the 2x2x2 game with nine equilibria.
MCKELVEY = game_from(
    (2, 2, 2), {(0, 0, 0): (9, 8, 12), (1, 1, 0): (9, 8, 2), (1, 0, 1): (3, 4, 6), (0, 1, 1): (3, 4, 6)}
)
# The same with another payoff, which another package gives under the same name.
MCKELVEY_VARIANT = game_from(
    (2, 2, 2), {(0, 0, 0): (9, 8, 12), (1, 1, 0): (9, 8, 2), (1, 0, 1): (3, 4, 4), (0, 1, 1): (3, 4, 6)}
)
# Nau, Gomez Canovas & Hansen 2004, "On the geometry of Nash equilibria and correlated equilibria", section 4.
NAU = game_from(
    (2, 2, 2),
    {
        (0, 0, 0): (3, 0, 2),
        (1, 0, 0): (0, 1, 0),
        (0, 1, 0): (0, 2, 0),
        (1, 1, 0): (1, 0, 0),
        (0, 0, 1): (1, 0, 0),
        (1, 0, 1): (0, 3, 0),
        (0, 1, 1): (0, 1, 0),
        (1, 1, 1): (2, 0, 3),
    },
)


def firsts(equilibrium):
    return [vector[0] for vector in equilibrium.mixed]


def is_sound(game, solution):
    spread = np.ptp(game.payoffs.reshape(len(game.players), -1), axis=1).max()
    return solution.status == "complete" and all(e.regret < 1e-9 * spread for e in solution.equilibria)


@pytest.mark.parametrize("game", [MCKELVEY, MCKELVEY_VARIANT], ids=["published", "variant"])
def test_mckelvey_and_mclennan_has_nine_equilibria(game):
    solution = all_equilibria(game)
    assert is_sound(game, solution)
    assert not solution.components
    assert len(solution.equilibria) == 9
    assert sum(e.is_pure for e in solution.equilibria) == 4
    assert sum(e.index for e in solution.equilibria) == 1


@pytest.mark.parametrize("known", [(2 / 5, 1 / 2, 1 / 3), (1 / 2, 2 / 5, 1 / 4)])
def test_mckelvey_and_mclennan_has_the_published_mixed_equilibria(known):
    mixed = [firsts(e) for e in all_equilibria(MCKELVEY).equilibria if np.min(np.concatenate(e.mixed)) > 0]
    assert len(mixed) == 2
    assert any(np.allclose(found, known, atol=1e-12) for found in mixed)


def test_the_only_equilibrium_of_nau_and_others_is_irrational():
    (equilibrium,) = all_equilibria(NAU).equilibria
    q = (sqrt(601) - 13) / 24
    assert np.allclose(firsts(equilibrium), [(9 * q - 1) / (7 * q + 2), q, (2 - 3 * q) / (q + 1)], atol=1e-12)
    assert equilibrium.index == 1


def test_unanimity_of_four_has_eight_pure_equilibria():
    payoffs = np.zeros((4, 2, 2, 2, 2))
    payoffs[:, 0, 0, 0, 0] = payoffs[:, 1, 1, 1, 1] = 1.0
    solution = all_equilibria(bg.Game(payoffs))
    pure = [e for e in solution.equilibria if e.is_pure]
    assert solution.status == "complete"
    assert len(pure) == 8
    assert [e.strict for e in pure].count(True) == 2
    assert len(solution.components) <= 6
    (mixed,) = [e for e in solution.equilibria if not e.is_pure]
    assert firsts(mixed) == pytest.approx([0.5] * 4, abs=1e-12)


def anti_coordination(players):
    """Strategy 0 pays 1; strategy 1 pays 2 to whoever is the only one to choose it, else nothing."""
    payoffs = np.ones((players, *[2] * players))
    for profile in np.ndindex(*[2] * players):
        for i in range(players):
            if profile[i] == 1:
                payoffs[(i, *profile)] = 2.0 if sum(profile) == 1 else 0.0
    return bg.Game(payoffs)


@pytest.mark.parametrize(("players", "count"), [(3, 7), (4, 15)])
def test_anti_coordination(players, count):
    game = anti_coordination(players)
    solution = all_equilibria(game)
    assert is_sound(game, solution)
    assert len(solution.equilibria) == count
    assert sum(e.index for e in solution.equilibria) == 1
    symmetric = 2 ** (-1 / (players - 1))
    assert any(np.allclose(firsts(e), symmetric, atol=1e-12) for e in solution.equilibria)


@pytest.mark.parametrize(("seed", "count"), [(0, 39), (1, 15), (2, 15)])
def test_random_games_of_four_players_with_three_strategies(seed, count):
    rng = np.random.default_rng(seed)
    game = bg.Game([rng.uniform(-1, 1, (3, 3, 3, 3)) for _ in range(4)])
    solution = all_equilibria(game)
    assert is_sound(game, solution)
    assert not solution.components
    assert len(solution.equilibria) == count
    assert sum(e.index for e in solution.equilibria) == 1


def test_a_game_for_which_enumpoly_of_gambit_returns_nothing():
    rng = np.random.default_rng(102)
    game = bg.Game([rng.uniform(-1, 1, (2, 2, 2, 2, 2)) for _ in range(5)])
    solution = all_equilibria(game)
    assert is_sound(game, solution)
    assert len(solution.equilibria) % 2 == 1
