"""Every kind of step that a certificate may hold is accepted at its border and refused beyond it."""

import functools
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.exact_cells import determinant_sign, whole_cell
from belarusgame.solve.recheck.search_log import (
    BORDERLINE,
    COVERED,
    EMPTY,
    OPEN,
    POSITIVE,
    PROVEN,
    RANGE,
    REJECTED,
    RESUME,
    SHRINK,
    SPLIT,
    SUPPORT,
    TEMPTED,
    Certificate,
    Rejected,
    _around,
    _LogReader,
    _replay,
    all_supports,
    check_roots,
    check_trees,
    dominated,
    index_on,
)
from belarusgame.solve.search.findings import Root


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


def pennies(third=(-1, -1, -1, -1)):
    """Return a game in which the first plays 5/8, 3/8 and the second 3/4, 1/4 if the third plays its second.

    ``third`` is what the third player gains by its first strategy, in the four profiles of the others.
    """
    payoffs = np.full((3, 2, 2, 2), 7)
    payoffs[0, :, :, 1] = [[0, 0], [-1, 3]]
    payoffs[1, :, :, 1] = [[0, 3], [0, -5]]
    payoffs[2, :, :, 1] = 0
    payoffs[2, :, :, 0] = np.reshape(third, (2, 2))
    return bg.Game(payoffs)


ROOT = Root(
    supports=((0, 1), (0, 1), (1,)),
    vectors=(np.array([0.625, 0.375]), np.array([0.75, 0.25]), np.array([1.0])),
    kind=PROVEN,
    radius=0.25,
    small=0.125,
    sign=1,
    inverse=np.array([[0.0, -0.125], [0.25, 0.0]]),
)


def checked(root, third=(-1, -1, -1, -1), kept=([0, 1], [0, 1], [0, 1])):
    game = pennies(third)
    payoffs = game.exact_payoffs[np.ix_(range(3), *kept)]
    certificate = Certificate(game=game, kept=kept, events=(), numbers=np.zeros(0), roots=(root,), powers=())
    return check_roots(certificate, payoffs)


def test_a_root_lies_in_a_small_simplex_and_is_alone_in_a_larger_one():
    ((small, region),) = checked(ROOT)
    sixteenth = Fraction(1, 16)
    assert (small.corners[0] / sixteenth).tolist() == [[11, 5], [9, 7]]
    assert (small.corners[1] / sixteenth).tolist() == [[13, 3], [11, 5]]
    assert (region.corners[0] / sixteenth).tolist() == [[12, 4], [8, 8]]
    assert small.corners[2].tolist() == region.corners[2].tolist() == [[1]]
    checked(ROOT, kept=([0, 1], [0, 1], [1]))  # dominance may have left the third player one strategy
    three = whole_cell(np.zeros((1, 3), dtype=object), ((0, 1, 2),))
    around = _around(three, [exact([Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)])], Fraction(3, 8))
    assert (around.corners[0] * 8).tolist() == [[6, 1, 1], [3, 4, 1], [3, 1, 4]]


def moved(first, second):
    """Return the root at a place that is a little off."""
    a, b, third = ROOT.vectors
    return replace(ROOT, vectors=(a + np.array([first, -first]), b - np.array([second, -second]), third))


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        (moved(0.03125, 0.03125), None),
        (moved(0.0625, 0.0), "not shown to exist"),
        (moved(0.0, -0.0625), "not shown to exist"),
        (replace(ROOT, vectors=(np.array([0.625, 0.5]), *ROOT.vectors[1:])), "do not sum to one"),
        (replace(ROOT, inverse=-ROOT.inverse), "not shown to exist"),
        (replace(ROOT, inverse=ROOT.inverse[::-1]), "not shown to exist"),
        (replace(ROOT, inverse=1.75 * ROOT.inverse), None),
        (replace(ROOT, inverse=0.25 * ROOT.inverse), None),
        (replace(ROOT, inverse=2.0 * ROOT.inverse), "only one nearby"),
        (replace(ROOT, kind=BORDERLINE), "another kind"),
        (replace(ROOT, kind=REJECTED), "another kind"),
        (replace(ROOT, sign=-1), "another index"),
        (replace(ROOT, sign=0), "another index"),
    ],
)
def test_a_root_is_refused_if_one_thing_claimed_of_it_is_not_so(root, reason):
    if reason is None:
        checked(root)
    else:
        with pytest.raises(Rejected, match=reason):
            checked(root)


