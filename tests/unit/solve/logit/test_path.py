"""Curves that are known, followed: systems of equations whose solutions can be written down."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.solve.logit import path as path_module
from belarusgame.solve.logit.path import BranchTrace, CurvePoint, follow, reach
from belarusgame.solve.logit.system import logit_system

EPSILON = float(np.finfo(float).eps)


@dataclass
class Curve:
    """Equations in as many unknowns and rationality, with the solution 0 at rationality 0."""

    left: Callable
    by_z: Callable
    by_rationality: Callable
    size: int = 1
    calls: list[float] = field(default_factory=list)

    @property
    def log_base(self):
        return np.zeros((1, self.size))

    def evaluate(self, z, rationality):
        (x,), (r,) = z, rationality
        self.calls.append(r)
        parts = self.left(x, r), self.by_z(x, r), self.by_rationality(x, r)
        return tuple(np.array([part], dtype=float) for part in parts)

    def response_derivative(self, z, by_z):
        assert (z.shape, by_z.shape) == ((self.size,), (self.size, self.size))
        return by_z


def height(z):
    """A cubic that rises, falls and rises again; it turns where 3 z^2 - 12 z + 9.5 = 0."""
    return z**3 - 6 * z**2 + 9.5 * z


TURNS = 2.0 + np.array([-1.0, 1.0]) * 30**0.5 / 6


def cubic():
    return Curve(lambda x, r: height(x) - r, lambda x, r: [3 * x**2 - 12 * x + 9.5], lambda x, r: -np.ones(1))


def straight(matrix, size):
    """The solution is always 0; the derivative by z is whatever function of rationality is given."""
    return Curve(
        lambda x, r: np.array(matrix(r)) @ x, lambda x, r: matrix(r), lambda x, r: np.zeros(size), size
    )


def test_a_curve_is_followed_around_both_of_its_turning_points():
    curve = cubic()
    trace = follow(curve, end=20.0, max_steps=200)
    places = np.array([point.place for point in trace.points])
    np.testing.assert_allclose(places[:, 1], height(places[:, 0]), atol=1e-10)
    assert np.all(np.diff(places[:, 0]) > 0.0)  # nothing is passed twice
    assert (trace.stopped, trace.singular) == ("", [])
    np.testing.assert_allclose(places[trace.turning, 0], TURNS, atol=1e-7)
    np.testing.assert_allclose([trace.points[k].tangent[1] for k in trace.turning], 0.0, atol=1e-9)
    assert places[-1, 1] >= 20.0 > places[-2, 1]
    for point in trace.points:
        slope = np.array([1.0, 3 * point.place[0] ** 2 - 12 * point.place[0] + 9.5])
        np.testing.assert_allclose(point.tangent, slope / np.linalg.norm(slope), atol=1e-10)
        assert point.orientation == trace.points[0].orientation == 1
        assert abs(slope[1]) < 1e-6 or point.unstable == (slope[1] < 0.0)
    assert trace.points[0].place.tolist() == [0.0, 0.0]


def test_lengths_and_corrections_say_how_a_point_was_found():
    trace = follow(cubic(), end=20.0, max_steps=200)
    for k, (before, after) in enumerate(zip(trace.points, trace.points[1:], strict=False), start=1):
        if k in trace.turning:
            continue
        moved = after.place - before.place
        assert after.length == pytest.approx(moved @ before.tangent, rel=1e-9)
        assert 0.0 <= after.correction <= 0.25
        if k - 1 not in trace.turning:
            assert after.tangent @ before.tangent >= 0.94
            across = moved - after.length * before.tangent
            assert after.correction == pytest.approx(np.abs(across).max(), rel=0.3, abs=1e-10)


def test_regularity_is_that_of_the_derivative_bordered_by_the_direction_of_travel():
    towards = np.array([0.6, 0.8])
    point = path_module._point(cubic(), np.array([0.5, height(0.5)]), towards)
    inverse = np.linalg.inv([[4.25, -1.0], towards])
    assert point.regularity == pytest.approx(1.0 / np.linalg.norm(inverse), rel=1e-12)
    assert (point.orientation, point.unstable, point.correction, point.length) == (1, 0, 0.0, 0.0)


def test_few_points_are_worked_out():
    """The numbers say whether steps and root finding do well; 309 evaluations, 41 and 54 points were seen."""
    curve = cubic()
    trace = follow(curve, end=20.0, max_steps=200)
    assert len(curve.calls) <= 340
    assert len(trace.points) <= 45
    folded = np.array([[[6, 6, 1], [6, 0, 4]], [[6, 3, 3], [5, 5, 6]]], dtype=float)
    system = logit_system(folded[None], [np.full(2, 1 / 2), np.full(3, 1 / 3)])
    assert len(follow(system, end=1e6, max_steps=200).points) <= 59


@pytest.mark.parametrize("rationality", [0.5, 3.0, 4.0, 4.5])
def test_the_point_at_a_rationality_lies_on_the_curve(rationality):
    curve = cubic()
    trace = follow(curve, end=20.0, max_steps=200)
    curve.calls.clear()
    roots = np.roots([1.0, -6.0, 9.5, -rationality])
    expected = sorted(roots.real[np.abs(roots.imag) < 1e-9])
    found = []
    for before, after in zip(trace.points, trace.points[1:], strict=False):
        low, high = sorted((before.rationality, after.rationality))
        if low <= rationality < high:
            found += reach(curve, before, after, rationality).tolist()
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert len(curve.calls) <= 36 * len(found)  # at most 33 were seen


def test_at_a_turning_point_itself_the_last_refinement_is_left_out():
    """There Newton's method at a fixed rationality has nothing to hold on to."""
    curve = cubic()
    trace = follow(curve, end=20.0, max_steps=200)
    turn = trace.turning[0]
    before, after = trace.points[turn - 1 : turn + 1]
    found = reach(curve, before, after, after.rationality)
    assert found[0] == pytest.approx(TURNS[0], abs=1e-6)


