"""Reading TOML files so that every mistake can be reported, and with exact decimals."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from belarusgame.errors import Mistake

Tables = dict[str, Any]


class Mistakes:
    """The mistakes found so far, in the order of finding."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, file: str, place: str, problem: str, hint: str = "") -> None:
        """Note a mistake."""
        mistake = Mistake(file=file, place=place, problem=problem, hint=hint)
        if mistake not in self.found:
            self.found.append(mistake)

    def __bool__(self) -> bool:
        return bool(self.found)


def read_tables(path: Path, shown: str, mistakes: Mistakes) -> Tables | None:
    """Read a TOML file; None, and a mistake noted, if it cannot be read.

    Parameters
    ----------
    path : Path
        The file.
    shown : str
        The name under which mistakes are reported.
    mistakes : Mistakes
        Where to note what is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        mistakes.add(shown, "", "there is no such file", _near_file(path))
        return None
    except UnicodeDecodeError as error:
        mistakes.add(shown, "", f"byte {error.start} is not UTF-8", "save the file with the encoding UTF-8")
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        mistakes.add(shown, "", f"the file cannot be read: {reason}")
        return None
    return parse_tables(text, shown, mistakes)


def parse_tables(text: str, shown: str, mistakes: Mistakes) -> Tables | None:
    """Parse TOML text; None, and a mistake noted, if it is not TOML or is empty."""
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        mistakes.add(shown, "", f"not valid TOML: {error}", _toml_hint(str(error)))
        return None
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        mistakes.add(shown, "", f"not valid TOML: {reason}")
        return None
    if not tables:
        mistakes.add(shown, "", "the file is empty", "`belarusgame new FILE` writes one to start from")
        return None
    return tables


def place(parts: Sequence[str | int]) -> str:
    """Join the steps to a place inside a file: ``effects[1].when``."""
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text


def _toml_hint(message: str) -> str:
    if "Cannot overwrite" in message or "declare" in message:
        return "a name appears twice; every name may be given once"
    return ""


def _near_file(path: Path) -> str:
    from belarusgame.errors import nearest

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix == path.suffix]
    except OSError:
        return f"there is no folder {path.parent} either" if not path.parent.is_dir() else ""
    return nearest(path.name, names)


def template(name: str) -> str:
    """Return the text of a packaged template."""
    return (Path(__file__).parent / "templates" / name).read_text("utf-8")


def seeds_folder() -> Path:
    """Return the folder of the packaged scenarios and their evidence.

    An installed package carries it inside itself; in a checkout it stands at the top level.
    """
    inside = Path(__file__).parent / "seeds"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "seeds"
