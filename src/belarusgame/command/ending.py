"""How the command ends: exit codes, and one sentence for whatever went wrong."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from belarusgame.base.screen import harmless
from belarusgame.errors import BelarusGameError

#: Something was refuted.
REFUTED = 1
#: The input is wrong, or the output cannot be written.
BAD_INPUT = 2
#: A fault of this program (EX_SOFTWARE of BSD's sysexits): never to be taken for a refutation.
FAULT = 70
#: 128 and the number of the signal, as shells have it.
INTERRUPTED = 130

#: Set it to see where a fault of the program comes from.
TRACEBACK = "BELARUSGAME_TRACEBACK"


class CarriedError(Exception):
    """Takes an exception past a parser that would make another one of it, or an exit code without a word."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


def end(command: Callable[[], Any]) -> NoReturn:
    """Run a command and leave the process with its exit code, whatever happens."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without umlauts still shows the rest
    try:
        if sys.stdout is None:  # closed by the shell
            raise OSError("it is closed")
        code = command() or 0
        sys.stdout.flush()
    except BaseException as error:
        code, message = _judged(error.error if isinstance(error, CarriedError) else error)
        _tell(message, code)
    _let_go()
    sys.exit(code)


def abandon() -> NoReturn:
    """Leave the process as interrupted, from any thread, in the middle of whatever is done."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write("\x1b[?25h" if sys.stderr.isatty() else "")  # a bar hides the cursor
    _tell("interrupted", INTERRUPTED)
    os._exit(INTERRUPTED)


def _judged(error: BaseException) -> tuple[int, str]:
    """Return the exit code and what to say."""
    if isinstance(error, BrokenPipeError):  # whoever reads has seen enough, as in ``| head``
        return 0, ""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, "\n".join(["interrupted", *getattr(error, "__notes__", ())])
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAULT, ""
    if isinstance(error, BelarusGameError):
        return BAD_INPUT, str(error)
    usage = getattr(error, "format_message", None)  # the parser's own; it has no public base in all versions
    if usage is not None:
        return BAD_INPUT, f"{usage()} (belarusgame --help)"
    if isinstance(error, OSError):
        return BAD_INPUT, f"the output cannot be written: {error}"
    if isinstance(error, MemoryError):
        return BAD_INPUT, "there is not enough memory for this; ask for less at a time"
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    steps = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(steps[-1].filename).name}:{steps[-1].lineno})" if steps else ""
    return FAULT, (
        f"a fault of the program, not of your input: {type(error).__name__}{where}: {error}; please report "
        f"it to the maintainers with the command and its files ({TRACEBACK}=1 shows more)"
    )


def _tell(message: str, code: int) -> None:
    """Say it on the standard error; where JSON was asked for, also as JSON where the answer would stand."""
    if not message:
        return
    with contextlib.suppress(OSError, ValueError, AttributeError):
        clear = "\x1b[K" if sys.stderr.isatty() else ""  # what work in steps said last stands there still
        print(clear + harmless(f"belarusgame: {message}"), file=sys.stderr, flush=True)
    if "--json" in sys.argv:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            print(json.dumps({"error": message, "exit_code": code}, indent=2), flush=True)


def _let_go() -> None:
    """Drop what cannot be written any more: Python would end in a traceback over it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
