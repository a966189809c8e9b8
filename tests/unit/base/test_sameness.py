"""Records are the same only down to their last field, and in kind."""

from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.base.sameness import differing, same


@dataclass(frozen=True, eq=False)
class Record:
    name: str
    value: object


@pytest.mark.parametrize(
    "value",
    [1, None, "a", Fraction(1, 3), (1, (2,)), {"a": [1]}, np.array([[1.0, 2.0]]), Record("x", {"y": (1,)})],
)
def test_a_value_is_the_same_as_its_copy(value):
    assert same(value, deepcopy(value))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (Fraction(1), 1),
        (0.0, None),
        ("ab", ("a", "b")),
        ((1, 2), [1, 2]),
        ((1, 2), (1, 2, 3)),
        ((1, 2), (2, 1)),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1}, {"b": 1}),
        (float("nan"), np.float64("nan")),
        (np.array([1.0]), np.array([1])),
        (np.array([1.0, 2.0]), np.array([1.0, 3.0])),
        (Record("x", (1,)), Record("x", (1.0,))),
    ],
)
def test_what_differs_in_kind_or_value_is_not_the_same(one, other):
    assert not same(one, other)
    assert not same(other, one)


def test_a_mapping_is_the_same_in_any_order():
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})


def test_the_fields_that_differ_are_named():
    (found,) = differing(Record("x", 1), {"name": "x", "value": 2})
    assert found == "value = 1, but from the certificate follows 2"
