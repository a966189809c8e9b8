"""One equilibrium of a two-player game, exactly, however large the game: Lemke and Howson's path.

Ties are broken lexicographically, as if the payoffs were moved by ever smaller amounts, so that the path does
not return to where it was and ends at an equilibrium; all numbers are integers, so that it cannot get lost.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

#: Some paths are exponentially long where others are short: each is followed so far before the next is tried,
#: then all of them ten times as far.
_FIRST: Final = 500


class _Tableau:
    """One player's half: the strategies' weights and the slacks of the opponent's payoffs, which are below 1.

    Parameters
    ----------
    gains : sequence of sequences of int
        What each of the opponent's strategies earns against each of the player's; positive.
    own, slack : sequence of int
        The labels of the player's strategies and of the opponent's.
    """

    def __init__(self, gains: Sequence[Sequence[int]], own: Sequence[int], slack: Sequence[int]) -> None:
        self.lines: NDArray[Any] = np.zeros((len(slack), len(own) + len(slack) + 1), dtype=object)
        self.lines[:, list(own)] = np.array(gains, dtype=object)
        self.lines[range(len(slack)), list(slack)] = 1
        self.lines[:, -1] = 1
        self.basis = list(slack)
        # Ties are broken as if the right-hand side were 1 plus ever higher powers of a small number, one a
        # slack.
        self.order = [len(own) + len(slack), *slack]
        self.unit = 1

    def exchange(self, entering: int) -> int:
        """Let the variable of a label enter the basis; return the label that leaves."""
        column = self.lines[:, entering]
        # Only where the entering variable lowers the others can one of them become zero; one does, as the
        # polytope is bounded.
        rows = [r for r, x in enumerate(column) if x > 0]
        for place in self.order:  # the least ratio, and among equal ones the next column's
            ratios = [Fraction(self.lines[r, place], column[r]) for r in rows]
            least = min(ratios)
            rows = [r for r, ratio in zip(rows, ratios, strict=True) if ratio == least]
            if len(rows) == 1:
                break
        row = rows[0]
        pivot, top = column[row], self.lines[row].copy()
        self.lines = (self.lines * pivot - np.outer(column, top)) // self.unit  # divides without a rest
        self.lines[row] = top
        self.unit = pivot
        leaving, self.basis[row] = self.basis[row], entering
        return leaving

    def weights(self, own: Sequence[int]) -> list[int]:
        """Return the weights of the player's strategies."""
        found = {label: int(line[-1]) for label, line in zip(self.basis, self.lines, strict=True)}
        return [found.get(label, 0) for label in own]


def one_equilibrium(
    A: Sequence[Sequence[int]], B: Sequence[Sequence[int]], *, deadline: float = float("inf")
) -> tuple[list[int], list[int]] | None:
    """Return the weights of an extreme equilibrium; None only if the time is up before.

    Parameters
    ----------
    A, B : sequence of sequences of int
        What the row and the column player get, all positive.
    deadline : float
        When to give up, by ``time.monotonic``.

    Notes
    -----
    Lemke and Howson 1964, "Equilibrium points of bimatrix games"; the lexicographic rule after von Stengel
    2002, "Computing equilibria for two-person games".

    Examples
    --------
    >>> one_equilibrium([[3, 1], [1, 2]], [[2, 1], [1, 3]])
    ([1, 0], [1, 0])
    """
    m, n = len(A), len(A[0])
    for power in count():
        for label in range(m + n):
            found = _path(A, B, label, _FIRST * 10**power, deadline)
            if found is not None:
                return found
            if time.monotonic() >= deadline:
                return None
    return None


def _path(
    A: Sequence[Sequence[int]], B: Sequence[Sequence[int]], label: int, most: int, deadline: float
) -> tuple[list[int], list[int]] | None:
    """Follow the path that leaves a label; None if it is longer than so many steps."""
    m, n = len(A), len(A[0])
    rows, columns = range(m), range(m, m + n)
    ours = _Tableau([list(line) for line in zip(*B, strict=True)], rows, columns)
    theirs = _Tableau(A, columns, rows)
    # The variable that enters must be one of the half in which it is not basic yet: the weights of the row
    # player stand in the first.
    at, other = (ours, theirs) if label < m else (theirs, ours)
    entering = label
    for _ in range(most):
        entering = at.exchange(entering)
        # The label that was given up has come back: every label is carried again.
        if entering == label:
            return ours.weights(rows), theirs.weights(columns)
        at, other = other, at
        if time.monotonic() >= deadline:
            return None
    return None
