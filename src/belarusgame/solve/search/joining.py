"""What was found in the pieces of a search, put together in the order of the walk.

The cells of a support have nothing to do with each other but for its roots: a cell that lies in the region of
one that was found before is dropped. Pieces are searched knowing only some of these. What was found in one is
what would have been found knowing all, if no region of an unknown root meets its cells, and none of its roots
lies in such a region; otherwise it is searched again. And a support that leaves more cells open than a search
in depth may is searched again as a whole, for in breadth all of its cells are taken up together.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.compile_search import IntArray
from belarusgame.solve.search.driver import borderline_boxes
from belarusgame.solve.search.findings import Findings, everything
from belarusgame.solve.search.root_table import RootTable
from belarusgame.solve.search.roots import HEAD
from belarusgame.solve.search.state import (
    DEPTH_CELLS,
    LOG_COVERED,
    LOG_EMPTY,
    LOG_SHRINK,
    LOG_SPLIT,
    LOG_SUPPORT,
)
from belarusgame.solve.search.stretches import Begun, Stretch

#: A cell is taken to meet a region that is so near: far more than its corners are off by.
_NEAR: Final = 1e-9


@dataclass(slots=True, eq=False)
class SearchPiece:
    """A piece of the work, and what became of it."""

    stretch: Stretch
    found: Findings | None = None
    rest: list[SearchPiece] = field(default_factory=list["SearchPiece"])  #: what it left to others
    attempts: int = 0  #: how often it was handed out
    refused: bool = False  #: the executor does not search it
    dropped: bool = False  #: nobody needs it any more

    def take(self, found: Findings) -> None:
        """Note what was found."""
        self.rest = [SearchPiece(stretch) for stretch in found.rest]
        self.found, found.rest = found, ()

    def search_again(self, stretch: Stretch) -> None:
        """Forget what was found, and what was cut out of it."""
        self.drop()
        self.stretch, self.found, self.rest = stretch, None, []
        self.attempts, self.dropped = 0, False

    def drop(self) -> None:
        """Mark the piece, and all that was cut out of it, as what nobody needs."""
        for piece in self.walk():
            piece.dropped = True

    def walk(self) -> Iterator[SearchPiece]:
        """Yield the piece and all that was cut out of it, in the order of the walk."""
        yield self
        for piece in self.rest:
            yield from piece.walk()


@dataclass(slots=True, kw_only=True, eq=False)
class _Divided:
    """The support at which a piece left the rest to others."""

    first: SearchPiece
    before: tuple[
        int, int, int
    ]  #: how many parts and roots there were before that piece, and cells were left
    roots: dict[bytes, int]  #: the records of those found so far, with their numbers in the game
    opened: int  #: cells that stayed open so far

    def knowing_all(self, begun: Begun) -> Begun:
        """Return cells with all the roots that were found before them."""
        width = begun.roots.shape[1]
        return replace(begun, roots=np.frombuffer(b"".join(self.roots)).reshape(-1, width))


class Joining:
    """Findings on their way to those of one search.

    Parameters
    ----------
    stretches : sequence of Stretch
        The whole walk.
    max_cells : int
        After how many cells one search would end.
    search : callable
        Searches a stretch here, until so many cells are taken.
    """

    def __init__(
        self, stretches: Sequence[Stretch], max_cells: int, search: Callable[[Stretch, int], Findings]
    ) -> None:
        self.ahead = deque(map(SearchPiece, stretches))  #: what is not joined yet, in the order of the walk
        self.ended = False  #: nothing more is needed
        self._complete = True
        self._left = max_cells
        self._search = search
        self._parts: list[Findings] = []
        self._roots = 0
        self._support: _Divided | None = None

    def needed(self) -> Iterator[SearchPiece]:
        """Yield the pieces that one search through everything would reach, as far as is known."""
        left = self._left
        for piece in (piece for front in self.ahead for piece in front.walk()):
            yield piece
            left -= 0 if piece.found is None else piece.found.cells
            if left <= 0:
                break

    def advance(self) -> SearchPiece | None:
        """Join what was found, up to what is missing; return what is to be searched again."""
        while self.ahead and not self.ended:
            piece = self.ahead[0]
            if piece.found is None:
                return None
            if self._depends(piece, piece.found) or self._opens_too_much(piece, piece.found):
                return self.ahead[0]
            self.ahead.popleft()
            self._join(piece, piece.found)
        self.ended = True
        return None

    def finish(self) -> None:
        """Join what was found, though some is missing: of a support, what comes before it."""
        while not self.ended:
            self.advance()
            if not self.ended:
                self._complete = False
                self.ahead.popleft().drop()
                self._leave_support()

    def findings(
        self, kept: tuple[list[int], ...], shape: Sequence[int], powers: tuple[int, ...]
    ) -> Findings:
        """Return what one search would have found."""
        parts = self._parts
        joined = Findings(table=RootTable.joined(kept, [part.table for part in parts]), powers=powers)
        for part in parts:
            joined.open_boxes += part.open_boxes
            joined.left_boxes += part.left_boxes[:-1]  # the last one is everything
            joined.cells += part.cells
            joined.supports += part.supports
        joined.open_boxes += borderline_boxes(joined.table, shape)
        if not self._complete or any(part.left_boxes for part in parts):
            joined.left_boxes.append(everything(kept, shape))
        joined.events = np.concatenate([joined.events, *(part.events for part in parts)])
        joined.numbers = np.concatenate([joined.numbers, *(part.numbers for part in parts)])
        return joined

    def _divided_by(self, stretch: Stretch) -> tuple[Begun, _Divided] | None:
        """Return cells of a support, and what is known of that; None for whole supports."""
        begun, support = stretch.begun, self._support
        return None if begun is None or support is None else (begun, support)

    def _depends(self, piece: SearchPiece, found: Findings) -> bool:
        """Whether a root that was not known changes what is found; it is known from now on."""
        divided = self._divided_by(piece.stretch)
        if divided is None:
            return False
        begun, support = divided
        known = {record.tobytes() for record in begun.roots}
        others = [np.frombuffer(record) for record in support.roots if record not in known]
        if not any(_meets(root, piece.stretch, begun, found.table) for root in others):
            return False
        piece.search_again(replace(piece.stretch, begun=support.knowing_all(begun)))
        return True

    def _opens_too_much(self, piece: SearchPiece, found: Findings) -> bool:
        """Whether so many cells of a support stay open that it is searched as a whole, from now on."""
        divided = self._divided_by(piece.stretch)
        if divided is None or divided[1].opened + found.opened <= DEPTH_CELLS:
            return False
        self._leave_support()
        first, (parts, self._roots, self._left) = divided[1].first, divided[1].before
        del self._parts[parts:]
        following = [part for part in first.rest if part.stretch.begun is None]
        first.rest = [part for part in first.rest if part.stretch.begun is not None]
        supports = first.stretch.supports - sum(part.stretch.supports for part in following)
        first.search_again(replace(first.stretch, supports=supports, room=math.inf))
        self.ahead.appendleft(first)
        return True

    def _join(self, piece: SearchPiece, found: Findings) -> None:
        """Add what was found in the next piece."""
        before = len(self._parts), self._roots, self._left
        stretch = piece.stretch
        if found.cells >= self._left:  # it may have taken more than that
            stretch = self._with_all_below(stretch)
            found = self._search(stretch, self._left)
            self.ended, self._complete = True, False
        else:
            self.ahead.extendleft(reversed(piece.rest))
        if stretch.begun is None:
            self._support = _divided(piece, found, before)
        found.events = _renumbered(found.events, len(stretch.allowed[-1]), self._numbers(stretch, found))
        self._parts.append(found)
        self._roots += len(found.table)
        self._left -= found.cells
        if found.left_boxes:
            self._leave_support()

    def _with_all_below(self, stretch: Stretch) -> Stretch:
        """Return a stretch of cells with those of its support that wait, as one search has them."""
        divided = self._divided_by(stretch)
        if divided is None:
            return stretch
        begun, support = divided
        waiting = takewhile(lambda begun: begun is not None, (piece.stretch.begun for piece in self.ahead))
        stack = [*reversed([cells for cells in waiting if cells is not None]), begun]
        whole = Begun(
            rows=np.concatenate([cells.rows for cells in stack]),
            corners=np.concatenate([cells.corners for cells in stack]),
            notes=np.concatenate([cells.notes for cells in stack]),
            below=0,
            roots=begun.roots,
        )
        return replace(stretch, begun=support.knowing_all(whole))

    def _numbers(self, stretch: Stretch, found: Findings) -> list[int]:
        """Return the numbers of the roots that the log of a stretch may name; note the new ones."""
        own = range(self._roots, self._roots + len(found.table))
        divided = self._divided_by(stretch)
        if divided is None:
            return list(own)
        begun, support = divided
        known = [support.roots[record.tobytes()] for record in begun.roots]
        support.roots |= {record.tobytes(): n for n, record in zip(own, found.table.records, strict=True)}
        support.opened += found.opened
        return [*known, *own]

    def _leave_support(self) -> None:
        """Let the other pieces of the present support be: what comes before them is missing."""
        while self.ahead and self.ahead[0].stretch.begun is not None:
            self.ahead.popleft().drop()


def _divided(piece: SearchPiece, found: Findings, before: tuple[int, int, int]) -> _Divided | None:
    """Return the support at which a piece left the rest to others, if there is one."""
    begun = piece.rest[0].stretch.begun if piece.rest else None
    if begun is None:
        return None
    first = before[1] + len(found.table) - len(begun.roots)  # the last that were found
    roots = {record.tobytes(): n for n, record in enumerate(begun.roots, first)}
    return _Divided(first=piece, before=before, roots=roots, opened=found.opened)


def _meets(root: FloatArray, stretch: Stretch, begun: Begun, found: RootTable) -> bool:
    """Whether some cells, or a root that was found in them, may lie in the region of another root."""
    sizes = [int(mask).bit_count() for mask in stretch.allowed[-1]]
    length, at = sum(sizes), 0
    lower = root[HEAD : HEAD + length]
    highest: list[FloatArray] = []
    for size in sizes:
        corners = begun.corners[:, at : at + size * size].reshape(-1, size, size)
        highest.append(corners.max(axis=1))
        at += size * size
    points = found.records[:, HEAD + length : HEAD + 2 * length]
    inside = np.concatenate(highest, axis=1) > lower - _NEAR, points > lower
    return any(bool(part.all(axis=1).any()) for part in inside)


def _renumbered(events: IntArray, players: int, numbers: Sequence[int]) -> IntArray:
    """Return a log whose roots have these numbers."""
    arguments = {LOG_SPLIT: 3, LOG_COVERED: 1, LOG_SUPPORT: players}
    renumbered, at = events.copy(), 0
    kinds: list[int] = events.tolist() if list(numbers) != list(range(len(numbers))) else []
    while at < len(kinds):
        kind = kinds[at]
        if kind == LOG_COVERED:
            renumbered[at + 1] = numbers[kinds[at + 1]]
        at += 1 + arguments.get(kind, 0)
        # Whose simplices were cut, and by which sums: each list stands after its length.
        for _ in range(2 if kind in (LOG_SHRINK, LOG_EMPTY) else 0):
            at += 1 + kinds[at]
    return renumbered
