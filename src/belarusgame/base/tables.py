"""How a result is shown: every result record is a heading over a table of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from rich.table import Table

    from belarusgame.report.figures import Chart

Rows = Sequence[Mapping[str, object]]

#: Wide enough for any table, so that printing a record never folds its lines.
UNFOLDED = 10_000

#: So many columns of a table are shown on any screen: what a row is about, and what is said of it first.
KEPT = 3

#: Cells of at most so many characters are never folded.
SHORT = 24

#: The same table in ASCII, as rich writes a box: its third line is the rule below the heading.
_PLAIN = "    \n    \n -- \n    \n    \n    \n    \n    \n"


class Printed:
    """A record that prints on every standard output: what the output cannot encode is written out."""

    __slots__ = ()

    def __str__(self) -> str:
        from belarusgame.base.screen import encodable

        return encodable(self._text())

    def _text(self) -> str:
        return repr(self)


class Tabular(Printed):
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

    def chart(self, **settings: Any) -> Chart:
        """Return the figure that shows this record; see :mod:`belarusgame.report.figures`.

        Parameters
        ----------
        **settings
            What the figure takes, such as ``scenario=``, for the names in it.

        Raises
        ------
        GameError
            If no figure shows such a record, or it knows no such setting.
        """
        # The one place where what is computed knows how it is shown, so that every record has a figure.
        from belarusgame.report.figures import chart_of

        return chart_of(self, **settings)

    def plot(self, ax: Axes | None = None, **settings: Any) -> Axes:
        """Draw the figure that shows this record, and return the axes."""
        return self.chart(**settings).draw(ax)

    def _text(self) -> str:
        return "\n".join([self.heading, plain_text(self.rows()), *map(str, self.below)])

    def __repr__(self) -> str:
        return f"<{self.heading}>"

    def _repr_html_(self) -> str:
        """Show in a notebook what printing shows."""
        parts = [html_table(self.rows(), self.heading)]
        parts += [paragraph(part) if isinstance(part, str) else part._repr_html_() for part in self.below]
        return "\n".join(parts)


class Listed(Tabular):
    """Rows that no other record holds, perhaps under a heading of their own."""

    __slots__ = ("_heading", "_rows")

    def __init__(self, rows: Rows, heading: str = "") -> None:
        self._rows = rows
        self._heading = heading

    def rows(self) -> Rows:
        """Return the rows."""
        return self._rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        return self._heading or type(self).__name__


def plain_text(rows: Rows) -> str:
    """Write rows as an unfolded table without colour, its lines as the standard output takes them."""
    from io import StringIO

    from belarusgame.base.screen import Screen

    if not rows:
        return "(nothing to list)"
    screen = Screen(file=StringIO(), width=UNFOLDED, color_system=None, legacy_windows=False)
    with screen.capture() as capture:
        screen.print(table_of(rows))
    return "\n".join(line.rstrip() for line in capture.get().splitlines() if line.strip())


def paragraph(text: str) -> str:
    """Write a text as a paragraph of a page."""
    return f"<p>{_html_text(text)}</p>"


def html_table(rows: Rows, caption: str = "") -> str:
    """Write rows as a table of a page with the cells of a printed one; pandas would cut them short."""
    if not rows:
        return paragraph(" ".join(part for part in (caption, "(nothing to list)") if part))
    columns = columns_of(rows)
    lines = [f"<caption>{_html_text(caption)}</caption>"] if caption else []
    head = "".join(f'<th scope="col">{_html_text(column)}</th>' for column in columns)
    lines += [f"<thead><tr>{head}</tr></thead>", "<tbody>"]
    for row in rows:
        cells = "".join(f"<td>{_html_text(shown(row.get(column, '')))}</td>" for column in columns)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join(["<table>", *lines, "</tbody>", "</table>"])


def _html_text(text: str) -> str:
    from html import escape

    from belarusgame.base.screen import harmless

    return escape(harmless(text))


def table_of(rows: Rows) -> Table:
    """Lay rows out as a table whose words are never broken; numbers are aligned to the right."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table

    from belarusgame.base.screen import harmless, takes_lines

    plain = box.SIMPLE_HEAD if takes_lines() else box.Box(_PLAIN, ascii=True)
    table = Table(box=plain, pad_edge=False, header_style="bold")
    for column in columns_of(rows):
        # A row that says nothing of a column does not make text of it.
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
            no_wrap=least == longest,  # else what is narrowed for it would be cut
            min_width=least,
        )
    for row in rows:
        table.add_row(*(shown(row.get(column, "")) for column in columns_of(rows)))
    return table


def fitting(rows: Rows, width: int, keep: int = KEPT) -> tuple[Table, list[str]]:
    """Leave out as many columns, from the last, as a table needs to fit; return also which.

    The first ``keep`` stay, and go beyond the margin where they must: they say what a row is about.
    """
    columns, left_out = columns_of(rows), list[str]()
    while len(columns) > keep and _least_width(rows) > width:
        left_out.insert(0, columns.pop())
        rows = [{column: row[column] for column in columns if column in row} for row in rows]
    table = table_of(rows)
    if (least := _least_width(rows)) > width:
        table.width = least  # else columns would be cut
    return table, left_out


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
        # Minus zero plus zero is zero.
        return f"{value + 0.0:.4g}"
    if isinstance(value, tuple) and len(cast("tuple[object, ...]", value)) == 2:
        return " to ".join(shown(end) for end in cast("tuple[object, object]", value))
    return str(cast("object", value))
