"""Which sentences carry it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from belarusgame.base.labels import listed
from belarusgame.base.tables import Rows
from belarusgame.explore import LeavingOut, LeftOut
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.lettering import width_of
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import RULE, SMALL, SOFT, TEXT
from belarusgame.report.figures.sheet import Sheet, leading

NOBODY = "Leaving out any single claim changes nobody's choice at the likely weights."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CarriersChart(Chart):
    """Claims down, players across: a mark where the choice would be another one without the claim."""

    name: ClassVar[str] = "carriers"
    question: ClassVar[str] = "Which sentences carry it?"

    without: LeavingOut  #: the answer without each claim in turn

    @property
    def _turning(self) -> list[LeftOut]:
        return [left for left in self.without.claims if left.turns]

    def rows(self) -> Rows:
        """Return one row a claim that changes somebody's choice, with what each player would do then."""
        return [
            {"claim": left.claim}
            | {player: left.turns.get(player, "") for player in self.without.players}
            | {"says": left.says}
            for left in self._turning
        ]

    @property
    def alt(self) -> str:
        """How many claims change somebody's choice, and which change the answer."""
        total, turning = len(self.without.claims), self._turning
        if not turning:
            return f"{NOBODY} {total} claims were left out, one at a time."
        over = [left.claim for left in turning if left.overturned]
        said = f"Without one of {len(turning)} of {total} claims somebody's choice changes"
        event = self.words.event(self.without.event)
        return f"{said}; the answer on {event} turns with {listed(over, 'or') or 'none of them'}."

    def paint(self, sheet: Sheet) -> None:
        """Draw a row for each claim that changes a choice."""
        if not self._turning:
            sheet.finding(self.alt)
            return
        names = [begun(self.words.player(player)) for player in self.without.players]
        first = max(width_of(left.claim, TEXT) for left in self._turning) + 8.0
        first = min(first, 0.3 * sheet.width)
        cell = min(
            70.0, (sheet.width - first) / len(names) if not sheet.wide else 0.45 * sheet.width / len(names)
        )
        says = first + cell * len(names) + 6.0
        heads = [
            sheet.paragraph(
                name, x=first + k * cell + 1.0, width=cell - 3.0, y=sheet.y, size=SMALL, colour=SOFT
            )
            for k, name in enumerate(names)
        ]
        sheet.y = max(heads) + 2.0
        for left in self._turning:
            self._claim(sheet, left, first, cell, says)
        rest = len(self.without.claims) - len(self._turning)
        sheet.y += 2.0
        sheet.paragraph(
            f"The other {rest} claims, left out one at a time, change nobody's choice.",
            size=SMALL,
            colour=SOFT,
        )

    def _claim(self, sheet: Sheet, left: LeftOut, first: float, cell: float, says: float) -> None:
        """Draw one claim: its marks, what would be done instead, and where there is room what it says."""
        sheet.line([0.0, sheet.width], [sheet.y - 1.0, sheet.y - 1.0], colour=RULE, width=0.4)
        bold = "bold" if left.overturned else "normal"
        ends = [sheet.paragraph(left.claim, width=first - 6.0, y=sheet.y, weight=bold)]
        instead = {player: plain(label) for player, label in left.turns.items()}
        for k, player in enumerate(self.without.players):
            if player in instead:
                x = first + k * cell
                sheet.dot(x + 5.0, sheet.y + 0.62 * TEXT, filled=True, shape="D", size=4.2)
                if sheet.wide:
                    said, room = instead[player], cell - 13.0
                    ends.append(sheet.paragraph(said, size=SMALL, x=x + 11.0, width=room, y=sheet.y))
        sheet_end = max(*ends, sheet.y + leading(TEXT))
        if sheet.wide:
            says_end = sheet.paragraph(left.says, x=says, y=sheet.y, size=SMALL, colour=SOFT)
            sheet.y = max(sheet_end, says_end) + 2.0
        else:
            sheet.y = sheet_end
            sheet.paragraph(self.words.moves(instead), x=first, size=SMALL, colour=SOFT)
            sheet.y += 2.0