@pytest.mark.parametrize(
    ("gains", "kind"),
    [
        ((-1, 1), PROVEN),
        ((-7, 9), BORDERLINE),  # as good where the first plays 7/16, which is as far as the simplex reaches
        ((-3, 5), BORDERLINE),
        ((-5, 11), BORDERLINE),  # 5/16
        ((-5, 12), REJECTED),
    ],
)
def test_a_root_is_an_equilibrium_unless_a_strategy_outside_may_be_better(gains, kind):
    third = np.repeat(gains, 2)  # against the first player's strategies
    checked(replace(ROOT, kind=kind), third)
    for other in {PROVEN, BORDERLINE, REJECTED} - {kind}:
        with pytest.raises(Rejected, match="another kind"):
            checked(replace(ROOT, kind=other), third)


def test_a_root_may_not_use_a_dominated_strategy():
    with pytest.raises(Rejected, match="dominated strategy"):
        checked(ROOT, kept=([0, 1], [0, 1], [0]))


@pytest.mark.parametrize("seed", range(6))
def test_the_index_is_the_sign_of_the_determinant_of_minus_the_jacobian(seed):
    """The derivatives are differences here: the rows are linear in each player's strategy."""
    rng = np.random.default_rng(seed)
    payoffs = rng.integers(-9, 10, (3, 3, 2, 2)).astype(object) * Fraction(1)
    cell = whole_cell(payoffs, ((0, 1, 2), (1, 0), (0, 1)))
    cell = cell.shrunk(0, exact([Fraction(1, 7), Fraction(1, 2), Fraction(1, 5)])).halved(1, 0, 1)
    lines = []
    for i, r in [(0, 0), (0, 1), (1, 0), (2, 0)]:
        line = []
        for j, v in [(0, 1), (0, 2), (1, 1), (2, 1)]:
            middle = [np.full(size, Fraction(1, size), dtype=object) for size in cell.sizes]
            middle[i] = exact([1])
            ends = []
            for corner in (v, 0):
                if j != i:
                    middle[j] = exact([int(corner == w) for w in range(cell.sizes[j])])
                table = cell.rows[i][r]
                chances = functools.reduce(np.multiply.outer, middle)
                ends.append((table * chances).sum())
            line.append(ends[1] - ends[0])
        lines.append(line)
    assert index_on(cell) == determinant_sign(exact(lines))


def test_every_support_is_walked_through_once():
    found = list(all_supports((1, 3, 2)))
    assert len(found) == len(set(found)) == 1 * 7 * 3
    assert all(part and list(part) == sorted(set(part)) for support in found for part in support)
    assert {support[1] for support in found} == {(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)}


@pytest.mark.parametrize(
    ("support", "answer"),
    [
        (((0,), (0, 1)), True),  # the second strategy is better, though it is outside
        (((1,), (0, 1)), True),  # as the second player's first strategy is worse than its second against it
        (((0, 1), (0, 1)), True),
        (((0,), (0, 2)), False),  # against the third it is as good
        (((0, 1), (0, 2)), False),
        (((1,), (0,)), True),  # it need not be in the support to be better
        (((1,), (1, 2)), False),
    ],
)
def test_a_support_is_dominated_if_one_of_its_strategies_is_always_worse(support, answer):
    payoffs = np.array([[[1, 2, 3], [2, 3, 3]], [[5, 5, 5], [1, 4, 4]]], dtype=object)
    assert dominated(payoffs, support) is answer
