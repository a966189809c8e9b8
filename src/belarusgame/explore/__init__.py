"""What if the weights are wrong? Exact answers over whole ranges of assumptions."""

from belarusgame.explore.guarantee import Guarantee, guarantee
from belarusgame.explore.witness import Witness

__all__ = ["Guarantee", "Witness", "guarantee"]
