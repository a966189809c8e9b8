"""Compile numeric functions, keep the machine code on disk, and keep the functions' types.

Compiling takes most of the time of the very first call. Two things keep it short: only what Python calls has
the code by which Python calls it, and only that is kept on disk. What lacks that code must never be called
from Python, except where compiling is switched off (``NUMBA_DISABLE_JIT=1``).

Functions do without reference counts of the arrays that they are given, because counting would take a third
of the time of a search; so they cannot make arrays (:mod:`workspace`), nor return one to a function that does
count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from belarusgame.base.compiling import integer, kept_on_disk
from belarusgame.base.inner_functions import InnerCompiler, ScalarEntryCompiler

IntArray = NDArray[np.int64]
_Function = TypeVar("_Function", bound=Callable[..., Any])

#: What the machine code is made from.
SOURCES: Final = ("solve/search/*.py",)

#: Without the lock on threads: many games are searched on all cores. No loop is made into vectors: those that
#: gain are written in :mod:`lanes`, and of the others a search of 3x3x3x3 takes 3 % longer.
_OUTER: dict[str, Any] = {
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    "nogil": True,
    "_nrt": False,
    "pipeline_class": ScalarEntryCompiler,
}
_INNER: dict[str, Any] = {**_OUTER, "no_cpython_wrapper": True, "pipeline_class": InnerCompiler}


#: As a typed global: a literal zero would have functions compiled once more, for literals.
ZERO: Final = integer(0)


def entry(function: _Function) -> _Function:
    """Compile a function that Python calls, with IEEE arithmetic, and keep the result on disk if possible."""
    return kept_on_disk(function, _OUTER, SOURCES)


def compiled(function: _Function) -> _Function:
    """Compile a function for compiled callers, with IEEE arithmetic: for everything that decides."""
    return cast(_Function, numba.njit(**_INNER)(function))


def approximate(function: _Function) -> _Function:
    """Compile with products and sums joined: only for numbers that are guesses and need no proof."""
    return cast(_Function, numba.njit(fastmath={"contract", "nsz"}, **_INNER)(function))
