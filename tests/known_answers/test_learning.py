"""Learning in games whose course is known, with the payoffs written out."""

import numpy as np
import pytest

import belarusgame as bg

#: L. S. Shapley, "Some topics in two-person games" (1964): fictitious play need not converge.
SHAPLEY = bg.Game([[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]])
PENNIES = bg.Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])


def circle(win, lose):
    """Return rock, paper, scissors in which a win pays ``win`` and a loss costs ``lose``."""
    payoffs = np.array([[0, -lose, win], [win, 0, -lose], [-lose, win, 0]], dtype=float)
    return bg.Game([payoffs, payoffs.T])


THIRDS = [[1 / 3, 1 / 3, 1 / 3], [1 / 3, 1 / 3, 1 / 3]]
HALVES = [[0.5, 0.5], [0.5, 0.5]]
HAWK_DOVE = bg.Game([[[-1, 2], [0, 1]], [[-1, 0], [2, 1]]])


def test_shapleys_fictitious_play_goes_round_in_runs_that_grow_by_a_constant_factor():
    found = bg.simulate.learn(SHAPLEY, "fictitious_play", start=["s1", "s2"], runs=1, rounds=100_000)
    played = found.plays[0]
    row, column = np.unravel_index(played, (3, 3))
    payoffs = SHAPLEY.payoffs[:, row, column].sum(axis=0)
    assert set(payoffs.tolist()) == {1.0}  # at the equilibrium it would be 2/3 on average
    assert len(set(played.tolist())) == 6  # the cells in which one of them gets 1
    runs = np.diff(np.flatnonzero(np.diff(played)))
    factor = max(np.roots([1, -1, 0, -1]).real)  # of x^3 = x^2 + 1: 1.4656
    np.testing.assert_allclose(runs[-5:] / runs[-6:-1], factor, atol=1e-3)
    assert found.diagnosis == ("cycling",)


def test_matching_pennies_is_learnt():
    found = bg.simulate.learn(PENNIES, "fictitious_play", runs=8, rounds=20_000, seed=1)
    assert found.diagnosis == ("equilibrium",) * 8
    for ends in found.ends:
        np.testing.assert_allclose(ends, 0.5, atol=0.02)


@pytest.mark.parametrize(
    ("game", "state", "populations", "expected"),
    [
        (circle(1, 1), THIRDS, "one", [1j / 3**0.5, -1j / 3**0.5]),
        (circle(2, 1), THIRDS, "one", [-1 / 6 + 0.5j * 3**0.5, -1 / 6 - 0.5j * 3**0.5]),
        (circle(1, 2), THIRDS, "one", [1 / 6 + 0.5j * 3**0.5, 1 / 6 - 0.5j * 3**0.5]),
        (HAWK_DOVE, HALVES, "one", [-0.5]),
        (HAWK_DOVE, HALVES, "several", [0.5, -0.5]),
    ],
)
def test_eigenvalues_of_the_replicator_equation(game, state, populations, expected):
    found = bg.simulate.stability(game, state, populations=populations)
    np.testing.assert_allclose(found.eigenvalues, expected, atol=1e-12)
    real = [complex(value).real for value in expected]
    verdict = "unstable" if max(real) > 1e-9 else "stable" if max(real) < -1e-9 else "undecided"
    assert found.verdict == verdict


def test_round_the_centre_of_rock_paper_scissors_the_product_of_shares_stays():
    found = bg.simulate.learn(circle(1, 1), populations="one", runs=10, rounds=30, seed=5)
    np.testing.assert_allclose(np.prod(found.ends[0], axis=1), np.prod(found.starts[0], axis=1), rtol=1e-5)
    assert set(found.diagnosis) == {"cycling"}


def test_the_replicator_finds_the_centre_if_a_win_counts_more_and_leaves_it_if_less():
    wins = bg.simulate.learn(circle(2, 1), populations="one", runs=10, seed=5)
    assert wins.basins[0].diagnosis == "equilibrium"
    np.testing.assert_allclose(wins.ends[0], 1 / 3, atol=1e-6)
    loses = bg.simulate.learn(circle(1, 2), populations="one", runs=10, seed=5)
    assert set(loses.diagnosis) == {"cycling"}


def test_regret_matching_approaches_the_coarse_correlated_polytope():
    found = bg.simulate.learn(SHAPLEY, "regret_matching", runs=4, rounds=40_000, seed=2)
    joint = found.joint[0]
    for i, own in enumerate(SHAPLEY.payoffs):  # by the definition: deciding beforehand on one strategy
        got = (joint * own).sum()
        others = joint.sum(axis=i)
        instead = [(others * np.take(own, a, axis=i)).sum() for a in range(3)]
        assert max(instead) - got <= found.regrets[0] + 1e-12
    assert found.regrets.max() < 0.01
    diagonal = float(np.trace(joint))
    bounds = bg.solve.correlated_bounds(SHAPLEY, {"player 1": "s1", "player 2": "s1"}, coarse=True)
    assert joint[0, 0] <= bounds.greatest + 0.01
    assert 0.0 <= diagonal <= 1.0


def test_stochastic_fictitious_play_comes_to_the_logit_equilibrium():
    game = bg.Game([[[3, 0], [2, 1]], [[1, 0], [0, 2]]])
    found = bg.simulate.learn(game, "stochastic_fictitious_play", rounds=100_000, runs=4, rationality=1.0)
    (point,) = bg.solve.logit_equilibrium(game, rationality=1.0).outcomes
    for ends, expected in zip(found.ends, point.mixed, strict=True):
        np.testing.assert_allclose(ends, np.tile(expected, (4, 1)), atol=0.02)
    assert set(found.diagnosis) == {"logit equilibrium"}


def test_logit_response_in_a_potential_game_has_gibbs_shares():
    """Blume 1993: with identical interests the long run gives each profile a share of exp(level * payoff)."""
    payoffs = np.array([[2.0, 0.0], [0.0, 1.0]])
    game = bg.Game([payoffs, payoffs])
    found = bg.simulate.learn(game, "logit_response", runs=64, rounds=20_000, rationality=1.0, seed=3)
    expected = np.exp(payoffs) / np.exp(payoffs).sum()
    np.testing.assert_allclose(found.joint.mean(axis=0), expected, atol=0.01)
