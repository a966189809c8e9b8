"""Compile numeric functions without losing their types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])


def entry(function: _Function) -> _Function:
    """Compile a function that Python calls: IEEE arithmetic, without the lock on threads, kept on disk."""
    settings: dict[str, Any] = {"error_model": "numpy", "nogil": True}
    try:
        return cast(_Function, numba.njit(cache=True, **settings)(function))
    except RuntimeError:  # no folder to write to: compile anew in every process
        return cast(_Function, numba.njit(**settings)(function))


def inner(function: _Function) -> _Function:
    """Compile a function that only compiled functions call, with the same arithmetic."""
    settings: dict[str, Any] = {"error_model": "numpy", "nogil": True, "no_cpython_wrapper": True}
    return cast(_Function, numba.njit(**settings)(function))
