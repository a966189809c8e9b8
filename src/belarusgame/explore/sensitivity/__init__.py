"""Sobol indices of inputs and of claims, and the answer with each claim left out."""

from belarusgame.explore.sensitivity.answers import Outcomes, bounds_of
from belarusgame.explore.sensitivity.index import ByClaim, Index, Sensitivity
from belarusgame.explore.sensitivity.sensitivity import sensitivity
from belarusgame.explore.sensitivity.without_claim import LeavingOut, LeftOut, leaving_out

__all__ = [
    "ByClaim",
    "Index",
    "LeavingOut",
    "LeftOut",
    "Outcomes",
    "Sensitivity",
    "bounds_of",
    "leaving_out",
    "sensitivity",
]