MEETINGS = [
    (lambda r: [[1.7 - r]], [1.7]),
    (lambda r: np.diag([1.7 - r, 2.0]), [1.7]),
    (lambda r: np.diag([1.7 - r, 1.7 - r]), [1.7]),  # two at once: the orientation stays as it was
    (lambda r: np.diag([r - 1.7, r - 1.7, 3.0]), [1.7]),
    (lambda r: np.diag([1.7 - r] * 3), [1.7]),
    (lambda r: np.diag([1.7 - r] * 4), [1.7]),
    (lambda r: np.diag([1.33 - r, 1.0, 2.05 - r]), [1.33, 2.05]),
    (lambda r: [[1.7 - r, 1.0], [-1.0, 1.7 - r]], []),  # a complex pair turns, and none of it vanishes
    (lambda r: np.diag([1.0, 1.0 + r]), []),
]


@pytest.mark.parametrize(("matrix", "expected"), MEETINGS)
def test_where_branches_meet_is_said_whether_one_eigenvalue_vanishes_or_several(matrix, expected):
    size = len(np.array(matrix(0.0)))
    curve = straight(matrix, size)
    trace = follow(curve, end=5.0, max_steps=200)
    assert trace.singular == pytest.approx(expected, abs=1e-5)
    assert (trace.turning, trace.stopped) == ([], "")
    assert trace.points[-1].rationality >= 5.0
    np.testing.assert_array_equal([point.place[:-1] for point in trace.points], 0.0)
    for point in trace.points:
        eigenvalues = np.linalg.eigvals(np.array(matrix(point.rationality)))
        assert abs(eigenvalues.real).min() < 1e-9 or point.unstable == np.sum(eigenvalues.real < 0)


def test_steps_double_on_a_straight_line():
    trace = follow(straight(lambda r: [[1.0]], 1), end=5.0, max_steps=50)
    assert [point.rationality for point in trace.points] == pytest.approx([0, 0.1, 0.3, 0.7, 1.5, 3.1, 6.3])
    assert [point.length for point in trace.points] == pytest.approx([0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2])
    assert all(point.correction == 0.0 for point in trace.points)


