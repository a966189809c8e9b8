"""All equilibria of a structured game as pieces: support by support, exactly where that is possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.solve.recheck import PROVEN
from belarusgame.solve.structured.branching import Cells, most_regret, width
from belarusgame.solve.structured.budget import CellBudget
from belarusgame.solve.structured.only_solution import jacobian_rank, simplex
from belarusgame.solve.structured.paving import Paving, paved
from belarusgame.solve.structured.pieces import EXACT, ROOT, Piece, open_pieces
from belarusgame.solve.structured.polytopes import Polytopes, Whole, probabilities, tidy, whole_simplex
from belarusgame.solve.structured.reduction import LoggedStep, Patch, reduce, whole_part
from belarusgame.solve.structured.regularity import index_at
from belarusgame.solve.structured.rows import Rows, WholePayoffs, rows_of, whole_payoffs
from belarusgame.solve.structured.symmetry import Symmetry, symmetries
from belarusgame.solve.structured.walk import OneSide, Supports, sides_of, supports, unsettled

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.search import Root, Search

#: A stretch of the walk, and taking up a support, are as much work as so many small cells.
_WALKED: Final = 1000
_SUPPORT: Final = 200
#: Small cells in which the compiled search has to settle a support.
_SEARCHED: Final = 1000
#: Where solutions are isolated: no more parts than so many are held.
_ISOLATED: Final = 300
#: Where they are not: so many parts are held before what is left is paved, with so many cells at most.
_TRIED: Final = 1
_PAVED: Final = 1_000_000
#: Where time is limited: cells that are paved first, to see how fast that is; and what part of the time left
#: a second paving may take.
_CLOCKED: Final = 5_000
_LEFT: Final = 0.4
#: The regret, in parts of the payoff range, down to which curves and regions are paved: a little below the
#: reach at which a component says too little.
REACH: Final = 0.049


@dataclass(slots=True, kw_only=True, eq=False)
class Analysis:
    """What is known of all equilibria of a game."""

    #: Every equilibrium lies in one, if the analysis was finished.
    pieces: list[Piece] = field(default_factory=list[Piece])
    finished: bool = False  #: whether every support was taken up
    #: For every support that was not left to the compiled search, the steps of the proof.
    steps: dict[Supports, LoggedStep] = field(default_factory=dict[Supports, LoggedStep])
    roots: list[Root] = field(default_factory=list["Root"])  #: what the compiled search recorded


def analyse(
    game: Game,
    kept: tuple[list[int], ...],
    search: Callable[[], Search],
    budget: CellBudget,
    *,
    tolerance: float = 1e-6,
    logged: bool = False,
) -> Analysis:
    """Find all equilibria of a game as pieces.

    ``kept`` are the strategies of every player that strict dominance left, and ``search`` returns the
    compiled search on these, which few games need. Where solutions are isolated, parts narrower than the
    tolerance are not divided any further. If the steps of the proof are ``logged``, symmetry is not made use
    of.
    """
    whole = whole_payoffs(game)
    sides = sides_of(game.ordinal, kept)
    work = _SupportWork(whole, payoff_units(whole), sides, search, budget, game.shape, tolerance, logged)
    # A check walks through every support by itself, so that the log has to hold each of them.
    group = () if logged else symmetries(game.ordinal)
    seen: set[Supports] = set()
    for support in supports(sides, ended=lambda: not budget.spend(_WALKED)):
        if support in seen:
            continue
        if not budget.spend(_SUPPORT):
            break
        found = work.analyse(support)
        work.answer.pieces += found
        for image, exchange in _orbit(support, group).items():
            # An exchange takes equilibria to equilibria, so that the images' pieces need not be found again.
            seen.add(image)
            if image != support:
                work.answer.pieces += [exchange.piece(piece, game.shape) for piece in found]
    work.answer.finished = not budget.ended
    return work.answer


def payoff_units(whole: WholePayoffs) -> list[int]:
    """Return every player's payoff range in the units of its whole payoffs; at least one."""
    return [max(1, int(own.max()) - int(own.min())) for own in whole.payoffs]


def _orbit(support: Supports, group: Sequence[Symmetry]) -> dict[Supports, Symmetry]:
    """Return every image of a support, with an exchange that leads to it."""
    found: dict[Supports, Symmetry] = {}
    for exchange in group:
        found.setdefault(exchange.support(support), exchange)
    return found


