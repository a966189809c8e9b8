"""Random numbers by counter: the same for a run, a moment and a purpose, whatever else is simulated."""

import zlib

import numpy as np
import pytest

from belarusgame.base import counter
from belarusgame.base.counter import key_schedule, seed_keys
from belarusgame.simulate import chance
from belarusgame.simulate.chance import tags_of


@pytest.fixture(autouse=True)
def _plain(uncompiled):
    uncompiled(counter, chance)


def number(keys, run, moment, tag):
    with np.errstate(over="ignore"):
        return float(chance.number(keys, run, moment, tag))


def test_a_name_has_a_tag_of_its_own_for_each_purpose_and_keeps_it():
    both, one = tags_of("choice", ["a", "b"]), tags_of("choice", ["b"])
    assert both.dtype == np.uint64
    assert both[1] == one[0] == zlib.crc32(b"choice: b")
    assert tags_of("noise", ["b"])[0] != one[0]


def test_a_number_comes_from_the_published_words_of_its_counter():
    """At counter and key 0: the first two words of Philox, of which 53 bits count."""
    found = number(key_schedule(0, 0), 0, 0, np.uint64(0))
    assert found * 2**54 == 2 * (0x6627E8D5_E169C58D >> 11) + 1


def test_run_moment_and_purpose_each_make_another_number():
    keys, tags = seed_keys(1), tags_of("choice", ["a", "b"])
    places = [(run, moment, tag) for run in (0, 1, 2**32) for moment in (0, 1) for tag in tags]
    found = {number(keys, *place) for place in places}
    assert len(found) == len(places)
    assert all(0 < x < 1 for x in found)
    assert number(seed_keys(2), *places[0]) != number(keys, *places[0])
    assert number(keys, *places[0]) == number(keys, *places[0])
