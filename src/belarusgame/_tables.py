"""How a result is shown: every result record is a data frame with a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Tabular:
    """A record that prints as a readable table; subclasses say what stands in it."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """Return the record as a pandas data frame."""
        raise NotImplementedError

    def _heading(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        frame = self.to_frame()
        body = "(nothing to list)" if frame.empty else frame.to_string(index=False, float_format=_short)
        return f"{self._heading()}\n{body}"

    def __repr__(self) -> str:
        return f"<{self._heading()}>"

    def _repr_html_(self) -> str:
        """Show the record in a notebook."""
        from html import escape

        table = self.to_frame().to_html(index=False, float_format=_short)
        return f"<p>{escape(self._heading())}</p>\n{table}"


def _short(number: float) -> str:
    return f"{number:.4g}"
