"""The log of the search as a certificate, and its exact replay, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.recheck.exact_cells import (
    Exact,
    ExactCell,
    coordinate_bounds,
    determinant_sign,
    excluded_by_range,
    fractions,
    one_to_one,
    points_inwards,
    remainder,
    whole_cell,
)

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.search import Root

Supports = tuple[tuple[int, ...], ...]

# The events of the log; they must agree with those of the search.
RANGE, POSITIVE, TEMPTED, SHRINK, EMPTY, SPLIT, OPEN, COVERED, SUPPORT, RESUME = range(10)


# The kinds of a root; they must agree with those of the search.
REJECTED, PROVEN, BORDERLINE = 1, 2, 3


class Rejected(Exception):  # noqa: N818 - it says what happens to the certificate
    """A step of a certificate does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Certificate:
    """The proof of a list of equilibria: how every support was searched, and why each root is one.

    Attributes
    ----------
    game : Game
        The game that was solved.
    kept : tuple of list of int
        The strategies that dominance left of each player; supports and rows are counted within them.
    events : numpy.ndarray
        The cell trees, in the order of the search: for every step its kind and arguments.
    numbers : numpy.ndarray
        Multipliers and bounds, in the order in which the events use them.
    roots : tuple of Root
        The solutions of indifference equations around which cells were dropped.
    powers : tuple of int
        Each player's payoffs are multiplied by two to this power before multipliers are applied.
    """

    game: Game
    kept: tuple[list[int], ...]
    events: Any
    numbers: FloatArray
    roots: tuple[Root, ...]
    powers: tuple[int, ...]


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
        if len(found) < count or not np.all(np.isfinite(found)):
            raise Rejected("the log lacks numbers")
        self.value += count
        return [Fraction(value) for value in found]


def check_roots(certificate: Certificate, payoffs: Exact) -> list[tuple[ExactCell, ExactCell]]:
    """Check every root; return for each the cell that holds it, and that in which it is the only solution."""
    return [_check_root(root, certificate, payoffs) for root in certificate.roots]


def _check_root(root: Root, certificate: Certificate, payoffs: Exact) -> tuple[ExactCell, ExactCell]:
    support = _within(root.supports, certificate.kept)
    whole = whole_cell(payoffs, support)
    centre = [fractions(vector) for vector in root.vectors]
    if any(sum(vector) != 1 for vector in centre):
        raise Rejected("a root's probabilities do not sum to one")
    small = _around(whole, centre, Fraction(root.small))
    region = _around(whole, centre, Fraction(root.radius))
    inverse = fractions(root.inverse)
    if not points_inwards(small, _preconditioned(small, inverse)):
        raise Rejected(f"a root on the support {root.supports} is not shown to exist")
    # One unit of the region's own coordinates is `radius` of a probability.
    if not one_to_one(region, _preconditioned(region, inverse / Fraction(root.radius))):
        raise Rejected(f"a root on the support {root.supports} is not shown to be the only one nearby")
    kind = _kind(small)
    if kind != root.kind:
        raise Rejected(f"a root on the support {root.supports} is of another kind than claimed")
    if root.sign != index_on(region):
        raise Rejected(f"a root on the support {root.supports} has another index than claimed")
    return small, region


def _around(whole: ExactCell, centre: Sequence[Exact], size: Fraction) -> ExactCell:
    cell = whole
    for j, vector in enumerate(centre):
        cell = cell.shrunk(j, vector - size / len(vector))
    return cell


def _preconditioned(cell: ExactCell, inverse: Exact) -> list[Exact]:
    """Return the support rows, combined by the lines of the inverse Jacobian, at every combination."""
    support_rows = [cell.rows[i][r] for i, size in enumerate(cell.sizes) for r in range(size - 1)]
    shape = cell.sizes
    rows = [np.broadcast_to(row, shape) for row in support_rows]
    return [
        sum((weight * row for weight, row in zip(line, rows, strict=True)), np.zeros(shape, object))
        for line in inverse
    ]


def _kind(small: ExactCell) -> int:
    """Judge a root by the signs of its probabilities and outside rows."""
    kind = PROVEN
    for i, size in enumerate(small.sizes):
        for probabilities in small.corners[i].T:
            if max(probabilities) < 0:
                return REJECTED
            if min(probabilities) <= 0:
                kind = BORDERLINE
        for row in small.rows[i][size - 1 :]:
            if row.min() > 0:
                return REJECTED
            if row.max() >= 0:
                kind = BORDERLINE
    return kind


def index_on(cell: ExactCell) -> int:
    """Return the sign of the determinant of minus the Jacobian at the middle of a cell."""
    lines: list[list[Fraction]] = []
    for i, size in enumerate(cell.sizes):
        for r in range(size - 1):
            line: list[Fraction] = []
            for j, count in enumerate(cell.sizes):
                facets = np.moveaxis(cell.rows[i][r], j, 0)
                line += [(facets[0] - facets[v]).sum() if j != i else Fraction(0) for v in range(1, count)]
            lines.append(line)
    return determinant_sign(np.array(lines, dtype=object))


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


def _within(supports: Supports, kept: Sequence[Sequence[int]]) -> Supports:
    """Count the strategies of a support within those that dominance left."""
    try:
        return tuple(
            tuple(list(labels).index(a) for a in part) for part, labels in zip(supports, kept, strict=True)
        )
    except ValueError:
        raise Rejected("a root uses a dominated strategy") from None


def all_supports(counts: Sequence[int]) -> Iterator[Supports]:
    """Walk through all supports of a game."""

    def subsets(count: int) -> list[tuple[int, ...]]:
        return list(chain.from_iterable(combinations(range(count), k) for k in range(1, count + 1)))

    return product(*(subsets(count) for count in counts))


def dominated(payoffs: Exact, support: Supports) -> bool:
    """Whether a strategy of the support is strictly worse than another one, whatever the others do in it."""
    for i, inside in enumerate(support):
        index: list[Sequence[int]] = list(support)
        index[i] = range(payoffs.shape[i + 1])
        own = np.moveaxis(payoffs[i][np.ix_(*index)], i, 0)
        if any((own[b] > own[a]).all() for a in inside for b in range(len(own)) if b != a):
            return True
    return False
