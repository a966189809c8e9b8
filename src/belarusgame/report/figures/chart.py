"""A figure as a value: what it shows as rows, in words, and drawn at the width that it is asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from belarusgame.base.files import checked_path
from belarusgame.base.settings import option
from belarusgame.base.tables import Rows, Tabular, html_table
from belarusgame.base.writing import write_bytes
from belarusgame.errors import GameError, one_of, quoted
from belarusgame.report.figures.lettering import tolerant
from belarusgame.report.figures.naming import Naming
from belarusgame.report.figures.palette import PAPER, WIDTHS
from belarusgame.report.figures.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Points in a millimetre and in an inch.
POINTS, INCH = 72.0 / 25.4, 72.0

FORMATS = ("svg", "pdf", "png")

#: Text stays text in SVG; in PDF letters are outlines that can be searched. The same figure, the same bytes.
SAVING = {"svg.fonttype": "none", "pdf.fonttype": 42, "svg.hashsalt": "belarusgame", "savefig.dpi": 200}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Chart(Tabular):
    """A figure: one question, and the rows that answer it.

    Attributes
    ----------
    name : str
        What the figure is called: of its function in :mod:`belarusgame.report.figures`, and of its file.
    question : str
        What it answers.
    words : Naming
        What players and inputs are called, and the range of rationality.
    """

    name: ClassVar[str] = "chart"
    question: ClassVar[str] = ""

    words: Naming

    def rows(self) -> Rows:
        """Return exactly what is drawn."""
        raise NotImplementedError

    @property
    def alt(self) -> str:
        """What the figure shows, in one or two sentences with the numbers."""
        raise NotImplementedError

    def paint(self, sheet: Sheet) -> None:
        """Draw on a sheet, from its top down."""
        raise NotImplementedError

    @property
    def heading(self) -> str:
        """The question."""
        return self.question

    @property
    def below(self) -> Sequence[str]:
        """What the figure shows, in words."""
        return (self.alt,)

    def draw(self, ax: Axes | None = None) -> Axes:
        """Draw the figure, by default at the width of a page.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to; what is measured in points fits if it is as high as the figure is by itself.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on; scales stand in axes inside it.

        Raises
        ------
        GameError
            If ``ax`` is something else, or has a projection of its own.
        """
        if ax is None:
            return self.figure(WIDTHS["page"]).axes[0]
        axes = _plain_axes(ax)
        figure: Any = axes.figure
        width = axes.get_position().width * figure.get_size_inches()[0] * INCH
        with tolerant():
            sheet = Sheet(axes, width)
            self.paint(sheet)
            sheet.finish()
        return axes

    def figure(self, width: float) -> Figure:
        """Return a figure of a width in millimetres, as high as it must be."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        points = width * POINTS
        figure = Figure(figsize=(points / INCH, 1.0), facecolor=PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        with tolerant():
            sheet = Sheet(axes, points)
            self.paint(sheet)
            figure.set_size_inches(points / INCH, sheet.finish() / INCH)
        return figure

    def save(self, path: Any, width: str = "page") -> None:
        """Write the figure to a file, whose name says the format.

        Parameters
        ----------
        path : str or path-like
            It ends in ``.svg``, ``.pdf`` or ``.png``; a file that is there is replaced.
        width : {"page", "column", "phone"}
            180, 88 or 80 millimetres. Letters have their final size, 7 points or more.

        Raises
        ------
        GameError
            For another ending or width, or if the file cannot be written.
        """
        kind = Path(checked_path(path)).suffix.lower().removeprefix(".")
        if kind not in FORMATS:
            raise GameError(
                f"{quoted(str(path))}: a figure's file ends in {one_of([f'.{kind}' for kind in FORMATS])}"
            )
        write_bytes(path, self.written(kind, width))

    def written(self, kind: str, width: str = "page") -> bytes:
        """Return the figure as the content of a file of a kind."""
        import matplotlib as plotting

        option("format", kind, FORMATS)
        option("width", width, WIDTHS)
        undated: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}
        stream = io.BytesIO()
        with cast("Any", plotting).rc_context(SAVING), tolerant():
            self.figure(WIDTHS[width]).savefig(stream, format=kind, metadata=undated[kind])
        return stream.getvalue()

    def _repr_html_(self) -> str:
        from belarusgame.report.figures.inline import inlined

        picture = inlined(self.written("svg"), prefix=f"{self.name}-", alt=self.alt)
        return (
            f"<figure>{picture}<figcaption>{escape(self.question)} {escape(self.alt)}</figcaption></figure>"
            f"<details><summary>The numbers</summary>{html_table(self.rows())}</details>"
        )


def _plain_axes(ax: Any) -> Axes:
    """Refuse what a sheet cannot lie on."""
    from matplotlib.axes import Axes

    if not isinstance(ax, Axes):
        raise GameError(f"ax = {quoted(ax)}: must be matplotlib axes, or None for new ones")
    if ax.name != "rectilinear":
        raise GameError(
            f'ax: its projection is "{ax.name}"; give axes without one, the figure makes what it needs inside'
        )
    return ax
