"""How each number is known: which claims carry something, by how many doors, and what costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from belarusgame.explore.sensitivity import changes_between
from belarusgame.scenario import Consideration, Scenario

#: The likely weight of what is stated.
STATED = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """A claim that enters one consideration by several doors, so that it multiplies itself."""

    claim: str  #: the claim
    consideration: str  #: what it enters
    doors: tuple[str, ...]  #: by what: the weight, a driver, types
    factor: Fraction  #: how many times its likely size the consideration can get by these doors together


def claims_with_doors(scenario: Scenario) -> tuple[Doors, ...]:
    """Return the claims that enter a consideration by several doors, with their total factor."""
    found: list[Doors] = []
    for claim in scenario.evidence.claims:
        for consideration in scenario.considerations:
            doors = dict(_doors(scenario, consideration, claim))
            if len(doors) > 1:
                factor = Fraction(1)
                for part in doors.values():
                    factor *= part
                found.append(
                    Doors(
                        claim=claim,
                        consideration=consideration.key,
                        doors=tuple(doors),
                        factor=factor,
                    )
                )
    return tuple(found)


def _doors(scenario: Scenario, consideration: Consideration, claim: str) -> Iterator[tuple[str, Fraction]]:
    """Yield by what a claim enters a consideration, and how far each can raise it above its likely size."""
    # A likely weight of zero has no multiple.
    if claim in consideration.cited and consideration.weight.likely:
        yield "weight", consideration.weight.high / consideration.weight.likely
    for driver in scenario.drivers:
        if driver.name == consideration.driver and claim in driver.claims:
            # What only lowers is a door too, but multiplies nothing: a factor below one would hide another
            # door's.
            yield f"driver {driver.name}", max(driver.level.high, Fraction(1))
    for made in scenario.types:
        if claim in made.claims and consideration.key in made.factors:
            yield f"type {made.player}.{made.name}", max(made.factors[consideration.key], Fraction(1))


def idle_claims(scenario: Scenario, idle: frozenset[tuple[str, int]]) -> tuple[str, ...]:
    """Return the claims that carry nothing under any reading, cited or not, background aside.

    A claim carries something if a delegation, a strategy other than the one of the date, a consideration with
    an effect that is not inert, or a driver or a type of such a consideration rests on it. ``idle`` are the
    effects that are inert under every reading: the consideration and the effect's place.
    """
    alive = [c for c in scenario.considerations if any((c.key, k) not in idle for k in range(len(c.effects)))]
    keys, drivers = {c.key for c in alive}, {c.driver for c in alive}
    carrying = {claim for c in alive for claim in c.cited}
    carrying |= {claim for driver in scenario.drivers if driver.name in drivers for claim in driver.claims}
    carrying |= {claim for made in scenario.types if made.factors.keys() & keys for claim in made.claims}
    carrying |= {claim for made in scenario.delegations for claim in made.cited}
    for player in scenario.players:
        # The strategy of the date is there without any claim, so that what is cited for it carries nothing.
        now = scenario.reference[player.key]
        carrying |= {claim for label, named in player.claims.items() if label != now for claim in named}
    return tuple(
        name
        for name, claim in scenario.evidence.claims.items()
        if name not in carrying and not claim.background
    )


def beside_others(scenario: Scenario) -> tuple[str, ...]:
    """Return the claims without which, taken alone, no number of the game or its ranges changes."""
    return tuple(
        name
        for name, claim in scenario.evidence.claims.items()
        if not claim.background and not any(changes_between(scenario, scenario.without_claims([name])))
    )


def costless_strategies(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return the strategies, with their players, that are worse in nothing than what is done on the date.

    Whatever the others do, no consideration of the player falls when it leaves the reference for such a one.
    """
    features = scenario.features()
    found: list[tuple[str, str]] = []
    for i, player in enumerate(scenario.players):
        own = np.moveaxis(features.exact[features.owner == i], i + 1, 1)
        names = list(player.strategies)
        # Consideration by consideration and not in sum: a sum tells whether a cost is outweighed, not whether
        # there is one.
        now = own[:, names.index(scenario.reference[player.key])]
        for k, label in enumerate(names):
            if label != scenario.reference[player.key] and not np.any(own[:, k] < now):
                found.append((player.key, label))
    return tuple(found)


def firm_inferences(scenario: Scenario) -> tuple[str, ...]:
    """Return the places of inferences that keep the weight of what is stated, which is a mistake.

    The loader refuses it of what is marked as inferred; files of the codebook's first edition mark an effect
    as the coder's own and leave it the firmness of the claims.
    """
    return tuple(
        f"considerations.{c.key}.effects[{position}]"
        for c in scenario.considerations
        for position, effect in enumerate(c.effects)
        if c.claims and effect.judgement and c.weight.likely >= STATED
    )
