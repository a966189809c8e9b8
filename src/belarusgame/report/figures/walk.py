"""What would it take?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from belarusgame.base.tables import Rows
from belarusgame.explore import Move, TippingPoint
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import DASHES, FOR, HUES, INK, PAPER, SMALL
from belarusgame.report.figures.quantities import percent
from belarusgame.report.figures.sheet import Sheet
from belarusgame.scenario import Scenario
from belarusgame.solve.plan import Step

#: So many margins are drawn, those that are the farthest from holding at the start.
MOST = 6

MARGIN = "margin, in payoff units"

#: Where driver levels move too, margins bend; they are then drawn through so many points.
POINTS = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What one choice of the tipping point's outcome gains over an alternative, along the way there."""

    #: Whose choice.
    player: str
    chosen: str
    alternative: str
    way: tuple[Fraction, ...]  #: parts of the straight way, from 0 to 1
    worth: tuple[Fraction, ...]  #: the margin there, exactly

    @property
    def zero(self) -> Fraction | None:
        """The part of the way at which it first stops being negative; None if it never is."""
        if self.worth[0] >= 0:
            return None
        for k in range(1, len(self.way)):
            if self.worth[k] >= 0:
                rise = self.worth[k] - self.worth[k - 1]
                return self.way[k - 1] + (self.way[k] - self.way[k - 1]) * -self.worth[k - 1] / rise
        return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WalkChart(Chart):
    """The straight way from the likely assumptions to the tipping point."""

    name: ClassVar[str] = "walk"
    question: ClassVar[str] = "What would it take?"

    tipping: TippingPoint  #: where it leads

    @property
    def margins(self) -> tuple[Margin, ...]:
        """The margins that decide: those that are negative at the start, the farthest from zero first.

        Where none is, what decides is a reply off the path of play, and all margins on it are returned.
        """
        witness = self.tipping.at
        if witness is None or not self.tipping.moves or witness.outcome.plan is None:
            return ()
        found = [
            margin
            for step in witness.outcome.plan.steps
            for margin in _margins(witness.scenario, step, self.tipping.moves)
        ]
        deciding = [margin for margin in found if margin.worth[0] < 0]
        return tuple(sorted(deciding or found, key=lambda margin: margin.worth[0])[:MOST])

    def rows(self) -> Rows:
        """Return one row a point of a margin's line, then one row an input that moves."""
        lines: list[dict[str, object]] = [
            {"line": self._title(margin), "part of the way": float(way), "margin": float(worth)}
            for margin in self.margins
            for way, worth in zip(margin.way, margin.worth, strict=True)
        ]
        return lines + [
            {
                "input": move.name,
                "low": low,
                "likely": float(move.likely),
                "tipping": float(move.to),
                "high": high,
            }
            for move in self.tipping.moves
            for low, high in [self._range(move)]
        ]

    def _range(self, move: Move) -> tuple[float, float]:
        witness = self.tipping.at
        if witness is None:
            return float(move.likely), float(move.to)
        span = witness.scenario.input(move.name).range
        return float(span.low), float(span.high)

    def _title(self, margin: Margin) -> str:
        who = begun(self.words.player(margin.player))
        return f"{who}: {plain(margin.chosen)} rather than {plain(margin.alternative)}"

    @property
    def alt(self) -> str:
        """How many inputs move, how far, and which choice turns last."""
        point = self.tipping
        event = (
            f"anything but {self.words.event(point.event)}"
            if point.negated
            else self.words.event(point.event)
        )
        if not point.found:
            proven = "which is proven" if point.certificate is not None else "as far as the search went"
            return f"No change in reach leads to {event}, {proven}."
        if not point.moves:
            return f"{event} happens already at the likely assumptions, so nothing has to move."
        count = len(point.moves)
        noun = "input moves" if count == 1 else "inputs move together"
        far = max(move.share for move in point.moves)
        way = f"{percent(float(far))} of the way to its end"
        said = f"{event} is reached when {count} {noun}, the farthest {way}."
        zeros = [(margin.zero, self._title(margin)) for margin in self.margins if margin.zero is not None]
        return said + (f" The last to turn is {max(zeros)[1]}." if zeros else "")

    def paint(self, sheet: Sheet) -> None:
        """Draw the margins and, beside or below them, what moves."""
        if not self.tipping.moves:
            sheet.finding(self.alt)
            return
        top, half = sheet.y, 0.5 * sheet.width - 8.0
        if self.margins:
            self._lines(sheet, half if sheet.wide else sheet.width)
        left_end = sheet.y
        if sheet.wide and self.margins:
            sheet.y = top
            self._inputs(sheet, half + 16.0, half)
        else:
            sheet.y += 8.0
            self._inputs(sheet, 0.0, sheet.width)
        sheet.y = max(sheet.y, left_end)

    def _lines(self, sheet: Sheet, width: float) -> None:
        """Draw each margin over the way, with a ring where it reaches zero, and its name below."""
        label = "part of the way from the likely assumptions to the tipping point"
        panel = sheet.panel(0.0, sheet.y + 4.0, width, 110.0, label=label, beside=MARGIN)
        sheet.across(
            panel, 0.0, 1.0, ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%"))
        )
        sheet.rule(panel)
        worth = [float(value) for margin in self.margins for value in margin.worth]
        pad = 0.06 * (max(0.0, *worth) - min(0.0, *worth) or 1.0)
        sheet.up(panel, min(0.0, *worth) - pad, max(0.0, *worth) + pad)
        panel.axhline(0.0, color=INK, linewidth=0.8, zorder=1.5)
        for k, margin in enumerate(self.margins):
            xs, ys = [float(way) for way in margin.way], [float(value) for value in margin.worth]
            panel.plot(xs, ys, color=HUES[k], linestyle=DASHES[k], linewidth=1.5, zorder=2.0)
            if margin.zero is not None:
                panel.plot(
                    [float(margin.zero)],
                    [0.0],
                    "o",
                    color=INK,
                    markerfacecolor=PAPER,
                    markersize=4.5,
                    zorder=3.0,
                    clip_on=False,
                )
        for k, margin in enumerate(self.margins):
            middle = sheet.y + 0.62 * SMALL
            sheet.sample(2.0, middle, HUES[k], DASHES[k])
            at = "" if margin.zero is None else f", zero at {percent(float(margin.zero))} of the way"
            sheet.paragraph(self._title(margin) + at, x=24.0, width=width - 26.0, size=SMALL)

    def _inputs(self, sheet: Sheet, x: float, width: float) -> None:
        """Draw the range of each input that moves, from where it moves and to where."""
        top, places = sheet.y, list[float]()
        names = [self.words.input(move.name) for move in self.tipping.moves]
        left = min(sheet.label_width(names, SMALL, most=1.0), 0.55 * width) + 8.0
        for name in names:
            places.append(sheet.y + 0.62 * SMALL - top)
            sheet.paragraph(name, x=x, width=left - 8.0, size=SMALL)
            sheet.y += 1.5
        label = "weight or level: line from low to high, ring likely, dot at the tipping point"
        panel = sheet.panel(x + left, top, width - left, sheet.y - top, label=label)
        ranges = [self._range(move) for move in self.tipping.moves]
        most = max([high for _, high in ranges] + [float(move.to) for move in self.tipping.moves])
        sheet.across(panel, 0.0, 1.02 * most)
        sheet.rule(panel)
        for y, move, (low, high) in zip(places, self.tipping.moves, ranges, strict=True):
            panel.plot([low, high], [y, y], color=FOR, linewidth=2.0, zorder=2.0)
            panel.plot(
                [float(move.likely)], [y], "o", color=INK, markerfacecolor=PAPER, markersize=5.0, zorder=3.0
            )
            panel.plot([float(move.to)], [y], "o", color=INK, markersize=5.0, zorder=3.0, clip_on=False)


