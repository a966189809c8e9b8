"""Which modelling choice decides? Everything in a scenario that is no number, asked one by one."""

from belarusgame.explore.structures.status_quo import Departure, StatusQuo, status_quo
from belarusgame.explore.structures.structures import Structure, Structures, WhatIf, structures, what_if

__all__ = [
    "Departure",
    "StatusQuo",
    "Structure",
    "Structures",
    "WhatIf",
    "status_quo",
    "structures",
    "what_if",
]
