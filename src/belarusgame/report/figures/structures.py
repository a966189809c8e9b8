"""What does the answer depend on?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from belarusgame.base.tables import Rows
from belarusgame.explore import Structures
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import FOR, INK, PAPER, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import percent
from belarusgame.report.figures.shares import ABOVE, BELOW, odds_scale, spot_of
from belarusgame.report.figures.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: So many choices are drawn, those that move the answer most; the others are counted.
MOST = 18

#: The shape of each verdict at the likely weights.
SHAPES = {"never": "o", "in some outcomes": "^", "always": "s", "no outcome": "X", "undecided": "D"}

LABEL = "share of draws in which it happens, and its interval (log-odds)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class StructuresChart(Chart):
    """One row a modelling choice that is no number, those first that move the answer most."""

    name: ClassVar[str] = "structures"
    question: ClassVar[str] = "What does the answer depend on?"

    found: Structures  #: the answer under each of them

    def rows(self) -> Rows:
        """Return one row a choice that is drawn, the scenario as coded first."""
        return [
            {
                "kind": row["structure"],
                "choice": row["choice"],
                "likely": row["likely"],
                "share": row["share"],
                "interval": row["interval"],
                "shift": row["shift"],
                "draws": row["draws"],
            }
            for row in self._sorted()[: MOST + 1]
        ]

    def _sorted(self) -> list[Mapping[str, Any]]:
        """Return the rows of the record, groups of orders among them by how far they move the answer."""
        first, *others = [dict(row) for row in self.found.rows() if row["share"] != ""]
        others.sort(
            key=lambda row: (row["likely"] in (first["likely"], "undecided"), -abs(float(str(row["shift"]))))
        )
        return [first, *others]

    @property
    def alt(self) -> str:
        """The share as coded, the range over the choices, and what moves it most."""
        low, high = self.found.range
        most, coded = self.found.moves_most, self.found.as_coded
        event = self.words.event(self.found.event)
        share = "not known" if coded.share is None else percent(coded.share.some)
        said = f"{event} in {share} of the draws as coded"
        if most is None:
            return f"{said}, and no modelling choice moves that."
        others = len(self.found.structures) - 1
        between = f"between {percent(low)} and {percent(high)}"
        return f"{said}, and {between} over {others} other choices; {plain(most.words)} moves it most."

    def paint(self, sheet: Sheet) -> None:
        """Write the choices on the left and the shares on the right, with the dots between."""
        rows = self.rows()
        shares = [percent(float(str(row["share"]))) for row in rows]
        right = sheet.label_width(shares, SMALL) + 6.0
        left = 0.46 * sheet.width if sheet.wide else 0.0
        top, dots = sheet.y, list[float]()
        for row, share in zip(rows, shares, strict=True):
            sheet.write(sheet.width, sheet.y + 0.5, share, size=SMALL, colour=SOFT, align="right")
            middle = sheet.y + 0.62 * TEXT
            room = (left if sheet.wide else sheet.width - right) - 10.0
            sheet.paragraph(self._title(row), width=room, weight="bold" if row is rows[0] else "normal")
            sheet.y += 1.5 if sheet.wide else BELOW
            dots.append((middle if sheet.wide else sheet.y - ABOVE) - top)
        width = sheet.width - left - (right if sheet.wide else 0.0)
        panel = sheet.panel(left, top, width, sheet.y - top, label=LABEL)
        odds_scale(sheet, panel)
        if sheet.wide:
            sheet.rule(panel)
        for y, row in zip(dots, rows, strict=True):
            _mark(panel, y, row)
        self._key(sheet, rows)

    def _title(self, row: Mapping[str, Any]) -> str:
        kind, choice = str(row["kind"]), plain(str(row["choice"]))
        if kind in ("held", "pair held"):
            held = (pair.split(" = ") for pair in str(row["choice"]).split(", "))
            return begun(" and ".join(f"{self.words.player(p)} held at {plain(label)}" for p, label in held))
        return f"{begun(kind)}: {choice}" if choice else begun(kind)

    def _key(self, sheet: Sheet, rows: Rows) -> None:
        """Write what the shapes stand for, and how many choices are not drawn."""
        sheet.y += 2.0
        for verdict in dict.fromkeys(str(row["likely"]) for row in rows):
            sheet.dot(5.0, sheet.y + 0.62 * SMALL, filled=True, shape=SHAPES.get(verdict, "o"), size=4.5)
            words = f"at the likely weights: {verdict}"
            sheet.paragraph(words, x=13.0, size=SMALL, colour=SOFT)
        rest = len(self._sorted()) - len(rows)
        said = "A mark at an end is hollow: in none of the draws, or in all of them."
        more = f" Of {rest} more choices, each moves the answer less." if rest > 0 else ""
        draws = sorted({int(str(row["draws"])) for row in rows})
        if len(draws) > 1:
            span = f"{draws[0]:,} to {draws[-1]:,} draws"
            more += f" {span} a row: what differs by less than its interval may be chance."
        sheet.paragraph(said + more, size=SMALL, colour=SOFT)


def _mark(panel: Axes, y: float, row: Mapping[str, Any]) -> None:
    low, high = row["interval"]
    panel.plot([spot_of(low), spot_of(high)], [y, y], color=FOR, linewidth=2.2, zorder=2.0)
    shape = SHAPES.get(str(row["likely"]), "o")
    face = PAPER if row["share"] in (0.0, 1.0) else INK
    panel.plot(
        [spot_of(row["share"])], [y], shape, color=INK, markerfacecolor=face, markersize=5.0, zorder=3.0,
        clip_on=False,
    )  # fmt: skip
