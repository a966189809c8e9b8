"""The budget of work that may still be done: small cells, and seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class CellBudget:
    """What is left of a budget."""

    cells: int  #: small cells that may still be taken up
    deadline: float = float("inf")  #: when the work has to end, by ``time.monotonic``

    @property
    def seconds(self) -> float:
        """How much time is left."""
        return max(0.0, self.deadline - time.monotonic())

    @property
    def ended(self) -> bool:
        """Whether nothing more may be begun."""
        return self.cells <= 0 or time.monotonic() >= self.deadline

    def spend(self, cells: int) -> bool:
        """Take so many cells off; False if the budget had ended before."""
        if self.ended:
            return False
        self.cells -= cells
        return True
