from collections import OrderedDict
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pytest

from belarusgame.base.guards import attribute, is_mapping, is_sequence, plain_text


def raising(kind, *names):
    def raises(*_):
        raise RuntimeError

    return type("Raising", (kind,), dict.fromkeys(names, raises))


@pytest.mark.parametrize("value", [{}, {1: 2}, OrderedDict(a=1), MappingProxyType({"a": 1})])
def test_mappings(value):
    assert is_mapping(value)
    assert not is_sequence(value)


@pytest.mark.parametrize("value", [[], (1,), range(10**18), np.zeros(2), raising(list)([1])])
def test_sequences(value):
    assert is_sequence(value)
    assert not is_mapping(value)


@pytest.mark.parametrize("value", ["ab", b"ab", np.array(1.0), {1}, iter([]), 3, None])
def test_neither(value):
    assert not is_sequence(value)
    assert not is_mapping(value)


@pytest.mark.parametrize("name", ["__len__", "__iter__", "__bool__"])
def test_a_collection_that_raises_is_none(name):
    assert not is_sequence(raising(list, name)([1]))
    assert not is_mapping(raising(dict, name)({1: 2}))


def test_a_text_loses_what_its_class_adds():
    class Word(StrEnum):
        one = "1"

    odd = raising(str, "__str__", "__eq__", "__len__")("a")
    assert [type(plain_text(text)) for text in (Word.one, np.str_("1"), odd)] == [str] * 3
    assert [plain_text(text) for text in (Word.one, odd, "", 3, b"a")] == ["1", "a", "", None, None]


def test_an_attribute_that_raises_is_none():
    closed = raising(object, "__getattr__")()
    assert attribute(closed, "shape") is None
    assert attribute(np.zeros(3), "shape") == (3,)
    assert attribute(3, "shape", "none") == "none"
