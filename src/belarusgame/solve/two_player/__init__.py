"""Games of two players, exactly: every extreme equilibrium and the continua that they span."""

from belarusgame.solve.two_player.by_nashpy import two_player_equilibria
from belarusgame.solve.two_player.components import exact_equilibria, regular_numbers, two_player_solution
from belarusgame.solve.two_player.zero_sum import ZeroSum, zero_sum

__all__ = [
    "ZeroSum",
    "exact_equilibria",
    "regular_numbers",
    "two_player_equilibria",
    "two_player_solution",
    "zero_sum",
]