def test_a_budget_counts_the_steps_that_are_tried():
    line = straight(lambda r: [[1.0]], 1)
    assert follow(line, end=5.0, max_steps=6).stopped == ""
    short = follow(line, end=5.0, max_steps=5)
    assert short.stopped == "max_steps = 5 was used up"
    assert short.points[-1].rationality == pytest.approx(3.1)
    assert follow(line, end=6.3 - 1e-9, max_steps=6).stopped == ""
    at_start = follow(line, end=0.0, max_steps=5)
    assert (len(at_start.points), at_start.stopped) == (1, "")


def followed(monkeypatch, answers, **more):
    """Follow a branch along which every step ends as listed: a correction, None, or (correction, side)."""
    tried, left = [], iter(answers)

    def step(system, here, length):
        tried.append(length)
        answer = next(left)
        if answer is None:
            return None
        correction, orientation = answer if isinstance(answer, tuple) else (answer, here.orientation)
        place = here.place + np.array([0.0, length])
        return replace(here, place=place, orientation=orientation, correction=correction, length=length)

    monkeypatch.setattr(path_module, "_step", step)
    trace = follow(straight(lambda r: [[1.0]], 1), **({"end": 100.0, "max_steps": len(answers)} | more))
    return tried, trace


def test_lengths_follow_the_corrections(monkeypatch):
    # 0.05 is aimed at; lengths grow with the root of what it allows, at most twofold, and at worst halve.
    tried, _ = followed(monkeypatch, [0.05, 0.1, 0.2, None, 0.0125, 1e-13, 0.0, 0.25, 0.05])
    root = 0.5**0.5
    ratios = np.array(tried[1:]) / tried[:-1]
    np.testing.assert_allclose(ratios, [1.0, root, 0.5, 0.5, 2.0, 2.0, 2.0, 0.5], rtol=1e-12)
    assert tried[0] == 0.1


@pytest.mark.parametrize(("before", "tries"), [(0.0, 27), (99.0, 20)])
def test_where_no_step_leads_on_the_trace_says_so(monkeypatch, before, tries):
    # lengths halve from 0.1 to a thousandth of a millionth, relative to 1 + rationality
    monkeypatch.setattr(path_module, "_start", lambda _: replace(POINT, place=np.array([0.0, before])))
    tried, trace = followed(monkeypatch, [None] * 60)
    assert len(tried) == tries
    assert trace.stopped == "no shorter step leads on"
    assert len(trace.points) == 1


POINT = CurvePoint(place=np.zeros(2), tangent=np.array([0.0, 1.0]), orientation=1, unstable=0, regularity=1.0)


def test_a_change_of_orientation_is_believed_only_of_the_shortest_steps(monkeypatch):
    # 0.1 / 2 ** 17 is the first half that is shorter than a millionth
    tried, trace = followed(monkeypatch, [(0.0, -1)] * 18 + [0.0] * 3)
    assert tried[:18] == pytest.approx([0.1 / 2**k for k in range(18)])
    assert trace.singular == pytest.approx([0.1 / 2**17])
    assert len(trace.points) == 1 + 1 + 3


def test_a_jump_to_another_branch_is_not_taken(monkeypatch):
    tried, trace = followed(monkeypatch, [(0.0, -1), (0.0, -1), 0.0])
    assert tried == pytest.approx([0.1, 0.05, 0.025])
    assert trace.singular == []
    assert len(trace.points) == 2


HALVES = [0.2, 0.1, 0.05, 0.025, 0.0125, 0.006, 0.003]


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([9e-12], 0.0),  # on the branch already: not moved at all
        ([0.2, 0.1, 0.0], 0.2),
        ([0.2, 0.11, 0.0], None),  # does not halve
        ([0.26, 0.0], None),
        ([9e-4, 8e-4, 7e-4, 0.0], 9e-4),  # as small as that it need not halve
        ([0.2, 9e-4, 9e-4, 0.0], 0.2),
        ([np.nan], None),
        ([*HALVES, 0.0], 0.2),  # the eighth is the last one
        ([*HALVES, 0.0015, 0.0], None),
        ([0.2, 1.1e-11, 0.9e-11], 0.2),
    ],
)
def test_newtons_method_is_trusted_where_it_converges_from_nearby(monkeypatch, moves, expected):
    made = iter(moves)
    monkeypatch.setattr(
        path_module, "_bordered", lambda *_: (np.array([0.0, next(made)]), np.diag([1.0, -1.0, 1.0]))
    )
    guess = np.array([-0.1, -2.0, 0.3])
    corrected = path_module._correct(None, guess, np.array([0.0, 0.0, 1.0]))
    assert (corrected is None) == (expected is None)
    if corrected is not None:
        place, first = corrected
        assert first == expected
        kept = moves if expected else []
        np.testing.assert_allclose(place, [-0.1, -2.0 + sum(kept), 0.3], atol=1e-15)
        assert next(made, None) is None
    np.testing.assert_array_equal(guess, [-0.1, -2.0, 0.3])


