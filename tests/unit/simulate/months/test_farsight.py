"""Which solution a run uses, and how fine the grid must be."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate.months import farsight
from belarusgame.simulate.months.ahead import make_grid
from belarusgame.simulate.months.choosing import make_choosing
from belarusgame.simulate.months.farsight import CENTRES, centres_of, fine_enough, nearest, run_farsighted
from belarusgame.simulate.months.runs import Months
from belarusgame.simulate.months.world import make_world

REASON = {"judgement": "j"}


def months_of(scenario, moves=(1, 1, 1)):
    world = make_world(scenario, 1, {})
    choosing = tuple(make_choosing(world, {}, ahead=True) for _ in moves)
    return Months(world=world, seed=1, moves=moves, tremble="month", choosing=choosing, rationality=2.0)


@pytest.fixture(scope="module")
def months(pact):
    return months_of(pact())


def test_centres_are_the_likely_inputs_and_the_first_draws(months):
    centres = centres_of(months.world)
    assert centres.shape == (len(months.world.draws.inputs), 1 + CENTRES)
    assert centres[:, :1].tolist() == months.world.likely().tolist()
    assert centres[:, 1:].tolist() == months.world.drawn(0, CENTRES).tolist()


def test_the_nearest_centre_is_measured_by_what_is_drawn_in_parts_of_its_range(months):
    world = months.world
    row = next(k for k, entry in enumerate(world.draws.inputs) if entry.name == "client.k1")
    fixed = next(k for k, entry in enumerate(world.draws.inputs) if entry.name == "patron.k0")
    centres = np.repeat(world.likely(), 3, axis=1)
    centres[row] = 0.5, 1.0, 1.5
    values = np.repeat(world.likely(), 4, axis=1)
    values[row] = 1.4, 0.6, 1.1, 0.75
    values[fixed, 0] = 99  # what has no range says nothing
    assert nearest(world, values, centres).tolist() == [2, 0, 1, 0]


def test_another_type_is_farther_than_any_weights(pact):
    chance = REASON | {"probability": {"low": 0, "likely": 0.5, "high": 1}, "scales": {"k1": 2}}
    world = make_world(pact(types={"client": {"shy": chance}}), 1, {})
    row = next(k for k, entry in enumerate(world.draws.inputs) if entry.name == "client.k1")
    kind = next(k for k, entry in enumerate(world.draws.inputs) if entry.kind == "type")
    centres = np.repeat(world.likely(), 2, axis=1)
    centres[kind], centres[row] = [0, 1], [0.5, 1.5]
    values = np.repeat(world.likely(), 2, axis=1)
    values[kind], values[row] = [0, 1], [1.5, 0.5]
    assert nearest(world, values, centres).tolist() == [0, 1]


def test_runs_keep_their_places_whichever_solution_they_use(months):
    world, numbers = months.world, np.arange(30)
    values = world.drawn(0, 30)
    grid = make_grid(world, 3)
    (course,) = run_farsighted([months], grid, 0.5, numbers, values)
    picked = np.array([17, 3])
    (part,) = run_farsighted([months], grid, 0.5, numbers[picked], np.ascontiguousarray(values[:, picked]))
    assert part.codes.tolist() == course.codes[picked].tolist()
    assert part.levels.tolist() == course.levels[picked].tolist()
    assert len(set(nearest(world, values, centres_of(world)))) > 1


def test_a_grid_is_doubled_until_the_share_stays(months, monkeypatch):
    levels, change, said = fine_enough(months, 3, 0.5, np.arange(50))
    assert levels >= 3
    assert change < farsight.FINE_ENOUGH
    assert said == ()
    monkeypatch.setattr(farsight, "FINE_ENOUGH", 0.0)
    monkeypatch.setattr(farsight, "MOST_VALUES", farsight._held(months, 9))
    levels, change, (said,) = fine_enough(months, 3, 0.5, np.arange(50))
    assert levels == 9
    assert "with 9 levels of each driver is not fine enough" in said


def test_a_grid_beyond_the_budget_is_refused_and_one_that_just_fits_is_not_doubled(months, monkeypatch):
    # Three points, two players, and three months; two kinds of open profiles and two ends.
    assert farsight._held(months, 3) == 3 * 2 * 4 * 3
    monkeypatch.setattr(farsight, "MOST_VALUES", 72)
    levels, change, (said,) = fine_enough(months, 3, 0.5, np.arange(5))
    assert (levels, change) == (3, None)
    assert "could not be doubled within its budget" in said
    monkeypatch.setattr(farsight, "MOST_VALUES", 71)
    with pytest.raises(bg.GameError, match="levels = 3: the values of the grid would take 72 numbers"):
        fine_enough(months, 3, 0.5, np.arange(5))


def test_where_nothing_lies_ahead_there_is_nothing_to_double(months):
    assert fine_enough(months, 3, 0.0, np.arange(5)) == (3, None, ())
