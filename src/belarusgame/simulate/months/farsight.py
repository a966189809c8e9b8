"""Runs of players who look ahead: what is solved beforehand, and which run uses which solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.errors import GameError
from belarusgame.simulate.months.ahead import Grid, make_grid
from belarusgame.simulate.months.backward import look_ahead
from belarusgame.simulate.months.runs import Course, Months, run_months
from belarusgame.simulate.months.world import IntArray, World

#: The draws at which the months are worked back, besides the likely inputs.
CENTRES = 20
#: The change of a share by which a grid of levels is fine enough, and the runs by which it is seen.
FINE_ENOUGH, COMPARED = 0.01, 1_000
#: The most numbers that the values of a grid may take: 400 MB.
MOST_VALUES = 5 * 10**7

#: The levels to be used, the change when they were doubled, and what the reader should know.
Doubled = tuple[int, float | None, tuple[str, ...]]


def centres_of(world: World) -> FloatArray:
    """Return the inputs at which the months are worked back, one column each: likely ones, then draws."""
    return np.concatenate([world.likely(), world.drawn(0, CENTRES)], axis=1)


def nearest(world: World, values: FloatArray, centres: FloatArray) -> IntArray:
    """Return the nearest centre to each run's inputs.

    Each input counts by its range; between types there is no nearness, nor between a delegation in force and
    one that is not, so that another one is as far as can be.
    """
    far = np.zeros((values.shape[1], centres.shape[1]))
    for own, other, entry in zip(values, centres, world.draws.inputs, strict=True):
        if entry.kind in ("probability", "driver") or entry.fixed:
            continue
        if entry.kind in ("type", "delegation"):
            # As much as all inputs with a range can add up to, since each adds one at most.
            far += (own[:, None] != other[None]) * float(len(values))
        else:
            far += ((own[:, None] - other[None]) / float(entry.range.high - entry.range.low)) ** 2
    return far.argmin(axis=1).astype(np.int64)


def run_farsighted(
    trembles: Sequence[Months], grid: Grid, discount: float, numbers: IntArray, values: FloatArray
) -> list[Course]:
    """Go through the months with players who look ahead, once for each kind of mistakes.

    What lies ahead is worked out once for all of them, for one centre at a time.
    """
    months = trembles[0]
    centres = centres_of(months.world)
    which = nearest(months.world, values, centres)
    made: list[list[Course]] = [[] for _ in trembles]
    order: list[IntArray] = []
    for centre in np.unique(which).tolist():
        # One solution at a time is held: its values may take 400 MB.
        ahead = look_ahead(months, grid, centres[:, [centre]], discount)
        members = np.flatnonzero(which == centre).astype(np.int64)
        order.append(members)
        for own, kind in zip(made, trembles, strict=True):
            course = run_months(kind, numbers[members], np.ascontiguousarray(values[:, members]), ahead)
            own.append(replace(course, only_one=course.only_one and ahead.only_one))
    # Runs were grouped by centre, and go back to the order of their numbers.
    back = np.argsort(np.concatenate(order), kind="stable")
    return [_sorted(Course.joined(own), back) for own in made]


def _sorted(course: Course, back: IntArray) -> Course:
    return replace(
        course, codes=course.codes[back], levels=course.levels[back], absorbed=course.absorbed[back]
    )


def fine_enough(months: Months, levels: int, discount: float, numbers: IntArray) -> Doubled:
    """Double the grid of levels, at the likely inputs, until the share absorbed by any month stays."""
    world = months.world
    if not _fits(months, levels):
        raise GameError(
            f"levels = {levels}: the values of the grid would take {_held(months, levels):.2g} numbers, more "
            f"than {MOST_VALUES:,}; take fewer levels or months"
        )
    if not len(world.drivers) or discount == 0.0:
        return levels, None, ()
    compared = numbers[:COMPARED]
    likely = np.repeat(world.likely(), len(compared), axis=1)

    def by_month(size: int) -> FloatArray:
        ahead = look_ahead(months, make_grid(world, size), world.likely(), discount)
        absorbed = run_months(months, compared, likely, ahead).codes
        return np.logical_or.accumulate(world.ends[absorbed], axis=1).mean(axis=0)

    # At the likely inputs alone: one grid serves every centre.
    before, change = by_month(levels), None
    while _fits(months, 2 * levels - 1):
        # Half the spacing, with all old levels among the new ones.
        after = by_month(2 * levels - 1)
        change = float(np.abs(after - before).max())
        if change < FINE_ENOUGH:
            return levels, change, ()
        before, levels = after, 2 * levels - 1
    size = f"with {levels} levels of each driver"
    if change is None:
        return levels, None, (f"The grid {size} could not be doubled within its budget.",)
    return (
        levels,
        change,
        (
            f"The grid {size} is not fine enough: doubling the one before changed the share by up to "
            f"{change:.3f}, and a finer one is beyond the budget.",
        ),
    )


def _held(months: Months, levels: int) -> float:
    """Return how many numbers the values of a grid take at most."""
    world = months.world
    moving = sum(low < high for low, _, high in world.level.tolist())
    points, players = float(levels) ** moving, len(world.labels.players)
    classes = world.profiles
    if all(months.moves):
        classes = min(classes, int(world.ends.sum()) + len(make_grid(world, 2).moves))
    # At most: fixed players and profiles that are alike only make it less.
    return points * players * classes * len(months.moves)


def _fits(months: Months, levels: int) -> bool:
    return _held(months, levels) <= MOST_VALUES
