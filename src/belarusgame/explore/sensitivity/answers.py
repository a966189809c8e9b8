"""The answer as a function of the inputs: how much of an event a choice of them gives.

Types are not drawn: the answer is the average over the combinations of types, by their probabilities, which
are themselves inputs. So the answer is a function of inputs that are independent of each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from belarusgame import solve
from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling import BLOCK, UNITS, Draws, ExactSolver, event_bits, kernel_for, make_layout
from belarusgame.scenario import Scenario
from belarusgame.weightspace import type_combinations

__all__ = ["Answers", "Logit", "Outcomes", "bounds_of"]


class Solver(Protocol):
    """What answers for games whose types are settled."""

    def chances(self, values: FloatArray, types: Mapping[str, str]) -> FloatArray:
        """Return the event's probability for every column of values."""
        ...

    def enters(self, position: int, types: Mapping[str, str]) -> bool:
        """Whether a consideration can make any difference."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """The event's probability as a function of weights, driver levels and probabilities of types.

    Attributes
    ----------
    scenario : Scenario
        Whose game.
    draws : Draws
        Names the rows of the values; rows for types and for rationality are not looked at.
    solver : Solver
        Answers where the types are settled.
    """

    scenario: Scenario
    draws: Draws
    solver: Solver

    def at(self, values: FloatArray) -> FloatArray:
        """Return the answers for values of shape ``(inputs, count)``."""
        return self.averaged(self.parts(values), values)

    def averaged(self, parts: FloatArray, values: FloatArray) -> FloatArray:
        """Average answers for each combination of types by the probabilities of the combinations."""
        return (parts * self.chances_of_types(values)).sum(axis=0)

    @cached_property
    def combinations(self) -> tuple[Mapping[str, str], ...]:
        """The combinations of types, each a mapping of the players that are of one."""
        return type_combinations(self.scenario)

    def parts(self, values: FloatArray) -> FloatArray:
        """Return the answers for each combination of types, shape ``(combinations, count)``.

        Combinations that differ only in scaling what makes no difference are solved once.
        """
        solved: dict[frozenset[tuple[str, str]], FloatArray] = {}
        parts: list[FloatArray] = []
        for types in self.combinations:
            key = frozenset(pair for pair in types.items() if self._matters(*pair))
            if key not in solved:
                solved[key] = self.solver.chances(values, dict(key))
            parts.append(solved[key])
        return np.array(parts)

    def chances_of_types(self, values: FloatArray) -> FloatArray:
        """Return the probability of each combination of types, shape ``(combinations, count)``.

        By stick-breaking: each type in turn takes its part of what the types before it have left. The drawn
        probability of a type is its part of what is left on average, so the sum never passes 1.
        """
        chances = np.ones((len(self.combinations), values.shape[1]))
        for player in dict.fromkeys(kind.player for kind in self.scenario.types):
            left, expected = np.ones(values.shape[1]), 1.0
            own: dict[str | None, FloatArray] = {}
            for kind in (kind for kind in self.scenario.types if kind.player == player):
                drawn = values[self.draws.row(f"{player}.{kind.name}", "probability")]
                part = np.minimum(drawn / expected, 1.0) if expected > 0 else np.zeros_like(left)
                own[kind.name], left = left * part, left * (1.0 - part)
                expected -= float(kind.probability.likely)
            own[None] = left
            for number, types in enumerate(self.combinations):
                chances[number] *= own[types.get(player)]
        return chances

    def makes_a_difference(self, row: int) -> bool:
        """Whether an input can change the answer at all; if not, its index is zero without any error."""
        entry = self.draws.inputs[row]
        if entry.kind == "probability":
            return self._matters(*entry.name.split(".", 1))
        return any(
            self._enters(position)
            for position, c in enumerate(self.scenario.considerations)
            if entry.name in ((c.key,) if entry.kind == "weight" else (c.driver,))
        )

    def _enters(self, position: int) -> bool:
        return any(self.solver.enters(position, types) for types in self.combinations)

    def _matters(self, player: str, name: str) -> bool:
        kind = next(kind for kind in self.scenario.types if (kind.player, kind.name) == (player, name))
        keys = {f"{player}.{scaled}" for scaled, scale in kind.scales.items() if scale != 1}
        return any(
            self._enters(position) for position, c in enumerate(self.scenario.considerations) if c.key in keys
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Logit:
    """The event's probability in the logit equilibrium at a given rationality; nan where none was found."""

    scenario: Scenario
    draws: Draws
    event: Mapping[str, Any]
    rationality: float

    def chances(self, values: FloatArray, types: Mapping[str, str]) -> FloatArray:
        """Return the event's probability for every column of values."""
        found = solve.logit(self._payoffs(values, types), self.rationality, base=self._base)
        chances = np.ones(values.shape[1])
        for vectors, admitted in zip(found.profiles, self.scenario.labels.allowed(self.event), strict=True):
            chances *= vectors[:, list(admitted)].sum(axis=1)
        return np.where(found.converged, np.minimum(chances, 1.0), np.nan)

    def enters(self, position: int, types: Mapping[str, str]) -> bool:
        """Whether a consideration depends on its player's own choice."""
        del types
        return bool(self._differences[position].any())

    @cached_property
    def _base(self) -> list[FloatArray]:
        return list(self.scenario.game().base_measure().values())

    @cached_property
    def _differences(self) -> FloatArray:
        """What every consideration gains over its player's first strategy; the rest changes no choice."""
        features = self.scenario.features()
        gains = [
            (table - np.take(table, [0], axis=owner)).astype(np.float64).ravel()
            for owner, table in zip(features.owner.tolist(), features.exact, strict=True)
        ]
        return np.array(gains).reshape(len(gains), math.prod(self.scenario.labels.counts))

    def _payoffs(self, values: FloatArray, types: Mapping[str, str]) -> FloatArray:
        """Return payoffs of shape ``(count, players, *strategies)``, up to what changes no choice."""
        labels = self.scenario.labels
        payoffs = np.zeros((values.shape[1], len(labels.players), self._differences.shape[1]))
        scales = {
            f"{kind.player}.{name}": float(scale)
            for kind in self.scenario.types
            if types.get(kind.player) == kind.name
            for name, scale in kind.scales.items()
        }
        for c, gains in zip(self.scenario.considerations, self._differences, strict=True):
            factor = values[self.draws.row(c.key, "weight")] * scales.get(c.key, 1.0)
            if c.driver is not None:
                factor = factor * values[self.draws.row(c.driver, "driver")]
            payoffs[:, labels.player_index(c.player)] += factor[:, None] * gains
        return payoffs.reshape(-1, len(labels.players), *labels.counts)


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcomes:
    """The mean of the least and the greatest probability of the event over the outcomes of a concept.

    It is 1 where the event is certain in every outcome, 0 where it happens in none or there is no outcome,
    and nan where the outcomes were not all listed: of the draws that the kernels leave, as those with ties,
    only ``most`` (all if that is None) are solved one by one for each combination of types.
    """

    scenario: Scenario
    draws: Draws
    event: Mapping[str, Any]
    concept: str
    most: int | None

    def chances(self, values: FloatArray, types: Mapping[str, str]) -> FloatArray:
        """Return the event's probability for every column of values."""
        return bounds_of(self.exact, self.layout, self.typed(values, types), self.most).mean(axis=0)

    def enters(self, position: int, types: Mapping[str, str]) -> bool:
        """Whether a consideration can make any difference; for earlier movers any may."""
        del position, types
        return True

    def typed(self, values: FloatArray, types: Mapping[str, str]) -> FloatArray:
        """Return the values with the rows of the types filled in."""
        filled = np.array(values, dtype=np.float64, order="C")
        for row, entry in enumerate(self.draws.inputs):
            if entry.kind == "type":
                made = types.get(entry.player)
                filled[row] = 0.0 if made is None else entry.options.index(made) + 1.0
        return filled

    @cached_property
    def exact(self) -> ExactSolver:
        """For the draws that the kernels leave."""
        return ExactSolver(
            scenario=self.scenario,
            draws=self.draws,
            concept=self.concept,
            select=None,
            watched=[self.event],
        )

    @cached_property
    def layout(self) -> Any:
        """The scenario laid out for the kernels."""
        return make_layout(self.scenario, self.draws, self.concept)


