"""What happens in a game: one question, one file, one kind of answer."""

from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.all_equilibria_batch import EquilibriumBatch, all_equilibria_batch
from belarusgame.solve.bayesian import (
    BayesianEquilibrium,
    BayesianSolution,
    EquilibriumPiece,
    PerfectBayesian,
    PerfectBayesianSolution,
    bayesian_equilibria,
    perfect_bayesian_equilibria,
)
from belarusgame.solve.commitment import Commitment, commitment
from belarusgame.solve.correlated import CorrelatedBounds, correlated_bounds, correlated_equilibrium
from belarusgame.solve.dominance import Elimination, EliminationStep, rationalizable
from belarusgame.solve.logit import (
    LogitBatch,
    LogitPath,
    LogitPoint,
    SequentialLogit,
    logit,
    logit_equilibrium,
    logit_path,
    sequential_logit,
)
from belarusgame.solve.plan import Plan, Prospect, Step
from belarusgame.solve.pure import pure_equilibria
from belarusgame.solve.rank import Ranking, Standing, rank
from belarusgame.solve.sequential import sequential_equilibria
from belarusgame.solve.solution import Box, Component, Solution
from belarusgame.solve.strategy_polytope import StrategyPolytope
from belarusgame.solve.subgame_perfect import subgame_perfect
from belarusgame.solve.two_player import ZeroSum, two_player_equilibria, zero_sum
from belarusgame.solve.verify import Verification, verify_equilibria

__all__ = [
    "BayesianEquilibrium",
    "BayesianSolution",
    "Box",
    "Commitment",
    "Component",
    "CorrelatedBounds",
    "Elimination",
    "EliminationStep",
    "EquilibriumBatch",
    "EquilibriumPiece",
    "LogitBatch",
    "LogitPath",
    "LogitPoint",
    "PerfectBayesian",
    "PerfectBayesianSolution",
    "Plan",
    "Prospect",
    "Ranking",
    "SequentialLogit",
    "Solution",
    "Standing",
    "Step",
    "StrategyPolytope",
    "Verification",
    "ZeroSum",
    "all_equilibria",
    "all_equilibria_batch",
    "bayesian_equilibria",
    "commitment",
    "correlated_bounds",
    "correlated_equilibrium",
    "logit",
    "logit_equilibrium",
    "logit_path",
    "perfect_bayesian_equilibria",
    "pure_equilibria",
    "rank",
    "rationalizable",
    "sequential_equilibria",
    "sequential_logit",
    "subgame_perfect",
    "two_player_equilibria",
    "verify_equilibria",
    "zero_sum",
]
