"""Who can do what, and why: from claims to weights to payoffs."""

from typing import TYPE_CHECKING

from belarusgame.base.on_demand import on_demand
from belarusgame.scenario.choice import Choice, Switches, name_and_value, readable
from belarusgame.scenario.features import Features, effect_mask
from belarusgame.scenario.inputs import Input, Kind
from belarusgame.scenario.link import LinkSettings, edition_of
from belarusgame.scenario.loading import BUILT_IN
from belarusgame.scenario.records import (
    BASES,
    Assumption,
    Basis,
    Consideration,
    Delegation,
    Driver,
    Dynamics,
    Effect,
    Player,
    PlayerType,
    Rationality,
    Simulation,
    Weight,
)
from belarusgame.scenario.scenario import Scenario, checked_scenario, in_order, load_scenario
from belarusgame.scenario.sizes import shares_by_basis

if TYPE_CHECKING:
    from belarusgame.scenario.schema import json_schema

__all__ = [
    "BASES",
    "BUILT_IN",
    "Assumption",
    "Basis",
    "Choice",
    "Consideration",
    "Delegation",
    "Driver",
    "Dynamics",
    "Effect",
    "Features",
    "Input",
    "Kind",
    "LinkSettings",
    "Player",
    "PlayerType",
    "Rationality",
    "Scenario",
    "Simulation",
    "Switches",
    "Weight",
    "checked_scenario",
    "edition_of",
    "effect_mask",
    "in_order",
    "json_schema",
    "load_scenario",
    "name_and_value",
    "readable",
    "shares_by_basis",
]

#: What needs pydantic is loaded when it is used.
__getattr__ = on_demand(__name__, {"json_schema": "belarusgame.scenario.schema"})
