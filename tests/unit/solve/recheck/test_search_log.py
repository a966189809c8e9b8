"""Every kind of step that a certificate may hold is accepted at its border and refused beyond it."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.solve.recheck.exact_cells import whole_cell
from belarusgame.solve.recheck.search_certificate import Rejected
from belarusgame.solve.recheck.search_log import (
    COVERED,
    EMPTY,
    OPEN,
    POSITIVE,
    RANGE,
    RESUME,
    SHRINK,
    SPLIT,
    SUPPORT,
    TEMPTED,
    _LogReader,
    _replay,
    check_trees,
)


def exact(values):
    return np.array(values, dtype=object) * Fraction(1)


def left_by(whole, *events, numbers=(), regions=()):
    """Return the corners of the first player in every cell that a log leaves open."""
    log = _LogReader(SimpleNamespace(events=events, numbers=numbers))
    cells = _replay(log, whole, dict(enumerate(regions)))
    assert log.finished
    assert log.value == len(numbers)
    return [cell.corners[0].tolist() for cell in cells]


def of_rows(first, second, first_outside=(-3, -1), second_outside=(-1, -4)):
    """Return a cell of two players with two strategies each and one outside, by its rows."""
    payoffs = np.zeros((2, 3, 3), dtype=object)
    payoffs[0, 1, :2], payoffs[0, 2, :2] = first, first_outside
    payoffs[1, :2, 1], payoffs[1, :2, 2] = second, second_outside
    return whole_cell(payoffs * Fraction(1), ((0, 1), (0, 1)))


#: The second player never does as well with the second strategy.
LOSING = of_rows([1, -1], [-2, -1])
#: Nothing excludes it: each is indifferent somewhere inside.
MIXED = of_rows([1, -1], [-1, 3])
WHOLE, FIRST, SECOND = [[1, 0], [0, 1]], [[0.5, 0.5], [0, 1]], [[1, 0], [0.5, 0.5]]
HALVE = (SPLIT, 0, 0, 1)
#: Multipliers of the first player's rows at both its corners, then of the second player's.
PROOF = [0, 0, -1, -1]


@pytest.mark.parametrize(
    ("events", "left"),
    [
        ((), [WHOLE]),
        ((OPEN,), [WHOLE]),
        (HALVE, [FIRST, SECOND]),
        ((*HALVE, OPEN), [FIRST, SECOND]),
        ((*HALVE, OPEN, OPEN), [SECOND, FIRST]),
        ((OPEN, RESUME), [WHOLE]),
        ((OPEN, RESUME, *HALVE, OPEN, OPEN), [SECOND, FIRST]),
        # resumed before all was searched: what was opened so far is left, and not taken up again
        ((*HALVE, OPEN, RESUME), [FIRST, SECOND]),
        ((*HALVE, OPEN, RESUME, OPEN, RESUME, OPEN), [FIRST, SECOND]),
    ],
)
def test_what_a_search_does_not_exclude_is_left(events, left):
    assert left_by(MIXED, *events) == left


@pytest.mark.parametrize(
    "events", [(OPEN, OPEN), (*HALVE, OPEN, OPEN, OPEN), (*HALVE, OPEN, RESUME, OPEN, RESUME, OPEN, OPEN)]
)
def test_a_log_may_not_go_on_where_no_cell_is_left(events):
    with pytest.raises(Rejected, match="no cell is left"):
        left_by(MIXED, *events)


@pytest.mark.parametrize(
    ("cell", "events", "numbers"),
    [
        (LOSING, (RANGE,), ()),
        (LOSING, (POSITIVE,), PROOF),
        (LOSING, (POSITIVE,), [0, 0.5, -1, -1]),
        (LOSING, (EMPTY,), [*PROOF, 0, 0, 0, 0]),
        (LOSING, (EMPTY,), [0, 0, 0, 0, *PROOF]),
        (LOSING, (*HALVE, RANGE, POSITIVE), PROOF),
    ],
)
def test_a_cell_is_discarded_for_a_reason_that_holds(cell, events, numbers):
    assert left_by(cell, *events, numbers=numbers) == []


@pytest.mark.parametrize(
    ("events", "numbers"),
    [
        ((RANGE,), ()),
        ((POSITIVE,), PROOF),
        ((POSITIVE,), [0, 0, 0, 0]),
        ((TEMPTED, 0), [0, 0, 0, 0]),
        ((TEMPTED, 1), [0, 0, 0, 0]),
        ((TEMPTED, -1), [0, 0, -9, 9]),
        ((TEMPTED, 2), [0, 0, -9, 9]),
        ((EMPTY,), [*PROOF, *PROOF]),
        ((EMPTY,), [0] * 8),
        ((COVERED, 0), ()),
        ((COVERED, 1), ()),
    ],
)
def test_a_cell_is_not_discarded_for_a_reason_that_does_not_hold(events, numbers):
    small = MIXED.shrunk(0, exact([Fraction(1, 1000), 0]))
    with pytest.raises(Rejected, match="a reason that does not hold"):
        left_by(MIXED, *events, numbers=numbers, regions=[small])


def test_a_sum_that_is_zero_somewhere_excludes_nothing():
    with pytest.raises(Rejected, match="a reason that does not hold"):
        left_by(LOSING, POSITIVE, numbers=[0, 1, -1, -1])
    with pytest.raises(Rejected, match="a reason that does not hold"):
        left_by(LOSING, EMPTY, numbers=[0, 1, -1, -1, 0, 0, 0, 0])
    with pytest.raises(Rejected, match="a reason that does not hold"):
        left_by(LOSING, EMPTY, numbers=[0, 0, 0, 0, 0, 1, -1, -1])


@pytest.mark.parametrize(("b", "outside"), [(0, [(1, 2), (-1, -4)]), (1, [(-3, -1), (1, 2)])])
def test_a_strategy_outside_must_be_better_than_the_sum_everywhere(b, outside):
    cell = of_rows([1, -1], [-1, 3], *outside)
    assert left_by(cell, TEMPTED, b, numbers=[0, 0, 0, 0]) == []
    for k in range(2):
        worse = [list(line) for line in outside]
        worse[b][k] = 0
        with pytest.raises(Rejected, match="a reason that does not hold"):
            left_by(of_rows([1, -1], [-1, 3], *worse), TEMPTED, b, numbers=[0, 0, 0, 0])


def test_a_step_that_does_not_exist_is_refused():
    with pytest.raises(Rejected, match="unknown step 17"):
        left_by(MIXED, 17)
    with pytest.raises(Rejected, match="in the middle of a step"):
        left_by(MIXED, SPLIT, 0, 0)
    for numbers in (PROOF[:3], [*PROOF[:3], np.nan], [np.inf, *PROOF[1:]]):
        with pytest.raises(Rejected, match="lacks numbers"):
            left_by(LOSING, POSITIVE, numbers=numbers)


def test_a_cell_is_covered_by_a_region_that_holds_all_of_it():
    lower = exact([Fraction(1, 2), Fraction(1, 4)])
    small = MIXED.shrunk(0, lower).shrunk(1, lower)
    assert left_by(small, COVERED, 1, regions=[MIXED, small]) == []
    assert left_by(small, COVERED, 0, regions=[MIXED, small]) == []
    for player in range(2):
        for k in range(2):
            more = exact([0, 0])
            more[k] = Fraction(1, 1000)
            with pytest.raises(Rejected, match="a reason that does not hold"):
                left_by(small, COVERED, 0, regions=[small.shrunk(player, more)])


#: Of the first player's rows it follows that it plays 3/4, 1/4; of the second's that it plays 1/2, 1/2.
BOUNDS = [0, 0, 1, 1, -1, -1, 0, 0]


@pytest.mark.parametrize(
    ("lower", "accepted"),
    [
        ([0.75, 0.25, 0.5, 0.5], True),
        ([0.5, 0.125, 0, 0], True),
        ([0, 0, 0.25, 0.5], True),
        ([0.75, 0.25 + 2**-9, 0, 0], False),
        ([0.75 + 2**-9, 0, 0, 0], False),
        ([0, 0, 0.5 + 2**-9, 0], False),
        ([0, 0, 0, 0.5 + 2**-9], False),
    ],
)
def test_a_cell_is_shrunk_as_far_as_its_bounds_allow(lower, accepted):
    if accepted:
        rest = 1 - lower[0] - lower[1]
        corners = [[lower[0] + rest, lower[1]], [lower[0], lower[1] + rest]]
        assert left_by(MIXED, SHRINK, OPEN, numbers=[*BOUNDS, *lower]) == [corners]
    else:
        with pytest.raises(Rejected, match="shrunk further"):
            left_by(MIXED, SHRINK, OPEN, numbers=[*BOUNDS, *lower])


def test_what_excludes_a_cell_excludes_what_it_was_shrunk_to():
    """Multipliers may suit the cell as it was or as it is, and it may be cut anywhere if it is empty."""
    assert left_by(LOSING, SHRINK, POSITIVE, numbers=[*BOUNDS, 0, 0, 0, 0, *PROOF]) == []
    assert left_by(LOSING, SHRINK, POSITIVE, numbers=[*PROOF, *PROOF, 0.25, 0.125, 0, 0, *PROOF]) == []
    # with these the sum is 2 at the first corner of the first player, and 1 and -1 at its second
    numbers = [0, 1.5, -1, -1]
    with pytest.raises(Rejected, match="a reason that does not hold"):
        left_by(LOSING, POSITIVE, numbers=numbers)
    assert left_by(LOSING, SHRINK, POSITIVE, numbers=[*PROOF, *PROOF, 0.75, 0, 0.5, 0.375, *numbers]) == []
    with pytest.raises(Rejected, match="a reason that does not hold"):
        left_by(MIXED, SHRINK, POSITIVE, numbers=[*BOUNDS, 0.5, 0.125, 0, 0, *PROOF])


def of_trees(events, roots=(), kept=((0, 2), (1, 2, 3))):
    payoffs = np.arange(12).reshape(2, 2, 3).astype(object) ** 2 * Fraction(1, 2)
    certificate = SimpleNamespace(
        events=events, numbers=[], kept=kept, roots=[SimpleNamespace(supports=root) for root in roots]
    )
    regions = [whole_cell(payoffs, ((0,), (1, 2)))] * len(roots)
    return payoffs, check_trees(certificate, payoffs, regions)


def test_supports_are_named_by_masks_of_what_dominance_left():
    covered = (SUPPORT, 1, 6, COVERED, 1)
    payoffs, left = of_trees((SUPPORT, 3, 5, OPEN, *covered), [((0,), (1, 2)), ((0,), (2, 3))])
    assert list(left) == [((0, 2), (1, 3)), ((0,), (2, 3))]
    assert left[(0,), (2, 3)] == []
    (cell,) = left[(0, 2), (1, 3)]
    expected = whole_cell(payoffs, ((0, 1), (0, 2)))
    assert all((a == b).all() for a, b in zip(cell.rows, expected.rows, strict=True))
    with pytest.raises(Rejected, match="a reason that does not hold"):
        of_trees(covered, [((0,), (2, 3)), ((0,), (1, 2))])  # a root of another support covers nothing


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ((OPEN, SUPPORT, 3, 5, OPEN), "names no support"),
        ((RESUME,), "names no support"),
        ((SUPPORT, 3, 0, OPEN), "without strategies"),
        ((SUPPORT, 4, 1, OPEN), "without strategies"),
        ((SUPPORT, 3), "in the middle of a step"),
    ],
)
def test_a_log_must_name_its_supports(events, reason):
    with pytest.raises(Rejected, match=reason):
        of_trees(events)
