"""Which payoffs break a claim? Hypothesis strategies for games and scenarios, and assertions.

Importing this module loads Hypothesis. Every strategy keeps its bounds by construction and throws no draw
away; failures shrink to the simplest case and print as expressions that make it again.
"""

from belarusgame.testing.assertions import assert_equilibrium, assert_same_equilibria
from belarusgame.testing.assumptions import assumptions
from belarusgame.testing.choices import Draw, delegations, draws, drivers, types, weights
from belarusgame.testing.games import games, mixed_profiles, profiles
from belarusgame.testing.scenarios import scenarios

__all__ = [
    "Draw",
    "assert_equilibrium",
    "assert_same_equilibria",
    "assumptions",
    "delegations",
    "draws",
    "drivers",
    "games",
    "mixed_profiles",
    "profiles",
    "scenarios",
    "types",
    "weights",
]
