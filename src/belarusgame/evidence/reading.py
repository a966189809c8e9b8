"""Reading TOML files so that every mistake can be reported, and with exact decimals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Rational, Real
from pathlib import Path
from typing import Any

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.base.reading import FileError, read_bytes
from belarusgame.errors import Mistake, nearest, printable, quoted

Tables = dict[str, Any]

UNKNOWN_KEY = "unknown key"

#: Beyond these a number is surely a slip, and exact arithmetic with it would take for ever.
LARGEST = 10**10
MOST_DECIMALS = 30
_BOUNDS = f"must be a number below ten thousand million with at most {MOST_DECIMALS} decimals"

#: A file of text is far smaller; this many bytes are still read in seconds.
MOST_BYTES = 4_000_000

#: The parser's time grows with the square of the parts of a name; no file needs more than six.
_LONG_NAME = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")

MOST_LEVELS = 12
_TOO_DEEP = f"nested too deeply: no table of a scenario has more than {MOST_LEVELS} levels"

_BARE = re.compile(r"[\w-]{1,60}")


class Mistakes:
    """The mistakes found so far, in the order of finding."""

    def __init__(self) -> None:
        self._found: dict[Mistake, None] = {}
        self._refused: set[tuple[str, str]] = set()

    @property
    def found(self) -> list[Mistake]:
        """The mistakes, each once."""
        return list(self._found)

    def add(self, file: str, place: str, problem: str, hint: str = "", *, of_key: bool = False) -> None:
        """Note a mistake, unless it only follows from a value that has been refused.

        What is wrong with the key of a refused value (``of_key``) does not follow from it.
        """
        ends = [position for position, mark in enumerate(place) if mark in ".["]
        if not of_key:
            ends.append(len(place))
        if not any((file, place[:end]) in self._refused for end in ends):
            mistake = Mistake(
                file=file, place=printable(place), problem=printable(problem), hint=printable(hint)
            )
            self._found[mistake] = None

    def refuse(self, file: str, place: str) -> None:
        """Drop from now on whatever else would be said of a value: a stand-in takes its part."""
        self._refused.add((file, place))

    def explains(self, file: str, place: str) -> bool:
        """Whether something may seem to be lacking in a table only because a key in it is misspelt."""
        return any(
            mistake.file == file
            and (
                mistake.place == place
                or (mistake.place.rpartition(".")[0] == place and mistake.problem.startswith(UNKNOWN_KEY))
            )
            for mistake in self._found
        )

    def __bool__(self) -> bool:
        return bool(self._found)


def exact_number(value: object) -> Fraction:
    """Read a number exactly: a decimal of a file, or a number of Python by its shortest decimal.

    Raises
    ------
    ValueError
        With the rule that the value breaks.
    """
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise ValueError("must be a number")
    if isinstance(value, Rational):
        number = Fraction(int(value.numerator), int(value.denominator))
    else:
        decimal = Decimal(str(value))
        if not decimal.is_finite():
            raise ValueError("must be a finite number")
        exponent = decimal.as_tuple().exponent
        if decimal.adjusted() > MOST_DECIMALS or (isinstance(exponent, int) and -exponent > MOST_DECIMALS):
            raise ValueError(_BOUNDS)
        number = Fraction(decimal)
    if abs(number) >= LARGEST:
        raise ValueError(_BOUNDS)
    return number


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
        text = read_bytes(path, MOST_BYTES).decode("utf-8")
    except FileError as error:
        mistakes.add(shown, "", error.problem, near_file(path) if error.missing else "")
        return None
    except UnicodeDecodeError as error:
        mistakes.add(shown, "", f"byte {error.start} is not UTF-8", "save the file with the encoding UTF-8")
        return None
    return parse_tables(text, shown, mistakes)


def parse_tables(text: str, shown: str, mistakes: Mistakes) -> Tables | None:
    """Parse TOML text; None, and a mistake noted, if it is not TOML or is empty."""
    try:
        if _LONG_NAME.search(text):
            raise RecursionError
        tables = tomllib.loads(text.removeprefix("\ufeff"), parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        mistakes.add(shown, *_toml_mistake(str(error), text))
        return None
    except RecursionError:
        mistakes.add(shown, "", _TOO_DEEP)
        return None
    except ValueError as error:
        digits = "holds a whole number of more than 4300 digits"
        mistakes.add(shown, "", digits if "limit" in str(error) else str(error))
        return None
    if not tables:
        mistakes.add(shown, "", "the file is empty", "`belarusgame new FILE` writes one to start from")
        return None
    return tables


def place(parts: Sequence[str | int]) -> str:
    """Join the steps to a place inside a file: ``effects[1].when``."""
    text = ""
    for part in parts:
        name = f"[{part}]" if isinstance(part, int) else part if _BARE.fullmatch(part) else quoted(part)
        text += f".{name}" if text and isinstance(part, str) else name
    return text


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent of twenty digits
        raise ValueError(f"{text[:60]}: {_BOUNDS}") from None


def _toml_mistake(message: str, text: str) -> tuple[str, str, str]:
    """Return place, problem and hint for the parser's message, which ends in ``(at line 3, column 5)``."""
    found = re.fullmatch(r"(.*) \(at (line (\d+), column \d+|end of document)\)", message, re.DOTALL)
    if found is None:
        return "", f"not valid TOML: {printable(message)}", ""
    rule, where, number = found.groups()
    lines = text.split("\n")
    line = f"`{printable(lines[int(number) - 1].strip()[:80])}`: " if number else ""
    rule = re.sub(r"\(('.*?'),?\)", lambda names: names[1].replace("', '", ".").strip("'"), rule)
    twice = "overwrite" in rule or "declare" in rule or "mutate" in rule
    hint = "a name is given twice; every name may be given once" if twice else ""
    return where, f"{line}not valid TOML: {rule[0].lower()}{printable(rule[1:])}", hint


def near_file(path: Path) -> str:
    """Suggest the file in the same folder whose name is nearest."""
    try:
        stems = [entry.stem for entry in path.parent.iterdir() if entry.suffix == path.suffix]
    except (OSError, ValueError):
        return f"there is no folder {path.parent} either" if not path.parent.is_dir() else ""
    hint = nearest(path.stem, stems)  # the endings are alike anyway
    return hint.removesuffix('"?') + f'{path.suffix}"?' if hint else ""


def template(name: str) -> str:
    """Return the text of a packaged template."""
    return (Path(__file__).parents[1] / "templates" / name).read_text("utf-8")


def check_keys(tables: Tables, file: str, mistakes: Mistakes, where: tuple[str | int, ...] = ()) -> None:
    """Note keys that are not text, and nesting without end, in tables that were made in Python."""
    for key, value in tables.items():
        if not isinstance(key, str):
            mistakes.add(file, place((*where, str(key))), f"{quoted(key)}: a name must be text in quotes")
        elif len(where) > MOST_LEVELS:
            mistakes.add(file, place(where), _TOO_DEEP)
            return
        else:
            parts = [value] if is_mapping(value) else value if is_sequence(value) else []
            for part in parts:
                if is_mapping(part):
                    check_keys(dict(part), file, mistakes, (*where, key))


def seeds_folder() -> Path:
    """Return the folder of the packaged scenarios and their evidence.

    An installed package carries it inside itself; in a checkout it stands at the top level.
    """
    inside = Path(__file__).parents[1] / "seeds"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "seeds"
