"""Dynamics: learning, simulated months with interventions, and back-tests."""

from belarusgame.simulate.learning import Basin, Stability, Trajectory, learn, stability
from belarusgame.simulate.looking_back import (
    BackTest,
    Forecast,
    Happened,
    Hindsight,
    History,
    OtherReading,
    Outlook,
    Scored,
    Seen,
    SelfTest,
    backtest,
    load_history,
)
from belarusgame.simulate.months import (
    Campaign,
    Difference,
    MoveLength,
    Replay,
    ReplayedMonth,
    campaign,
    difference,
)

__all__ = [
    "BackTest",
    "Basin",
    "Campaign",
    "Difference",
    "Forecast",
    "Happened",
    "Hindsight",
    "History",
    "MoveLength",
    "OtherReading",
    "Outlook",
    "Replay",
    "ReplayedMonth",
    "Scored",
    "Seen",
    "SelfTest",
    "Stability",
    "Trajectory",
    "backtest",
    "campaign",
    "difference",
    "learn",
    "load_history",
    "stability",
]
