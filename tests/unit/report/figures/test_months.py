"""The months as they are drawn, from a campaign whose runs are written by hand."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.report.figures import months
from belarusgame.simulate.months.result import MoveLength


@pytest.fixture(scope="module")
def campaign(harbour):
    """Profiles 0 and 3 are of a union that works: the third and the fifth number is a strike."""
    made = bg.simulate.campaign(harbour, months=3, runs=4, seed=1)
    strike, work = 2, 0
    profiles = [[work, work, strike], [work] * 3, [strike, work, work], [work] * 3]
    levels = np.ones((4, 3, 1))
    levels[:, 2, 0] = 0.5, 0.75, 1.25, 1.5
    return replace(made, profiles=np.array(profiles, dtype=np.int32), levels=levels)


def other(length, tremble, end):
    return MoveLength(move_months=length, tremble=tremble, by_month=np.array([0.0, 0.0, end]))


def test_a_row_is_a_month_with_its_share_and_the_fans_of_what_moves(campaign):
    rows = months(replace(campaign, lengths=())).rows()
    assert [row["month"] for row in rows] == [1, 2, 3]
    assert [row["share by then"] for row in rows] == [0.25, 0.25, 0.5]
    assert rows[2]["interval"] == campaign.interval(3)
    assert rows[0]["stamina 50%"] == 1
    assert rows[2]["stamina 25%"] == pytest.approx(0.6875)
    still = replace(campaign, levels=np.ones((4, 3, 1)), lengths=())
    assert not [name for name in months(still).rows()[0] if "stamina" in name]


def test_the_share_by_the_last_month_is_told_beside_other_lengths(campaign):
    s = campaign.settings
    own = other(s.move_months, s.tremble, 0.99)  # is not another one
    found = months(
        replace(
            campaign,
            lengths=(own, other(2 * s.move_months, s.tremble, 0.25), other(s.move_months, "run", 0.75)),
        )
    )
    assert found.alt == (
        "The union: strike by month 3 in 2 of 4 runs (50.0%); with a choice that stands half or twice as "
        "long, and mistakes made anew or once, in 25.0% to 75.0%."
    )
    assert (
        months(replace(campaign, lengths=(own,))).alt
        == "The union: strike by month 3 in 2 of 4 runs (50.0%)."
    )


def test_without_an_event_only_drivers_are_drawn(campaign):
    silent = months(replace(campaign, event=()))
    assert silent.alt == "The file asks about no event; 3 months of its drivers."
    assert "share by then" not in silent.rows()[0]
