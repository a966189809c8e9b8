"""Each reader takes what it means, plain or numpy's, and refuses everything else in the same words."""

import pickle
from dataclasses import FrozenInstanceError, dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.base.settings import (
    Settings,
    finite_number,
    flag,
    generator_of,
    option,
    share,
    whole_number,
    whole_seed,
)
from belarusgame.errors import GameError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked(Settings):
    """What something was asked."""

    seed: int
    confidence: float = 0.95


class Unwritable:
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


ODD = [
    None,
    "3",
    b"3",
    2j,
    [3],
    (),
    {"a": 1},
    {3},
    object,
    Unwritable(),
    np.array([1, 2]),
    np.array(["a", "b"]),
    np.zeros((1000, 1000)),
    float("nan"),
    float("-inf"),
    np.float64("nan"),
    Decimal("sNaN"),
    Decimal("NaN"),
    Decimal("-Infinity"),
    -(10**5000),
    Fraction(-(10**5000), 3),
]
READERS = {
    "whole": lambda value: whole_number("x", value),
    "finite": lambda value: finite_number("x", value),
    "between": lambda value: finite_number("x", value, 1e-9, 0.5),
    "share": lambda value: share("x", value),
    "flag": lambda value: flag("x", value),
    "option": lambda value: option("x", value, ("a", "b")),
    "seed": whole_seed,
    "generator": generator_of,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_what_is_nothing_of_the_kind_is_refused_in_one_short_line(read):
    for value in ODD:
        with pytest.raises(GameError, match=r"^(x|seed) (= .*: must be |.* is not one of a, b)") as caught:
            read(value)
        assert len(str(caught.value)) < 200
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [True, False, np.True_])
@pytest.mark.parametrize("kind", ["whole", "finite", "between", "share", "option", "seed"])
def test_a_truth_value_is_no_number(kind, value):
    with pytest.raises(GameError):
        READERS[kind](value)


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_whole_numbers_become_plain_ones(value):
    found = whole_number("steps", value, least=3)
    assert type(found) is int
    assert found == 3
    with pytest.raises(GameError, match="steps = 3: must be a whole number, 4 or more"):
        whole_number("steps", value, least=4)


@pytest.mark.parametrize("value", [3.0, np.float64(3.0), Fraction(3), Decimal(3)])
def test_a_whole_number_is_not_a_float_that_happens_to_be_whole(value):
    with pytest.raises(GameError, match="must be a whole number, 0 or more"):
        whole_number("steps", value, least=0)


def test_compiled_code_can_count_so_far():
    assert whole_number("steps", 2**63 - 1) == 2**63 - 1
    with pytest.raises(GameError, match=r": must be at most 9,223,372,036,854,775,807$"):
        whole_number("steps", 2**63)


@pytest.mark.parametrize("value", [0.25, np.float64(0.25), np.float32(0.25), Fraction(1, 4), Decimal("0.25")])
def test_real_numbers_become_floats(value):
    for found in (share("x", value), finite_number("x", value), finite_number("x", value, 0.25, 0.25)):
        assert type(found) is float
        assert found == 0.25


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, Fraction(1)])
def test_a_share_is_neither_nothing_nor_everything(value):
    with pytest.raises(GameError, match=r"x = [01].*: must be a number between 0 and 1"):
        share("x", value)
    assert finite_number("x", value) == value


def test_the_range_of_a_number_is_named():
    with pytest.raises(GameError, match=r"x = 0\.6: must be a finite number from 1e-09 to 0\.5"):
        finite_number("x", 0.6, 1e-9, 0.5)
    with pytest.raises(GameError, match="x = -1: must be a finite number that is not negative"):
        finite_number("x", -1)


def test_a_flag_becomes_a_plain_truth_value():
    assert [flag("x", value) for value in (True, np.True_, False, np.False_)] == [True, True, False, False]
    assert type(flag("x", np.True_)) is bool
    with pytest.raises(GameError, match="x = 1: must be True or False"):
        flag("x", 1)


def test_a_misspelt_option_finds_its_neighbour():
    assert option("side", "left", ("left", "right")) == "left"
    with pytest.raises(GameError, match='side "lfet" is not one of left, right; did you mean "left"'):
        option("side", "lfet", ("left", "right"))


def test_a_seed_is_a_number_or_a_generator_that_gives_up_one():
    assert whole_seed(np.int64(5)) == 5
    assert whole_seed(10**30) == 10**30
    one, other = np.random.default_rng(3), np.random.default_rng(3)
    assert whole_seed(one) == whole_seed(other)
    assert whole_seed(one) != whole_seed(np.random.default_rng(3))  # it went on
    with pytest.raises(GameError, match="seed = -1: must be a whole number, 0 or more, or a numpy"):
        whole_seed(-1)


def test_a_generator_goes_on_from_where_it_is():
    generator = np.random.default_rng(3)
    assert generator_of(generator) is generator
    assert generator_of(3).random() == generator.random()


def test_settings_are_a_record_and_a_mapping_of_the_same_names():
    asked = Asked(seed=3)
    assert (asked.seed, asked["seed"], asked.get("confidence"), asked.get("seeds")) == (3, 3, 0.95, None)
    assert asked == {"seed": 3, "confidence": 0.95}
    assert asked != Asked(seed=4)
    assert (list(asked), len(asked), {**asked}) == (["seed", "confidence"], 2, dict(asked))
    assert pickle.loads(pickle.dumps(asked)) == asked


@pytest.mark.parametrize("name", ["seeds", "keys", "__len__"])
def test_only_what_was_asked_is_a_setting(name):
    with pytest.raises(KeyError, match=name):
        Asked(seed=3)[name]


def test_settings_are_frozen_and_complete():
    with pytest.raises(FrozenInstanceError):
        Asked(seed=3).seed = 4
    with pytest.raises(TypeError, match="seed"):
        Asked()
