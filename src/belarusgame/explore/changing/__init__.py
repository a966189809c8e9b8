"""What would it take? The nearest assumptions under which the answer is another."""

from belarusgame.explore.changing.nearest import nearest
from belarusgame.explore.changing.robustness import Break, Robustness, robustness
from belarusgame.explore.changing.tipping import Move, TippingPoint, tipping_points

__all__ = [
    "Break",
    "Move",
    "Robustness",
    "TippingPoint",
    "nearest",
    "robustness",
    "tipping_points",
]
