"""Which effects change no comparison, and which strategies no weight can tell apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.order import later_movers
from belarusgame.scenario import Effect, Scenario, effect_mask


@dataclass(frozen=True, slots=True, kw_only=True)
class InertEffect:
    """An effect that changes no comparison that some concepts make."""

    consideration: str  #: the key of its consideration
    position: int  #: its place among the consideration's effects, from 0
    concepts: tuple[str, ...]  #: where it is inert: ``simultaneous``, ``sequential`` or both


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralTie:
    """Strategies that a player cannot tell apart, whatever the weights, in some profiles of the others."""

    player: str  #: who is indifferent
    strategies: tuple[str, str]  #: between these two
    #: In so many of so many profiles of the others.
    ties: int
    profiles: int


def _concepts(scenario: Scenario) -> tuple[str, ...]:
    return ("simultaneous",) if scenario.order is None else ("simultaneous", "sequential")


def inert_effects(scenario: Scenario) -> Iterator[InertEffect]:
    """Yield the effects that change no comparison under some concept."""
    for consideration in scenario.considerations:
        for position, effect in enumerate(consideration.effects):
            concepts = tuple(
                c for c in _concepts(scenario) if _is_inert(scenario, consideration.player, effect, c)
            )
            if concepts:
                yield InertEffect(consideration=consideration.key, position=position, concepts=concepts)


def _is_inert(scenario: Scenario, player: str, effect: Effect, concept: str) -> bool:
    """Whether an effect depends on nobody whose choice the concept varies when the player compares."""
    varied = {player} | (
        later_movers(scenario.order or (), player) if concept == "sequential" else set[str]()
    )
    mask = effect_mask(scenario.labels, effect)
    return not any(_varies(mask, scenario.labels.player_index(other)) for other in varied)


def _varies(mask: NDArray[np.bool_], axis: int) -> bool:
    # Along the axis it is at work at some strategies and not at others, whatever is done on the other axes.
    return bool(np.any(mask.any(axis=axis) != mask.all(axis=axis)))


def structural_ties(scenario: Scenario) -> Iterator[StructuralTie]:
    """Yield the pairs of a player's strategies that no weights tell apart in some profiles of the others."""
    features = scenario.features()
    for i, (player, names) in enumerate(
        zip(features.labels.players, features.labels.strategies, strict=True)
    ):
        own = np.moveaxis(features.exact[features.owner == i], i + 1, 1)
        for a, b in itertools.combinations(range(len(names)), 2):
            # Feature by feature and exactly: what ties here ties at all weights, so that no draw ever breaks
            # it.
            same = np.all(own[:, a] == own[:, b], axis=0)
            if np.any(same):
                yield StructuralTie(
                    player=player,
                    strategies=(names[a], names[b]),
                    ties=int(np.count_nonzero(same)),
                    profiles=int(np.size(same)),
                )


def idle_effects(scenario: Scenario, inert: tuple[InertEffect, ...]) -> frozenset[tuple[str, int]]:
    """Return the effects that are inert under every reading."""
    return frozenset(
        (effect.consideration, effect.position) for effect in inert if effect.concepts == _concepts(scenario)
    )
