"""What if the weights are wrong? Conclusions under uncertain payoffs, by sampling and by proof."""

from belarusgame.explore.changing import Break, Move, Robustness, TippingPoint, robustness, tipping_points
from belarusgame.explore.information import (
    Gain,
    PriorRegion,
    ValueOfInformation,
    prior_region,
    value_of_information,
)
from belarusgame.explore.mapping import (
    Cell,
    Consistent,
    Inequality,
    Region,
    RegionMap,
    Shift,
    explain_outcome,
    region,
    region_map,
)
from belarusgame.explore.mapping import (
    InverseExplanation as Explanation,
)
from belarusgame.explore.plans import Witness
from belarusgame.explore.proving import Guarantee, guarantee
from belarusgame.explore.sampling import (
    Commonest,
    Conventions,
    Draws,
    Input,
    LogitSample,
    Share,
    Sweep,
    make_draws,
    sweep,
)
from belarusgame.explore.sensitivity import ByClaim, Index, LeavingOut, LeftOut, Sensitivity, sensitivity
from belarusgame.explore.structures import (
    Departure,
    StatusQuo,
    Structure,
    Structures,
    WhatIf,
    status_quo,
    structures,
    what_if,
)

__all__ = [
    "Break",
    "ByClaim",
    "Cell",
    "Commonest",
    "Consistent",
    "Conventions",
    "Departure",
    "Draws",
    "Explanation",
    "Gain",
    "Guarantee",
    "Index",
    "Inequality",
    "Input",
    "LeavingOut",
    "LeftOut",
    "LogitSample",
    "Move",
    "PriorRegion",
    "Region",
    "RegionMap",
    "Robustness",
    "Sensitivity",
    "Share",
    "Shift",
    "StatusQuo",
    "Structure",
    "Structures",
    "Sweep",
    "TippingPoint",
    "ValueOfInformation",
    "WhatIf",
    "Witness",
    "explain_outcome",
    "guarantee",
    "make_draws",
    "prior_region",
    "region",
    "region_map",
    "robustness",
    "sensitivity",
    "status_quo",
    "structures",
    "sweep",
    "tipping_points",
    "value_of_information",
    "what_if",
]
