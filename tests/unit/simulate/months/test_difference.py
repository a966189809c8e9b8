"""Paired differences, computed by hand from runs written by hand."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate import difference

#: Profiles: wait with rest and with press, join with either, talk with either.
WAIT, JOIN = 0, 2


@pytest.fixture(scope="module")
def campaign(pact):
    return bg.simulate.campaign(pact(), months=3, runs=4, seed=1)


def with_runs(campaign, *runs, **settings):
    return replace(
        campaign,
        profiles=np.array(runs, dtype=np.int32),
        settings=replace(campaign.settings, runs=len(runs), **settings),
    )


NEVER, LATE, EARLY = [WAIT] * 3, [WAIT, WAIT, JOIN], [JOIN, WAIT, WAIT]


def test_the_difference_is_that_of_shares_that_have_happened(campaign):
    first = with_runs(campaign, NEVER, LATE, EARLY, NEVER)
    second = with_runs(campaign, LATE, LATE, NEVER, EARLY, fix={"patron": "press"}, from_month=2)
    found = difference(first, second)
    # By month: one early each; then 2 of 4, and 3 of 4.
    assert found.by_month.tolist() == [0, 0, 0.25]
    assert (found.runs, found.more, found.fewer) == (4, 2, 1)
    assert found.said == ("as players choose", "with patron = press from month 2")
    # The pairs differ by 1, 0, -1 and 1: variance 11/16, with 1.96 standard errors on either side.
    half = 1.959964 * np.sqrt(11 / 16 / 4)
    assert found.low[2] == pytest.approx(0.25 - half, abs=1e-6)
    assert found.high[2] == pytest.approx(min(0.25 + half, 1), abs=1e-6)
    assert found.narrowed == pytest.approx(np.sqrt((1 / 4 + 3 / 16) / (11 / 16)))
    assert [row["month"] for row in found.rows()] == [1, 2, 3]


def test_where_no_pair_differs_the_interval_is_that_of_none_of_the_runs(campaign):
    same = with_runs(campaign, NEVER, LATE, NEVER, LATE)
    found = difference(same, same)
    z2 = 1.959964**2
    assert found.high.tolist() == pytest.approx([z2 / (4 + z2)] * 3, abs=1e-6)
    assert found.low.tolist() == pytest.approx([-z2 / (4 + z2)] * 3, abs=1e-6)
    assert found.narrowed == float("inf")
    nothing = difference(*[with_runs(campaign, NEVER, NEVER)] * 2)
    assert nothing.narrowed == 1


def test_another_event_may_be_asked_about(campaign):
    first, second = with_runs(campaign, NEVER, NEVER), with_runs(campaign, EARLY, NEVER)
    assert difference(first, second, {"client": "wait"}).by_month.tolist() == [-0.5, 0, 0]
    assert "client = wait" in difference(first, second, {"client": "wait"}).heading
    with pytest.raises(bg.GameError, match='"flee"'):
        difference(first, second, {"client": "flee"})


@pytest.mark.parametrize("name", ["seed", "months"])
def test_only_what_met_the_same_chances_is_paired(campaign, name):
    one = with_runs(campaign, NEVER, NEVER)
    other = replace(one, settings=replace(one.settings, **{name: 7}))
    with pytest.raises(bg.GameError, match=f"{name} = [0-9]+ and 7: must be equal"):
        difference(one, other)
    with pytest.raises(bg.GameError, match="runs = 2 and 1"):
        difference(one, with_runs(campaign, NEVER))
    with pytest.raises(bg.GameError, match="b = 3: must be a Campaign"):
        difference(one, 3)


def test_more_confidence_makes_it_wider(campaign):
    pair = with_runs(campaign, NEVER, NEVER, LATE, NEVER), with_runs(campaign, LATE, NEVER, LATE, NEVER)
    narrow, wide = (difference(*pair, confidence=c) for c in (0.5, 0.99))
    assert narrow.high[2] < wide.high[2]
    for bad in (0, 1, "much"):
        with pytest.raises(bg.GameError, match="confidence"):
            difference(*pair, confidence=bad)
