"""What the tests of drawn scenarios and choices share: how often they draw, and what printed draws name."""

import datetime
from fractions import Fraction

from first_edition import first_edition
from hypothesis import Phase, find, settings

import belarusgame as bg
from belarusgame import testing

BELARUS = first_edition()
FEW = settings(max_examples=60, deadline=None, database=None)
#: Always the same draws, and no time spent on explaining a failure.
SURE = settings(
    FEW, max_examples=1000, derandomize=True, phases=[Phase.generate, Phase.shrink], print_blob=False
)
#: What a draw that was printed must find to be read back.
NAMES = {
    "Draw": testing.Draw,
    "Fraction": Fraction,
    "Scenario": bg.Scenario,
    "datetime": datetime,
}


def smallest(strategy, condition):
    """Return the smallest draw for which a condition holds."""
    return find(strategy, condition, settings=SURE)
