"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
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
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            with temporary.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except (OSError, ValueError) as error:
        raise BelarusGameError(f"{path}: the file cannot be written: {error}") from None
