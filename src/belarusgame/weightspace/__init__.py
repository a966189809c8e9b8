"""All admissible weights at once: boxes, linear comparisons, programs over them and their certificates."""

from belarusgame.weightspace.balls import CAP, Ball, Norm
from belarusgame.weightspace.comparisons import (
    Comparisons,
    Profile,
    Row,
    bits,
    normalised,
    row_matrix,
    row_value,
)
from belarusgame.weightspace.corners import Constraint, solved_exactly
from belarusgame.weightspace.distances import Distances
from belarusgame.weightspace.feasible import Feasible
from belarusgame.weightspace.programs import (
    DENOMINATORS,
    MARGIN_TOLERANCE,
    MULTIPLIER_TOLERANCE,
    STRICT_MARGIN,
    Contradiction,
    contradiction,
    exact_point,
    excludes,
    holds,
    simplest,
    total,
    widest,
)
from belarusgame.weightspace.space import Point, Space, Types, chosen, space_of, type_combinations
from belarusgame.weightspace.within import Within

__all__ = [
    "CAP",
    "DENOMINATORS",
    "MARGIN_TOLERANCE",
    "MULTIPLIER_TOLERANCE",
    "STRICT_MARGIN",
    "Ball",
    "Comparisons",
    "Constraint",
    "Contradiction",
    "Distances",
    "Feasible",
    "Norm",
    "Point",
    "Profile",
    "Row",
    "Space",
    "Types",
    "Within",
    "bits",
    "chosen",
    "contradiction",
    "exact_point",
    "excludes",
    "holds",
    "normalised",
    "row_matrix",
    "row_value",
    "simplest",
    "solved_exactly",
    "space_of",
    "total",
    "type_combinations",
    "widest",
]
