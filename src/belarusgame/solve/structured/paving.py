"""Pave a curve or a region of equilibria, which no list of polytopes can be, with cells of small regret.

Cells are divided down to a regret and not to a width. Coarse cells of one width are quicker, but in some of
them the regret can be as large as the payoff range: they say where, not how nearly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.solve.structured.polytopes import (
    Polytopes,
    Whole,
    float_unit,
    floats,
    largest,
    probabilities,
    tidy,
)
from belarusgame.solve.structured.reduction import Patch
from belarusgame.solve.structured.rows import Rows

#: Cells that wait. Depth first, one does at every level, so these are also the most halvings in a row.
_STACK: Final = 120
#: Bounds of cells are widened by this, which is more than rounding can make of sums of a few products.
_ROUNDING: Final = 1e-14
#: A float holds two to this power, and more.
_MOST_BITS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paving:
    """Cells that cover the equilibria of a part."""

    exact: list[Polytopes]  #: cells of which every point is an equilibrium
    #: Bounds of the others, shape ``(cells, strategies of the support)``.
    low: FloatArray
    high: FloatArray
    reach: FloatArray  #: for each of the others a bound on the regret in it, in units of the payoff range
    taken: int  #: how many cells were taken up


def paved(
    rows: Rows,
    part: Patch,
    values: list[Whole],
    units: Sequence[int],
    *,
    reach: float,
    budget: int,
    logged: bool = False,
) -> Paving:
    """Cover the equilibria of a part with cells.

    ``values`` are its active rows at its combinations of points, and ``units`` every player's payoff range in
    the units of the whole payoffs. Cells are divided until nobody can have a larger regret in them than
    ``reach``, in units of the payoff range. The budget says how many may be taken up; a last division may
    make it one more.
    """
    from belarusgame.solve.structured.paving_kernel import EXACT, Paved, Scratch, Shape, Waiting, pave

    lines, owner, equation = _lines(rows, part, values)
    sizes, unit = np.array(part.sizes, dtype=np.int64), float_unit(lines)
    strides = np.array([int(np.prod(sizes[j + 1 :])) for j in range(len(sizes))], dtype=np.int64)
    length, equations = int((sizes**2).sum()), int(equation.sum())
    weights = np.empty((_STACK, length))
    weights[0] = np.concatenate([np.eye(size).ravel() for size in part.sizes])
    # When the budget ends, all that waits is kept as open.
    kept = np.empty((budget + _STACK, 2 + length))
    events = np.empty(6 * (budget + _STACK), dtype=np.int64)
    numbers = np.empty(equations * budget if logged else 0)
    found, taken, written = pave(
        # Integers of up to 53 bits are floats exactly; the kernel is told how many bits there are.
        floats(lines, unit),
        Shape(owner, equation, _scales(part, units, unit), sizes, strides, lines.shape[1]),
        Waiting(np.empty((_STACK, lines.size)), weights, np.zeros(_STACK, dtype=np.int64)),
        Paved(kept, events, numbers),
        Scratch(np.empty((equations, int(sizes.sum()) - len(sizes))), np.empty((equations, equations))),
        reach,
        budget,
        (largest(lines) // unit).bit_length(),
    )
    # The kernel sees by the length of `numbers` whether multipliers are wanted.
    if logged:
        names = [(i, row) for i, own in enumerate(part.active) for row in own if rows.is_equation(i, row)]
        _log(part, events[:written].tolist(), numbers.tolist(), names)
    exact = kept[:found, 0] == EXACT
    low, high = _extent(part, kept[:found][~exact, 2:])
    return Paving(
        exact=[_cell(part, line) for line in kept[:found][exact, 2:]],
        low=low,
        high=high,
        reach=kept[:found][~exact, 1],
        taken=taken,
    )


def _extent(part: Patch, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of cells given by the weights of their points, rounded outwards."""
    low: list[FloatArray] = []
    high: list[FloatArray] = []
    at = 0
    for own in part.points:
        size = len(own)
        corners = weights[:, at : at + size * size].reshape(-1, size, size) @ probabilities(own)
        at += size * size
        low.append(np.maximum(corners.min(axis=1) - _ROUNDING, 0.0))
        high.append(np.minimum(corners.max(axis=1) + _ROUNDING, 1.0))
    return np.concatenate(low, axis=1), np.concatenate(high, axis=1)


def _lines(
    rows: Rows, part: Patch, values: list[Whole]
) -> tuple[Whole, NDArray[np.int64], NDArray[np.int64]]:
    """Return the active rows at all combinations, one line each; whose they are, and which must vanish."""
    lines: list[Whole] = []
    owner: list[int] = []
    equation: list[int] = []
    for i, own in enumerate(values):
        for k, row in enumerate(part.active[i]):
            lines.append(np.broadcast_to(own[k], part.sizes).ravel())
            owner.append(i)
            equation.append(int(rows.is_equation(i, row)))
    return np.array(lines), np.array(owner, dtype=np.int64), np.array(equation, dtype=np.int64)


def _scales(part: Patch, units: Sequence[int], unit: int) -> FloatArray:
    """Return each player's payoff range in the units of its rows on the part, these counted in another."""
    ranges = [own * scale for own, scale in zip(units, part.scales, strict=True)]
    # One that no float holds may count as less: regrets are bounds.
    return np.array([min(own, unit << _MOST_BITS) / unit for own in ranges])


def _cell(part: Patch, weights: FloatArray) -> Polytopes:
    """Return a cell's points from their weights, which are multiples of a power of a half."""
    points: list[Whole] = []
    at = 0
    for own in part.points:
        size = len(own)
        shares = weights[at : at + size * size].reshape(size, size)
        at += size * size
        # Halvings leave dyadic weights: the finest denominator makes whole numbers of all of them, exactly.
        finest = max(x.as_integer_ratio()[1] for x in shares.ravel().tolist())
        whole = np.array([[int(x * finest) for x in line] for line in shares.tolist()], dtype=object)
        points.append(tidy(whole.dot(own.astype(object))))
    return tuple(points)


def _log(part: Patch, events: list[int], numbers: list[float], names: list[tuple[int, int]]) -> None:
    """Write the kernel's log, depth first, as steps of the proof."""
    from belarusgame.solve.structured.paving_kernel import EXACT, OPEN, OUT, SPLIT

    stack, at, noted = [part.step], 0, 0
    while stack:
        here, event = stack.pop(), events[at]
        at += 1
        if event == SPLIT:
            # The cell on top of the kernel's stack is the first of the two parts.
            stack += reversed(here.becomes("split", *events[at : at + 3], parts=2))
            at += 3
        elif event in (OUT, EXACT, OPEN):
            here.becomes({OUT: "out", EXACT: "exact", OPEN: "open"}[event])
        else:
            multipliers = dict(zip(names, numbers[noted : noted + len(names)], strict=True))
            here.becomes("sum", multipliers, part.scales)
            noted += len(names)
