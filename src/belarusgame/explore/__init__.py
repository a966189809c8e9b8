"""What if the weights are wrong? Exact answers over whole ranges of assumptions."""

from belarusgame.explore.guarantee import Guarantee, guarantee
from belarusgame.explore.region import Inequality, Region, region
from belarusgame.explore.robustness import Break, Robustness, robustness
from belarusgame.explore.tipping import Move, TippingPoint, tipping_points
from belarusgame.explore.witness import Witness

__all__ = [
    "Break",
    "Guarantee",
    "Inequality",
    "Move",
    "Region",
    "Robustness",
    "TippingPoint",
    "Witness",
    "guarantee",
    "region",
    "robustness",
    "tipping_points",
]
