"""The corners of both best-reply regions of a game without ties, proposed and proven in compiled code.

A region holds all ``(x, u)`` with x a mixed strategy and u at least what each reply of the opponent earns. A
corner is known by the constraints that are tight there, one bit each: the own strategies that are not played,
then the best replies. From a corner an edge leads along each of them to the next corner.
"""

from __future__ import annotations

from math import frexp, ldexp
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.compiling import RoomCompiler, integer
from belarusgame.base.labels import FloatArray

IntArray = NDArray[np.int64]

_COMPILER = RoomCompiler(("solve/two_player/corner_kernel.py",))
#: One bit, of 64: a plain 1 would be a type of its own to the compiler.
_ONE: Final = integer(1)

#: Twice the unit roundoff, and some more for the bounds' own rounding.
_ROUNDOFF: Final = 2.3e-16


@_COMPILER.entry
def matched_corners(column_gains: FloatArray, row_gains: FloatArray, most: IntArray) -> IntArray:
    """Return the row player's corners that with one of the column player's carry every label.

    Parameters
    ----------
    column_gains : numpy.ndarray
        What each of the column player's strategies earns, one row for each of the row player's.
    row_gains : numpy.ndarray
        What each of the row player's strategies earns, one row for each of the column player's.
    most : numpy.ndarray
        How many corners either region can have.

    Returns
    -------
    numpy.ndarray
        Their tight constraints; -1 alone if it was not proven that all corners were found.
    """
    m, n = column_gains.shape
    rows, row_places = np.empty(most[0], np.int64), np.zeros(2 * most[0] + 1, np.int64)
    columns, column_places = np.empty(most[1], np.int64), np.zeros(2 * most[1] + 1, np.int64)
    found = _corners(column_gains, rows, row_places)
    others = _corners(row_gains, columns, column_places) if found >= 0 else found
    if others < 0:
        return np.full(1, -1, np.int64)
    matched = 0
    for k in range(others):
        # The column player's own strategies come first in its bits; a partner carries all that it lacks.
        swapped = (columns[k] & ((_ONE << n) - 1)) << m | columns[k] >> n
        partner = swapped ^ ((_ONE << (m + n)) - 1)
        if row_places[_place(partner, rows, row_places)] != 0:
            columns[matched] = partner
            matched += 1
    return columns[:matched].copy()


@_COMPILER.inner
def _place(mask: int, masks: IntArray, places: IntArray) -> int:
    """Return where a table holds the number, from 1, of a corner, or would."""
    # Open addressing in a table twice as large as it needs: the walk to a free place is short.
    place = mask % places.size
    while places[place] != 0 and masks[places[place] - 1] != mask:
        place = (place + 1) % places.size
    return place


@_COMPILER.inner
def _corners(gains: FloatArray, masks: IntArray, places: IntArray) -> int:
    """List the corners of one region from a pure strategy on; return how many, or -1 if that is not proven.

    Every corner is proven when its edges are followed, and so are those at their ends. As the corners of a
    polyhedron hang together by its bounded edges (Balinski 1961), none is missing.
    """
    m, n = gains.shape
    scaled = np.empty((m, n))
    if not _scale(gains, scaled):
        return -1
    best = 0
    for j in range(1, n):
        if scaled[0, j] > scaled[0, best]:
            best = j
    # All others are not played, and one reply is best: where two are, the proof below fails and says so.
    masks[0] = ((_ONE << m) - 2) | _ONE << (m + best)
    places[_place(masks[0], masks, places)] = 1
    count, done = 1, 0
    crossed = np.zeros(masks.size, np.int64)  # for every corner the constraints whose edges have led to it
    support, replies = np.empty(m, np.int64), np.empty(n, np.int64)
    system, inverse = np.empty((m + 1, m + 1)), np.empty((m + 1, m + 1))
    swaps, step = np.empty(m + 1, np.int64), np.empty(m + 1)
    slacks, rates = np.empty(n), np.empty(n)
    while done < count:
        mask = masks[done]
        size = _set_out(scaled, mask, support, replies, system)
        # As many replies as strategies are played, or it is no simple corner: then exact enumeration goes on.
        if size == 0 or not _invert(system, size, inverse, swaps):
            return -1
        error = _error_bound(system, inverse, size, step)
        if not _is_corner(scaled, mask, size, support, inverse, error, slacks):
            return -1
        for label in range(m + n):
            # A pure strategy's best reply leads to where nobody is: up, without end.
            if not mask >> label & 1 or crossed[done] >> label & 1 or (label >= m and size == 2):
                continue
            _set_step(scaled, label, size, replies, inverse, step)
            entering = _next(scaled, mask, label, size, support, inverse, slacks, step, rates)
            if entering < 0:
                return -1
            other = mask ^ (_ONE << label) ^ (_ONE << entering)
            place = _place(other, masks, places)
            if places[place] == 0:
                if count == masks.size:
                    return -1
                masks[count] = other
                count += 1
                places[place] = count
            # The same edge leads back from there.
            crossed[places[place] - 1] |= _ONE << entering
        done += 1
    return count


