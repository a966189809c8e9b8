"""What happens in a game: one question, one file, one kind of answer."""

from belarusgame.solve.every_equilibrium import all_equilibria
from belarusgame.solve.plan import Plan, Prospect, Step
from belarusgame.solve.pure import pure_equilibria
from belarusgame.solve.sequential import sequential_equilibria
from belarusgame.solve.solution import Box, Component, Solution
from belarusgame.solve.two_player import two_player_equilibria
from belarusgame.solve.verify import Verification, verify_equilibria

__all__ = [
    "Box",
    "Component",
    "Plan",
    "Prospect",
    "Solution",
    "Step",
    "Verification",
    "all_equilibria",
    "pure_equilibria",
    "sequential_equilibria",
    "two_player_equilibria",
    "verify_equilibria",
]