def _margins(scenario: Scenario, step: Step, moves: tuple[Move, ...]) -> list[Margin]:
    """Follow, along the straight way, what each mover's choice at a step gains over every alternative."""
    bends = bool({move.name for move in moves} & {driver.name for driver in scenario.drivers})
    count = POINTS if bends else 2
    way = tuple(Fraction(k, count - 1) for k in range(count))
    factors = [_factors_at(scenario, moves, part) for part in way]
    found: list[Margin] = []
    for player in step.movers:
        here = _means(scenario, player, step.value.chances)
        for label, prospect in step.instead[player].items():
            if label not in step.play[player]:
                there = _means(scenario, player, prospect.chances)
                worth = tuple(sum((f[k] * (here[k] - there[k]) for k in here), Fraction(0)) for f in factors)
                chosen = " or ".join(step.play[player])
                found.append(Margin(player=player, chosen=chosen, alternative=label, way=way, worth=worth))
    return found


def _factors_at(scenario: Scenario, moves: tuple[Move, ...], part: Fraction) -> tuple[Fraction, ...]:
    """Return every consideration's factor at a part of the way."""
    levels = {driver.name for driver in scenario.drivers}
    there = {move.name: move.likely + part * (move.to - move.likely) for move in moves}
    return scenario.factors(
        {name: value for name, value in there.items() if name not in levels},
        {name: value for name, value in there.items() if name in levels},
    )


def _means(
    scenario: Scenario, player: str, chances: Mapping[tuple[str, ...], Fraction]
) -> dict[int, Fraction]:
    """Return what each of a player's considerations is worth on average, before it is weighed."""
    features, labels = scenario.features(), scenario.labels
    places = {
        tuple(labels.strategy_index(i, a) for i, a in enumerate(profile)): p for profile, p in chances.items()
    }
    return {
        k: sum((p * features.exact[(k, *place)] for place, p in places.items()), Fraction(0))
        for k in np.flatnonzero(features.owner == labels.player_index(player)).tolist()
    }
