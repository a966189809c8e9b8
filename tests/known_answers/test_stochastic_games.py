"""Players who look ahead, in games whose answer is known: by theory, by hand, or by a plain recursion."""

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.scenario import Simulation
from belarusgame.simulate.months import farsight
from belarusgame.simulate.months.ahead import make_grid
from belarusgame.simulate.months.backward import look_ahead
from belarusgame.simulate.months.choosing import make_choosing
from belarusgame.simulate.months.runs import Months
from belarusgame.simulate.months.world import make_world, moves_in

REASON = {"judgement": "For the tests."}


def make(strategies, considerations, *, order=None, drivers=None, simulation=None):
    """Build a scenario; considerations map ``player.name`` to effects and perhaps a driver."""
    tables = {
        "scenario": {
            "title": "What comes?",
            "date": date(2026, 1, 1),
            "reference": {player: labels[0] for player, labels in strategies.items()},
            **({"order": order} if order else {}),
        },
        "players": {
            player: {"strategies": dict.fromkeys(labels, "x")} for player, labels in strategies.items()
        },
        "considerations": {},
        "drivers": drivers or {},
        "simulation": (simulation or {}) | REASON,
    }
    for key, (effects, *driver) in considerations.items():
        player, name = key.split(".")
        tables["considerations"].setdefault(player, {})[name] = REASON | {
            "sentence": "It matters.",
            "weight": {"low": 1, "likely": 1, "high": 1},
            "effects": [{"when": when, "adds": adds} for when, adds in effects],
            **({"driver": driver[0]} if driver else {}),
        }
    return bg.Scenario.from_tables(tables, "test")


def solved(scenario, months, discount, rationality, *, levels=5, length=1):
    """Return how the months are gone through, and what is worth how much."""
    world = make_world(scenario, 0, {})
    choosing = make_choosing(world, {}, ahead=True)
    gone = Months(
        world=world,
        seed=0,
        moves=moves_in(months, Fraction(length)),
        tremble="month",
        choosing=(choosing,) * months,
        rationality=rationality,
    )
    return gone, look_ahead(gone, make_grid(world, levels), world.likely(), discount)


@pytest.mark.parametrize("weight", [0.5, 0.2])
def test_the_big_match(weight):
    """D. Blackwell and T. S. Ferguson, "The big match" (1968), each month weighing as much in what is left.

    The value is 1/2; who can end the game does so with probability weight / (1 + weight), and the other
    mixes evenly.
    """
    payoffs = [({"row": "stop", "column": "left"}, 1), ({"row": "go_on", "column": "right"}, 1)]
    scenario = make(
        {"row": ["go_on", "stop"], "column": ["left", "right"]},
        {"row.wins": (payoffs,), "column.loses": ([(when, -adds) for when, adds in payoffs],)},
        simulation={"absorbing": [{"row": "stop"}]},
    )
    months, rationality = 80, 20_000.0
    gone, ahead = solved(scenario, months, 1.0 - weight, rationality)
    later = (1.0 - weight) * ahead.values[0][:, :, ahead.classes[0]]
    now = scenario.game().payoffs.reshape(1, 2, 4) + later
    chances = gone.choosing[0].play(now, np.array([rationality]), 1)[0].reshape(2, 2)
    left = weight * sum((1.0 - weight) ** k for k in range(months))  # what the horizon leaves of 1
    assert weight * float((chances.ravel() * now[0, 0]).sum()) / left == pytest.approx(0.5, abs=1e-3)
    assert chances[1].sum() == pytest.approx(weight / (1.0 + weight), abs=2e-3)
    assert chances[:, 0].sum() == pytest.approx(0.5, abs=2e-3)


def moody(noise, push=0, *, absorbing=()):
    """Return a scenario of two who move in turn, one weighing a driver that play may push."""
    drivers = {
        "mood": REASON
        | {
            "level": {"low": 0.5, "likely": 1, "high": 2},
            "dynamics": REASON
            | {
                "decay": 0.25,
                "noise": noise,
                "effects": [{"when": {"first": "act"}, "adds": push}] if push else [],
            },
        }
    }
    return make(
        {"first": ["wait", "act"], "second": ["no", "yes", "maybe"]},
        {
            "first.gain": ([({"first": "act"}, 1), ({"second": "yes"}, 2)], "mood"),
            "first.cost": ([({"first": "act"}, -1), ({"first": "act", "second": "no"}, -1)],),
            "second.gain": ([({"second": "yes", "first": "act"}, 1), ({"second": "maybe"}, 1)], "mood"),
            "second.cost": ([({"second": "yes"}, -1)],),
        },
        order=["first", "second"],
        drivers=drivers,
        simulation={"absorbing": list(absorbing)},
    )


