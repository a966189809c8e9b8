"""Value functions of players who look ahead: backward induction over months, on a grid of levels.

Sums are made in a fixed order, so that the answer is the same to the last bit on every processor.
"""

from __future__ import annotations

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.simulate.months.ahead import Ahead, Grid
from belarusgame.simulate.months.runs import Months, parts_of
from belarusgame.simulate.months.world import IntArray


def look_ahead(months: Months, grid: Grid, centre: FloatArray, discount: float) -> Ahead:
    """Work back from the last month over a grid of levels.

    Everybody's inputs are taken from ``centre``, of shape ``(inputs, 1)``; a payoff counts ``discount`` a
    month later.
    """
    points, parts = grid.points, parts_of(months.world, centre)[0]
    now = np.repeat(parts[:1], len(points), axis=0)
    for j in range(points.shape[1]):
        now += points[:, j, None, None] * parts[None, 1 + j]
    inputs = np.repeat(centre, len(points), axis=1)
    # After the last month nothing follows: one class, worth nothing.
    values, classes = [np.zeros((len(points), parts.shape[1], 1))], [np.zeros(parts.shape[2], dtype=np.int64)]
    ends, still_open = months.world.ends, np.flatnonzero(~months.world.ends)
    worth, value, only_one = np.empty_like(now), np.empty(now.shape[:2]), True
    # Down to the second month: what follows the first is the last that is asked for.
    for month in range(len(months.moves), 1, -1):
        # With mode="clip" numpy writes into `out` at once, without a copy.
        np.take(values[-1], classes[-1], axis=2, out=worth, mode="clip")
        worth *= discount
        worth += now
        found, first = _classes(months, grid, moved=months.moves[month - 1] > 0)
        for move in range(months.moves[month - 1]):
            if move:  # before another move all open profiles are worth the same: it is made anew
                worth[:, :, still_open] = value[:, :, None]
            value, one = _before_move(months, month, worth, inputs)
            only_one &= one
        chosen = worth[:, :, first]
        if months.moves[month - 1]:
            # After the end the profile stays; anything else is replaced by the move that the next month
            # begins with.
            chosen = np.where(ends[first], chosen, value[:, :, None])
        values.append(_averaged(grid, chosen, grid.kinds[first]))
        classes.append(found)
    return Ahead(
        grid=grid.levels,
        sizes=grid.sizes,
        values=tuple(reversed(values)),
        classes=tuple(reversed(classes)),
        discount=discount,
        only_one=only_one,
    )


def _classes(months: Months, grid: Grid, *, moved: bool) -> tuple[IntArray, IntArray]:
    """Return each profile's class, and the first profile of each.

    Where the next month begins with a move, only how a profile pushes the drivers is left of it, unless it
    is the end.
    """
    own = np.arange(len(grid.kinds))
    # Fewer classes are fewer numbers to hold: profiles that push all drivers alike are followed by the same.
    keys = np.where(months.world.ends, -1 - own, grid.kinds) if moved else own
    _, first, found = np.unique(keys, return_index=True, return_inverse=True)
    return found.reshape(-1).astype(np.int64), first.astype(np.int64)


def _before_move(
    months: Months, month: int, worth: FloatArray, inputs: FloatArray
) -> tuple[FloatArray, bool]:
    """Return what it is worth to everybody that a move leads to this, and whether it has one answer."""
    from belarusgame.simulate.months.steps import expect

    world, choosing = months.world, months.choosing[month - 1]
    if not len(choosing.players):
        return worth[:, :, choosing.profiles[0]].copy(), True
    left, levels = worth, world.levels_of(inputs, months.rationality)
    if len(choosing.profiles) < world.profiles:
        left = worth[:, :, choosing.profiles]
    compared = world.deciding(left, choosing.profiles, inputs)
    if len(choosing.players) < worth.shape[1]:
        compared = compared[:, choosing.players]
    chances = choosing.play(np.ascontiguousarray(compared), levels, month)
    value = np.zeros(worth.shape[:2])
    expect(chances, choosing.place, worth, value)
    return value, choosing.only_one(compared, levels)


def _averaged(grid: Grid, worth: FloatArray, kinds: IntArray) -> FloatArray:
    """Average over where the drivers come to, after profiles of given kinds."""
    ahead = np.empty_like(worth)
    for kind, moves in enumerate(grid.moves):
        members = np.flatnonzero(kinds == kind)
        block = worth[:, :, members].reshape(*grid.sizes.tolist(), -1)
        for axis, chances in enumerate(moves):
            # Drivers move independently, so the average is taken along one after the other.
            along = np.moveaxis(block, axis, 0)
            out = np.zeros_like(along)
            for goal in range(len(chances)):
                out += chances[:, goal].reshape(-1, *[1] * (along.ndim - 1)) * along[goal]
            block = np.moveaxis(out, 0, axis)
        ahead[:, :, members] = block.reshape(*worth.shape[:2], len(members))
    return ahead
