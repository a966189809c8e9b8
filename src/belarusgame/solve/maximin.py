"""The one linear program that the solvers here need, and how its answers are made exact.

Correlated equilibrium, dominance and commitment all ask for a probability vector that makes the least of
some payoffs as large as it can be, subject to limits that it must keep.
"""

from __future__ import annotations

import importlib
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import Optimum, highs, roundings
from belarusgame.base.read_only import read_only
from belarusgame.game import Game

#: How far HiGHS may overstep a limit, each limit being scaled so that its largest entry is 1.
LINEAR_TOLERANCE = 1e-10

#: Seconds after which a linear program is given up.
TIME_LIMIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maximin(Optimum):
    """What HiGHS says: probabilities in ``point``, the dual weights of the limits in ``multipliers``."""

    shares: FloatArray  #: the dual weights of the payoffs, of sum one; empty unless optimal


def maximin(payoffs: Any, limits: Any = None) -> Maximin:
    """Find the probabilities x, with ``limits @ x <= 0``, that maximise the least entry of ``payoffs @ x``.

    Payoffs are brought to the range from 0 to 1 and every limit to a largest entry of 1 before HiGHS sees
    them, so that the units of the game do not matter; limits that vanish are dropped. The entries themselves
    must be moderate: see `scaled_payoffs`.

    Parameters
    ----------
    payoffs : array_like
        Shape ``(rows, n)``; with one row this is an ordinary linear program over the simplex.
    limits : array_like or scipy sparse matrix, optional
        Shape ``(limits, n)``.

    Returns
    -------
    Maximin
        By duality no x that keeps the limits does better than
        ``max(shares @ payoffs - multipliers @ limits)``.
    """
    rows = np.atleast_2d(np.asarray(payoffs, dtype=np.float64))
    count, size = rows.shape
    span = float(np.ptp(rows)) or 1.0
    bounded: Any = sparse().csr_matrix(np.zeros((0, size)) if limits is None else limits)
    scales = largest_entries(bounded)
    # What is smaller has no float64 inverse to be scaled by.
    kept = np.flatnonzero(scales > sys.float_info.min)
    shown: Any = sparse().csr_matrix((rows - rows.min()) / span)
    blocks: list[list[Any]] = [[shown, -np.ones((count, 1))]]
    if kept.size:
        blocks.append([sparse().diags(-1.0 / scales[kept]) @ bounded[kept], None])
    last = np.append(np.zeros(size), 1.0)  # the variable that no payoff may be below
    matrix = sparse().bmat(blocks, format="csr")
    least: FloatArray = np.zeros(int(matrix.shape[0]))
    found = highs(
        -last,
        matrix,
        least,
        [*[(0.0, None)] * size, (None, None)],
        A_eq=(1.0 - last)[None, :],
        b_eq=[1.0],
        options={
            "primal_feasibility_tolerance": LINEAR_TOLERANCE,
            "dual_feasibility_tolerance": LINEAR_TOLERANCE,
            "time_limit": TIME_LIMIT,
        },
    )
    if found.status != "optimal":
        nothing = np.zeros(0)
        return Maximin(
            status=found.status, point=nothing, multipliers=nothing, shares=nothing, reason=found.reason
        )
    multipliers = np.zeros(len(scales))
    # Back in the units of what was given: limits were divided by their scales, and payoffs by their span.
    multipliers[kept] = found.multipliers[count:] * span / scales[kept]
    return Maximin(
        status="optimal",
        point=probabilities(found.point[:size]),
        shares=probabilities(found.multipliers[:count]),
        multipliers=multipliers,
    )


def sparse() -> Any:
    """Import scipy's sparse matrices, when they are first needed."""
    return importlib.import_module("scipy.sparse")


def largest_entries(limits: Any) -> FloatArray:
    """Return the largest absolute entry of every row of a sparse matrix."""
    count, size = cast("tuple[int, int]", limits.shape)
    if 0 in (count, size):
        return np.zeros(count)
    peaks: Any = abs(limits).max(axis=1)
    return np.asarray(peaks.todense(), dtype=np.float64).ravel()


def probabilities(values: Any) -> FloatArray:
    """Cut what HiGHS left below zero and divide by the sum."""
    kept = np.maximum(np.asarray(values, dtype=np.float64), 0.0)
    return read_only(kept / kept.sum())


def fractions_near(vector: FloatArray) -> Iterator[list[Fraction]]:
    """Write probabilities exactly, the simplest fractions first; every vector sums to exactly one."""
    for near in roundings(vector.tolist()):
        total = sum(near, Fraction(0))
        if total > 0:
            yield [value / total for value in near]


def scaled_payoffs(game: Game) -> tuple[NDArray[np.object_], tuple[Fraction, ...]]:
    """Return what decides, from 0 to at most 1, and the power of two that each player's was divided by.

    Incentives depend neither on the zero nor on the unit of a player's payoffs, but a linear program in
    floating point does.
    """
    units = tuple(_power_of_two(own.max() - own.min()) for own in game.exact_deciding)
    scaled = [(own - own.min()) / unit for own, unit in zip(game.exact_deciding, units, strict=True)]
    return np.array(scaled, dtype=object).reshape(game.payoffs.shape), units


def _power_of_two(span: Fraction) -> Fraction:
    """Return a power of two that is at least as large as a span, and at most four times as large."""
    if span == 0:
        return Fraction(1)
    # By a power of two floats are divided without rounding.
    return Fraction(2) ** (span.numerator.bit_length() - span.denominator.bit_length() + 1)


def floats(exact: Any) -> FloatArray:
    """Return the float64 view of an array of fractions."""
    return np.asarray(exact, dtype=object).astype(np.float64)


def float_above(value: Fraction) -> float:
    """Return a float that is not less than an exact value, the nearest such or its neighbour."""
    try:
        near = float(value)
    except OverflowError:
        return math.inf if value > 0 else -sys.float_info.max
    # A float is the nearest, so that it or its upper neighbour is not less.
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)


def combine(weights: Sequence[Fraction], rows: Any) -> Any:
    """Return the exact sum of weighted rows (an object array), skipping the weights that are zero."""
    return sum((weight * row for weight, row in zip(weights, rows, strict=True) if weight), Fraction(0))
