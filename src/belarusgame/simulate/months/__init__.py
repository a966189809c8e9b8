"""Stochastic simulation of a scenario over months."""

from belarusgame.simulate.months.campaign import campaign, settings_of, simulated
from belarusgame.simulate.months.difference import Difference, difference
from belarusgame.simulate.months.replay import Replay, ReplayedMonth
from belarusgame.simulate.months.result import QUANTILES, Campaign, MoveLength, counted_months

__all__ = [
    "QUANTILES",
    "Campaign",
    "Difference",
    "MoveLength",
    "Replay",
    "ReplayedMonth",
    "campaign",
    "counted_months",
    "difference",
    "settings_of",
    "simulated",
]
