"""Logit equilibria of games whose answers are known, or can be had from one equation in one unknown.

Where one player has two strategies and the other any number, a logit equilibrium is a root of a function of
one probability: that is scanned and bracketed here, without anything from the package.
"""

import numpy as np
import pytest
from scipy.optimize import brentq

from belarusgame import Game
from belarusgame.exchange import to_pygambit
from belarusgame.solve.logit.batch import logit
from belarusgame.solve.logit.equilibria import logit_equilibrium, logit_path

STAG_HUNT = ([[4, 0], [3, 2]], [[4, 3], [0, 2]])
MATCHING_PENNIES = ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
UNEVEN_PENNIES = ([[9, 0], [0, 1]], [[0, 1], [1, 0]])
DILEMMA = ([[3, 0], [5, 1]], [[3, 5], [0, 1]])
# Its branch turns at 1.81486 and again at 1.76082.
FOLDED = ([[6, 6, 1], [6, 0, 4]], [[6, 3, 3], [5, 5, 6]])


def softmax(values):
    weights = np.exp(values - values.max())
    return weights / weights.sum()


def roots(row, column, rationality):
    """All logit equilibria of a 2 x k game, as probabilities of the first row."""
    row, column = np.array(row, dtype=float), np.array(column, dtype=float)

    def excess(p):
        q = softmax(rationality * np.array([p, 1.0 - p]) @ column)
        return p - 1.0 / (1.0 + np.exp(-rationality * (row[0] - row[1]) @ q))

    grid = np.linspace(0.0, 1.0, 4002)  # without 0.5, which is a root itself at rationality 0
    values = [excess(p) for p in grid]
    return [
        brentq(excess, grid[k], grid[k + 1], xtol=1e-14, rtol=1e-14)
        for k in range(len(grid) - 1)
        if values[k] * values[k + 1] < 0.0
    ]


# (game, rationality, probability of each player's first strategy): found by roots(), to twelve digits.
TABLE = [
    (STAG_HUNT, 0.5, 0.402052135418, 0.402052135418),
    (STAG_HUNT, 1.0, 0.195846046876, 0.195846046876),
    (STAG_HUNT, 2.0, 0.020264478601, 0.020264478601),
    (UNEVEN_PENNIES, 0.5, 0.830670591342, 0.418077466906),
    (UNEVEN_PENNIES, 2.0, 0.860754394341, 0.191078494317),
    (DILEMMA, 1.0, 0.226750644834, 0.226750644834),
    (FOLDED, 1.0, 0.540822520672, 0.662309792385),
]


@pytest.mark.parametrize(("payoffs", "rationality", "first", "second"), TABLE)
def test_two_by_two_games_have_the_known_probabilities(payoffs, rationality, first, second):
    outcome = logit_equilibrium(Game(payoffs), rationality).outcomes[0]
    assert outcome.mixed[0][0] == pytest.approx(first, abs=1e-9)
    assert outcome.mixed[1][0] == pytest.approx(second, abs=1e-9)


@pytest.mark.parametrize("payoffs", [STAG_HUNT, UNEVEN_PENNIES, DILEMMA, FOLDED])
@pytest.mark.parametrize("rationality", [0.0, 0.3, 1.0, 1.7, 5.0])
def test_every_point_is_a_root_of_the_equation_in_one_unknown(payoffs, rationality):
    known = roots(*payoffs, rationality)
    for outcome in logit_equilibrium(Game(payoffs), rationality).outcomes:
        assert min(abs(outcome.mixed[0][0] - root) for root in known) < 1e-9


def test_matching_pennies_stay_at_one_half():
    path = logit_path(Game(MATCHING_PENNIES))
    assert path.status == "complete"
    for probabilities in path.profiles:
        np.testing.assert_allclose(probabilities, 0.5, atol=1e-12)


def test_the_stag_hunt_ends_where_both_hunt_hare():
    path = logit_path(Game(STAG_HUNT))
    assert path.limit.pure_profile == {"player 1": "s2", "player 2": "s2"}
    assert path.limit.strict
    assert np.all(np.diff(path.profiles[0][:, 0]) <= 1e-12)  # fewer and fewer hunt stag


