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
NONE = [0, 0, 0, 0]


def aimed(first=NONE, second=NONE, outside=(NONE, NONE), one=NONE):
    """Return multipliers of the coordinates, of the rows outside, of 1, and of the first coordinates."""
    return [*first, *second, *outside[0], *outside[1], *one, *(-x for x in first), *(-x for x in second)]


#: All of these sums, as a step names them.
ALL = (7, *range(7))


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
        (LOSING, (EMPTY, 1, 0, *ALL), aimed(first=PROOF)),
        (LOSING, (EMPTY, 1, 1, *ALL), aimed(second=PROOF)),
        (LOSING, (EMPTY, 1, 0, *ALL), aimed(second=PROOF)),
        (LOSING, (EMPTY, 1, 0, *ALL), aimed(one=PROOF)),
        (LOSING, (EMPTY, 1, 1, *ALL), aimed(one=PROOF)),
        (LOSING, (EMPTY, 2, 1, 0, *ALL), [*aimed(one=PROOF), 0.25, 0.5]),
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
        ((EMPTY, 1, 0, *ALL), aimed()),
        ((EMPTY, 1, 0, 0), ()),
        ((EMPTY, 1, 1, *ALL), aimed(PROOF, PROOF, (PROOF, PROOF), PROOF)),
        ((EMPTY, 0, *ALL), aimed(one=[-9, 9, 0, 0])),
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
        left_by(LOSING, EMPTY, 1, 0, *ALL, numbers=aimed(one=[0, 1, -1, -1]))


@pytest.mark.parametrize(("b", "outside"), [(0, [(1, 2), (-1, -4)]), (1, [(-3, -1), (1, 2)])])
def test_a_strategy_outside_must_be_better_than_the_sum_everywhere(b, outside):
    assert left_by(of_rows([1, -1], [-1, 3], *outside), EMPTY, 1, 0, *ALL, numbers=aimed()) == []
    for k in range(2):
        worse = [list(line) for line in outside]
        worse[b][k] = 0
        with pytest.raises(Rejected, match="a reason that does not hold"):
            left_by(of_rows([1, -1], [-1, 3], *worse), EMPTY, 1, 0, *ALL, numbers=aimed())


def test_from_a_row_outside_its_own_sum_is_taken():
    """It is -3 and -1 where the support's row of that player is 1 and -1, so that -4 times this is less."""
    cell = of_rows([1, -1], [-1, 3], (-3, 5), (-1, -4))
    assert left_by(cell, EMPTY, 1, 0, *ALL, numbers=aimed(outside=([-4, -4, 0, 0], NONE))) == []
    with pytest.raises(Rejected, match="a reason that does not hold"):
        left_by(cell, EMPTY, 1, 0, *ALL, numbers=aimed(outside=(NONE, [-4, -4, 0, 0])))


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


#: Of the second player's row it follows that the first plays 3/4, 1/4; of the first's that the second plays
#: 1/2, 1/2.
BOUNDS = aimed([0, 0, 1, 1], [-1, -1, 0, 0])


@pytest.mark.parametrize(
    ("player", "lower", "accepted"),
    [
        (0, [0.75, 0.25], True),
        (0, [0.5, 0.125], True),
        (1, [0.25, 0.5], True),
        (0, [0.75, 0.25 + 2**-9], False),
        (0, [0.75 + 2**-9, 0], False),
        (1, [0.5 + 2**-9, 0], False),
        (1, [0, 0.5 + 2**-9], False),
    ],
)
def test_a_cell_is_shrunk_as_far_as_its_bounds_allow(player, lower, accepted):
    both = [*lower, 0, 0] if player == 0 else [0, 0, *lower]
    steps, numbers = (SHRINK, 1, player, *ALL, OPEN), [*BOUNDS, *lower, *both]
    if accepted:
        rest = 1 - both[0] - both[1]
        corners = [[both[0] + rest, both[1]], [both[0], both[1] + rest]]
        assert left_by(MIXED, *steps, numbers=numbers) == [corners]
        for k in range(2):
            more = numbers[:-4] + both
            more[2 * player + k - 4] += 2**-9  # more than the cut
            with pytest.raises(Rejected, match="shrunk further"):
                left_by(MIXED, *steps, numbers=more)
    else:
        with pytest.raises(Rejected, match="shrunk further"):
            left_by(MIXED, *steps, numbers=numbers)


