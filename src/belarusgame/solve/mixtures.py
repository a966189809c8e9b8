"""Which mixtures win: a linear program guesses, exact arithmetic decides.

The questions come as tables of exact numbers. Is a strategy strictly dominated? The table holds what each
other strategy earns more, against everything that the opponents can do: a mixture of rows that is positive in
every column proves that it is, and a belief, a mixture of columns under which no row is positive, proves that
it is not. One of the two always exists (Pearce 1984, lemma 3; lemma 4 is the same for weak dominance). Both
are looked for in floating point, and only what passes the test in rational arithmetic counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.solve.maximin import combine, floats, fractions_near, maximin

Differences: TypeAlias = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether there is a mixture of the kind that was asked for."""

    mixture: tuple[Fraction, ...] | None = None  #: one weight a row: the mixture, verified
    decided: bool = True  #: False if neither a mixture nor a belief that excludes it could be verified


def winning_mixture(differences: Differences) -> Verdict:
    """Decide whether some mixture of the rows is positive in every column."""
    signs = _signs(differences)
    # A column in which no row wins is a belief that excludes every mixture.
    if signs.size == 0 or np.any(np.all(signs <= 0, axis=0)):
        return Verdict()
    for row in np.flatnonzero(np.all(signs > 0, axis=1)).tolist():
        return Verdict(mixture=_alone(row, len(signs)))
    for numbers, weights in _scalings(differences):
        answer = maximin(numbers.T)
        if answer.status != "optimal":
            continue
        for mixture in fractions_near(answer.point):
            if min(combine(mixture, differences)) > 0:
                return Verdict(mixture=tuple(mixture))
        for belief in _beliefs(answer.shares * weights):
            if max(combine(belief, differences.T)) <= 0:
                return Verdict()
    return Verdict(decided=False)


def harmless_mixture(differences: Differences) -> Verdict:
    """Decide whether some mixture of the rows is nowhere negative and somewhere positive.

    The belief that proves the contrary must give every column a positive weight.
    """
    signs = _signs(differences)
    for row in np.flatnonzero(np.all(signs >= 0, axis=1) & np.any(signs > 0, axis=1)).tolist():
        return Verdict(mixture=_alone(row, len(signs)))
    other = np.flatnonzero(np.any(signs != 0, axis=1))
    if other.size == 0 or np.any(np.all(signs[other] < 0, axis=0)):  # the only best reply, and so nearby
        return Verdict()
    # What is positive everywhere is the easier question, and answers this one too.
    winning = winning_mixture(differences)
    if winning.mixture is not None:
        return winning
    for numbers, weights in _scalings(differences[other]):
        for belief in _open_beliefs(numbers, weights):
            if min(belief) > 0 and max(combine(belief, differences[other].T)) <= 0:
                return Verdict()
        for mixture in _mixtures_without_loss(numbers):
            sums = combine(mixture, differences[other])
            if min(sums) >= 0 and max(sums) > 0:
                return Verdict(mixture=_spread(mixture, other.tolist(), len(signs)))
    return Verdict(decided=False)


def _signs(differences: Differences) -> NDArray[np.int64]:
    """Return the exact sign of every difference."""
    return (differences > 0).astype(np.int64) - (differences < 0).astype(np.int64)


def _alone(row: int, count: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(row == other)) for other in range(count))


def _spread(weights: Sequence[Fraction], rows: Sequence[int], count: int) -> tuple[Fraction, ...]:
    """Return weights of some rows as weights of all of them."""
    given = dict(zip(rows, weights, strict=True))
    return tuple(given.get(row, Fraction(0)) for row in range(count))


def _scalings(differences: Differences) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Show the differences in floating point: in the payoffs' own proportions first, then column by column.

    The second makes small stakes visible beside large ones; what dominates does not depend on it. Beside the
    numbers stand the weights that turn a belief about scaled columns into one about the columns as they are.
    """
    yield floats(differences), np.ones(differences.shape[1])
    peaks = [max(abs(value) for value in column) or Fraction(1) for column in differences.T]
    if len(set(peaks)) > 1:
        scaled = differences / np.array(peaks, dtype=object)
        yield floats(scaled), floats([min(peaks) / peak for peak in peaks])


def _beliefs(weights: FloatArray) -> Iterator[list[Fraction]]:
    if weights.sum() > 0.0:
        yield from fractions_near(weights / weights.sum())


def _open_beliefs(numbers: FloatArray, weights: FloatArray) -> Iterator[list[Fraction]]:
    """Propose beliefs of full support under which no row pays.

    Where every row can be made to lose, rounding does no harm; where some row can only break even, the belief
    is at least put as far from zero as it can be.
    """
    full = np.eye(numbers.shape[1])
    for answer in (maximin(np.vstack([full, -numbers])), maximin(full, numbers)):
        if answer.status == "optimal":
            yield from _beliefs(answer.point * weights)


def _mixtures_without_loss(numbers: FloatArray) -> Iterator[list[Fraction]]:
    """Propose mixtures that lose nowhere, with the largest gain in total."""
    answer = maximin(numbers.sum(axis=1), -numbers.T)
    if answer.status == "optimal":
        yield from fractions_near(answer.point)
