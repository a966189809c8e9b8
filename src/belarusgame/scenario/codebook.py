"""The conventions that turn the firmness of claims into the range of a weight; see seeds/README.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from belarusgame.evidence import FIRMNESSES, Firmness
from belarusgame.scenario.records import Support, Weight

WEIGHTS: Mapping[Firmness, Weight] = {
    "stated": Weight(low=Fraction(3, 4), likely=Fraction(1), high=Fraction(5, 4)),
    "hedged": Weight(low=Fraction(1, 4), likely=Fraction(3, 4), high=Fraction(5, 4)),
    "speculated": Weight(low=Fraction(0), likely=Fraction(1, 2), high=Fraction(5, 4)),
}

#: Where a weaker claim would enlarge the consequence.
EXTENDED_HIGH = Fraction(3, 2)


def derived_weight(support: Support, firmness: Mapping[str, Firmness], *, extended: bool) -> Weight:
    """Return the weight that claims give a consideration.

    Parameters
    ----------
    support : tuple of tuple of str
        At least one entry; the claims inside an entry are needed jointly.
    firmness : mapping of str to str
        How firm each claim is as support of a payoff.
    extended : bool
        Whether a weaker claim would enlarge the consequence.
    """
    weight = WEIGHTS[_firmest(_weakest(firmness[claim] for claim in entry) for entry in support)]
    return Weight(low=weight.low, likely=weight.likely, high=EXTENDED_HIGH) if extended else weight


def _firmest(values: Iterable[Firmness]) -> Firmness:
    return min(values, key=FIRMNESSES.index)


def _weakest(values: Iterable[Firmness]) -> Firmness:
    return max(values, key=FIRMNESSES.index)
