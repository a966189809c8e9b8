"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import secrets

from belarusgame.base.files import checked_path, named
from belarusgame.errors import GameError


def write_text(path: str | os.PathLike[str], text: str, *, new: bool = False) -> None:
    """Write UTF-8 text, as :func:`write_bytes` writes."""
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise GameError(f"{named(path)}: the file cannot be written: {error}") from None
    write_bytes(path, content, new=new)


def write_bytes(path: str | os.PathLike[str], content: bytes, *, new: bool = False) -> None:
    """Write to a temporary name in the same folder, then rename it.

    Parameters
    ----------
    path : str or path-like
        Where to.
    content : bytes
        What to write.
    new : bool
        Whether the name must be free; a link that leads nowhere takes it too.

    Raises
    ------
    GameError
        If the file cannot be written, or must be new and is not.
    """
    target = checked_path(path)
    made = [target] if new else []
    try:
        if new:
            target.open("x").close()  # takes the name, which nobody else can have taken since
        # In the same folder, hence on the same disk: only there is renaming one step that nobody sees half
        # done.
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            made.append(temporary)
            with temporary.open("xb") as stream:
                stream.write(content)
            temporary.replace(target)
        # Also when it is interrupted: what was begun is taken away again, and the name with it if it was
        # taken.
        except BaseException:
            for leftover in made:
                with contextlib.suppress(OSError):
                    leftover.unlink()
            raise
    except FileExistsError:
        raise GameError(f"{named(path)}: this file exists already; choose another name") from None
    except (OSError, ValueError) as error:
        raise GameError(f"{named(path)}: the file cannot be written: {error}") from None
