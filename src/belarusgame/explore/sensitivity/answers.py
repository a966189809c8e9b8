"""The event's probability as a function of the inputs, averaged over types and delegations.

These are not drawn: the answer is the average over their combinations, by probabilities that
are themselves inputs. So the answer is a function of inputs that are independent of each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from belarusgame import solve
from belarusgame.base.labels import FloatArray
from belarusgame.base.time_limit import out_of_time
from belarusgame.explore.sampling import (
    BLOCK,
    FEW,
    UNITS,
    Draws,
    ExactSolver,
    event_bits,
    groups_may_mix,
    kernel_for,
    make_layout,
    payoffs_at,
    sequential_chances,
    summed_over,
)
from belarusgame.scenario import Scenario, Switches
from belarusgame.weightspace import switch_combinations


class Solver(Protocol):
    """What answers for games whose types and delegations are settled."""

    def chances(self, values: FloatArray, switches: Switches) -> FloatArray:
        """Return the event's probability for every column of values."""
        ...

    def enters(self, position: int, switches: Switches) -> bool:
        """Whether a consideration can make any difference."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """The event's probability as a function of weights, driver levels and probabilities."""

    scenario: Scenario  #: whose game
    draws: Draws  #: names the rows of the values; rows for switches and for rationality are not looked at
    solver: Solver  #: answers where the switches are settled

    def at(self, values: FloatArray) -> FloatArray:
        """Return the answers for values of shape ``(inputs, count)``."""
        return self.averaged(self.parts(values), values)

    def averaged(self, parts: FloatArray, values: FloatArray) -> FloatArray:
        """Average answers for each combination of switches by the probabilities of the combinations."""
        return (parts * self.chances_of_switches(values)).sum(axis=0)

    @cached_property
    def combinations(self) -> tuple[Switches, ...]:
        """The combinations of types and delegations."""
        return switch_combinations(self.scenario)

    def parts(self, values: FloatArray) -> FloatArray:
        """Return the answers for each combination of switches, shape ``(combinations, count)``.

        Combinations that differ only in scaling what makes no difference are solved once.
        """
        solved: dict[Any, FloatArray] = {}
        parts: list[FloatArray] = []
        for switches in self.combinations:
            # A type that scales nothing that matters makes no game of its own.
            types = {player: name for player, name in switches.types.items() if self._matters(player, name)}
            needed = replace(switches, types=types)
            # Games are the expensive part, averages are not.
            if needed.key not in solved:
                solved[needed.key] = self.solver.chances(values, needed)
            parts.append(solved[needed.key])
        return np.array(parts)

    def chances_of_switches(self, values: FloatArray) -> FloatArray:
        """Return the probability of each combination of switches, shape ``(combinations, count)``.

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
                # By likely shares, not by drawn ones: so each type keeps the chance that it has on average.
                expected -= float(kind.probability.likely)
            own[None] = left
            for number, switches in enumerate(self.combinations):
                chances[number] *= own[switches.types.get(player)]
        for made in self.scenario.delegations:
            on = np.minimum(values[self.draws.row(made.name, "probability")], 1.0)
            for number, switches in enumerate(self.combinations):
                if made.name not in self.scenario.known_delegations(switches.types):
                    chances[number] *= on if switches.delegations.get(made.name, made.likely) else 1.0 - on
        return chances

    def makes_a_difference(self, row: int) -> bool:
        """Whether an input can change the answer at all; if not, its index is zero without any error."""
        entry = self.draws.inputs[row]
        if entry.kind == "probability" and "." not in entry.name:
            return True  # of a delegation
        if entry.kind == "probability":
            return self._matters(*entry.name.split(".", 1))
        return any(
            self._enters(position)
            for position, c in enumerate(self.scenario.considerations)
            if entry.name in ((c.key,) if entry.kind == "weight" else (c.driver,))
        )

    def _enters(self, position: int) -> bool:
        return any(self.solver.enters(position, switches) for switches in self.combinations)

    def _matters(self, player: str, name: str) -> bool:
        kind = next(kind for kind in self.scenario.types if (kind.player, kind.name) == (player, name))
        keys = {key for key, scale in kind.factors.items() if scale != 1}
        return bool(kind.delegations) or any(
            self._enters(position) for position, c in enumerate(self.scenario.considerations) if c.key in keys
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Logit:
    """The event's probability in the logit equilibrium at a given rationality; nan where none was found."""

    scenario: Scenario
    draws: Draws
    event: Mapping[str, Any]
    rationality: float

    def chances(self, values: FloatArray, switches: Switches) -> FloatArray:
        """Return the event's probability for every column of values."""
        found = solve.logit(self._payoffs(values, switches), self.rationality, base=self._base)
        chances = np.ones(values.shape[1])
        for vectors, admitted in zip(found.profiles, self.scenario.labels.allowed(self.event), strict=True):
            chances *= vectors[:, list(admitted)].sum(axis=1)
        return np.where(found.converged, np.minimum(chances, 1.0), np.nan)

    def enters(self, position: int, switches: Switches) -> bool:
        """Whether a consideration depends on a choice for which its player decides."""
        owner = self.scenario.considerations[position].player
        return any(part[position].any() for _, part in self._parts(owner, switches))

    @cached_property
    def _base(self) -> list[FloatArray]:
        return list(self.scenario.game().base_measure().values())

    def _parts(self, owner: str, switches: Switches) -> Iterator[tuple[int, FloatArray]]:
        """Yield the players for whom somebody decides, and what is gained there over the first strategy.

        The rest changes no choice. The gains have the shape ``(considerations, profiles)``, and are 0 where
        somebody else decides.
        """
        labels = self.scenario.labels
        delegations = self.scenario.deciders(**switches.arguments).values()
        for player, name in enumerate(labels.players):
            decides = np.full(labels.counts, name == owner)
            for made in delegations:
                if made["player"] == name:
                    decides[labels.mask(made["when"])] = made["to"] == owner
            if decides.any():
                yield player, (self._gains(player) * decides).reshape(len(self.scenario.considerations), -1)

    def _gains(self, player: int) -> FloatArray:
        """Return what every consideration gains over the player's first strategy."""
        if player not in self._known:
            tables = self.scenario.features().exact
            gains = [(table - np.take(table, [0], axis=player)).astype(np.float64) for table in tables]
            self._known[player] = np.array(gains).reshape(len(gains), *self.scenario.labels.counts)
        return self._known[player]

    @cached_property
    def _known(self) -> dict[int, FloatArray]:
        return {}

    def _payoffs(self, values: FloatArray, switches: Switches) -> FloatArray:
        """Return what decides, shape ``(count, players, *strategies)``, up to what changes no choice."""
        labels = self.scenario.labels
        payoffs = np.zeros((values.shape[1], len(labels.players), math.prod(labels.counts)))
        scales = self.scenario.scales(switches.types)
        parts = {owner: list(self._parts(owner, switches)) for owner in labels.players}
        for position, c in enumerate(self.scenario.considerations):
            factor = values[self.draws.row(c.key, "weight")] * float(scales.get(c.key, 1))
            if c.driver is not None:
                factor = factor * values[self.draws.row(c.driver, "driver")]
            for player, gains in parts[c.player]:
                payoffs[:, player] += factor[:, None] * gains[position]
        return payoffs.reshape(-1, len(labels.players), *labels.counts)


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcomes:
    """The mean of the least and the greatest probability of the event over the outcomes of a concept.

    It is 1 where the event is certain in every outcome, 0 where it happens in none or there is no outcome,
    and nan where the outcomes were not all listed: of the draws that the kernels leave, as those with ties,
    only ``most`` (all if that is None) are solved one by one for each combination of switches.
    """

    scenario: Scenario
    draws: Draws
    event: Mapping[str, Any]
    concept: str
    most: int | None

    def chances(self, values: FloatArray, switches: Switches) -> FloatArray:
        """Return the event's probability for every column of values."""
        return bounds_of(self.exact, self.layout, self.switched(values, switches), self.most).mean(axis=0)

    def enters(self, position: int, switches: Switches) -> bool:
        """Whether a consideration can make any difference; for earlier movers any may."""
        del position, switches
        return True

    def switched(self, values: FloatArray, switches: Switches) -> FloatArray:
        """Return the values with the rows of the switches filled in."""
        filled = np.array(values, dtype=np.float64, order="C")
        for row, entry in enumerate(self.draws.inputs):
            if entry.kind == "type":
                made = switches.types.get(entry.player)
                filled[row] = 0.0 if made is None else entry.options.index(made) + 1.0
            elif entry.kind == "delegation":
                filled[row] = float(switches.delegations.get(entry.name, entry.base == 1))
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


