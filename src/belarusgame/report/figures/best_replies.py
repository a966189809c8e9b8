"""Where does each best reply lead, in a game so small that all of them can be drawn?"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from belarusgame.base.labels import listed
from belarusgame.base.tables import Rows
from belarusgame.game import Game
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.lettering import folded
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import DASHES, HUES, SMALL, SOFT, TEXT
from belarusgame.report.figures.sheet import Sheet, leading

#: Of a game with more profiles the arrows cannot be told apart.
MOST_DRAWN = 16

#: So many columns fit beside their labels, and how far apart rows are.
MOST_COLUMNS, HIGH = 4, 34.0

#: How far an arrow swings out, in points: past the profiles between, and never as far as a label.
BULGE = 11.0

#: What each player does in a profile, or in a part of one.
Part = dict[str, str]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class BestRepliesChart(Chart):
    """Every profile, with an arrow for each player who would do better: to its best reply."""

    name: ClassVar[str] = "best_replies"
    question: ClassVar[str] = "Where do best replies lead?"

    game: Game  #: with at most 16 profiles; of a larger one the figure only says so

    @property
    def drawn(self) -> bool:
        """Whether the game is small enough."""
        return math.prod(self.game.labels.counts) <= MOST_DRAWN

    def rows(self) -> Rows:
        """Return one row a profile: whose best reply is another strategy, and which; none if not drawn."""
        if not self.drawn:
            return []
        return [
            profile
            | {
                f"best reply of {player}": "" if profile[player] in best else " or ".join(best)
                for player, best in self.game.best_responses(profile).items()
            }
            | {"equilibrium": profile in self._still}
            for profile in self._profiles(self.game.players)
        ]

    def _profiles(self, players: Sequence[str]) -> list[Part]:
        chosen = itertools.product(*(self.game.strategies[player] for player in players))
        return [dict(zip(players, labels, strict=True)) for labels in chosen]

    @cached_property
    def _still(self) -> list[Part]:
        """The profiles that nobody leaves: the pure equilibria."""
        return [
            profile
            for profile in self._profiles(self.game.players)
            if all(profile[player] in best for player, best in self.game.best_responses(profile).items())
        ]

    @property
    def alt(self) -> str:
        """Which profiles no arrow leaves, or why nothing is drawn."""
        count = math.prod(self.game.labels.counts)
        if not self.drawn:
            return (
                f"A game of {count:,} profiles has too many best replies to draw; they are drawn for at most "
                f"{MOST_DRAWN}. The figure of the matrix shows two players with the others fixed."
            )
        if not self._still:
            return f"An arrow leaves each of the {count} profiles: none is an equilibrium."
        named = [self.words.moves(profile) for profile in self._still]
        return f"No arrow leaves {len(named)} of {count} profiles: {listed(named)}."

    def paint(self, sheet: Sheet) -> None:
        """Write the players with most strategies beside the rows and the others above the columns."""
        if not self.drawn:
            sheet.finding(self.alt)
            return
        down, over = self._sides()
        rows, columns = self._profiles(down), self._profiles(over)
        self._legend(sheet, down, over)
        titles = [", ".join(plain(label) for label in row.values()) for row in rows]
        left = sheet.label_width(titles, most=0.34) + 10.0
        cell = min(110.0, (sheet.width - left) / len(columns))
        self._above(sheet, columns, left, cell)
        places: list[tuple[Part, tuple[float, float]]] = []
        for row, title in zip(rows, titles, strict=True):
            middle = sheet.y + HIGH / 2
            end = sheet.paragraph(title, width=left - 10.0, y=middle - 0.62 * TEXT, size=SMALL)
            places += [(row | column, (left + (k + 0.5) * cell, middle)) for k, column in enumerate(columns)]
            sheet.y = max(sheet.y + HIGH, end + leading(SMALL) / 2)
        self._arrows(sheet, places)
        for profile, (x, y) in places:
            sheet.dot(x, y, filled=profile in self._still, size=7.0)

    def _above(self, sheet: Sheet, columns: list[Part], left: float, cell: float) -> None:
        """Write what each column stands for, over its middle."""
        ends = [sheet.y]
        for k, column in enumerate(columns):
            top = sheet.y
            for line in folded(", ".join(plain(label) for label in column.values()), cell - 6.0, SMALL):
                sheet.write(left + (k + 0.5) * cell, top, line, size=SMALL, align="center")
                top += leading(SMALL)
            ends.append(top)
        sheet.y = max(ends)

    def _sides(self) -> tuple[list[str], list[str]]:
        """Split the players, so that there are few columns."""
        counts = dict(zip(self.game.players, self.game.labels.counts, strict=True))
        players = sorted(self.game.players, key=lambda player: -counts[player])
        over = [*players[1:]]
        while math.prod(counts[player] for player in over) > MOST_COLUMNS:
            over.pop(0)
        return players[: len(players) - len(over)], over

    def _legend(self, sheet: Sheet, down: list[str], over: list[str]) -> None:
        for player, hue, dashes in zip(self.game.players, HUES, DASHES, strict=False):
            sheet.sample(0.0, sheet.y + 0.62 * SMALL, hue, dashes)
            where = "rows" if player in down else "columns"
            sheet.paragraph(f"{begun(self.words.player(player))} ({where})", x=23.0, size=SMALL)
        order = ", ".join(self.words.player(player) for player in down + over)
        said = f"Labels in the order {order}. Filled: nobody would do otherwise."
        sheet.paragraph(said, size=SMALL, colour=SOFT)
        sheet.y += 4.0

    def _arrows(self, sheet: Sheet, places: list[tuple[Part, tuple[float, float]]]) -> None:
        from matplotlib.patches import FancyArrowPatch

        for profile, (x, y) in places:
            for number, (player, best) in enumerate(self.game.best_responses(profile).items()):
                for label in best if profile[player] not in best else ():
                    after = profile | {player: label}
                    u, v = next(place for other, place in places if other == after)
                    bent = min(0.25, 2.0 * BULGE / math.hypot(u - x, v - y))
                    sheet.axes.add_patch(
                        FancyArrowPatch(
                            (x, -y), (u, -v), arrowstyle="-|>", mutation_scale=7.0, shrinkA=5.0, shrinkB=5.0,
                            connectionstyle=f"arc3,rad={bent}", color=HUES[number % len(HUES)],
                            linestyle=DASHES[number % len(DASHES)], linewidth=1.2, zorder=1.5,
                        )
                    )  # fmt: skip