def test_where_play_moves_nothing_every_state_has_the_play_of_its_month():
    scenario = moody(0.2)
    gone, ahead = solved(scenario, 6, 0.9, 1.5)
    for level, points in zip(np.linspace(0.5, 2.0, 5), range(5), strict=True):
        game = scenario.game(drivers={"mood": float(level)})
        expected = bg.solve.sequential_logit(game, scenario.order, 1.5).distribution.ravel()
        for values, classes in zip(ahead.values, ahead.classes, strict=True):
            now = game.payoffs.reshape(1, 2, 6) + 0.9 * values[points][None][:, :, classes]
            found = gone.choosing[0].play(now, np.array([1.5]), 1)[0]
            np.testing.assert_allclose(found, expected, atol=1e-12)
    assert ahead.only_one


@pytest.mark.parametrize("noise", [0, 0.2])
def test_with_discount_0_looking_ahead_is_looking_at_the_month(noise):
    scenario = moody(noise, 0.25, absorbing=[{"second": "yes"}])
    settings = {"months": 10, "runs": 200, "seed": 3}
    near = bg.simulate.campaign(scenario, **settings)
    far = bg.simulate.campaign(scenario, policy="farsighted", discount=0, **settings)
    np.testing.assert_array_equal(near.profiles, far.profiles)
    np.testing.assert_array_equal(near.levels, far.levels)
    ahead = bg.simulate.campaign(scenario, policy="farsighted", discount=0.9, **settings)
    assert not np.array_equal(near.profiles, ahead.profiles)
    assert ahead.grid_change is not None
    assert ahead.grid_change < 0.01
    assert "counts 0.9" in " ".join(ahead.messages)


def softmax(values, rationality):
    best = max(values)
    weights = [math.exp(rationality * (value - best)) for value in values]
    return [weight / sum(weights) for weight in weights]


def test_a_single_player_does_dynamic_programming():
    """Eating uses a store up that decays towards 1: a plain recursion over the same levels is the judge."""
    scenario = make(
        {"eater": ["save", "eat"]},
        {"eater.hunger": ([({"eater": "eat"}, 1)], "store")},
        drivers={
            "store": REASON
            | {
                "level": {"low": 0, "likely": 1, "high": 2},
                "dynamics": REASON
                | {
                    "decay": 0,
                    "noise": 0,
                    "effects": [
                        {"when": {"eater": "eat"}, "adds": -0.5},
                        {"when": {"eater": "save"}, "adds": 0.5},
                    ],
                },
            }
        },
    )

    def worth(level, months):
        """Return the value with so many months left, and the chance of eating."""
        if months == 0:
            return 0.0, 0.0
        save = 0.9 * worth(min(level + 0.5, 2.0), months - 1)[0]
        eat = level + 0.9 * worth(max(level - 0.5, 0.0), months - 1)[0]
        chances = softmax([save, eat], 3.0)
        return chances[0] * save + chances[1] * eat, chances[1]

    gone, ahead = solved(scenario, 5, 0.9, 3.0)  # the grid has the very levels that can be reached
    for point, level in enumerate([0.0, 0.5, 1.0, 1.5, 2.0]):
        now = np.array([[[0.0, level]]]) + 0.9 * ahead.values[0][point][None][:, :, ahead.classes[0]]
        chances = gone.choosing[0].play(now, np.array([3.0]), 1)[0]
        value, eats = worth(level, 5)
        assert chances[1] == pytest.approx(eats, abs=1e-12)
        assert float((chances * now[0, 0]).sum()) == pytest.approx(value, abs=1e-12)


