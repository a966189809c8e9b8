"""Run the compiled search: scale the game, call in short turns, take up undecided cells breadth first.

A regular equilibrium is found by going down one branch at a time. A continuum of equilibria would be cut into
ever more cells that way, so a support whose list of opened cells fills up is searched again in breadth: all
its undecided cells are halved to one width after the other, until they would become too many to be useful.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search import roots, search
from belarusgame.solve.search.findings import Findings, bounds_in_game, everything
from belarusgame.solve.search.rooms import give_back_room, take_room
from belarusgame.solve.search.root_table import Root, RootTable, support_of
from belarusgame.solve.search.scaling import scaled
from belarusgame.solve.search.state import (
    ACTIVE,
    ALONE,
    CELLS,
    CROWDED,
    DEPTH_CELLS,
    DONE,
    EVENTS,
    FULL,
    LOG_RESUME,
    NUMBERS,
    OPEN,
    OPENED,
    PAUSED,
    ROOTS,
    SETTLED,
    SUPPORTS,
    TOP,
    enlarged,
    with_room,
)
from belarusgame.solve.search.stretches import begin_stretch, rest_of
from belarusgame.solve.search.terminal import ignored, progress

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.search.compile_search import IntArray
    from belarusgame.solve.search.stretches import Stretch

#: Cells that a support which is searched in breadth may open at each width.
_BREADTH_CELLS: Final = 256
_WIDTHS: Final = (0.3, 0.12, 0.05, 0.02, 0.008, 0.003, 0.001)
_TURN: Final = 0.1  # seconds between two looks at the clock


class Search:
    """One run of the search on the part of a game that dominance left.

    Parameters
    ----------
    game : Game
        The whole game.
    kept : tuple of list of int
        The strategies that are left of each player.
    max_cells : int
        The search ends when it has taken up this many cells.
    tolerance : float
        Cells narrower than this are not halved any more.
    logged : bool
        Whether to keep what a certificate needs.
    deadline : float
        The search ends in any case at this moment, by ``time.monotonic``.
    """

    def __init__(
        self,
        game: Game,
        kept: tuple[list[int], ...],
        *,
        max_cells: int,
        tolerance: float,
        logged: bool,
        deadline: float = math.inf,
    ) -> None:
        self.kept = kept
        self.left = tuple(map(len, kept))
        self.counts: IntArray = np.array(self.left, dtype=np.int64)
        part = game.deciding
        if self.left != game.shape:
            part = part[np.ix_(range(len(kept)), *kept)]
        lines, powers, errors = scaled(part[None], rounded=np.array([game.is_rounded]))
        self.utility, self.error = lines[0], float(errors[0])
        self.shape = game.shape
        self.max_cells = max_cells
        self.deadline = deadline
        self.tolerance = tolerance
        self.state, self.memory = take_room(self.left, logged=logged)
        self.findings = Findings(table=RootTable.joined(kept, ()), powers=tuple(powers[0].tolist()))

    def run(self) -> Findings:
        """Search everything, or until the budget ends."""
        with progress(self.max_cells, self.deadline) as show:
            self._search(show)
        self.findings.open_boxes += borderline_boxes(self.findings.table, self.shape)
        return self.finished()

    def run_stretch(self, stretch: Stretch, show: Callable[[int], None] = ignored) -> Findings:
        """Search some supports, or until the budget ends, or until others are to go on with the rest.

        Roots that may be equilibria get no box.
        """
        self.state = begin_stretch(self.state, stretch)
        if self._search(show, stretch.pause):
            self.findings.rest = tuple(rest_of(stretch, self.state))
            self._collect_open()
        return self.finished()

    def _search(self, show: Callable[[int], None], pause: float = math.inf) -> bool:
        """Search until the budget ends; return whether it was only for the pause that it ended."""
        known, part = int(self.state.control[ROOTS]), bool(self.state.control[ACTIVE])
        code = self._turns(self.tolerance, show, pause)
        while code == OPEN or (code == FULL and not part):
            self._widen(code, show)
            if self._spent():
                break
            self.state.control[ACTIVE] = 0
            code = self._turns(self.tolerance, show, pause)
        self.findings.table = self._table(known)
        ended = code != DONE and self._spent()
        if ended:
            self._collect_rest()
        # Breadth is for whole supports: what part of one leaves open may be few beside the rest.
        if part and code == FULL:
            self.findings.opened = DEPTH_CELLS + 1
        return code == PAUSED and not ended

    def run_if_regular(self, width: float) -> Findings | None:
        """Search everything; None as soon as a support is not settled by cells down to this width."""
        with progress(self.max_cells, self.deadline) as show:
            code = self._turns(width, show)
        self.findings.table = self._table()
        found = self.finished()
        return found if code == DONE and not found.table.of_kind(roots.BORDERLINE) else None

    def settle(self, support: Sequence[Sequence[int]], cells: int) -> bool:
        """Search one support only, within so many cells; forget what was found if that does not settle it.

        Nothing may stay open, and every root has to be proven to be an equilibrium or none.
        """
        control, players = self.state.control, len(self.kept)
        before = control.copy()
        masks = [
            sum(1 << labels.index(a) for a in part) for labels, part in zip(self.kept, support, strict=True)
        ]
        self.state.allowed[players - 1 : players + 1] = masks
        self.state.allowed[players - 1, -1] = (1 << int(self.counts[-1])) - 1
        self.state.walk[0], self.state.walk[players] = players - 1, masks[-1] - 1
        control[ALONE] = 1
        self.max_cells = int(control[CELLS]) + 1  # enough to take up this support, and no other
        code = self._turns(self.tolerance, ignored)
        if control[ACTIVE]:
            self.max_cells += cells
            code = self._turns(self.tolerance, ignored)
        control = self.state.control
        kinds = self.state.roots[before[ROOTS] : control[ROOTS], roots.KIND]
        settled = not control[ACTIVE] and code != OPEN and not (kinds == roots.BORDERLINE).any()
        if not settled:
            control[[ROOTS, EVENTS, NUMBERS]] = before[[ROOTS, EVENTS, NUMBERS]]
        control[ACTIVE] = control[TOP] = control[OPENED] = 0
        return settled

    @property
    def roots_found(self) -> int:
        """How many roots are recorded."""
        return int(self.state.control[ROOTS])

    def found_roots(self, since: int) -> list[Root]:
        """Return the roots that settled supports left, from the given number on."""
        return self._table(since).read()

    def finished(self) -> Findings:
        """Return the findings, and leave the room to the next search of this shape."""
        found = self.logged_findings()
        give_back_room(self.left, self.state, self.memory)
        return found

    def logged_findings(self) -> Findings:
        """Return the findings, with how much was searched and the log that a certificate needs."""
        control = self.state.control
        self.findings.cells, self.findings.supports = int(control[CELLS]), int(control[SUPPORTS])
        self.findings.events = self.state.events[: control[EVENTS]]
        self.findings.numbers = self.state.numbers[: control[NUMBERS]]
        return self.findings

    def _spent(self) -> bool:
        return int(self.state.control[CELLS]) >= self.max_cells or time.monotonic() >= self.deadline

    def _turns(self, floor: float, show: Callable[[int], None], pause: float = math.inf) -> int:
        """Call the search in turns of about a tenth of a second, so that it can be interrupted in between."""
        last = int(min(self.max_cells, pause))
        turn, longest = 256, _TURN
        if self.deadline < math.inf:
            longest = min(_TURN, 0.02 * max(0.0, self.deadline - time.monotonic()))
            turn = 32
        while True:
            control = self.state.control
            begin, before = time.perf_counter(), int(control[CELLS])
            budget = min(turn, last - before)
            code = int(
                search.search(self.utility, self.counts, self.state, self.memory, floor, budget, self.error)
            )
            if code == CROWDED:
                self.state = enlarged(self.state)
            elif code != PAUSED or self._spent() or int(control[CELLS]) >= last:
                return code
            elif time.perf_counter() - begin < longest:
                turn *= 2
            elif turn > 16:
                turn //= 2
            show(int(control[CELLS]))

    def _widen(self, code: int, show: Callable[[int], None]) -> None:
        """Keep the opened cells of the present support; where they are too many, search it in breadth."""
        control = self.state.control
        self._collect_open()
        if code == OPEN:
            return
        cells = self._take(self.state.rows, self.state.corners, self.state.notes, int(control[TOP]))
        control[ALONE] = 1
        self.state = with_room(self.state, _BREADTH_CELLS)
        for floor in _WIDTHS:
            logged = control[EVENTS], control[NUMBERS]
            self._put(cells)
            code = self._turns(floor, show)
            if code == SETTLED:
                cells = []
                break
            if code != OPEN or self._spent():
                control[EVENTS], control[NUMBERS] = logged
                break
            cells = self._take(
                self.state.open_rows,
                self.state.open_corners,
                self.state.open_notes,
                int(control[OPENED]),
            )
            if len(cells) > _BREADTH_CELLS // 4:  # the next width would need more than there is room for
                break
        self.state = with_room(self.state, DEPTH_CELLS)
        control[ALONE] = 0
        control[TOP] = 0
        control[OPENED] = 0
        self.findings.open_boxes += [self._box(corners, note[0]) for _, corners, note in cells]

    def _take(
        self, rows: FloatArray, corners: FloatArray, notes: FloatArray, count: int
    ) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
        return [(rows[k].copy(), corners[k].copy(), notes[k].copy()) for k in range(count)]

    def _put(self, cells: list[tuple[FloatArray, FloatArray, FloatArray]]) -> None:
        """Put cells on the stack of the present support."""
        state = self.state
        for k, (rows, corners, note) in enumerate(cells):
            state.rows[k], state.corners[k], state.notes[k] = rows, corners, note
            state.notes[k, 1] = 0.0
        if state.events.size > 0:
            state.events[state.control[EVENTS]] = LOG_RESUME
            state.control[EVENTS] += 1
        state.control[TOP] = len(cells)
        state.control[OPENED] = 0
        state.control[ACTIVE] = 1

    def _box(self, corners: FloatArray, error: float) -> FloatArray:
        """Return the bounding box of a cell of the present support."""
        support = support_of(self.state.allowed[len(self.kept)], self.kept)
        bounds: list[FloatArray] = []
        at = 0
        for size in map(len, support):
            points = corners[at : at + size * size].reshape(size, size)
            bounds.append(np.stack([points.min(axis=0) - error, points.max(axis=0) + error], axis=1))
            at += size * size
        return bounds_in_game(support, bounds, self.shape)

    def _collect_open(self) -> None:
        """Keep the boxes of the cells that the present support opened."""
        opened = int(self.state.control[OPENED])
        self.findings.open_boxes += [
            self._box(self.state.open_corners[k], float(self.state.open_notes[k, 0])) for k in range(opened)
        ]
        self.findings.opened = opened
        self.state.control[OPENED] = 0

    def _table(self, since: int = 0) -> RootTable:
        """Return the roots that are recorded, from the given number on."""
        chosen = slice(since, int(self.state.control[ROOTS]))
        records, masks = self.state.roots[chosen].copy(), self.state.root_masks[chosen].copy()
        return RootTable(kept=self.kept, records=records, masks=masks)

    def _collect_rest(self) -> None:
        """Bound what the budget left: the stack of the present support, and all supports after it."""
        control = self.state.control
        if control[ACTIVE]:
            self._collect_open()
            self.findings.left_boxes += [
                self._box(self.state.corners[k], float(self.state.notes[k, 0])) for k in range(control[TOP])
            ]
        if int(self.state.walk[0]) >= 0:
            self.findings.left_boxes.append(everything(self.kept, self.shape))


def borderline_boxes(table: RootTable, shape: Sequence[int]) -> list[FloatArray]:
    """Bound the roots that may or may not be equilibria."""
    return [
        bounds_in_game(
            root.supports, [np.stack([x - root.small, x + root.small], axis=1) for x in root.vectors], shape
        )
        for root in table.of_kind(roots.BORDERLINE)
    ]
