"""Turn a political assessment into a game, solve it, and say how far the answer can be trusted."""

from belarusgame.errors import BelarusGameError, GameError, ScenarioError, SeedError
from belarusgame.game import Equilibrium, Game, Outcome

__all__ = [
    "BelarusGameError",
    "Equilibrium",
    "Game",
    "GameError",
    "Outcome",
    "ScenarioError",
    "SeedError",
]
