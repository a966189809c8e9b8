"""The one gate for reading files: regular ones only, sized before they are read, never waited for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from belarusgame.base.guards import plain_text
from belarusgame.errors import GameError, printable, quoted


class FileError(GameError):
    """A file that cannot be read, or a name that no file can have.

    Parameters
    ----------
    path : object
        What was to be read.
    problem : str
        What is wrong with it.
    missing : bool
        Whether there is nothing of this name.
    """

    def __init__(self, path: object, problem: str, *, missing: bool = False) -> None:
        self.path, self.problem, self.missing = path, problem, missing
        super().__init__(f"{named(path)}: {problem}")

    def __reduce__(self) -> tuple[type[FileError], tuple[object, str], dict[str, object]]:
        return type(self), (self.path, self.problem), {"missing": self.missing}


def named(path: object) -> str:
    """Write a path as the user gave it."""
    text = plain_text(str(path) if isinstance(path, Path) else path)
    return printable(text) if text else quoted(path)


def checked_path(path: str | os.PathLike[str]) -> Path:
    """Return a path that the system can be asked about, whether or not there is a file.

    Python's own words for these mistakes differ from version to version, and from call to call.
    """
    try:
        file = Path(plain_text(path) or path)
    except Exception:  # no path, or an object that will not say which
        raise FileError(path, "is not the path of a file") from None
    odd = "\0" if "\0" in str(file) else ""
    try:
        os.fsencode(file)
    except UnicodeEncodeError as error:
        odd = str(file)[error.start]
    if odd:
        raise FileError(path, f"no file's name holds the character {printable(odd)}")
    return file


def is_path(source: str) -> bool:
    """Whether a text is the path of a file of the user's own, and not the name of a packaged one."""
    return source.lower().endswith(".toml") or "/" in source or "\\" in source


def read_bytes(path: str | os.PathLike[str], most: int) -> bytes:
    """Read a regular file of at most so many bytes.

    Raises
    ------
    FileError
        For a folder, a device or a pipe, a file that is larger, and one that is not there or may not be read.
    """
    file = checked_path(path)
    try:
        status = file.stat()  # before it is opened: opening a pipe waits, and a device may act
        if not stat.S_ISREG(status.st_mode):
            raise FileError(path, "is a folder, a device or a pipe, not a file")
        if status.st_size == 0:  # what the system makes up has this size too; reading it may never end
            return b""
        if status.st_size > most:
            raise FileError(path, f"is larger than {most // 1_000_000} MB, too large to be meant")
        with open(file, "rb", opener=_without_waiting) as stream:
            # No more than was allowed, even if the file has grown since it was sized.
            return stream.read(most)
    except FileNotFoundError:
        raise FileError(path, "there is no such file", missing=True) from None
    except OSError as error:
        raise FileError(path, f"the file cannot be read: {error.strerror or error}") from None


def _without_waiting(name: str, flags: int) -> int:
    # A pipe may have taken the file's place since it was looked at; opening it would wait for a writer.
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
