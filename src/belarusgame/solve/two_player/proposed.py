"""All equilibria of a two-player game without ties: floating point proposes, and what it proposes is proven.

From the corners of either best-reply region that are known, their edges lead to others
(:mod:`corner_kernel`). Bounds on the rounding errors prove that each is a corner, with no other constraint
tight (Rump 2010, "Verification methods: rigorous results using floating-point arithmetic", Theorem 10.2).
Such a corner has one edge for each of its tight constraints, and where every edge leads to another corner of
the list, the list is the whole: the corners of a polyhedron hang together by its edges (Balinski 1961). Exact
arithmetic is left for the few pairs of corners that are equilibria. What cannot be proven so is enumerated
exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.threads import in_threads
from belarusgame.solve.two_player.extreme import ExtremeEquilibria, Point

#: A region that may have more corners is enumerated exactly, in steps that can be bounded.
_MOST_CORNERS: Final = 25_000

#: So many games are one piece of work for a thread.
_PIECE: Final = 256


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
    matched = _matched(row_payoffs, column_payoffs)
    if matched is None:
        return None
    A, B = _integers(row_payoffs), _integers(column_payoffs)
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


def number_regular(payoffs: FloatArray) -> NDArray[np.int64]:
    """Return how many equilibria each of some games has, shape ``(games, 2, rows, columns)``.

    -1 stands for what `regular_equilibria` has no answer to.
    """
    found = np.empty(len(payoffs), dtype=np.int64)

    def fill(begin: int) -> None:
        for number in range(begin, min(begin + _PIECE, len(payoffs))):
            matched = _matched(*payoffs[number])
            found[number] = -1 if matched is None else len(matched)

    in_threads([partial(fill, begin) for begin in range(0, len(payoffs), _PIECE)])
    return found


def _matched(row_payoffs: FloatArray, column_payoffs: FloatArray) -> list[int] | None:
    """Return the row player's corners, as bits, at which there are equilibria; None if that is not proven."""
    from belarusgame.solve.two_player.corner_kernel import matched_corners

    m, n = row_payoffs.shape
    most = _most_corners(m, n), _most_corners(n, m)
    # Every label needs a bit of a signed 64-bit number.
    if m + n > 62 or max(most) > _MOST_CORNERS:
        return None
    matched: list[int] = matched_corners(
        np.ascontiguousarray(column_payoffs), np.ascontiguousarray(row_payoffs.T), np.array(most)
    ).tolist()
    return None if matched == [-1] else matched


def _integers(payoffs: FloatArray) -> list[list[int]]:
    """Scale payoffs to integers, which moves no equilibrium."""
    # Every float is a whole number of 53 bits times a power of two: this is exact, and quicker than
    # fractions.
    mantissas, exponents = np.frexp(payoffs)
    whole = np.ldexp(mantissas, 53).astype(np.int64).tolist()
    shifts = (exponents - exponents.min()).tolist()
    return [[value << by for value, by in zip(*own, strict=True)] for own in zip(whole, shifts, strict=True)]


def _most_corners(m: int, n: int) -> int:
    """Return how many corners a region can have (McMullen 1970, the upper bound theorem)."""
    high, low = (m + 1) // 2, m // 2
    return comb(m + n - high, n) + comb(m + n - low - 1, n)


def _equilibrium(A: list[list[int]], B: list[list[int]], mask: int) -> tuple[tuple[Point, Point], int]:
    """Return the equilibrium whose row player's corner has these tight constraints, with its index."""
    m, n = len(A), len(A[0])
    I = [i for i in range(m) if not mask >> i & 1]  # noqa: E741 - the letter of the source of `_index`
    J = [j for j in range(n) if mask >> (m + j) & 1]
    column, of_rows = _mixture([[A[i][j] for j in J] for i in I])
    row, of_columns = _mixture([[B[i][j] for i in I] for j in J])
    # Shapley 1974, by minors of differences, which have the signs of those of positive payoffs or, for an
    # even number of strategies, both the others.
    index = of_rows * of_columns * (1 if len(I) % 2 else -1)
    return (_spread(row, I, m), _spread(column, J, n)), index


def _mixture(gains: Sequence[Sequence[int]]) -> tuple[list[Fraction], int]:
    """Return the weights, all positive, at which all gains are the same, and a sign.

    It is that of the determinant of all lines' differences to the first, with a line of ones below. Each step
    of the elimination divides without a remainder (Bareiss 1968), and so does the way back: weights are
    minors.
    """
    rows = [[a - b for a, b in zip(line, gains[0], strict=True)] for line in gains[1:]]
    size, previous, sign = len(rows), 1, 1
    for k in range(size):
        # There is one: the corner was proven to be regular.
        pivot = next(i for i in range(k, size) if rows[i][k])
        if pivot != k:
            rows[k], rows[pivot], sign = rows[pivot], rows[k], -sign
        lead, *top = rows[k][k:]
        for i in range(k + 1, size):
            factor, *rest = rows[i][k:]
            rows[i][k + 1 :] = [(lead * a - factor * b) // previous for a, b in zip(rest, top, strict=True)]
        previous = lead
    weights = [previous]  # of the last strategies, back to the first
    for k in reversed(range(size)):
        rest = sum(a * w for a, w in zip(rows[k][k + 1 :], weights, strict=True))
        weights.insert(0, -rest // rows[k][k])
    total = sum(weights)
    return [Fraction(weight, total) for weight in weights], sign if previous > 0 else -sign


def _spread(weights: Sequence[Fraction], played: Sequence[int], count: int) -> Point:
    """Give the other strategies no weight."""
    point = [Fraction(0)] * count
    for strategy, weight in zip(played, weights, strict=True):
        point[strategy] = weight
    return tuple(point)
