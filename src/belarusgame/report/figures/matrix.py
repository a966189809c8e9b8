"""What do two players face, the others fixed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from belarusgame.base.tables import Rows
from belarusgame.errors import GameError
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.lettering import width_of
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import INK, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import plain_number
from belarusgame.report.figures.sheet import Sheet, leading

if TYPE_CHECKING:
    from belarusgame.game import Game

#: Room around what stands in a cell, in points.
PAD = 6.0


def checked_for_two(game: Game) -> Game:
    """Refuse a game that is no table of two players."""
    if len(game.players) != 2:
        raise GameError(
            f"a matrix shows two players, and the game has {len(game.players)}: fix the others first, "
            "as in game.fix({player: strategy})"
        )
    return game


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MatrixChart(Chart):
    """The payoffs of two players: best replies are marked, pure equilibria framed."""

    name: ClassVar[str] = "matrix"
    question: ClassVar[str] = "What do two players face, the others fixed?"

    game: Game  #: with two players

    def rows(self) -> Rows:
        """Return one row a cell."""
        (one, two), payoffs, compared = self.game.players, self.game.payoffs, self.game.deciding
        best = (
            compared[0] == compared[0].max(axis=0, keepdims=True),
            compared[1] == compared[1].max(axis=1, keepdims=True),
        )
        return [
            {
                one: own,
                two: other,
                f"payoff {one}": float(payoffs[0, i, j]),
                f"payoff {two}": float(payoffs[1, i, j]),
                f"best reply of {one}": bool(best[0][i, j]),
                f"best reply of {two}": bool(best[1][i, j]),
                "equilibrium": bool(best[0][i, j] and best[1][i, j]),
            }
            for i, own in enumerate(self.game.strategies[one])
            for j, other in enumerate(self.game.strategies[two])
        ]

    @property
    def alt(self) -> str:
        """Which cells are equilibria, with their payoffs."""
        one, two = self.game.players
        framed = [row for row in self.rows() if row["equilibrium"]]
        if not framed:
            return f"No cell is an equilibrium of {self.words.player(one)} and {self.words.player(two)}."
        cells = "; ".join(
            f"{plain(str(row[one]))} and {plain(str(row[two]))} with payoffs {_number(row[f'payoff {one}'])} "
            f"and {_number(row[f'payoff {two}'])}"
            for row in framed[:4]
        )
        more = f"; and {len(framed) - 4} more" if len(framed) > 4 else ""
        return f"{len(framed)} of {len(self.rows())} cells are equilibria: {cells}{more}."

    def paint(self, sheet: Sheet) -> None:
        """Write as many columns beside each other as there is room for, and the others below."""
        one, two = self.game.players
        names = (begun(self.words.player(one)), begun(self.words.player(two)))
        sheet.paragraph(
            f"Rows are choices of {self.words.player(one)}, columns of {self.words.player(two)}.",
            size=SMALL,
            colour=SOFT,
        )
        self._legend(sheet, names)
        columns = list(self.game.strategies[two])
        left = (
            sheet.label_width([plain(label) for label in self.game.strategies[one]], most=0.28, weight="bold")
            + PAD
        )
        widest = max(width_of(_number(row[f"payoff {p}"]), TEXT) for row in self.rows() for p in (one, two))
        cell = max(2 * (widest + 12.0) + 2 * PAD, min(90.0, (sheet.width - left) / len(columns)))
        many = max(1, int((sheet.width - left - 2.0) // cell))
        for first in range(0, len(columns), many):
            self._table(sheet, columns[first : first + many], left, cell)

    def _legend(self, sheet: Sheet, names: tuple[str, str]) -> None:
        for shape, words in (("^", f"best reply of {names[0]}"), ("s", f"best reply of {names[1]}")):
            sheet.dot(4.0, sheet.y + 0.62 * SMALL, filled=True, size=4.0, shape=shape)
            sheet.paragraph(words, x=12.0, size=SMALL, colour=SOFT)
        sheet.paragraph("A frame is an equilibrium of the two, moving at once.", size=SMALL, colour=SOFT)
        for one in self.game.delegations:
            said = f"{begun(self.words.player(one.to))} decides for {self.words.player(one.player)}"
            if one.when:
                said += f" at {' and '.join(' or '.join(map(plain, labels)) for labels in one.when.values())}"
            sheet.paragraph(
                f"{said}: the best reply there is by payoffs of {self.words.player(one.to)}.",
                size=SMALL,
                colour=SOFT,
            )
        sheet.y += 4.0

    def _table(self, sheet: Sheet, columns: list[str], left: float, cell: float) -> None:
        one, two = self.game.players
        head = [
            sheet.paragraph(plain(label), x=left + k * cell + PAD, width=cell - PAD, y=sheet.y, weight="bold")
            for k, label in enumerate(columns)
        ]
        sheet.y = max(head) + 2.0
        cells = {(row[one], row[two]): row for row in self.rows()}
        for label in self.game.strategies[one]:
            top = sheet.y
            end = sheet.paragraph(plain(label), width=left - PAD, y=top + 3.0, weight="bold")
            height = max(end - top, leading(TEXT)) + 6.0
            for k, other in enumerate(columns):
                self._cell(sheet, (left + k * cell, top, cell, height), dict(cells[label, other]))
            sheet.y = top + height
        sheet.y += 8.0

    def _cell(self, sheet: Sheet, where: tuple[float, float, float, float], row: dict[str, Any]) -> None:
        x, y, width, height = where
        inset, right, bottom = 1.5, x + width, y + height
        sheet.line([x, right, right, x, x], [y, y, bottom, bottom, y], width=0.5, order=0.5)
        if row["equilibrium"]:
            xs = [x + inset, right - inset, right - inset, x + inset, x + inset]
            ys = [y + inset, y + inset, bottom - inset, bottom - inset, y + inset]
            sheet.line(xs, ys, colour=INK, width=1.6, order=2.0)
        for place, (player, shape) in enumerate(zip(self.game.players, "^s", strict=True)):
            start = x + PAD + place * (width - PAD) / 2
            sheet.write(start + 8.0, y + 3.0, _number(row[f"payoff {player}"]))
            if row[f"best reply of {player}"]:
                sheet.dot(start + 2.5, y + 3.0 + 0.62 * TEXT, filled=True, size=4.0, shape=shape)


def _number(value: object) -> str:
    return plain_number(float(str(value)))
