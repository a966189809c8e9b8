"""Many runs through the months: choices, their consequences for the drivers, and what ends play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.threads import in_threads
from belarusgame.simulate.months.choosing import Choosing
from belarusgame.simulate.months.world import IntArray, World

if TYPE_CHECKING:
    from belarusgame.base.counter import Keys
    from belarusgame.simulate.months.ahead import Ahead

#: Runs that are made in one go; threads share them out. The answer does not depend on it.
CHUNK = 512


@dataclass(frozen=True, kw_only=True, eq=False)
class Months:
    """How the months are gone through."""

    world: World  #: the scenario
    seed: int  #: the sample
    moves: tuple[int, ...]  #: how many moves each month begins with
    tremble: str  #: whether mistakes are made anew in each move, or once for a whole run
    choosing: tuple[Choosing, ...]  #: the game of each month's moves
    rationality: float | None  #: the same for all runs; None for what each draws

    @cached_property
    def keys(self) -> Keys:
        """The keys of all random numbers."""
        from belarusgame.base.counter import seed_keys

        return seed_keys(self.seed)

    def chance(self, month: int, move: int) -> tuple[int, str]:
        """Return the moment of a move's random numbers, and what they are for."""
        # At one moment all moves meet the same numbers: who errs by the first move errs by all of them.
        if self.tremble == "run":
            return 0, "trembles"
        # A first move has its numbers however many follow, so that other lengths of a move meet the same
        # chances.
        return month, "moves" if move == 0 else f"moves again, {move}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """What happened in some runs."""

    codes: IntArray  #: shape ``(runs, months)``: the number of the profile in force
    levels: FloatArray  #: shape ``(runs, months, drivers)``: at the end of each month
    absorbed: IntArray  #: shape ``(runs,)``: the month in which play ended; 0 where it did not
    clamped: IntArray  #: shape ``(drivers,)``: how often each met the end of its range
    only_one: bool  #: whether every move is proven to have one answer

    @classmethod
    def joined(cls, parts: Sequence[Course]) -> Course:
        """Put parts together."""
        return cls(
            codes=np.concatenate([part.codes for part in parts]),
            levels=np.concatenate([part.levels for part in parts]),
            absorbed=np.concatenate([part.absorbed for part in parts]),
            clamped=np.stack([part.clamped for part in parts]).sum(axis=0),
            only_one=all(part.only_one for part in parts),
        )


def parts_of(world: World, values: FloatArray) -> FloatArray:
    """Return each run's payoffs by what scales them, shape ``(runs, 1 + drivers, players, profiles)``."""
    from belarusgame.simulate.months.steps import fill_parts

    shape = (values.shape[1], 1 + len(world.drivers), len(world.labels.players), world.profiles)
    parts = np.zeros(shape)
    weights = np.ascontiguousarray(values[world.weight_rows])
    fill_parts(world.features, world.owner, world.part, weights, world.scales, world.kinds_of(values), parts)
    return parts


def run_months(months: Months, numbers: IntArray, values: FloatArray, ahead: Ahead | None = None) -> Course:
    """Go through the months in runs of given numbers and inputs, of shape ``(inputs, runs)``.

    A run's random numbers depend on its own number alone. Without ``ahead`` players look at the month only.
    """
    if not len(numbers):
        return _empty(months)
    # A run's random numbers hang on its own number alone, so it makes no difference how runs are cut up.
    pieces = [*range(0, len(numbers), CHUNK), len(numbers)]
    calls = [
        partial(_run_chunk, months, numbers[first:last], values[:, first:last], ahead)
        for first, last in pairwise(pieces)
    ]
    return Course.joined(in_threads(calls, "groups of runs"))


def _empty(months: Months) -> Course:
    length, drivers = len(months.moves), len(months.world.drivers)
    return Course(
        codes=np.zeros((0, length), dtype=np.int64),
        levels=np.zeros((0, length, drivers)),
        absorbed=np.zeros(0, dtype=np.int64),
        clamped=np.zeros(drivers, dtype=np.int64),
        only_one=True,
    )


