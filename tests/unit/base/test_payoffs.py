from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.base.payoffs import payoff_arrays
from belarusgame.errors import GameError


@pytest.mark.parametrize(
    ("given", "exact"),
    [
        ([[1, -2, 3]], None),
        ([[True, False]], None),
        ([[0.1, 0.5]], None),
        (np.array([[2**53, 2**53 - 1]]), None),  # float64 holds both
        (np.array([[2**53 + 1, 3]]), [2**53 + 1, 3]),
        (np.array([[2**63 + 1, 3]], dtype=np.uint64), [2**63 + 1, 3]),
        ([[Fraction(1, 3), np.int64(-7)]], [Fraction(1, 3), Fraction(-7)]),
        ([[Decimal("0.1"), 0.5]], [Fraction(1, 10), Fraction(1, 2)]),
        ([[Decimal("1e-1000"), Decimal("0e-5000")]], [Fraction(1, 10**1000), Fraction(0)]),
    ],
)
def test_payoffs_are_kept_exactly_where_float64_would_not_do(given: Any, exact: list[Any] | None) -> None:
    floats, kept = payoff_arrays(given)
    assert floats.dtype == np.float64
    assert not floats.flags.writeable
    if exact is None:
        assert kept is None
        assert floats.tolist() == [[float(value) for value in np.ravel(given)]]
        return
    assert kept is not None
    assert not kept.flags.writeable
    assert kept.tolist() == [exact]
    assert all(type(value.numerator) is int for value in kept.flat)  # numpy's integers would overflow
    assert floats.tolist() == [[float(value) for value in exact]]


def test_a_decimal_too_small_to_be_written_out_is_refused() -> None:
    with pytest.raises(GameError, match="payoff 1e-1001 is not a finite number"):
        payoff_arrays([[Decimal("1e-1001"), 1]])


def test_every_player_needs_an_axis_and_an_array() -> None:
    assert payoff_arrays(np.zeros((1, 3)))[0].shape == (1, 3)
    assert payoff_arrays(np.zeros((3, 1, 2, 4)))[0].shape == (3, 1, 2, 4)
    for shape in ((2,), (1,), (2, 3), (2, 3, 4, 5), (3, 2, 2), (0, 2)):
        with pytest.raises(GameError, match="do not fit"):
            payoff_arrays(np.zeros(shape))
    with pytest.raises(GameError, match="every player needs at least one strategy"):
        payoff_arrays(np.zeros((2, 3, 0)))


def test_what_counts_as_a_mapping_and_as_a_sequence() -> None:
    assert [is_sequence(value) for value in ([], (1,), range(2), np.zeros(3), np.zeros((2, 2)))] == [True] * 5
    assert [is_sequence(value) for value in ("ab", b"ab", {1: 2}, {1}, 3, None, np.array(3.0))] == [False] * 7
    assert is_mapping({})
    assert not any(is_mapping(value) for value in ([], "ab", None, np.zeros(2)))
