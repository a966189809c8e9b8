"""What hangs on who knows what: how likely types may be, and what it is worth to know them."""

from belarusgame.explore.information.prior_region import Gain, PriorRegion, prior_region
from belarusgame.explore.information.value_of_information import ValueOfInformation, value_of_information

__all__ = ["Gain", "PriorRegion", "ValueOfInformation", "prior_region", "value_of_information"]
