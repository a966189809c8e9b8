"""Run the command: ``belarusgame``, or ``python -m belarusgame``."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False  # by its name a type checker takes it as true; until main() an interruption is Python's
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

#: Functions out of which no exception comes: llvmlite's callbacks, and the end of an object.
DROPPING = ("_raw_object_cache_notify", "_raw_object_cache_getbuffer", "__del__")

#: As shells have it: 128, and the number of the signal, which is 2.
INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command; Ctrl-C ends it with exit code 130, also while libraries are loaded."""
    signal.signal(signal.SIGINT, _interrupted)
    from belarusgame.command.cli import run
    from belarusgame.command.interruption import watch

    watch()
    try:
        run()
    except SystemExit as end:
        if end.code == INTERRUPTED:  # without waiting for threads that run compiled code
            os._exit(INTERRUPTED)
        raise


def _interrupted(signum: int, frame: FrameType | None) -> None:
    """Raise an interruption; end at once inside an import, and leave it to who watches where it is dropped.

    A library that is half loaded turns the exception into another one, or drops it; and an import holds
    nothing that has to be put away. What the compiler calls back, and what runs when an object goes, drops
    every exception with a traceback and goes on.
    """
    here, dropped = frame, False
    while here is not None:
        if here.f_code.co_filename.startswith("<frozen importlib"):
            os.write(2, b"belarusgame: interrupted\n")
            os._exit(INTERRUPTED)
        dropped = dropped or here.f_code.co_name in DROPPING
        here = here.f_back
    if not dropped:
        raise KeyboardInterrupt


if __name__ == "__main__":
    main()
