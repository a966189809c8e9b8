"""Run the command: ``belarusgame``, or ``python -m belarusgame``."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False  # by its name a type checker takes it as true; until main() an interruption is Python's
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn


def main() -> NoReturn:
    """Run the command; Ctrl-C ends it with exit code 130, also while libraries are loaded."""
    signal.signal(signal.SIGINT, _interrupted)
    from belarusgame.command.cli import run

    run()


def _interrupted(signum: int, frame: FrameType | None) -> None:
    """Raise an interruption, or end at once inside an import.

    A library that is half loaded turns the exception into another one, or drops it; and an import holds
    nothing that has to be put away.
    """
    here = frame
    while here is not None:
        if here.f_code.co_filename.startswith("<frozen importlib"):
            os.write(2, b"belarusgame: interrupted\n")
            os._exit(130)
        here = here.f_back
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
