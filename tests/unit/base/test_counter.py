import numba
import numpy as np
import pytest

from belarusgame.base.counter import key_schedule, midpoint, philox


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [  # the vectors that the authors of Philox publish with Random123
        ([0] * 4, (0, 0), [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([0xFFFFFFFF] * 4, (0xFFFFFFFF,) * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            (0xA4093822, 0x299F31D0),
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
        ),
    ],
)
def test_the_generator_gives_the_published_words(counter, key, words):
    @numba.njit  # only compiled functions may call the generator
    def generated(counter, keys):
        return philox(counter[0], counter[1], counter[2], counter[3], keys)

    found = generated(np.array(counter, dtype=np.uint64), key_schedule(*key))
    assert list(found) == words


@pytest.mark.parametrize(
    ("word", "number"),
    [(0, 2.0**-54), (0x80000000, 0.5 + 2.0**-54), (0xFFFFFFFF, 1.0 - 2.0**-53)],
)
def test_numbers_lie_strictly_between_0_and_1(word, number):
    @numba.njit
    def made(upper, lower):
        return midpoint(upper, lower)

    assert made(np.uint64(word), np.uint64(word if word == 0xFFFFFFFF else 0)) == number
