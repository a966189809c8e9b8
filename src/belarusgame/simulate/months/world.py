"""Dynamics of a scenario laid out in arrays: how drivers move, what ends play, who moves when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray, Labels
from belarusgame.base.read_only import read_only
from belarusgame.errors import GameError
from belarusgame.explore.sampling import Draws, make_draws
from belarusgame.scenario import Scenario, effect_mask

IntArray: TypeAlias = NDArray[np.int64]
Group = tuple[int, ...]

#: What players go by where a scenario says nothing of rationality, in units of 1 over the payoffs' unit.
RATIONALITY = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Deciding:
    """A delegation: in some profiles a player's choice is compared by what somebody else gets."""

    #: Whose choice, and by whose payoffs.
    player: int
    to: int
    when: tuple[int, ...]  #: on whose choices it depends where it holds
    profiles: BoolArray  #: where it holds
    row: int  #: the row that says in which runs it is in force


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class World:
    """A scenario as the months need it; arrays over profiles are flat."""

    labels: Labels  #: players and strategies
    draws: Draws  #: the inputs of each run, by its number
    reference: int  #: the number of the profile in force before the first move
    #: Who moves together, first movers first; all at once where the file has no order.
    groups: tuple[Group, ...]
    features: FloatArray  #: shape ``(considerations, profiles)``
    #: Whose each consideration is, and what scales it: 0 for nothing, else 1 and the position of its driver.
    owner: IntArray
    part: IntArray
    weight_rows: IntArray  #: the row of each consideration's weight among the inputs
    #: Shape ``(considerations, players, kinds)``: what each player's type does to it; kind 0 is no type.
    scales: FloatArray
    type_rows: IntArray  #: the row of each player's type; -1 for none
    rationality: int  #: the row of the rationality; -1 for none
    deciders: tuple[Deciding, ...]  #: whose choices are compared by what somebody else gets, and where
    #: What a type says of a delegation: the rows of both, the kind, and whether it is in force.
    known: tuple[tuple[int, int, int, bool], ...]
    drivers: tuple[str, ...]  #: their names
    level: FloatArray  #: shape ``(drivers, 3)``: least, at the start, greatest
    #: Of each driver, a month.
    decay: FloatArray
    noise: FloatArray
    pushes: FloatArray  #: shape ``(drivers, profiles)``: what the profile in force adds in a month
    ends: BoolArray  #: which profiles are absorbing
    base: tuple[FloatArray, ...]  #: what each player does at rationality 0

    @property
    def profiles(self) -> int:
        """How many profiles there are."""
        return math.prod(self.labels.counts)

    def likely(self) -> FloatArray:
        """Return the inputs that are likely, as one column: nobody is of a type."""
        return np.array([[float(entry.base)] for entry in self.draws.inputs])

    def drawn(self, first: int, count: int) -> FloatArray:
        """Return the inputs of some runs; what a type says goes before a delegation's own chance."""
        values = np.ascontiguousarray(self.draws.values(first, count))
        for type_row, kind, row, state in self.known:
            values[row, values[type_row] == kind] = float(state)
        return values

    def levels_of(self, values: FloatArray, rationality: float | None) -> FloatArray:
        """Return the rationality of each run."""
        if rationality is not None:
            return np.repeat(rationality, values.shape[1])
        if self.rationality < 0:
            return np.repeat(RATIONALITY, values.shape[1])
        return np.ascontiguousarray(values[self.rationality])

    def deciding(self, payoffs: FloatArray, profiles: IntArray, values: FloatArray) -> FloatArray:
        """Return what choices are compared by, of the shape of the payoffs, ``(games, players, profiles)``.

        ``values`` has the inputs of each game.
        """
        if not self.deciders:
            return payoffs
        compared = payoffs.copy()
        for made in self.deciders:
            games, where = (
                np.flatnonzero(values[made.row] > 0.0)[:, None],
                np.flatnonzero(made.profiles[profiles]),
            )
            compared[games, made.player, where] = payoffs[games, made.to, where]
        return compared

    def kinds_of(self, values: FloatArray) -> IntArray:
        """Return every player's type in each run, shape ``(runs, players)``; 0 for none."""
        kinds = np.zeros((values.shape[1], len(self.type_rows)), dtype=np.int64)
        for player, row in enumerate(self.type_rows.tolist()):
            if row >= 0:
                kinds[:, player] = values[row]
        return kinds


