"""Raise rationality from 0 in one game after another, by predictor and Newton's corrector, compiled.

Each player's likeliest strategy is taken out of the equations: that probabilities sum to one says what it
does, which leaves fewer unknowns and a determinant of the same sign. Every game is worked on by itself, so
that its answer does not depend on the games beside it; batches in numpy took twelve times as long.
"""

from __future__ import annotations

import numpy as np

from belarusgame.base.arithmetic import eliminate
from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.solve.logit.arrays import Buffers, Layout
from belarusgame.solve.logit.compile_logit import entry, inner
from belarusgame.solve.logit.equations import respond

#: The farthest that Newton's first move may go, and the distance that steps aim at.
FARTHEST_CORRECTION = 0.3
AIMED_CORRECTION = 0.1
#: A game whose steps become shorter than this part of the way is left to the path: its branch may fold.
SHORTEST_SHARE = 1e-4
#: How far Newton's last move may be on the way; what is left is then far below what matters to the next step.
ENOUGH = 1e-3
EPSILON = float(np.finfo(float).eps)


@entry
def raise_rationality(
    at: Layout, target: FloatArray, buffers: Buffers, z: FloatArray, stalled: BoolArray
) -> None:
    """Fill in the log-probabilities that each game's branch first has at its target, or where it stalled."""
    for game in range(target.shape[0]):
        stalled[game] = _raise(at, game, target[game], buffers, z[game])


@inner
def _raise(at: Layout, game: int, target: float, buffers: Buffers, z: FloatArray) -> bool:
    """Raise one game's rationality in steps; return whether they became too short."""
    z[:] = at.log_base[game]
    buffers.guess[:] = z
    buffers.work[: at.tensors.shape[1]] = at.tensors[game]
    # At rationality 0 the branch is the base measure: nothing has to be solved for.
    level, step, last_length = 0.0, min(1.0, target), 0.0
    _linearise(at, game, 0.0, buffers)
    buffers.before[:] = buffers.tangent
    while level < target:
        step = min(step, target - level)
        # The last goal is the target itself, not a sum that rounding has moved.
        goal = target if step >= target - level else level + step
        _predict(z, goal - level, last_length, buffers)
        correction = _correct(at, game, goal, goal >= target, buffers)
        if correction >= 0.0:
            z[:] = buffers.guess
            buffers.earlier[:] = buffers.before
            buffers.before[:] = buffers.tangent
            last_length, level = goal - level, goal
            # The prediction's error grows with the square of the step, hence the root; never by much at once.
            step *= min(max(np.sqrt(AIMED_CORRECTION / max(correction, 1e-12)), 0.5), 2.5)
        else:
            step *= 0.4
            if step < SHORTEST_SHARE * target:
                return True
    return False


@inner
def _predict(z: FloatArray, length: float, last_length: float, buffers: Buffers) -> None:
    """Go along the tangent, bent as it has turned on the step before."""
    # The difference of two tangents over the last step stands for the second derivative.
    bend = 0.5 * length / last_length if last_length > 0.0 else 0.0
    for e in range(z.shape[0]):
        turned = buffers.before[e] - buffers.earlier[e]
        buffers.guess[e] = z[e] + length * (buffers.before[e] + bend * turned)


@inner
def _correct(at: Layout, game: int, level: float, last: bool, buffers: Buffers) -> float:
    """Bring the guess to the branch by Newton's method; return its first move, or -1 if that goes badly.

    The last point of a game is corrected in full.
    """
    highest = level
    for e in range(buffers.guess.shape[0]):
        highest = max(highest, abs(buffers.guess[e]))
    enough = 1e-11 + 16.0 * EPSILON * highest if last else ENOUGH
    first = previous = np.inf
    for iteration in range(6):
        regular = _linearise(at, game, level, buffers)
        size = _move(at, buffers)
        first = size if iteration == 0 else first
        # Written with "not", so that what is not a number is refused.
        if not (size <= max(0.5 * previous, enough) and first <= FARTHEST_CORRECTION):
            return -1.0
        # The determinant is positive on the branch up to its first turning point: else this is another one.
        if size <= enough:
            return first if regular else -1.0
        previous = size
    return -1.0


@inner
def _move(at: Layout, buffers: Buffers) -> float:
    """Make Newton's move, which stands in the first of the sides; return its greatest entry."""
    row, size = 0, 0.0
    for i in range(at.counts.shape[0]):
        likeliest = buffers.likeliest[i]
        rest = buffers.excess[i]
        for e in range(at.begin[i], at.begin[i + 1]):
            if e != likeliest:
                move = buffers.sides[row, 0]
                rest -= buffers.probabilities[e] / buffers.probabilities[likeliest] * move
                buffers.guess[e] -= move
                # Not max(): what is not a number must not get lost.
                size = abs(move) if not abs(move) <= size else size
                row += 1
        buffers.guess[likeliest] -= rest
        size = abs(rest) if not abs(rest) <= size else size
    return size


@inner
def _linearise(at: Layout, game: int, level: float, buffers: Buffers) -> bool:
    """Solve the equations' linearisation at the guess; return whether its determinant is positive."""
    respond(at, buffers)
    row = 0
    for i in range(at.counts.shape[0]):
        for e in range(at.begin[i], at.begin[i + 1]):
            if e != buffers.likeliest[i]:
                _equation(at, game, level, i, e, row, buffers)
                row += 1
    # One elimination for two sides: Newton's move, and the tangent by rationality.
    sign = eliminate(buffers.matrix, buffers.sides)
    row = 0
    for i in range(at.counts.shape[0]):
        likeliest = buffers.likeliest[i]
        rest = 0.0
        for e in range(at.begin[i], at.begin[i + 1]):
            if e != likeliest:
                buffers.tangent[e] = -buffers.sides[row, 1]
                rest -= buffers.probabilities[e] / buffers.probabilities[likeliest] * buffers.tangent[e]
                row += 1
        buffers.tangent[likeliest] = rest
    return sign > 0.0


@inner
def _equation(at: Layout, game: int, level: float, i: int, e: int, row: int, buffers: Buffers) -> None:
    """Fill in the equation of one entry: its log-odds against its player's likeliest are the response's."""
    likeliest, base = buffers.likeliest[i], at.log_base[game]
    gain = buffers.earned[e] - buffers.earned[likeliest]
    value = buffers.guess[e] - buffers.guess[likeliest] - (base[e] - base[likeliest]) - level * gain
    column = 0
    for j in range(at.counts.shape[0]):
        other = buffers.likeliest[j]
        # The likeliest strategy's move is taken out: its constant part, the excess, joins the value, and what
        # it owes to the others joins their columns.
        common = buffers.effects[other, e] - buffers.effects[other, likeliest]
        if j == i:
            value += buffers.excess[j]
        else:
            value += level * buffers.probabilities[other] * common * buffers.excess[j]
        for a in range(at.begin[j], at.begin[j + 1]):
            if a == other:
                continue
            if j == i:
                change = buffers.probabilities[a] / buffers.probabilities[other] + (1.0 if a == e else 0.0)
            else:
                effect = buffers.effects[a, e] - buffers.effects[a, likeliest] - common
                change = -level * buffers.probabilities[a] * effect
            buffers.matrix[row, column] = change
            column += 1
    buffers.sides[row, 0] = value
    buffers.sides[row, 1] = -gain
