"""Months: laws that hold of every campaign, and what is refused."""

import inspect
import pickle
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.scenario import Simulation
from belarusgame.simulate.months import runs as runs_module

LEVEL = {"low": 0.5, "likely": 1, "high": 2}
REASON = {"judgement": "For the tests."}


def tables(**more):
    """Return a scenario of a patron and a client; the client's joining ends play and stirs unrest."""

    def end(effects, driver=None, low=0.5, high=1.5):
        return REASON | {
            "sentence": "It matters.",
            "weight": {"low": low, "likely": 1, "high": high},
            "effects": [{"when": when, "adds": adds} for when, adds in effects],
            **({"driver": driver} if driver else {}),
        }

    push = {"when": {"patron": "press"}, "adds": 0.1}
    return {
        "scenario": {
            "title": "Will the client join?",
            "date": date(2026, 1, 1),
            "order": ["patron", "client"],
            "reference": {"client": "wait", "patron": "rest"},
            "question": {"client": "join"},
            "rationality": REASON | {"level": {"low": 1, "likely": 2, "high": 3}},
        },
        "players": {
            "client": {"strategies": {"join": "x", "wait": "x", "talk": "x"}, "variants": {"talk": "wait"}},
            "patron": {"strategies": {"press": "x", "rest": "x"}},
        },
        "considerations": {
            "client": {
                "home": end([({"client": "join"}, -2)], "unrest"),
                "fear": end([({"client": ["wait", "talk"], "patron": "press"}, -1)]),
            },
            "patron": {
                "gain": end([({"client": "join"}, 2)]),
                "cost": end([({"patron": "press"}, -1)]),
            },
        },
        "drivers": {
            "unrest": REASON
            | {"level": LEVEL, "dynamics": REASON | {"decay": 0.2, "noise": 0.3, "effects": [push]}}
        },
        "simulation": REASON | {"absorbing": [{"client": "join"}], "move_months": 1},
    } | more


def scenario(**more):
    return bg.Scenario.from_tables(tables(**more), "test")


def run(**settings):
    return bg.simulate.campaign(
        settings.pop("scenario", scenario()), **{"months": 8, "runs": 300, "seed": 3} | settings
    )


@pytest.fixture(scope="module")
def found():
    return run()


def test_shares_sum_to_one_and_what_has_happened_stays(found):
    for shares in found.strategies.values():
        np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert np.all(np.diff(found.by_month) >= 0.0)
    np.testing.assert_array_equal(found.by_month, found.strategies["client"][:, 0])  # it is the end
    assert 0.05 < found.by_month[-1] < 0.999


def test_after_the_end_the_profile_stays_and_the_drivers_go_on(found):
    ended = np.flatnonzero(found.absorbed == 2)
    assert len(ended)
    assert np.all(found.profiles[ended, 2:] == found.profiles[ended, 1:2])
    assert (np.diff(found.levels[ended][:, :, 0], axis=1) != 0.0).mean() > 0.5  # unless held at an end


def test_levels_stay_in_their_range_and_where_they_were_held_is_counted(found):
    assert found.levels.min() >= 0.5
    assert found.levels.max() <= 2.0
    held = np.isin(found.levels[:, :, 0], (0.5, 2.0)).mean()
    assert found.clamped["unrest"] == pytest.approx(held)
    assert held > 0.0


def test_a_run_depends_on_its_number_alone(found, monkeypatch):
    monkeypatch.setattr(runs_module, "CHUNK", 7)
    fewer = run(runs=50)
    np.testing.assert_array_equal(fewer.profiles, found.profiles[:50])
    np.testing.assert_array_equal(fewer.levels, found.levels[:50])
    shorter = run(months=3)
    np.testing.assert_array_equal(shorter.profiles, found.profiles[:, :3])
    np.testing.assert_array_equal(shorter.levels, found.levels[:, :3])


def test_a_driver_falls_back_and_is_pushed_as_declared():
    quiet = tables()
    quiet["drivers"]["unrest"]["dynamics"]["noise"] = 0
    made = run(scenario=bg.Scenario.from_tables(quiet, "quiet"), drivers={"unrest": 1.5})
    press = np.unravel_index(made.profiles, (3, 2))[1] == 0
    before = np.concatenate([np.full((300, 1), 1.5), made.levels[:, :-1, 0]], axis=1)
    np.testing.assert_allclose(
        made.levels[:, :, 0], np.clip(before + 0.2 * (1 - before) + 0.1 * press, 0.5, 2.0)
    )