def make_world(
    scenario: Scenario, seed: int, starts: Mapping[str, float], together: Sequence[Sequence[str]] = ()
) -> World:
    """Lay out a scenario; ``starts`` has the drivers that do not start at level 1."""
    labels, draws = scenario.labels, make_draws(scenario, seed, together=together)
    rows = {(entry.name, entry.kind): k for k, entry in enumerate(draws.inputs)}
    names = tuple(driver.name for driver in scenario.drivers)
    features = scenario.features()
    # Without an order nobody sees a move: all are one group.
    order = scenario.order or (labels.players,)
    moving = [driver.dynamics for driver in scenario.drivers]
    return World(
        labels=labels,
        draws=draws,
        reference=_code(labels, scenario.reference),
        groups=tuple(tuple(labels.player_index(player) for player in group) for group in order),
        features=read_only(features.values.reshape(len(features.owner), math.prod(labels.counts)).copy()),
        owner=features.owner,
        part=_integers(0 if name is None else 1 + names.index(name) for name in features.driver),
        weight_rows=_integers(rows[key, "weight"] for key in features.considerations),
        scales=_scales(scenario),
        type_rows=_integers(rows.get((player, "type"), -1) for player in labels.players),
        rationality=rows.get(("rationality", "rationality"), -1),
        deciders=tuple(
            _deciding(labels, made, rows[made.name, "delegation"]) for made in scenario.delegations
        ),
        known=tuple(_known(scenario, rows)),
        drivers=names,
        level=np.array([_start(d, starts) for d in scenario.drivers]).reshape(-1, 3),
        decay=np.array([0.0 if made is None else float(made.decay) for made in moving]),
        noise=np.array([0.0 if made is None else float(made.noise) for made in moving]),
        pushes=_pushes(labels, moving),
        ends=_ends(labels, scenario.simulation.absorbing),
        base=tuple(scenario.game().base_measure().values()),
    )


def _integers(values: Iterable[int]) -> IntArray:
    return np.array(list(values), dtype=np.int64)


def _code(labels: Labels, profile: Mapping[str, str]) -> int:
    place = [labels.strategy_index(k, profile[player]) for k, player in enumerate(labels.players)]
    return int(np.ravel_multi_index(place, labels.counts))


def _start(driver: Any, starts: Mapping[str, float]) -> tuple[float, float, float]:
    """Return a driver's range and where it starts, inside it."""
    low, high, at = float(driver.level.low), float(driver.level.high), starts.get(driver.name, 1.0)
    if not low <= at <= high:
        raise GameError(
            f"driver {driver.name} starts at {at:g}: must lie in its range, {low:g} to {high:g}; start it "
            f'elsewhere, as with drivers={{"{driver.name}": {float(driver.level.likely):g}}}, or widen its '
            "`level`"
        )
    return low, at, high


def _pushes(labels: Labels, moving: Sequence[Any]) -> FloatArray:
    pushes = np.zeros((len(moving), math.prod(labels.counts)))
    for own, made in zip(pushes, moving, strict=True):
        for effect in () if made is None else made.effects:
            own[effect_mask(labels, effect).ravel()] += float(effect.adds)
    return read_only(pushes)


def _ends(labels: Labels, absorbing: Sequence[Mapping[str, tuple[str, ...]]]) -> BoolArray:
    ends = np.zeros(math.prod(labels.counts), dtype=np.bool_)
    for event in absorbing:
        ends |= labels.mask(event).ravel()
    return read_only(ends)


def _deciding(labels: Labels, made: Any, row: int) -> Deciding:
    return Deciding(
        player=labels.player_index(made.player),
        to=labels.player_index(made.to),
        when=tuple(labels.player_index(player) for player in made.when),
        profiles=read_only(labels.mask(made.when).ravel().copy()),
        row=row,
    )


def _known(scenario: Scenario, rows: Mapping[tuple[str, Any], int]) -> Iterator[tuple[int, int, int, bool]]:
    for player in scenario.labels.players:
        types = [made for made in scenario.types if made.player == player]
        for kind, made in enumerate(types, start=1):
            for name, state in made.delegations.items():
                yield rows[player, "type"], kind, rows[name, "delegation"], state


def _scales(scenario: Scenario) -> FloatArray:
    """Return what the types of each player do to each consideration; kind 0 is for none of them."""
    players = scenario.labels.players
    types = [[made for made in scenario.types if made.player == player] for player in players]
    scales = np.ones((len(scenario.considerations), len(players), 1 + max(map(len, types))))
    for row, consideration in zip(scales, scenario.considerations, strict=True):
        for own, made in zip(row, types, strict=True):
            own[1 : 1 + len(made)] = [float(kind.factors.get(consideration.key, 1)) for kind in made]
    return read_only(scales)


def moves_in(months: int, length: Fraction) -> tuple[int, ...]:
    """Return how many moves each month begins with: move *k* is made when ``k * length`` months have passed.

    Examples
    --------
    >>> moves_in(6, Fraction(3, 2)), moves_in(3, Fraction(1, 2))
    ((1, 1, 0, 1, 1, 0), (2, 2, 2))
    """
    # Rounded up, in whole numbers: a move at the very end of a month belongs to the next one.
    before = [-(-month * length.denominator // length.numerator) for month in range(months + 1)]
    return tuple(later - earlier for earlier, later in pairwise(before))
