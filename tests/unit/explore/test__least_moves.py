from fractions import Fraction

import numpy as np
import pytest

from belarusgame.explore._balls import Side
from belarusgame.explore._least_moves import LeastMoves

#: Two moves, from 0 to 1 each, that must add up to 1.
PROGRAM = LeastMoves(
    sides=tuple(Side(k=k, unit=Fraction(1), most=Fraction(1)) for k in range(2)),
    constraints=(({0: Fraction(1), 1: Fraction(1)}, Fraction(1)),),
)


def test_the_least_squares_share_the_way():
    assert PROGRAM.exact_squares() == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize(
    "held",
    [
        [0, 1],  # the sum, and the first move at 0: feasible, but the second move is then needlessly large
        [1, 2],  # the first move at 0 and at 1
    ],
)
def test_least_squares_that_are_not_least_are_not_called_so(held, monkeypatch):
    """Which constraints hold with equality is found in floating point, and checked."""
    active = np.isin(np.arange(5), held).astype(float)
    monkeypatch.setattr(LeastMoves, "_active", lambda _: active)
    assert PROGRAM.exact_squares() is None
