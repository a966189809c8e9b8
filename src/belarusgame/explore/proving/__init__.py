"""Certificates that something happens for all admissible assumptions or for none, and counter-examples."""

from belarusgame.explore.proving.cover import NashProof
from belarusgame.explore.proving.guarantee import Guarantee, guarantee
from belarusgame.explore.proving.mixed import equilibrium_in

__all__ = [
    "Guarantee",
    "NashProof",
    "equilibrium_in",
    "guarantee",
]
