"""How a result is shown: every result record is a heading over a table of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

Rows = Sequence[Mapping[str, object]]

#: Wide enough for any table, so that printing a record never folds its lines.
UNFOLDED = 10_000

#: Cells of at most so many characters are never folded.
SHORT = 24

#: The same table in ASCII, as rich writes a box: its third line is the rule below the heading.
_PLAIN = "    \n    \n -- \n    \n    \n    \n    \n    \n"


class Tabular:
    """A record that prints as a readable table; subclasses say what stands in it."""

    __slots__ = ()

    def rows(self) -> Rows:
        """Return the table as one mapping from column to value a row."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a pandas data frame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()))

    @property
    def heading(self) -> str:
        """The line above the table."""
        return type(self).__name__

    @property
    def below(self) -> Sequence[str | Tabular]:
        """What stands below the table: sentences, and further records."""
        return ()

    def __str__(self) -> str:
        return "\n".join([self.heading, plain_text(self.rows()), *map(str, self.below)])

    def __repr__(self) -> str:
        return f"<{self.heading}>"

    def _repr_html_(self) -> str:
        """Show in a notebook what printing shows."""
        parts = [paragraph(self.heading), _html_table(self.rows())]
        parts += [paragraph(part) if isinstance(part, str) else part._repr_html_() for part in self.below]
        return "\n".join(parts)


class Listed(Tabular):
    """Rows that no other record holds."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def rows(self) -> Rows:
        """Return the rows."""
        return self._rows


def plain_text(rows: Rows) -> str:
    """Write rows as an unfolded table without colour, in characters that the standard output takes."""
    from io import StringIO

    from belarusgame.base.screen import Screen, encodable

    if not rows:
        return "(nothing to list)"
    screen = Screen(file=StringIO(), width=UNFOLDED, color_system=None, legacy_windows=False)
    with screen.capture() as capture:
        screen.print(table_of(rows))
    return "\n".join(encodable(line.rstrip()) for line in capture.get().splitlines() if line.strip())


def paragraph(text: str) -> str:
    """Write a text as a paragraph of a page."""
    from html import escape

    from belarusgame.base.screen import harmless

    return f"<p>{escape(harmless(text))}</p>"


def _html_table(rows: Rows) -> str:
    """Write rows as a table of a page with the cells of a printed one; pandas would cut them short."""
    if not rows:
        return paragraph("(nothing to list)")
    columns = columns_of(rows)
    lines = [_html_row(columns, "th"), *(_html_row([row.get(c, "") for c in columns], "td") for row in rows)]
    return "\n".join(["<table>", *lines, "</table>"])


def _html_row(cells: Sequence[object], tag: str) -> str:
    from html import escape

    from belarusgame.base.screen import harmless

    return f"<tr>{''.join(f'<{tag}>{escape(harmless(shown(cell)))}</{tag}>' for cell in cells)}</tr>"


def table_of(rows: Rows) -> Table:
    """Lay rows out as a table whose words are never broken; numbers are aligned to the right."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table

    from belarusgame.base.screen import harmless, takes_lines

    plain = box.SIMPLE_HEAD if takes_lines() else box.Box(_PLAIN, ascii=True)
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
    from rich.measure import Measurement

    from belarusgame.base.screen import Screen

    wide = Screen(width=UNFOLDED)
    return Measurement.get(wide, wide.options, table_of(rows)).minimum


def columns_of(rows: Rows) -> list[str]:
    """Return the columns of all rows, in the order in which they first occur."""
    return list(dict.fromkeys(column for row in rows for column in row))


def shown(value: object) -> str:
    """Write a value for people: four significant digits, and no negative zero; a pair is an interval."""
    if isinstance(value, float):
        return f"{value + 0.0:.4g}"
    if isinstance(value, tuple) and len(cast("tuple[object, ...]", value)) == 2:
        return " to ".join(shown(end) for end in cast("tuple[object, object]", value))
    return str(cast("object", value))
