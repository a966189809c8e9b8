"""The one way by which a number reaches the page: by the name of the field that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from markupsafe import Markup, escape

from belarusgame.base.guards import is_sequence
from belarusgame.report.figures.quantities import amount, percent, plain_number, share_words

STYLES: Mapping[str, Callable[[float], str]] = {
    "plain": plain_number,
    "signed": amount,
    "percent": percent,
    "count": lambda value: f"{value:,.0f}",
}


def field_at(data: Any, path: str) -> Any:
    """Return the field of plain data that a path names, such as ``sequential.sweep.share``."""
    for part in path.split("."):
        data = data[int(part) if is_sequence(data) else part]
    return data


class Facts:
    """Plain data whose numbers are written with the name of their field.

    Attributes
    ----------
    data : mapping
        What was computed.
    marked : bool
        Whether a number carries its value and its field, as in a page; else it is only written.
    """

    def __init__(self, data: Mapping[str, Any], *, marked: bool) -> None:
        self.data, self.marked = data, marked

    def has(self, path: str) -> bool:
        """Whether there is such a field, and it is not empty."""
        try:
            return field_at(self.data, path) not in (None, [], {}, "")
        except (KeyError, IndexError):
            return False

    def number(self, path: str, style: str = "plain") -> str:
        """Write a number as a style has it."""
        value = field_at(self.data, path)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{path} = {value!r}: only numbers are written by this filter")
        words = STYLES[style](float(value))
        if not self.marked:
            return words
        return Markup('<data value="{}" data-from="{}">{}</data>').format(repr(value), path, words)

    def share(self, path: str) -> str:
        """Write a share of draws as a count of them; the fields are a share and, beside it, the draws."""
        value = cast("Mapping[str, Any]", field_at(self.data, path))
        words = share_words(value["share"], value["draws"])
        if not self.marked:
            return words
        return Markup('<data value="{}" data-from="{}.share">{}</data>').format(
            repr(value["share"]), path, words
        )

    def cell(self, path: str) -> str:
        """Write a cell of a table: a number with its field, anything else as text."""
        value = field_at(self.data, path)
        if isinstance(value, list):
            ends = [self.cell(f"{path}.{k}") for k in range(len(cast("list[Any]", value)))]
            return Markup(" to ").join(ends) if self.marked else " to ".join(ends)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return self.number(path)
        return escape("" if value is None else value) if self.marked else str(value or "")
