"""Files of games: how large they may be, and their text."""

from __future__ import annotations

import os
from typing import Any

from belarusgame.base import settings
from belarusgame.base.files import named, read_bytes
from belarusgame.errors import GameError

#: A file of more bytes than this is not read.
LARGEST_FILE = 64_000_000

#: A game of more payoffs than this (profiles times players) is refused.
MOST_PAYOFFS = 1_000_000


def read_text(path: str | os.PathLike[str]) -> str:
    """Read a file in UTF-8, with or without a byte order mark.

    Raises
    ------
    GameError
        If it cannot be read, or is not UTF-8: the message names line, column and byte.
    """
    content = read_bytes(path, LARGEST_FILE)
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as trouble:
        before = content[: trouble.start]
        line, column = before.count(b"\n") + 1, trouble.start - before.rfind(b"\n")
        raise GameError(
            f"{named(path)}: line {line}, column {column}: expected text in UTF-8, found the byte "
            f"0x{content[trouble.start]:02x}"
        ) from None


def given_text(text: Any, name: Any) -> tuple[str, str]:
    """Check the text of a file and its name as they were handed over; leave out the mark of its encoding."""
    whole = settings.text("text", text, empty=True).removeprefix("\ufeff")
    return whole, settings.text("name", name)
