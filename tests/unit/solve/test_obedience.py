"""Obedience constraints compared with what they mean, written out profile by profile."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.maximin import maximin
from belarusgame.solve.obedience import OBEDIENCE_TOLERANCE, obedience

RNG = np.random.default_rng(8)
GAME = bg.Game(RNG.integers(-9, 10, (3, 2, 3, 4)) * np.array([1.0, 100.0, 0.01])[:, None, None, None])
DEVICE = RNG.dirichlet(np.ones(24)).reshape(2, 3, 4)


def gain_of(game, device, player, plan):
    """Return what a player gains by doing ``plan[told]`` instead of what it is told."""
    total = 0.0
    for profile in np.ndindex(game.shape):
        done = (*profile[:player], plan[profile[player]], *profile[player + 1 :])
        total += device[profile] * (game.payoffs[(player, *done)] - game.payoffs[(player, *profile)])
    return total


@pytest.mark.parametrize("coarse", [False, True])
@pytest.mark.parametrize("players", [None, [1], [2, 0]])
def test_the_gap_is_what_the_best_of_all_plans_gains(coarse, players):
    constraints = obedience(GAME, coarse=coarse, players=players)
    expected = 0.0
    for player in range(3) if players is None else players:
        count = GAME.shape[player]
        plans = [[one] * count for one in range(count)] if coarse else product(range(count), repeat=count)
        expected = max([expected, *(gain_of(GAME, DEVICE, player, plan) for plan in plans)])
    assert constraints.gap(DEVICE) == pytest.approx(expected, rel=1e-12)
    counts = [GAME.shape[player] for player in (range(3) if players is None else players)]
    assert len(constraints.deviations) == sum(counts if coarse else (n * (n - 1) for n in counts))


def test_every_constraint_is_one_deviation_in_the_profiles_concerned():
    constraints = obedience(GAME)
    rows = constraints.matrix.toarray()
    for row, deviation in zip(rows, constraints.deviations, strict=True):
        player, told = deviation.player, deviation.recommended
        mask = np.zeros(24, dtype=bool)
        mask[deviation.positions] = True
        expected = np.take(np.arange(24).reshape(2, 3, 4), told, axis=player).ravel()
        assert sorted(deviation.positions) == sorted(expected)
        assert (row[~mask] == 0).all()
        np.testing.assert_array_equal(row[deviation.positions], deviation.gains.astype(float))
        plans = [
            [done if k == told else k for k in range(GAME.shape[player])]
            for done in range(GAME.shape[player])
            if done != told
        ]
        found = row @ DEVICE.ravel() * float(constraints.units[player])
        assert any(found == pytest.approx(gain_of(GAME, DEVICE, player, plan)) for plan in plans)


def test_nobody_gains_from_a_strict_equilibrium_and_a_gap_is_never_negative():
    dilemma = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    defect = np.array([[0.0, 0.0], [0.0, 1.0]])
    assert obedience(dilemma).gap(defect) == obedience(dilemma, coarse=True).gap(defect) == 0.0
    assert obedience(dilemma).gap(1.0 - defect - [[0, 1], [1, 0]]) == 2.0
    assert obedience(dilemma, players=[]).gap(defect) == 0.0


def test_a_constraint_counts_as_kept_within_a_share_of_its_own_largest_gain():
    """The first player is told its first strategy at stakes of 8 and 1; the second has no choice."""
    game = bg.Game([[[0], [8]], [[0], [0]]])
    constraints = obedience(game)
    for share, kept in ((0.5, True), (2.0, False)):
        chance = share * OBEDIENCE_TOLERANCE
        assert constraints.is_kept(np.array([[chance], [1.0 - chance]])) is kept


@pytest.mark.parametrize("coarse", [False, True])
def test_the_best_device_meets_the_bound_that_is_proven(coarse):
    constraints = obedience(GAME, coarse=coarse)
    objective = GAME.exact_payoffs[1] - 30
    device = constraints.best(objective)
    assert device.problem == ""
    assert constraints.is_kept(device.distribution)
    assert device.distribution.shape == (2, 3, 4)
    assert device.distribution.sum() == pytest.approx(1.0, abs=1e-15)
    assert not device.distribution.flags.writeable
    value = float((objective.astype(float) * device.distribution).sum())
    assert float(device.bound) == pytest.approx(value, abs=1e-6)
    least = constraints.best(-objective)
    assert -float(least.bound) < value - 1.0  # the other end is another one


def test_an_objective_that_is_the_same_everywhere_is_bounded_by_itself():
    device = obedience(GAME).best(np.full((2, 3, 4), Fraction(7, 3), dtype=object))
    assert device.bound == Fraction(7, 3)
    assert device.distribution is not None


def test_rounding_is_no_chance(monkeypatch):
    game = bg.Game(np.zeros((2, 2, 3)))

    def with_dust(payoffs, limits):
        answer = maximin(payoffs, limits)
        point = np.array([0.5, 9e-13, 0.25, 1.1e-12, 0.25, 0.0])
        return type(answer)(
            status="optimal", point=point, shares=answer.shares, multipliers=answer.multipliers
        )

    monkeypatch.setattr("belarusgame.solve.obedience.maximin", with_dust)
    found = obedience(game).best(game.exact_payoffs[0]).distribution
    np.testing.assert_array_equal(found > 0.0, [[True, False, True], [True, True, False]])
    assert found.sum() == pytest.approx(1.0, abs=1e-15)


def test_a_bound_holds_whatever_the_multipliers_are(monkeypatch):
    """With none it is the greatest value; each further one can only be used if it helps."""
    constraints = obedience(bg.Game([[[6, 2], [7, 0]], [[6, 7], [2, 0]]]))
    welfare = np.array([Fraction(value) for value in (12, 9, 9, 0)], dtype=object)
    honest = constraints.best(welfare)
    assert honest.bound == Fraction(21, 2)
    multipliers = maximin((welfare / 12).astype(float), constraints.matrix).multipliers
    for factor, bound in ((0.0, 12), (1.0, Fraction(21, 2)), (1e6, 12)):
        assert constraints._proven_bound(welfare, factor * multipliers, Fraction(12)) == bound
