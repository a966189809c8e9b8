"""Memory layout of one support: where its numbers stand in the flat arrays of the search.

A support names, for every player i, the strategies that it may mix. With ``size[i]`` of them the cell of the
search holds for every player a simplex of ``size[i]`` corners, and for every strategy but the reference (the
first of the support) one *row*: its payoff minus the reference's at every combination of the opponents'
corners. The first ``size[i] - 1`` rows of a player belong to the support and vanish at an equilibrium; the
others are outside it and are at most zero there.

A *combination* is one corner for every player, the last player's running fastest. A *multiplier* weighs a
support row; it may depend on the player's own corner, so that there are ``size[i] * (size[i] - 1)`` for
player i, the corner running slowest.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import IntArray, compiled

# The lines of a plan; the entry after the last player holds the total where there is one.
COUNT: Final = 0  # strategies of the player; total: of all players
SIZE: Final = 1  # strategies in the support; total: of all players
ROW: Final = 2  # where the player's rows begin in a cell; total: floats in a cell's rows
SPAN: Final = 3  # combinations of the opponents' corners: the length of a row
CORNER: Final = 4  # where the player's corners begin; total: floats in a cell's corners
EQUATION: Final = 5  # the player's first support row among all; total: number of support rows
STEP: Final = 6  # stride of the player's corner among all combinations; total: number of combinations
COLUMN: Final = 7  # the player's first multiplier; total: number of multipliers
#: How many lines there are: those above count them from zero.
LINES: Final = 8


@compiled
def fill(target: FloatArray, value: float) -> None:
    """Set every entry; written out, it compiles in a tenth of the time of a slice assignment."""
    for k in range(target.size):
        target[k] = value


@compiled
def copy_into(target: FloatArray, source: FloatArray) -> None:
    """Copy entry by entry."""
    for k in range(source.size):
        target[k] = source[k]


@compiled
def lowest(values: FloatArray) -> float:
    """Return the smallest entry."""
    low = np.inf
    for value in values:
        low = min(low, value)
    return low


@compiled
def sum_of(values: FloatArray) -> float:
    """Return the sum of the entries."""
    added = 0.0
    for value in values:
        added += value
    return added


@compiled
def lay_out(counts: IntArray, sizes: IntArray, plan: IntArray, stride: IntArray) -> None:
    """Fill the plan of a support, and ``stride[i, j]``: the stride of j's corner inside a row of i."""
    players = counts.size
    for line in range(LINES):
        plan[line, players] = 0
    step = 1
    # Strides from the last player to the first; totals grow in the order of players, so that each begins
    # where the one before ended.
    for i in range(players - 1, -1, -1):
        plan[STEP, i] = step
        step *= sizes[i]
    plan[STEP, players] = step
    for i in range(players):
        plan[COUNT, i] = counts[i]
        plan[SIZE, i] = sizes[i]
        span = 1
        for j in range(players - 1, -1, -1):
            if j != i:
                stride[i, j] = span
                span *= sizes[j]
        plan[SPAN, i] = span
        for line in range(ROW, LINES):
            if line != SPAN and line != STEP:
                plan[line, i] = plan[line, players]
        plan[COUNT, players] += counts[i]
        plan[SIZE, players] += sizes[i]
        plan[ROW, players] += (counts[i] - 1) * span
        plan[CORNER, players] += sizes[i] * sizes[i]
        plan[EQUATION, players] += sizes[i] - 1
        plan[COLUMN, players] += sizes[i] * (sizes[i] - 1)


@compiled
def tabulate(plan: IntArray, own: IntArray, other: IntArray) -> None:
    """List for every player and combination the own corner, and the opponents' place in a row."""
    for i in range(own.shape[0]):
        step, place = plan[STEP, i], 0
        # Counted, not divided: divisions took longer than all else that is set out for a small support.
        for begin in range(0, own.shape[1], step * plan[SIZE, i]):
            for first in range(begin, begin + step):
                for v in range(plan[SIZE, i]):
                    own[i, first + v * step], other[i, first + v * step] = v, place
                place += 1


@compiled
def take_rows(
    utility: FloatArray, support: IntArray, plan: IntArray, own: IntArray, facets: IntArray, rows: FloatArray
) -> None:
    """Write the rows of the whole support's cell, given every player's corners and facets.

    ``utility[i]`` holds player i's payoffs with the own strategy running slowest; ``support[i]`` lists the
    strategies inside the support first, then those outside.
    """
    players = support.shape[0]
    for i in range(players):
        block = utility.shape[1] // plan[COUNT, i]
        span = plan[SPAN, i]
        for place in range(span):
            full = 0
            for j in range(players):
                if j != i:
                    full = full * plan[COUNT, j] + support[j, own[j, facets[plan[EQUATION, i] + i, place]]]
            reference = utility[i, support[i, 0] * block + full]
            for r in range(plan[COUNT, i] - 1):
                rows[plan[ROW, i] + r * span + place] = (
                    utility[i, support[i, r + 1] * block + full] - reference
                )


@compiled
def unit_corners(plan: IntArray, corners: FloatArray) -> None:
    """Let every player's simplex be the whole simplex of the support."""
    fill(corners, 0.0)
    for i in range(plan.shape[1] - 1):
        for a in range(plan[SIZE, i]):
            corners[plan[CORNER, i] + a * (plan[SIZE, i] + 1)] = 1.0