@_COMPILER.inner
def _scale(gains: FloatArray, scaled: FloatArray) -> bool:
    """Divide by a power of two, so that no number exceeds 1 in size; say whether that is exact."""
    largest = 0.0
    for i in range(gains.shape[0]):
        for j in range(gains.shape[1]):
            largest = max(largest, abs(gains[i, j]))
    power = frexp(largest)[1]
    for i in range(gains.shape[0]):
        for j in range(gains.shape[1]):
            # A power of two changes no digit, unless a small number falls below the least that float64 holds.
            scaled[i, j] = ldexp(gains[i, j], -power)
            if ldexp(scaled[i, j], power) != gains[i, j]:
                return False
    return True


@_COMPILER.inner
def _set_out(scaled: FloatArray, mask: int, support: IntArray, replies: IntArray, system: Any) -> int:
    """Set out the equations of a corner in what is played and earned; return how many, 0 if not as many."""
    m, n = scaled.shape
    played, best = 0, 0
    for i in range(m):
        if not mask >> i & 1:
            support[played] = i
            played += 1
    for j in range(n):
        if mask >> (m + j) & 1:
            replies[best] = j
            best += 1
    if played != best:
        return 0
    for r in range(played):
        for s in range(played):
            system[r, s] = -scaled[support[s], replies[r]]
        # What is earned stands in the last column, and that the weights add up to 1 in the last row.
        system[r, played], system[played, r] = 1.0, 1.0
    system[played, played] = 0.0
    return played + 1


@_COMPILER.inner
def _invert(system: Any, size: int, inverse: Any, swaps: IntArray) -> bool:
    """Invert a matrix approximately, in place, with partial pivoting."""
    for r in range(size):
        for c in range(size):
            inverse[r, c] = system[r, c]
    for c in range(size):
        pivot = c
        for r in range(c + 1, size):
            if abs(inverse[r, c]) > abs(inverse[pivot, c]):
                pivot = r
        swaps[c] = pivot
        if inverse[pivot, c] == 0.0:
            return False
        if pivot != c:
            for k in range(size):
                inverse[c, k], inverse[pivot, k] = inverse[pivot, k], inverse[c, k]
        factor = 1.0 / inverse[c, c]
        # Gauss and Jordan in place: the column that becomes a unit vector makes room for the inverse's.
        inverse[c, c] = 1.0
        for k in range(size):
            inverse[c, k] *= factor
        for r in range(size):
            if r != c:
                factor = inverse[r, c]
                inverse[r, c] = 0.0
                for k in range(size):
                    inverse[r, k] -= factor * inverse[c, k]
    for c in range(size - 1, -1, -1):
        if swaps[c] != c:
            for r in range(size):
                inverse[r, c], inverse[r, swaps[c]] = inverse[r, swaps[c]], inverse[r, c]
    return True


