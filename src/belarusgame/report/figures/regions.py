"""Which outcome where?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from belarusgame.base.tables import Rows
from belarusgame.explore import Cell, RegionMap
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.lettering import FAMILY
from belarusgame.report.figures.naming import begun
from belarusgame.report.figures.palette import HATCHES, HUES, INK, PAPER, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import percent, plain_number
from belarusgame.report.figures.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: So many regions are named; smaller ones are drawn, and counted.
MOST = 8

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPart:
    """All cells with the same outcomes."""

    letter: str  #: its name in the picture
    cells: tuple[Cell, ...]  #: they need not touch

    @property
    def share(self) -> float:
        """Its part of the area."""
        return float(sum((cell.share for cell in self.cells), Fraction(0)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegionsChart(Chart):
    """The plane of two assumptions, cut exactly where the outcomes change."""

    name: ClassVar[str] = "regions"
    question: ClassVar[str] = "Which outcome where?"

    map: RegionMap  #: the cells

    @property
    def parts(self) -> tuple[RegionPart, ...]:
        """The regions, the largest first."""
        by_label: dict[str, list[Cell]] = {}
        for cell in self.map.cells:
            by_label.setdefault(cell.label, []).append(cell)
        found = sorted(by_label.values(), key=lambda cells: -sum(cell.share for cell in cells))
        return tuple(RegionPart(letter=_letter(k), cells=tuple(cells)) for k, cells in enumerate(found))

    @property
    def likely(self) -> Spot:
        """The likely point."""
        scenario = self.map.scenario
        return float(scenario.input(self.map.x).base), float(scenario.input(self.map.y).base)

    def rows(self) -> Rows:
        """Return one row a corner of a cell."""
        return [
            {
                "region": part.letter,
                "cell": number,
                self.map.x: float(x),
                self.map.y: float(y),
                "outcomes": cell.label,
            }
            for part in self.parts
            for number, cell in enumerate(part.cells, 1)
            for x, y in cell.corners
        ]

    def _says(self, part: RegionPart) -> str:
        """Say what happens in a region, of the players who do not do the same everywhere."""
        outcomes = part.cells[0].outcomes
        if outcomes is None:
            return "not worked out"
        if not outcomes:
            return "no outcome without chance"
        same = self._everywhere
        return " or ".join(
            self.words.moves({p: label for p, label in o.items() if p not in same}) or "the same"
            for o in outcomes
        )

    @property
    def _everywhere(self) -> dict[str, str]:
        """The players who do the same in all outcomes of all regions."""
        outcomes = [outcome for cell in self.map.cells for outcome in cell.outcomes or ()]
        if not outcomes:
            return {}
        return {p: label for p, label in outcomes[0].items() if all(o[p] == label for o in outcomes)}

    @property
    def alt(self) -> str:
        """How many regions there are, which is at the likely point, and how near the next one is."""
        x, y = self.words.input(self.map.x), self.words.input(self.map.y)
        if len(self.parts) == 1:
            outcomes = [self.words.moves(outcome) for outcome in self.map.cells[0].outcomes or ()]
            everywhere = " or ".join(outcomes) or self._says(self.parts[0])
            return f"Over the ranges of {x} and {y} there is one region only: {everywhere}."
        here = self._here
        said = f"The ranges of {x} and {y} have {len(self.parts)} regions"
        area = f"{percent(here.share)} of the area"
        said += f"; the likely point lies in {here.letter} ({self._says(here)}, {area})."
        border = self.nearest_border
        if border is None:
            return said
        to = ", ".join(plain_number(value) for value in border)
        return f"{said} The nearest border is at {to}."

    @property
    def _here(self) -> RegionPart:
        """The region of the likely point; on a border, the larger one."""
        x, y = (self.map.scenario.input(name).base for name in (self.map.x, self.map.y))
        return next(part for part in self.parts if any(cell.contains(x, y) for cell in part.cells))

    @property
    def nearest_border(self) -> Spot | None:
        """The point of a border between regions nearest to the likely point, each range being one unit."""
        spans = [float(high - low) for low, high in (self.map.x_range, self.map.y_range)]
        here = self.likely
        found = [_nearest(here, one, two, spans) for one, two in _borders(self.parts)]
        return min(found, key=lambda spot: _distance(here, spot, spans), default=None)

    def paint(self, sheet: Sheet) -> None:
        """Draw the regions with their letters, and below what the letters stand for."""
        if len(self.parts) == 1:
            sheet.finding(self.alt)
            return
        width = min(sheet.width, 334.0)
        names = {"label": self._axis(self.map.x), "beside": self._axis(self.map.y)}
        panel = sheet.panel(0.0, sheet.y + 4.0, width, 0.66 * width, **names)
        (left, right), (low, high) = self.map.x_range, self.map.y_range
        sheet.across(panel, float(left), float(right))
        sheet.up(panel, float(low), float(high))
        for k, part in enumerate(self.parts):
            _fill(panel, part, k)
        for one, two in _borders(self.parts):
            panel.plot([one[0], two[0]], [one[1], two[1]], color=INK, linewidth=0.9, zorder=2.0)
        for part in self.parts[:MOST]:
            _name(panel, part)
        self._points(panel)
        if sheet.wide:
            end, sheet.y = sheet.y, 8.0
            self._legend(sheet, 342.0)
            sheet.y = max(sheet.y, end)
        else:
            sheet.y += 4.0
            self._legend(sheet, 4.0)

    def _axis(self, name: str) -> str:
        kind = "weight" if "." in name else "level"
        return f"{self.words.input(name)} ({kind})"

    def _points(self, panel: Axes) -> None:
        """Draw the likely point and the way to the nearest border."""
        here, there = self.likely, self.nearest_border
        if there is not None:
            panel.plot(
                [here[0], there[0]], [here[1], there[1]], color=INK, linestyle=":", linewidth=1.2, zorder=3.0
            )
            panel.plot(
                [there[0]],
                [there[1]],
                "o",
                color=INK,
                markerfacecolor=PAPER,
                markersize=4.5,
                zorder=3.5,
                clip_on=False,
            )
        panel.plot(
            [here[0]],
            [here[1]],
            "P",
            color=INK,
            markeredgecolor=PAPER,
            markersize=9.0,
            zorder=4.0,
            clip_on=False,
        )

    def _legend(self, sheet: Sheet, x: float) -> None:
        """Write what the letters stand for."""
        for part in self.parts[:MOST]:
            sheet.write(x, sheet.y, part.letter, weight="bold")
            sheet.paragraph(f"{self._says(part)} ({percent(part.share)} of the area)", x=x + 14.0)
            sheet.y += 2.0
        if len(self.parts) > MOST:
            sheet.paragraph(f"and {len(self.parts) - MOST} smaller regions", x=x + 14.0)
        notes = ["Cross: the likely point. Ring: the nearest border, each range counted as one."]
        if self._everywhere:
            notes.insert(0, f"Everywhere: {self.words.moves(self._everywhere)}.")
        for note in [*notes, *(f"{begun(message)}." for message in self.map.messages)]:
            sheet.paragraph(note, x=x, size=SMALL, colour=SOFT)


def _letter(k: int) -> str:
    return chr(ord("A") + k) if k < 26 else f"A{k - 25}"


def _fill(panel: Axes, part: RegionPart, k: int) -> None:
    """Fill a region with a colour and a pattern of its own."""
    colours = (HUES[3], HUES[5], HUES[7], HUES[1], HUES[6], HUES[0], HUES[4], HUES[2])
    for cell in part.cells:
        xs, ys = zip(*((float(x), float(y)) for x, y in cell.corners), strict=True)
        panel.fill(
            xs, ys, facecolor=colours[k % len(colours)], edgecolor=PAPER, linewidth=0.0,
            hatch=HATCHES[k % len(HATCHES)] or None, zorder=1.0,
        )  # fmt: skip


def _name(panel: Axes, part: RegionPart) -> None:
    largest = max(part.cells, key=lambda cell: cell.share)
    x, y = (float(value) for value in largest.point)
    panel.text(
        x, y, part.letter, size=TEXT, weight="bold", color=INK, family=FAMILY, ha="center", va="center",
        zorder=5.0,
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": PAPER, "edgecolor": INK, "linewidth": 0.6},
    )  # fmt: skip


def _borders(parts: tuple[RegionPart, ...]) -> list[tuple[Spot, Spot]]:
    """Return the pieces of edges that lie between two regions, exactly cut where cells meet."""
    owner = {id(cell): k for k, part in enumerate(parts) for cell in part.cells}
    cells = [cell for part in parts for cell in part.cells]
    corners = {corner for cell in cells for corner in cell.corners}
    found: dict[tuple[Spot, Spot], None] = {}
    for cell in cells:
        for one, two in zip(cell.corners, (*cell.corners[1:], cell.corners[0]), strict=True):
            for start, end in _pieces(one, two, corners):
                middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
                if any(owner[id(c)] != owner[id(cell)] and c.contains(*middle) for c in cells):
                    points = sorted(((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))))
                    found[points[0], points[1]] = None
    return list(found)


def _pieces(
    one: tuple[Fraction, Fraction], two: tuple[Fraction, Fraction], corners: set[tuple[Fraction, Fraction]]
) -> Iterator[tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]]:
    """Cut an edge at every corner of another cell that lies on it."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    on = {Fraction(0): one, Fraction(1): two}
    for x, y in corners:
        if (x - one[0]) * dy == (y - one[1]) * dx:
            part = (x - one[0]) / dx if dx else (y - one[1]) / dy
            if 0 < part < 1:
                on[part] = (x, y)
    places = [on[part] for part in sorted(on)]
    return pairwise(places)


def _nearest(here: Spot, one: Spot, two: Spot, spans: list[float]) -> Spot:
    """Return the point of a piece of a border that is nearest."""
    d = [(two[k] - one[k]) / spans[k] for k in (0, 1)]
    h = [(here[k] - one[k]) / spans[k] for k in (0, 1)]
    length = d[0] ** 2 + d[1] ** 2
    part = 0.0 if length == 0.0 else max(0.0, min(1.0, (h[0] * d[0] + h[1] * d[1]) / length))
    return one[0] + part * (two[0] - one[0]), one[1] + part * (two[1] - one[1])


def _distance(one: Spot, two: Spot, spans: list[float]) -> float:
    return math.hypot((one[0] - two[0]) / spans[0], (one[1] - two[1]) / spans[1])
