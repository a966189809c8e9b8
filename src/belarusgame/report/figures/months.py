"""How likely by when, and how do the drivers move until then?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.tables import Rows
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import DASHES, FOR, HUES, INK, SMALL, SOFT
from belarusgame.report.figures.quantities import percent, plain_number, share_words
from belarusgame.report.figures.sheet import Sheet, leading
from belarusgame.simulate import Campaign, MoveLength
from belarusgame.simulate.months import QUANTILES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: How high a panel is, and the room between two, in points.
HIGH, GAP = 62.0, 14.0

Panel = Callable[[float, float], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MonthsChart(Chart):
    """The share of runs in which an event has happened by each month, and a fan for every driver."""

    name: ClassVar[str] = "months"
    question: ClassVar[str] = "How likely by when?"

    campaign: Campaign  #: the runs

    def rows(self) -> Rows:
        """Return one row a month."""
        found = self.campaign
        columns: dict[str, Sequence[object]] = {"month": range(1, found.settings.months + 1)}
        if found.event:
            columns["share by then"] = found.by_month.tolist()
            columns["interval"] = [found.interval(month) for month in columns["month"]]  # pyright: ignore[reportArgumentType]
            columns |= {_title(one): one.by_month.tolist() for one in self._others}
        for name, levels in self._fans.items():
            for k, quantile in enumerate(QUANTILES):
                columns[f"{name} {100 * quantile:g}%"] = levels[:, k].tolist()
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    @property
    def alt(self) -> str:
        """The share by the last month, and what the length of a move does to it."""
        found, months = self.campaign, self.campaign.settings.months
        if not found.event:
            return f"The file asks about no event; {months} months of its drivers."
        last = float(found.by_month[-1])
        runs = share_words(last, found.settings.runs)
        said = f"{self._event} by month {months} in {runs} runs ({percent(last)})"
        ends = [float(one.by_month[-1]) for one in self._others]
        if not ends:
            return f"{said}."
        return (
            f"{said}; with a choice that stands half or twice as long, and mistakes made anew or once, "
            f"in {percent(min(ends))} to {percent(max(ends))}."
        )

    @property
    def _event(self) -> str:
        return begun(" or ".join(self.words.event(event) for event in self.campaign.event))

    @property
    def _others(self) -> list[MoveLength]:
        """The answers with another length of a move, or with mistakes made otherwise."""
        s = self.campaign.settings
        return [
            one
            for one in self.campaign.lengths
            if (one.move_months, one.tremble) != (s.move_months, s.tremble)
        ]

    @property
    def _fans(self) -> Mapping[str, FloatArray]:
        """The quantiles of every driver that moves at all."""
        every = {
            driver.name: self.campaign.quantiles(driver.name) for driver in self.campaign.scenario.drivers
        }
        return {name: levels for name, levels in every.items() if np.ptp(levels) > 0.0}

    def paint(self, sheet: Sheet) -> None:
        """Draw the share, the other lengths beside it, and the fans; below each other where it is narrow."""
        if self.campaign.event:
            self._shares(sheet)
        fans = [self._fan_of(sheet, name, levels) for name, levels in self._fans.items()]
        if fans:
            sheet.y += 3.0
            sheet.paragraph("How the drivers move (1: as it was)", weight="bold")
            _beside(sheet, fans)
            sheet.paragraph(
                "Line: the median; dark: half of the runs; light: nine in ten.", size=SMALL, colour=SOFT
            )
        elif not self.campaign.event:
            sheet.finding("No event is asked about, and no driver moves: there is nothing to draw.")

    def _shares(self, sheet: Sheet) -> None:
        """Draw the share by month, or say that it never happens."""
        sheet.paragraph(f"{self._event}: share of runs in which it has happened", weight="bold")
        lines = [self.campaign.by_month, *(one.by_month for one in self._others)]
        if not max(float(line[-1]) for line in lines):
            runs, months = self.campaign.settings.runs, self.campaign.settings.months
            sheet.finding(f"In none of {runs:,} runs by month {months}, however long a choice stands.")
            return
        intervals = [self.campaign.interval(m) for m in range(1, self.campaign.settings.months + 1)]
        top = min(1.0, 1.08 * max(*(float(line[-1]) for line in lines), intervals[-1][1]))

        def coded(x: float, width: float) -> None:
            sheet.paragraph("As coded, with its interval", x=x, width=width, size=SMALL)
            panel = self._panel(sheet, x, width, "share", (0.0, top))
            low, high = zip(*intervals, strict=True)
            _band(panel, low, high, HUES[3], 0.45)
            _line(panel, self.campaign.by_month, INK, "-")
            _named(sheet, x, width, self._stands, INK, "-")

        def otherwise(x: float, width: float) -> None:
            sheet.paragraph("Half and twice as long, and with other mistakes", x=x, width=width, size=SMALL)
            panel = self._panel(sheet, x, width, "share", (0.0, top))
            for k, one in enumerate(self._others):
                hue, dashes = HUES[k % len(HUES)], DASHES[k % len(DASHES)]
                _line(panel, one.by_month, hue, dashes)
                _named(sheet, x, width, _title(one), hue, dashes)

        _beside(sheet, [coded, otherwise] if self._others else [coded])

    @property
    def _stands(self) -> str:
        s = self.campaign.settings
        return _title(MoveLength(move_months=s.move_months, tremble=s.tremble, by_month=np.zeros(0)))

    def _fan_of(self, sheet: Sheet, name: str, levels: FloatArray) -> Panel:
        def fan(x: float, width: float) -> None:
            sheet.paragraph(begun(plain(name)), x=x, width=width, size=SMALL)
            span = float(levels.min()), float(levels.max())
            edge = 0.06 * (span[1] - span[0])
            panel = self._panel(sheet, x, width, "level", (span[0] - edge, span[1] + edge))
            _band(panel, levels[:, 0], levels[:, 4], HUES[3], 0.45)
            _band(panel, levels[:, 1], levels[:, 3], FOR, 0.6)
            _line(panel, levels[:, 2], INK, "-")

        return fan

    def _panel(
        self,
        sheet: Sheet,
        x: float,
        width: float,
        beside: str,
        span: tuple[float, float],
        *,
        share: bool = False,
    ) -> Axes:
        months = self.campaign.settings.months
        panel = sheet.panel(x, sheet.y + 3.0, width, HIGH, label="month", beside=beside)
        sheet.across(panel, 0.5, months + 0.5, tuple((m, f"{m}") for m in _months(months, sheet.room(panel))))
        sheet.up(panel, *span, ticks=_shares(span[1]) if beside == "share" else None)
        return panel


def _beside(sheet: Sheet, panels: list[Panel]) -> None:
    """Paint panels two beside each other where there is room, else below each other."""
    columns = 2 if sheet.wide else 1
    width = (sheet.width - GAP * (columns - 1)) / columns
    for first in range(0, len(panels), columns):
        top, ends = sheet.y, list[float]()
        for k, paint in enumerate(panels[first : first + columns]):
            sheet.y = top
            paint(k * (width + GAP), width)
            ends.append(sheet.y)
        sheet.y = max(ends) + leading(SMALL) / 2


def _named(sheet: Sheet, x: float, width: float, words: str, colour: str, dashes: Any) -> None:
    """Write what a line is, below the panel."""
    sheet.sample(x + 2.0, sheet.y + 0.62 * SMALL, colour, dashes)
    sheet.paragraph(words, x=x + 24.0, width=width - 24.0, size=SMALL)


def _title(one: MoveLength) -> str:
    kind = "anew in each move" if one.tremble == "month" else "once for a run"
    return f"a choice stands {plain_number(one.move_months)} months, mistakes {kind}"


def _months(months: int, room: float) -> list[int]:
    """Return which months are written on a scale: the last, and as many before it as fit."""
    step = next(s for s in (1, 2, 3, 6, 12, 24, 60, 120, 600) if months / s <= room / 22.0)
    return list(range(step, months + 1, step))


def _shares(top: float) -> tuple[tuple[float, str], ...]:
    """Return round shares from none to the top of a scale."""
    step = next(s for s in (0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0) if 2 * s <= top)
    if not step:
        return ((0.0, "0%"), (top, percent(top)))
    return tuple((k * step, f"{100 * k * step:.4g}%") for k in range(int(top / step) + 1))


def _band(panel: Axes, low: Any, high: Any, colour: str, strength: float = 1.0) -> None:
    months = np.arange(1, len(low) + 1)
    panel.fill_between(months, low, high, color=colour, alpha=strength, linewidth=0.0, zorder=1.0)


def _line(panel: Axes, shares: FloatArray, colour: str, dashes: Any) -> None:
    """Draw a line over the months; a single month is a point."""
    months = np.arange(1, len(shares) + 1)
    mark = "o" if len(shares) == 1 else None
    panel.plot(
        months, shares, marker=mark, color=colour, linestyle=dashes, linewidth=1.4, markersize=4.0, zorder=2.0
    )
