"""The one gate to the terminal: what it shows can be printed, fits, and steers nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table

from belarusgame.base.tables import UNFOLDED, Rows, shown
from belarusgame.errors import printable

#: Cells of at most so many characters are never folded.
SHORT = 24

#: A terminal that calls itself narrower is not believed.
NARROWEST = 20

#: Between words and inside letters of some scripts; neither steers a terminal.
_JOINERS = {"\u200c": "\u200c", "\u200d": "\u200d"}

#: The rule below the heading of a table, without and with characters beyond ASCII.
_PLAIN_BOX = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


class Screen(Console):
    """A console for text from anywhere: no markup, no emoji, no control characters."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **settings)
        if self.width < NARROWEST:
            self.width = 80

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Write out what a terminal would obey or hide, whatever it came from."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else harmless(text), style, control)

    def on_broken_pipe(self) -> None:
        """Leave it to the command what to do when nobody reads any more."""
        raise BrokenPipeError


def harmless(text: str) -> str:
    """Write out every character that is not printable, but for line breaks and joiners of letters."""
    if text.isprintable():
        return text
    return "".join(c if c == "\n" or c in _JOINERS else printable(c) for c in text)


def encodable(text: str) -> str:
    """Write out what the standard output of this process cannot encode."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def takes_lines() -> bool:
    """Whether the standard output, also the one behind a test runner's, takes the lines of tables."""
    encodings = {getattr(stream, "encoding", None) or "utf-8" for stream in (sys.stdout, sys.__stdout__)}
    try:
        return all("\u2500".encode(encoding) for encoding in encodings)
    except (UnicodeEncodeError, LookupError):
        return False


def table_of(rows: Rows) -> Table:
    """Lay rows out as a table whose words are never broken; numbers are aligned to the right."""
    plain = box.SIMPLE_HEAD if takes_lines() else _PLAIN_BOX
    table = Table(box=plain, pad_edge=False, header_style="bold")
    for column in columns_of(rows):
        numeric = all(isinstance(row.get(column, 0.0), int | float) for row in rows)
        cells = [column, *(harmless(shown(row.get(column, ""))) for row in rows)]
        longest = max(map(cell_len, cells))
        least = (
            longest if longest <= SHORT else max(cell_len(word) for text in cells for word in text.split())
        )
        table.add_column(
            column,
            justify="right" if numeric else "left",
            overflow="fold",
            no_wrap=longest <= SHORT,
            min_width=least,
        )
    for row in rows:
        table.add_row(*(shown(row.get(column, "")) for column in columns_of(rows)))
    return table


def fitting(rows: Rows, width: int) -> tuple[Rows, list[str]]:
    """Leave out as many columns, from the last, as a table needs to fit; return also which.

    The first two stay, however wide: they say what a row is about.
    """
    columns, left_out = columns_of(rows), list[str]()
    while len(columns) > 2 and _least_width(rows) > width:
        left_out.insert(0, columns.pop())
        rows = [{column: row[column] for column in columns if column in row} for row in rows]
    return rows, left_out


def _least_width(rows: Rows) -> int:
    wide = Screen(width=UNFOLDED)
    return Measurement.get(wide, wide.options, table_of(rows)).minimum


def columns_of(rows: Rows) -> list[str]:
    """Return the columns of all rows, in the order in which they first occur."""
    return list(dict.fromkeys(column for row in rows for column in row))
