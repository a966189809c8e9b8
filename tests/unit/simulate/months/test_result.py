"""What is read off the runs of a campaign, computed by hand from runs written by hand."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.sampling import wilson_interval
from belarusgame.simulate.months.result import MoveLength, counted_months, happened_by

WAIT, PRESSED, JOIN, TALK = 0, 1, 2, 4
RUNS = [[WAIT, PRESSED, JOIN], [WAIT, WAIT, WAIT], [JOIN, WAIT, WAIT], [TALK, TALK, PRESSED]]


@pytest.fixture(scope="module")
def campaign(pact):
    made = bg.simulate.campaign(pact(), months=3, runs=4, seed=1)
    levels = np.arange(12.0).reshape(4, 3, 1) / 8 + 0.5
    absorbed = np.array([3, 0, 1, 0])
    return replace(made, profiles=np.array(RUNS, dtype=np.int32), levels=levels, absorbed=absorbed)


def test_what_has_happened_has_happened_whatever_comes_later(campaign):
    assert campaign.happened.tolist() == [
        [False, False, True],
        [False, False, False],
        [True, True, True],
        [False, False, False],
    ]
    assert campaign.by_month.tolist() == [0.25, 0.25, 0.5]
    assert campaign.probability_by(2) == 0.25
    assert campaign.probability_by(2, {"patron": "press"}) == 0.25
    assert campaign.probability_by(3, {"patron": "press"}) == 0.5
    either = [{"client": "join"}, {"client": "talk"}]
    found = happened_by(campaign.labels, either, campaign.profiles)
    assert found[:, 0].tolist() == [False, False, True, True]


def test_intervals_and_quantiles_are_those_of_the_runs(campaign):
    assert campaign.interval(3) == wilson_interval(2, 4, 0.95)
    # In the first month the levels are 0.5, 0.875, 1.25 and 1.625.
    expected = [0.55625, 0.78125, 1.0625, 1.34375, 1.56875]
    assert campaign.quantiles("unrest")[0].tolist() == pytest.approx(expected)
    with pytest.raises(bg.GameError, match=r"client\.k0 is a weight, which stays as it is"):
        campaign.quantiles("client.k0")
    for month in (0, 4, 1.5):
        with pytest.raises(bg.GameError, match="month"):
            campaign.probability_by(month)


def test_shares_of_strategies_are_those_in_force(campaign):
    found = campaign.strategies
    assert found["client"].tolist() == [[0.5, 0.25, 0.25], [0.75, 0, 0.25], [0.75, 0.25, 0]]
    assert found["patron"].tolist() == [[1, 0], [0.75, 0.25], [0.75, 0.25]]


def test_a_row_is_a_month(campaign):
    rows = campaign.rows()
    assert [row["client = join by then"] for row in rows] == [0.25, 0.25, 0.5]
    assert [row["client talk"] for row in rows] == [0.25, 0.25, 0]
    assert rows[0]["median unrest"] == pytest.approx(1.0625)
    assert campaign.heading == "Campaign: 4 runs of 3 months, myopic players"
    fixed = replace(campaign, settings=replace(campaign.settings, fix={"patron": "press"}, from_month=2))
    assert fixed.heading.endswith("myopic players, patron = press from month 2")


def test_the_length_of_a_move_is_said_to_matter(campaign):
    lengths = tuple(
        MoveLength(move_months=length, tremble=tremble, by_month=np.array([0.0, 0.1, end]))
        for tremble in ("month", "run")
        for length, end in ((0.5, 0.25), (1, 0.5))
    )
    said = replace(campaign, lengths=lengths, messages=("Know this.",)).below
    assert said[0] == "Know this."
    assert said[1] == (
        "With mistakes made anew in each move, the share with client = join by month 3 is 0.250 where a "
        "choice stands 0.5 months, 0.500 where a choice stands 1 month."
    )
    assert said[2].startswith("With mistakes made once for a run")
    assert replace(campaign, event=(), messages=()).below == ()


def test_without_an_event_one_must_be_named(campaign):
    silent = replace(campaign, event=())
    with pytest.raises(bg.GameError, match="say which event"):
        silent.probability_by(1)
    assert silent.probability_by(1, {"client": "join"}) == 0.25
    assert "interval" not in silent.rows()[0]


def test_a_run_is_replayed_from_what_it_drew(campaign):
    replay = campaign.replay(0)
    assert [month.profile["client"] for month in replay.months] == ["wait", "wait", "join"]
    assert [month.before["unrest"] for month in replay.months] == [1.0, 0.5, 0.625]
    assert [month.after["unrest"] for month in replay.months] == [0.5, 0.625, 0.75]
    assert [bool(month.chances) for month in campaign.replay(2).months] == [True, False, False]  # it ended
    draws = bg.explore.make_draws(campaign.scenario, 1)
    drawn = draws.values(0, 1)[draws.row("client.k1", "weight"), 0]
    assert float(replay.choice.weights["client.k1"]) == drawn
    with pytest.raises(bg.GameError, match="run"):
        campaign.replay(4)


def test_one_month_is_no_months():
    assert [counted_months(n) for n in (1, 0.5, 2, 1.0)] == ["1 month", "0.5 months", "2 months", "1 month"]