def test_another_seed_is_another_sample(found):
    assert not np.array_equal(run(seed=4).profiles, found.profiles)
    np.testing.assert_array_equal(
        run(seed=np.random.default_rng(1)).profiles, run(seed=np.random.default_rng(1)).profiles
    )


def test_mistakes_made_once_for_a_run_are_the_same_in_every_move():
    still = tables()
    still["drivers"]["unrest"]["dynamics"] |= {"noise": 0, "decay": 0, "effects": []}
    still = bg.Scenario.from_tables(still, "still")
    once = run(scenario=still, tremble="run")
    assert np.all(once.profiles == once.profiles[:, :1])
    assert not np.all(run(scenario=still).profiles == once.profiles)


def test_months_pass_where_nothing_is_weighed():
    still = bg.Scenario.from_tables(tables(considerations={"client": {}}, drivers={}), "still")
    for policy in ("myopic", "farsighted"):
        found = bg.simulate.campaign(still, months=2, runs=50, seed=1, policy=policy)
        assert 0.0 < found.rows()[-1]["client = join by then"] < 1.0


def test_half_and_double_the_length_of_a_move_are_always_shown(found):
    assert [(one.move_months, one.tremble) for one in found.lengths] == [
        (length, tremble) for length in (0.5, 1.0, 2.0) for tremble in ("month", "run")
    ]
    same = next(one for one in found.lengths if (one.move_months, one.tremble) == (1.0, "month"))
    np.testing.assert_array_equal(same.by_month, found.by_month)
    longer = run(move_months=2)
    np.testing.assert_array_equal(found.lengths[4].by_month, longer.by_month)
    assert np.all(longer.profiles[:, 0] == longer.profiles[:, 1])
    assert "stands 0.5 months" in str(found)


def test_moves_are_counted_exactly():
    from belarusgame.simulate.months.world import moves_in

    assert moves_in(6, Fraction(3, 2)) == (1, 1, 0, 1, 1, 0)
    assert moves_in(3, Fraction(1, 2)) == (2, 2, 2)
    assert moves_in(7, Fraction(3)) == (1, 0, 0, 1, 0, 0, 1)
    assert sum(moves_in(36, Fraction(1, 3))) == 108


def test_a_choice_that_is_given_is_made_from_its_month_on():
    made = run(fix={"patron": "press"}, from_month=4)
    press = np.unravel_index(made.profiles, (3, 2))[1] == 0
    alive = (
        np.column_stack([np.ones(300, dtype=bool), made.absorbed[:, None] == 0])[:, :1]
        | (made.absorbed >= 4)[:, None]
    )
    assert np.all(press[made.absorbed == 0][:, 3:])
    np.testing.assert_array_equal(made.profiles[:, :3], run(months=3).profiles)
    assert alive.shape == (300, 1)
    everybody = run(fix={"patron": "rest", "client": "talk"})
    assert np.all(everybody.profiles == everybody.profiles[0, 0])


def test_a_given_choice_leaves_the_others_their_numbers():
    """A run meets the same chances whoever else plays: only what players know of each other has changed."""
    lone = tables()
    lone["considerations"]["client"].pop("fear")  # the client does not look at the patron
    lone = bg.Scenario.from_tables(lone, "lone")
    quiet = {"scenario": lone, "move_months": 100}
    free, given = run(**quiet), run(fix={"patron": "rest"}, **quiet)
    client = [np.unravel_index(made.profiles, (3, 2))[0] for made in (free, given)]
    np.testing.assert_array_equal(client[0], client[1])


