"""How often does each strategy come out?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from belarusgame.base.tables import Rows
from belarusgame.explore import Sweep
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import FOR, INK, PAPER, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import percent, share_words
from belarusgame.report.figures.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Where it is narrow: the room for a dot below its words, and how far above its end the dot lies, nearer to
#: its own words than to those that follow.
BELOW, ABOVE = 12.0, 8.5

#: Where never and always stand, in log-odds; shares nearer to nothing or everything stand there too.
END = math.log(1e5)

#: What is written on the scale, with less where there is little room.
TICKS = (0.0, 0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0)
FEW = (0.0, 0.001, 0.1, 0.5, 0.9, 0.999, 1.0)


def spot_of(share: float) -> float:
    """Return where a share stands on the scale: its log-odds, and at an end if it is none or all."""
    if share <= 0.0 or share >= 1.0:
        return math.copysign(END, share - 0.5)
    return max(-END, min(END, math.log(share / (1.0 - share))))


def odds_scale(sheet: Sheet, panel: Axes) -> None:
    """Give a panel the scale on which 0.028 % and 99.97 % can both be read."""
    shares = TICKS if sheet.room(panel) >= 260.0 else FEW
    sheet.across(panel, -1.04 * END, 1.04 * END, tuple((spot_of(share), _tick(share)) for share in shares))


def _tick(share: float) -> str:
    return {0.0: "never", 1.0: "always"}.get(share, f"{100 * share:g}%")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SharesChart(Chart):
    """For every strategy the share of draws in which it is part of some outcome."""

    name: ClassVar[str] = "shares"
    question: ClassVar[str] = "How often does each strategy come out?"

    sweep: Sweep  #: the draws

    def rows(self) -> Rows:
        """Return one row a player and strategy."""
        rows: list[dict[str, object]] = []
        for player, labels in zip(self.sweep.labels.players, self.sweep.labels.strategies, strict=True):
            for label in labels:
                share = self.sweep.share({player: label})
                rows.append(
                    {
                        "player": player,
                        "strategy": label,
                        "in some outcome": share.some,
                        "interval": share.some_interval,
                        "in every outcome": share.every,
                        "draws": share.draws,
                    }
                )
        return rows

    @property
    def alt(self) -> str:
        """How often what is asked about happens, or the commonest strategies."""
        draws, asked = self.sweep.draws, self.sweep.question
        if not draws:
            return "There is no draw to count."
        if asked is not None:
            some = self.sweep.share(asked).some
            return f"{self.words.event(asked)} in {share_words(some, draws)} draws ({percent(some)})."
        most = [max(own, key=_some) for own in self._by_player()]
        said = ", ".join(
            f"{self.words.player(str(row['player']))} {plain(str(row['strategy']))} in {percent(_some(row))}"
            for row in most
        )
        return f"Most often: {said} of {draws:,} draws."

    def _by_player(self) -> list[list[dict[str, object]]]:
        rows = [dict(row) for row in self.rows()]
        return [[row for row in rows if row["player"] == player] for player in self.sweep.labels.players]

    def paint(self, sheet: Sheet) -> None:
        """Write the strategies and the counts, with the dots between them, or below where it is narrow."""
        if not self.sweep.draws:
            sheet.finding("No draw is left, so there is nothing to count.")
            return
        left = sheet.label_width([plain(str(row["strategy"])) for row in self.rows()], most=0.3) + 16.0
        right = sheet.label_width([self._count(row) for row in self.rows()], SMALL) + 8.0
        top, dots = sheet.y, list[tuple[float, dict[str, object]]]()
        for own in self._by_player():
            sheet.y += 3.0
            sheet.paragraph(begun(self.words.player(str(own[0]["player"]))), weight="bold")
            for row in own:
                sheet.write(
                    sheet.width, sheet.y + 0.5, self._count(row), size=SMALL, colour=SOFT, align="right"
                )
                middle = sheet.y + 0.62 * TEXT
                sheet.paragraph(
                    plain(str(row["strategy"])),
                    x=8.0,
                    width=(left if sheet.wide else sheet.width - right) - 14.0,
                )
                sheet.y += 1.5 if sheet.wide else BELOW
                dots.append(((middle if sheet.wide else sheet.y - ABOVE) - top, row))
        x, width = (left, sheet.width - left - right) if sheet.wide else (12.0, sheet.width - 24.0)
        label = f"share of {self.sweep.draws:,} draws with it in some outcome, and its interval (log-odds)"
        panel = sheet.panel(x, top, width, sheet.y - top, label=label)
        odds_scale(sheet, panel)
        if sheet.wide:
            sheet.rule(panel)
        for y, row in dots:
            _dot(panel, y, row)

    def _count(self, row: Mapping[str, object]) -> str:
        share = _some(row)
        exact = "" if share in (0.0, 1.0) else f" ({percent(share)})"
        return share_words(share, self.sweep.draws) + exact


def _dot(panel: Axes, y: float, row: dict[str, object]) -> None:
    """Draw a share with its interval; one that is none or all is an open dot at the end."""
    low, high = row["interval"]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType]
    share = _some(row)
    panel.plot([spot_of(float(low)), spot_of(float(high))], [y, y], color=FOR, linewidth=2.2, zorder=2.0)  # pyright: ignore[reportUnknownArgumentType]
    face = PAPER if share in (0.0, 1.0) else INK
    panel.plot(
        [spot_of(share)], [y], "o", color=INK, markerfacecolor=face, markersize=5.0, zorder=3.0, clip_on=False
    )


def _some(row: Mapping[str, object]) -> float:
    return float(str(row["in some outcome"]))
