"""Where something stands in a file: its dotted place, and the line that the place begins in."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from belarusgame.errors import quoted

#: What TOML takes as a key without quotes, if it is not so long that a message would be hard to read.
_BARE = re.compile(r"[\w-]{1,60}")


def place(parts: Sequence[str | int]) -> str:
    """Join the steps to a place inside a file: ``effects[1].when``."""
    text = ""
    for part in parts:
        text = f"{text}[{part}]" if isinstance(part, int) else _joined(text, _shown(part))
    return text


def _shown(name: str) -> str:
    return name if _BARE.fullmatch(name) else quoted(name)


def _joined(outer: str, name: str) -> str:
    return f"{outer}.{name}" if outer else name


def line_of(place: str, lines: Mapping[str, int | None]) -> int | None:
    """Return the line of a place; of what is missing, the line of the table in which it is."""
    # The place itself first, then the tables around it, from the innermost out.
    ends = [len(place), *(n for n in range(len(place) - 1, 0, -1) if place[n] in ".[")]
    return next((lines[place[:end]] for end in ends if place[:end] in lines), None)


def lines_of(text: str) -> Mapping[str, int | None]:
    """Return the line that each place of a valid TOML text begins in.

    None stands for a place that is written like another one, because its names were cut or hold marks.
    """
    scan = _Scan(text)
    try:
        scan.document()
    except RecursionError:  # the parser had more room
        return {}
    return scan.lines


#: Blanks, line breaks and comments. Nothing below gives back what it took, so that the time is linear.
_BETWEEN = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
#: One part of a key: bare, or in quotes of either kind.
_NAME = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\]++|\\.)*+"|'[^']*+'""")
#: A value that opens no list or table: text in any of the four kinds of quotes, or whatever ends where an
#: entry does. Triple quotes first, as they begin like single ones.
_PLAIN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r"""|"(?:[^"\\]++|\\.)*+"|'[^']*+'|[^,\]}#\n]++""",
    re.DOTALL,
)


class _Scan:
    """One walk through a text that a parser has accepted: it only notes where names and entries begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[str, int | None] = {}
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._last: dict[str, int] = {}  # of a list of tables that is written [[so]], the last position

    def document(self) -> None:
        """Walk through headers, and the entries below them."""
        table = ""
        while self._next():
            if self._next() == "[":
                table = self._header()
            else:
                self._entry(table)

    def _header(self) -> str:
        double = self.text.startswith("[[", self.at)
        self.at += 1 + double
        *outer, name = self._names()
        table = ""
        # A header speaks of the last entry of every list that it leads through, as TOML has it.
        for step in outer:
            table = self._inside(self._step(table, step))
        table = self._step(table, name)
        if double:
            self._last[table] = self._last.get(table, -1) + 1
        self.at = self.text.index("]", self.at) + 1 + double
        return self._inside(table)

    def _inside(self, table: str) -> str:
        return self._note(f"{table}[{self._last[table]}]") if table in self._last else table

    def _entry(self, table: str) -> None:
        for name in self._names():
            table = self._step(table, name)
        self.at += 1  # the equals sign
        self._value(table)

    def _value(self, owner: str) -> None:
        opening = self._next()
        if opening not in "[{":
            found = _PLAIN.match(self.text, self.at)
            self.at = found.end() if found is not None else self.at + 1
            return
        self.at += 1
        position = 0
        while self._next() not in "]}":
            if opening == "[":
                self._value(self._note(f"{owner}[{position}]"))
            else:
                self._entry(owner)
            position += 1
            if self._next() == ",":
                self.at += 1
        self.at += 1

    def _names(self) -> list[str]:
        """Read the names of a dotted key, and go to what stands behind it."""
        names: list[str] = []
        while self._next() and (found := _NAME.match(self.text, self.at)) is not None:
            names.append(found[0])
            self.at = found.end()
            if self._next() != ".":
                break
            self.at += 1
        return names

    def _next(self) -> str:
        """Skip what lies between, and return the character that follows; empty at the end."""
        found = _BETWEEN.match(self.text, self.at)
        self.at = found.end() if found is not None else self.at
        return self.text[self.at : self.at + 1]

    def _step(self, table: str, written: str) -> str:
        """Note a name in a table, as it is written in the file."""
        name = tomllib.loads(f"name = {written}")["name"] if written[0] in "\"'" else written
        shown = _shown(name)
        # What was cut, or holds marks that look like others' ends, may be how two names are shown.
        sure = shown == name or not (shown.endswith(" ...") or {'"', "\\"} & set(shown[1:-1]))
        return self._note(_joined(table, shown), sure=sure)

    def _note(self, place: str, *, sure: bool = True) -> str:
        # The first time counts; lines are found by halving, as the text is walked through once.
        self.lines.setdefault(place, bisect_left(self._breaks, self.at) + 1 if sure else None)
        return place
