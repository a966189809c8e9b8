"""Reading TOML files so that every mistake can be reported, and with exact decimals."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Rational, Real
from pathlib import Path
from typing import Any

from belarusgame.base.files import FileError, read_bytes
from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.errors import nearest, printable, quoted
from belarusgame.evidence.mistakes import Mistakes
from belarusgame.evidence.places import place

Tables = dict[str, Any]

#: Beyond these a number is surely a slip, and exact arithmetic with it would take for ever.
LARGEST = 10**10
#: A float needs 17 digits, and nobody judges finer; powers of ten beyond it would make fractions grow.
MOST_DECIMALS = 30
_BOUNDS = f"must be a number below ten thousand million with at most {MOST_DECIMALS} decimals"

#: A file of text is far smaller; this many bytes are still read in seconds.
MOST_BYTES = 4_000_000

#: The parser's time grows with the square of the parts of a name; no file needs more than six.
_LONG_NAME = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")

#: Parsers and checks go down level by level, and Python only some hundred calls; nothing needs so many.
MOST_LEVELS = 12
_TOO_DEEP = f"nested too deeply: no table of a scenario has more than {MOST_LEVELS} levels"

#: A line of such a file may be quoted; any other may be a secret that the user only pointed at.
_OURS = re.compile(r"^[ \t]*\[+[ \t]*(?:scenario|sources|claims|players|considerations)\b", re.MULTILINE)


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
        # Before it is made a fraction: 1e999999 would be a number of a million digits.
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
        mistakes.add(shown, "", error.problem, (lambda: near_file(path)) if error.missing else "")
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
        # The mark of byte order that some editors put first is no mistake of the user's.
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
    mistakes.locate(shown, text)
    return tables


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent of twenty digits
        raise ValueError(f"{text[:60]}: {_BOUNDS}") from None


def _toml_mistake(message: str, text: str) -> tuple[str, str, str]:
    """Return place, problem and hint for the parser's message, which ends in ``(at line 3, column 5)``."""
    rule, _, position = message.rpartition(" (at ")
    found = re.fullmatch(r"(line ([0-9]{1,9}), column [0-9]{1,9}|end of document)\)", position)
    if found is None or _OURS.search(text) is None:
        none = "" if _OURS.search(text) else ", nor one of ours: there is no table such as [scenario]"
        return found[1] if found else "", f"not valid TOML{none}", ""
    where, number = found.groups()
    lines = text.split("\n")
    line = f"`{printable(lines[int(number) - 1].strip()[:80])}`: " if number else ""
    rule = re.sub(r"\(('.*?'),?\)", lambda names: names[1].replace("', '", ".").strip("'"), rule[:200])
    # The parser's words for it differ with where the name was given first.
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
            mistakes.add(file, place((*where, quoted(key))), f"{quoted(key)}: a name must be text in quotes")
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

    Examples
    --------
    >>> import belarusgame as bg
    >>> (bg.seeds_folder() / "claims.toml").is_file()
    True
    """
    inside = Path(__file__).parents[1] / "seeds"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "seeds"
