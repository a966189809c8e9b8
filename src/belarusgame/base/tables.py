"""How a result is shown: every result record is a heading over a table of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import pandas as pd

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

    from belarusgame.base.screen import Screen, encodable, table_of

    if not rows:
        return "(nothing to list)"
    screen = Screen(file=StringIO(), width=UNFOLDED, color_system=None, legacy_windows=False)
    with screen.capture() as capture:
        screen.print(table_of(rows))
    return "\n".join(encodable(line.rstrip()) for line in capture.get().splitlines() if line.strip())


def shown(value: object) -> str:
    """Write a value for people: four significant digits, and no negative zero; a pair is an interval."""
    if isinstance(value, float):
        return f"{value + 0.0:.4g}"
    if isinstance(value, tuple) and len(cast("tuple[object, ...]", value)) == 2:
        return " to ".join(shown(end) for end in cast("tuple[object, object]", value))
    return str(cast("object", value))
