"""Cells that cover a curve of equilibria, and say how large a regret can be in them."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.structured.analysis import payoff_units
from belarusgame.solve.structured.paving import paved
from belarusgame.solve.structured.reduction import whole_part
from belarusgame.solve.structured.rows import rows_of, whole_payoffs

#: Player 1 is indifferent where the others' first shares multiply to a half; nobody else cares.
CURVE = np.zeros((3, 2, 2, 2), dtype=int)
CURVE[0, 0, 0, 0] = 2
CURVE[0, 1] = 1


def pave(reach, budget=100_000):
    whole = whole_payoffs(bg.Game(CURVE))
    rows = rows_of(whole, ((0, 1),) * 3)
    # The rows of the two who do not care vanish everywhere.
    part = replace(whole_part(rows), active=((0,), (), ()))
    return paved(
        rows, part, rows.at(part.points, part.active), payoff_units(whole), reach=reach, budget=budget
    )


@pytest.mark.parametrize("reach", [0.2, 0.02])
def test_the_curve_is_covered_and_the_reach_is_kept(reach):
    found = pave(reach)
    assert found.reach.max() <= reach
    for y in np.linspace(0.5, 1.0, 101):
        point = np.array([y, 1.0 - y, 0.5 / y, 1.0 - 0.5 / y])
        held = (found.low[:, 2:] <= point) & (point <= found.high[:, 2:])
        assert held.all(axis=1).any()


def test_smaller_reach_takes_more_cells_and_leaves_less():
    coarse, fine = pave(0.2), pave(0.02)
    assert coarse.taken < fine.taken

    def size(found):
        return np.prod((found.high - found.low)[:, [2, 4]], axis=1).sum()

    assert size(fine) < 0.5 * size(coarse)


def test_a_budget_that_ends_keeps_all_that_waits():
    found = pave(0.001, budget=5)
    assert found.taken <= 5
    point = np.array([0.5**0.5, 1 - 0.5**0.5] * 2)
    held = (found.low[:, 2:] <= point) & (point <= found.high[:, 2:])
    assert held.all(axis=1).any()
