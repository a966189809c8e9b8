"""All equilibria of a two-player game without ties: floating point proposes, and what it proposes is proven.

Quickhull lists the corners of both best-reply regions, as the constraints that are tight in each. Bounds on
the rounding errors then prove that every corner of the list is one, with no other constraint tight (Rump
2010, "Verification methods: rigorous results using floating-point arithmetic", Theorem 10.2). Such a corner
has one edge for each of its tight constraints, and where every edge leads to another corner of the list, the
list is the whole: the corners of a polytope hang together by its edges (Balinski 1961). Exact arithmetic is
left for the few pairs of corners that are equilibria. What cannot be proven so is enumerated exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.solve.two_player.extreme import ExtremeEquilibria, Point

#: A region that may have more corners is enumerated exactly, in steps that can be bounded.
_MOST_CORNERS: Final = 25_000

#: Twice the unit roundoff, and some more for the bounds' own rounding.
_ROUNDOFF: Final = 2.3e-16


def regular_equilibria(row_payoffs: FloatArray, column_payoffs: FloatArray) -> ExtremeEquilibria | None:
    """Find every equilibrium of a bimatrix game if all are regular, by corners that floating point proposes.

    Parameters
    ----------
    row_payoffs, column_payoffs : numpy.ndarray
        What the two players get, exactly, one row for each strategy of the row player.

    Returns
    -------
    ExtremeEquilibria or None
        As `extreme_equilibria` has it, but without the corners; None if the game is degenerate, too near to
        it, or too large.

    Examples
    --------
    >>> import numpy as np
    >>> found = regular_equilibria(np.array([[3.0, 0.0], [0.0, 2.0]]), np.array([[2.0, 0.0], [0.0, 3.0]]))
    >>> found.indices, found.components
    ((1, -1, 1), ((0,), (1,), (2,)))
    >>> regular_equilibria(np.zeros((2, 2)), np.zeros((2, 2))) is None
    True
    """
    m, n = row_payoffs.shape
    rows = _proven_corners(column_payoffs)
    columns = None if rows is None else _proven_corners(row_payoffs.T)
    if rows is None or columns is None:
        return None
    # The column player's own strategies come first in its bits; a partner carries all that a corner lacks.
    swapped = (columns & ((1 << n) - 1)) << m | columns >> n
    matched = np.intersect1d(rows ^ ((1 << (m + n)) - 1), swapped).tolist()
    A, B = _integers(row_payoffs.tolist()), _integers(column_payoffs.tolist())
    found = sorted((_equilibrium(A, B, mask) for mask in matched), key=lambda one: one[0], reverse=True)
    alone = tuple((number,) for number in range(len(found)))
    return ExtremeEquilibria(
        vertices=tuple(vertex for vertex, _ in found),
        indices=tuple(index for _, index in found),
        subsets=alone,
        components=alone,
        corners=((), ()),
        finished=True,
    )


def _integers(payoffs: list[list[float]]) -> list[list[int]]:
    """Scale payoffs to positive integers: neither the scale nor the shift moves an equilibrium."""
    ratios = [[value.as_integer_ratio() for value in line] for line in payoffs]
    scale = max(under for line in ratios for _, under in line)  # every denominator is a power of two
    whole = [[over * (scale // under) for over, under in line] for line in ratios]
    lowest = min(map(min, whole))
    return [[value - lowest + 1 for value in line] for line in whole]


def _proven_corners(payoffs: FloatArray) -> NDArray[np.int64] | None:
    """Return the tight constraints of every corner of a best-reply region, as bits; None if not proven.

    ``payoffs[i, j]`` is what reply j earns against strategy i. Bit i says that strategy i is not played, and
    the replies follow.
    """
    m, n = payoffs.shape
    if m < 2 or m + n > 62 or _most_corners(m, n) > _MOST_CORNERS:
        return None
    with np.errstate(all="ignore"):  # what overflows is not proven
        tight = _proposed(payoffs)
        if tight is None:
            return None
        masks = (1 << tight).sum(axis=1)
        apex = masks == (1 << m) - 1  # where nothing is played: the one corner that needs no proof
        proven = _closed(masks, tight) and _are_corners(payoffs, tight[~apex])
    return masks[~apex] if proven else None


def _most_corners(m: int, n: int) -> int:
    """Return how many corners a region can have (McMullen 1970, the upper bound theorem)."""
    high, low = (m + 1) // 2, m // 2
    return comb(m + n - high, n) + comb(m + n - low - 1, n)


def _proposed(payoffs: FloatArray) -> NDArray[np.int64] | None:
    """List the tight constraints of what seem to be the corners: the facets of the polar polytope."""
    from scipy.spatial import ConvexHull, QhullError

    m = len(payoffs)
    low, high = float(payoffs.min()), float(payoffs.max())
    gains = ((payoffs - low) / (high - low) if high > low else payoffs - low).T + 0.5
    # Inside, with room on every side: all of the weights are positive, and no reply earns as much as 1.
    inside = 0.5 / gains.sum(axis=1).max()
    points = np.concatenate([-np.eye(m) / inside, gains / (1.0 - inside * gains.sum(axis=1))[:, None]])
    try:
        return ConvexHull(points).simplices.astype(np.int64)
    except (QhullError, ValueError):
        return None


def _closed(masks: NDArray[np.int64], tight: NDArray[np.int64]) -> bool:
    """Whether the corners are distinct, and every edge of each leads to exactly one other of them."""
    corners, edges = np.sort(masks), np.sort((masks[:, None] ^ (1 << tight)).ravel())
    begins, ends = edges[::2], edges[1::2]
    return (
        edges.size % 2 == 0
        and bool((corners[1:] != corners[:-1]).all())
        and bool((begins == ends).all() and (begins[1:] != ends[:-1]).all())
    )


def _are_corners(payoffs: FloatArray, tight: NDArray[np.int64]) -> bool:
    """Prove that these constraints, and no others, are tight at one point of the region each."""
    m, n = payoffs.shape
    power = int(np.frexp(np.abs(payoffs).max())[1])
    scaled = np.ldexp(payoffs, -power)  # at most 1 in size
    if not np.array_equal(np.ldexp(scaled, power), payoffs):
        return False
    # In the weights and what the best reply earns: weights are not negative, no reply earns more.
    constraints = np.zeros((m + n, m + 1))
    constraints[:m, :m] = np.eye(m)
    constraints[m:, :m], constraints[m:, m] = -scaled.T, 1.0
    systems = np.ones((len(tight), m + 1, m + 1))
    systems[:, :m] = constraints[tight]
    systems[:, m, m] = 0.0  # the weights sum to one
    try:
        inverses: FloatArray = np.linalg.inv(systems).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return False
    points = inverses[:, :, m]
    error = _error_bounds(systems, inverses, points)
    slacks = points @ constraints.T
    free = np.ones(slacks.shape, dtype=np.bool_)
    np.put_along_axis(free, tight, values=False, axis=1)
    # A constraint's coefficients are at most 1 in size, and there are m + 1 of them.
    least = (m + 1) * (error + (m + 5) * _ROUNDOFF * np.abs(points).max(axis=1))
    return bool(((slacks > least[:, None]) | ~free).all())  # which NaN fails


def _error_bounds(systems: FloatArray, inverses: FloatArray, points: FloatArray) -> FloatArray:
    """Bound how far each point is from the solution of its system; infinite where there may be none."""
    size = systems.shape[1]
    rounding = (size + 4) * _ROUNDOFF
    # Every entry of a system is at most 1 in size.
    norm = np.abs(inverses).sum(axis=2).max(axis=1)
    defects = np.abs(inverses @ systems - np.eye(size)).sum(axis=2).max(axis=1)
    contraction = defects + size * rounding * (norm + 1.0)
    residuals = (systems @ points[:, :, None])[:, :, 0]
    residuals[:, -1] -= 1.0
    missing = np.abs(residuals).max(axis=1) + rounding * (size * np.abs(points).max(axis=1) + 1.0)
    # Twice is more than 1 / (1 - 0.4), and makes up for the rounding of the bound itself.
    return np.where(contraction < 0.4, 2.0 * norm * missing, np.inf)


def _equilibrium(A: list[list[int]], B: list[list[int]], mask: int) -> tuple[tuple[Point, Point], int]:
    """Return the equilibrium whose column player's corner has these tight constraints, with its index.

    The row player's labels come first: those that are tight for the column player are played.
    """
    m = len(A)
    I = [i for i in range(m) if mask >> i & 1]  # noqa: E741 - the letter of the source of `_index`
    J = [j for j in range(len(A[0])) if not mask >> (m + j) & 1]
    column, of_rows = _mixture([[A[i][j] for j in J] for i in I])
    row, of_columns = _mixture([[B[i][j] for i in I] for j in J])
    index = 1 if (of_rows * of_columns > 0) == (len(I) % 2 == 1) else -1  # Shapley 1974
    return (_spread(row, I, m), _spread(column, J, len(A[0]))), index


def _mixture(gains: Sequence[Sequence[int]]) -> tuple[list[Fraction], int]:
    """Return the weights at which all gains are the same, and the sign of the determinant of the gains.

    Each step of the elimination divides without a remainder (Bareiss 1968).
    """
    size, previous, sign = len(gains), 1, 1
    rows = [[*line, 1] for line in gains]
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k])
        if pivot != k:
            rows[k], rows[pivot], sign = rows[pivot], rows[k], -sign
        top = rows[k]
        for i in range(size):
            if i != k:
                factor = rows[i][k]
                rows[i] = [(top[k] * a - factor * b) // previous for a, b in zip(rows[i], top, strict=True)]
        previous = top[k]
    weights = [row[-1] for row in rows]
    divisor = gcd(*weights)
    total = sum(weights)
    return [Fraction(weight // divisor, total // divisor) for weight in weights], sign * previous


def _spread(weights: Sequence[Fraction], played: Sequence[int], count: int) -> Point:
    """Give the other strategies no weight."""
    point = [Fraction(0)] * count
    for strategy, weight in zip(played, weights, strict=True):
        point[strategy] = weight
    return tuple(point)
