"""Turn a political assessment into a game, solve it, and say how far the answer can be trusted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from belarusgame.errors import BelarusGameError, GameError, ScenarioError, SeedError
from belarusgame.game import Equilibrium, Game, Outcome

if TYPE_CHECKING:
    from belarusgame import assume, exchange, explore, report, solve, testing
    from belarusgame._parsing.reading import seeds_folder
    from belarusgame._verification import verify
    from belarusgame.assume import check
    from belarusgame.evidence import Evidence, load_evidence
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
    "assume",
    "check",
    "exchange",
    "explore",
    "load_evidence",
    "load_scenario",
    "report",
    "seeds_folder",
    "solve",
    "testing",
    "verify",
]

#: Loaded when they are first used, so that importing the package stays light: the module of each name.
_ON_DEMAND = {
    "Evidence": "belarusgame.evidence",
    "Scenario": "belarusgame.scenario",
    "check": "belarusgame.assume.check",
    "load_evidence": "belarusgame.evidence",
    "load_scenario": "belarusgame.scenario",
    "seeds_folder": "belarusgame._parsing.reading",
    "verify": "belarusgame._verification",
}
_SUBPACKAGES = ("assume", "exchange", "explore", "report", "solve", "testing")


def __getattr__(name: str) -> Any:
    if name in _SUBPACKAGES:
        return import_module(f"belarusgame.{name}")
    if name in _ON_DEMAND:
        return getattr(import_module(_ON_DEMAND[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