@pytest.mark.parametrize(
    ("entry", "move", "first"), [(-100.0, 2.0, 0.2), (-5.0, 0.2, 0.2), (-20.0, 0.2, 0.1)]
)
def test_far_from_zero_moves_count_by_their_ratio(monkeypatch, entry, move, first):
    made = iter([move, 0.0])
    monkeypatch.setattr(path_module, "_bordered", lambda *_: (np.array([next(made)]), np.eye(2)))
    place, size = path_module._correct(None, np.array([entry, 0.0]), np.zeros(2))
    assert size == pytest.approx(first)
    assert place[0] == pytest.approx(entry - move)


def test_what_large_numbers_cannot_resolve_is_not_corrected(monkeypatch):
    noise = 1e-11 + 16 * EPSILON * 1e6
    for residual, moved in ((noise, False), (1.01 * noise, True)):
        made = iter([residual, 0.0])
        monkeypatch.setattr(
            path_module, "_bordered", lambda *_, made=made: (np.array([next(made)]), np.eye(2))
        )
        place, _ = path_module._correct(None, np.array([-1e6, 0.0]), np.zeros(2))
        assert (place[0] != -1e6) == moved


def test_a_singular_matrix_corrects_nothing(monkeypatch):
    monkeypatch.setattr(path_module, "_bordered", lambda *_: (np.ones(1), np.zeros((2, 2))))
    assert path_module._correct(None, np.zeros(2), np.zeros(2)) is None


def test_a_step_that_turns_too_far_is_not_trusted():
    circle = Curve(  # of radius 1; it leaves 0 along rationality
        lambda x, r: (x - 1) ** 2 + r**2 - 1, lambda x, r: [2 * (x - 1)], lambda x, r: np.array([2 * r])
    )
    here = path_module._start(circle)
    np.testing.assert_allclose(here.tangent, [0.0, 1.0])
    for length, trusted in ((0.33, True), (0.35, False)):  # cosines 0.944 and 0.937
        trial = path_module._step(circle, here, length)
        assert (trial is not None) == trusted
    trial = path_module._step(circle, here, 0.3)
    cosine = (1 - 0.09) ** 0.5
    np.testing.assert_allclose(trial.place, [1 - cosine, 0.3], atol=1e-12)
    np.testing.assert_allclose(trial.tangent, [0.3, cosine], atol=1e-12)
    assert trial.length == 0.3
    part = path_module._between(circle, here, trial, 0.12)
    np.testing.assert_allclose(part.place, [1 - (1 - 0.0144) ** 0.5, 0.12], atol=1e-12)
    assert part.length == 0.12
    assert path_module._between(circle, here, trial, 0.3) is trial
    assert path_module._between(circle, here, trial, 0.31) is trial


def test_exactly_where_branches_meet_the_direction_is_kept():
    curve = straight(lambda r: [[1.0 - r]], 1)
    towards = np.array([0.0, 1.0])
    point = path_module._point(curve, np.array([0.0, 1.0]), towards)
    assert (point.orientation, point.regularity) == (0, 0.0)
    np.testing.assert_array_equal(point.tangent, towards)
    here = replace(POINT, place=np.array([0.0, 0.5]))
    assert path_module._step(curve, here, 0.5) is None
    assert path_module._step(curve, here, 0.6).orientation == -1


