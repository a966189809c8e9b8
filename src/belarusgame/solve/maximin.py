"""The one linear program that the solvers here need, and how its answers are made exact.

Correlated equilibrium, dominance and commitment all ask for a probability vector that makes the least of
some payoffs as large as it can be, subject to limits that it must keep. HiGHS answers in floating point; what
is to count as proven is then checked in rational arithmetic, which needs no trust in the solver.
"""

from __future__ import annotations

import importlib
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.arrays import read_only
from belarusgame.base.labels import FloatArray
from belarusgame.game import Game

#: How far HiGHS may overstep a limit, each limit being scaled so that its largest entry is 1.
LINEAR_TOLERANCE = 1e-10

#: Seconds after which a linear program is given up.
TIME_LIMIT = 60.0

#: The denominators with which a floating-point answer is written as simple fractions, the simplest first.
DENOMINATORS = (12, 1_000, 1_000_000, 1_000_000_000_000)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HighsOptimum:
    """What HiGHS says.

    Attributes
    ----------
    status : {"optimal", "infeasible", "failed"}
        ``failed``: stopped for another reason, given in ``reason``.
    point : numpy.ndarray
        The probability vector; empty unless optimal.
    shares : numpy.ndarray
        The dual weights of the payoffs, of sum one; empty unless optimal.
    multipliers : numpy.ndarray
        The dual weights of the limits, never negative; empty unless optimal.
    reason : str
        The solver's own words where it failed.
    """

    status: Literal["optimal", "infeasible", "failed"]
    point: FloatArray
    shares: FloatArray
    multipliers: FloatArray
    reason: str = ""


def maximin(payoffs: Any, limits: Any = None) -> HighsOptimum:
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
    Optimum
        By duality no x that keeps the limits does better than
        ``max(shares @ payoffs - multipliers @ limits)``.
    """
    rows = np.atleast_2d(np.asarray(payoffs, dtype=np.float64))
    count, size = rows.shape
    span = float(np.ptp(rows)) or 1.0
    bounded: Any = sparse().csr_matrix(np.zeros((0, size)) if limits is None else limits)
    scales = largest_entries(bounded)
    kept = np.flatnonzero(scales > sys.float_info.min)
    shown: Any = sparse().csr_matrix((rows.min() - rows) / span)
    blocks: list[list[Any]] = [[shown, np.ones((count, 1))]]
    if kept.size:
        blocks.append([sparse().diags(1.0 / scales[kept]) @ bounded[kept], None])
    answer = _highs(sparse().bmat(blocks, format="csr"))
    if answer.status != 0:
        return _without(answer)
    duals = np.maximum(-np.asarray(answer.ineqlin.marginals, dtype=np.float64), 0.0)
    multipliers = np.zeros(len(scales))
    multipliers[kept] = duals[count:] * span / scales[kept]
    return HighsOptimum(
        status="optimal",
        point=probabilities(answer.x[:size]),
        shares=probabilities(duals[:count]),
        multipliers=multipliers,
    )


def _highs(matrix: Any) -> Any:
    """Maximise the last variable over probabilities in the others, no row of the matrix being positive."""
    optimize: Any = importlib.import_module("scipy.optimize")
    constraints, variables = cast("tuple[int, int]", matrix.shape)
    last = np.append(np.zeros(variables - 1), 1.0)
    return optimize.linprog(
        -last,
        A_ub=matrix,
        b_ub=np.zeros(constraints),
        A_eq=(1.0 - last)[None, :],
        b_eq=[1.0],
        bounds=[*[(0.0, None)] * (variables - 1), (None, None)],
        method="highs",
        options={
            "primal_feasibility_tolerance": LINEAR_TOLERANCE,
            "dual_feasibility_tolerance": LINEAR_TOLERANCE,
            "time_limit": TIME_LIMIT,
        },
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


def _without(answer: Any) -> HighsOptimum:
    """Say that there is no point. The program is bounded, so "infeasible or unbounded" (4) is infeasible."""
    nothing = np.zeros(0)
    infeasible = answer.status == 2 or "infeasible" in str(answer.message).lower()
    return HighsOptimum(
        status="infeasible" if infeasible else "failed",
        point=nothing,
        shares=nothing,
        multipliers=nothing,
        reason=str(answer.message),
    )


def probabilities(values: Any) -> FloatArray:
    """Cut what HiGHS left below zero and divide by the sum."""
    kept = np.maximum(np.asarray(values, dtype=np.float64), 0.0)
    return read_only(kept / kept.sum())


def fractions_near(vector: FloatArray) -> Iterator[list[Fraction]]:
    """Write probabilities exactly: as simple fractions first, in the end as the floating-point numbers are.

    Every vector sums to exactly one. Simple fractions are tried because the true optimum of a game with
    simple payoffs has them, and rounding to it restores the ties that floating point has lost.
    """
    exact = [Fraction(float(value)) for value in vector]
    for denominator in (*DENOMINATORS, None):
        near = exact if denominator is None else [value.limit_denominator(denominator) for value in exact]
        total = sum(near, Fraction(0))
        if total > 0:
            yield [value / total for value in near]


def roundings(multipliers: FloatArray) -> Iterator[list[Fraction]]:
    """Write multipliers exactly: as simple fractions first, in the end as the floating-point numbers are."""
    exact = [Fraction(float(value)) for value in multipliers]
    for denominator in DENOMINATORS:
        yield [value.limit_denominator(denominator) for value in exact]
    yield exact


def scaled_payoffs(game: Game) -> tuple[NDArray[np.object_], tuple[Fraction, ...]]:
    """Return exact payoffs from 0 to at most 1, and the power of two that each player's were divided by.

    Incentives depend neither on the zero nor on the unit of a player's payoffs, but a linear program in
    floating point does.
    """
    units = tuple(_power_of_two(own.max() - own.min()) for own in game.exact_payoffs)
    scaled = [(own - own.min()) / unit for own, unit in zip(game.exact_payoffs, units, strict=True)]
    return np.array(scaled, dtype=object).reshape(game.payoffs.shape), units


def _power_of_two(span: Fraction) -> Fraction:
    """Return a power of two that is at least as large as a span, and at most four times as large."""
    if span == 0:
        return Fraction(1)
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
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)


def combine(weights: Sequence[Fraction], rows: Any) -> Any:
    """Return the exact sum of weighted rows (an object array), skipping the weights that are zero."""
    return sum((weight * row for weight, row in zip(weights, rows, strict=True) if weight), Fraction(0))
