"""What happens in a game: one question, one file, one kind of answer."""

from belarusgame.solve.correlated import CorrelatedBounds, correlated_bounds, correlated_equilibrium
from belarusgame.solve.plan import Plan, Prospect, Step
from belarusgame.solve.pure import pure_equilibria
from belarusgame.solve.sequential import sequential_equilibria
from belarusgame.solve.solution import Box, Component, Solution

__all__ = [
    "Box",
    "Component",
    "CorrelatedBounds",
    "Plan",
    "Prospect",
    "Solution",
    "Step",
    "correlated_bounds",
    "correlated_equilibrium",
    "pure_equilibria",
    "sequential_equilibria",
]