def test_the_difference_of_two_campaigns_is_paired(found):
    other = run(fix={"patron": "rest"})
    made = bg.simulate.difference(found, other)
    expected = other.happened.astype(float) - found.happened
    np.testing.assert_allclose(made.by_month, expected.mean(axis=0))
    half = 1.959964 * expected[:, -1].std() / 300**0.5
    assert made.low[-1] == pytest.approx(expected[:, -1].mean() - half)
    assert made.more - made.fewer == expected[:, -1].sum()
    assert made.narrowed > 1.0
    same = bg.simulate.difference(found, found)
    assert np.all(same.by_month == 0.0)
    assert (same.more, same.fewer) == (0, 0)
    assert np.all((same.low < 0.0) & (same.high > 0.0))


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"seed": 5}, "seed = 3 and 5: must be equal"),
        ({"runs": 20}, "runs = 300 and 20: must be equal"),
        ({"months": 2}, "months = 8 and 2: must be equal"),
    ],
)
def test_campaigns_that_cannot_be_paired_are_refused(found, other, message):
    with pytest.raises(bg.GameError, match=message):
        bg.simulate.difference(found, run(**other))
    with pytest.raises(bg.GameError, match="must be a Campaign"):
        bg.simulate.difference(found, 3)


def test_a_replay_tells_what_happened(found):
    number = int(np.flatnonzero(found.absorbed == 3)[0])
    told = found.replay(number)
    assert [month.moved for month in told.months] == [True] * 3 + [False] * 5
    assert "client = join in month 3 the profile stays" in told.sentences[-1]
    assert any("Client switched from" in sentence for sentence in told.sentences)
    first = told.months[0]
    game = scenario().game(told.choice.weights, first.before)
    expected = bg.solve.sequential_logit(game, ["patron", "client"], told.rationality)
    assert first.chances["client"]["join"] == pytest.approx(expected.probability({"client": "join"}))
    assert len(told.rows()) == 8


def test_the_answer_says_its_assumptions(found):
    said = str(found)
    assert "A choice stands for 1 month (judgement)" in said
    assert "after client = join the profile stays" in said
    plain = run(scenario=replace(scenario(), simulation=Simulation()), months=2)
    assert "(the default)" in plain.messages[0]
    assert plain.event == ({"client": ("join",)},)  # the file's question


def test_a_campaign_can_be_kept_and_shown(found):
    again = pickle.loads(pickle.dumps(found))
    np.testing.assert_array_equal(again.profiles, found.profiles)
    assert len(found.to_frame()) == 8
    assert "<table>" in found._repr_html_()
    assert found.probability_by(8) == found.by_month[-1]
    assert found.probability_by(8, {"patron": "press"}) >= found.strategies["patron"][-1, 0]
    low, high = found.interval(8)
    assert low < found.by_month[-1] < high
    assert np.all(np.diff(found.quantiles("unrest"), axis=1) >= 0.0)


def test_order_of_players_and_strategies_does_not_matter():
    """The numbers hang on names, so that only the strategies' places on the line of chances may move."""
    turned = tables()
    turned["players"] = dict(reversed(turned["players"].items()))
    turned["considerations"] = dict(reversed(turned["considerations"].items()))
    one = run(inputs="likely")
    other = run(scenario=bg.Scenario.from_tables(turned, "turned"), inputs="likely")
    for player in ("client", "patron"):
        np.testing.assert_allclose(one.strategies[player], other.strategies[player])
    np.testing.assert_array_equal(one.levels, other.levels)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"months": 0}, "months = 0: must be a whole number, 1 or more"),
        ({"runs": 0}, "runs = 0: must be a whole number, 1 or more"),
        ({"seed": "one"}, 'seed = "one": must be a whole number'),
        ({"seed": -1}, "seed = -1: must be a whole number"),
        ({"policy": "greedy"}, 'policy "greedy" is not one of myopic, farsighted'),
        ({"fix": {"client": "fight"}}, 'client: strategy "fight" is not one of join, wait, talk'),
        ({"fix": {"nobody": "wait"}}, 'player "nobody" is not one of client, patron'),
        ({"drivers": {"tide": 1}}, 'driver "tide" is not one of unrest'),
        ({"drivers": {"unrest": 3}}, "driver unrest starts at 3: must lie in its range, 0.5 to 2"),
        ({"move_months": 0}, "move_months = 0: must be a finite number from"),
        ({"discount": 1.5}, "discount = 1.5: must be a finite number from 0 to 1"),
        ({"tremble": "week"}, 'tremble "week" is not one of month, run'),
        ({"rationality": -1}, "rationality = -1: must be a finite number that is not negative"),
        ({"runs": 10**7}, "numbers would be held"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, message):
    with pytest.raises(bg.GameError, match=message):
        run(**settings)


