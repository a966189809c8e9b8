"""The search itself: cells of one support depth first, and supports one after the other.

Everything that must outlive a call stands in the arrays of :class:`State`, and a call ends after a number of
cells, so that the caller can look at the clock, show progress or be interrupted between two calls.
"""

from __future__ import annotations

from typing import Final

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search.cells import edge_to_halve, excluded_by_range, halve, width
from belarusgame.solve.search.compile_search import ZERO, IntArray, compiled, entry
from belarusgame.solve.search.contraction import ALIVE, POSITIVE, contract, decide
from belarusgame.solve.search.layout import (
    COLUMN,
    CORNER,
    COUNT,
    ROW,
    SIZE,
    copy_into,
    fill,
    sum_of,
    take_rows,
    unit_corners,
)
from belarusgame.solve.search.roots import HEAD, NOTHING, certify, covered
from belarusgame.solve.search.state import (
    ACTIVE,
    ALONE,
    BELOW,
    CELLS,
    CROWDED,
    DONE,
    EVENTS,
    FIRST_ROOT,
    FULL,
    LEFT,
    LOG_COVERED,
    LOG_EMPTY,
    LOG_OPEN,
    LOG_POSITIVE,
    LOG_RANGE,
    LOG_SHRINK,
    LOG_SPLIT,
    LOG_SUPPORT,
    NUMBERS,
    OPEN,
    OPENED,
    PAUSED,
    ROOTS,
    SETTLED,
    SUPPORTS,
    TOP,
    State,
)
from belarusgame.solve.search.supports import FINISHED, LATER, list_support, next_support
from belarusgame.solve.search.workspace import (
    Memory,
    Support,
    Trial,
    Work,
    set_out_support,
    set_out_trial,
    set_out_work,
)

#: The width below which a root is looked for, and how often; what has shrunk to _AGAIN is shrunk again, not
#: halved (0.9 took 2 % longer; a width of 0.1, as long).
_NARROW: Final = 0.05
_TRIES: Final = 3
_AGAIN: Final = 0.8


@entry
def search(
    utility: FloatArray, counts: IntArray, state: State, memory: Memory, floor: float, budget: int,
    error: float,
) -> int:  # fmt: skip
    """Search support after support, from where the last call ended; return why this call ended."""
    players = counts.size
    control, sizes = state.control, memory.sizes
    limit = control[CELLS] + budget
    while True:
        # A support that was interrupted is set out again from its masks: tables are cheaper than state.
        fresh = control[ACTIVE] == 0
        if fresh:
            if control[LEFT] == 0:
                return DONE
            if control[CELLS] >= limit:
                return PAUSED
            answer = next_support(utility, counts, state.walk, state.allowed, state.places)
            if answer == FINISHED:
                return DONE
            # A support counts as a cell, and so does a stretch of the walk that finds none: every call ends.
            control[CELLS] += 1
            if answer == LATER:
                continue
            control[LEFT] -= 1
        # No row at all: a pure profile, which exact comparison decides elsewhere.
        if list_support(counts, state.allowed[players], memory.strategies, sizes) == 0:
            continue
        geometry = set_out_support(counts, sizes, memory)
        plan = geometry.plan
        work, used = set_out_work(plan, geometry.own, memory.numbers)
        take_rows(utility, memory.strategies, plan, geometry.own, geometry.facets, work.whole)
        # What its rows exclude needs no cell, and no entry in the log: a check finds that for itself.
        if fresh:
            if excluded_by_range(plan, work.whole, error):
                continue
            _begin(plan, state, work.whole, error)
        trial = set_out_trial(plan, memory.numbers, used)
        while control[TOP] > 0:
            if control[CELLS] >= limit:
                return PAUSED
            if _crowded(geometry, state, work):
                return CROWDED
            if not _step(geometry, work, trial, state, floor, error):
                return FULL
        if control[OPENED] > 0:
            return OPEN
        control[ACTIVE] = 0
        if control[ALONE] == 1:
            return SETTLED


@compiled
def _begin(plan: IntArray, state: State, whole: FloatArray, error: float) -> None:
    """Put the whole cell of a new support on the stack."""
    control = state.control
    players = plan.shape[1] - 1
    control[TOP] = 1
    control[OPENED] = 0
    control[FIRST_ROOT] = control[ROOTS]
    control[ACTIVE] = 1
    control[SUPPORTS] += 1
    copy_into(state.rows[0], whole)
    unit_corners(plan, state.corners[0, : plan[CORNER, players]])
    state.notes[0, 0] = error
    state.notes[0, 1] = 0.0
    _log(control, state.events, LOG_SUPPORT)
    for i in range(players):
        _log(control, state.events, state.allowed[players, i])


