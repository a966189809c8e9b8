"""A budget ends by cells or by the clock, whichever comes first."""

import time

from belarusgame.solve.structured.budget import CellBudget


def test_the_last_cell_can_be_spent_and_no_other():
    budget = CellBudget(cells=3)
    assert budget.spend(2)
    assert not budget.ended
    assert budget.spend(2)  # begun before the end, so it is let through
    assert budget.ended
    assert not budget.spend(1)
    assert budget.cells == -1


def test_a_deadline_that_has_passed_ends_it():
    budget = CellBudget(cells=3, deadline=time.monotonic() - 1.0)
    assert budget.ended
    assert budget.seconds == 0.0
    assert not budget.spend(1)
    assert budget.cells == 3