@dataclass(slots=True, eq=False)
class _SupportWork:
    whole: WholePayoffs
    units: Sequence[int]
    sides: Sequence[OneSide]
    search: Callable[[], Search]
    budget: CellBudget
    shape: tuple[int, ...]
    tolerance: float
    logged: bool
    answer: Analysis = field(default_factory=Analysis)

    def analyse(self, support: Supports) -> list[Piece]:
        """Return the pieces of one support."""
        if all(len(labels) == 1 for labels in support):
            return self._pure(support)
        rows = rows_of(self.whole, support)
        part = whole_part(rows, unsettled(self.sides, support))
        self.answer.steps[support] = part.step
        found: list[Piece] = []
        for left, values in list(reduce(rows, part)):
            if not any(left.active):
                found.append(self._exact(rows, left.points))
            # As many independent equations as unknowns leave points, fewer leave curves. The rank is that at
            # one random point, which only chooses the method.
            elif jacobian_rank(rows, left, values) == sum(left.sizes) - len(left.sizes):
                found += self._isolated(rows, left, part.step)
            else:
                found += self._continuous(rows, left)
        return found

    def _pure(self, support: Supports) -> list[Piece]:
        """Return one profile if it is an equilibrium; it is regular if it is strict."""
        self.answer.steps[support] = LoggedStep(kind=EXACT)
        place = [labels[0] for labels in support]
        strict = True
        for i, own in enumerate(self.whole.payoffs):
            earned: list[int] = own[(*place[:i], slice(None), *place[i + 1 :])].tolist()
            if max(earned) > earned[place[i]]:
                return []
            strict &= earned.count(max(earned)) == 1
        points = (whole_simplex(1),) * len(support)
        return [Piece(support=support, points=points, kind=EXACT, index=1 if strict else None)]

    def _exact(self, rows: Rows, points: Polytopes) -> Piece:
        """Return an exact piece, with its index if it is a regular equilibrium."""
        points = tuple(tidy(own) for own in points)
        alone = all(len(own) == 1 for own in points)
        index = index_at(rows, points) if alone else None
        return Piece(support=rows.support, points=points, kind=EXACT, index=index)

    def _isolated(self, rows: Rows, part: Patch, step: LoggedStep) -> list[Piece]:
        """Return the pieces of a part on which solutions are probably isolated: as many rows as unknowns."""
        # The compiled search takes microseconds a cell where exact cells take milliseconds, but knows only
        # whole supports; what it settles is in its own log.
        if part.step is step:  # the whole support
            search = self.search()
            before = search.roots_found
            if search.settle(rows.support, _SEARCHED):
                del self.answer.steps[rows.support]
                found = search.found_roots(before)
                self.answer.roots += found
                return [enclosure(root) for root in found if root.kind == PROVEN]
        cells = Cells(
            rows=rows,
            narrow=lambda part: width(part.points) < self.tolerance,
            most=_ISOLATED,
            budget=self.budget,
        )
        cells.run(part)
        return cells.pieces + self._open(rows, [*cells.opened, *(left.points for left in cells.waiting)], [])

    def _continuous(self, rows: Rows, part: Patch) -> list[Piece]:
        """Return the pieces of a part on which solutions are probably not isolated."""
        # Equations may still cut a curve down to a point or to faces, so one round of branching goes before
        # paving.
        cells = Cells(rows=rows, narrow=lambda _: False, most=_TRIED, budget=self.budget)
        if any(rows.is_equation(i, row) for i, kept in enumerate(part.active) for row in kept):
            cells.run(part)
        else:
            # Inequalities alone: there is nothing that branching could solve.
            cells.waiting.append(part)
        pavings: list[Paving] = []
        for left in cells.waiting:
            values = rows.at(left.points, left.active)
            pavings.append(self._paved(rows, left, values))
        exact = [
            Piece(support=rows.support, points=points, kind=EXACT) for own in pavings for points in own.exact
        ]
        return cells.pieces + exact + self._open(rows, cells.opened, pavings)

    def _paved(self, rows: Rows, left: Patch, values: list[Whole]) -> Paving:
        """Pave a part within what is left of the budget; where time counts, at first with few cells."""
        allowance = max(1, min(_PAVED, self.budget.cells))
        limited = self.budget.deadline < inf
        few = min(allowance, _CLOCKED) if limited else allowance
        before = self.budget.seconds
        found = paved(rows, left, values, self.units, reach=REACH, budget=few, logged=self.logged)
        if limited and found.taken >= few:
            rate = found.taken / max(1e-6, before - self.budget.seconds)
            allowance = min(allowance, int(_LEFT * rate * self.budget.seconds))
            # What was paved to measure the speed is thrown away, so a second paving must be worth it.
            if allowance > 2 * few:
                found = paved(
                    rows, left, values, self.units, reach=REACH, budget=allowance, logged=self.logged
                )
        self.budget.spend(found.taken)
        return found

    def _open(self, rows: Rows, parts: Sequence[Polytopes], pavings: Sequence[Paving]) -> list[Piece]:
        """Return as pieces what was not decided."""
        low, high, reach = (
            [own.low for own in pavings],
            [own.high for own in pavings],
            [own.reach for own in pavings],
        )
        for points in parts:
            places = [probabilities(own) for own in points]
            # Each quotient was rounded once, so one float outwards is safe.
            least = np.nextafter(np.concatenate([own.min(axis=0) for own in places]), -np.inf)
            most = np.nextafter(np.concatenate([own.max(axis=0) for own in places]), np.inf)
            low.append(least[None].clip(0.0, 1.0))
            high.append(most[None].clip(0.0, 1.0))
            reach.append(np.array([most_regret(rows, points, self.units)]))
        if not low:
            return []
        return open_pieces(
            rows.support, self.shape, np.concatenate(low), np.concatenate(high), np.concatenate(reach)
        )


def enclosure(root: Root) -> Piece:
    """Return the simplices in which the compiled search has proven an equilibrium to lie."""
    grid = 1 << 60  # finer than that of the search
    points = [
        simplex([int(x * grid) for x in vector.tolist()], int(root.small * grid) // len(vector) + 1)
        for vector in root.vectors
    ]
    return Piece(support=root.supports, points=tuple(points), kind=ROOT, index=root.sign)
