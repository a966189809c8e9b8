"""Names that come when they are first used."""

import sys
from fractions import Fraction

import pytest

from belarusgame.base.on_demand import on_demand


def test_a_name_comes_from_its_home():
    get = on_demand("shop", {"Fraction": "fractions", "gcd": "math"})
    assert get("Fraction") is Fraction
    assert get("gcd")(12, 18) == 6


def test_a_name_that_comes_from_itself_is_a_module():
    get = on_demand("belarusgame", {"explore": "belarusgame.explore"})
    assert get("explore") is sys.modules["belarusgame.explore"]


def test_another_name_is_no_attribute():
    get = on_demand("shop", {"Fraction": "fractions"})
    with pytest.raises(AttributeError, match="module 'shop' has no attribute 'fraction'"):
        get("fraction")


def test_a_home_is_opened_only_when_its_name_is_asked_for():
    get = on_demand("shop", {"here": "fractions", "there": "no_such_home"})
    with pytest.raises(AttributeError):
        get("here")  # the module is there, and has no such name
    with pytest.raises(ModuleNotFoundError):
        get("there")