def test_uneven_pennies_end_in_their_mixed_equilibrium():
    limit = logit_path(Game(UNEVEN_PENNIES)).limit
    np.testing.assert_allclose(limit.mixed[0], [0.5, 0.5], atol=1e-12)
    np.testing.assert_allclose(limit.mixed[1], [0.1, 0.9], atol=1e-12)


def test_a_folded_branch_gives_all_its_points_in_path_order():
    path = logit_path(Game(FOLDED))
    assert path.folded
    assert path.status == "complete"
    turning = path.rationalities[list(path.turning_points)]
    solution = logit_equilibrium(Game(FOLDED), 1.79)
    found = [outcome.mixed[0][0] for outcome in solution.outcomes]
    assert sorted(found) == pytest.approx(roots(*FOLDED, 1.79), abs=1e-9)
    assert len(found) == 3
    assert found == sorted(found, reverse=True)  # the branch leaves the first row as it goes on
    assert [outcome.rising for outcome in solution.outcomes] == [True, False, True]
    assert solution.settings["folded"]
    # The number of roots changes at the turning points, so they bracket it.
    low, high = sorted(turning)
    assert [len(roots(*FOLDED, at)) for at in (low - 1e-4, low + 1e-4, high - 1e-4, high + 1e-4)] == [
        1,
        3,
        3,
        1,
    ]


def test_the_batch_takes_the_first_point_of_a_folded_branch():
    rationalities = [1.5, 1.79, 1.9]
    batch = logit([Game(FOLDED)] * 3, rationalities)
    expected = [logit_equilibrium(Game(FOLDED), at).outcomes[0].mixed[0][0] for at in rationalities]
    np.testing.assert_allclose(batch.profiles[0][:, 0], expected, atol=1e-9)
    assert batch.followed.tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("payoffs", "critical"),
    [
        (([[1, 0], [0, 1]], [[1, 0], [0, 1]]), 2.0),  # one eigenvalue vanishes
        ((np.eye(3), np.eye(3)), 3.0),  # two do, and the orientation does not change
        (([[6, 1], [6, 2]], [[5, 4], [4, 4]]), 5.8694),  # the symmetry is not to be seen
    ],
)
def test_a_symmetry_makes_the_path_partial(payoffs, critical):
    path = logit_path(Game(payoffs))
    assert path.status == "partial"
    assert path.singular == pytest.approx((critical,), abs=1e-3)
    assert "other branches" in path.messages[0]
    solution = logit_equilibrium(Game(payoffs), critical)
    assert solution.status == "partial"
    assert solution.outcomes[0].incentive_gap < 1e-9


def test_a_symmetric_game_with_an_ill_conditioned_meeting_is_followed_to_its_limit():
    row = np.array([[2, -4, 2, -3], [2, 1, -1, 1], [3, 0, 0, 4], [4, 0, -3, 1]])
    path = logit_path(Game([row, row.T]))
    assert len(path.singular) == 1
    assert path.status == "partial"
    for mixed in path.limit.mixed:
        np.testing.assert_allclose(mixed, [2 / 3, 0, 1 / 3, 0], atol=1e-9)
    assert path.limit.regret < 1e-12


@pytest.mark.parametrize("advantage", [1e-2, 1e-4, 1e-8])
def test_an_almost_symmetric_game_is_followed_to_the_side_that_it_leans_to(advantage):
    path = logit_path(Game(([[1 + advantage, 0], [0, 1]], [[1, 0], [0, 1]])))
    assert path.status == "complete"
    assert path.limit.pure_profile == {"player 1": "s1", "player 2": "s1"}


def test_agreement_with_gambit():
    pygambit = pytest.importorskip("pygambit", reason="pygambit is an optional extra")
    game = Game(STAG_HUNT)
    result = pygambit.nash.logit_solve(to_pygambit(game))
    solved = result.equilibrium if hasattr(result, "equilibrium") else result.equilibria[0]
    limit = logit_path(game).limit
    for ours, (player, labels) in zip(limit.mixed, game.strategies.items(), strict=True):
        theirs = [float(solved[player][label]) for label in labels]
        np.testing.assert_allclose(ours, theirs, atol=1e-4)  # their search stops at a finite rationality