def test_two_states_by_hand():
    """One who may stop or go on, with a month to come: stopping pays 1 a month, going on a choice then.

    In the last month both are compared by 1 and 0. Before it stopping is worth 1 + d, and going on d times
    the average of the last month.
    """
    scenario = make(
        {"one": ["go_on", "stop"]},
        {"one.pay": ([({"one": "stop"}, 1)],)},
        simulation={"absorbing": [{"one": "stop"}]},
    )
    gone, ahead = solved(scenario, 2, 0.5, 2.0)
    last = softmax([0.0, 1.0], 2.0)
    stays, stops = ahead.values[0][0, 0, ahead.classes[0]]
    assert stops == pytest.approx(1.0)
    assert stays == pytest.approx(last[1])
    now = scenario.game().payoffs.reshape(1, 1, 2) + 0.5 * ahead.values[0][:, :, ahead.classes[0]]
    chances = gone.choosing[0].play(now, np.array([2.0]), 1)[0]
    np.testing.assert_allclose(chances, softmax([0.5 * last[1], 1.5], 2.0), atol=1e-15)


def test_a_choice_that_stands_for_two_months_counts_both():
    scenario = make({"one": ["rest", "work"]}, {"one.pay": ([({"one": "work"}, 1)],)})
    _, ahead = solved(scenario, 4, 0.5, 1.0, length=2)
    last = 1.5 * softmax([0.0, 1.5], 1.0)[1]  # from month 3 on: 1 now and half of it then
    np.testing.assert_allclose(ahead.values[0][0, 0, ahead.classes[0]], [0.5 * last, 1.0 + 0.5 * last])


def test_noise_is_averaged_over():
    """From the middle of a wide range the rule is exact for straight lines: the mean level is what counts."""
    scenario = make(
        {"one": ["rest", "work"]},
        {"one.pay": ([({"one": "work"}, 1)], "mood")},
        drivers={
            "mood": REASON
            | {
                "level": {"low": 0, "likely": 1, "high": 10},
                "dynamics": REASON | {"decay": 0.5, "noise": 0.1},
            }
        },
    )
    world = make_world(scenario, 0, {})
    grid = make_grid(world, 11)
    moves = grid.moves[0][0]
    np.testing.assert_allclose(moves.sum(axis=1), 1.0)
    np.testing.assert_allclose(moves[5] @ np.arange(11.0), 3.0)  # 5 falls half the way back to 1
    assert moves[5].max() < 1.0


def test_players_who_ignore_each_other_need_no_fixed_point():
    """Moving at once or in turn is the same for two who do not look at each other."""

    def of(order):
        scenario = make(
            {"first": ["a", "b"], "second": ["c", "d"], "third": ["e", "f"]},
            {
                "first.gain": ([({"first": "b"}, 1), ({"third": "f"}, 1)],),
                "second.gain": ([({"second": "d", "first": "b"}, 1)],),
                "third.gain": ([({"third": "f", "first": "a"}, 1)],),
            },
            order=order,
        )
        world = make_world(scenario, 0, {})
        return make_choosing(world, {}, ahead=False).groups

    assert of(["first", ["second", "third"]]) == ((0,), (1,), (2,))
    assert of([["first", "second"], "third"]) == ((0, 1), (2,))


def test_the_budget_of_the_grid_is_said(monkeypatch):
    scenario = replace(moody(0.2), simulation=Simulation(discount=Fraction(1, 2)))
    settings = {"months": 4, "runs": 5, "policy": "farsighted"}
    monkeypatch.setattr(farsight, "MOST_VALUES", 5 * 2 * 1 * 4)
    found = bg.simulate.campaign(scenario, **settings)
    assert found.grid_change is None
    assert "could not be doubled" in " ".join(found.messages)
    with pytest.raises(bg.GameError, match="levels = 100: the values of the grid would take"):
        bg.simulate.campaign(scenario, levels=100, **settings)


def test_a_grid_that_is_too_coarse_grows(monkeypatch):
    scenario = moody(0.2, 0.25, absorbing=[{"second": "yes"}])
    monkeypatch.setattr(farsight, "FINE_ENOUGH", 1e-9)
    monkeypatch.setattr(farsight, "MOST_VALUES", 9 * 2 * 6 * 6)
    found = bg.simulate.campaign(scenario, months=6, runs=200, policy="farsighted", levels=2)
    assert found.settings.levels > 2
    assert found.grid_change is not None
    assert "is not fine enough" in " ".join(found.messages) or found.grid_change < 1e-9
