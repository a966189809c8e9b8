"""What runs came to: rest, a cycle, or neither; and how they are put together."""

from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate.learning.averages import lay_table
from belarusgame.simulate.learning.diagnose import (
    Runs,
    _last_visits,
    basins_of,
    coarse_gaps,
    diagnose,
    logit_residuals,
    pure_state,
    regrets_of,
    repeats,
    with_pure_ends,
)

GENERATOR = np.random.default_rng(11)
GAME = bg.Game(GENERATOR.normal(size=(3, 2, 3, 4)), players=["a", "b", "c"])
#: Two who gain by doing the same, more by the first: profiles 0 and 3 are equilibria.
SAME = np.array([[[2.0, 0], [0, 1]], [[2, 0], [0, 1]]])
AT = lay_table(SAME)
SCALE = np.array([2.0, 2.0])


def test_a_cycle_is_one_that_came_again():
    assert repeats([1, 2, 3, 1, 2, 3, 1]) == 3
    assert repeats([0, 1, 0, 1]) == 2
    assert repeats([1, 2, 3, 4, 5, 6]) == 0
    assert repeats([1]) == 0


def test_regrets_and_coarse_gaps_are_those_of_the_definition():
    at = lay_table(GAME.payoffs)
    states = np.concatenate([GENERATOR.dirichlet(np.ones(n), 5) for n in (2, 3, 4)], axis=1)
    gaps = regrets_of(at, states)
    joint = GENERATOR.dirichlet(np.ones(24), 5).reshape(5, 2, 3, 4)
    coarse = coarse_gaps(GAME.payoffs, joint)
    for k in range(5):
        profile = np.split(states[k], [2, 5])
        np.testing.assert_allclose(gaps[k], list(GAME.regret(profile).values()), atol=1e-12)
        for i in range(3):
            got = float((joint[k] * GAME.payoffs[i]).sum())
            others = joint[k].sum(axis=i)
            instead = [
                float((others * np.take(GAME.payoffs[i], a, axis=i)).sum()) for a in range(GAME.shape[i])
            ]
            assert coarse[k, i] == pytest.approx(max(0.0, max(instead) - got))


def test_a_ring_is_read_from_the_oldest_to_the_latest():
    ring = np.array([5, 6, 3, 4])
    assert _last_visits(ring, 3) == [5, 6, 3]
    assert _last_visits(ring, 4) == [5, 6, 3, 4]
    assert _last_visits(ring, 6) == [3, 4, 5, 6]


def test_the_distance_from_the_logit_response_is_that_of_its_formula():
    states = np.array([[0.5, 0.5, 0.5, 0.5], [1.0, 0.0, 1.0, 0.0]])
    base = np.array([0.5, 0.5, 0.5, 0.5])
    # Against the middle the first earns 1 and the second 1/2; against the first 2 and 0.
    expected = [abs(1 / (1 + np.exp(-0.5 * 3)) - 0.5), 1 / (1 + np.exp(2.0 * 3))]
    assert logit_residuals(AT, states, base, 3.0) == pytest.approx(expected, abs=1e-12)


def runs(late=None, visits=((),), **more):
    count = len(late if late is not None else visits)
    ring = np.zeros((count, 8), dtype=np.int64)
    for row, own in zip(ring, visits, strict=False):
        row[: len(own)] = own
    visited = np.array([len(own) for own in visits] + [0] * (count - len(visits)))
    late = np.zeros((count, 4)) if late is None else np.array(late, dtype=float)
    return SimpleNamespace(late=late, visits=ring, visited=visited, **more)


def test_rest_comes_before_a_cycle_and_a_cycle_before_nothing():
    made = runs(visits=((0, 1, 0, 1), (0, 1, 0, 1), (0, 1, 2, 3)))
    rests = np.array([True, False, False])
    regrets = np.zeros((3, 2))
    assert diagnose("replicator", AT, made, regrets, rests, SCALE) == ("equilibrium", "cycling", "undecided")
    # Where chance makes the course, a repetition means nothing; what rest means hangs on the rule.
    assert diagnose("regret_matching", AT, made, regrets, rests, SCALE) == (
        "coarse correlated",
        "undecided",
        "undecided",
    )
    assert diagnose("stochastic_fictitious_play", AT, made, regrets, rests, SCALE)[0] == "logit equilibrium"


@pytest.mark.parametrize(
    ("rule", "late", "said"),
    [
        ("best_reply", [10, 0, 0, 0], "equilibrium"),
        ("best_reply", [9, 1, 0, 0], "undecided"),  # not always there
        ("best_reply", [0, 10, 0, 0], "undecided"),  # no equilibrium
        ("logit_response", [5, 2, 2, 1], "equilibrium"),
        ("logit_response", [4, 2, 2, 2], "undecided"),
        ("logit_response", [0, 9, 1, 0], "undecided"),
    ],
)
def test_who_revises_alone_rests_at_a_pure_equilibrium_if_most_of_the_time_is_spent_there(rule, late, said):
    made = runs(late=[late])
    assert diagnose(rule, AT, made, np.zeros((1, 2)), np.array([False]), SCALE) == (said,)


def test_runs_that_came_to_the_same_are_one_basin_the_commonest_first():
    near, nowhere = [0.98, 0.02, 0.97, 0.03], [0.5, 0.5, 0.5, 0.5]
    states = np.array([near, [0, 1, 0, 1], [1, 0, 1, 0], nowhere, [0.3, 0.7, 0.6, 0.4]])
    said = ("equilibrium", "equilibrium", "equilibrium", "undecided", "undecided")
    regrets = np.array([[0.0, 0.25], [0, 0], [0.125, 0], [1, 0], [0, 2]])
    found = basins_of(bg.Game(SAME).labels, AT, states, said, regrets, SCALE, 0.95)
    assert [(basin.diagnosis, basin.runs, basin.share, basin.regret) for basin in found] == [
        ("equilibrium", 2, 0.4, 0.25),
        ("undecided", 2, 0.4, 2.0),
        ("equilibrium", 1, 0.2, 0.0),
    ]
    # What is nearly a pure equilibrium is that; of runs without rest there is no profile.
    assert found[0].profile == {"player 1": {"s1": 1.0, "s2": 0.0}, "player 2": {"s1": 1.0, "s2": 0.0}}
    assert found[1].profile is None


def test_a_pure_profile_is_written_as_shares():
    at = lay_table(GAME.payoffs)
    assert pure_state(at, 1 * 12 + 2 * 4 + 3).tolist() == [0, 1, 0, 0, 1, 0, 0, 0, 1]


def test_where_players_err_the_end_is_where_most_time_was_spent():
    empty = np.zeros((2, 0))
    made = Runs(
        ends=np.full((2, 4), 0.5), averages=empty, spread=empty, visits=empty, visited=empty, steps=empty,
        path=empty, plays=empty, joint=empty, late=np.array([[1.0, 5, 0, 0], [0, 0, 0, 3]]),
    )  # fmt: skip
    assert with_pure_ends("logit_response", AT, made).ends.tolist() == [[1, 0, 0, 1], [0, 1, 0, 1]]
    assert with_pure_ends("replicator", AT, made) is made
    joined = Runs.joined([made, made])
    assert (len(joined.late), joined.path is made.path) == (4, True)
