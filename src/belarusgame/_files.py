"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from belarusgame.errors import BelarusGameError


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write UTF-8 text to a temporary name in the same folder, then rename it.

    Raises
    ------
    BelarusGameError
        If the file cannot be written.
    """
    target = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(temporary).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except (OSError, ValueError) as error:
        raise BelarusGameError(f"{path}: the file cannot be written: {error}") from None