@dataclass(frozen=True, kw_only=True, eq=False)
class LogitInTurn(Outcomes):
    """The event's probability with players who make mistakes and move in turn; nan where none was found."""

    rationality: float

    def chances(self, values: FloatArray, switches: Switches) -> FloatArray:
        """Return the event's probability for every column of values."""
        payoffs = payoffs_at(self.layout, self.switched(values, switches))
        levels = np.full(values.shape[1], self.rationality)
        chances, found = sequential_chances(self.layout, payoffs, self._base, levels)
        return np.where(found, summed_over(chances, self.scenario.labels, self.event), np.nan)

    @cached_property
    def _base(self) -> list[FloatArray]:
        return list(self.scenario.game().base_measure().values())


def bounds_of(exact: ExactSolver, layout: Any, values: FloatArray, most: int | None) -> FloatArray:
    """Return the least and the greatest probability of the watched event over the outcomes of each draw.

    Of the draws that the kernels leave, ``most`` are solved one by one, or all, while there is time.

    Returns
    -------
    numpy.ndarray
        Shape ``(2, count)``; 0 and 0 where there is no outcome, nan where they were not all listed.
    """
    bits, hard, mixed = _solved(exact, layout, values)
    inside = _words(event_bits(exact.scenario.labels, exact.watched[0]), bits.shape[1])
    greatest = (bits & inside).any(axis=1)
    least = greatest & ~(bits & ~inside).any(axis=1)
    bounds = np.where(np.isnan(mixed), np.array([least, greatest], dtype=np.float64), mixed)
    for position, number in enumerate(np.flatnonzero(hard).tolist()):
        if (most is None or position < most) and not out_of_time():
            bounds[:, number] = _exact_bounds(exact, np.ascontiguousarray(values[:, number]))
        else:  # missing, not zero
            bounds[:, number] = np.nan
    return bounds


