"""All admissible weights at once: boxes, linear comparisons, programs over them and their certificates."""

from belarusgame.weightspace.balls import CAP, Ball, Norm
from belarusgame.weightspace.comparisons import (
    Comparisons,
    Profile,
    Row,
    bits,
    normalised,
    row_value,
    size_of,
)
from belarusgame.weightspace.distances import Distances
from belarusgame.weightspace.feasible import Feasible
from belarusgame.weightspace.programs import (
    MARGIN_TOLERANCE,
    STRICT_MARGIN,
    FarkasCertificate,
    exact_point,
    excludes,
    farkas_certificate,
    firm_point,
    greatest_weight,
    holds,
    largest_margin,
    simplest,
    simplest_certificate,
    total,
)
from belarusgame.weightspace.space import Point, Space, choice_at, space_of, switch_combinations
from belarusgame.weightspace.within import Within

__all__ = [
    "CAP",
    "MARGIN_TOLERANCE",
    "STRICT_MARGIN",
    "Ball",
    "Comparisons",
    "Distances",
    "FarkasCertificate",
    "Feasible",
    "Norm",
    "Point",
    "Profile",
    "Row",
    "Space",
    "Within",
    "bits",
    "choice_at",
    "exact_point",
    "excludes",
    "farkas_certificate",
    "firm_point",
    "greatest_weight",
    "holds",
    "largest_margin",
    "normalised",
    "row_value",
    "simplest",
    "simplest_certificate",
    "size_of",
    "space_of",
    "switch_combinations",
    "total",
]
