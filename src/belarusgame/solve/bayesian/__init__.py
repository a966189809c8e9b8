"""What happens where players know what others do not: types, beliefs, signals."""

from belarusgame.solve.bayesian.bayesian_equilibria import (
    BayesianEquilibrium,
    BayesianSolution,
    bayesian_equilibria,
)
from belarusgame.solve.bayesian.perfect import PerfectBayesianSolution, perfect_bayesian_equilibria
from belarusgame.solve.bayesian.perfect_bayesian import EquilibriumPiece, PerfectBayesian

__all__ = [
    "BayesianEquilibrium",
    "BayesianSolution",
    "EquilibriumPiece",
    "PerfectBayesian",
    "PerfectBayesianSolution",
    "bayesian_equilibria",
    "perfect_bayesian_equilibria",
]
