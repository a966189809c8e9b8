"""Compile the functions of this floor: IEEE arithmetic in the order written, without the lock on threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from belarusgame.base.compiling import kept_on_disk

__all__ = ["entry", "inner"]

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: What the machine code is made from.
SOURCES = (
    "base/arithmetic.py",
    "base/counter.py",
    "simulate/chance.py",
    "simulate/compile_simulation.py",
    "simulate/learning/averages.py",
    "simulate/learning/eighth_order.py",
    "simulate/learning/flow.py",
    "simulate/learning/rounds.py",
    "simulate/months/steps.py",
)

_SETTINGS: dict[str, Any] = {"error_model": "numpy", "nogil": True, "no_cfunc_wrapper": True}
_INNER: dict[str, Any] = {**_SETTINGS, "no_cpython_wrapper": True}


def entry(function: _Function) -> _Function:
    """Compile a function that Python calls, and keep the result on disk if possible."""
    return kept_on_disk(function, _SETTINGS, SOURCES)


def inner(function: _Function) -> _Function:
    """Compile a function that only compiled functions call."""
    return cast(_Function, numba.njit(**_INNER)(function))
