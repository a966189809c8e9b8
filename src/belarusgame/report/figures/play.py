"""Who does what, and what would have followed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from belarusgame.base.labels import listed
from belarusgame.base.tables import Rows
from belarusgame.outcome import Outcome
from belarusgame.report.explain import replies
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.naming import begun, plain
from belarusgame.report.figures.palette import FOR, LARGE, SHADE, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import percent, plain_number
from belarusgame.report.figures.sheet import Sheet, leading
from belarusgame.solve.plan import Step

#: Where the path runs, and where what stands beside it begins.
PATH, BESIDE = 6.0, 18.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PlayChart(Chart):
    """The path of play in the order of moves, each other action with the replies to it.

    An outcome of simultaneous play has no path; of it the figure shows who does what how often.
    """

    name: ClassVar[str] = "play"
    question: ClassVar[str] = "Who does what, and what would have followed?"

    outcome: Outcome  #: what happens

    def rows(self) -> Rows:
        """Return one row a mover and strategy; what is played with some chance would lose nothing."""
        if self.outcome.plan is None:
            return list(self._chances())
        return [
            row for number, step in enumerate(self.outcome.plan.steps, 1) for row in self._moves(number, step)
        ]

    def _chances(self) -> Iterator[Mapping[str, Any]]:
        for player, labels in zip(self.outcome.labels.players, self.outcome.labels.strategies, strict=True):
            for label in labels:
                chance = self.outcome.probability({player: label})
                yield {"player": player, "strategy": label, "probability": chance}

    def _moves(self, number: int, step: Step) -> Iterator[Mapping[str, Any]]:
        for player in step.movers:
            for label in dict.fromkeys((*step.play[player], *step.instead[player])):
                chance = step.play[player].get(label, 0)
                yield {
                    "step": number,
                    "after": self.words.moves(step.history),
                    "player": player,
                    "strategy": label,
                    "probability": float(chance),
                    "would lose": 0.0 if chance else float(step.loss(player, label)),
                    "then": "" if chance else self._answers(step, player, label),
                }

    def _answers(self, step: Step, player: str, label: str) -> str:
        """Write what the others would do differently after another action."""
        there = step.instead[player][label]
        return self.words.moves(replies(self.outcome.labels.players, player, step.value, there))

    @property
    def alt(self) -> str:
        """Who does what, in order, and which other action would cost its player least."""
        does = listed([
            f"{self.words.player(player)} {plain(self.outcome.doing(player))}" for player in self._players()
        ])  # fmt: skip
        said = f"{begun(does)}."
        others = [row for row in self.rows() if row.get("would lose") and not row["probability"]]
        if not others:
            return said
        least = min(others, key=lambda row: float(row["would lose"]))  # pyright: ignore[reportArgumentType]
        who = begun(self.words.player(str(least["player"])))
        loss = plain_number(float(str(least["would lose"])))
        return f"{said} {who} would lose least by another choice: {loss} by {plain(str(least['strategy']))}."

    def _players(self) -> tuple[str, ...]:
        plan = self.outcome.plan
        if plan is None:
            return self.outcome.labels.players
        return tuple(dict.fromkeys(player for step in plan.steps for player in step.movers))

    def paint(self, sheet: Sheet) -> None:
        """Draw a lane for each point at which somebody moves."""
        if self.outcome.plan is None:
            self._paint_chances(sheet)
            return
        nodes: list[float] = []
        for number, step in enumerate(self.outcome.plan.steps, 1):
            self._lane(sheet, number, step, nodes)
        sheet.line([PATH, PATH], [nodes[0], nodes[-1]], colour=FOR, width=2.6, order=2.0)
        for y in nodes:
            sheet.dot(PATH, y, filled=True, size=7.0)

    def _lane(self, sheet: Sheet, number: int, step: Step, nodes: list[float]) -> None:
        """Write who moves, what each does and what else each could do."""
        sheet.y += 2.0 if number == 1 else 7.0
        if _branches(self.outcome) and step.history:
            sheet.paragraph(f"After {self.words.moves(step.history)}", x=BESIDE, size=SMALL, colour=SOFT)
        if len(step.movers) > 1:
            sheet.paragraph("At the same time", x=BESIDE, size=SMALL, colour=SOFT)
        rows = list(self._moves(number, step))
        for player in step.movers:
            own = [row for row in rows if row["player"] == player]
            nodes.append(sheet.y + 0.68 * LARGE)
            chosen = " or ".join(_chosen(row) for row in own if row["probability"] > 0)
            does = f"{number}. {begun(self.words.player(player))}{self._decided(step, player)}: {chosen}"
            sheet.paragraph(does, x=BESIDE, size=LARGE, weight="bold")
            for row in own:
                if row["probability"] == 0:
                    self._branch(sheet, nodes[-1], row)
            sheet.y += 2.0

    def _decided(self, step: Step, player: str) -> str:
        """Say who decides for a mover, if it is somebody else: the losses are theirs."""
        value, scenario = step.value, self.words.scenario
        if not value.deciding or value.deciding[player] == value.payoffs[player] or scenario is None:
            return ""
        done = {mover: tuple(chances) for mover, chances in step.play.items()}
        done |= {mover: (label,) for mover, label in step.history.items()}
        deciders = [
            self.words.player(made.to)
            for made in scenario.delegations
            if made.player == player and all(set(done.get(p, ())) & set(ls) for p, ls in made.when.items())
        ]
        return f" (decided by {' or '.join(deciders)})" if deciders else ""

    def _branch(self, sheet: Sheet, node: float, row: Mapping[str, Any]) -> None:
        """Write one other action, what it would cost and what the others would answer."""
        middle, indent = sheet.y + 0.65 * TEXT, BESIDE + 16.0
        sheet.line([PATH, BESIDE - 2.0, BESIDE - 2.0, BESIDE + 6.0], [node, node, middle, middle], order=0.5)
        sheet.dot(BESIDE + 8.0, middle, filled=False, size=4.5)
        loss = row["would lose"]
        cost = f"would lose {plain_number(loss)}" if loss > 0 else "would be as good"
        cost = cost if loss >= 0 else f"would gain {plain_number(-loss)}"
        then = f"the answer: {row['then']}" if row["then"] else ""
        if not sheet.wide:
            said = f"{plain(row['strategy'])} {cost}" + (f"; {then}" if then else "")
            sheet.paragraph(said, x=indent, size=TEXT)
            return
        edges = (indent, 0.30 * sheet.width, 0.47 * sheet.width, sheet.width)
        texts = (plain(row["strategy"]), cost, then)
        sheet.y = _columns(sheet, texts, edges)

    def _paint_chances(self, sheet: Sheet) -> None:
        """Draw a bar from nothing to certain for every strategy."""
        left = sheet.label_width([plain(str(row["strategy"])) for row in self.rows()]) + 20.0
        room = sheet.width - left - 44.0
        player = None
        for row in self.rows():
            if row["player"] != player:
                player = row["player"]
                sheet.y += 4.0
                sheet.paragraph(begun(self.words.player(str(player))), size=TEXT, weight="bold")
            chance = float(str(row["probability"]))
            middle = sheet.y + 0.65 * TEXT
            sheet.dot(PATH, middle, filled=chance > 0, size=4.5)
            sheet.block(left, middle - 3.0, room, 6.0, colour=SHADE)
            sheet.block(left, middle - 3.0, room * chance, 6.0, colour=FOR)
            sheet.write(sheet.width, sheet.y, percent(chance), align="right")
            sheet.paragraph(plain(str(row["strategy"])), x=BESIDE - 4.0, width=left - BESIDE)


def _chosen(row: Mapping[str, Any]) -> str:
    label = plain(row["strategy"])
    return label if row["probability"] == 1 else f"{label} ({percent(row['probability'])})"


def _branches(outcome: Outcome) -> bool:
    """Whether more than one history is reached, so that a lane must say after what it is."""
    return any(len(mix) > 1 for step in outcome.plan.steps for mix in step.play.values())


def _columns(sheet: Sheet, texts: tuple[str, ...], edges: tuple[float, ...]) -> float:
    """Write texts beside each other and return where the longest ends."""
    ends = [sheet.y + leading(TEXT)]
    for words, left, right in zip(texts, edges, edges[1:], strict=False):
        ends.append(sheet.paragraph(words, x=left, width=right - left - 6.0, y=sheet.y))
    return max(ends)
