"""Games with ties: few components, with samples that are equilibria."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria

DEGENERATE = {
    "all zero": np.zeros((3, 2, 2, 2)),
    "all zero, unequal": np.zeros((3, 2, 3, 2)),
    "a player whom nothing concerns": np.concatenate(
        [np.random.default_rng(5).uniform(-1, 1, (2, 3, 3, 1)).repeat(2, axis=3), np.zeros((1, 3, 3, 2))]
    ),
    "duplicate strategy": np.random.default_rng(6).uniform(-1, 1, (3, 2, 3, 2))[:, [0, 1, 1]],
    "a player who is indifferent": np.concatenate(
        [np.random.default_rng(1).uniform(-1, 1, (2, 2, 3, 2)), np.zeros((1, 2, 3, 2))]
    ),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_games_give_few_components_with_verified_samples(name):
    game = bg.Game(DEGENERATE[name])
    solution = all_equilibria(game)
    assert solution.status == "complete"
    assert len(solution.components) <= 6
    for component in solution.components:
        assert component.samples
        for sample in component.samples:
            assert max(game.regret(sample).values()) < 1e-9
            assert all(
                np.all((bounds[:, 0] - 1e-6 <= x) & (x <= bounds[:, 1] + 1e-6))
                for x, bounds in zip(sample.mixed, component.box.bounds, strict=True)
            )


@pytest.mark.parametrize("large", [1e150, 1e155, 1e300])
def test_payoffs_may_be_of_sizes_whose_ratio_no_float_holds(large):
    for seed in range(6):
        values = [0.0, 1.0, -1.0, large, -large, 1.0 / large, 3.0 / large]
        payoffs = np.random.default_rng(seed).choice(values, (3, 3, 2, 2))
        solution = all_equilibria(bg.Game(payoffs), certificate=True, max_cells=5000)
        assert bg.verify(solution), seed


def test_differences_may_be_larger_than_floats():
    for seed in range(6):
        payoffs = 1.7e308 * np.random.default_rng(seed).uniform(-1, 1, (3, 2, 2, 2))
        solution = all_equilibria(bg.Game(payoffs), certificate=True)
        assert all(equilibrium.box is not None for equilibrium in solution.equilibria)
        assert bg.verify(solution), seed


def test_every_pure_equilibrium_of_a_game_full_of_ties_is_listed():
    for seed in range(10):
        payoffs = np.random.default_rng(seed).integers(0, 3, (3, 2, 3, 2))
        game = bg.Game(payoffs)
        pure = [e.pure_profile for e in bg.solve.pure_equilibria(game).equilibria]
        found = [e.pure_profile for e in all_equilibria(game).equilibria if e.is_pure]
        assert found == pure


def test_a_strict_equilibrium_is_one_however_near_others_are():
    """By some 1e-12 nobody would leave the first equilibrium, beside which others were not told apart."""
    moved = [[[[-1, -2], [1, 3]], [[3, 1], [2, 3]], [[2, 2], [0, -3]]], [[[3, 3], [1, 1]], [[-3, -3],
             [2, -2]], [[3, 3], [-3, -1]]], [[[3, 2], [2, 0]], [[2, 3], [2, -1]],
             [[0, 3], [2, 1]]]]  # fmt: skip
    whole = [[[[1, -1], [1, -1]], [[0, 0], [1, -1]], [[1, 1], [-1, 0]]], [[[0, 1], [1, 0]], [[-1, 1],
             [-1, 0]], [[0, -1], [1, -1]]], [[[-1, 1], [0, 1]], [[1, 0], [0, 0]],
             [[0, 1], [-1, 0]]]]  # fmt: skip
    solution = all_equilibria(bg.Game(np.array(whole) + 1e-12 * np.array(moved)), max_cells=20_000)
    assert [equilibrium.strict for equilibrium in solution.equilibria] == [True, True]
    assert all(equilibrium.isolated for equilibrium in solution.equilibria)


def test_no_equilibrium_is_lost_where_whole_numbers_outgrow_a_machine_word():
    """Parts cut by long numbers are halved again and again: two of five equilibria were lost once."""
    first = [
        [1267866796, 1462489674, -407617833],
        [-242028441, 850175340, -1691321051],
        [1194499416, -1319422392, 1773888812],
    ]
    second = [
        [[0, 1, -1], [2, -1, 2], [3, -1, 0]],
        [[1, 0, 2], [-1, 0, -1], [1, 0, 2]],
        [[0, 1, 1], [1, 0, 0], [-2, 3, -1]],
    ]
    third = [
        [
            [-582896310, -1450467203, 1890655774],
            [-2051883217, 1453966997, 138704518],
            [127250063, -635321661, -1146151451],
        ],
        [
            [-1728770332, 983254718, -1542527906],
            [974649275, 2077764741, -1957688921],
            [-685241399, -1219395227, 325259115],
        ],
        [
            [-145550797, 576294210, -1270305892],
            [1440514405, -868015751, 108540698],
            [482506707, -684999459, 400161380],
        ],
    ]
    payoffs = np.array([np.repeat(np.array(first)[:, :, None], 3, axis=2), second, third])
    found = all_equilibria(bg.Game(payoffs), certificate=True)
    assert (found.status, len(found.equilibria), len(found.components)) == ("complete", 5, 1)
    assert bg.solve.verify_equilibria(found).accepted
