"""Working back over months, on a scenario whose values are counted by hand."""

import numpy as np
import pytest

from belarusgame.simulate.months.ahead import make_grid
from belarusgame.simulate.months.backward import look_ahead
from belarusgame.simulate.months.choosing import make_choosing
from belarusgame.simulate.months.runs import Months
from belarusgame.simulate.months.world import make_world


def months_of(scenario, moves, rationality=0.0):
    world = make_world(scenario, 1, {})
    choosing = tuple(make_choosing(world, {}, ahead=True) for _ in moves)
    return Months(
        world=world, seed=1, moves=moves, tremble="month", choosing=choosing, rationality=rationality
    )


def solved(scenario, moves, *, discount=0.5, levels=3, rationality=0.0):
    months = months_of(scenario, moves, rationality)
    return months, look_ahead(months, make_grid(months.world, levels), months.world.likely(), discount)


def test_after_the_last_month_there_is_nothing(pact):
    _, ahead = solved(pact(), (1, 1))
    assert len(ahead.values) == 2
    assert not ahead.values[-1].any()
    assert ahead.discount == 0.5


def test_the_second_month_is_worth_what_play_at_random_gets_there(pact):
    """At rationality 0: the patron gets 2 in one case of three, and loses 1 in one of two."""
    _, ahead = solved(pact(), (1, 1))
    values, classes = ahead.values[0], ahead.classes[0]
    open_ = classes[0]  # wait and rest, after which unrest goes a quarter of its way to 1
    patron = values[:, 1, open_]
    assert patron == pytest.approx(2 / 3 - 1 / 2, abs=1e-9)
    # The client loses twice the unrest by joining, and 1 by not joining under pressure.
    after = 0.75 * np.array([0.5, 1.25, 2.0]) + 0.25
    grid = np.array([0.5, 1.25, 2.0])
    worth = -2 * grid / 3 - 1 / 3
    expected = np.interp(after, grid, worth)
    assert values[:, 0, open_] == pytest.approx(expected, abs=1e-9)


def test_what_ends_play_stays_as_it_is(pact):
    _, ahead = solved(pact(), (1, 1))
    join_rest, join_press = ahead.classes[0][2], ahead.classes[0][3]
    assert ahead.values[0][:, 1, join_rest] == pytest.approx(2)
    assert ahead.values[0][:, 1, join_press] == pytest.approx(2 - 1)
    assert join_rest != join_press


def test_open_profiles_that_push_alike_are_one_class_before_a_move_only(pact):
    _, ahead = solved(pact(), (1, 1))
    classes = ahead.classes[0].tolist()
    assert classes[0] == classes[4]  # to wait and to talk at rest
    assert classes[0] != classes[1]  # pressing stirs unrest
    _, standing = solved(pact(), (1, 0))
    assert len(set(standing.classes[0].tolist())) == 6  # what stands for another month is told apart


def test_a_month_without_a_move_is_worth_what_stands(pact):
    _, ahead = solved(pact(), (1, 0))
    for profile, worth in enumerate([0, -1, 2, 1, 0, -1]):
        assert ahead.values[0][:, 1, ahead.classes[0][profile]] == pytest.approx(worth)


def test_later_months_count_less_and_less(pact):
    _, two = solved(pact(), (1, 1))
    for discount in (0.0, 0.5, 1.0):
        _, three = solved(pact(), (1, 1, 1), discount=discount)
        # At random play two months in three stay open, and what ended goes on as it is.
        now, ended = 2 / 3 - 1 / 2, (2 + 1) / 2 / 3
        expected = now + discount * (2 / 3 * now + ended)
        assert three.values[0][:, 1, three.classes[0][0]] == pytest.approx(expected, abs=1e-9)
    assert two.only_one


def test_the_answer_hangs_on_rationality(pact):
    _, ahead = solved(pact(), (1, 1), rationality=3.0)
    _, blind = solved(pact(), (1, 1))
    assert np.abs(ahead.values[0] - blind.values[0]).max() > 0.1