def test_a_driver_that_starts_outside_its_range_is_refused():
    low = tables()
    low["drivers"]["unrest"]["level"] = {"low": 0.1, "likely": 0.5, "high": 0.9}
    with pytest.raises(bg.GameError, match=r"driver unrest starts at 1: must lie in its range, 0\.1 to 0\.9"):
        run(scenario=bg.Scenario.from_tables(low, "low"))


def test_a_rationality_at_which_no_play_is_certified_is_refused():
    together = tables()
    together["scenario"]["order"] = [["patron", "client"]]
    with pytest.raises(bg.GameError, match=r"month 1: .*rationality"):
        run(scenario=bg.Scenario.from_tables(together, "together"), rationality=1e12)


def test_the_campaign_takes_no_setting_without_a_word():
    documented = bg.simulate.campaign.__doc__
    for name in inspect.signature(bg.simulate.campaign).parameters:
        assert name in documented


ORDERS = {
    "sentence": "Under pressure the decision is the patron's.",
    "player": "client",
    "to": "patron",
    "when": {"patron": "press"},
    "probability": {"low": 0.3, "likely": 0.5, "high": 0.7},
}


@pytest.mark.parametrize("policy", ["myopic", "farsighted"])
def test_a_delegation_moves_the_decision_in_the_runs_in_which_it_is_in_force(policy):
    owned = bg.Scenario.from_tables(tables(delegations={"orders": REASON | ORDERS}), "owned")
    made = run(scenario=owned, fix={"patron": "press"}, rationality=50, policy=policy, months=3)
    told = [made.replay(number) for number in range(60)]
    in_force = np.array(
        [one.choice.game().deciding[0].tolist() != one.choice.game().payoffs[0].tolist() for one in told]
    )
    joined = made.absorbed[:60] == 1
    assert 5 < in_force.sum() < 55
    assert joined[in_force].all()  # the patron gains by it, whatever the client loses
    assert not joined[~in_force].all()
    chances = (
        np.array([one.months[0].chances["client"]["join"] for one in told]) if policy == "myopic" else None
    )
    if chances is not None:
        assert np.all(chances[in_force] > 0.99)


def test_a_type_says_what_it_knows_of_a_delegation_and_scales_what_others_weigh():
    types = {
        "client": {
            "bound": REASON
            | {
                "probability": {"low": 0.5, "likely": 0.5, "high": 0.5},
                "delegations": {"orders": True},
            }
        },
        "patron": {
            "eager": REASON
            | {"probability": {"low": 0.5, "likely": 0.5, "high": 0.5}, "scales": {"client.fear": 5}}
        },
    }
    never = ORDERS | {"probability": {"low": 0, "likely": 0, "high": 0}}
    scenario = bg.Scenario.from_tables(tables(delegations={"orders": REASON | never}, types=types), "typed")
    made = run(scenario=scenario, fix={"patron": "press"}, months=1)
    for number in range(40):
        told = made.replay(number)
        game = scenario.game(told.choice.weights, None, told.choice.types).fix({"patron": "press"})
        expected = bg.solve.sequential_logit(game, ["client"], told.rationality)
        assert told.months[0].chances["client"]["join"] == pytest.approx(
            expected.probability({"client": "join"})
        )
    kinds = [dict(made.replay(number).choice.types) for number in range(40)]
    bound = np.array(["client" in kind for kind in kinds])
    assert 5 < bound.sum() < 35
    sharp = run(scenario=scenario, fix={"patron": "press"}, months=1, rationality=50)
    assert (sharp.absorbed[:40] == 1)[bound].all()  # the patron decides, and gains by it
    # The shares of those who joined, by what the exact games of the runs say: 40 runs, five deviations.
    chances = np.array([made.replay(n).months[0].chances["client"]["join"] for n in range(40)])
    gap = (made.absorbed[:40] == 1).sum() - chances.sum()
    assert abs(gap) < 5.0 * np.sqrt((chances * (1.0 - chances)).sum()) + 1e-9
