"""Runs through the months: what each month's choices are compared by, and what ends play."""

from fractions import Fraction

import numpy as np
import pytest

from belarusgame.simulate.months.choosing import make_choosing
from belarusgame.simulate.months.runs import Course, Months, parts_of, run_months
from belarusgame.simulate.months.world import make_world, moves_in


def months_of(scenario, *, moves=(1, 1, 1, 1), fix=None, rationality=None, tremble="month", starts=None):
    world = make_world(scenario, 1, starts or {})
    choosing = tuple(make_choosing(world, fix or {}, ahead=False) for _ in moves)
    return Months(
        world=world, seed=1, moves=moves, tremble=tremble, choosing=choosing, rationality=rationality
    )


def run(months, count=40):
    return run_months(months, np.arange(count), months.world.drawn(0, count))


def test_payoffs_come_apart_by_what_scales_them(pact):
    world = make_world(pact(), 1, {})
    values = world.drawn(0, 5)
    parts = parts_of(world, values)
    assert parts.shape == (5, 2, 2, 6)
    row = next(k for k, entry in enumerate(world.draws.inputs) if entry.name == "client.k1")
    for n, own in enumerate(parts):
        assert own[0, 0].tolist() == [0, -values[row, n], 0, 0, 0, -values[row, n]]
        assert own[1, 0].tolist() == [0, 0, -2, -2, 0, 0]  # times unrest
        assert own[0, 1].tolist() == [0, -1, 2, 1, 0, -1]
        assert not own[1, 1].any()


def test_what_is_given_is_done_and_the_driver_answers_to_it(pact):
    """Pressing adds a half; a quarter of the way to 1 is taken back each month, and 2 is the most."""
    course = run(months_of(pact(), fix={"client": "wait", "patron": "press"}), 3)
    assert course.codes.tolist() == [[1] * 4] * 3
    level, expected = 1.0, []
    for _ in range(4):
        level = min(level + 0.25 * (1 - level) + 0.5, 2.0)
        expected.append(level)
    assert course.levels[:, :, 0].tolist() == [pytest.approx(expected)] * 3
    assert course.absorbed.tolist() == [0, 0, 0]
    assert expected[2:] == [2, 2]
    assert (course.clamped.tolist(), course.only_one) == (
        [2 * 3],
        True,
    )  # months that it was held in, and runs
    held = run(months_of(pact(), fix={"client": "wait", "patron": "press"}, starts={"unrest": 2}), 3)
    assert held.levels[:, 0, 0].tolist() == [2, 2, 2]
    assert held.clamped.tolist() == [4 * 3]


def test_after_an_end_nobody_moves_any_more_and_drivers_do(pact):
    course = run(months_of(pact(), rationality=0.0), 300)
    ended = course.absorbed > 0
    assert 0.7 < ended.mean() < 0.9  # 1 - (2/3)^4, within five standard deviations
    for codes, month in zip(course.codes[ended], course.absorbed[ended], strict=True):
        assert all(code in (0, 1, 4, 5) for code in codes[: month - 1])
        assert set(codes[month - 1 :]) <= {2} or set(codes[month - 1 :]) <= {3}


def test_who_is_sharp_does_what_pays(pact):
    """The client never joins where that costs more than pressure does, and the patron does not press."""
    course = run(months_of(pact(), rationality=200.0, starts={"unrest": 1.0}), 20)
    assert set(course.codes.ravel()) <= {0, 4}


def test_months_without_a_move_leave_what_stands(pact):
    moves = moves_in(4, Fraction(2))
    assert moves == (1, 0, 1, 0)
    codes = run(months_of(pact(), moves=moves, rationality=0.0), 50).codes
    assert (codes[:, 0] == codes[:, 1]).all()
    assert (codes[:, 2] == codes[:, 3]).all()
    assert (codes[:, 1] != codes[:, 2]).any()


def test_mistakes_of_a_run_are_made_once_where_that_is_asked_for(pact):
    scenario = pact(simulation={"judgement": "j", "move_months": 1})  # nothing ends play
    once = run(months_of(scenario, rationality=0.0, tremble="run"), 60).codes
    assert (once == once[:, :1]).all()
    anew = run(months_of(scenario, rationality=0.0), 60).codes
    assert (anew != anew[:, :1]).any()


def test_moments_and_purposes_tell_moves_apart(pact):
    months = months_of(pact())
    assert [months.chance(3, move) for move in (0, 1)] == [(3, "moves"), (3, "moves again, 1")]
    assert months_of(pact(), tremble="run").chance(3, 1) == (0, "trembles")


def test_a_run_depends_on_its_number_alone(pact):
    months = months_of(pact(), rationality=1.0)
    values = months.world.drawn(0, 40)
    whole = run_months(months, np.arange(40), values)
    picked = np.array([31, 7])
    part = run_months(months, picked, np.ascontiguousarray(values[:, picked]))
    assert part.codes.tolist() == whole.codes[picked].tolist()
    assert part.absorbed.tolist() == whole.absorbed[picked].tolist()


def test_no_run_is_no_course_and_parts_are_joined(pact):
    months = months_of(pact())
    nothing = run(months, 0)
    assert (nothing.codes.shape, nothing.levels.shape, nothing.only_one) == ((0, 4), (0, 4, 1), True)
    one = run(months, 3)
    both = Course.joined([one, one])
    assert len(both.codes) == 6
    assert both.clamped.tolist() == (2 * one.clamped).tolist()
