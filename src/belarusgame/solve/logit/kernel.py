"""Raising rationality in one game after another, compiled: see :func:`belarusgame.solve.logit.logit`.

The equations are those of ``_logit_system``, from which each player's likeliest strategy is taken out: that
probabilities sum to one says what it does, which leaves fewer unknowns and a determinant of the same sign.
Every game is worked on by itself, so that its answer does not depend on the games beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from belarusgame.base.compiling import kept_on_disk
from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.solve.logit.arrays import Equations, PlaceArray, Room

__all__ = ["raise_rationality"]

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: The same bounds on a step as on the path, see ``_logit_path``.
FARTHEST_CORRECTION = 0.3
AIMED_CORRECTION = 0.1
#: A game whose steps become shorter than this part of the way is left to the path: its branch may fold.
SHORTEST_SHARE = 1e-4
#: How far Newton's last move may be on the way; what is left is then far below what matters to the next step.
ENOUGH = 1e-3
ONE = np.uint64(1)
EPSILON = float(np.finfo(float).eps)

#: What the machine code is made from.
SOURCES = ("solve/logit/*.py",)

#: IEEE arithmetic, without the lock on threads.
_SETTINGS: dict[str, Any] = {"error_model": "numpy", "nogil": True, "no_cfunc_wrapper": True}
_INNER: dict[str, Any] = {**_SETTINGS, "no_cpython_wrapper": True, "forceinline": True}


def _entry(function: _Function) -> _Function:
    return kept_on_disk(function, _SETTINGS, SOURCES)


def _inner(function: _Function) -> _Function:
    return cast(_Function, numba.njit(**_INNER)(function))


@_entry
def raise_rationality(
    at: Equations, target: FloatArray, room: Room, z: FloatArray, stalled: BoolArray
) -> None:
    """Fill in the log-probabilities that each game's branch first has at its target, or where it stalled."""
    for game in range(target.shape[0]):
        stalled[game] = _raise(at, game, target[game], room, z[game])


@_inner
def _raise(at: Equations, game: int, target: float, room: Room, z: FloatArray) -> bool:
    """Raise one game's rationality in steps; return whether they became too short."""
    z[:] = at.log_base[game]
    room.guess[:] = z
    room.work[: at.tensors.shape[1]] = at.tensors[game]
    level, step, last_length = 0.0, min(1.0, target), 0.0
    _linearise(at, game, 0.0, room)
    room.before[:] = room.tangent
    while level < target:
        step = min(step, target - level)
        goal = target if step >= target - level else level + step
        _predict(z, goal - level, last_length, room)
        correction = _correct(at, game, goal, goal >= target, room)
        if correction >= 0.0:
            z[:] = room.guess
            room.earlier[:] = room.before
            room.before[:] = room.tangent
            last_length, level = goal - level, goal
            step *= min(max(np.sqrt(AIMED_CORRECTION / max(correction, 1e-12)), 0.5), 2.5)
        else:
            step *= 0.4
            if step < SHORTEST_SHARE * target:
                return True
    return False


@_inner
def _predict(z: FloatArray, length: float, last_length: float, room: Room) -> None:
    """Go along the tangent, bent as it has turned on the step before."""
    bend = 0.5 * length / last_length if last_length > 0.0 else 0.0
    for e in range(z.shape[0]):
        turned = room.before[e] - room.earlier[e]
        room.guess[e] = z[e] + length * (room.before[e] + bend * turned)


@_inner
def _correct(at: Equations, game: int, level: float, last: bool, room: Room) -> float:
    """Bring the guess to the branch by Newton's method; return its first move, or -1 if that goes badly.

    The last point of a game is corrected in full.
    """
    highest = level
    for e in range(room.guess.shape[0]):
        highest = max(highest, abs(room.guess[e]))
    enough = 1e-11 + 16.0 * EPSILON * highest if last else ENOUGH
    first = previous = np.inf
    for iteration in range(6):
        regular = _linearise(at, game, level, room)
        size = _move(at, room)
        first = size if iteration == 0 else first
        if not (size <= max(0.5 * previous, enough) and first <= FARTHEST_CORRECTION):
            return -1.0
        if size <= enough:
            return first if regular else -1.0
        previous = size
    return -1.0


@_inner
def _move(at: Equations, room: Room) -> float:
    """Make Newton's move, which stands in the first of the sides; return its greatest entry."""
    row, size = 0, 0.0
    for i in range(at.counts.shape[0]):
        likeliest = room.likeliest[i]
        rest = room.excess[i]
        for e in range(at.begin[i], at.begin[i + 1]):
            if e != likeliest:
                move = room.sides[row, 0]
                rest -= room.probabilities[e] / room.probabilities[likeliest] * move
                room.guess[e] -= move
                # Not max(): what is not a number must not get lost.
                size = abs(move) if not abs(move) <= size else size
                row += 1
        room.guess[likeliest] -= rest
        size = abs(rest) if not abs(rest) <= size else size
    return size


