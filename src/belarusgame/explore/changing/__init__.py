"""What would it take? The nearest assumptions under which the answer is another."""

from belarusgame.explore.changing.nearest import Move, nearest
from belarusgame.explore.changing.robustness import Break, Robustness, robustness
from belarusgame.explore.changing.tipping import tipping_points
from belarusgame.explore.changing.tipping_point import TippingPoint

__all__ = [
    "Break",
    "Move",
    "Robustness",
    "TippingPoint",
    "nearest",
    "robustness",
    "tipping_points",
]
