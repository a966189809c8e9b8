"""Compile numeric functions once for all processes: the machine code is kept on disk."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar, cast

from belarusgame.base.expected_time import CLEAR, on_terminal

#: The sources that machine code is made from are named from here.
PACKAGE = Path(__file__).parents[1]

#: What all machine code depends on.
_COMPILERS = ("base/compiling.py", "base/inner_functions.py", "base/plain_indexing.py")

_Function = TypeVar("_Function", bound=Callable[..., Any])


#: Division by zero gives infinity or no number, as IEEE says: a test before every division would keep loops
#: from being vectorised. Nobody calls these functions from C, and what only compiled code calls is not called
#: from Python either: a wrapper that is not made need not be compiled.
_ENTRY: dict[str, Any] = {"error_model": "numpy", "nogil": True, "no_cfunc_wrapper": True}
_INNER: dict[str, Any] = {**_ENTRY, "no_cpython_wrapper": True}


@dataclass(frozen=True, slots=True)
class RoomCompiler:
    """Compile the functions of a room: IEEE arithmetic in the order written, without the lock on threads."""

    sources: tuple[str, ...]  #: what the machine code is made from; see :func:`kept_on_disk`

    def entry(self, function: _Function) -> _Function:
        """Compile a function that Python calls, and keep the result on disk if possible."""
        return kept_on_disk(function, _ENTRY, self.sources)

    def inner(self, function: _Function) -> _Function:
        """Compile a function that only compiled functions call."""
        import numba

        from belarusgame.base.inner_functions import InnerCompiler

        return cast(_Function, numba.njit(pipeline_class=InnerCompiler, **_INNER)(function))


class CompilingWord:
    """Says on a terminal, once for a process, what takes so long while nothing is compiled yet."""

    #: Seconds that one function may take before it is worth a word.
    patience = 2.0

    def __init__(self) -> None:
        self._timer: Timer | None = None
        self._said = False

    def begin(self) -> None:
        """Wait: a function is not kept on disk, and is compiled now."""
        if self._timer is None and not self._said and on_terminal():
            self._timer = Timer(self.patience, self._say)
            # Else a process that is done would wait for a word that nobody needs any more.
            self._timer.daemon = True
            self._timer.start()

    def end(self) -> None:
        """Wait no more: it is compiled."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _say(self) -> None:
        self._said = True
        sys.stderr.write(
            f"belarusgame: compiling, once for this installation (about a minute in all){CLEAR}\n"
        )
        sys.stderr.flush()


_word = CompilingWord()


def integer(value: int) -> int:
    """Return an integer for a global name that has no function compiled anew when it is an argument.

    Compiled functions are made for types, and to the compiler a plain integer is a type of its own.
    """
    import numpy as np

    return cast(int, np.int64(value))


def kept_on_disk(function: _Function, settings: Mapping[str, Any], sources: Sequence[str]) -> _Function:
    """Compile a function that Python calls, and keep the result on disk if possible.

    ``sources`` are the files that it is made from, as patterns from the package's folder on: code older than
    any of them is forgotten, because numba itself looks at one file only.
    """
    import numba

    from belarusgame.base.inner_functions import EntryCompiler

    settings = {"pipeline_class": EntryCompiler, **settings}
    try:
        dispatcher: Any = numba.njit(cache=True, **settings)(function)
    except RuntimeError:  # no folder to write to: compile anew in every process
        return cast(_Function, numba.njit(**settings)(function))
    if hasattr(dispatcher, "stats"):  # not where compiling is switched off
        _forget_outdated(function, Path(dispatcher.stats.cache_path), (*_COMPILERS, *sources))
        _forgive(dispatcher)
    return cast(_Function, dispatcher)


def _forgive(dispatcher: Any) -> None:
    """Let what is damaged on disk count as never kept, and a disk that takes nothing as none.

    numba itself ends with an EOFError where a file was cut off, and with an OSError where the disk is full.
    """
    cache = dispatcher._cache
    load, save = cache.load_overload, cache.save_overload

    def load_if_whole(*arguments: Any) -> Any:
        found = None
        try:
            found = load(*arguments)
        except Exception:  # whatever unpickling makes of damaged bytes
            with suppress(Exception):
                cache.flush()
        if found is None:
            _word.begin()
        return found

    def save_if_possible(*arguments: Any) -> None:
        _word.end()
        with suppress(Exception):
            save(*arguments)

    cache.load_overload, cache.save_overload = load_if_whole, save_if_possible


def _forget_outdated(function: Callable[..., Any], folder: Path, sources: Sequence[str]) -> None:
    own = Path(function.__code__.co_filename)
    made_from = (source for pattern in sources for source in PACKAGE.glob(pattern))
    newest = max((source.stat().st_mtime for source in made_from), default=0.0)
    for kept in folder.glob(f"{own.stem}.{function.__name__}-*.nbi"):
        with suppress(OSError):  # another process may have removed it
            if kept.stat().st_mtime < newest:
                kept.unlink()