def test_an_uncorrected_part_of_a_step_is_the_chord(monkeypatch):
    monkeypatch.setattr(path_module, "_correct", lambda *_: None)
    after = replace(POINT, place=np.array([0.4, 0.8]), length=0.8)
    part = path_module._between(straight(lambda r: [[1.0]], 1), POINT, after, 0.2)
    np.testing.assert_allclose(part.place, [0.1, 0.2])


@pytest.mark.parametrize(
    ("function", "high", "root", "seen"),
    [
        (lambda x: x - 0.3, 1.0, 0.3, 1),
        (lambda x: 4.0 - x * x, 7.0, 2.0, 11),
        (lambda x: np.expm1(3 * (x - 1.5)), 4.0, 1.5, 18),
        (lambda x: (x - 1.0) ** 3 + 0.2 * (x - 1.0), 3.0, 1.0, 10),
    ],
)
def test_a_root_is_found_in_few_steps_within_its_bracket(function, high, root, seen):
    calls = []

    def counted(x):
        calls.append(x)
        return function(x)

    found = path_module._root(counted, high, function(0.0), function(high), 1e-13)
    assert found == pytest.approx(root, abs=1e-12)
    assert all(0.0 <= x <= high for x in calls)
    assert len(calls) <= seen * 1.2


@pytest.mark.parametrize(
    ("at_low", "at_high", "found"),
    [
        (1e-10, 5.0, 0.0),
        (-3.0, -1e-10, 2.0),
        (1e-9, 5.0, 0.0),
        (-3.0, 1e-9, 2.0),
        (1e-10, -2e-11, 2.0),
        (1e-11, -2e-11, 0.0),
        (0.0, 0.0, 0.0),
    ],
)
def test_an_end_at_which_a_function_all_but_vanishes_is_the_root(at_low, at_high, found):
    assert path_module._root(lambda _: 1 / 0, 2.0, at_low, at_high, 1e-9) == found


def test_a_root_that_rounding_hides_ends_the_search():
    """A jump across 0 has no root; the bracket shrinks to nothing."""
    calls = []

    def jump(x):
        calls.append(x)
        return -1.0 if x < 0.7 else 2.0

    assert path_module._root(jump, 1.0, -1.0, 2.0, 1e-12) == pytest.approx(0.7, abs=1e-12)
    assert len(calls) <= 60  # 53 were seen; without an end there would be 100


def test_beyond_a_turning_point_lengths_are_measured_from_it():
    curve = cubic()
    trace = follow(curve, end=20.0, max_steps=200)
    for turn in trace.turning:
        point, after = trace.points[turn : turn + 2]
        assert after.length == pytest.approx((after.place - point.place) @ point.tangent)
        middle = path_module._between(curve, point, after, 0.5 * after.length)
        assert middle.place[1] == pytest.approx(height(middle.place[0]), abs=1e-9)
        assert (middle.place - point.place) @ point.tangent == pytest.approx(0.5 * after.length)


def test_a_point_beside_no_turn_is_just_added():
    trace = BranchTrace(points=[POINT])
    level = replace(POINT, tangent=np.array([1.0, 0.0]))
    path_module._record(None, trace, POINT, level)  # a tangent without rise has not turned yet
    assert trace.points == [POINT, level]
    assert trace.turning == []


@pytest.mark.parametrize(("move", "moved"), [(2e-6, 0.0), (1e-7, 3e-7)])
def test_the_last_refinement_is_small_or_left_out(monkeypatch, move, moved):
    """Three of Newton's moves at the rationality itself; a large one says that it is singular there."""
    answer = np.array([[move, 0.0]]), np.eye(2)[None], None
    monkeypatch.setattr(path_module, "_between", lambda *_: replace(POINT, place=np.array([-1.0, -2.0, 0.5])))
    before, after = (replace(POINT, place=np.array([0.0, 0.0, r])) for r in (0.5, 0.7))
    found = reach(SimpleNamespace(evaluate=lambda *_: answer), before, after, 0.5)
    np.testing.assert_allclose(found, [-1.0 - moved, -2.0], rtol=0.0, atol=1e-15)
    singular = SimpleNamespace(evaluate=lambda *_: (answer[0], np.zeros((1, 2, 2)), None))
    np.testing.assert_array_equal(reach(singular, before, after, 0.5), [-1.0, -2.0])
