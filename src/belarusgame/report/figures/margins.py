"""Why does nobody do otherwise?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from belarusgame.base.tables import Rows
from belarusgame.report.explanation import Comparison, Explanation, Part
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import AGAINST, FOR, INK, PAPER, SMALL, SOFT
from belarusgame.report.figures.quantities import amount, plain_number
from belarusgame.report.figures.sheet import Sheet
from belarusgame.report.numbers import decimals_for, printed, signed

#: The height of a bar, in points.
BAR = 9.0

UNITS = (
    "what the choice gains over the alternative, in payoff units (a marked effect at weight 1 is 2); "
    "parts outwards from zero in the order named"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MarginsChart(Chart):
    """One bar a comparison, its parts stacked to both sides of zero; the dot is their sum."""

    name: ClassVar[str] = "margins"
    question: ClassVar[str] = "Why does nobody do otherwise?"

    explanation: Explanation  #: the comparisons

    def rows(self) -> Rows:
        """Return one row a part of a comparison, those for the choice first, as they are stacked."""
        return [
            {
                "player": comparison.player,
                "chosen": comparison.chosen,
                "alternative": comparison.alternative,
                "sum": float(comparison.difference),
                "consideration": part.consideration,
                "amount": float(part.amount),
                "rests on": " ".join(part.basis),
            }
            | comparison.replied(part.consideration)
            for comparison in self.explanation.comparisons
            for part in (*_for(comparison), *_against(comparison))
        ]

    @property
    def alt(self) -> str:
        """How many comparisons hold, and the closest of them."""
        comparisons = self.explanation.comparisons
        if not comparisons:
            return "No player has an alternative."
        least = min(comparisons, key=lambda comparison: comparison.difference)
        holding = sum(comparison.difference > 0 for comparison in comparisons)
        return (
            f"{holding} of {len(comparisons)} comparisons are decided for what is done; the closest is "
            f"{self._title(least)}, by {plain_number(float(least.difference))}."
        )

    def _title(self, comparison: Comparison) -> str:
        who = begun(self.explanation.names.get(comparison.player, plain(comparison.player)))
        if comparison.decided_by:
            decider = self.explanation.names.get(comparison.decided_by, plain(comparison.decided_by))
            chance = "with some chance " if comparison.by_chance else ""
            who += f" ({chance}decided by {decider})"
        return f"{who}: {plain(comparison.chosen)} rather than {plain(comparison.alternative)}"

    def paint(self, sheet: Sheet) -> None:
        """Write each comparison over its bar and the parts below; then lay the scale under all of them."""
        comparisons = self.explanation.comparisons
        if not comparisons:
            sheet.finding("No player has an alternative: there is nothing to compare.")
            return
        top, bars = sheet.y, list[tuple[float, Comparison]]()
        for comparison in comparisons:
            total = amount(float(comparison.difference))
            sheet.write(sheet.width, sheet.y, total, weight="bold", align="right")
            sheet.paragraph(self._title(comparison), width=sheet.width - 40.0, weight="bold")
            bars.append((sheet.y + BAR / 2 - top + 1.0, comparison))
            sheet.y += BAR + 4.0
            for side, parts in (("for it", _for(comparison)), ("against", _against(comparison))):
                if parts:
                    sheet.paragraph(f"{side}: {self._parts(comparison, parts)}", size=SMALL, colour=SOFT)
            if not comparison.parts:
                sheet.paragraph("no consideration tells them apart", size=SMALL, colour=SOFT)
            sheet.y += 6.0
        self._scale(sheet, top, bars)

    def _scale(self, sheet: Sheet, top: float, bars: list[tuple[float, Comparison]]) -> None:
        panel = sheet.panel(0.0, top, sheet.width, sheet.y - top, label=UNITS)
        reach = 1.02 * max([abs(end) for _, comparison in bars for end in _ends(comparison)] + [1e-9])
        sheet.across(panel, -reach, reach)
        for y, comparison in bars:
            for parts, colour in ((_for(comparison), FOR), (_against(comparison), AGAINST)):
                start = Fraction(0)
                for part in parts:
                    panel.barh(
                        y, float(part.amount), height=BAR, left=float(start), color=colour,
                        edgecolor=PAPER, linewidth=0.8, zorder=2.0,
                    )  # fmt: skip
                    start += part.amount
            panel.plot(
                [float(comparison.difference)],
                [y],
                "o",
                color=INK,
                markeredgecolor=PAPER,
                markersize=6.0,
                zorder=4.0,
            )
            panel.plot([0.0, 0.0], [y - 0.7 * BAR, y + 0.7 * BAR], color=INK, linewidth=0.8, zorder=3.0)

    def _parts(self, comparison: Comparison, parts: tuple[Part, ...]) -> str:
        """Write parts as the sentences do, so that the numbers add up in both."""
        amounts = [part.amount for part in comparison.parts]
        numbers = dict(zip(comparison.parts, printed(amounts, decimals_for(amounts)), strict=True))
        return ", ".join(
            f"{self.words.consideration(part.consideration)} {signed(numbers[part])} [{' '.join(part.basis)}]"
            for part in parts
        )


def _for(comparison: Comparison) -> tuple[Part, ...]:
    return tuple(part for part in comparison.parts if part.amount > 0)


def _against(comparison: Comparison) -> tuple[Part, ...]:
    return tuple(part for part in comparison.parts if part.amount < 0)


def _ends(comparison: Comparison) -> tuple[float, float]:
    """Return how far a bar reaches to both sides."""
    sides = (_for(comparison), _against(comparison))
    left, right = (float(sum((part.amount for part in side), Fraction(0))) for side in sides)
    return left, right
