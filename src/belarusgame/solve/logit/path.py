"""Follow the principal branch of one game by its length, around its turning points.

The branch is a curve of points ``(z, rationality)``; predictor and corrector follow its own length, so that a
point where rationality stops growing and shrinks for a while is nothing special (Allgower and Georg 1990,
chapters 2 to 6; Turocy 2005). Rationality is measured here in units of 1 over the game's payoff scale.
Sums and systems are those of :mod:`belarusgame.base.arithmetic`, because numpy's libraries differ in the last
bits from one processor to another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from belarusgame.base.arithmetic import dot, exponentials, negative_eigenvalues, solve
from belarusgame.base.labels import FloatArray
from belarusgame.solve.logit.system import LogitSystem

#: The farthest that the corrector may move a predicted point.
FARTHEST_CORRECTION = 0.25
#: The distance that steps aim at.
AIMED_CORRECTION = 0.05
#: Two neighbouring tangents must not be farther apart than this cosine.
LEAST_COSINE = 0.94
#: Newton's moves must at least halve.
SLOWEST_CONTRACTION = 0.5
#: A change of orientation that survives steps this short, relative to 1 + rationality, is a singular point.
SHORTEST_STEP = 1e-6
#: Moves of the corrector as small as this lead to no other branch, whatever their ratio.
HARMLESS_MOVE = 1e-3
#: Where the inverse of the derivative is larger than one over this, two eigenvalues are taken to vanish.
SINGULAR = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurvePoint:
    """One point of the branch."""

    place: FloatArray  #: the log-probabilities, then the rationality
    tangent: FloatArray  #: the direction of travel, of length 1
    #: The sign of the determinant of the derivative bordered by the tangent; it changes only where branches
    #: meet.
    orientation: int
    unstable: int  #: how many eigenvalues of the derivative by ``z`` have a negative real part
    #: One over the Frobenius norm of the bordered derivative's inverse: 0 where branches meet.
    regularity: float
    correction: float = 0.0  #: how far the corrector had to move the prediction
    length: float = 0.0  #: the length of the step from the point before

    @property
    def rationality(self) -> float:
        """How sharply players tell better from worse, in units of 1 over the payoff scale."""
        return float(self.place[-1])


@dataclass(slots=True, kw_only=True, eq=False)
class BranchTrace:
    """The branch as far as it was followed."""

    #: In the order of travel; between two neighbours rationality only grows or only shrinks.
    points: list[CurvePoint]
    #: Positions in ``points`` at which rationality turns.
    turning: list[int] = field(default_factory=list[int])
    #: Rationalities near which other branches meet this one.
    singular: list[float] = field(default_factory=list[float])
    stopped: str = ""  #: why it ended early; empty if it did not


def follow(system: LogitSystem, *, end: float, max_steps: int) -> BranchTrace:
    """Follow the branch from rationality 0 until rationality first reaches ``end``."""
    here = _start(system)
    trace = BranchTrace(points=[here])
    length = 0.1
    for _ in range(max_steps):
        if here.rationality >= end:
            return trace
        trial = _step(system, here, length)
        shortest = SHORTEST_STEP * (1.0 + abs(here.rationality))
        if trial is None or (trial.orientation != here.orientation and length > shortest):
            # Either the step was too long, or it may have landed on another branch: look closer.
            length *= 0.5
            if length < 1e-3 * shortest:
                trace.stopped = "no shorter step leads on"
                return trace
            continue
        if trial.orientation != here.orientation:
            trace.singular.append(trial.rationality)
        elif (meeting := _even_meeting(system, here, trial)) is not None:
            trace.singular.append(meeting)
        _record(system, trace, here, trial)
        # The error of a tangent grows with the square of the step (Allgower and Georg 1990, chapter 6).
        growth = np.sqrt(AIMED_CORRECTION / max(trial.correction, 1e-12))
        length = trial.length * float(np.clip(growth, 0.5, 2.0))
        here = trial
    if here.rationality < end:
        trace.stopped = f"max_steps = {max_steps} was used up"
    return trace


def reach(system: LogitSystem, before: CurvePoint, after: CurvePoint, rationality: float) -> FloatArray:
    """Return the log-probabilities between two neighbouring points at a rationality between theirs."""

    def miss(length: float) -> float:
        return _between(system, before, after, length).rationality - rationality

    tolerance = 4.0 * np.finfo(float).eps * (1.0 + rationality)
    length = _root(
        miss, after.length, before.rationality - rationality, after.rationality - rationality, tolerance
    )
    place = _between(system, before, after, length).place.copy()
    # Newton at the rationality itself, unless it is singular there (at a turning point it is).
    for _ in range(3):
        residual, by_z, _ = system.evaluate(place[None, :-1], np.array([rationality]))
        move, sign = solve(by_z[0], residual[0][:, None])
        if sign == 0.0 or np.abs(move).max() > 1e-6:
            return place[:-1]
        place[:-1] -= move[:, 0]
    return place[:-1]


def cut(system: LogitSystem, trace: BranchTrace, end: float) -> None:
    """Replace the last point, which lies beyond the end, by the point at the end."""
    if len(trace.points) > 1:
        before, after = trace.points[-2:]
        place = np.append(reach(system, before, after, end), end)
        trace.points[-1] = replace(after, place=place)


def crossings(system: LogitSystem, trace: BranchTrace, rationality: float) -> list[tuple[FloatArray, bool]]:
    """Return the points of the branch at a rationality, in path order, each with its direction."""
    found: list[tuple[FloatArray, bool]] = []
    for before, after in zip(trace.points, trace.points[1:], strict=False):
        low, high = sorted((before.rationality, after.rationality))
        if low <= rationality <= high and low < high:
            z = reach(system, before, after, rationality)
            # Where the branch turns, or a point of it lies at the rationality asked for, two steps share it.
            if not found or np.abs(exponentials(found[-1][0]) - exponentials(z)).max() > 1e-7:
                found.append((z, after.rationality > before.rationality))
    return found


def _start(system: LogitSystem) -> CurvePoint:
    place = np.append(system.log_base[0], 0.0)
    towards = np.zeros_like(place)
    towards[-1] = 1.0
    return _point(system, place, towards)


def _bordered(system: LogitSystem, place: FloatArray, row: FloatArray) -> tuple[FloatArray, FloatArray]:
    residual, by_z, by_rationality = system.evaluate(place[None, :-1], place[-1:])
    matrix = np.empty((len(row), len(row)))
    matrix[:-1, :-1], matrix[:-1, -1], matrix[-1] = by_z[0], by_rationality[0], row
    return residual[0], matrix


def _point(system: LogitSystem, place: FloatArray, towards: FloatArray) -> CurvePoint:
    """Describe the branch at a place, travelling in roughly the given direction."""
    _, matrix = _bordered(system, place, towards)
    derivative = system.response_derivative(place[:-1], matrix[:-1, :-1])
    unstable = negative_eigenvalues(derivative)
    inverse, orientation = solve(matrix, np.eye(len(matrix)))
    if orientation == 0.0:  # exactly on a singular point: keep going straight
        return CurvePoint(place=place, tangent=towards, orientation=0, unstable=unstable, regularity=0.0)
    # The last column of the inverse solves the equations' derivative for zero: it is the tangent.
    last, whole = np.ascontiguousarray(inverse[:, -1]), inverse.ravel()
    return CurvePoint(
        place=place,
        tangent=last / np.sqrt(dot(last, last)),
        orientation=int(orientation),
        unstable=unstable,
        regularity=1.0 / float(np.sqrt(dot(whole, whole))),
    )


def _correct(system: LogitSystem, guess: FloatArray, tangent: FloatArray) -> tuple[FloatArray, float] | None:
    """Bring a prediction back to the branch, at right angles to the tangent; None if that goes badly."""
    place, first, last = guess.copy(), 0.0, np.inf
    noise = 1e-11 + 16.0 * np.finfo(float).eps * float(np.abs(guess).max())
    for iteration in range(8):
        residual, matrix = _bordered(system, place, tangent)
        on_branch = bool(np.abs(residual).max() <= noise)
        if iteration == 0 and on_branch:
            return place, 0.0
        # The last row being the tangent, and its side 0, the move is at right angles to it.
        answers, sign = solve(matrix, np.append(residual, 0.0)[:, None])
        if sign == 0.0:
            return None
        move = answers[:, 0]
        # Far from 0, log-probabilities (and rationality) are large and linear, and matter by their ratios.
        size = float((np.abs(move) / np.maximum(1.0, 0.1 * np.abs(guess))).max())
        first = size if iteration == 0 else first
        if on_branch and size > SLOWEST_CONTRACTION * last:
            # Where branches meet the matrix is nearly singular: it turns the rounding of the residual into
            # moves that never become small. Waiting for them made the answer hang on the last bits.
            return place, first
        if not first <= FARTHEST_CORRECTION or size > max(SLOWEST_CONTRACTION * last, HARMLESS_MOVE):
            return None
        place -= move
        if size <= noise:
            return place, first
        last = size
    return None


def _step(system: LogitSystem, here: CurvePoint, length: float) -> CurvePoint | None:
    """Go a step along the branch; None if the step is too long to be trusted."""
    corrected = _correct(system, here.place + length * here.tangent, here.tangent)
    if corrected is None:
        return None
    point = _point(system, corrected[0], here.tangent)
    # A tangent that has turned this much may belong to another branch.
    if point.orientation == 0 or dot(point.tangent, here.tangent) < LEAST_COSINE:
        return None
    return replace(point, correction=corrected[1], length=length)


def _even_meeting(system: LogitSystem, here: CurvePoint, trial: CurvePoint) -> float | None:
    """Return where an even number of eigenvalues vanishes on a step, orientation staying as it was."""
    # An odd change turns the orientation, which is looked at elsewhere.
    change = abs(trial.unstable - here.unstable)
    if change == 0 or change % 2 == 1:
        return None
    low, high, ratio = 0.0, trial.length, 0.5 * (np.sqrt(5.0) - 1.0)
    for _ in range(45):  # golden section on the regularity: a complex pair that crosses leaves it positive
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if _between(system, here, trial, left).regularity < _between(system, here, trial, right).regularity:
            high = right
        else:
            low = left
    lowest = _between(system, here, trial, 0.5 * (low + high))
    return lowest.rationality if lowest.regularity < SINGULAR else None


def _record(system: LogitSystem, trace: BranchTrace, here: CurvePoint, trial: CurvePoint) -> None:
    """Append a point, and before it the turning point if rationality turns on the way."""
    if here.tangent[-1] * trial.tangent[-1] < 0.0:
        length = _root(
            lambda length: float(_between(system, here, trial, length).tangent[-1]),
            trial.length,
            float(here.tangent[-1]),
            float(trial.tangent[-1]),
            1e-9,
        )
        turn = _between(system, here, trial, length)
        trace.turning.append(len(trace.points))
        trace.points.append(turn)
        # From the turning point on, lengths are measured along its own tangent.
        rest = dot(trial.place - turn.place, turn.tangent)
        trial = replace(trial, length=rest)
    trace.points.append(trial)


def _between(system: LogitSystem, before: CurvePoint, after: CurvePoint, length: float) -> CurvePoint:
    """Return the point of the branch at part of a step that was taken already."""
    if length >= after.length:
        return after
    share = length / after.length
    guess = (1.0 - share) * before.place + share * after.place
    corrected = _correct(system, guess, before.tangent)
    place = guess if corrected is None else corrected[0]
    return replace(_point(system, place, before.tangent), length=length)


def _root(
    function: Callable[[float], float], high: float, at_low: float, at_high: float, tolerance: float
) -> float:
    """Return where a function vanishes between 0 and ``high``, by the Illinois variant of false position."""
    low = 0.0
    if abs(at_low) <= tolerance or abs(at_high) <= tolerance:
        return low if abs(at_low) <= abs(at_high) else high
    middle = high
    for _ in range(100):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        value = function(middle)
        if abs(value) <= tolerance or abs(high - low) <= 1e-15 * (1.0 + high):
            break
        if value * at_high < 0.0:
            low, at_low = high, at_high
        else:
            # False position may move one end only, ever more slowly: the value at the other end is halved
            # until it moves.
            at_low *= 0.5
        high, at_high = middle, value
    return middle
