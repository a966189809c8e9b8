"""Sobol indices of inputs and of claims, and the answer with each claim left out."""

from belarusgame.explore.sensitivity.answers import Outcomes, bounds_of
from belarusgame.explore.sensitivity.index import ByClaim, Index, Sensitivity
from belarusgame.explore.sensitivity.sensitivity import left_out_in_draws, sensitivity
from belarusgame.explore.sensitivity.without_claim import (
    LeavingOut,
    LeftOut,
    changes_between,
    leaving_out,
)

__all__ = [
    "ByClaim",
    "Index",
    "LeavingOut",
    "LeftOut",
    "Outcomes",
    "Sensitivity",
    "bounds_of",
    "changes_between",
    "leaving_out",
    "left_out_in_draws",
    "sensitivity",
]
