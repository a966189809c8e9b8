"""How does the forecast compare with what happened, and with what others said?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from belarusgame.base.guards import is_sequence
from belarusgame.base.tables import Rows
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import plain
from belarusgame.report.figures.palette import AGAINST, FOR, INK, PAPER, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import percent, plain_number
from belarusgame.report.figures.shares import odds_scale, spot_of
from belarusgame.report.figures.sheet import Sheet
from belarusgame.simulate import BackTest, Forecast, Happened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL = "probability that it happens by then, and its interval or range (log-odds)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BacktestChart(Chart):
    """For every outcome what happened, and below it the forecast and its references."""

    name: ClassVar[str] = "backtest"
    question: ClassVar[str] = "How does the forecast compare with what happened?"

    found: BackTest  #: the forecasts with their scores

    def rows(self) -> Rows:
        """Return one row for each outcome and forecast; of words there is no number."""
        return [
            {
                "by": str(outcome.by),
                "happened": outcome.happened,
                "forecast": one.name,
                "kind": one.kind,
                "known": str(one.known),
                "probability": _ends([score.probability for score in one.scores]),
                "interval": one.interval,
                "Brier": _ends([score.brier for score in one.scores]),
            }
            for outcome in self.found.outcomes
            for one in self._of(outcome)
        ]

    def _of(self, outcome: Happened) -> list[Forecast]:
        return [one for one in self.found.forecasts if one.by == outcome.by]

    @property
    def alt(self) -> str:
        """What happened by the first date, what the model had said, and between what the references lie."""
        first = self.found.outcomes[0]
        own = self.found.forecast().scores[0]
        others = [score.probability for one in self._of(first) if one.name != "model" for score in one.scores]
        beside = f", the references {percent(min(others))} to {percent(max(others))}" if others else ""
        return (
            f"{self._happened(first)}. The model had said {percent(own.probability)} "
            f"(Brier score {plain_number(own.brier)}){beside}."
        )

    def _happened(self, outcome: Happened) -> str:
        verdict = "it had happened" if outcome.happened else "it had not happened"
        return f"{self.words.event(outcome.event)}, by {outcome.by}: {verdict}"

    def paint(self, sheet: Sheet) -> None:
        """Write the forecasts and their scores, with the dots between them, or below where it is narrow."""
        rows = self.rows()
        left = sheet.label_width([plain(str(row["forecast"])) for row in rows], most=0.34) + 16.0
        right = sheet.label_width([_score(row) for row in rows], SMALL) + 8.0
        top, dots, happened = sheet.y, list[tuple[float, Mapping[str, Any]]](), list[tuple[float, bool]]()
        for outcome in self.found.outcomes:
            sheet.y += 3.0
            happened.append((sheet.y + 0.62 * TEXT - top, outcome.happened))
            sheet.paragraph(
                self._happened(outcome), width=(left if sheet.wide else sheet.width) - 6.0, weight="bold"
            )
            if not sheet.wide:
                sheet.y += 9.0
                happened[-1] = (sheet.y - 4.5 - top, outcome.happened)
            for row in (row for row in rows if row["by"] == str(outcome.by)):
                sheet.write(sheet.width, sheet.y + 0.5, _score(row), size=SMALL, colour=SOFT, align="right")
                middle = sheet.y + 0.62 * TEXT
                room = (left if sheet.wide else sheet.width - right) - 14.0
                weight = "bold" if row["kind"] == "model" else "normal"
                sheet.paragraph(plain(str(row["forecast"])), x=8.0, width=room, weight=weight)
                sheet.y += 1.5 if sheet.wide else 9.0
                dots.append(((middle if sheet.wide else sheet.y - 4.5) - top, row))
        x, width = (left, sheet.width - left - right) if sheet.wide else (12.0, sheet.width - 24.0)
        panel = sheet.panel(x, top, width, sheet.y - top, label=LABEL)
        odds_scale(sheet, panel)
        if sheet.wide:
            sheet.rule(panel)
        for y, row in dots:
            _mark(panel, y, row)
        for y, so in happened:
            panel.plot(
                [spot_of(float(so))], [y], "D", color=INK, markerfacecolor=AGAINST, markersize=6.5,
                zorder=4.0, clip_on=False,
            )  # fmt: skip
        self._key(sheet)

    def _key(self, sheet: Sheet) -> None:
        sheet.y += 2.0
        sheet.paragraph(
            "Diamond: what happened. Filled: the model; rings: the references. A Brier score is 0 at best. "
            "One outcome shows no calibration, and nothing was fitted to it.",
            size=SMALL,
            colour=SOFT,
        )


def _ends(values: Sequence[float]) -> object:
    """Return nothing for words, one number, or the two ends of a range."""
    return (min(values), max(values)) if len(values) > 1 else values[0] if values else None


def _span(value: Any) -> tuple[float, float] | None:
    """Return the two ends of a range; None of one number, and of words."""
    return (value[0], value[1]) if is_sequence(value) else None


def _score(row: Mapping[str, Any]) -> str:
    """Write a probability and its score."""
    if row["probability"] is None:
        return "in words, no score"
    span = _span(row["probability"])
    if span is not None:
        return f"{percent(span[0])} to {percent(span[1])}"
    return f"{percent(row['probability'])}, Brier {plain_number(row['Brier'])}"


def _mark(panel: Axes, y: float, row: Mapping[str, Any]) -> None:
    """Draw a forecast with its interval, or a range; words have no place on a scale."""
    said = row["probability"]
    span = _span(said) or _span(row["interval"])
    if span is not None:
        ends = [spot_of(span[0]), spot_of(span[1])]
        panel.plot(ends, [y, y], color=FOR, linewidth=2.2, zorder=2.0)
    if isinstance(said, float):
        face = INK if row["kind"] == "model" else PAPER
        panel.plot(
            [spot_of(said)], [y], "o", color=INK, markerfacecolor=face, markersize=5.0, zorder=3.0,
            clip_on=False,
        )  # fmt: skip
