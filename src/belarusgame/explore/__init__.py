"""What if the weights are wrong? Conclusions under uncertain payoffs, by sampling and by proof."""

from belarusgame.explore._results import Sweep
from belarusgame.explore._sensitivity import ByClaim, Index, Sensitivity
from belarusgame.explore._shares import Commonest, Conventions, LogitSample, Share
from belarusgame.explore.draws import Draws, Input, make_draws
from belarusgame.explore.guarantee import Guarantee, guarantee
from belarusgame.explore.inverse import Consistent, Explanation, Shift, explain_outcome
from belarusgame.explore.leave_out import LeavingOut, LeftOut
from belarusgame.explore.region import Inequality, Region, region
from belarusgame.explore.region_map import Cell, RegionMap, region_map
from belarusgame.explore.robustness import Break, Robustness, robustness
from belarusgame.explore.sensitivity import sensitivity
from belarusgame.explore.sweep import sweep
from belarusgame.explore.tipping import Move, TippingPoint, tipping_points
from belarusgame.explore.witness import Witness

__all__ = [
    "Break",
    "ByClaim",
    "Cell",
    "Commonest",
    "Consistent",
    "Conventions",
    "Draws",
    "Explanation",
    "Guarantee",
    "Index",
    "Inequality",
    "Input",
    "LeavingOut",
    "LeftOut",
    "LogitSample",
    "Move",
    "Region",
    "RegionMap",
    "Robustness",
    "Sensitivity",
    "Share",
    "Shift",
    "Sweep",
    "TippingPoint",
    "Witness",
    "explain_outcome",
    "guarantee",
    "make_draws",
    "region",
    "region_map",
    "robustness",
    "sensitivity",
    "sweep",
    "tipping_points",
]