def _run_chunk(months: Months, numbers: IntArray, values: FloatArray, ahead: Ahead | None) -> Course:
    from belarusgame.simulate.chance import Stream, tags_of
    from belarusgame.simulate.months.steps import Motion, move_drivers

    world, runs, length = months.world, len(numbers), len(months.moves)
    parts, rationality = parts_of(world, values), world.levels_of(values, months.rationality)
    levels = np.ascontiguousarray(np.tile(world.level[:, 1], (runs, 1)))
    codes, absorbed = np.full(runs, world.reference, dtype=np.int64), np.zeros(runs, dtype=np.int64)
    kept, kept_levels = np.empty((runs, length), dtype=np.int64), np.empty((runs, length, len(world.drivers)))
    clamped, only_one = np.zeros(len(world.drivers), dtype=np.int64), True
    tags = tags_of("moves driver", world.drivers)
    motion = Motion(world.level, world.decay, world.noise, world.pushes)
    for month in range(1, length + 1):
        for move in range(months.moves[month - 1]):
            # After an absorbing profile nobody moves any more; drivers do.
            active = np.flatnonzero(~world.ends[codes])
            if len(active):
                payoffs = _payoffs(months, month, parts, values, levels, active, ahead)
                only_one &= _move(months, month, move, payoffs, rationality, numbers, active, codes)
        # Only the first time: the profile stays, and would be found at every month after.
        absorbed[(absorbed == 0) & world.ends[codes]] = month
        # Drivers answer to what is in force once everybody has moved.
        kept[:, month - 1] = codes
        move_drivers(motion, codes, Stream(months.keys, numbers, month, tags), levels, clamped)
        kept_levels[:, month - 1] = levels
    return Course(codes=kept, levels=kept_levels, absorbed=absorbed, clamped=clamped, only_one=only_one)


def _payoffs(
    months: Months,
    month: int,
    parts: FloatArray,
    values: FloatArray,
    levels: FloatArray,
    active: IntArray,
    ahead: Ahead | None,
) -> FloatArray:
    """Return what the choices of a month are compared by, shape ``(runs, players, profiles)``."""
    from belarusgame.simulate.months.steps import interpolate, weigh_parts

    choosing = months.choosing[month - 1]
    payoffs = np.empty((len(active), parts.shape[2], len(choosing.profiles)))
    weigh_parts(parts, levels, active, choosing.profiles, payoffs)
    if ahead is not None and ahead.discount > 0.0:
        interpolate(
            ahead.grid,
            ahead.sizes,
            ahead.values[month - 1],
            levels,
            active,
            choosing.profiles,
            ahead.classes[month - 1],
            ahead.discount,
            payoffs,
        )
    compared = months.world.deciding(payoffs, choosing.profiles, values[:, active])
    return np.ascontiguousarray(compared[:, choosing.players])


def _move(
    months: Months,
    month: int,
    move: int,
    payoffs: FloatArray,
    rationality: FloatArray,
    numbers: IntArray,
    active: IntArray,
    codes: IntArray,
) -> bool:
    """Let the players of the active runs choose; say whether there was only one answer in each."""
    from belarusgame.simulate.chance import Stream, tags_of
    from belarusgame.simulate.months.steps import pick

    world, choosing = months.world, months.choosing[month - 1]
    if not len(choosing.players):
        codes[active] = choosing.profiles[0]
        return True
    own = rationality[active]
    chances = choosing.play(payoffs, own, month)
    moment, purpose = months.chance(month, move)
    counts = np.array([world.labels.counts[player] for player in choosing.order.tolist()], dtype=np.int64)
    chosen = np.empty(len(active), dtype=np.int64)
    stream = Stream(months.keys, numbers[active], moment, tags_of(purpose, world.labels.players))
    pick(chances, choosing.order, counts, choosing.place, stream, chosen)
    codes[active] = chosen
    return choosing.only_one(payoffs, own)
