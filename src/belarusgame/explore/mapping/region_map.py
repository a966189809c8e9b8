"""An exact map of the plane of two assumptions: convex cells, each with the outcomes that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import PureConcept
from belarusgame.base.labels import PartialProfile
from belarusgame.base.settings import option, whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.evidence import exact_number
from belarusgame.explore.mapping.induction import CutError, Induction
from belarusgame.explore.mapping.plane import Line, Polygon, Spot, area, centre, cut, holds
from belarusgame.explore.plans import Question, in_every_state, question, state_words
from belarusgame.game import Game
from belarusgame.scenario import Choice, Scenario, checked_scenario
from belarusgame.weightspace import Profile

#: A map with more cells than these is left unfinished.
MOST_CELLS = 2_000

Outcomes = tuple[Mapping[str, str], ...]
Span = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """A convex part of the plane, inside which the pure outcomes are the same everywhere.

    Attributes
    ----------
    corners : tuple of (Fraction, Fraction)
        Counter-clockwise.
    share : Fraction
        Of the area of the map.
    point : (Fraction, Fraction)
        Inside.
    outcomes : tuple of mapping, or None
        One full profile each; empty where every outcome is mixed; None where it was not worked out.
    randomising : bool
        Whether simultaneous movers may randomise somewhere in the cell (on the path or off it): there may
        then be more outcomes, which are not mapped. Of the concept ``pure`` it is never asked.
    """

    corners: Polygon
    share: Fraction
    point: Spot
    outcomes: Outcomes | None
    randomising: bool = False

    @property
    def label(self) -> str:
        """The outcomes, each as what the players do, in their order."""
        if self.outcomes is None:
            return "not worked out"
        return " | ".join("/".join(profile.values()) for profile in self.outcomes) or "mixed only"

    def contains(self, x: Fraction, y: Fraction) -> bool:
        """Whether a point lies in the cell or on its border."""
        return holds(self.corners, (x, y))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegionMap(Tabular):
    """Which outcomes happen where in the plane of two assumptions; all others at their likely values.

    Attributes
    ----------
    scenario : Scenario
        Whose assumptions.
    x, y : str
        Considerations or drivers.
    x_range, y_range : tuple of Fraction
        From low to high.
    concept : {"sequential", "pure"}
        Of the outcomes.
    cells : tuple of Cell
        They cover the map and overlap in their borders only. The cells of one label need not be one convex
        part, nor as few as possible.
    status : {"complete", "partial"}
        ``partial``: the budget ended, or a cell's outcomes were not confirmed by solving its point.
    messages : tuple of str
        What the reader should know.
    state : str
        Which delegations are in force; empty without delegations.
    otherwise : tuple of RegionMap
        The maps in the other states of the delegations.
    """

    scenario: Scenario
    x: str
    y: str
    x_range: Span
    y_range: Span
    concept: str
    cells: tuple[Cell, ...]
    status: str = "complete"
    messages: tuple[str, ...] = field(default=())
    state: str = ""
    otherwise: tuple[RegionMap, ...] = ()

    def at(self, x: Any, y: Any) -> tuple[Cell, ...]:
        """Return the cells that a point lies in: one, or on a border several.

        On a border the outcomes of all cells that meet there are outcomes, and there may be more. Floats mean
        their shortest decimals.

        Raises
        ------
        GameError
            For a point outside the map.
        """
        spot: list[Fraction] = []
        for name, value, (low, high) in ((self.x, x, self.x_range), (self.y, y, self.y_range)):
            try:
                number = exact_number(value)
            except ValueError as error:
                raise GameError(f"{name} = {quoted(value)}: {error}") from None
            if not low <= number <= high:
                raise GameError(
                    f"{name} = {quoted(value)}: the map reaches from {_short(low)} to {_short(high)}"
                )
            spot.append(number)
        return tuple(cell for cell in self.cells if cell.contains(*spot))

    def share(self, event: PartialProfile) -> tuple[Fraction, Fraction]:
        """Return the shares of the area in which an event holds in every pure outcome, and in some.

        A cell without pure outcomes counts in neither.
        """
        allowed = self.scenario.labels.allowed(event)
        labels = self.scenario.labels
        admitted = {
            p: {s[k] for k in own}
            for p, s, own in zip(labels.players, labels.strategies, allowed, strict=True)
        }
        every, some = Fraction(0), Fraction(0)
        for cell in self.cells:
            held = [all(label in admitted[p] for p, label in o.items()) for o in cell.outcomes or ()]
            every += cell.share if held and all(held) else 0
            some += cell.share if any(held) else 0
        return every, some

    def rows(self) -> Rows:
        """Return one row for each set of outcomes, the largest first."""
        labels = dict.fromkeys(cell.label for cell in sorted(self.cells, key=lambda cell: -cell.share))
        parts = [[cell for cell in self.cells if cell.label == label] for label in labels]
        rows: list[dict[str, object]] = [
            {
                "outcomes": own[0].label,
                "share of the area": float(sum(cell.share for cell in own)),
                "cells": len(own),
                "for example at": ", ".join(_short(value) for value in own[0].point),
                "more if somebody randomises": "perhaps" if any(cell.randomising for cell in own) else "",
            }
            for own in parts
        ]
        return sorted(rows, key=lambda row: -float(str(row["share of the area"])))

    @property
    def below(self) -> Sequence[str | Tabular]:
        """What the reader should know, and the other states."""
        return (*self.messages, *self.otherwise)

    @property
    def heading(self) -> str:
        """The line above the table."""
        ranges = [
            f"{name} from {_short(low)} to {_short(high)}"
            for name, (low, high) in ((self.x, self.x_range), (self.y, self.y_range))
        ]
        found = f"{self.concept}, {self.status}, {len(self.cells)} cells"
        return f"{state_words(self)}Map of {' and '.join(ranges)} ({found})"


@working_on("the map")
def region_map(
    scenario: Scenario, x: str, y: str, *, concept: PureConcept | None = None, most_cells: int = MOST_CELLS
) -> RegionMap:
    """Map the plane of two weights or drivers by the set of outcomes, exactly.

    Parameters
    ----------
    scenario : Scenario
        All its other weights stay at their likely values, other drivers at 1, and nobody is of a type; each
        state of its delegations has a map of its own.
    x, y : str
        Two considerations, two drivers, or one of each; a consideration and its own driver make products
        and are refused. The map covers their ranges.
    concept : {"sequential", "pure"}, optional
        By default ``sequential`` where the scenario has an order.
    most_cells : int
        The map has at most so many cells; if more are needed, some are not worked out: it is ``partial``.

    Returns
    -------
    RegionMap
        Convex cells with rational corners. Each is labelled by its pure outcomes, confirmed by solving the
        game at a point inside; cells without any say "mixed only".

    Raises
    ------
    GameError
        For an unknown, repeated or fixed input, for a consideration against its own driver, and for an
        unknown concept.

    Notes
    -----
    On the plane every payoff is linear, so every comparison changes sign on a line. Backward induction (for
    ``pure``, a comparison of all deviations) runs on a polygon as a whole; where a comparison that matters
    has both signs, the polygon is cut there, in fractions.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> found = bg.explore.region_map(scenario, "china.de_escalation", "china.moscow_ties")
    >>> cell = found.at(1, 0.75)[0]
    >>> cell.label, sum(cell.share for cell in found.cells)
    ('join/coerce/isolate/intercede', Fraction(1, 1))
    """
    asked = question(checked_scenario(scenario), dict(scenario.reference), concept, ("sequential", "pure"))
    most = whole_number("most_cells", most_cells)
    spans = _ranges(scenario, x, y)
    return in_every_state(
        scenario, lambda settled: _mapped(replace(asked, scenario=settled), x, y, spans, most)
    )


def _mapped(
    asked: Question,
    x: str,
    y: str,
    spans: tuple[Span, Span],
    most: int,
) -> RegionMap:
    """Map the plane in one state of the delegations."""
    scenario = asked.scenario
    (left, right), (low, high) = spans
    whole: Polygon = ((left, low), (right, low), (right, high), (left, high))
    payoffs = _payoffs(scenario, x, y)
    cells = tuple(_cells(asked, payoffs, whole, most))
    messages = tuple(_messages(asked, cells))
    unknown_cells = any(cell.outcomes is None for cell in cells)
    # The solver shares nothing with the induction on polygons but the game, so it is a check of it.
    odd = [cell for cell in cells if cell.outcomes is not None and not _confirmed(asked, x, y, cell)]
    if odd:
        messages += (f"{len(odd)} cells were not confirmed by solving the game at their point",)
    return RegionMap(
        scenario=scenario,
        x=x,
        y=y,
        x_range=spans[0],
        y_range=spans[1],
        concept=asked.concept,
        cells=cells,
        status="partial" if odd or unknown_cells else "complete",
        messages=messages,
    )


def _ranges(scenario: Scenario, x: Any, y: Any) -> tuple[Span, Span]:
    """Check the two inputs and return their ranges."""
    spans = {entry.name: entry.range for entry in scenario.inputs("weight", "driver")}
    for what, name in (("x", x), ("y", y)):
        option(f"{what}: weight or driver", name, spans)
        if spans[name].low == spans[name].high:
            raise GameError(f"{what} = {quoted(name)}: its range has no width; choose another input")
    if x == y:
        raise GameError(f"x = y = {quoted(x)}: choose two different inputs")
    for c in scenario.considerations:
        if {c.key, c.driver} == {x, y}:
            raise GameError(
                f"x = {quoted(x)}, y = {quoted(y)}: the driver scales that very weight, so payoffs depend on "
                "their product and the cells would have curved borders; choose another input"
            )
    return (spans[x].low, spans[x].high), (spans[y].low, spans[y].high)


def _game_at(scenario: Scenario, x: str, y: str, spot: Spot) -> Game:
    """Build the game at a point of the map."""
    return Choice(scenario=scenario).having(dict(zip((x, y), spot, strict=True))).game()


def _payoffs(scenario: Scenario, x: str, y: str) -> list[dict[Profile, Line]]:
    """Return what decides for every player as linear functions on the plane, by three points."""
    zero, one = Fraction(0), Fraction(1)
    labels = scenario.labels
    origin, east, north = (
        _game_at(scenario, x, y, spot).exact_deciding for spot in ((zero, zero), (one, zero), (zero, one))
    )
    # Payoffs are linear on the plane: three games say all.
    slopes_x, slopes_y = east - origin, north - origin
    return [
        {
            place: (slopes_x[(player, *place)], slopes_y[(player, *place)], origin[(player, *place)])
            for place in np.ndindex(*labels.counts)
        }
        for player in range(len(labels.players))
    ]


def _cells(
    asked: Question, payoffs: list[dict[Profile, Line]], whole: Polygon, most_cells: int
) -> Iterator[Cell]:
    """Cut the map into cells; where one more would be too many, leave what must be cut as it is."""
    labels, size = asked.scenario.labels, area(whole)
    waiting, made = [whole], 0
    while waiting:
        polygon = waiting.pop()
        reading = Induction(
            payoffs=payoffs,
            shape=labels.counts,
            groups=asked.groups,
            polygon=polygon,
            examined=asked.concept == "sequential",
        )
        outcomes: Outcomes | None = None
        try:
            outcomes = tuple(labels.named(end) for end in sorted(reading.outcomes()))
        except CutError as stop:
            # A cut makes two polygons of this one, and each that waits makes one cell at least.
            if made + len(waiting) + 2 <= most_cells:
                waiting += cut(polygon, stop.line)
                continue
        made += 1
        yield Cell(
            corners=polygon,
            share=area(polygon) / size,
            point=centre(polygon),
            outcomes=outcomes,
            randomising=reading.randomising,
        )


def _confirmed(asked: Question, x: str, y: str, cell: Cell) -> bool:
    """Whether the game at a cell's point, solved by itself, has these pure outcomes."""
    found = asked.solve(_game_at(asked.scenario, x, y, cell.point))
    pure = [outcome.pure_profile for outcome in found.outcomes if outcome.is_pure]
    listed = all(dict(profile) in pure for profile in cell.outcomes or ())
    return listed and (cell.randomising or len(pure) == len(cell.outcomes or ()))


def _messages(asked: Question, cells: tuple[Cell, ...]) -> Iterator[str]:
    if any(cell.outcomes is None for cell in cells):
        yield "the cells are too many for the budget; the rest of the map was not worked out"
    if asked.concept == "pure":
        yield "mixed equilibria are not mapped; where no equilibrium is pure there is a mixed one"
    elif any(cell.randomising for cell in cells):
        yield "where simultaneous movers may randomise there may be more outcomes than the pure ones listed"


def _short(value: Fraction) -> str:
    return f"{float(value):.4g}"
