"""Which modelling choice decides? Everything in a scenario that is no number, asked one by one."""

from belarusgame.explore.structures.agreement import Agreement, Claims, PayoffAgreement
from belarusgame.explore.structures.compare import CodingComparison, compare
from belarusgame.explore.structures.status_quo import Departure, StatusQuo, status_quo
from belarusgame.explore.structures.structure import Structure
from belarusgame.explore.structures.structures import Structures, structures
from belarusgame.explore.structures.variants import Variant, variants_of
from belarusgame.explore.structures.what_if import WhatIf, what_if

__all__ = [
    "Agreement",
    "Claims",
    "CodingComparison",
    "Departure",
    "PayoffAgreement",
    "StatusQuo",
    "Structure",
    "Structures",
    "Variant",
    "WhatIf",
    "compare",
    "status_quo",
    "structures",
    "variants_of",
    "what_if",
]
