"""Compile numeric functions, keep the machine code on disk, and keep the functions' types.

Compiling takes most of the time of the very first call. Three things keep it short: only what Python calls
has the code by which Python calls it, only that is kept on disk, and what is called in one place is merged
into its caller, so that no part of the search is optimised twice. What lacks that code must never be called
from Python, except where compiling is switched off (``NUMBA_DISABLE_JIT=1``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from belarusgame._machine_code import kept_on_disk

IntArray = NDArray[np.int64]
PlaceArray = NDArray[np.uint64]  # used as indices only: without a sign, no index has to be wrapped around
_Function = TypeVar("_Function", bound=Callable[..., Any])

_INNER: dict[str, Any] = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def entry(function: _Function) -> _Function:
    """Compile a function that Python calls, with IEEE arithmetic, and keep the result on disk if possible."""
    return kept_on_disk(function, {"error_model": "numpy", "no_cfunc_wrapper": True}, "*.py")


def compiled(function: _Function) -> _Function:
    """Compile a function for compiled callers, with IEEE arithmetic: for everything that decides."""
    return cast(_Function, numba.njit(**_INNER)(function))


def merged(function: _Function) -> _Function:
    """Make a function a part of its compiled caller, whose arithmetic it takes."""
    return cast(_Function, numba.njit(inline="always", **_INNER)(function))


def approximate(function: _Function) -> _Function:
    """Compile with free reordering: only for numbers that are guesses and need no proof."""
    return cast(_Function, numba.njit(fastmath={"reassoc", "contract", "nsz"}, **_INNER)(function))
