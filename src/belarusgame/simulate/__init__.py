"""What happens over time: players who learn, months, interventions, and a look back."""

from belarusgame.simulate.learning import Basin, Stability, Trajectory, learn, stability
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
    "Basin",
    "Campaign",
    "Difference",
    "MoveLength",
    "Replay",
    "ReplayedMonth",
    "Stability",
    "Trajectory",
    "campaign",
    "difference",
    "learn",
    "stability",
]
