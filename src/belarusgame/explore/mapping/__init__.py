"""Regions of the space of weights: where each outcome holds, exactly or by draws."""

from belarusgame.explore.mapping.consistent import Consistent
from belarusgame.explore.mapping.inverse import InverseExplanation, explain_outcome
from belarusgame.explore.mapping.region import Inequality, Region, region
from belarusgame.explore.mapping.region_map import Cell, RegionMap, region_map
from belarusgame.explore.mapping.shifts import Shift
from belarusgame.explore.mapping.telling import TellingPair, TellingPairs, telling_pairs

__all__ = [
    "Cell",
    "Consistent",
    "Inequality",
    "InverseExplanation",
    "Region",
    "RegionMap",
    "Shift",
    "TellingPair",
    "TellingPairs",
    "explain_outcome",
    "region",
    "region_map",
    "telling_pairs",
]
