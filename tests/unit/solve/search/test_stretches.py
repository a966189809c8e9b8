"""The walk through the supports cut into stretches: each support once, in the order of the walk."""

import numpy as np
import pytest

from belarusgame.solve.search import stretches
from belarusgame.solve.search.stretches import cut_walk

COUNTS = np.array([2, 3, 2])

#: Nobody cares: nothing is excluded.
INDIFFERENT = np.zeros((3, 12))


def utility_of(payoffs):
    return np.stack([np.moveaxis(own, i, 0).ravel() for i, own in enumerate(payoffs)])


@pytest.fixture(scope="module")
def utility():
    return utility_of(np.random.default_rng(3).uniform(-1, 1, (3, 2, 3, 2)))


def test_little_work_is_one_stretch_of_all_that_is_there(utility):
    (only,) = cut_walk(utility, COUNTS, 10**6)
    assert only.supports == -1
    assert 0 < only.work < stretches._WORK


def test_stretches_follow_one_another_and_the_last_takes_the_rest(utility, monkeypatch):
    (whole,) = cut_walk(utility, COUNTS, 10**6)
    monkeypatch.setattr(stretches, "_WORK", 4.0)
    cut = cut_walk(utility, COUNTS, 10**6)
    assert len(cut) > 2
    assert [part.supports == -1 for part in cut] == [False] * (len(cut) - 1) + [True]
    assert all(part.work >= 4.0 for part in cut[:-1])
    assert sum(part.work for part in cut) == pytest.approx(whole.work)
    starts = [tuple(part.walk.tolist()) for part in cut]
    assert len(set(starts)) == len(cut)  # each begins elsewhere
    assert starts[0] == tuple(whole.walk.tolist())


def test_the_work_of_a_game_in_which_all_supports_are_left():
    """Two strategies have 3 supports, three have 7; the profiles of each count to the fourth power.

    Of the sizes to the fourth, two strategies give 1 + 1 + 16 and three give 3 * 1 + 3 * 16 + 81.
    """
    (only,) = cut_walk(INDIFFERENT, COUNTS, 10**6)
    assert only.work == pytest.approx(3 * 7 * 3 + 18 * 132 * 18 / 25.0**4, abs=1e-9)


@pytest.mark.parametrize(("budget", "stretches_cut"), [(1, 1), (4, 1), (5, 2), (12, 3), (13, 4), (10**6, 16)])
def test_a_budget_leaves_what_is_beyond_it_to_the_last(monkeypatch, budget, stretches_cut):
    """Of the 63 supports every stretch takes four, until the budget must have ended."""
    monkeypatch.setattr(stretches, "_WORK", 4.0)
    cut = cut_walk(INDIFFERENT, COUNTS, budget)
    assert [part.supports for part in cut] == [4] * (stretches_cut - 1) + [-1]


def test_a_deadline_that_has_passed_leaves_all_to_one(monkeypatch):
    monkeypatch.setattr(stretches, "_WORK", 4.0)
    (only,) = cut_walk(INDIFFERENT, COUNTS, 10**6, deadline=-1.0)
    assert only.supports == -1


def test_what_dominance_excludes_costs_little(monkeypatch):
    """Where everybody has one strategy that is better whatever the others do, one support is left."""
    clear = np.zeros((3, 2, 3, 2))
    for i, own in enumerate(clear):
        own[:] = np.arange(own.shape[i]).reshape([-1 if k == i else 1 for k in range(3)])
    (only,) = cut_walk(utility_of(clear), COUNTS, 10**6)
    open_ = np.random.default_rng(3).integers(0, 2, (3, 2, 3, 2)).astype(float)
    (more,) = cut_walk(utility_of(open_), COUNTS, 10**6)
    assert only.work < more.work


def test_steps_that_find_no_support_count_with_the_one_after_them(monkeypatch):
    """If the last of the first player's nine is best, 255 sets come before the one that is left."""
    monkeypatch.setattr(stretches, "_WORK", 1.0)
    payoffs = np.random.default_rng(0).uniform(0, 1, (3, 9, 2, 2))
    payoffs[0, -1] += 1.0
    cut = cut_walk(utility_of(payoffs), np.array([9, 2, 2]), 10**6)
    assert cut[0].taken == 2
    assert [part.supports for part in cut[:-1]] == [1] * (len(cut) - 1)
