"""Run the compiled search: scale the game, call in short turns, take up undecided cells breadth first.

A regular equilibrium is found by going down one branch at a time. A continuum of equilibria would be cut into
ever more cells that way, so a support whose list of opened cells fills up is searched again in breadth: all
its undecided cells are halved to one width after the other, until they would become too many to be useful.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.terminal import announced, progress

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.search.compile_search import IntArray
    from belarusgame.solve.search.search import State
    from belarusgame.solve.search.workspace import Memory

#: Cells that a support may open in depth before it is searched in breadth, and then at each width.
_DEPTH_CELLS: Final = 32
_BREADTH_CELLS: Final = 256
_STACK: Final = 1600
_WIDTHS: Final = (0.3, 0.12, 0.05, 0.02, 0.008, 0.003, 0.001)
_TURN: Final = 0.1  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Root:
    """One proven solution of the indifference equations of a support.

    Attributes
    ----------
    supports : tuple of tuple of int
        For every player the strategies of the support, by their place in the whole game.
    vectors : tuple of numpy.ndarray
        For every player the probabilities of these strategies.
    kind : int
        REJECTED, PROVEN or BORDERLINE.
    radius : float
        Size of the simplices around ``vectors`` on which the solution is unique.
    small : float
        Size of those in which it lies.
    sign : int
        Sign of the determinant of minus the Jacobian.
    inverse : numpy.ndarray
        The approximate inverse of the Jacobian that the proof uses.
    """

    supports: tuple[tuple[int, ...], ...]
    vectors: tuple[FloatArray, ...]
    kind: int
    radius: float
    small: float
    sign: int
    inverse: FloatArray


@dataclass(slots=True, kw_only=True, eq=False)
class Findings:
    """What the search found, in the terms of the whole game.

    Attributes
    ----------
    roots : list of Root
        In the order in which they were found.
    open_boxes : list of numpy.ndarray
        Bounds on all probabilities, players one after the other, shape ``(strategies of all, 2)``.
    left_boxes : list of numpy.ndarray
        The same, for what the budget left unsearched.
    cells, supports : int
        How much was searched.
    events, numbers : numpy.ndarray
        The log, for the certificate.
    powers : tuple of int
        The powers of two by which each player's payoffs were multiplied.
    """

    roots: list[Root] = field(default_factory=list[Root])
    open_boxes: list[FloatArray] = field(default_factory=list[FloatArray])
    left_boxes: list[FloatArray] = field(default_factory=list[FloatArray])
    cells: int = 0
    supports: int = 0
    events: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    numbers: FloatArray = field(default_factory=lambda: np.zeros(0))
    powers: tuple[int, ...] = ()


def scaled(payoffs: FloatArray, *, is_rounded: bool) -> tuple[FloatArray, list[int], float]:
    """Scale the payoffs so that no player's own choice changes its payoff by more than 1, by powers of two.

    Returns
    -------
    tuple
        The payoffs, shape ``(players, profiles)``, each player's own strategy running slowest; the powers of
        two by which they were multiplied; and a bound on the error of a payoff difference: one rounding of
        the subtraction, and where the floats are roundings of exact payoffs, one rounding of each of the two.
    """
    players = len(payoffs)
    lines = np.stack([np.moveaxis(payoffs[i], i, 0).ravel() for i in range(players)])
    error = 0.0
    powers: list[int] = []
    for i in range(players):
        first = -int(np.frexp(np.abs(lines[i]).max())[1])
        lines[i] = np.ldexp(lines[i], first)
        own = lines[i].reshape(payoffs.shape[i + 1], -1)
        span = float(np.ptp(own, axis=0).max())
        power = max(0, min(900, -int(np.frexp(span)[1]))) if span > 0.0 else 0
        power = power if span <= 1.0 else -1
        lines[i] = np.ldexp(lines[i], power)
        powers.append(first + power)
        largest = float(np.abs(lines[i]).max())
        error = max(
            error, 1.2e-16 * (1.0 + (2.0 * largest if is_rounded else 0.0)) + np.ldexp(1.0, power - 1060)
        )
    return lines, powers, error


def _ignored(_cells: int) -> None:
    """Show nothing."""


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
        self.counts: IntArray = np.array([len(labels) for labels in kept], dtype=np.int64)
        part = game.deciding[np.ix_(range(len(kept)), *kept)]
        self.utility, powers, self.error = scaled(part, is_rounded=game.is_rounded)
        self.shape = game.shape
        self.max_cells = max_cells
        self.deadline = deadline
        self.tolerance = tolerance
        self.findings = Findings(powers=tuple(powers))
        self.state = _new_state(self.counts, logged=logged)
        self.memory = _new_memory(self.counts)

    def run(self) -> Findings:
        """Search everything, or until the budget ends."""
        from belarusgame.solve.search import search as kernel

        with announced(kernel.search), progress() as show:
            code = self._turns(self.tolerance, show)
            while code in (kernel.OPEN, kernel.FULL):
                self._widen(code, show)
                if self._spent():
                    break
                self.state.control[kernel.ACTIVE] = 0
                code = self._turns(self.tolerance, show)
        self._collect_roots()
        if self._spent() and code != kernel.DONE:
            self._collect_rest()
        control = self.state.control
        self.findings.cells = int(control[kernel.CELLS])
        self.findings.supports = int(control[kernel.SUPPORTS])
        return self.logged_findings()

    def run_if_regular(self, width: float) -> Findings | None:
        """Search everything; None as soon as a support is not settled by cells down to this width."""
        from belarusgame.solve.search import search as kernel
        from belarusgame.solve.search.roots import BORDERLINE, KIND

        with announced(kernel.search), progress() as show:
            code = self._turns(width, show)
        control = self.state.control
        if code != kernel.DONE or (self.state.roots[: control[kernel.ROOTS], KIND] == BORDERLINE).any():
            return None
        self._collect_roots()
        self.findings.cells, self.findings.supports = (
            int(control[kernel.CELLS]),
            int(control[kernel.SUPPORTS]),
        )
        return self.logged_findings()

    def settle(self, support: Sequence[Sequence[int]], cells: int) -> bool:
        """Search one support only, within so many cells; forget what was found if that does not settle it.

        Nothing may stay open, and every root has to be proven to be an equilibrium or none.
        """
        from belarusgame.solve.search import search as kernel
        from belarusgame.solve.search.roots import BORDERLINE, KIND

        control, players = self.state.control, len(self.kept)
        before = control.copy()
        masks = [
            sum(1 << labels.index(a) for a in part) for labels, part in zip(self.kept, support, strict=True)
        ]
        self.state.allowed[players - 1 : players + 1] = masks
        self.state.allowed[players - 1, -1] = (1 << int(self.counts[-1])) - 1
        self.state.walk[0], self.state.walk[players] = players - 1, masks[-1] - 1
        control[kernel.ALONE] = 1
        self.max_cells = int(control[kernel.CELLS]) + 1  # enough to take up this support, and no other
        code = self._turns(self.tolerance, _ignored)
        if control[kernel.ACTIVE]:
            self.max_cells += cells
            code = self._turns(self.tolerance, _ignored)
        control = self.state.control
        kinds = self.state.roots[before[kernel.ROOTS] : control[kernel.ROOTS], KIND]
        settled = not control[kernel.ACTIVE] and code != kernel.OPEN and not (kinds == BORDERLINE).any()
        if not settled:
            control[[kernel.ROOTS, kernel.EVENTS, kernel.NUMBERS]] = before[
                [kernel.ROOTS, kernel.EVENTS, kernel.NUMBERS]
            ]
        control[kernel.ACTIVE] = control[kernel.TOP] = control[kernel.OPENED] = 0
        return settled

    @property
    def roots_found(self) -> int:
        """How many roots are recorded."""
        from belarusgame.solve.search import search as kernel

        return int(self.state.control[kernel.ROOTS])

    def found_roots(self, since: int) -> list[Root]:
        """Return the roots that settled supports left, from the given number on."""
        self.findings.roots = []
        self._collect_roots()
        return self.findings.roots[since:]

    def logged_findings(self) -> Findings:
        """Return what a certificate needs of the supports that were settled."""
        from belarusgame.solve.search import search as kernel

        control = self.state.control
        self.findings.events = self.state.events[: control[kernel.EVENTS]]
        self.findings.numbers = self.state.numbers[: control[kernel.NUMBERS]]
        return self.findings

    def _spent(self) -> bool:
        from belarusgame.solve.search import search as kernel

        return int(self.state.control[kernel.CELLS]) >= self.max_cells or time.monotonic() >= self.deadline

    def _turns(self, floor: float, show: Callable[[int], None]) -> int:
        """Call the search in turns of about a tenth of a second, so that it can be interrupted in between."""
        from belarusgame.solve.search import search as kernel

        turn, longest = 256, _TURN
        if self.deadline < math.inf:
            longest = min(_TURN, 0.02 * max(0.0, self.deadline - time.monotonic()))
            turn = 32
        while True:
            control = self.state.control
            begin, before = time.perf_counter(), int(control[kernel.CELLS])
            budget = min(turn, self.max_cells - before)
            code = int(
                kernel.search(self.utility, self.counts, self.state, self.memory, floor, budget, self.error)
            )
            if code == kernel.CROWDED:
                self.state = _enlarged(self.state)
            elif code != kernel.PAUSED or self._spent():
                return code
            elif time.perf_counter() - begin < longest:
                turn *= 2
            elif turn > 16:
                turn //= 2
            show(int(control[kernel.CELLS]))

    def _widen(self, code: int, show: Callable[[int], None]) -> None:
        """Keep the opened cells of the present support; where they are too many, search it in breadth."""
        from belarusgame.solve.search import search as kernel

        control = self.state.control
        self._collect_open()
        if code == kernel.OPEN:
            return
        cells = self._take(self.state.rows, self.state.corners, self.state.notes, int(control[kernel.TOP]))
        control[kernel.ALONE] = 1
        self.state = _with_room(self.state, _BREADTH_CELLS)
        for floor in _WIDTHS:
            logged = control[kernel.EVENTS], control[kernel.NUMBERS]
            self._put(cells)
            code = self._turns(floor, show)
            if code == kernel.SETTLED:
                cells = []
                break
            if code != kernel.OPEN or self._spent():
                control[kernel.EVENTS], control[kernel.NUMBERS] = logged
                break
            cells = self._take(
                self.state.open_rows,
                self.state.open_corners,
                self.state.open_notes,
                int(control[kernel.OPENED]),
            )
            if len(cells) > _BREADTH_CELLS // 4:  # the next width would need more than there is room for
                break
        self.state = _with_room(self.state, _DEPTH_CELLS)
        control[kernel.ALONE] = 0
        control[kernel.TOP] = 0
        control[kernel.OPENED] = 0
        self.findings.open_boxes += [self._box(corners, note[0]) for _, corners, note in cells]

    def _take(
        self, rows: FloatArray, corners: FloatArray, notes: FloatArray, count: int
    ) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
        return [(rows[k].copy(), corners[k].copy(), notes[k].copy()) for k in range(count)]

    def _put(self, cells: list[tuple[FloatArray, FloatArray, FloatArray]]) -> None:
        """Put cells on the stack of the present support."""
        from belarusgame.solve.search import search as kernel

        state = self.state
        for k, (rows, corners, note) in enumerate(cells):
            state.rows[k], state.corners[k], state.notes[k] = rows, corners, note
            state.notes[k, 1] = 0.0
        if state.events.size > 0:
            state.events[state.control[kernel.EVENTS]] = kernel.LOG_RESUME
            state.control[kernel.EVENTS] += 1
        state.control[kernel.TOP] = len(cells)
        state.control[kernel.OPENED] = 0
        state.control[kernel.ACTIVE] = 1

    def _support(self, masks: IntArray) -> tuple[tuple[int, ...], ...]:
        """Return the strategies of a support, by their place in the whole game."""
        return tuple(
            tuple(label for a, label in enumerate(labels) if int(mask) >> a & 1)
            for labels, mask in zip(self.kept, masks, strict=True)
        )

    def _box(self, corners: FloatArray, error: float) -> FloatArray:
        """Return the bounding box of a cell of the present support."""
        support = self._support(self.state.allowed[len(self.kept)])
        parts: list[FloatArray] = []
        at = 0
        for labels, count in zip(support, self.shape, strict=True):
            size = len(labels)
            points = corners[at : at + size * size].reshape(size, size)
            part = np.zeros((count, 2))
            part[list(labels), 0] = np.maximum(points.min(axis=0) - error, 0.0)
            part[list(labels), 1] = np.minimum(points.max(axis=0) + error, 1.0)
            parts.append(part)
            at += size * size
        return np.concatenate(parts)

    def _collect_open(self) -> None:
        """Keep the boxes of the cells that the present support opened."""
        from belarusgame.solve.search import search as kernel

        opened = int(self.state.control[kernel.OPENED])
        self.findings.open_boxes += [
            self._box(self.state.open_corners[k], float(self.state.open_notes[k, 0])) for k in range(opened)
        ]
        self.state.control[kernel.OPENED] = 0

    def _collect_roots(self) -> None:
        from belarusgame.solve.search import roots as kernel
        from belarusgame.solve.search.search import ROOTS

        for k in range(int(self.state.control[ROOTS])):
            record = self.state.roots[k]
            support = self._support(self.state.root_masks[k])
            sizes = [len(labels) for labels in support]
            length, equations = sum(sizes), sum(sizes) - len(sizes)
            x = record[kernel.HEAD + length : kernel.HEAD + 2 * length].copy()
            begin = kernel.HEAD + 2 * length
            root = Root(
                supports=support,
                vectors=tuple(np.split(x, np.cumsum(sizes)[:-1])),
                kind=int(record[kernel.KIND]),
                radius=float(record[kernel.RADIUS]),
                small=float(record[kernel.SMALL]),
                sign=int(record[kernel.SIGN]),
                inverse=record[begin : begin + equations * equations].reshape(equations, equations).copy(),
            )
            self.findings.roots.append(root)
            if root.kind == kernel.BORDERLINE:
                self.findings.open_boxes.append(self._small_box(root))

    def _small_box(self, root: Root) -> FloatArray:
        """Bound the place of a root that may or may not be an equilibrium."""
        parts: list[FloatArray] = []
        for labels, vector, count in zip(root.supports, root.vectors, self.shape, strict=True):
            part = np.zeros((count, 2))
            part[list(labels), 0] = np.clip(vector - root.small, 0.0, 1.0)
            part[list(labels), 1] = np.clip(vector + root.small, 0.0, 1.0)
            parts.append(part)
        return np.concatenate(parts)

    def _collect_rest(self) -> None:
        """Bound what the budget left: the stack of the present support, and all supports after it."""
        from belarusgame.solve.search import search as kernel

        control = self.state.control
        if control[kernel.ACTIVE]:
            self._collect_open()
            self.findings.left_boxes += [
                self._box(self.state.corners[k], float(self.state.notes[k, 0]))
                for k in range(control[kernel.TOP])
            ]
        if int(self.state.walk[0]) >= 0:
            rest = np.zeros((sum(self.shape), 2))
            starts = np.cumsum([0, *self.shape[:-1]])
            rest[
                [int(start) + a for start, labels in zip(starts, self.kept, strict=True) for a in labels], 1
            ] = 1.0
            self.findings.left_boxes.append(rest)


def _new_state(counts: IntArray, *, logged: bool) -> State:
    from belarusgame.solve.search.roots import HEAD
    from belarusgame.solve.search.search import COUNTERS, State
    from belarusgame.solve.search.supports import start_walk

    walk, allowed, places = start_walk(counts)
    profiles = int(np.prod(counts))
    row_floats = int(sum((count - 1) * (profiles // count) for count in counts.tolist()))
    corner_floats = int((counts**2).sum())
    equations = int(counts.sum()) - len(counts)
    return State(
        np.zeros(COUNTERS, dtype=np.int64),
        walk,
        allowed,
        places,
        np.empty((_STACK, row_floats)),
        np.empty((_STACK, corner_floats)),
        np.empty((_STACK, 2)),
        np.empty((_DEPTH_CELLS, row_floats)),
        np.empty((_DEPTH_CELLS, corner_floats)),
        np.empty((_DEPTH_CELLS, 2)),
        np.empty((128, HEAD + 2 * int(counts.sum()) + equations**2)),
        np.empty((128, len(counts)), dtype=np.int64),
        np.empty(1 << 12 if logged else 0, dtype=np.int64),
        np.empty(1 << 16 if logged else 0),
    )


def _new_memory(counts: IntArray) -> Memory:
    from belarusgame.solve.search.workspace import make_memory

    return make_memory(counts)


def _with_room(state: State, cells: int) -> State:
    """Make room for so many opened cells, dropping those there are."""
    return state._replace(
        open_rows=np.empty((cells, state.rows.shape[1])),
        open_corners=np.empty((cells, state.corners.shape[1])),
        open_notes=np.empty((cells, 2)),
    )


def _enlarged(state: State) -> State:
    """Double the room for roots and for the log."""
    return state._replace(
        roots=np.concatenate([state.roots, np.empty_like(state.roots)]),
        root_masks=np.concatenate([state.root_masks, np.empty_like(state.root_masks)]),
        events=np.concatenate([state.events, np.empty_like(state.events)]),
        numbers=np.concatenate([state.numbers, np.empty_like(state.numbers)]),
    )
