"""The log of the search as a certificate, and its exact replay, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from belarusgame.solve.recheck.exact_cells import (
    Exact,
    ExactCell,
    at_least,
    coordinate_bounds,
    excluded_by_range,
    whole_cell,
    whole_numbers,
)
from belarusgame.solve.recheck.search_certificate import Certificate, Rejected, Supports

# The events of the log; they must agree with those of the search.
RANGE, POSITIVE, SHRINK, EMPTY, SPLIT, OPEN, COVERED, SUPPORT, RESUME = range(9)


class _LogReader:
    """Reads the log from the front."""

    def __init__(self, certificate: Certificate) -> None:
        self.events: list[int] = np.asarray(certificate.events).tolist()
        self.values: list[float] = np.asarray(certificate.numbers).tolist()
        self.event = 0
        self.value = 0

    @property
    def finished(self) -> bool:
        return self.event >= len(self.events)

    def next(self) -> int:
        if self.finished:
            raise Rejected("the log ends in the middle of a step")
        self.event += 1
        return self.events[self.event - 1]

    def peek(self) -> int:
        return self.events[self.event]

    def numbers(self, count: int) -> list[Fraction]:
        found = self.values[self.value : self.value + count]
        # What is not finite is no fraction: a forged log is refused, and never ends in an error of Python's.
        if len(found) < count or not np.all(np.isfinite(found)):
            raise Rejected("the log lacks numbers")
        self.value += count
        return [Fraction(value) for value in found]

    def multipliers(self, cell: ExactCell) -> list[Fraction]:
        """Read those of one sum of support rows."""
        return self.numbers(sum(size * (size - 1) for size in cell.sizes))


def check_trees(
    certificate: Certificate, payoffs: Exact, regions: Sequence[ExactCell]
) -> dict[Supports, list[ExactCell]]:
    """Replay the search of every support in the log; return the cells that it left open, by support."""
    log = _LogReader(certificate)
    left: dict[Supports, list[ExactCell]] = {}
    while not log.finished:
        if log.next() != SUPPORT:
            raise Rejected("the log names no support where one should begin")
        masks = [log.next() for _ in certificate.kept]
        support = tuple(
            tuple(a for a in range(len(labels)) if mask >> a & 1)
            for mask, labels in zip(masks, certificate.kept, strict=True)
        )
        if any(not labels for labels in support):
            raise Rejected("the log names a support without strategies")
        original = tuple(
            tuple(labels[a] for a in part) for labels, part in zip(certificate.kept, support, strict=True)
        )
        # A root of another support solves other equations, and covers nothing here.
        usable = {
            k: region
            for k, (root, region) in enumerate(zip(certificate.roots, regions, strict=True))
            if root.supports == original
        }
        left[original] = _replay(log, whole_cell(payoffs, support), usable)
    return left


def _replay(log: _LogReader, whole: ExactCell, regions: dict[int, ExactCell]) -> list[ExactCell]:
    """Replay the search of one support; return the cells that are left open."""
    stack, opened, final = [whole], list[ExactCell](), list[ExactCell]()
    while not log.finished and log.peek() != SUPPORT:
        event = log.next()
        # The search was taken up again with what it had left open, perhaps with a larger budget.
        if event == RESUME:
            if stack:
                final += opened
            else:
                stack = opened
            opened = []
            continue
        if not stack:
            raise Rejected("the log goes on where no cell is left")
        cell = stack.pop()
        if event == SPLIT:
            # Pushed in the order of the search, which takes up the second half first.
            stack += _halves(log, cell)
        elif event == OPEN:
            opened.append(cell)
        elif event == SHRINK:
            stack.append(_shrunk(log, cell))
        else:
            _check_leaf(log, event, cell, regions)
    return stack + opened + final


def _halves(log: _LogReader, cell: ExactCell) -> tuple[ExactCell, ExactCell]:
    """Divide a cell along the edge that the log names."""
    j, v, w = log.next(), log.next(), log.next()
    if not (0 <= j < len(cell.sizes) and 0 <= v < cell.sizes[j] and 0 <= w < cell.sizes[j] and v != w):
        raise Rejected("a cell is divided along an edge that it does not have")
    return cell.halved(j, v, w), cell.halved(j, w, v)


def _check_leaf(log: _LogReader, event: int, cell: ExactCell, regions: dict[int, ExactCell]) -> None:
    """Check why a cell was discarded."""
    if event == RANGE:
        holds = excluded_by_range(cell)
    elif event == POSITIVE:
        holds = cell.sums(log.multipliers(cell)).min() > 0
    elif event == EMPTY:
        holds = _replay_cuts(log, cell, excluded=True).empty
    elif event == COVERED:
        region = regions.get(log.next())
        holds = region is not None and _inside(cell, region)
    else:
        raise Rejected(f"the log holds the unknown step {event}")
    if not holds:
        raise Rejected("a cell was discarded for a reason that does not hold")


class _Tracked:
    """Sums that are at most zero at equilibria in a part of a cell; each is made when it is first needed.

    Each is in a unit of its own, such that there are whole numbers only: fractions take ten times as long.
    """

    def __init__(self, log: _LogReader, cell: ExactCell) -> None:
        self.cell = cell
        self.outside = [row for i, size in enumerate(cell.sizes) for row in cell.rows[i][size - 1 :]]
        sums = [log.next() for _ in range(log.next())]
        self.multipliers = {t: log.multipliers(cell) for t in sums}
        self.lower: list[Exact] = [np.array([Fraction(0)] * size, dtype=object) for size in cell.sizes]
        self.empty = False
        self.made: dict[int, Exact] = {}

    def _values(self, t: int) -> Exact:
        if t not in self.made:
            values, equations = self.cell.sums(self.multipliers[t]), sum(self.cell.sizes) - len(self.lower)
            # A sum of support rows vanishes at an equilibrium, and so does minus it; and it may be taken from
            # a row that is at most zero there.
            if equations <= t < equations + len(self.outside):
                values = self.outside[t - equations] - values
            elif t != equations + len(self.outside):
                values = -values
            values, _ = whole_numbers(values)
            for j, lower in enumerate(self.lower):
                values = at_least(values, j, *whole_numbers(lower)) if lower.any() else values
            self.made[t] = values
        return self.made[t]

    def bounds(self, player: int, wanted: Exact | None = None) -> list[Fraction] | None:
        """Bound one player's coordinates by all the sums, or None if there is no equilibrium."""
        return coordinate_bounds(player, (self._values(t) for t in self.multipliers), wanted)

    def cut(self, player: int, lower: Exact) -> None:
        """Check that there is no equilibrium below the bounds, and go on in the part above them."""
        bounds = self.bounds(player, lower)
        # Where there is none at all, any cut is right; and where there are no sums, there are no bounds.
        self.empty = self.empty or bounds is None
        if not self.empty and (lower > (bounds or 0)).any():
            raise Rejected("a cell was shrunk further than its bounds allow")
        shifts = whole_numbers(lower)
        self.made = {t: at_least(values, player, *shifts) for t, values in self.made.items()}
        self.lower[player] = self.lower[player] + (1 - sum(self.lower[player])) * lower


