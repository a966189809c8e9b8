"""What is done with one cell, uncompiled: two players with two points each, rows written by hand."""

import numpy as np
import pytest

from belarusgame.solve.structured import paving_kernel as kernel

#: The combinations in order: both at their first point, the second at its second, the first, both.
ROW = [0.0, 4.0, 1.0, 5.0]


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    for name, value in list(vars(kernel).items()):
        if hasattr(value, "py_func"):
            monkeypatch.setattr(kernel, name, value.py_func)


def shape_of(owner, equation, units=(1.0, 1.0)):
    return kernel.Shape(
        owner=np.array(owner),
        equation=np.array(equation),
        units=np.array(units),
        sizes=np.array([2, 2]),
        strides=np.array([2, 1]),
        combinations=4,
    )


def test_regret_is_bounded_by_what_beats_a_strategy_that_is_used():
    cell = np.array([-1.0, 3.0, 0.0, 2.0])
    assert kernel.spread(cell, shape_of([0], [1])) == 3
    assert kernel.spread(cell, shape_of([0], [1], (2.0, 1.0))) == 1.5
    # Of a strategy that is used and loses 5 the regret is 5; of one that is not used there is none.
    losing = np.array([-5.0, 1.0, 0.0, 0.0])
    assert kernel.spread(losing, shape_of([0], [1])) == 5
    assert kernel.spread(losing, shape_of([0], [0])) == 1
    both = np.array([2.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0])
    assert kernel.spread(both, shape_of([0, 0], [1, 1])) == 3  # one player's rows together
    assert kernel.spread(both, shape_of([0, 1], [1, 1])) == 2  # and two players' apart


def test_the_edge_along_which_a_row_changes_most_is_divided():
    assert kernel.edge(np.array(ROW), shape_of([0], [1])) == (1, 0, 1)
    assert kernel.edge(np.array([0.0, 1.0, 4.0, 5.0]), shape_of([0], [1])) == (0, 0, 1)
    # The second row changes by less, and by more in parts of its player's range.
    rows = np.array([*ROW, 0.0, 0.0, 3.0, 3.0])
    assert kernel.edge(rows, shape_of([0, 1], [1, 1])) == (1, 0, 1)
    assert kernel.edge(rows, shape_of([0, 1], [1, 1], (1.0, 0.5))) == (0, 0, 1)
    # A row that need not vanish and holds everywhere is no reason to divide anything.
    assert kernel.edge(np.array([-9.0, 0.0, -9.0, 0.0, *ROW[:2], 9.0, 9.0]), shape_of([0, 1], [0, 1]))[0] == 0


def test_a_point_moves_to_the_middle_of_its_edge():
    cell, weights = np.array(ROW), np.array([1.0, 0, 0, 1, 1, 0, 0, 1])
    kernel.halve(cell, weights, shape_of([0], [1]), 1, 0, 1)
    assert cell.tolist() == [2, 4, 3, 5]
    assert weights.tolist() == [1, 0, 0, 1, 0.5, 0.5, 0, 1]
    kernel.halve(cell, weights, shape_of([0], [1]), 0, 1, 0)
    assert cell.tolist() == [2, 4, 2.5, 4.5]
    assert weights.tolist() == [1, 0, 0.5, 0.5, 0.5, 0.5, 0, 1]


def test_slopes_are_mean_derivatives_of_the_rows_that_must_vanish():
    jacobian = np.zeros((2, 2))
    rows = np.array([*ROW, 7.0, 8.0, 9.0, 9.0, 0.0, 2.0, 0.0, 4.0])
    assert kernel.slopes(rows, shape_of([0, 0, 1], [1, 0, 1]), jacobian) == 2
    assert jacobian.tolist() == [[1, 4], [1, 3]]


@pytest.mark.parametrize(
    ("matrix", "rank"),
    [([[1, 4], [1, 3]], 2), ([[0, 2], [3, 0]], 2), ([[1, 2], [2, 4]], 1), ([[0, 0], [0, 0]], 0)],
)
def test_elimination_writes_how_it_came_to_unit_columns(matrix, rank):
    jacobian, multipliers = np.array(matrix, dtype=float), np.zeros((2, 2))
    assert kernel.eliminate(jacobian, 2, 2, multipliers) == rank
    assert multipliers @ np.array(matrix) == pytest.approx(jacobian, abs=1e-12)
    units = {tuple(column) for column in jacobian.T}
    assert len(units & {(1, 0), (0, 1)}) >= rank
    assert rank < 2 or np.linalg.det(jacobian) != 0


def sums(rows, error=0.0):
    scratch = kernel.Scratch(jacobian=np.zeros((2, 2)), multipliers=np.zeros((2, 2)))
    rows = np.array(rows)
    found = kernel.excluding_sum(rows, shape_of([0, 1], [1, 1]), error, np.abs(rows).max(), scratch)
    return found, scratch.multipliers


