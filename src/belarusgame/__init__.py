"""Turn a political assessment into a game, solve it, and say how far the answer can be trusted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from belarusgame._reading import seeds_folder
from belarusgame.errors import BelarusGameError, GameError, ScenarioError, SeedError
from belarusgame.evidence import Evidence, load_evidence
from belarusgame.game import Equilibrium, Game, Outcome
from belarusgame.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from belarusgame import exchange, report, solve

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
    "exchange",
    "load_evidence",
    "load_scenario",
    "report",
    "seeds_folder",
    "solve",
]

#: Loaded when they are first used, so that importing the package stays light.
_ON_DEMAND = frozenset({"exchange", "report", "solve"})


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return import_module(f"belarusgame.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
