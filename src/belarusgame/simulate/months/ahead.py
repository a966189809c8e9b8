"""The grid of drivers' levels on which players look ahead, and what the future is worth there.

The noise of a month is averaged over by a Gauss-Hermite rule; between levels there is a straight line.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.simulate.months.world import IntArray, World

#: The points at which a driver's noise is averaged over; exact for polynomials of a degree below twice that.
NODES = 9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Levels of the drivers, and how the drivers move between them."""

    levels: FloatArray  #: shape ``(drivers, most)``: rising; the first ``sizes`` of each row count
    sizes: IntArray  #: how many levels each driver has; one where it cannot move
    kinds: IntArray  #: shape ``(profiles,)``: profiles of one kind move all drivers alike
    #: For each kind and driver, the chances to come from one level (row) to another.
    moves: tuple[tuple[FloatArray, ...], ...]

    @property
    def points(self) -> FloatArray:
        """All points, shape ``(points, drivers)``, the last driver innermost."""
        own = [row[:size].tolist() for row, size in zip(self.levels, self.sizes.tolist(), strict=True)]
        return np.array(list(itertools.product(*own))).reshape(int(self.sizes.prod()), len(self.sizes))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ahead:
    """What the months after each month are worth."""

    #: The levels; see `Grid`.
    grid: FloatArray
    sizes: IntArray
    #: For each month, shape ``(points, players, classes)``: what follows a profile of each class, discounted
    #: to the month after; in the payoffs' own units.
    values: tuple[FloatArray, ...]
    #: For each month the class of every profile: profiles of one class are followed by the same.
    classes: tuple[IntArray, ...]
    discount: float  #: what it counts now
    only_one: bool  #: whether every move at every point is proven to have one answer


def make_grid(world: World, levels: int) -> Grid:
    """Space levels evenly over each driver's range."""
    rows: list[FloatArray] = []
    for low, start, high in world.level.tolist():
        # A driver that cannot move needs no grid: every further level would multiply the points.
        rows.append(np.array(np.linspace(low, high, levels) if low < high else [start], dtype=np.float64))
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    padded = np.zeros((len(rows), max((len(row) for row in rows), default=1)))
    for row, own in zip(padded, rows, strict=True):
        row[: len(own)] = own
    found, kinds = _distinct(world.pushes)
    moves = tuple(
        tuple(
            _moves(world, j, row, float(push)) for j, (row, push) in enumerate(zip(rows, kind, strict=True))
        )
        for kind in found
    )
    return Grid(levels=padded, sizes=sizes, kinds=kinds, moves=moves)


def _distinct(pushes: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the different columns, one a row, and which of them each column is."""
    # Without drivers all profiles are alike: one kind, which moves nothing.
    if not len(pushes):
        return np.zeros((1, 0)), np.zeros(len(pushes.T), dtype=np.int64)
    columns: list[tuple[float, ...]] = [tuple(column) for column in pushes.T.tolist()]
    found = list(dict.fromkeys(columns))
    kinds: IntArray = np.array([found.index(column) for column in columns], dtype=np.int64)
    return np.array(found, dtype=np.float64), kinds


def _moves(world: World, driver: int, row: FloatArray, push: float) -> FloatArray:
    """Return the chances to come from each level to each level, between which the rest is interpolated."""
    # The rule for the weight exp(-x^2 / 2): its nodes are standard deviations of the noise.
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    decay, noise = float(world.decay[driver]), float(world.noise[driver])
    if noise == 0.0:
        nodes, weights = np.zeros(1), np.ones(1)
    low, _, high = world.level[driver].tolist()
    chances = np.zeros((len(row), len(row)))
    for before, level in enumerate(row.tolist()):
        # The same step as in the simulation, at every node of the quadrature.
        after = level + decay * (1.0 - level) + push + noise * nodes
        # What would leave the range is held at its end, as in the simulation; so interpolation never
        # extrapolates.
        inside: list[float] = np.clip(after, low, high).tolist()
        shares: list[float] = (weights / weights.sum()).tolist()
        for goal, weight in zip(inside, shares, strict=True):
            # Between two levels linearly: chances stay chances, and the mean of the level is kept.
            cell = min(max(int(np.searchsorted(row, goal, side="right")) - 1, 0), max(len(row) - 2, 0))
            above = (goal - row[cell]) / (row[cell + 1] - row[cell]) if len(row) > 1 else 0.0
            chances[before, cell] += weight * (1.0 - above)
            if len(row) > 1:
                chances[before, cell + 1] += weight * above
    return chances
