"""What happens in a game: one question, one file, one kind of answer."""

from belarusgame.solve.commitment import Commitment, commitment
from belarusgame.solve.correlated import CorrelatedBounds, correlated_bounds, correlated_equilibrium
from belarusgame.solve.dominance import Elimination, EliminationStep, rationalizable
from belarusgame.solve.plan import Plan, Prospect, Step
from belarusgame.solve.pure import pure_equilibria
from belarusgame.solve.sequential import sequential_equilibria
from belarusgame.solve.solution import Box, Component, Solution
from belarusgame.solve.two_player import two_player_equilibria

__all__ = [
    "Box",
    "Commitment",
    "Component",
    "CorrelatedBounds",
    "Elimination",
    "EliminationStep",
    "Plan",
    "Prospect",
    "Solution",
    "Step",
    "commitment",
    "correlated_bounds",
    "correlated_equilibrium",
    "pure_equilibria",
    "rationalizable",
    "sequential_equilibria",
    "two_player_equilibria",
]
