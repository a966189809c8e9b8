"""Which modelling choice decides? Everything in a scenario that is no number, asked one by one."""

from belarusgame.explore.structures.status_quo import Departure, StatusQuo, status_quo
from belarusgame.explore.structures.structure import Structure
from belarusgame.explore.structures.structures import Structures, structures
from belarusgame.explore.structures.what_if import WhatIf, what_if

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
