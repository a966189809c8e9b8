"""Compile a numeric function once, keep the machine code on disk, and keep its type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile with IEEE arithmetic: for everything that decides (nothing is reordered, NaN stays NaN)."""
    return cast(_Function, numba.njit(cache=True, error_model="numpy")(function))


def approximate(function: _Function) -> _Function:
    """Compile with free reordering: only for numbers that are guesses and need no proof."""
    relaxed = {"reassoc", "contract", "nsz"}
    return cast(_Function, numba.njit(cache=True, error_model="numpy", fastmath=relaxed)(function))
