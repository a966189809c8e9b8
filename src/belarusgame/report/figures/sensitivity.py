"""On what does it hang?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from belarusgame.base.labels import listed
from belarusgame.base.tables import Rows
from belarusgame.explore import Index, Sensitivity
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.lettering import one_line
from belarusgame.report.figures.palette import FOR, INK, PAPER, SMALL, SOFT, TEXT
from belarusgame.report.figures.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Of inputs and of claims, so many are drawn; the others have smaller indices.
MOST = 10

LABEL = "part of the variation that involves it (total index) with its interval; ring: not determined"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SensitivityChart(Chart):
    """Total indices of inputs and of claims; a bracket holds those that are too close to rank."""

    name: ClassVar[str] = "sensitivity"
    question: ClassVar[str] = "On what does it hang?"

    found: Sensitivity  #: the analysis

    def rows(self) -> Rows:
        """Return one row an index that is drawn: inputs, then claims, the greatest first."""
        return [
            {
                "kind": "claim" if index.kind == "claim" else "input",
                "name": index.name,
                "total": index.total,
                "interval": index.total_interval,
                "may lead": index in leading_ones,
                "determined": index.determined,
                "rests on": " ".join(index.claims) or "judgement",
            }
            for drawn, leading_ones in self._groups()
            for index in drawn
        ]

    def _groups(self) -> list[tuple[list[Index], list[Index]]]:
        """Return what is drawn of the inputs and of the claims, each with those that may lead."""
        return [(_drawn(own), _may_lead(own)) for own in (self.found.inputs, self.found.claims)]

    @property
    def _nothing(self) -> str:
        """Why there is nothing to draw; empty if there is."""
        draws = 2 * self.found.draws
        answer = f"Whether it happens ({self.words.event(self.found.event)})"
        if self.found.output == "logit":
            answer = f"The probability of {self.words.event(self.found.event)} with players who make mistakes"
        if math.isnan(self.found.mean):
            return f"{answer} is undecided in too many draws to say what it hangs on."
        if not self.rows():
            how = "it happens in none" if self.found.mean == 0.0 else "it happens in all"
            how = how if self.found.mean in (0.0, 1.0) else f"it is {self.found.mean:.3g} in all"
            return f"{answer} does not vary: {how} of {draws:,} draws, so nothing can be ranked."
        return ""

    @property
    def alt(self) -> str:
        """What leads, with its index, and how many are too close to rank."""
        if self._nothing:
            return self._nothing
        drawn, rivals = self._groups()[0]
        first = drawn[0]
        if not first.determined:
            return (
                f"Which input leads is not determined at {self.found.draws:,} draws: the interval of "
                f"{self.words.input(first.name)} is too wide, or above the scale."
            )
        low, high = first.total_interval or (math.nan, math.nan)
        said = f"The input with the greatest total index is {self.words.input(first.name)}: {first.total:.2f}"
        said += f", interval {low:.2f} to {high:.2f}."
        others = [self.words.input(index.name) for index in rivals if index is not first]
        return said + (f" Too close to rank with it: {listed(others[:4])}." if others else "")

    def paint(self, sheet: Sheet) -> None:
        """Draw the inputs, and beside them, or below where it is narrow, the claims."""
        if self._nothing:
            sheet.finding(self._nothing)
            return
        groups = [(drawn, rivals) for drawn, rivals in self._groups() if drawn]
        titles = ("By input", "By claim: all inputs that cite it together")
        if not sheet.wide:
            for title, (drawn, rivals) in zip(titles, groups, strict=False):
                self._column(sheet, title, drawn, rivals, 0.0, sheet.width)
                sheet.y += 6.0
            return
        top, ends = sheet.y, list[float]()
        shares = (0.56, 0.40) if len(groups) > 1 else (1.0,)
        for k, (title, (drawn, rivals), share) in enumerate(zip(titles, groups, shares, strict=False)):
            sheet.y = top
            x = 0.0 if k == 0 else 0.60 * sheet.width
            self._column(sheet, title, drawn, rivals, x, share * sheet.width)
            ends.append(sheet.y)
        sheet.y = max(ends)

    def _column(
        self, sheet: Sheet, title: str, drawn: list[Index], rivals: list[Index], x: float, width: float
    ) -> None:
        sheet.paragraph(title, x=x, width=width, weight="bold")
        top, places = sheet.y, list[float]()
        names = [self._name(index) for index in drawn]
        left = min(sheet.label_width(names, most=1.0), 0.52 * width) + 10.0
        for name in names:
            places.append(sheet.y + 0.62 * TEXT - top)
            sheet.paragraph(name, x=x, width=left - 10.0)
            sheet.y += 1.5
        close = [places[k] for k, index in enumerate(drawn) if index in rivals]
        if len(close) > 1:
            _bracket(sheet, x + left - 4.0, top + close[0], top + close[-1])
        panel = sheet.panel(x + left, top, width - left, sheet.y - top, label=LABEL)
        sheet.across(panel, 0.0, 1.0)
        sheet.rule(panel)
        _dots(panel, places, drawn)
        if len(close) > 1:
            sheet.paragraph(
                f"The bracket holds {len(close)} that are too close to rank.",
                x=x, width=width, size=SMALL, colour=SOFT,
            )  # fmt: skip

    def _name(self, index: Index) -> str:
        return one_line(index.name if index.kind == "claim" else self.words.input(index.name))


def _drawn(indices: Sequence[Index]) -> list[Index]:
    return [index for index in indices if index.total and index.total_interval is not None][:MOST]


def _may_lead(indices: Sequence[Index]) -> list[Index]:
    """Return those drawn whose interval reaches the lower end of the first one's."""
    drawn = _drawn(indices)
    least = (drawn[0].total_interval or (0.0, 0.0))[0] if drawn else 0.0
    return [index for index in drawn if (index.total_interval or (0.0, 0.0))[1] >= least]


def _bracket(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    lines = ([x, x - 3.0, x - 3.0, x], [top - 3.0, top - 3.0, bottom + 3.0, bottom + 3.0])
    sheet.line(*lines, colour=SOFT, width=0.9)


def _dots(panel: Axes, places: list[float], drawn: list[Index]) -> None:
    for y, index in zip(places, drawn, strict=True):
        panel.plot(list(index.total_interval or ()), [y, y], color=FOR, linewidth=2.2, zorder=2.0)
        face = INK if index.determined else PAPER
        total = min(index.total or 0.0, 1.0)
        panel.plot(
            [total], [y], "o", color=INK, markerfacecolor=face, markersize=5.0, zorder=3.0, clip_on=False
        )
