"""The conventions that turn the firmness of claims into the range of a weight; see seeds/README.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from belarusgame.evidence import FIRMNESSES, Firmness
from belarusgame.scenario.records import Support, Weight

#: How much a consideration counts, by its firmest support: all may turn out to weigh 5/4, but a weaker claim
#: begins lower, down to nothing.
WEIGHTS: Mapping[Firmness, Weight] = {
    "stated": Weight(low=Fraction(3, 4), likely=Fraction(1), high=Fraction(5, 4)),
    "hedged": Weight(low=Fraction(1, 4), likely=Fraction(3, 4), high=Fraction(5, 4)),
    "speculated": Weight(low=Fraction(0), likely=Fraction(1, 2), high=Fraction(5, 4)),
}

#: How likely a delegation is to be in force.
PROBABILITIES: Mapping[Firmness, Weight] = {
    "stated": Weight(low=Fraction(1, 2), likely=Fraction(3, 4), high=Fraction(1)),
    "hedged": Weight(low=Fraction(1, 4), likely=Fraction(1, 2), high=Fraction(3, 4)),
    "speculated": Weight(low=Fraction(0), likely=Fraction(1, 4), high=Fraction(1, 2)),
}

#: Where a weaker claim would enlarge the consequence.
EXTENDED_HIGH = Fraction(3, 2)


#: What rests on no claim is no firmer than a speculated one.
JUDGED_WEIGHT = WEIGHTS["speculated"]

#: An inference is no firmer than a hedged claim, however firm its premises are.
INFERRED_AT_MOST: Firmness = "hedged"


def derived_weight(
    support: Support, firmness: Mapping[str, Firmness], *, extended: bool, inferred: bool = False
) -> Weight:
    """Return the weight that claims give a consideration.

    ``support`` has at least one entry; the claims inside an entry are needed jointly. ``extended`` says
    whether a weaker claim would enlarge the consequence, ``inferred`` whether the step from the claims to it
    is the coder's.
    """
    found = _of_support(support, firmness)
    return _extended(WEIGHTS[_weakest([found, INFERRED_AT_MOST]) if inferred else found], extended)


def exceeds_inference(weight: Weight, *, extended: bool) -> bool:
    """Whether a typed weight is larger somewhere than an inference may be."""
    most = _extended(WEIGHTS[INFERRED_AT_MOST], extended)
    return weight.low > most.low or weight.likely > most.likely or weight.high > most.high


def _extended(weight: Weight, extended: bool) -> Weight:
    return Weight(low=weight.low, likely=weight.likely, high=EXTENDED_HIGH) if extended else weight


def derived_probability(support: Support, firmness: Mapping[str, Firmness]) -> Weight:
    """Return the probability that claims give a delegation; see :func:`derived_weight`."""
    return PROBABILITIES[_of_support(support, firmness)]


def _of_support(support: Support, firmness: Mapping[str, Firmness]) -> Firmness:
    # Entries support by themselves, so the firmest counts; inside an entry all are needed, so the weakest.
    return _firmest(_weakest(firmness[claim] for claim in entry) for entry in support)


def _firmest(values: Iterable[Firmness]) -> Firmness:
    # The firmest stands first in the list.
    return min(values, key=FIRMNESSES.index)


def _weakest(values: Iterable[Firmness]) -> Firmness:
    return max(values, key=FIRMNESSES.index)
