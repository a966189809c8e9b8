"""The log of the search as a certificate, and its exact replay, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from belarusgame.solve.recheck.exact_cells import (
    Exact,
    ExactCell,
    coordinate_bounds,
    excluded_by_range,
    remainder,
    whole_cell,
)
from belarusgame.solve.recheck.search_certificate import Certificate, Rejected, Supports

# The events of the log; they must agree with those of the search.
RANGE, POSITIVE, TEMPTED, SHRINK, EMPTY, SPLIT, OPEN, COVERED, SUPPORT, RESUME = range(10)


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
    """Replay the search of one support; return the cells that are left open.

    Beside a cell that was shrunk stands the cell that it was: what excludes the whole excludes the part.
    """
    stack, opened, final = [(whole, whole)], list[ExactCell](), list[ExactCell]()
    while not log.finished and log.peek() != SUPPORT:
        event = log.next()
        # The search was taken up again with what it had left open, perhaps with a larger budget.
        if event == RESUME:
            if stack:
                final += opened
            else:
                stack = [(cell, cell) for cell in opened]
            opened = []
            continue
        if not stack:
            raise Rejected("the log goes on where no cell is left")
        cell, before = stack.pop()
        if event == SPLIT:
            # Pushed in the order of the search, which takes up the second half first.
            stack += [(half, half) for half in _halves(log, cell)]
        elif event == OPEN:
            opened.append(cell)
        elif event == SHRINK:
            stack.append((_shrunk(log, cell), cell))
        else:
            _check_leaf(log, event, cell, before, regions)
    return [cell for cell, _ in stack] + opened + final


def _halves(log: _LogReader, cell: ExactCell) -> tuple[ExactCell, ExactCell]:
    """Divide a cell along the edge that the log names."""
    j, v, w = log.next(), log.next(), log.next()
    if not (0 <= j < len(cell.sizes) and 0 <= v < cell.sizes[j] and 0 <= w < cell.sizes[j] and v != w):
        raise Rejected("a cell is divided along an edge that it does not have")
    return cell.halved(j, v, w), cell.halved(j, w, v)


def _check_leaf(
    log: _LogReader, event: int, cell: ExactCell, before: ExactCell, regions: dict[int, ExactCell]
) -> None:
    """Check why a cell was discarded; multipliers may be those of the cell before it was shrunk."""
    multipliers = sum(size * (size - 1) for size in cell.sizes)
    if event == RANGE:
        holds = excluded_by_range(cell)
    elif event == POSITIVE:
        numbers = log.numbers(multipliers)
        # The search boosts on rows that it gathered before it shrank the cell: what excludes the whole
        # excludes the part.
        holds = cell.sums(numbers).min() > 0 or (before is not cell and before.sums(numbers).min() > 0)
    elif event == TEMPTED:
        b = log.next()
        outside = [row for i, size in enumerate(cell.sizes) for row in cell.rows[i][size - 1 :]]
        sums = cell.sums(log.numbers(multipliers))
        # The sum vanishes at an equilibrium, so that the row outside would be positive there.
        holds = 0 <= b < len(outside) and (outside[b] - sums).min() > 0
    elif event == EMPTY:
        vectors = _coordinate_sums(log, cell)
        holds = any(coordinate_bounds(cell, j, sums) is None for j, sums in vectors.items())
    elif event == COVERED:
        region = regions.get(log.next())
        holds = region is not None and _inside(cell, region)
    else:
        raise Rejected(f"the log holds the unknown step {event}")
    if not holds:
        raise Rejected("a cell was discarded for a reason that does not hold")


def _coordinate_sums(log: _LogReader, cell: ExactCell) -> dict[int, list[Exact]]:
    """Read the multipliers of all coordinates and return, for every player, the sum of each coordinate."""
    multipliers = sum(size * (size - 1) for size in cell.sizes)
    found: dict[int, list[Exact]] = {}
    for j, size in enumerate(cell.sizes):
        own = [cell.sums(log.numbers(multipliers)) for _ in range(size - 1)]
        if own:
            found[j] = [remainder(own), *own]
    return found


def _shrunk(log: _LogReader, cell: ExactCell) -> ExactCell:
    """Check new lower bounds on the coordinates, and cut the cell accordingly."""
    vectors = _coordinate_sums(log, cell)
    lower = [log.numbers(size) for size in cell.sizes]
    smaller = cell
    for j, sums in vectors.items():
        if not any(lower[j]):
            continue
        bounds = coordinate_bounds(cell, j, sums)
        # Without bounds there is no equilibrium in the cell at all, and any cut is right.
        if bounds is not None and any(
            mine > proven for mine, proven in zip(lower[j], bounds[0], strict=True)
        ):
            raise Rejected("a cell was shrunk further than its bounds allow")
        smaller = smaller.shrunk(j, np.array(lower[j], dtype=object))
    return smaller


def _inside(cell: ExactCell, region: ExactCell) -> bool:
    """Whether a cell lies in a region that is cut out by lower bounds on the probabilities."""
    return all(
        (mine.min(axis=0) >= theirs.min(axis=0)).all()
        for mine, theirs in zip(cell.corners, region.corners, strict=True)
    )
