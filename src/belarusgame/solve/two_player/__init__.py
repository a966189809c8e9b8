"""Games of two players, exactly: every extreme equilibrium and the continua that they span."""

from belarusgame.solve.two_player.by_nashpy import two_player_equilibria
from belarusgame.solve.two_player.components import exact_equilibria, two_player_solution

__all__ = [
    "exact_equilibria",
    "two_player_equilibria",
    "two_player_solution",
]
