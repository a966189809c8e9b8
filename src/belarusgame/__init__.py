"""Turn a political assessment into a game, solve it, and say how far the answer can be trusted."""

from belarusgame import report, solve
from belarusgame._reading import seeds_folder
from belarusgame.errors import BelarusGameError, GameError, ScenarioError, SeedError
from belarusgame.evidence import Evidence, load_evidence
from belarusgame.game import Equilibrium, Game, Outcome
from belarusgame.scenario import Scenario, load_scenario

__all__ = [
    "BelarusGameError",
    "Equilibrium",
    "Evidence",
    "Game",
    "GameError",
    "Outcome",
    "Scenario",
    "ScenarioError",
    "SeedError",
    "load_evidence",
    "load_scenario",
    "report",
    "seeds_folder",
    "solve",
]
