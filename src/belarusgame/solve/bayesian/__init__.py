"""What happens where players know what others do not: types, beliefs, signals."""

from belarusgame.solve.bayesian.bayesian_equilibria import (
    BayesianEquilibrium,
    BayesianSolution,
    bayesian_equilibria,
)
from belarusgame.solve.bayesian.in_words import reached_histories, sentences_of, what_beliefs_do
from belarusgame.solve.bayesian.perfect import PerfectBayesianSolution, perfect_bayesian_equilibria
from belarusgame.solve.bayesian.perfect_bayesian import (
    EquilibriumPiece,
    PerfectBayesian,
    belief_name,
    play_name,
)
from belarusgame.solve.bayesian.tree import History, Tree, tree_of

__all__ = [
    "BayesianEquilibrium",
    "BayesianSolution",
    "EquilibriumPiece",
    "History",
    "PerfectBayesian",
    "PerfectBayesianSolution",
    "Tree",
    "bayesian_equilibria",
    "belief_name",
    "perfect_bayesian_equilibria",
    "play_name",
    "reached_histories",
    "sentences_of",
    "tree_of",
    "what_beliefs_do",
]
