"""What was not decided lies in a box that holds it."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.solve.recheck.open_regions import bounds_of, check_regions
from belarusgame.solve.recheck.search_certificate import Rejected


@pytest.mark.parametrize(
    ("bounds", "holds"),
    [
        ([(0, 1), (0, 0), (0, 1)], True),
        ([(0, 1), (0, 1), (0, 1)], True),
        ([(0, 1), (Fraction(1, 9), 1), (0, 1)], False),  # the strategy in the middle is not used
        ([(0, Fraction(1, 3)), (0, 0), (0, 1)], False),
        ([(0.25, 0.5), (0, 0), (0.5, 0.75)], True),
        ([(0.25, 0.5), (0, 0), (0.5, 0.74)], False),
        (
            [(0.25, 0.5), (0.125, 1), (0.5, 0.75)],
            False,
        ),  # the box says that the strategy in the middle is used
        ([(Fraction(1, 3), 1), (0, 0), (0, 1)], False),
    ],
)
def test_a_box_holds_a_cell_if_it_does_so_on_the_support_and_off_it(bounds, holds):
    corners = np.array([[Fraction(1, 4), Fraction(3, 4)], [Fraction(1, 2), Fraction(1, 2)]])
    cell = bounds_of([corners], [(0, 2)], [3])
    box = SimpleNamespace(bounds=[np.array(bounds, dtype=float)])
    solution = SimpleNamespace(components=(), unresolved=(box,), equilibria=())
    if holds:
        check_regions(solution, [cell])
    else:
        with pytest.raises(Rejected, match="neither excluded nor reported"):
            check_regions(solution, [cell])