def _replay_cuts(log: _LogReader, cell: ExactCell, *, excluded: bool) -> _Tracked:
    """Check cuts, each of which uses what the ones before left; the last named may leave nothing."""
    players = [log.next() for _ in range(log.next())]
    if not all(0 <= j < len(cell.sizes) and cell.sizes[j] > 1 for j in players):
        raise Rejected("a simplex is shrunk that there is not")
    tracked, last = _Tracked(log, cell), len(players) - excluded
    for j in players[:last]:
        tracked.cut(j, np.array(log.numbers(cell.sizes[j]), dtype=object))
    for j in players[last:]:
        tracked.empty = tracked.empty or tracked.bounds(j) is None
    return tracked


def _shrunk(log: _LogReader, cell: ExactCell) -> ExactCell:
    """Check new lower bounds on the coordinates, and cut the cell accordingly."""
    tracked, smaller = _replay_cuts(log, cell, excluded=False), cell
    for j, size in enumerate(cell.sizes):
        lower = np.array(log.numbers(size), dtype=object)
        if size > 1 and lower.any():
            if not tracked.empty and (lower > tracked.lower[j]).any():
                raise Rejected("a cell was shrunk further than its bounds allow")
            smaller = smaller.shrunk(j, lower)
    return smaller


def _inside(cell: ExactCell, region: ExactCell) -> bool:
    """Whether a cell lies in a region that is cut out by lower bounds on the probabilities."""
    return all(
        (mine.min(axis=0) >= theirs.min(axis=0)).all()
        for mine, theirs in zip(cell.corners, region.corners, strict=True)
    )
