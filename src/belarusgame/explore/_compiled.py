"""Compile numeric functions without losing their types."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])


def entry(function: _Function) -> _Function:
    """Compile a function that Python calls: IEEE arithmetic, without the lock on threads, kept on disk."""
    settings: dict[str, Any] = {"error_model": "numpy", "nogil": True}
    try:
        dispatcher: Any = numba.njit(cache=True, **settings)(function)
    except RuntimeError:  # no folder to write to: compile anew in every process
        return cast(_Function, numba.njit(**settings)(function))
    if hasattr(dispatcher, "stats"):  # not where compiling is switched off
        _forget_outdated(function, Path(dispatcher.stats.cache_path))
    return cast(_Function, dispatcher)


def _forget_outdated(function: Callable[..., Any], folder: Path) -> None:
    """Remove machine code that is older than any kernel's source: numba looks at one file only."""
    own = Path(function.__code__.co_filename)
    newest = max((source.stat().st_mtime for source in own.parent.glob("_kernel*.py")), default=0.0)
    for kept in folder.glob(f"{own.stem}.{function.__name__}-*.nbi"):
        with suppress(OSError):  # another process may have removed it
            if kept.stat().st_mtime < newest:
                kept.unlink()


def inner(function: _Function) -> _Function:
    """Compile a function that only compiled functions call, with the same arithmetic."""
    settings: dict[str, Any] = {"error_model": "numpy", "nogil": True, "no_cpython_wrapper": True}
    return cast(_Function, numba.njit(**settings)(function))