def test_a_sum_of_rows_may_exclude_what_no_row_does():
    """Where both run from 1/2 to 1, neither x nor y is 3/8, as x - y = 0 and x + y = 3/4 would have it."""
    x, y = np.array([0.5, 0.5, 1, 1]), np.array([0.5, 1, 0.5, 1])
    rows = [*(x - y), *(x + y - 0.75)]
    found, multipliers = sums(rows)
    assert found >= 0
    total = multipliers[found] @ np.reshape(rows, (2, 4))
    assert total.min() > 0 or total.max() < 0
    # What the entries may be off by can make up for it.
    assert sums(rows, error=1.0)[0] == -1
    # A solution of both in the cell: no sum excludes that.
    assert sums([*(x - y), *(x + y - 1.5)])[0] == -1


@pytest.mark.parametrize(
    ("row", "equation", "error", "expected"),
    [
        ([1.0, 2.0, 1.0, 2.0], 0, 0.0, (True, False)),
        ([1.0, 2.0, 1.0, 2.0], 0, 1.0, (False, False)),  # it may be zero
        ([0.0, 2.0, 1.0, 2.0], 0, 0.0, (False, False)),
        ([-1.0, -2.0, -1.0, -2.0], 1, 0.0, (True, False)),
        ([-1.0, -2.0, -1.0, -2.0], 1, 1.0, (False, False)),
        ([-1.0, -2.0, -1.0, -2.0], 0, 0.0, (False, True)),
        ([0.0, 0.0, 0.0, 0.0], 1, 0.0, (False, True)),
        ([-1.0, 0.0, 0.0, 0.0], 1, 0.0, (False, False)),
    ],
)
def test_a_row_excludes_a_cell_or_holds_all_over_it(row, equation, error, expected):
    assert kernel.excluded(np.array(row), np.array([equation]), 4, error, True) == expected


def test_only_in_exact_arithmetic_does_a_row_hold_all_over():
    assert kernel.excluded(np.zeros(4), np.array([1]), 4, 0.0, False) == (False, False)


def test_multipliers_are_noted_one_a_row_that_must_vanish():
    numbers = np.zeros(5)
    assert kernel.note_sum(np.array([1, 0, 1]), np.array([3.0, 4.0]), numbers, 2) == 4
    assert numbers.tolist() == [0, 0, 3, 4, 0]
    assert kernel.note_sum(np.array([1, 0, 1]), np.array([3.0, 4.0]), np.zeros(0), 2) == 2


def test_the_half_on_top_keeps_the_first_point():
    waiting = kernel.Waiting(stack=np.zeros((3, 4)), weights=np.zeros((3, 8)), depths=np.array([0, 2, 9]))
    waiting.stack[1] = ROW
    waiting.weights[1] = [1, 0, 0, 1, 1, 0, 0, 1]
    kernel.split(waiting, 1, shape_of([0], [1]), 1, 0, 1)
    assert waiting.stack[2].tolist() == [0, 2, 1, 3]
    assert waiting.stack[1].tolist() == [2, 4, 3, 5]
    assert waiting.depths.tolist() == [0, 3, 3]


def paved(rows, equation, *, reach=0.25, budget=100, room=8):
    rows = np.array(rows, dtype=float)
    waiting = kernel.Waiting(
        stack=np.zeros((room, rows.size)), weights=np.zeros((room, 8)), depths=np.zeros(room, dtype=np.int64)
    )
    waiting.weights[0] = [1, 0, 0, 1, 1, 0, 0, 1]
    outcome = kernel.Paved(
        kept=np.zeros((99, 10)), events=np.full(999, -1, dtype=np.int64), numbers=np.zeros(0)
    )
    scratch = kernel.Scratch(jacobian=np.zeros((2, 2)), multipliers=np.zeros((2, 2)))
    shape = shape_of([0] * len(equation), equation)
    found, taken, written = kernel._pave(rows, shape, waiting, outcome, scratch, reach, budget, 4)
    return outcome.kept[:found], taken, outcome.events[:written].tolist()


def test_a_part_that_holds_is_kept_whole_and_one_that_does_not_is_dropped():
    kept, taken, events = paved([[-1, -1, 0, 0]], [0])
    assert (taken, events, kept[0, :2].tolist()) == (1, [kernel.EXACT], [kernel.EXACT, 0])
    kept, taken, events = paved([[1, 1, 2, 2]], [0])
    assert (len(kept), taken, events) == (0, 1, [kernel.OUT])


def test_cells_are_halved_until_they_reach_what_is_asked_or_the_budget_ends():
    """The row is the second player's share of its second point less that of its first: zero in the middle."""
    row = [[-1, 1, -1, 1]]
    kept, taken, events = paved(row, [1])
    assert kept[:, 1].max() <= 0.25
    # The shares of the second player's first point that the cells hold, put together.
    spans = sorted((min(line[6], line[8]), max(line[6], line[8])) for line in kept)
    assert spans[0][0] < 0.5 < spans[-1][1]
    assert events.count(kernel.SPLIT) > 0
    kept, taken, _ = paved(row, [1], budget=2)
    assert taken == 3  # of the two halves that wait, the last may be one too many
    assert len(kept) >= 1
    assert kept[:, 0].tolist() == [kernel.OPEN] * len(kept)
    coarse, taken, events = paved(row, [1], reach=1.0)
    assert (len(coarse), taken, events) == (1, 1, [kernel.OPEN])
