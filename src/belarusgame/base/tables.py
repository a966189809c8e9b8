"""How a result is shown: every result record is a heading over a table of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

Rows = Sequence[Mapping[str, object]]

#: Wide enough for any table, so that printing a record never folds its lines.
UNFOLDED = 10_000


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

    def __str__(self) -> str:
        return f"{self.heading}\n{plain_text(self.rows())}"

    def __repr__(self) -> str:
        return f"<{self.heading}>"

    def _repr_html_(self) -> str:
        """Show the record in a notebook."""
        from html import escape

        return f"<p>{escape(self.heading)}</p>\n{self.to_frame().to_html(index=False, float_format=shown)}"


def plain_text(rows: Rows) -> str:
    """Write rows as an unfolded table without colour."""
    from io import StringIO

    from rich.console import Console

    if not rows:
        return "(nothing to list)"
    console = Console(file=StringIO(), width=UNFOLDED, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        console.print(rich_table(rows))
    return "\n".join(line.rstrip() for line in capture.get().splitlines() if line.strip())


def rich_table(rows: Rows) -> Table:
    """Lay rows out as a rich table; numbers are aligned to the right."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    for column in columns:
        numeric = all(isinstance(row.get(column, 0.0), int | float) for row in rows)
        words = any(" " in str(row.get(column, "")) for row in rows)
        justify = "right" if numeric else "left"
        table.add_column(escape(column), justify=justify, overflow="fold", no_wrap=not words)
    for row in rows:
        table.add_row(*(escape(shown(row.get(column, ""))) for column in columns))
    return table


def shown(value: object) -> str:
    """Write a value for people: four significant digits, and no negative zero."""
    if isinstance(value, float):
        return f"{value + 0.0:.4g}"
    return str(value)
