from itertools import pairwise

import numpy as np
import pytest

from belarusgame.solve.logit.batch import logit
from belarusgame.solve.logit.system import logit_system

PAYOFFS = np.random.default_rng(5).uniform(-1, 1, (4, 3, 2, 3, 4))
BASE = [np.array([0.2, 0.8]), np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.2, 0.3, 0.4])]


def log_response(z, rationality):
    """The definition, for every game."""
    vectors = np.split(np.exp(z), [2, 5], axis=1)
    return np.array(
        [
            np.log(np.concatenate(definition(game, [part[k] for part in vectors], BASE, rationality)))
            for k, game in enumerate(PAYOFFS)
        ]
    )


def test_the_derivative_of_a_point_less_its_response_is_that_of_small_steps():
    batch = logit(PAYOFFS, 1.5, base=BASE)
    assert batch.converged.all()
    system = logit_system(PAYOFFS, tuple(np.tile(vector, (4, 1)) for vector in BASE))
    z = np.log(np.concatenate(batch.profiles, axis=1))
    rationality = 1.5 * system.scale
    assert np.abs(z - log_response(z, 1.5)).max() < 1e-10
    by_z = system.evaluate(z, rationality)[1]
    derivative = np.array([system.response_derivative(*point) for point in zip(z, by_z, strict=True)])
    for k in range(z.shape[1]):
        step = 1e-5 * (np.arange(z.shape[1]) == k)
        after, before = z + step, z - step
        slope = 2e-5 * np.eye(z.shape[1])[k] - log_response(after, 1.5)
        slope += log_response(before, 1.5)
        np.testing.assert_allclose(derivative[:, :, k], slope / 2e-5, atol=1e-7)


def definition(payoffs, vectors, base, rationality):
    """The logit response of every player, summed profile by profile."""
    responses = []
    for player, prior in enumerate(base):
        earned = np.zeros(len(prior))
        for profile in np.ndindex(*payoffs.shape[1:]):
            chance = np.prod([vectors[k][s] for k, s in enumerate(profile) if k != player])
            earned[profile[player]] += chance * payoffs[(player, *profile)]
        weights = prior * np.exp(rationality * (earned - earned.max()))
        responses.append(weights / weights.sum())
    return responses


SHAPES = [(3,), (2, 3), (4, 1, 2), (2, 3, 2, 2)]


def parts_of(system):
    return [slice(*ends) for ends in pairwise(system.at.begin.tolist())]


def some_system(counts, games=3):
    generator = np.random.default_rng(len(counts) + 20)
    scales = np.array([1.0, 5.0, 0.2, 2.0])[: len(counts)].reshape(-1, *[1] * len(counts))
    payoffs = 3.0 + scales * generator.uniform(-1, 1, (games, len(counts), *counts))
    base = [generator.dirichlet(np.full(n, 9.0), games) for n in counts]
    return generator, payoffs, base, logit_system(payoffs, base)


@pytest.mark.parametrize("counts", SHAPES)
def test_the_distance_is_the_greatest_difference_from_the_logit_response(counts):
    generator, payoffs, base, system = some_system(counts)
    points = [generator.dirichlet(np.ones(n), 3) for n in counts]
    levels = np.array([0.0, 1.3, 4e4])  # so sharp that exponentials overflow unless shifted
    found = system.distance(np.log(np.concatenate(points, axis=1)), levels * system.scale)
    for game in range(3):
        vectors, priors = [part[game] for part in points], [part[game] for part in base]
        responses = definition(payoffs[game], vectors, priors, levels[game])
        gaps = [np.abs(a - b).max() for a, b in zip(vectors, responses, strict=True)]
        assert found[game] == pytest.approx(max(gaps), abs=1e-12)


@pytest.mark.parametrize("counts", SHAPES)
def test_the_derivatives_of_the_equations_are_those_of_small_steps(counts):
    generator, _, _, system = some_system(counts)
    z = generator.normal(-1.5, 0.6, (3, sum(counts)))
    levels = np.array([0.0, 1.3, 9.0])
    _, by_z, by_rationality = system.evaluate(z, levels)
    for k in range(z.shape[1]):
        step = 1e-5 * (np.arange(z.shape[1]) == k)
        slope = (system.evaluate(z + step, levels)[0] - system.evaluate(z - step, levels)[0]) / 2e-5
        np.testing.assert_allclose(by_z[:, :, k], slope, atol=1e-7)
    slope = (system.evaluate(z, levels + 1e-4)[0] - system.evaluate(z, levels - 1e-4)[0]) / 2e-4
    np.testing.assert_allclose(by_rationality, slope, atol=1e-8)


