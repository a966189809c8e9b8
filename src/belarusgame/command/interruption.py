"""Ctrl-C ends the command within a second, also inside compiled code, which does not come back to Python."""

from __future__ import annotations

import os
import signal
import time
from threading import Thread

from belarusgame.command.ending import abandon

#: Seconds that an interrupted command has to put things away.
PATIENCE = 0.7


def watch() -> None:
    """Watch from a thread for Ctrl-C, and end the process where the command itself has not by then."""
    reader, writer = os.pipe()
    if os.name == "posix":
        os.set_blocking(writer, False)
    # The system's own handler writes there at once; Python's waits until compiled code returns.
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    Thread(target=_wait, args=(reader,), daemon=True).start()


def _wait(reader: int) -> None:
    while signal.SIGINT not in os.read(reader, 1):
        pass
    time.sleep(PATIENCE)
    abandon()