@_COMPILER.inner
def _error_bound(system: Any, inverse: Any, size: int, units: FloatArray) -> float:
    """Bound how far the last column of an inverse is from the true one (Rump 2010, Theorem 10.2).

    No entry of the system exceeds 1 in size. The bound is infinite where there may be no inverse.
    """
    last = size - 1
    norm, defects, missing, largest = 0.0, 0.0, 0.0, 0.0
    for r in range(size):
        row, defect = 0.0, 0.0
        residual = -1.0 if r == last else 0.0
        for c in range(size):
            units[c] = -1.0 if r == c else 0.0
        for k in range(size):
            for c in range(size):
                units[c] += inverse[r, k] * system[k, c]
        for c in range(size):
            row += abs(inverse[r, c])
            residual += system[r, c] * inverse[c, last]
            defect += abs(units[c])
        norm, defects, missing = max(norm, row), max(defects, defect), max(missing, abs(residual))
        largest = max(largest, abs(inverse[r, last]))
    rounding = (size + 4) * _ROUNDOFF
    if not defects + size * rounding * (norm + 1.0) < 0.4:  # which NaN fails
        return np.inf
    # Twice is more than 1 / (1 - 0.4), and makes up for the rounding of the bound itself.
    return 2.0 * norm * (missing + rounding * (size * largest + 1.0))


@_COMPILER.inner
def _is_corner(
    scaled: FloatArray,
    mask: int,
    size: int,
    support: IntArray,
    inverse: Any,
    error: float,
    slacks: FloatArray,
) -> bool:
    """Say whether no constraint but these is tight at their point; fill in how far off the replies are."""
    m, n = scaled.shape
    last = size - 1
    largest = 0.0
    for r in range(size):
        largest = max(largest, abs(inverse[r, last]))
    # A constraint has as many coefficients as the system, and they too are at most 1 in size.
    least = size * (error + (size + 4) * _ROUNDOFF * largest)
    clear = True
    for s in range(last):
        # Strictly inside by more than all errors together: then the exact corner has the same tight
        # constraints.
        clear &= inverse[s, last] > least
    for j in range(n):
        slacks[j] = inverse[last, last]
    for s in range(last):
        for j in range(n):
            slacks[j] -= inverse[s, last] * scaled[support[s], j]
    for j in range(n):
        clear &= mask >> (m + j) & 1 == 1 or slacks[j] > least
    return clear


@_COMPILER.inner
def _set_step(
    scaled: FloatArray, label: int, size: int, replies: IntArray, inverse: Any, step: FloatArray
) -> None:
    """Say how the weights and what is earned change as one constraint is left and the others stay tight."""
    m, last = scaled.shape[0], size - 1
    if label >= m:
        place = 0
        while replies[place] != label - m:
            place += 1
        for r in range(size):
            step[r] = inverse[r, place]
        return
    for r in range(size):
        step[r] = -inverse[r, last]
        for k in range(last):
            step[r] += inverse[r, k] * scaled[label, replies[k]]


@_COMPILER.inner
def _next(
    scaled: FloatArray, mask: int, label: int, size: int, support: IntArray, inverse: Any,
    slacks: FloatArray, step: FloatArray, rates: FloatArray,
) -> int:  # fmt: skip
    """Return the constraint that is met first along an edge; -1 if there is none."""
    m, n = scaled.shape
    last = size - 1
    # No proof is needed of which is met first: a wrong one is no corner of the region, and is found out
    # there.
    entering, nearest = -1, np.inf
    for s in range(last):
        # Compared by products, so that nothing is divided unless it is the nearest so far.
        if step[s] < 0.0 and inverse[s, last] < -nearest * step[s]:
            entering, nearest = support[s], -inverse[s, last] / step[s]
    for j in range(n):
        rates[j] = step[last] - (scaled[label, j] if label < m else 0.0)
    for s in range(last):
        for j in range(n):
            rates[j] -= step[s] * scaled[support[s], j]
    for j in range(n):
        if rates[j] < 0.0 and slacks[j] < -nearest * rates[j] and not mask >> (m + j) & 1:
            entering, nearest = m + j, -slacks[j] / rates[j]
    return entering
