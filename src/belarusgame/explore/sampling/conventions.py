"""The same scenario under other conventions of the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from belarusgame.scenario import Consideration, Scenario, Weight

#: For slight, marked and decisive effects, which the codebook codes as 1, 2 and 3.
SIZES: Mapping[str, Mapping[Fraction, Fraction]] = {
    "sizes 1, 2, 4": {Fraction(3): Fraction(4)},
    "sizes 1, 3, 9": {Fraction(2): Fraction(3), Fraction(3): Fraction(9)},
}


def other_conventions(scenario: Scenario) -> dict[str, Scenario]:
    """Return the scenario with every likely weight at 1, and with other sizes of effects.

    A range that does not hold 1 is stretched to it. Sizes other than 1, 2 and 3 stay as they are.
    """
    made = {"likely weights 1": _changed(scenario, {}, even=True)}
    return made | {name: _changed(scenario, sizes, even=False) for name, sizes in SIZES.items()}


def _changed(scenario: Scenario, sizes: Mapping[Fraction, Fraction], *, even: bool) -> Scenario:
    return replace(
        scenario, considerations=tuple(_recoded(c, sizes, even=even) for c in scenario.considerations)
    )


def _recoded(
    consideration: Consideration, sizes: Mapping[Fraction, Fraction], *, even: bool
) -> Consideration:
    weight, one = consideration.weight, Fraction(1)
    if even:
        weight = Weight(low=min(weight.low, one), likely=one, high=max(weight.high, one))
    effects = tuple(
        replace(effect, adds=sizes.get(abs(effect.adds), abs(effect.adds)) * (1 if effect.adds > 0 else -1))
        for effect in consideration.effects
    )
    return replace(consideration, weight=weight, effects=effects)