def _solved(exact: ExactSolver, layout: Any, values: FloatArray) -> tuple[Any, Any, FloatArray]:
    """Return the outcomes of each draw as bits, which draws the kernels could not settle, and bounds.

    The bounds are of the watched event, where somebody randomises; elsewhere they are nan.
    """
    from belarusgame.explore.sampling.kernels import allocate, allocate_groups, decide, solve_groups

    solve_part, count = kernel_for(exact.concept), values.shape[1]
    buffers, may_mix = allocate(layout), groups_may_mix(exact.concept, layout)
    inside = exact.scenario.labels.mask(exact.watched[0]).ravel().astype(np.uint8)[None]
    own = allocate_groups(layout, inside) if may_mix else None
    bits = np.zeros((count, layout.replies.shape[2]), dtype=np.uint64)
    hard, mixed = np.zeros(count, dtype=np.uint8), np.full((2, count), np.nan)
    for start in range(0, count, BLOCK):
        part = slice(start, start + BLOCK)
        block = np.ascontiguousarray(values[:, part])
        decide(layout, block, buffers, hard[part])
        solve_part(layout, block, buffers, bits[part], hard[part])
        # As in a sweep, the kernel for groups is loaded for more than a few draws only.
        if own is not None and hard[part].sum() > FEW:
            solve_groups(layout, block, buffers, own, bits[part], hard[part])
            found = np.flatnonzero(own.mixed.many[: block.shape[1]])
            mixed[0, start + found] = own.mixed.least[found, 0]
            mixed[1, start + found] = own.mixed.greatest[found, 0]
    return bits, hard, mixed


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
