"""What do types do, and what do the others then believe?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from belarusgame.base.labels import listed
from belarusgame.base.tables import Rows
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import AGAINST, FOR, HUES, INK, PAPER, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import percent
from belarusgame.report.figures.sheet import Sheet
from belarusgame.solve.bayesian import (
    History,
    PerfectBayesian,
    PerfectBayesianSolution,
    belief_name,
    play_name,
    reached_histories,
    what_beliefs_do,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: So many equilibria are drawn; the others are counted.
MOST = 3

#: The room between the two scales, in points.
GAP = 16.0

#: What is written on both scales.
TICKS = ((0.0, "0%"), (0.5, "50%"), (1.0, "100%"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SignalsChart(Chart):
    """For each type and each move: how likely it makes the move, and how likely it is held to be after it."""

    name: ClassVar[str] = "signals"
    question: ClassVar[str] = "What do types do, and what do the others then believe?"

    found: PerfectBayesianSolution  #: the equilibria

    def rows(self) -> Rows:
        """Return one row for each equilibrium, move and type; both probabilities from least to greatest."""
        return [
            row
            for number, record in enumerate(self.found.equilibria[:MOST], start=1)
            for history in self._histories(record)
            for player in self._informed(record, history)
            for row in self._of(number, record, history, player)
        ]

    def _histories(self, record: PerfectBayesian) -> list[History]:
        """Return what has been done where somebody with types comes to move, in play."""
        tree, reached = record.tree, reached_histories(record)
        return [h for h in tree.histories() if h in reached and self._informed(record, h)]

    @staticmethod
    def _informed(record: PerfectBayesian, history: History) -> list[str]:
        """Return those who move then and whose own type is one of several."""
        tree = record.tree
        return [
            player
            for player in tree.groups[tree.group(history)]
            if player in tree.typed and set(tree.cells(player, history)) <= set(tree.game.types[player])
        ]

    @staticmethod
    def _of(
        number: int, record: PerfectBayesian, history: History, player: str
    ) -> Iterator[dict[str, object]]:
        tree, ranges = record.tree, record.ranges()
        place = tree.groups[tree.group(history)].index(player)
        for label in tree.options(player, history):
            step = next(step for step in tree.steps(history) if step[place] == label)
            for kind in tree.cells(player, history):
                believed = ranges.get(belief_name(tree, history + step, player, kind))
                yield {
                    "equilibrium": number,
                    "after": tree.words(history),
                    "player": player,
                    "move": label,
                    "type": kind,
                    "prior": float(tree.game.marginals[player][kind]),
                    "makes it": _floats(ranges[play_name(tree, (player, kind, history), label)]),
                    "is then believed": None if believed is None else _floats(believed),
                }

    @property
    def alt(self) -> str:
        """How many equilibria there are, what types do in the first, and whether beliefs matter."""
        found = self.found
        if not found.game.typed:
            return "Nobody has private information."
        count = len(found.equilibria)
        said = f"{count} perfect Bayesian {'equilibrium' if count == 1 else 'equilibria'}, {found.status}."
        first = [row for row in self.rows() if row["equilibrium"] == 1]
        does = [
            f"{self.words.player(str(row['player']))} if {plain(str(row['type']))} "
            f"{plain(str(row['move']))} {_range(row['makes it'])}"
            for row in first
            if _span(row["makes it"])[1] > 0.0
        ]
        told = f" In the first: {listed(does)}." if does else ""
        names = {player: self.words.player(player) for player in found.game.players}
        return f"{said}{told} {what_beliefs_do(found, names)}"

    def paint(self, sheet: Sheet) -> None:
        """Write the moves and types on the left, with the bars beside them, or below where it is narrow."""
        rows = self.rows()
        if not rows:
            sheet.finding(self.alt)
            return
        left = self._room(sheet, rows) if sheet.wide else 0.0
        top, bars, before = sheet.y, list[tuple[float, Mapping[str, Any]]](), dict[str, object]()
        for row in rows:
            self._headings(sheet, row, before)
            before = row
            middle = sheet.y + 0.62 * TEXT
            sheet.paragraph(f"if {plain(str(row['type']))}", x=16.0, width=(left or sheet.width) - 22.0)
            sheet.y += 1.5 if sheet.wide else 9.0
            bars.append(((middle if sheet.wide else sheet.y - 4.5) - top, row))
        height, half = sheet.y - top, (sheet.width - left - GAP) / 2
        makes = sheet.panel(left, top, half, height, label="probability that it makes the move")
        believed = sheet.panel(
            left + half + GAP, top, half, height, label="probability that it is then believed to be the type"
        )
        for panel in (makes, believed):
            sheet.across(panel, 0.0, 1.0, TICKS)
        for y, row in bars:
            _bar(makes, y, row["makes it"], FOR)
            if row["is then believed"] is not None:
                _bar(believed, y, row["is then believed"], AGAINST)
            believed.plot(
                [row["prior"]], [y], "o", color=INK, markerfacecolor=PAPER, markersize=4.0, zorder=3.0,
                clip_on=False,
            )  # fmt: skip
        self._key(sheet)

    def _room(self, sheet: Sheet, rows: Rows) -> float:
        """Return how wide the column of words is."""
        words = [f"if {plain(str(row['type']))}" for row in rows] + [plain(str(row["move"])) for row in rows]
        words += [self._who(row) for row in rows]
        return sheet.label_width(words, most=0.36, weight="bold") + 24.0

    def _who(self, row: Mapping[str, Any]) -> str:
        after = f" after {plain(row['after'])}" if row["after"] else ""
        return f"{begun(self.words.player(row['player']))}{after}"

    def _headings(self, sheet: Sheet, row: Mapping[str, Any], before: Mapping[str, object]) -> None:
        """Write which equilibrium, who moves after what, and which move, where that is new."""
        if row["equilibrium"] != before.get("equilibrium"):
            record = self.found.equilibria[int(row["equilibrium"]) - 1]
            kind = "one equilibrium" if record.isolated else "equilibria that hang together"
            sheet.y += 4.0
            sheet.paragraph(f"{row['equilibrium']}: {kind}", weight="bold")
            before = {}
        if any(row[key] != before.get(key) for key in ("player", "after")):
            sheet.paragraph(self._who(row), colour=SOFT)
            before = {}
        if row["move"] != before.get("move"):
            sheet.paragraph(plain(row["move"]), x=8.0, weight="bold")

    def _key(self, sheet: Sheet) -> None:
        sheet.y += 2.0
        rest = len(self.found.equilibria) - MOST
        more = f" {rest} more are not drawn." if rest > 0 else ""
        sheet.paragraph(
            "Filled to the least, pale to the greatest probability that supports it; a ring marks what was "
            f"believed at first. No bar on the right: nothing hangs on what would be believed.{more}",
            size=SMALL,
            colour=SOFT,
        )


def _floats(span: Any) -> tuple[float, float]:
    return float(span[0]), float(span[1])


def _span(value: Any) -> tuple[float, float]:
    return value


def _range(value: Any) -> str:
    low, high = _span(value)
    return percent(low) if low == high else f"{percent(low)} to {percent(high)}"


def _bar(panel: Axes, y: float, span: Any, colour: str) -> None:
    """Draw a bar to the least, and from there a pale one to the greatest."""
    low, high = _span(span)
    panel.plot([0.0, low], [y, y], color=colour, linewidth=5.0, solid_capstyle="butt", zorder=2.0)
    if high > low:
        panel.plot([low, high], [y, y], color=HUES[5], linewidth=5.0, solid_capstyle="butt", zorder=1.9)
        for end in (low, high):
            panel.plot([end, end], [y - 3.0, y + 3.0], color=INK, linewidth=0.9, zorder=2.1, clip_on=False)
