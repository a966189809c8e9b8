"""The type of a bundle says where in its table each array is, and tells apart what must not be mixed up."""

from dataclasses import dataclass

import numpy as np
import pytest

from belarusgame.base.bundle import Bundle
from belarusgame.base.bundle_type import type_of_bundle
from belarusgame.errors import GameError

LINE, BLOCK, SINGLE = np.zeros(2), np.zeros((2, 3, 4)), np.zeros(())


@dataclass(frozen=True, kw_only=True, eq=False)
class Inside(Bundle):
    first: np.ndarray
    second: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Whole(Bundle):
    line: np.ndarray
    single: np.ndarray
    inside: Inside
    block: np.ndarray
    last: np.ndarray


@pytest.fixture(scope="module")
def whole():
    inside = Inside(first=np.ones(3), second=np.ones(5))
    return Whole(line=LINE, single=SINGLE, inside=inside, block=BLOCK, last=np.ones((1, 1)))


def test_an_array_takes_its_address_and_its_shape_and_a_bundle_its_address(whole):
    assert whole._numba_type_.places == {"line": 0, "single": 2, "inside": 3, "block": 4, "last": 8}


def test_the_table_holds_at_each_place_what_the_type_says(whole):
    table, places = whole._table, whole._numba_type_.places
    for name in ("line", "single", "block", "last"):
        array = getattr(whole, name)
        held = table[places[name] : places[name] + 1 + array.ndim].tolist()
        assert held == [array.ctypes.data, *array.shape]
    assert table[places["inside"]] == whole.inside.address
    assert table.size == places["last"] + 3


def test_bundles_of_the_same_kinds_of_arrays_are_of_one_type():
    assert type_of_bundle("A", {"x": LINE, "y": BLOCK}) == type_of_bundle(
        "A", {"x": np.ones(7), "y": np.ones((1, 1, 1))}
    )


@pytest.mark.parametrize(
    "other",
    [
        {"y": BLOCK, "x": LINE},  # which stands elsewhere
        {"x": LINE, "z": BLOCK},
        {"x": LINE.astype(np.int64), "y": BLOCK},
        {"x": LINE, "y": BLOCK[0]},
        {"x": LINE},
        {"x": LINE, "y": Inside(first=LINE, second=LINE)},
    ],
)
def test_bundles_that_differ_in_anything_are_of_two_types(other):
    assert type_of_bundle("A", {"x": LINE, "y": BLOCK}) != type_of_bundle("A", other)


def test_bundles_in_bundles_are_told_apart_by_what_is_in_them():
    def outer(flags):
        return type_of_bundle("A", {"x": Inside(first=LINE, second=flags)})

    assert outer(LINE) == outer(np.ones(9))
    assert outer(LINE) != outer(np.ones(9, dtype=np.uint8))


def test_the_name_stays_short_however_many_members_there_are():
    many = type_of_bundle("Many", {f"a_long_name_of_a_member_{k}": LINE for k in range(100)})
    assert many.name.startswith("Bundle(Many, ")
    assert len(many.name) == len("Bundle(Many, )") + 16


@pytest.mark.parametrize("array", [np.zeros(6)[::2], np.zeros((2, 3)).T], ids=["every second", "turned"])
def test_an_array_that_is_not_in_c_order_is_refused_by_name(array):
    with pytest.raises(GameError, match=r"^Inside\.flags: must be an array in C order"):
        type_of_bundle("Inside", {"line": LINE, "flags": array})
