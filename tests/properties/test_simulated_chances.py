"""What chance may spoil: frequencies held against exact probabilities.

Every check is seeded, and so wide that it would fail by chance less than once in a million seeds.
"""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.scenario import Simulation

SCENARIO = replace(bg.load_scenario(), simulation=Simulation())
#: Five standard deviations, two-sided: 5.7e-7.
DEVIATIONS = 5.0


def near(frequency, probability, runs):
    """Whether a frequency is what so many independent runs may give."""
    spread = DEVIATIONS * np.sqrt(probability * (1.0 - probability) / runs)
    return abs(frequency - probability) <= spread + 2.0 / runs


@pytest.mark.parametrize("fix", [{}, {"west": "differentiate"}])
def test_the_first_month_is_the_sequential_logit(fix):
    runs = 20_000
    made = bg.simulate.campaign(
        SCENARIO, months=1, runs=runs, seed=7, inputs="likely", rationality=1.0, fix=fix
    )
    game = SCENARIO.game().fix(fix) if fix else SCENARIO.game()
    order = [[player for player in group if player not in fix] for group in SCENARIO.order]
    expected = bg.solve.sequential_logit(game, [group for group in order if group], 1.0)
    for player, labels in game.strategies.items():
        for k, label in enumerate(labels):
            chance = expected.probability({player: label})
            assert near(made.strategies[player][0, k], chance, runs)


def test_the_noise_of_a_driver_is_as_declared():
    quiet = SCENARIO.drivers[0]
    runs = 20_000
    made = bg.simulate.campaign(SCENARIO, months=1, runs=runs, seed=3, fix=dict(SCENARIO.reference))
    moves = made.levels[:, 0, 0] - 1.0
    push = sum(
        float(effect.adds)
        for effect in quiet.dynamics.effects
        if all(SCENARIO.reference[player] in labels for player, labels in effect.when.items())
    )
    noise = float(quiet.dynamics.noise)
    assert abs(moves.mean() - push) <= DEVIATIONS * noise / np.sqrt(runs)
    assert abs(moves.std() / noise - 1.0) <= DEVIATIONS / np.sqrt(2.0 * runs)


def test_numbers_for_different_purposes_are_independent():
    runs = 20_000
    made = bg.simulate.campaign(SCENARIO, months=2, runs=runs, seed=9, fix=dict(SCENARIO.reference))
    first, second = made.levels[:, 0] - 1.0, made.levels[:, 1] - 1.0
    for j in range(first.shape[1]):
        for k in range(first.shape[1]):
            if j != k:
                assert abs(np.corrcoef(first[:, j], first[:, k])[0, 1]) <= DEVIATIONS / np.sqrt(runs)
        decay = float(SCENARIO.drivers[j].dynamics.decay)
        fresh = second[:, j] - (1.0 - decay) * first[:, j]
        assert abs(np.corrcoef(fresh, first[:, j])[0, 1]) <= DEVIATIONS / np.sqrt(runs)


@pytest.mark.parametrize("rule", ["best_reply", "fictitious_play"])
def test_starts_are_drawn_from_the_base_measure(rule):
    game, runs = SCENARIO.game(), 20_000
    made = bg.simulate.learn(game, rule, runs=runs, rounds=1, seed=5, keep=0)
    for shares, base in zip(made.starts, game.base_measure().values(), strict=True):
        for frequency, probability in zip(shares.mean(axis=0), base, strict=True):
            assert near(frequency, probability, runs)
