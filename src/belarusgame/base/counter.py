"""Random numbers by counter: any of them can be made by itself, whatever others are made before it.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
SC11): a keyed bijection of a 128-bit counter, ten rounds, which passes TestU01's BigCrush.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from belarusgame.base.inner_functions import InnerCompiler

Keys = tuple[np.uint64, ...]

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: The multipliers and the steps of the keys (of the golden ratio and of the square root of 3) and the number
#: of rounds are those published: of seven rounds on the bijection passes BigCrush, three more are its margin.
_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
#: The greatest number below 1: above 1/2 midpoints are rounded to an even neighbour, the last to 1.
_LAST = 1.0 - 2.0**-53
#: A product of two words has 64 bits: these take its lower and its upper word.
LOW_WORD = np.uint64(0xFFFFFFFF)
UPPER = np.uint64(32)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10


def inner(function: _Function) -> _Function:
    """Compile a function of numbers that becomes a part of its callers, so that loops over it are fast."""
    settings: dict[str, Any] = {
        "error_model": "numpy",
        "nogil": True,
        "no_cpython_wrapper": True,
        "_nrt": False,
        "forceinline": True,
        "pipeline_class": InnerCompiler,
    }
    return cast(_Function, numba.njit(**settings)(function))


def seed_keys(seed: int) -> Keys:
    """Return the keys that a seed stands for."""
    # Mixed by numpy, so that seeds that follow one another have keys with nothing in common.
    words = np.random.SeedSequence(seed).generate_state(2, np.uint32)
    return key_schedule(int(words[0]), int(words[1]))


def key_schedule(first: int, second: int) -> Keys:
    """Return the two keys of each of the ten rounds, one after the other."""
    return tuple(
        np.uint64((key + i * step) & 0xFFFFFFFF)
        for i in range(_ROUNDS)
        for key, step in ((first, _W0), (second, _W1))
    )


@inner
def _round(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    first = _M0 * (c0 & LOW_WORD)  # the mask tells the compiler that a 32-bit multiplication will do
    second = _M1 * (c2 & LOW_WORD)
    return (second >> UPPER) ^ c1 ^ k0, second & LOW_WORD, (first >> UPPER) ^ c3 ^ k1, first & LOW_WORD


@inner
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k: Any) -> Any:
    """Return the four words, of 32 bits each, that belong to the four words of a counter."""
    # Written out, so that the loop over draws around it is the innermost one and is vectorised.
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[0], k[1])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[2], k[3])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[4], k[5])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[6], k[7])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[8], k[9])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[10], k[11])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[12], k[13])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[14], k[15])
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k[16], k[17])
    return _round(c0, c1, c2, c3, k[18], k[19])


@inner
def midpoint(upper: Any, lower: Any) -> Any:
    """Return one of the 2^53 midpoints (k + 1/2) / 2^53, so strictly between 0 and 1, from two words."""
    # A half more keeps out 0, and the bound 1: neither has a quantile.
    k = np.float64(np.int64((upper << np.uint64(21)) | (lower >> np.uint64(11))))
    return min((k + 0.5) * 2.0**-53, _LAST)