@pytest.mark.parametrize("counts", SHAPES)
def test_the_equations_compare_log_odds_with_those_of_the_response(counts):
    generator, payoffs, base, system = some_system(counts)
    points = [generator.dirichlet(np.ones(n), 3) * 0.9 for n in counts]  # that sum to 0.9, not to 1
    levels = np.array([0.0, 1.3, 9.0])
    values, _, _ = system.evaluate(np.log(np.concatenate(points, axis=1)), levels * system.scale)
    for game in range(3):
        vectors, priors = [part[game] for part in points], [part[game] for part in base]
        responses = definition(payoffs[game], vectors, priors, levels[game])
        for part, vector, response in zip(parts_of(system), vectors, responses, strict=True):
            top = vector.argmax()
            expected = np.log(vector / vector[top]) - np.log(response / response[top])
            expected[top] = np.log(0.9)
            np.testing.assert_allclose(values[game, part], expected, atol=1e-9)


def test_a_system_of_some_games_is_theirs():
    _, payoffs, base, system = some_system((2, 3, 2))
    part = system.pick(np.array([2, 0]))
    alone = logit_system(payoffs[[2, 0]], [prior[[2, 0]] for prior in base])
    np.testing.assert_array_equal(part.log_base, alone.log_base)
    np.testing.assert_array_equal(part.scale, alone.scale)
    np.testing.assert_array_equal(part.player_scales, alone.player_scales)
    np.testing.assert_array_equal(part.at.tensors, alone.at.tensors)
    assert part.at.counts.tolist() == [2, 3, 2]
    assert parts_of(part) == [slice(0, 2), slice(2, 5), slice(5, 7)]


def test_payoffs_are_centred_and_divided_by_the_greatest_stake():
    payoffs = np.array([[[[1.0, 4.0], [3.0, 0.0]], [[7.0, 7.0], [2.0, 4.0]]], np.zeros((2, 2, 2))])
    system = logit_system(payoffs, [np.array([0.25, 0.75]), np.array([0.5, 0.5])])
    assert system.scale.tolist() == [4.0, 1.0]  # where no choice makes a difference the unit is 1
    assert system.player_scales.tolist() == [[4.0, 2.0], [0.0, 0.0]]
    # own strategies innermost
    first, second = np.array([[-1.0, 1.0], [2.0, -2.0]]), np.array([[0.0, 0.0], [-1.0, 1.0]])
    np.testing.assert_allclose(system.at.tensors[0], np.stack([first, second]).ravel() / 4.0)
    np.testing.assert_array_equal(system.at.tensors[1], 0.0)
    np.testing.assert_allclose(np.exp(system.log_base), [[0.25, 0.75, 0.5, 0.5]] * 2)


def test_probabilities_are_made_to_sum_to_one_for_each_player():
    _, _, _, system = some_system((2, 3))
    first, second = system.normalised(
        np.log(np.array([[0.2, 0.2, 0.1, 0.3, 0.1], [1.0, 3.0, 2.0, 1.0, 1.0]]))
    )
    np.testing.assert_allclose(first, [[0.5, 0.5], [0.25, 0.75]])
    np.testing.assert_allclose(second, [[0.2, 0.6, 0.2], [0.5, 0.25, 0.25]])


def test_a_guess_far_above_any_probability_does_not_overflow():
    _, _, _, system = some_system((2, 3))
    z = np.full((3, 5), -1.0)
    z[:, 3] = 900.0
    values, by_z, _ = system.evaluate(z, np.ones(3))
    assert np.isfinite(values).all()
    assert np.isfinite(by_z).all()
    np.testing.assert_allclose(by_z[:, 3, 2:], np.exp([[-1, 1, -1]] * 3) / np.exp([-1, 1, -1]).sum())
    assert (system.distance(z, np.ones(3)) <= np.e).all()
