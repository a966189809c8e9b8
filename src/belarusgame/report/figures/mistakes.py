"""What if players err?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from belarusgame.base.labels import listed
from belarusgame.base.tables import Rows
from belarusgame.errors import GameError
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.lettering import folded, width_of
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import DASHES, HUES, INK, SHADE, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import percent, plain_number
from belarusgame.report.figures.sheet import Sheet, leading
from belarusgame.solve.logit import LogitPath

#: Beyond the rationality at which nothing changes by more than this, nothing is drawn.
SETTLED = 0.005

#: Points nearer than this, as parts of the scales, are one.
FINEST = 0.02

#: Without a range in the scenario the path is drawn at least so far.
SHORTEST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MistakesChart(Chart):
    """The logit equilibria on the path from play at random to hardly any mistake."""

    name: ClassVar[str] = "mistakes"
    question: ClassVar[str] = "What if players err?"

    path: LogitPath  #: the branch
    players: tuple[str, ...]  #: who is shown

    @property
    def span(self) -> tuple[float, float] | None:
        """The scenario's range of rationality."""
        scenario = self.words.scenario
        if scenario is None or scenario.rationality is None:
            return None
        level = scenario.rationality.level
        return float(level.low), float(level.high)

    @property
    def end(self) -> float:
        """The rationality at which the picture ends: beyond the scenario's range, or where play settles."""
        final = [profile[-1] for profile in self.path.profiles]
        rational = self.path.rationalities
        moving = [
            float(rational[k])
            for k in range(len(rational))
            if max(float(np.abs(p[k] - f).max()) for p, f in zip(self.path.profiles, final, strict=True))
            > SETTLED
        ]
        settled = max([*moving, SHORTEST])
        wished = settled if self.span is None else max(1.25 * self.span[1], min(settled, 2.0 * self.span[1]))
        return min(wished, float(rational.max()))

    def _drawn(self) -> list[int]:
        """Return the positions of the points up to the end, and of the first beyond it.

        Points that lie so near to the one before that the line would not show it are left out.
        """
        rational = self.path.rationalities
        inside = np.flatnonzero(rational <= self.end)
        last = min(int(inside[-1]) + 1, len(rational) - 1)
        kept = [0]
        for k in range(1, last):
            moved = max(float(np.abs(p[k] - p[kept[-1]]).max()) for p in self.path.profiles)
            far = abs(rational[k] - rational[kept[-1]]) > FINEST * self.end
            if moved > FINEST or far or k in self.path.turning_points:
                kept.append(k)
        return [*kept, last] if last else kept

    def rows(self) -> Rows:
        """Return one row a point of the path that is drawn."""
        labels = self.path.labels
        return [
            {"rationality": float(self.path.rationalities[k])}
            | {
                f"{player} {label}": float(self.path.profiles[i][k, a])
                for i, player in enumerate(labels.players)
                if player in self.players
                for a, label in enumerate(labels.strategies[i])
            }
            for k in self._drawn()
        ]

    @property
    def alt(self) -> str:
        """What is likeliest at random, and at the end of what is drawn."""
        last = self._drawn()[-1]
        level = plain_number(float(self.path.rationalities[last]))
        parts: list[str] = []
        for player in self.players:
            i = self.path.labels.player_index(player)
            a = int(self.path.profiles[i][last].argmax())
            chance = percent(float(self.path.profiles[i][last, a]))
            parts.append(f"{self.words.player(player)} {plain(self.path.labels.strategies[i][a])} {chance}")
        folded = (
            " Rationality turns back on the way, so that some levels have several equilibria."
            if self.path.folded
            else ""
        )
        return (
            f"Everybody moving at once, from play at random to rationality {level}, where the likeliest are: "
            f"{listed(parts)}.{folded}"
        )

    def paint(self, sheet: Sheet) -> None:
        """Draw a panel a player, two beside each other where there is room."""
        sheet.paragraph("Everybody moves at once.", size=SMALL, colour=SOFT)
        columns = 2 if sheet.wide and len(self.players) > 1 else 1
        width = (sheet.width - 14.0 * (columns - 1)) / columns
        for first in range(0, len(self.players), columns):
            top, ends = sheet.y, list[float]()
            for k, player in enumerate(self.players[first : first + columns]):
                sheet.y = top
                self._player(sheet, player, k * (width + 14.0), width)
                ends.append(sheet.y)
            sheet.y = max(ends) + 6.0
        if self.span is not None:
            low, high = map(plain_number, self.span)
            sheet.paragraph(
                f"Shaded: the scenario's range of rationality, {low} to {high}.", size=SMALL, colour=SOFT
            )

    def _player(self, sheet: Sheet, player: str, x: float, width: float) -> None:
        i = self.path.labels.player_index(player)
        labels = self.path.labels.strategies[i]
        sheet.paragraph(begun(self.words.player(player)), x=x, width=width, weight="bold")
        self._key(sheet, labels, x, width)
        panel = sheet.panel(
            x, sheet.y + 3.0, width, 62.0, label="rationality (1 / payoff unit)", beside="probability"
        )
        sheet.across(panel, 0.0, self.end)
        sheet.rule(panel)
        sheet.up(panel, -0.03, 1.03, ((0.0, "0%"), (0.5, "50%"), (1.0, "100%")))
        if self.span is not None:
            panel.axvspan(*self.span, color=SHADE, zorder=0.2)
        drawn = self._drawn()
        for a in range(len(labels)):
            panel.plot(
                self.path.rationalities[drawn], self.path.profiles[i][drawn, a],
                color=HUES[a % len(HUES)], linestyle=DASHES[a % len(DASHES)], linewidth=1.5, zorder=2.0,
            )  # fmt: skip

    def _key(self, sheet: Sheet, labels: tuple[str, ...], x: float, width: float) -> None:
        """Write what each line is, as many on a line of text as fit."""
        at = x
        for a, label in enumerate(labels):
            need = 24.0 + width_of(plain(label), SMALL) + 10.0
            if at > x and at + need > x + width:
                at, sheet.y = x, sheet.y + leading(SMALL)
            sheet.sample(at, sheet.y + 0.62 * SMALL, HUES[a % len(HUES)], DASHES[a % len(DASHES)])
            end = sheet.paragraph(
                plain(label), x=at + 22.0, width=max(20.0, x + width - at - 24.0), y=sheet.y, size=SMALL
            )
            at, sheet.y = (at + need, sheet.y) if end - sheet.y <= leading(SMALL) + 0.1 else (x, end)
        sheet.y += leading(SMALL)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TriangleChart(MistakesChart):
    """The same path for one player of three strategies, whose corners are these."""

    name: ClassVar[str] = "triangle"

    def paint(self, sheet: Sheet) -> None:
        """Draw the path in a triangle, with the scenario's range of rationality in bold."""
        (player,) = self.players
        i = self.path.labels.player_index(player)
        labels = [plain(label) for label in self.path.labels.strategies[i]]
        sheet.paragraph(begun(self.words.player(player)), weight="bold")
        side = min(sheet.width - 110.0, 230.0)
        lines = len(folded(labels[0], sheet.width, TEXT))
        x, top = (sheet.width - side) / 2, sheet.y + 8.0 + lines * leading(TEXT)
        panel = sheet.triangle(x, top, side)
        drawn = self._drawn()
        shares = self.path.profiles[i]
        panel.plot(*shares[drawn].T, color=HUES[0], linewidth=1.2, zorder=2.0)
        if self.span is not None:
            low, high = self.span
            inside = [k for k in drawn if low <= self.path.rationalities[k] <= high]
            if len(inside) > 1:
                panel.plot(*shares[inside].T, color=HUES[0], linewidth=3.4, zorder=2.1)
        panel.plot(*shares[:1].T, "o", color=INK, markerfacecolor="none", markersize=6.0, zorder=3.0)
        panel.plot(*shares[drawn[-1:]].T, "o", color=INK, markersize=6.0, zorder=3.0, clip_on=False)
        sheet.corners(x, top, side, labels)
        sheet.paragraph(
            "Each corner: that strategy for certain. Ring: at random; dot: at the end of what is drawn; "
            "bold: the scenario's range of rationality.",
            size=SMALL,
            colour=SOFT,
        )


def three_of(path: LogitPath, player: str | None) -> str:
    """Return the player to be drawn in a triangle, or say who could be."""
    labels = path.labels
    able = [p for p, own in zip(labels.players, labels.strategies, strict=True) if len(own) == 3]
    if player is not None and player in able:
        return player
    if player is None and able:
        return able[0]
    has = "nobody has" if not able else f"{listed(able)} {'has' if len(able) == 1 else 'have'}"
    raise GameError(f"as_triangle: it takes a player with three strategies, and {has}")
