"""The walk through the supports cut into stretches: each support once, in the order of the walk."""

import numpy as np
import pytest

from belarusgame.solve.search import stretches
from belarusgame.solve.search.stretches import cut_walk

COUNTS = np.array([2, 3, 2])


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


def test_a_budget_or_a_deadline_that_has_passed_leaves_all_to_one(utility, monkeypatch):
    monkeypatch.setattr(stretches, "_WORK", 4.0)
    many = len(cut_walk(utility, COUNTS, 10**6))
    assert len(cut_walk(utility, COUNTS, 10**6, deadline=-1.0)) == 1
    assert len(cut_walk(utility, COUNTS, 1)) == 1
    assert 1 < len(cut_walk(utility, COUNTS, 8)) <= many


def test_what_dominance_excludes_costs_little(monkeypatch):
    """Where everybody has one strategy that is better whatever the others do, one support is left."""
    clear = np.zeros((3, 2, 3, 2))
    for i, own in enumerate(clear):
        own[:] = np.arange(own.shape[i]).reshape([-1 if k == i else 1 for k in range(3)])
    (only,) = cut_walk(utility_of(clear), COUNTS, 10**6)
    open_ = np.random.default_rng(3).integers(0, 2, (3, 2, 3, 2)).astype(float)
    (more,) = cut_walk(utility_of(open_), COUNTS, 10**6)
    assert only.work < more.work