@compiled
def _crowded(geometry: Support, state: State, work: Work) -> bool:
    """Whether one more step might not find room for what it records."""
    control = state.control
    if control[ROOTS] >= state.roots.shape[0]:
        return True
    if state.events.size == 0:
        return False
    players = geometry.plan.shape[1] - 1
    wanted = work.many.size + work.cuts.size + work.lower.size
    arguments = work.cuts.shape[0] + work.many.shape[1]
    return (
        control[EVENTS] + 64 + players + arguments > state.events.size
        or control[NUMBERS] + wanted > state.numbers.size
    )


@compiled
def _step(geometry: Support, work: Work, trial: Trial, state: State, floor: float, error: float) -> bool:
    """Take one step with the cell on top of the stack; False if it had to be opened and there is no room."""
    control = state.control
    plan = geometry.plan
    top = control[TOP] - 1
    rows = state.rows[top, : plan[ROW, plan.shape[1] - 1]]
    corners = state.corners[top, : plan[CORNER, plan.shape[1] - 1]]
    note = state.notes[top]
    # Ranges cost nothing beside least squares, so they come first.
    if excluded_by_range(plan, rows, note[0]):
        _log(control, state.events, LOG_RANGE)
        control[TOP] = top
        return True
    verdict, cuts = decide(geometry, work, rows, note[0])
    if verdict != ALIVE:
        if verdict == POSITIVE:
            _log(control, state.events, LOG_POSITIVE)
            _log_numbers(control, state.numbers, work.single[0, : plan[COLUMN, plan.shape[1] - 1]])
        else:
            _log_cuts(geometry, work, state, LOG_EMPTY, cuts, cuts + 1)
        control[TOP] = top
        return True
    smallest, note[0] = contract(geometry, rows, corners, work.lower, note[0])
    if smallest < 1.0:
        # The bounds go into the log as they were rounded: a check proves that they may be had.
        _log_cuts(geometry, work, state, LOG_SHRINK, cuts, cuts)
        if state.events.size > 0:
            for i in range(plan.shape[1] - 1):
                _log_numbers(control, state.numbers, work.lower[i, : plan[SIZE, i]])
    wide = width(plan, corners, ZERO, plan.shape[1] - 1)
    if wide < _NARROW:
        if _covered_by_root(plan, state, corners, note[0]):
            return True
        # A cell that shrinks to less than half is converging on something: Newton is worth a try.
        if (smallest < 0.5 or wide < floor) and note[1] < _TRIES:
            note[1] += 1.0
            _try_root(geometry, work, trial, state, corners, error)
            if _covered_by_root(plan, state, corners, note[0]):
                return True
    if smallest <= _AGAIN:
        # Below the width that is wanted a cell could shrink for ever: there each shrinkage counts as an
        # attempt.
        note[1] += 1.0 if wide < floor else 0.0
        if wide >= floor or note[1] < 3 * _TRIES:
            return True
    return _split(geometry, work, state, floor)


@compiled
def _split(geometry: Support, work: Work, state: State, floor: float) -> bool:
    """Halve the cell on top of the stack, or open it; False if there is no room to open it."""
    control = state.control
    plan = geometry.plan
    size, points = plan[ROW, plan.shape[1] - 1], plan[CORNER, plan.shape[1] - 1]
    top = control[TOP] - 1
    j, v, w = -1, 0, 0
    # Depth first one cell waits at each level, so that only a very deep cell finds the stack full.
    if control[BELOW] + control[TOP] < state.rows.shape[0]:
        rows, corners = state.rows[top, :size], state.corners[top, :points]
        j, v, w = edge_to_halve(
            plan, geometry.stride, rows, corners, geometry.facets, work.lacks, work.peaks, floor,
            state.notes[top, 0],
        )  # fmt: skip
    if j >= 0:
        copy_into(state.rows[top + 1], state.rows[top, :size])
        copy_into(state.corners[top + 1], state.corners[top, :points])
        # The halves are new cells: a root may be tried in them again.
        state.notes[top, 1] = 0.0
        copy_into(state.notes[top + 1], state.notes[top])
        _keep_half(geometry, state, top, j, v, w)
        _keep_half(geometry, state, top + 1, j, w, v)
        control[TOP] += 1
        control[CELLS] += 2
        _log(control, state.events, LOG_SPLIT)
        _log(control, state.events, j)
        _log(control, state.events, v)
        _log(control, state.events, w)
        return True
    opened = control[OPENED]
    if opened == state.open_rows.shape[0]:
        return False
    copy_into(state.open_rows[opened], state.rows[top, :size])
    copy_into(state.open_corners[opened], state.corners[top, :points])
    copy_into(state.open_notes[opened], state.notes[top])
    control[OPENED] += 1
    control[TOP] = top
    _log(control, state.events, LOG_OPEN)
    return True


