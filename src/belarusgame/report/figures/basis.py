"""How is each number known?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from belarusgame.base.tables import Rows
from belarusgame.report.audit import Audit
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun
from belarusgame.report.figures.palette import HUES, INK, PAPER, SMALL, SOFT
from belarusgame.report.figures.quantities import percent
from belarusgame.report.figures.sheet import Sheet
from belarusgame.scenario import Basis

#: How each basis is filled.
FILLS: dict[Basis, tuple[str, str]] = {
    "asserted": (HUES[0], ""),
    "inferred": (HUES[3], "////"),
    "judged": (PAPER, "xxxx"),
}

LABEL = "part of a player's payoffs by size (likely weight times largest effect)"
#: The height of a bar in points: a line of the small letters fits beside it.
BAR = 9.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BasisChart(Chart):
    """For every player the parts of its payoffs that are asserted by a claim, inferred, and judged."""

    name: ClassVar[str] = "basis"
    question: ClassVar[str] = "How is each number known?"

    audit: Audit  #: what the coding rests on

    def rows(self) -> Rows:
        """Return one row a player and basis."""
        return [
            {"player": player, "basis": basis, "share": float(shares.get(basis, 0))}
            for player, shares in self.audit.by_basis.items()
            for basis in FILLS
        ]

    @property
    def alt(self) -> str:
        """How much is judged, player by player."""
        judged = [
            f"{self.words.player(str(row['player']))} {percent(float(str(row['share'])))}"
            for row in self.rows()
            if row["basis"] == "judged"
        ]
        return f"Judged without a claim, by size: {', '.join(judged)}."

    def paint(self, sheet: Sheet) -> None:
        """Draw one bar a player, with its numbers below."""
        for basis, (colour, hatch) in FILLS.items():
            sheet.swatch(0.0, sheet.y + 1.0, colour, hatch)
            sheet.paragraph(basis, x=18.0, size=SMALL, colour=SOFT)
        sheet.y += 3.0
        top, bars = sheet.y, list[tuple[float, str]]()
        for player, shares in self.audit.by_basis.items():
            sheet.paragraph(begun(self.words.player(player)), weight="bold")
            bars.append((sheet.y + BAR / 2 + 1.0 - top, player))
            sheet.y += BAR + 3.0
            said = ", ".join(f"{basis} {percent(float(shares.get(basis, 0)))}" for basis in FILLS)
            sheet.paragraph(said, size=SMALL, colour=SOFT)
            sheet.y += 4.0
        panel = sheet.panel(0.0, top, sheet.width, sheet.y - top, label=LABEL)
        ticks = ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%"))
        sheet.across(panel, 0.0, 1.0, ticks)
        for y, player in bars:
            start = 0.0
            for basis, (colour, hatch) in FILLS.items():
                share = float(self.audit.by_basis[player].get(basis, 0))
                panel.barh(
                    y, share, height=BAR, left=start, color=colour, hatch=hatch, edgecolor=INK, linewidth=0.6
                )
                start += share
