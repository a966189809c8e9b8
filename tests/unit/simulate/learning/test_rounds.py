"""Choices of one round, uncompiled, against their rules."""

import math

import numpy as np
import pytest

from belarusgame.simulate.learning import averages, rounds


@pytest.fixture(autouse=True)
def _plain(uncompiled, monkeypatch):
    uncompiled(averages, rounds)
    monkeypatch.setattr(rounds, "exp", math.exp)


@pytest.mark.parametrize(
    ("earned", "before", "chance", "best"),
    [
        ([1, 3, 2], 0, 0.5, 1),
        ([3, 1, 3], 2, 0.0, 2),  # who is content stays
        ([3, 1, 3], 1, 0.49, 0),
        ([3, 1, 3], 1, 0.5, 2),
        ([3, 3, 3], 0, 0.99, 0),
    ],
)
def test_the_best_is_chosen_and_among_several_by_chance(earned, before, chance, best):
    padded = np.array([9.0, *earned, 9.0])  # the entries of others
    assert rounds._best(padded, 1, 4, before, chance) == best


@pytest.mark.parametrize(("chance", "drawn"), [(0.0, 0), (0.24, 0), (0.25, 2), (0.99, 2), (1.0, 2)])
def test_a_strategy_is_drawn_in_proportion_to_its_weight(chance, drawn):
    assert rounds._drawn(np.array([7.0, 1.0, 0.0, 3.0, 7.0]), 1, 4, chance) == drawn


def test_logit_weights_are_exponentials_times_the_base():
    earned = np.array([5.0, 1.0, 3.0])
    rounds._logit(earned, np.array([0.0, 0.75, 0.25]), 1, 3, 2.0)
    assert earned.tolist() == [5.0, pytest.approx(0.75 * math.exp(-4)), 0.25]


PAYOFFS = np.arange(36.0).reshape(3, 2, 3, 2) ** 2 % 11


def test_against_pure_strategies_a_strategy_earns_what_the_table_says():
    at = averages.lay_table(PAYOFFS)
    out = np.full(7, -1.0)
    rounds._alone(at, 1, np.array([1, 9, 0]), out)  # its own action makes no difference
    assert out.tolist() == [-1, -1, *PAYOFFS[1, 1, :, 0].tolist(), -1, -1]


def test_regrets_add_up_what_another_strategy_would_have_earned_more():
    at = averages.lay_table(PAYOFFS)
    regrets = np.ones(7)
    rounds._regret(at, np.array([1, 2, 0]), np.empty(7), regrets)
    lines = PAYOFFS[0, :, 2, 0], PAYOFFS[1, 1, :, 0], PAYOFFS[2, 1, 2]
    for first, own, line in zip((0, 2, 5), (1, 2, 0), lines, strict=True):
        assert regrets[first : first + len(line)].tolist() == (1 + line - line[own]).tolist()


def played(kind, payoffs, start, count=6, level=1.0, chances=0.5, monkeypatch=None):
    """Play some rounds of one run, with the same chance for everything."""
    at = averages.lay_table(np.array(payoffs, dtype=float))
    players, profiles = len(at.counts), int(np.prod(at.counts))
    monkeypatch.setattr(rounds, "number", lambda keys, run, moment, tag: chances)
    base = np.concatenate([np.full(n, 1 / n) for n in at.counts])
    tags = np.zeros(players + 1, dtype=np.uint64)
    rule = rounds.Rule(kind=kind, level=level, base=base, keys=(), tags=tags)
    watched = averages.Watched(
        path=np.zeros((3, len(base))),
        visits=np.zeros((1, 8), dtype=np.int64),
        visited=np.zeros(1, dtype=np.int64),
    )
    joint, late = np.zeros((1, profiles)), np.zeros((1, profiles))
    plays = np.zeros((1, count), dtype=np.int64)
    actions = np.array([start])
    rounds.play_rounds(at, rule, 0, actions, count, joint, late, plays, watched)
    return plays[0].tolist(), joint[0], late[0], watched, actions[0].tolist()


DILEMMA = [[[2, 0], [3, 1]], [[2, 3], [0, 1]]]


def test_everybody_turns_to_what_is_better_whatever_the_rule(monkeypatch):
    for kind in (rounds.FICTITIOUS_PLAY, rounds.REGRET_MATCHING):
        plays, joint, late, watched, end = played(kind, DILEMMA, [0, 0], monkeypatch=monkeypatch)
        assert plays == [0, 3, 3, 3, 3, 3]
        assert (joint.tolist(), late.tolist(), end) == ([1, 0, 0, 5], [0, 0, 0, 3], [1, 1])
        assert watched.visits[0, : watched.visited[0]].tolist() == [0, 3]
        # How often the second strategy was played after two, four and six rounds.
        assert watched.path[:, 1].tolist() == pytest.approx([1 / 2, 3 / 4, 5 / 6])


@pytest.mark.parametrize(("chance", "plays"), [(0.25, [0, 2, 2]), (0.75, [0, 1, 1])])
def test_by_best_replies_one_player_at_a_time_revises(monkeypatch, chance, plays):
    found, *_ = played(rounds.BEST_REPLY, DILEMMA, [0, 0], 3, chances=chance, monkeypatch=monkeypatch)
    assert found == plays


def test_fictitious_play_answers_all_that_was_played(monkeypatch):
    """Matching pennies from heads, heads: the second turns at once, the first when tails has caught up."""
    pennies = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    plays, *_ = played(rounds.FICTITIOUS_PLAY, pennies, [0, 0], 5, monkeypatch=monkeypatch)
    assert plays[:3] == [0, 1, 1]
    assert plays[3] in (1, 3)


@pytest.mark.parametrize("kind", [rounds.LOGIT_RESPONSE, rounds.STOCHASTIC_FICTITIOUS_PLAY])
def test_who_errs_draws_by_logit_weights(monkeypatch, kind):
    """One player who gains 1 by its second strategy: that has the probability e / (1 + e) = 0.731."""
    alone = [[0.0, 1.0]]
    for chance, plays in ((0.25, [0, 0, 0]), (0.28, [0, 1, 1])):
        found, *_ = played(kind, alone, [0], 3, chances=chance, monkeypatch=monkeypatch)
        assert found == plays