def test_only_sums_that_are_named_bound_anything():
    """Of the second player's row it follows that the first plays 3/4, 1/4, by minus what bounds each."""
    lower = [0.75, 0.25, 0.75, 0.25, 0, 0]
    up, down = [0, 0, 1, 1], [0, 0, -1, -1]
    corners = [[0.75, 0.25]] * 2
    assert left_by(MIXED, SHRINK, 1, 0, 2, 0, 5, OPEN, numbers=[*up, *down, *lower]) == [corners]
    assert left_by(MIXED, SHRINK, 1, 0, 2, 9, -7, OPEN, numbers=[*up, *down, *lower]) == [corners]
    for named, numbers in [((), ()), ((0,), up), ((5,), down), ((0, 5), [*down, *down]), ((4,), up)]:
        steps = (SHRINK, 1, 0, len(named), *named, OPEN)
        with pytest.raises(Rejected, match="shrunk further"):
            left_by(MIXED, *steps, numbers=[*numbers, *lower])


def test_a_cut_uses_what_the_cuts_before_left():
    """The sum is 3, -1, -1 and -5; where the first player plays 3/4, 1/4 it is 2 and -2."""
    numbers = aimed([0, 0, 1, 1], one=[2, 2, -1, -1])
    cut, then, nothing = [0.75, 0.25], [0, 0.5], [0, 0]
    assert left_by(MIXED, SHRINK, 2, 0, 1, *ALL, OPEN, numbers=[*numbers, *cut, *then, *cut, *then]) == [
        [cut, cut]
    ]
    with pytest.raises(Rejected, match="shrunk further"):
        left_by(MIXED, SHRINK, 1, 1, *ALL, OPEN, numbers=[*numbers, *then, *nothing, *then])
    # a strategy that is better there than anywhere else is one reason more
    better = of_rows([1, -1], [-1, 3], (1, 1), (-1, 4))
    steps = (EMPTY, 2, 0, 1, *ALL)
    assert left_by(of_rows([1, -1], [-1, 3], (-1, -1), (-1, 4)), *steps, numbers=[*numbers, *cut]) == []
    assert left_by(better, *steps, numbers=[*numbers, *nothing]) == []


def test_cuts_of_one_player_add_up():
    """A half and an eighth, and of the 3/8 that are left a half and a quarter."""
    cuts, both = [0.5, 0.125, 0.5, 0.25], [0.6875, 0.21875]
    steps = (SHRINK, 2, 0, 0, *ALL, OPEN)
    (corners,) = left_by(MIXED, *steps, numbers=[*BOUNDS, *cuts, *both, 0, 0])
    assert corners == [[1 - both[1], both[1]], [both[0], 1 - both[0]]]
    for more in ([both[0] + 2**-9, 0], [0, both[1] + 2**-9]):
        with pytest.raises(Rejected, match="shrunk further"):
            left_by(MIXED, *steps, numbers=[*BOUNDS, *cuts, *more, 0, 0])
    with pytest.raises(Rejected, match="shrunk further"):
        left_by(MIXED, *steps, numbers=[*BOUNDS, *cuts[:2], 0.75, 0, *both, 0, 0])


def test_where_nothing_is_left_any_cut_is_right():
    lower = [0.9, 0.05]
    steps = (SHRINK, 1, 0, *ALL)
    assert left_by(LOSING, *steps, RANGE, numbers=[*aimed(one=PROOF), *lower, *lower, 0, 0]) == []
    with pytest.raises(Rejected, match="shrunk further"):
        left_by(LOSING, *steps, RANGE, numbers=[*aimed(), *lower, *lower, 0, 0])


@pytest.mark.parametrize("player", [-1, 2])
@pytest.mark.parametrize("event", [SHRINK, EMPTY])
def test_only_simplices_that_there_are_can_be_cut(event, player):
    with pytest.raises(Rejected, match="that there is not"):
        left_by(MIXED, event, 1, player, numbers=[*BOUNDS, 0, 0, 0, 0, 0, 0])
    single = whole_cell(np.zeros((2, 3, 3), dtype=object) * Fraction(1), ((0, 1), (0,)))
    with pytest.raises(Rejected, match="that there is not"):
        left_by(single, event, 1, 1, numbers=[0] * 100)


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