@_inner
def _linearise(at: Equations, game: int, level: float, room: Room) -> bool:
    """Solve the equations' linearisation at the guess; return whether its determinant is positive."""
    _respond(at, room)
    row = 0
    for i in range(at.counts.shape[0]):
        for e in range(at.begin[i], at.begin[i + 1]):
            if e != room.likeliest[i]:
                _equation(at, game, level, i, e, row, room)
                row += 1
    sign = _eliminate(room.matrix, room.sides)
    row = 0
    for i in range(at.counts.shape[0]):
        likeliest = room.likeliest[i]
        rest = 0.0
        for e in range(at.begin[i], at.begin[i + 1]):
            if e != likeliest:
                room.tangent[e] = -room.sides[row, 1]
                rest -= room.probabilities[e] / room.probabilities[likeliest] * room.tangent[e]
                row += 1
        room.tangent[likeliest] = rest
    return sign > 0.0


@_inner
def _respond(at: Equations, room: Room) -> None:
    """Fill in probabilities, what they earn, and what every strategy gains from each of them."""
    for i in range(at.counts.shape[0]):
        likeliest, total = at.begin[i], 0.0
        for e in range(at.begin[i], at.begin[i + 1]):
            likeliest = e if room.guess[e] > room.guess[likeliest] else likeliest
            # A bad guess must not overflow; answers lie below 0.
            room.probabilities[e] = np.exp(min(room.guess[e], 1.0))
            total += room.probabilities[e]
        room.likeliest[i] = likeliest
        room.excess[i] = total * np.log(total) / room.probabilities[likeliest]
    _sum_up(at.sums, room.probabilities, room.work)


@_inner
def _sum_up(sums: PlaceArray, chances: FloatArray, work: FloatArray) -> None:
    """Do all sums of one point, in the order in which they are listed."""
    for k in range(sums.shape[0]):
        source, into, size, begin, count = sums[k, 0], sums[k, 1], sums[k, 2], sums[k, 3], sums[k, 4]
        for r in range(size):
            work[into + r] = chances[begin] * work[source + r]
        for a in range(ONE, count):
            chance, block = chances[begin + a], source + a * size
            for r in range(size):
                work[into + r] += chance * work[block + r]


@_inner
def _equation(at: Equations, game: int, level: float, i: int, e: int, row: int, room: Room) -> None:
    """Fill in the equation of one entry: its log-odds against its player's likeliest are the response's."""
    likeliest, base = room.likeliest[i], at.log_base[game]
    gain = room.earned[e] - room.earned[likeliest]
    value = room.guess[e] - room.guess[likeliest] - (base[e] - base[likeliest]) - level * gain
    column = 0
    for j in range(at.counts.shape[0]):
        other = room.likeliest[j]
        common = room.effects[other, e] - room.effects[other, likeliest]
        if j == i:
            value += room.excess[j]
        else:
            value += level * room.probabilities[other] * common * room.excess[j]
        for a in range(at.begin[j], at.begin[j + 1]):
            if a == other:
                continue
            if j == i:
                change = room.probabilities[a] / room.probabilities[other] + (1.0 if a == e else 0.0)
            else:
                effect = room.effects[a, e] - room.effects[a, likeliest] - common
                change = -level * room.probabilities[a] * effect
            room.matrix[row, column] = change
            column += 1
    room.sides[row, 0] = value
    room.sides[row, 1] = -gain


@_inner
def _eliminate(matrix: FloatArray, sides: FloatArray) -> float:
    """Solve for both sides in place by Gauss's elimination; return the sign of the determinant.

    Where a pivot vanishes, the answers are not numbers.
    """
    size, sign = matrix.shape[0], 1.0
    for k in range(size):
        pivot = k
        for r in range(k + 1, size):
            pivot = r if abs(matrix[r, k]) > abs(matrix[pivot, k]) else pivot
        if pivot != k:
            sign = -sign
            for c in range(k, size):
                matrix[k, c], matrix[pivot, c] = matrix[pivot, c], matrix[k, c]
            for c in range(2):
                sides[k, c], sides[pivot, c] = sides[pivot, c], sides[k, c]
        sign = sign if matrix[k, k] > 0.0 else -sign
        for r in range(k + 1, size):
            factor = matrix[r, k] / matrix[k, k]
            for c in range(k + 1, size):
                matrix[r, c] -= factor * matrix[k, c]
            for c in range(2):
                sides[r, c] -= factor * sides[k, c]
    for k in range(size - 1, -1, -1):
        for c in range(2):
            for r in range(k + 1, size):
                sides[k, c] -= matrix[k, r] * sides[r, c]
            sides[k, c] /= matrix[k, k]
    return sign
