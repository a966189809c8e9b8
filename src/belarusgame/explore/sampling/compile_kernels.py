"""Compile the sampling kernels: which arithmetic, what is kept on disk, and what that is made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from belarusgame.base.compiling import integer, kept_on_disk
from belarusgame.base.inner_functions import InnerCompiler

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: What the machine code is made from.
SOURCES = (
    "base/bundle*.py",
    "base/counter.py",
    "explore/sampling/compile_kernels.py",
    "explore/sampling/compiled_scenario.py",
    "explore/sampling/kernels/*.py",
    "explore/sampling/random.py",
    "solve/search/compile_search.py",
    "solve/search/elimination.py",
)

#: Where a variable begins with one of these.
NONE, ZERO, ONE = integer(-1), integer(0), integer(1)

#: As in :mod:`belarusgame.base.compiling`; what is called often does not count references (``_nrt``).
_SETTINGS: dict[str, Any] = {"error_model": "numpy", "nogil": True, "no_cfunc_wrapper": True}
_CALLED: dict[str, Any] = {
    **_SETTINGS,
    "no_cpython_wrapper": True,
    "_nrt": False,
    "pipeline_class": InnerCompiler,
}
_INNER: dict[str, Any] = {**_CALLED, "forceinline": True}


def entry(function: _Function) -> _Function:
    """Compile a function that Python calls: IEEE arithmetic, without the lock on threads, kept on disk."""
    return kept_on_disk(function, _SETTINGS, SOURCES)


def inner(function: _Function) -> _Function:
    """Compile a function that only compiled functions call, with the same arithmetic.

    It does not count references to the arrays that it is given, so it cannot make arrays: to count at each
    use of one that is held in a tuple would take most of the time of looking at a single draw.
    """
    return cast(_Function, numba.njit(**_INNER)(function))


def called(function: _Function) -> _Function:
    """Compile a function as :func:`inner` does, but once: for long ones that stand in several places."""
    return cast(_Function, numba.njit(**_CALLED)(function))
