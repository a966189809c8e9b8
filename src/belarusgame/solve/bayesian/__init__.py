"""What happens where players know what others do not: types, beliefs, signals."""

from belarusgame.solve.bayesian.bayesian_equilibria import (
    BayesianEquilibrium,
    BayesianSolution,
    bayesian_equilibria,
)
from belarusgame.solve.bayesian.perfect import perfect_bayesian_equilibria
from belarusgame.solve.bayesian.perfect_bayesian import PerfectBayesian, PerfectBayesianSolution, Piece

__all__ = [
    "BayesianEquilibrium",
    "BayesianSolution",
    "PerfectBayesian",
    "PerfectBayesianSolution",
    "Piece",
    "bayesian_equilibria",
    "perfect_bayesian_equilibria",
]
