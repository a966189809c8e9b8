"""What is given to the functions that make statements: numbers read exactly, pairs the right way round."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame import assume
from belarusgame.assume.arguments import checked_parts, intervals


def test_a_number_is_both_ends_and_a_pair_is_the_least_and_the_greatest():
    assert intervals("weights", {"a.b": 0.1, "a.c": [0, Fraction(1, 3)], "a.d": (2, 2)}) == {
        "a.b": (Fraction(1, 10), Fraction(1, 10)),
        "a.c": (Fraction(0), Fraction(1, 3)),
        "a.d": (Fraction(2), Fraction(2)),
    }
    assert intervals("weights", None) == intervals("weights", {}) == {}


@pytest.mark.parametrize(
    "entry", [[1, 0.5], [1], [0, 1, 2], [], "much", [0, "much"], None, float("nan"), [0, float("inf")]]
)
def test_what_is_no_number_and_no_pair_is_refused_by_its_name(entry):
    with pytest.raises(bg.GameError, match=r"drivers shortage = .*: must be a number, or the least and"):
        intervals("drivers", {"shortage": entry})


def test_what_is_no_mapping_of_names_is_refused():
    for bad in ([("a.b", 1)], 3, {3: 1}):
        with pytest.raises(bg.GameError, match="weights"):
            intervals("weights", bad)


def test_statements_are_combined_if_there_is_one_and_all_of_them_are_statements():
    one, other = assume.never({"a": "x"}), assume.always({"a": "y"})
    assert checked_parts("all_of", (one, other)) == (one, other)
    with pytest.raises(bg.GameError, match=r"any_of: needs at least one statement"):
        checked_parts("any_of", ())
    for bad in ({"a": "x"}, "never", np.zeros(2)):
        with pytest.raises(bg.GameError, match=r"all_of: .* is not a statement; assume\.prefers"):
            checked_parts("all_of", (one, bad))