def bounds_of(exact: ExactSolver, layout: Any, values: FloatArray, most: int | None) -> FloatArray:
    """Return the least and the greatest probability of the watched event over the outcomes of each draw.

    Of the draws that the kernels leave, ``most`` are solved one by one, or all.

    Returns
    -------
    numpy.ndarray
        Shape ``(2, count)``; 0 and 0 where there is no outcome, nan where they were not all listed.
    """
    bits, hard = _solved(exact.concept, layout, values)
    inside = _words(event_bits(exact.scenario.labels, exact.watched[0]), bits.shape[1])
    greatest = (bits & inside).any(axis=1)
    least = greatest & ~(bits & ~inside).any(axis=1)
    bounds = np.array([least, greatest], dtype=np.float64)
    left = np.flatnonzero(hard)
    for number in left[:most].tolist():
        bounds[:, number] = _exact_bounds(exact, np.ascontiguousarray(values[:, number]))
    bounds[:, left[len(left) if most is None else most :]] = np.nan
    return bounds


def _solved(concept: str, layout: Any, values: FloatArray) -> tuple[Any, Any]:
    """Return the outcomes of each draw as bits, and which draws the kernels could not settle."""
    from belarusgame.explore.sampling.kernels import allocate, decide

    solve_part = kernel_for(concept)
    buffers = allocate(layout)
    bits = np.zeros((values.shape[1], layout.replies.shape[2]), dtype=np.uint64)
    hard = np.zeros(values.shape[1], dtype=np.uint8)
    for start in range(0, values.shape[1], BLOCK):
        part = slice(start, start + BLOCK)
        own = np.ascontiguousarray(values[:, part])
        decide(layout, own, buffers, hard[part])
        solve_part(layout, own, buffers, bits[part], hard[part])
    return bits, hard


def _words(bits: int, words: int) -> Any:
    return np.frombuffer(bits.to_bytes(8 * words, "little"), dtype="<u8").astype(np.uint64)


def _exact_bounds(exact: ExactSolver, values: FloatArray) -> tuple[float, float]:
    found, least, greatest = exact.solve(values)
    if found.partial:
        return math.nan, math.nan
    if least:
        return least[0] / UNITS, greatest[0] / UNITS
    event = event_bits(exact.scenario.labels, exact.watched[0])
    return float(found.always(event)), float(found.sometimes(event))