@compiled
def _keep_half(geometry: Support, state: State, cell: int, j: int, v: int, w: int) -> None:
    """Move corner v of player j to the middle of its edge to w, in a cell of the stack."""
    plan = geometry.plan
    rows = state.rows[cell, : plan[ROW, plan.shape[1] - 1]]
    corners = state.corners[cell, : plan[CORNER, plan.shape[1] - 1]]
    state.notes[cell, 0] += halve(plan, geometry.stride, rows, corners, j, v, w)


@compiled
def _covered_by_root(plan: IntArray, state: State, corners: FloatArray, error: float) -> bool:
    """Drop the cell on top of the stack if it lies in the region of a known root."""
    control = state.control
    for k in range(control[FIRST_ROOT], control[ROOTS]):
        if covered(plan, corners, error, state.roots[k]):
            _log(control, state.events, LOG_COVERED)
            _log(control, state.events, k)
            control[TOP] -= 1
            return True
    return False


@compiled
def _try_root(
    geometry: Support, work: Work, trial: Trial, state: State, corners: FloatArray,
    error: float,
) -> None:  # fmt: skip
    """Try to prove a root near the middle of a cell, and record it if it is new."""
    control = state.control
    plan = geometry.plan
    players = plan.shape[1] - 1
    x = trial.point
    length = x.size
    at = 0
    for i in range(players):
        count = plan[SIZE, i]
        for a in range(count):
            x[at + a] = 0.0
            for v in range(count):
                x[at + a] += corners[plan[CORNER, i] + v * count + a] / count
        at += count
    # Written where the next root would stand, and left there if it is new.
    record = state.roots[control[ROOTS]]
    if certify(geometry, trial, work, error, record) == NOTHING:
        return
    for k in range(control[FIRST_ROOT], control[ROOTS]):
        known = True
        for a in range(length):
            known = known and x[a] > state.roots[k, HEAD + a]
        if known:
            return
    # The line ends with the probabilities of all strategies. Before these is room for the largest support; it
    # may have been another game's.
    at, end = 0, record.size - plan[COUNT, players]
    fill(record[HEAD + 2 * length + (length - players) ** 2 : end], 0.0)
    for i in range(players):
        mask = state.allowed[players, i]
        state.root_masks[control[ROOTS], i] = mask
        for a in range(plan[COUNT, i]):
            inside = (mask >> a) & 1
            record[end + a] = x[at] if inside else 0.0
            at += inside
        end += plan[COUNT, i]
    control[ROOTS] += 1


@compiled
def _log(control: IntArray, events: IntArray, event: int) -> None:
    """Write one event or one of its arguments, if a log is kept."""
    if events.size > 0:
        events[control[EVENTS]] = event
        control[EVENTS] += 1


@compiled
def _log_numbers(control: IntArray, kept: FloatArray, numbers: FloatArray) -> None:
    """Write the numbers that belong to an event, if a log is kept."""
    if kept.size > 0:
        at = control[NUMBERS]
        copy_into(kept[at:], numbers)
        control[NUMBERS] = at + numbers.size


@compiled
def _log_cuts(geometry: Support, work: Work, state: State, event: int, cuts: int, named: int) -> None:
    """Write what was cut, and the multipliers of the sums that it was cut by: a check needs no others.

    Where nothing is left, the player whose coordinates have no bounds is named last.
    """
    if state.events.size == 0:
        return
    control, plan = state.control, geometry.plan
    _log(control, state.events, event)
    _log(control, state.events, named)
    causes = work.low[0]  # nobody reads these ranges again
    fill(causes, 0.0)
    for k in range(named):
        j = int(work.cuts[k, 0])
        _log(control, state.events, j)
        for cause in work.cuts[k, plan[SIZE, j] + 1 : 2 * plan[SIZE, j] + 1]:
            if cause >= 0.0:
                causes[int(cause)] = 1.0
    _log(control, state.events, int(sum_of(causes)))
    for t in range(causes.size):
        if causes[t] > 0.0:
            _log(control, state.events, t)
            _log_numbers(control, state.numbers, work.many[:, t])
    for k in range(cuts):
        _log_numbers(control, state.numbers, work.cuts[k, 1 : plan[SIZE, int(work.cuts[k, 0])] + 1])
