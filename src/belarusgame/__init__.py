"""Turn a political assessment into a game, solve it, and say how far the answer can be trusted."""

from __future__ import annotations

from belarusgame.base.on_demand import on_demand

TYPE_CHECKING = False  # by its name a type checker takes it as true; typing would cost half of the import
if TYPE_CHECKING:
    from belarusgame import assume, exchange, explore, report, simulate, solve, testing
    from belarusgame.assume import check
    from belarusgame.base.information import Knows
    from belarusgame.bayesian_game import BayesianGame
    from belarusgame.errors import BelarusGameError, GameError, ScenarioError, SeedError
    from belarusgame.evidence import Evidence, load_evidence, seeds_folder
    from belarusgame.explore import compare
    from belarusgame.extensive import ExtensiveGame
    from belarusgame.game import Game
    from belarusgame.outcome import Equilibrium, Outcome
    from belarusgame.scenario import Choice, Scenario, load_scenario
    from belarusgame.verification import verify

__all__ = [
    "BayesianGame",
    "BelarusGameError",
    "Choice",
    "Equilibrium",
    "Evidence",
    "ExtensiveGame",
    "Game",
    "GameError",
    "Knows",
    "Outcome",
    "Scenario",
    "ScenarioError",
    "SeedError",
    "assume",
    "check",
    "compare",
    "exchange",
    "explore",
    "load_evidence",
    "load_scenario",
    "report",
    "seeds_folder",
    "simulate",
    "solve",
    "testing",
    "verify",
]

_SUBPACKAGES = ("assume", "exchange", "explore", "report", "simulate", "solve", "testing")
__getattr__ = on_demand(
    __name__,
    {
        **{name: f"belarusgame.{name}" for name in _SUBPACKAGES},
        "BayesianGame": "belarusgame.bayesian_game",
        **dict.fromkeys(
            ("BelarusGameError", "GameError", "ScenarioError", "SeedError"), "belarusgame.errors"
        ),
        "Choice": "belarusgame.scenario",
        **dict.fromkeys(("Equilibrium", "Outcome"), "belarusgame.outcome"),
        "Evidence": "belarusgame.evidence",
        "ExtensiveGame": "belarusgame.extensive",
        "Game": "belarusgame.game",
        "Knows": "belarusgame.base.information",
        "Scenario": "belarusgame.scenario",
        "check": "belarusgame.assume.check",
        "compare": "belarusgame.explore",
        "load_evidence": "belarusgame.evidence",
        "load_scenario": "belarusgame.scenario",
        "seeds_folder": "belarusgame.evidence",
        "verify": "belarusgame.verification",
    },
)


def __dir__() -> list[str]:
    return __all__
