"""Games in which dominance leaves at most one player a choice."""

import subprocess
import sys

import numpy as np

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria


def test_six_players_whom_dominance_settles():
    payoffs = np.random.default_rng(8).uniform(-1, 1, (6, 2, 2, 2, 2, 2, 2))
    for player in range(6):
        np.moveaxis(payoffs[player], player, 0)[player % 2] += 3.0
    (equilibrium,) = all_equilibria(bg.Game(payoffs)).equilibria
    assert list(equilibrium.pure_profile.values()) == ["s1", "s2"] * 3
    assert (equilibrium.index, equilibrium.strict) == (1, True)


def test_equilibria_are_recorded_when_they_are_looked_at():
    solution = all_equilibria(bg.Game([[1.0, 3.0, 2.0]]))
    assert callable(vars(solution)["outcomes"])
    (equilibrium,) = solution.equilibria
    assert equilibrium.isolated is True
    assert [e.isolated for e in all_equilibria(bg.Game([[1.0, 3.0, 3.0]])).equilibria] == [False, False]


def test_one_player_takes_the_best():
    solution = all_equilibria(bg.Game([[1.0, 3.0, 2.0]]))
    assert [e.pure_profile for e in solution.equilibria] == [{"player 1": "s2"}]
    assert solution.status == "complete"


def test_one_player_with_a_tie_has_a_component():
    solution = all_equilibria(bg.Game([[1.0, 3.0, 3.0]]))
    (component,) = solution.components
    assert len(solution.equilibria) == 2
    assert component.box.to_dict() == {"player 1": {"s1": (0.0, 0.0), "s2": (0.0, 1.0), "s3": (0.0, 1.0)}}


def test_a_game_settled_by_dominance_and_pure_profiles_compiles_nothing():
    program = (
        "import sys, numpy as np, belarusgame as bg\n"
        "from belarusgame.solve.all_equilibria import all_equilibria\n"
        "payoffs = np.zeros((3, 2, 3, 2))\n"
        "payoffs[0, 1], payoffs[1, :, 2], payoffs[2, :, :, 0] = 1, 1, 1\n"
        "solution = all_equilibria(bg.Game(payoffs))\n"
        "assert len(solution.equilibria) == 1 and solution.status == 'complete'\n"
        "heavy = {'numba', 'scipy', 'pandas', 'rich', 'nashpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
